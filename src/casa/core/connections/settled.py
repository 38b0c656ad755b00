"""Records of a provider that make no row of their own (any more): found by keyed stand-ins of their ids only.

An echo is another name of a message of ours. What was erased with its guest is known only as that: a later reading or a
late notice brings neither their words nor their name back (promises CF-8, CA-8). What they do afterwards comes in as
somebody new's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection as database
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.connections.contract import DeliveryStatus, Fact, Handle, IncomingMessage, ReservationFact, ReviewFact
from casa.core.connections.models import Connection, Settled
from casa.core.vault.crypto import blind
from casa.core.vault.keyring import ledger_key
from casa.lib.ids import new_id
from casa.lib.phones import NotAPhone, e164

MESSAGE, STAY, REVIEW = "message", "stay", "review"
Erased = Mapping[bytes, datetime]


def digest_of(connection_id: UUID, kind: str, value: str) -> bytes:
    """The keyed stand-in of a connection's record."""
    return blind(ledger_key(), f"settled:{connection_id}:{kind}", value)


def reached_at(kind: str, value: str) -> bytes:
    """The keyed stand-in of a number, an e-mail or a platform's account."""
    if kind == "phone":
        try:
            value = e164(value)
        except NotAPhone:
            value = value.strip()
    return blind(ledger_key(), f"settled:{kind}", value.strip().lower() if kind == "email" else value.strip())


# ------------------------------------------------------------------------------------------------ echoes


def is_echo_of(connection: Connection, external_id: str) -> UUID | None:
    """The message of ours that a provider's record is the echo of, as far as that is known."""
    return echoes(connection, [external_id]).get(external_id)


def echoes(connection: Connection, external_ids: Iterable[str]) -> dict[str, UUID]:
    """Those of a provider's records that are echoes, each with the message it is another name of."""
    names = {digest_of(connection.id, MESSAGE, external_id): external_id for external_id in external_ids}
    here = Settled.objects.filter(workspace_id=connection.workspace_id, digest__in=list(names), message__isnull=False)
    return {names[bytes(digest)]: message for digest, message in here.values_list("digest", "message") if message}


def note_echo(connection: Connection, external_id: str, message_id: UUID, *, named: bool) -> None:
    """This record is the echo of that message, whatever it was thought to be before: the provider named it, or its
    words are the same."""
    Settled.objects.update_or_create(
        workspace_id=connection.workspace_id,
        digest=digest_of(connection.id, MESSAGE, external_id),
        defaults={"message": message_id, "named": named, "at": timezone.now()},
    )


def echoed(message_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Those of our messages whose echo has been heard, with when it last was."""
    rows = Settled.objects.filter(workspace_id=current_workspace_id(), message__in=list(message_ids)).order_by("at")
    return {message: at for message, at in rows.values_list("message", "at") if message}


def guesses(message_id: UUID) -> list[Settled]:
    """The records that were taken for the echo of this message by their words alone."""
    return list(Settled.objects.filter(workspace_id=current_workspace_id(), message=message_id, named=False))


def guess_again(guess: Settled, message_id: UUID) -> None:
    """It was another message's echo."""
    Settled.objects.filter(id=guess.id).update(message=message_id)


# ------------------------------------------------------------------------------------------------ what was erased


def hold_off_erasing() -> None:
    """Until this transaction ends nobody here becomes erased. Whoever places asks for this first, then who was: what
    they place is there when an erasure looks for it, or they know of it."""
    _hold("pg_advisory_xact_lock_shared")


def hold_off_placing() -> None:
    """Wait for those who place now; others wait until this transaction ends."""
    _hold("pg_advisory_xact_lock")


def _hold(lock: str) -> None:
    with database.cursor() as cursor:
        cursor.execute(f"select {lock}(hashtextextended(%s, 0))", [f"erasing:{current_workspace_id()}"])


def note_erased(digests: Sequence[bytes], until: datetime) -> None:
    """These are erased, with what was said under their names up to a time; safe to repeat."""
    rows = list(dict.fromkeys(digests))
    with database.cursor() as cursor:
        cursor.execute(
            "insert into connections_settled (id, workspace_id, digest, at) "
            "select t.id, %s, t.digest, %s from unnest(%s::uuid[], %s::bytea[]) as t(id, digest) "
            "on conflict (workspace_id, digest) do update set message = null, "
            "at = greatest(connections_settled.at, excluded.at)",
            [current_workspace_id(), until, [new_id() for _ in rows], rows],
        )


def kept_since(until: datetime) -> int:
    """How many stand-ins one erasure, which counts up to that moment, has left."""
    return Settled.objects.filter(workspace_id=current_workspace_id(), message__isnull=True, at=until).count()


def end_echoes(message_ids: Sequence[UUID], until: datetime) -> None:
    """Whatever was an echo of these messages is erased with them."""
    rows = Settled.objects.filter(workspace_id=current_workspace_id(), message__in=message_ids)
    rows.update(message=None, at=until)


def erased_among(told: Iterable[tuple[Connection, Fact]]) -> Erased:
    """Which names in these facts are of something erased, and until when what was said under them is; one query."""
    names = {digest for connection, fact in told for digest in (*_own(connection, fact), *_around(connection, fact))}
    if not names:
        return {}
    rows = Settled.objects.filter(workspace_id=current_workspace_id(), digest__in=names, message=None)
    return {bytes(digest): at for digest, at in rows.values_list("digest", "at")}


def admit(connection: Connection, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that may be placed: without what was erased, and without the guest where only the guest was."""
    erased = erased_among((connection, fact) for fact in facts)
    allowed = (as_allowed(connection, fact, erased) for fact in facts)
    return [fact for fact in allowed if fact is not None]


def as_allowed(connection: Connection, fact: Fact, erased: Erased) -> Fact | None:
    """A fact as it may be placed. A stay keeps its dates and amounts and a review its stars, as in an erasure."""
    if not erased:
        return fact
    gone = not erased.keys().isdisjoint(_own(connection, fact))
    match fact:
        case IncomingMessage():
            return None if gone or _before(connection, fact, fact.sent_at, erased) else fact
        case DeliveryStatus():
            return None if gone else fact
        case ReservationFact():
            return replace(fact, guest=None, code="", thread_id="", note="") if gone else fact
        case ReviewFact():
            gone = gone or _before(connection, fact, fact.reviewed_at, erased)
            words = {"text": "", "private_text": "", "guest_name": "", "response": "", "reservation_id": ""}
            return replace(fact, **words) if gone else fact  # type: ignore[arg-type]
    return fact


def _before(connection: Connection, fact: Fact, at: datetime, erased: Erased) -> bool:
    """Whether it was said under an erased name before that was erased."""
    return any(at <= erased[digest] for digest in _around(connection, fact) if digest in erased)


def _own(connection: Connection, fact: Fact) -> list[bytes]:
    """The stand-ins of what the fact tells of."""
    match fact:
        case IncomingMessage():
            names = [(MESSAGE, fact.external_id), (MESSAGE, fact.sent_reference if fact.outgoing else "")]
        case DeliveryStatus():
            names = [(MESSAGE, fact.external_id)]
        case ReservationFact():
            names = [(STAY, fact.external_id)]
        case ReviewFact():
            names = [(REVIEW, fact.external_id)]
        case _:
            names = []
    return [digest_of(connection.id, kind, value) for kind, value in names if value]


def _around(connection: Connection, fact: Fact) -> list[bytes]:
    """The stand-ins of whose it is: the guest's handle, the stay."""
    match fact:
        case IncomingMessage():
            stay, guest = fact.reservation_id, fact.recipient if fact.outgoing else fact.sender
        case ReviewFact():
            stay, guest = fact.reservation_id, None
        case _:
            return []
    found = [digest_of(connection.id, STAY, stay)] if stay else []
    return found + ([reached_at(_kind(connection, guest), guest.value)] if guest else [])


def _kind(connection: Connection, handle: Handle) -> str:
    return handle.kind if handle.kind in ("phone", "email") else f"platform:{connection.provider}"
