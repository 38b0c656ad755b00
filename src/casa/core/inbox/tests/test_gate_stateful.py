"""STOP, START, imports, merges, sends, retries, crashes and clock changes, interleaved as nobody planned: no message is
handed off after a suppression, and no message twice (R10, R31, R41, R78).

The state is real: the database under its roles, the outbox, the trigger. Only the provider is played, so that a crash
can come on either side of the call. What may leave is told by a model that knows nothing of how the ledgers are read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress as suppress_errors
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from casa.core.accounts.rules import NotPossible
from casa.core.connections import gateway
from casa.core.connections.contract import NotReady, Sent, Unsure
from casa.core.connections.models import Connection
from casa.core.consent.chain import verify_chain
from casa.core.consent.models import Decision
from casa.core.consent.rules import hear, note_consent, suppress
from casa.core.inbox import outbox
from casa.core.inbox.merging import merge_with
from casa.core.inbox.models import Direction, Outbox
from casa.core.inbox.rules import add_message, conversation_with
from casa.core.inbox.ways import Way
from casa.core.people.models import Identity, Person
from casa.core.people.rules import recognise
from casa.lib.ids import new_id

PHONES = ("+18285550142", "+18285550143")
WHO = st.sampled_from(PHONES)
STOPS = st.sampled_from(["STOP", "stop.", "Unsubscribe", "please stop texting me", "ARRET"])
SPELLINGS = {"+18285550142": "(828) 555-0142", "+18285550143": "828.555.0143"}


class Crash(BaseException):
    """The process ends here."""


class Provider:
    """What the vendor got, with the moment it got it; and how it answers next."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, bool]] = []
        self.next = "sent"
        self.stopped: dict[str, bool] = {}

    def hand_over(self, connection, outgoing):
        how, self.next = self.next, "sent"
        if how == "crash before":
            raise Crash
        if how == "busy":
            raise NotReady("Busy.", retry_after=0.0)
        self.got.append(
            (outgoing.reference, outgoing.recipient.value, self.stopped.get(outgoing.recipient.value, False))
        )
        if how == "crash after":
            raise Crash
        if how == "unsure":
            raise Unsure("No answer.")
        return Sent(f"SM{new_id().hex}")


class Clock:
    """Our clock. It may be set forwards, and backwards by a little, as a machine's is."""

    def __init__(self) -> None:
        self.moved = timedelta(0)
        self.real = timezone.now

    def __call__(self) -> datetime:
        return self.real() + self.moved


class Gate(RuleBasedStateMachine):
    cast = None

    @initialize()
    def begin(self) -> None:
        self.provider, self.clock, self.number = Provider(), Clock(), 0
        self.kept: dict[str, str] = {}  # who must not be written to, by which kind of line
        self.patches = [
            patch.object(gateway, "hand_over", self.provider.hand_over),
            patch.object(timezone, "now", self.clock),
        ]
        for each in self.patches:
            each.start()
        with self.scope():
            self.connection = Connection.objects.create(
                id=new_id(), workspace_id=self.cast.workspace.id, provider="twilio", account_ref=new_id().hex,
                label="Texts", brand=self.cast.brand, settings={"from_number": "+14155550100"},
            )  # fmt: skip
            self.phones = {phone: f"+1828{self.fresh():07d}" for phone in PHONES}
            for phone in self.phones.values():
                person = recognise("phone", phone)
                talk = conversation_with(person, "sms", timezone.now())
                add_message(talk, Direction.IN, "Hi", timezone.now(), channel="sms", connection=self.connection)

    def teardown(self) -> None:
        for each in getattr(self, "patches", []):
            each.stop()

    @contextmanager
    def scope(self) -> Iterator[None]:
        with self.cast.scope():
            yield

    def fresh(self) -> int:
        Gate.counted += 1
        return 2_000_000 + Gate.counted

    counted = 0

    def ref(self) -> str:
        self.number += 1
        return f"SM{self.number}-{new_id().hex[-8:]}"

    def says(self, phone: str, text: str, late: timedelta = timedelta(0)) -> None:
        """As ``inbox.intake`` hears a text, but what waits is not taken back: the gate alone must hold."""
        with self.scope():
            hear(self.cast.brand, "sms", "phone", phone, text, timezone.now() - late, self.ref())

    # ---- what people and the world do

    @rule(who=WHO, text=STOPS)
    def stop(self, who: str, text: str) -> None:
        self.says(self.phones[who], text)
        self.kept.setdefault(self.phones[who], "keyword")
        self.mark()

    @rule(who=WHO)
    def start(self, who: str) -> None:
        phone = self.phones[who]
        self.says(phone, "START")
        if self.kept.get(phone) == "keyword":
            del self.kept[phone]
        self.mark()

    @rule(who=WHO, days=st.integers(1, 30))
    def old_start_arrives(self, who: str, days: int) -> None:
        """A START from long before: it opens nothing that was closed since."""
        self.says(self.phones[who], "START", timedelta(days=days))

    @rule(who=WHO)
    def colleague_stops(self, who: str) -> None:
        with self.scope():
            suppress(self.cast.brand.id, "sms", "phone", spelled(self.phones[who]), "staff", rule="R22")
        self.kept[self.phones[who]] = "staff"
        self.mark()

    @rule(who=WHO, strength=st.sampled_from(["unproven", "express"]))
    def imported(self, who: str, strength: str) -> None:
        with self.scope():
            note_consent(
                self.cast.brand.id, "sms", "phone", spelled(self.phones[who]), strength, "import", "gave_number",
                at=timezone.now(), source_ref=new_id(),
            )  # fmt: skip

    @rule(who=WHO)
    def writes(self, who: str) -> None:
        """R33: an ordinary message is no consent."""
        self.says(self.phones[who], "Where can we park?")

    @rule()
    def merge(self) -> None:
        """R10: two people become one; what one of their numbers said holds for that number still."""
        with self.scope():
            people = [Person.objects.get(id=recognise("phone", phone).id) for phone in self.phones.values()]
            if people[0].id != people[1].id:
                try:
                    merge_with(people[0], people[1])
                except NotPossible:
                    return

    @rule(minutes=st.integers(-20, 600))
    def clock_is_set(self, minutes: int) -> None:
        self.clock.moved += timedelta(minutes=minutes)

    # ---- what we do

    @rule(who=WHO, kind=st.sampled_from(["reply", "reply", "service"]), at_once=st.booleans())
    def send(self, who: str, kind: str, at_once: bool) -> None:
        with self.scope():
            identity = next(row for row in Identity.objects.filter(kind="phone") if row.value == self.phones[who])
            talk = conversation_with(identity.person, "sms", timezone.now())
            way = Way("sms", self.connection, identity)
            outbox.queue_reply(talk, way, "See you at four.", author=None, kind=kind, at=timezone.now())
        if at_once:
            self.hand_over("sent")

    @rule(how=st.sampled_from(["sent", "sent", "busy", "unsure", "crash before", "crash after"]))
    def hand_over(self, how: str) -> None:
        self.provider.next = how
        with self.scope():
            talks = set(Outbox.objects.filter(state__in=outbox.WAITING).values_list("conversation_id", flat=True))
        for talk in talks:
            with suppress_errors(Crash):
                outbox.drain(self.cast.workspace.id, talk)

    @precondition(lambda self: hasattr(self, "connection"))
    @rule()
    def retry(self) -> None:
        with self.scope():
            for row in Outbox.objects.filter(state__in=("blocked", "failed"))[:2]:
                outbox.try_again(row.message_id)

    # ---- what must hold

    def mark(self) -> None:
        self.provider.stopped = dict.fromkeys(self.kept, True)

    @invariant()
    def nothing_left_after_a_stop(self) -> None:
        assert not [who for _, who, stopped in getattr(self, "provider", Provider()).got if stopped]

    @invariant()
    def nothing_left_twice(self) -> None:
        references = [reference for reference, _, _ in getattr(self, "provider", Provider()).got]
        assert len(references) == len(set(references))

    @invariant()
    def whatever_left_had_leave(self) -> None:
        if not getattr(self, "provider", None) or not self.provider.got:
            return
        with self.scope():
            leave = set(Decision.objects.filter(answer="allow").values_list("outbox_id", flat=True))
        assert {reference for reference, _, _ in self.provider.got} <= {str(each) for each in leave}


def spelled(phone: str) -> str:
    """The same number as a colleague would type it."""
    return f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}"


@pytest.mark.usefixtures("database")
def test_no_message_is_handed_off_after_a_stop(cast):
    Gate.cast = cast
    run_state_machine_as_test(
        Gate,
        settings=settings(
            max_examples=16,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    with cast.scope():
        assert verify_chain(cast.brand.id).ok
        assert Decision.objects.filter(answer="allow").exists()
        assert Decision.objects.filter(answer="block", reason="suppressed").exists()
