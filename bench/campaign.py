"""A campaign of n people, and one of ten times as many: gate, queue, hand-over; memory; a STOP and answers meanwhile.

The worker is a process of its own (``python -m bench.campaign work …``), so is the pretend Twilio (``… sandbox``). The
answers to guests are handed over from here, while the campaign is sent from the same number, as the worker's other
queue does it. The sender's rate is set so high that nothing but Casa itself is measured.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any
from unittest.mock import patch
from uuid import UUID

from bench.house import opened
from bench.report import Result

ROOT = Path(__file__).resolve().parent.parent
TEXT = 'Bench: hello {{ guest.first_name | "there" }}, the pool is closed on Tuesday for cleaning.'
NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # nobody's quiet hours
FILL = 2_000
GROWTH, GATE, HANDED, ANSWER = 1.5, 500.0, 25.0, 1.0
MOST = 10_000
"""Texts handed over in a run: everybody is counted and queued, but a hundred thousand texts would take an hour."""


def measure(quick: bool) -> list[Result]:
    few = 200 if quick else 10_000
    with opened() as house, sandbox() as vendor:
        shop(house, vendor)
        people = [furnish(house, few, 0), furnish(house, few * 10, few)]
        small, large = (Run(house, vendor, tag, many) for tag, many in zip("ab", people, strict=True))
        first = small.measured()
        last = large.measured(disturbed=True)
        wrong = large.wrong(vendor)
    figures = f"{few:,} and {few * 10:,} people"
    return [
        Result("Gate decisions while counting", last["count_rate"], "/s", GATE, "higher", figures),
        Result("Texts handed over", last["rate"], "/s", HANDED, "higher", f"{last['sent']:,} of {figures}"),
        Result("Memory at ten times as many", last["memory"] / first["memory"], "×", GROWTH, "lower",
               f"{first['memory']:.0f} and {last['memory']:.0f} MiB at most"),
        Result("Texts after a STOP, or doubled", wrong, "texts", 0, "lower", f"{last['stopped']} people stopped"),
        Result("An answer meanwhile, p95", last["answer"], "s", ANSWER, "lower", f"{last['answers']} answers"),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------ the ground


def shop(house: Any, vendor: str) -> None:
    """The workspace's own number, registered for everything at no end of texts a second."""
    from django.conf import settings

    from casa.core.accounts.models import Brand
    from casa.core.accounts.scope import workspace_scope
    from casa.core.connections.models import Connection
    from casa.core.senders.models import Sender

    account = json.loads(asked(f"{vendor}/account"))
    settings.SANDBOX_URL, settings.BASE_URL = vendor, f"{vendor}/sink"
    with workspace_scope(UUID(house.workspace_id)):
        Brand.objects.filter(workspace_id=house.workspace_id).update(name="Bench")
        connection = Connection.objects.get(id=house.connection_id)
        connection.settings = {"account_sid": account["account_sid"], "from_number": account["number"]}
        connection.secrets = {"auth_token": account["auth_token"]}
        connection.save(update_fields=["settings", "secrets"])
        Sender.objects.create(
            workspace_id=house.workspace_id, connection=connection, address=account["number"], kind="local",
            state="approved", use_case="MIXED", per_second=100_000.0,
        )  # fmt: skip


def furnish(house: Any, many: int, first: int) -> str:
    """So many people with a number who gave it with a booking; their language tells which campaign they are of."""
    from casa.core.accounts.scope import workspace_scope

    tag = "aa" if first == 0 else "bb"
    for start in range(0, many, FILL):
        with workspace_scope(UUID(house.workspace_id)):
            _write(house, range(first + start, first + min(start + FILL, many)), tag)
    return tag


def _write(house: Any, numbers: range, tag: str) -> None:
    from casa.core.consent.chain import digest_of
    from casa.core.consent.ledger import address_of
    from casa.core.consent.models import ConsentEvent
    from casa.core.people.models import Identity, Person
    from casa.core.people.rules import lookup
    from casa.core.vault.keyring import keyring
    from casa.lib.ids import new_id

    here, now, brand = UUID(house.workspace_id), datetime.now(UTC), brand_of(house)
    people = [Person(id=new_id(), workspace_id=here, name="Anna Diaz", language=tag) for _ in numbers]
    keyring.make("person", [each.id for each in people])
    Person.objects.bulk_create(people)
    phones = [f"+1828{number:07d}" for number in (2_000_000 + each for each in numbers)]
    pairs = list(zip(people, phones, strict=True))
    Identity.objects.bulk_create(
        Identity(id=new_id(), workspace_id=here, person=each, kind="phone", value=phone, lookup=lookup("phone", phone))
        for each, phone in pairs
    )
    lines = [
        ConsentEvent(
            id=new_id(),
            workspace_id=here,
            brand=brand,
            address=address_of("phone", phone),
            channel="sms",
            program="service",
            consent_class="express",
            source="booking",
            source_ref=new_id(),
            action="gave_number",
            occurred_at=now,
            recorded_at=now,
        )
        for _, phone in pairs
    ]
    for line in lines:
        line.digest = digest_of(line)
    ConsentEvent.objects.bulk_create(lines)


def brand_of(house: Any) -> Any:
    from casa.core.accounts.models import Brand

    return Brand.objects.get(workspace_id=house.workspace_id)


# ------------------------------------------------------------------------------------------------ a run


class Run:
    """One campaign from its count to its end, in a worker of its own."""

    def __init__(self, house: Any, vendor: str, tag: str, language: str) -> None:
        self.house, self.vendor, self.tag, self.language = house, vendor, tag, language
        self.stopped: dict[str, float] = {}
        self.answers: list[float] = []

    def measured(self, disturbed: bool = False) -> dict[str, Any]:
        """What the worker said of itself, with what was seen from here."""
        self.campaign_id = self._ready()
        worker = subprocess.Popen(
            [sys.executable, "-m", "bench.campaign", "work", self.vendor, self.house.workspace_id, self.campaign_id],
            cwd=ROOT, stdout=subprocess.PIPE, env=dict(os.environ),
        )  # fmt: skip
        if disturbed:
            meanwhile = threading.Thread(target=self._disturb, args=(worker,), daemon=True)
            meanwhile.start()
        said, _ = worker.communicate()
        found: dict[str, Any] = json.loads(said.splitlines()[-1])
        if disturbed:
            meanwhile.join(60)
        answer = quantiles(self.answers, n=20)[-1] if len(self.answers) > 1 else 0.0
        return {**found, "stopped": len(self.stopped), "answer": answer, "answers": len(self.answers)}

    def wrong(self, vendor: str) -> int:
        """Texts to somebody after their STOP was written down, and second texts to anybody."""
        got = json.loads(asked(f"{vendor}/texts"))
        late = [each for each in got if each["at"] > self.stopped.get(each["to"], float("inf"))]
        pool = [each["to"] for each in got if "pool" in each["body"]]
        return len(late) + len(pool) - len(set(pool))

    def _ready(self) -> str:
        from casa.core.accounts.scope import workspace_scope
        from casa.core.campaigns import rules
        from casa.core.campaigns.models import Campaign

        with workspace_scope(UUID(self.house.workspace_id), UUID(self.house.user_id)):
            made = rules.draft(self.tag, "service")
            rules.change(made, rules.Draft(filter={"language": {"codes": [self.language]}}))
            rules.word(made, "A", TEXT)
            rules.send(rules.held(made.id))
            Campaign.objects.filter(id=made.id).update(starts_at=datetime.now(UTC))
        return str(made.id)

    def _disturb(self, worker: subprocess.Popen[bytes]) -> None:
        """Somebody answers guests all the while; in the middle, fifty of those who come soon say STOP."""
        talk = self._guest()
        while worker.poll() is None:
            self.answers.append(self._answer(talk))
            if not self.stopped and self._sent() > 0.25 * min(MOST, self._waiting()):
                self._stop_some()
            time.sleep(0.1)

    def _sent(self) -> int:
        return self._recipients("<>")

    def _waiting(self) -> int:
        return self._recipients("=")

    def _recipients(self, waiting: str) -> int:
        return self.house.count(
            f"select count(*) from campaigns_recipient where campaign_id = '{self.campaign_id}' "
            f"and state {waiting} 'waiting'"
        )

    def _stop_some(self) -> None:
        from casa.core.accounts.scope import workspace_scope
        from casa.core.campaigns.models import Recipient
        from casa.core.consent.rules import suppress

        with workspace_scope(UUID(self.house.workspace_id)):
            rows = Recipient.objects.filter(campaign_id=self.campaign_id, state="waiting").select_related("identity")
            phones, brand = (
                [row.identity.value for row in rows.order_by("id")[200:250] if row.identity],
                brand_of(self.house),
            )
        for phone in phones:
            with workspace_scope(UUID(self.house.workspace_id)):
                suppress(brand.id, "sms", "phone", phone, "keyword", rule="R20")
            self.stopped[phone] = time.time()

    def _guest(self) -> UUID:
        from casa.core.accounts.scope import workspace_scope
        from casa.core.inbox.rules import conversation_with
        from casa.core.people.rules import recognise

        with workspace_scope(UUID(self.house.workspace_id)):
            talk = conversation_with(recognise("phone", "+18285550142", "Guest"), "sms", datetime.now(UTC))
            talk.last_inbound_at = datetime.now(UTC)
            talk.save(update_fields=["last_inbound_at"])
            from casa.core.inbox.models import Direction
            from casa.core.inbox.rules import add_message

            add_message(talk, Direction.IN, "Hello", datetime.now(UTC), channel="sms")
            return talk.id

    def _answer(self, talk_id: UUID) -> float:
        from casa.core.accounts.scope import workspace_scope
        from casa.core.inbox import outbox
        from casa.core.inbox.rules import held
        from casa.core.inbox.ways import way_of

        began = time.perf_counter()
        with workspace_scope(UUID(self.house.workspace_id), UUID(self.house.user_id)):
            talk = held(talk_id)
            way = way_of(talk)
            assert way is not None
            outbox.queue_reply(talk, way, "On my way", author=None, at=datetime.now(UTC) - timedelta(seconds=1))
        outbox.drain(UUID(self.house.workspace_id), talk_id)
        return time.perf_counter() - began


def work(vendor: str, workspace_id: str, campaign_id: str) -> None:
    """The worker: count, then carry out, and say how it went."""
    import django
    from django.conf import settings

    django.setup()
    settings.SANDBOX_URL, settings.BASE_URL = vendor, f"{vendor}/sink"
    from casa.core.accounts.scope import workspace_scope
    from casa.core.campaigns import counting, queries, sending
    from casa.core.inbox import bulk

    here, this = UUID(workspace_id), UUID(campaign_id)
    with patch.object(bulk, "moment", lambda: NOON):
        began = time.perf_counter()
        with workspace_scope(here):
            row = counting.count_campaign(queries.campaign(this))
        counting.count_on(here, row.id, most=1_000_000)
        counted, began = time.perf_counter() - began, time.perf_counter()
        sent = 0
        while sent < MOST:
            sent += sending.go_on(here, this)
            with workspace_scope(here):
                if not queries.progress(queries.campaign(this)).waiting:
                    break
        took = time.perf_counter() - began
    with workspace_scope(here):
        picked = queries.count(row.id).looked_at
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"count_rate": picked / counted, "rate": sent / took, "sent": sent, "memory": memory}))


# ------------------------------------------------------------------------------------------------ the pretend Twilio


@contextlib.contextmanager
def sandbox() -> Iterator[str]:
    """The pretend Twilio in a process of its own; its address."""
    run = subprocess.Popen(
        [sys.executable, "-m", "bench.campaign", "sandbox"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env=dict(os.environ),
    )  # fmt: skip
    try:
        assert run.stdout is not None
        yield run.stdout.readline().strip()
    finally:
        run.terminate()
        run.wait(10)


def serve_sandbox() -> None:
    """Twilio under its own hosts, what it was given, and a sink for its webhooks."""
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse, PlainTextResponse
    from starlette.routing import Mount, Route

    from casa.lib.pretend import World
    from casa.providers.twilio.sandbox import build, open_account
    from casa.testing.serve import serve

    world = World()
    account = {**open_account(world), "number": "+14155550100"}

    async def sink(request: Any) -> Any:
        return PlainTextResponse("")

    async def texts(request: Any) -> Any:
        return JSONResponse([{"to": t.recipient, "body": t.body, "at": t.at.timestamp()} for t in world.texts])

    async def shown(request: Any) -> Any:
        return JSONResponse(account)

    routes = [
        Route("/account", shown),
        Route("/texts", texts),
        Route("/sink/{rest:path}", sink, methods=["POST"]),
        Mount("/twilio", build(world)),
    ]
    with serve(Starlette(routes=routes)) as address:
        print(address, flush=True)
        threading.Event().wait()


def asked(url: str) -> bytes:
    from urllib.request import urlopen

    with urlopen(url, timeout=60) as answer:
        body: bytes = answer.read()
        return body


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work(*sys.argv[2:])
    else:
        serve_sandbox()
