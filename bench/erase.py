"""Erasing one person with ten thousand messages beside a full house: how long, and who has to wait meanwhile."""

import statistics
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.fill import filled
from bench.house import House, opened
from bench.report import Result

HOUSE, MESSAGES = 50_000, 10_000
LIMIT, WAIT = 10.0, 1.0  # seconds
AT_ONCE = 500


def measure(quick: bool) -> list[Result]:
    house_holds, theirs = (5_000, 1_000) if quick else (HOUSE, MESSAGES)
    with opened() as house:
        filled(house, house_holds)
        person_id = _writes_much(house, theirs)
        waits: list[float] = []
        done = threading.Event()
        others = threading.Thread(target=_write_meanwhile, args=(house, done, waits), daemon=True)
        others.start()
        took, paper = erased(house, person_id)
        done.set()
        others.join()
    left = sum(entry["count"] for entry in paper["found"])
    figures = f"{theirs:,} messages of theirs among {house_holds:,}"
    return [
        Result("Erasing a person", took, "s", LIMIT, "lower", figures),
        Result("Found of them afterwards", left, "rows", 0, "lower", f"{paper['keys_destroyed']} keys destroyed"),
        Result("A colleague's write meanwhile, the slowest", max(waits), "s", WAIT, "lower",
               f"median {1000 * statistics.median(waits):.0f} ms, {len(waits)} writes"),
    ]  # fmt: skip


def _writes_much(house: House, count: int) -> UUID:
    """Somebody with a conversation that long, every message by the inbox's own rules."""
    from casa.core.accounts.scope import workspace_scope
    from casa.core.inbox.lexicon import search_tokens
    from casa.core.inbox.models import Direction, Message
    from casa.core.inbox.rules import conversation_with, entry
    from casa.core.people.rules import recognise

    begun, here = datetime.now(UTC) - timedelta(days=300), UUID(house.workspace_id)
    with workspace_scope(here):
        person = recognise("phone", "+18285559999", "Zephyrine Quackenbush")
        talk = conversation_with(person, "sms", begun)
    for first in range(0, count, AT_ONCE):
        with workspace_scope(here):
            batch = []
            for number in range(first, min(first + AT_ONCE, count)):
                at = begun + timedelta(minutes=40 * number)
                words = f"the heron number{number} sleeps by the boathouse, is the wifi password still the same"
                message = entry(talk, Direction.IN, words, at, channel="sms", external_id=f"z{number}")
                message.tokens = search_tokens(words, at)
                batch.append(message)
            Message.objects.bulk_create(batch)
    return person.id


def erased(house: House, person_id: UUID) -> tuple[float, dict[str, Any]]:
    """Somebody erased by the rules, in this process; how long it took, and the certificate."""
    from casa.core.accounts.scope import workspace_scope
    from casa.core.people.models import Person
    from casa.core.privacy import erase
    from casa.core.privacy.models import Erasure

    here = UUID(house.workspace_id)
    with workspace_scope(here, UUID(house.user_id)):
        row = erase.begin(Person.objects.get(id=person_id))
    began = time.perf_counter()
    erase.go_on(here, row.id)
    took = time.perf_counter() - began
    with workspace_scope(here):
        return took, Erasure.objects.get(id=row.id).certificate or {}


def _write_meanwhile(house: House, done: threading.Event, waits: list[float]) -> None:
    """A colleague writes a note in somebody else's thread, again and again."""
    from django.db import connection

    from casa.core.accounts.models import User
    from casa.core.accounts.scope import workspace_scope
    from casa.core.inbox.models import Conversation
    from casa.core.inbox.rules import write_note

    here, me = UUID(house.workspace_id), UUID(house.user_id)
    while not done.is_set():
        began = time.perf_counter()
        with workspace_scope(here, me):
            write_note(Conversation.objects.order_by("created_at").first(), User.objects.get(id=me), "a note beside it")  # type: ignore[arg-type]
        waits.append(time.perf_counter() - began)
        done.wait(0.05)
    connection.close()
