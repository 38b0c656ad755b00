"""What the gate is asked, what it knows, what it answers. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from casa.core.consent.ledger import ConsentLine, StopLine
from casa.core.consent.places import Place
from casa.core.senders.queries import SenderStanding

VERSION = 3
TEXTS = frozenset({"sms", "mms", "imessage"})
KINDS = ("reply", "service", "reminder", "marketing", "compliance")
UNASKED = frozenset({"service", "reminder", "marketing"})  # what we begin ourselves
REPLY_WINDOW = timedelta(hours=24)  # R1: answering the person's own message


@dataclass(frozen=True, slots=True)
class Case:
    """What the gate is asked about.

    ``kind``: reply (to somebody), service (about their stay or visit), reminder, marketing, compliance (answers to STOP
    and HELP, confirmations of an opt-in). ``program``: the stream it belongs to (R5). ``sender``: our own number, ""
    for the connection's. ``template_kind``: what the saved text was reviewed as (R2). ``own_hosts``: web hosts of the
    brand, None where nobody knows (R57). ``state``, ``zip_code``, ``zone``: where they are as far as known (R80).
    ``event_at``: what the message is about begins then (R86). ``relay_until``: a platform lent them this number (R124).
    ``not_after``: what it is about is over then (R85).
    """

    brand_id: UUID
    channel: str
    address_kind: str
    address: str
    kind: str
    body: str
    now: datetime
    last_inbound_at: datetime | None = None
    by_assistant: bool = False
    program: str = ""
    connection_id: UUID | None = None
    sender: str = ""
    template_id: UUID | None = None
    template_kind: str = ""
    own_hosts: frozenset[str] | None = None
    state: str = ""
    zip_code: str = ""
    zone: str = ""
    event_at: datetime | None = None
    relay_until: datetime | None = None
    not_after: datetime | None = None

    @property
    def texts(self) -> bool:
        return self.channel in TEXTS

    @property
    def answers_them(self) -> bool:
        """R1: they wrote within the last day."""
        return self.last_inbound_at is not None and self.now - self.last_inbound_at <= REPLY_WINDOW

    @property
    def unasked(self) -> bool:
        return self.kind in UNASKED


@dataclass(frozen=True)
class Known:
    """The facts of one case, read before it is decided. Everything about an address; nothing of its text."""

    address: bytes
    country: str
    place: Place
    segments: int
    stop: StopLine | None = None
    consent: ConsentLine | None = None
    relay: bool = False
    reassigned: str = ""  # yes, no, no_data, "" never asked
    reassigned_at: datetime | None = None
    do_not_call: tuple[str, ...] = ()  # names of the lists that have it
    lists_stale: bool = False
    wishes: tuple[tuple[time | None, time | None], ...] = ()
    only_channels: frozenset[str] = frozenset()
    contacts: Sequence[datetime] = ()  # what we began in the last 24 hours, oldest first (R82)
    other_senders: frozenset[str] = frozenset()  # this template from another number in 24 hours (R58)
    sender: SenderStanding | None = None
    sent_today: int = 0  # segments of the brand since the carriers' day began (R76)
    overdue: bool = False  # a revocation has waited past its legal deadline (R23)
    greeted: bool = True  # the confirmation of their sign-up has left, or an offer that said all of it (R11)
    checked_at: datetime | None = field(default=None)

    @cached_property
    def consent_class(self) -> str:
        return self.consent.consent_class if self.consent else ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``answer``: allow, hold, block. ``words`` are for the host; ``rule`` and ``source`` name the law or policy.
    ``until``: the next moment at which nothing of what holds it now holds it any more. ``valid_until``: when a leave
    ends, since the windows shut or what it is about is over (R85; None: never)."""

    answer: str
    words: str
    reason: str = ""
    rule: str = ""
    source: str = ""
    until: datetime | None = None
    valid_until: datetime | None = None

    @property
    def allowed(self) -> bool:
        return self.answer == "allow"


def block(words: str, reason: str, rule: str, source: str = "") -> Verdict:
    return Verdict("block", words, reason, rule, source)


def hold(until: datetime, words: str, reason: str, rule: str, source: str) -> Verdict:
    return Verdict("hold", words, reason, rule, source, until)
