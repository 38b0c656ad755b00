"""STOP, START, imports, merges, sends, retries, crashes and clock changes, interleaved as nobody planned: no message is
handed off after a suppression, and no message twice (R10, R31, R41, R78).

The state is real: the database under its roles, the outbox, the trigger. Only the provider is played, so that a crash
can come on either side of the call. What may leave is told by a model that knows nothing of how the ledgers are read.
The last tests switch one thing off each, and the machine must find it.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress as suppress_errors
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection as database
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casa.core.accounts.rules import NotPossible
from casa.core.connections import gateway
from casa.core.connections.contract import Handle, IncomingMessage, NotReady, Sent, Unsure
from casa.core.connections.models import Connection
from casa.core.consent import collecting, gate, rules, writing
from casa.core.consent.chain import verify_chain
from casa.core.consent.gate import agreeing
from casa.core.consent.models import Decision, Suppression
from casa.core.consent.rules import note_consent, suppress
from casa.core.inbox import intake, outbox
from casa.core.inbox.merging import merge_with
from casa.core.inbox.models import Direction, Outbox
from casa.core.inbox.rules import add_message, conversation_with
from casa.core.inbox.ways import Way
from casa.core.people.models import Identity, Person
from casa.core.people.rules import find, lookup, recognise
from casa.lib.ids import new_id

WHO = st.sampled_from([0, 1])
STOPS = st.sampled_from(["STOP", "stop.", "Unsubscribe", "please stop texting me", "ARRET"])
HOWS = ["sent", "sent", "busy", "unsure", "crash before", "crash after"]
PATIENCE = 5.0  # seconds until whoever says STOP meanwhile has either said it or stands before a lock


class Crash(BaseException):
    """The process ends here."""


class Broken(AssertionError):
    """Something happened that must not."""


class Provider:
    """What the vendor got: which hand-over, whose number, begun when. And how it answers next."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, datetime]] = []
        self.next = "sent"

    def hand_over(self, connection, outgoing):
        how, self.next = self.next, "sent"
        if how == "crash before":
            raise Crash
        if how == "busy":
            raise NotReady("Busy.", retry_after=0.0)
        self.got.append((outgoing.reference, outgoing.recipient.value, outgoing.handed_off_at))
        if how == "crash after":
            raise Crash
        if how == "unsure":
            raise Unsure("No answer.")
        return Sent(f"SM{new_id().hex}")


class Clock:
    """Our clock, noon in the east at first, whenever the tests run. It may be set forwards, and backwards by a
    little, as a machine's is."""

    def __init__(self) -> None:
        self.real = timezone.now
        self.moved = self.real().replace(hour=17, minute=0) - self.real()

    def __call__(self) -> datetime:
        return self.real() + self.moved


class Gate(RuleBasedStateMachine):
    """Two guests, one number of ours. ``kept``: who must not be written to now, and by which kind of line."""

    cast = None
    counted = 0

    @initialize()
    def begin(self) -> None:
        self.provider, self.clock = Provider(), Clock()
        self.kept: dict[str, str] = {}
        self.ended: set[str] = set()  # hand-overs that waited when their guest said STOP
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
            self.phones = [self.fresh_phone(), self.fresh_phone()]
            for phone in self.phones:
                talk = conversation_with(recognise("phone", phone), "sms", timezone.now())
                add_message(talk, Direction.IN, "Hi", timezone.now(), channel="sms", connection=self.connection)

    def teardown(self) -> None:
        for each in getattr(self, "patches", []):
            each.stop()

    @contextmanager
    def scope(self) -> Iterator[None]:
        with self.cast.scope():
            yield

    def fresh_phone(self) -> str:
        Gate.counted += 1
        return f"+1828{2_000_000 + Gate.counted:07d}"

    def rows(self):
        return Outbox.objects.filter(connection=self.connection)

    # ---- what people and the world do

    def says(self, phone: str, text: str, late: timedelta = timedelta(0)) -> None:
        """As the drain of deliveries hears a text, in a transaction of its own (R39)."""
        with self.scope():
            fact = IncomingMessage(f"SM{new_id().hex}", "sms", Handle("phone", phone), text, timezone.now() - late)
            intake.hear_first(self.connection, fact)

    @rule(who=WHO, text=STOPS)
    def stop(self, who: int, text: str) -> None:
        phone = self.phones[who]
        with self.scope():
            waiting = self.rows().filter(state__in=outbox.WAITING, identity__lookup=lookup("phone", phone))
            self.ended |= {str(row_id) for row_id in waiting.values_list("id", flat=True)}
        self.says(phone, text)
        self.kept.setdefault(phone, "keyword")

    @rule(who=WHO)
    def start(self, who: int) -> None:
        self.says(self.phones[who], "START")
        if self.kept.get(self.phones[who]) == "keyword":
            del self.kept[self.phones[who]]

    @rule(who=WHO, days=st.integers(1, 30))
    def old_start_arrives(self, who: int, days: int) -> None:
        """A START from long before: it opens nothing that was closed since."""
        self.says(self.phones[who], "START", timedelta(days=days))

    @rule(who=WHO, text=STOPS)
    def stop_and_come_back(self, who: int, text: str) -> None:
        """Something waits when they stop; they come back, and then everything due is handed over."""
        self.send(who, "reply", "")
        self.stop(who, text)
        self.start(who)
        self.drained()

    @rule(who=WHO, this_time=st.sampled_from([False, False, True]))
    def colleague_stops(self, who: int, this_time: bool) -> None:
        """Not often: nothing but a person opens that again."""
        if not this_time:
            return
        with self.scope():
            suppress(self.cast.brand.id, "sms", "phone", spelled(self.phones[who]), "staff", rule="R22")
        self.kept[self.phones[who]] = "staff"

    @rule(who=WHO, strength=st.sampled_from(["unproven", "express"]))
    def imported(self, who: int, strength: str) -> None:
        with self.scope():
            note_consent(
                self.cast.brand.id, "sms", "phone", spelled(self.phones[who]), strength, "import", "gave_number",
                at=timezone.now(), source_ref=new_id(),
            )  # fmt: skip

    @rule(who=WHO, text=st.sampled_from(["Where can we park?", "Yes!", "ok"]))
    def writes(self, who: int, text: str) -> None:
        """R33: an ordinary message is no consent; YES opens again, since nothing of ours was a question (R32)."""
        phone = self.phones[who]
        self.says(phone, text)
        if text == "Yes!" and self.kept.get(phone) == "keyword":
            del self.kept[phone]

    @rule()
    def merge(self) -> None:
        """R10: two people become one; what one of their numbers said holds for that number still."""
        with self.scope(), suppress_errors(NotPossible):
            one, other = (Person.objects.get(id=find("phone", phone).id) for phone in self.phones)
            if one.id != other.id:
                merge_with(one, other)

    @rule(minutes=st.integers(-20, 600))
    def clock_is_set(self, minutes: int) -> None:
        self.clock.moved += timedelta(minutes=minutes)

    # ---- what we do

    @rule(who=WHO, kind=st.sampled_from(["reply", "reply", "service"]), how=st.sampled_from(["", "", *HOWS]))
    def send(self, who: int, kind: str, how: str) -> None:
        with self.scope():
            mine = Identity.objects.select_related("person").get(kind="phone", lookup=lookup("phone", self.phones[who]))
            talk = conversation_with(mine.person, "sms", timezone.now())
            way = Way("sms", self.connection, mine)
            outbox.queue_reply(talk, way, "See you at four.", author=None, kind=kind, at=timezone.now())
        if how:
            self.hand_over(how)

    @rule(how=st.sampled_from(HOWS))
    def hand_over(self, how: str) -> None:
        self.provider.next = how
        before = dict(self.kept)
        for reference, phone, _ in self.drained():
            if phone in before:
                raise Broken(f"handed off after a stop: {reference}")

    @rule(who=WHO)
    def stop_meanwhile(self, who: int) -> None:
        """R41: STOP comes while the gate has read the ledgers and has not decided: it stands before the hand-over or
        after it, never in between."""
        self.send(who, "reply", "")
        phone, began, real = self.phones[who], [], gate.gather

        def gather(*args):
            facts = real(*args)
            if not began:
                began.append(threading.Thread(target=self._says_stop, args=(phone,)))
                began[0].start()
                _until_waiting(began[0])
            return facts

        with patch.object(gate, "gather", gather):
            left = self.drained()
        for thread in began:
            thread.join(PATIENCE)
        if not began:
            return
        with self.scope():
            line = Suppression.objects.filter(restores=False).order_by("-id").first()
        self.kept.setdefault(phone, "keyword")
        if any(who == phone and at > line.recorded_at for _, who, at in left):
            raise Broken("a hand-over and a stop crossed")

    def _says_stop(self, phone: str) -> None:
        try:
            self.says(phone, "STOP")
        finally:
            connections.close_all()

    def drained(self) -> list[tuple[str, str, datetime]]:
        """What left, of everything that is due."""
        known = len(self.provider.got)
        with self.scope():
            talks = set(self.rows().filter(state__in=outbox.WAITING).values_list("conversation_id", flat=True))
        for talk in sorted(talks):
            with suppress_errors(Crash):
                outbox.drain(self.cast.workspace.id, talk)
        return self.provider.got[known:]

    @rule()
    def retry(self) -> None:
        """Somebody presses "send again": then it leaves again, if the gate lets it."""
        with self.scope():
            for row in self.rows().filter(state__in=("blocked", "failed")).order_by("id")[:2]:
                outbox.try_again(row.message_id)
                self.ended.discard(str(row.id))

    # ---- what must hold

    @invariant()
    def what_a_stop_ended_stays_ended(self) -> None:
        """R41: what waited when they said STOP does not leave after a START either."""
        if {reference for reference, _, _ in getattr(self, "provider", Provider()).got} & getattr(self, "ended", set()):
            raise Broken("what a stop took back has left")

    @invariant()
    def nothing_left_twice(self) -> None:
        references = [reference for reference, _, _ in getattr(self, "provider", Provider()).got]
        if len(references) != len(set(references)):
            raise Broken("a message left twice")

    def whatever_left_had_leave(self) -> None:
        with self.scope():
            leave = set(Decision.objects.filter(answer="allow").values_list("outbox_id", flat=True))
        assert {reference for reference, _, _ in self.provider.got} <= {str(each) for each in leave}


def spelled(phone: str) -> str:
    """The same number as a colleague would type it."""
    return f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}"


def _until_waiting(thread: threading.Thread) -> None:
    """Until it has ended, or stands before a lock of somebody's."""
    deadline = time.monotonic() + PATIENCE
    with database.cursor() as cursor:
        while thread.is_alive() and time.monotonic() < deadline:
            cursor.execute(
                "select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted "
                "and a.datname = current_database() and a.pid <> pg_backend_pid())"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.002)


def run(cast, machine, examples, steps=18):
    machine.cast = cast
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("database")
def test_no_message_is_handed_off_after_a_stop(cast):
    class Whole(Gate):
        def teardown(self) -> None:
            if hasattr(self, "connection"):
                self.whatever_left_had_leave()
            super().teardown()

    run(cast, Whole, 12)
    with cast.scope():
        assert verify_chain(cast.brand.id).ok
        assert Decision.objects.filter(answer="allow").exists()
        assert Decision.objects.filter(answer="block", reason="suppressed").exists()


def without_the_check():
    checks = tuple(check for check in gate.CHECKS if check is not agreeing.suppression)
    return [patch.object(gate, "CHECKS", checks)]


def without_the_lock():
    return [patch.object(room, "hold_address", lambda *_: None) for room in (outbox, rules, writing, collecting)]


def without_taking_back():
    return [patch.object(outbox, "cancel_to_address", lambda *_: 0)]


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (without_the_check, "handed off after a stop|crossed"),
        (without_the_lock, "crossed"),
        (without_taking_back, "took back"),
    ],
)
def test_a_gate_that_is_broken_is_found_out(cast, broken, words):
    """What the machine is worth: each of the three things that hold a message back, switched off by itself."""
    patches = broken()
    for each in patches:
        each.start()
    try:
        with pytest.raises(Broken, match=words):
            run(cast, Gate, 40)
    finally:
        for each in patches:
            each.stop()
