"""Many texts at once: into the outbox and out of it, a few dozen in one transaction.

A batch (a campaign) never makes anybody wait. Where a STOP or an answer holds an address or a conversation, the entry
is left for the next round. A row exists from the moment it is released: its conversation, message, outbox row, the
gate's decision and the step to ``sending`` are one transaction. The outbox row has the entry's id, so that no entry can
ever be two messages. Locks: addresses, conversations, rows, in the order of the outbox, each without waiting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection as database
from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.scope import current_workspace_id
from casa.core.connections.models import Connection
from casa.core.consent.gate import Case, Verdict, decide_many
from casa.core.consent.ledger import address_of, consents, lent_by, lock_number
from casa.core.consent.rules import decision_of
from casa.core.inbox.circumstances import Circumstances, circumstances_of_many
from casa.core.inbox.inserting import insert
from casa.core.inbox.lexicon import search_tokens
from casa.core.inbox.models import Conversation, Direction, Message, Outbox, OutboxState, Status
from casa.core.inbox.moves import WAITING, move, wait
from casa.core.inbox.outbox import LOOK_AFTER
from casa.core.inbox.rules import PREVIEW
from casa.core.people.models import Identity, Person
from casa.core.vault.fields import warm
from casa.core.vault.keyring import keyring
from casa.lib.ids import new_id
from casa.lib.sms import segments

TO_SENDING = """
update inbox_outbox o set state = 'sending', handed_off_at = %s, attempts = attempts + 1, look_at = %s,
  changed_at = %s, valid_until = n.valid_until
from unnest(%s::uuid[], %s::timestamptz[]) as n(id, valid_until) where o.workspace_id = %s and o.id = n.id
"""
PREVIEW_FIELD = Conversation._meta.get_field("preview")


@dataclass(frozen=True, slots=True)
class Batch:
    """What all entries share. ``sender``: always the same number of ours (R58). ``hosts``: the brand's own (R57)."""

    id: UUID
    brand: Brand
    connection: Connection
    kind: str
    program: str
    sender: str
    hosts: frozenset[str]
    channel: str = "sms"
    stop_on_reply: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that is to leave. ``id`` becomes its outbox row's. ``template_id`` and ``template_kind``: the saved text
    it was made of, and what that was reviewed as (R2, R58). ``not_after``: what it is about is over then (R85)."""

    id: UUID
    person_id: UUID
    identity: Identity
    body: str
    language: str = ""
    template_id: UUID | None = None
    template_kind: str = ""
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the gate says of an entry, and the facts it says it with."""

    entry: Entry
    case: Case
    verdict: Verdict
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Claimed:
    """What became of the entries: what the gate said of each, who was busy, and the rows to hand over now."""

    verdicts: Mapping[UUID, Verdict]
    busy: frozenset[UUID]
    rows: tuple[Outbox, ...]


# ------------------------------------------------------------------------------------------------ the gate, for many


def foresee(batch: Batch, entries: Sequence[Entry]) -> list[Foreseen]:
    """What the gate would say of each right now, with a fixed number of questions. Writes nothing."""
    now, heard = moment(), last_heard([entry.person_id for entry in entries])
    around = _circumstances(batch, entries, now)
    cases = [_case(batch, entry, now, heard.get(entry.person_id), around[entry.person_id]) for entry in entries]
    said = decide_many(batch.brand.id, cases)
    return [
        Foreseen(entry, case, verdict, facts)
        for entry, case, (verdict, facts) in zip(entries, cases, said, strict=True)
    ]


def moment() -> datetime:
    """The moment the gate decides for."""
    return timezone.now()


def _circumstances(batch: Batch, entries: Sequence[Entry], now: datetime) -> dict[UUID, Circumstances]:
    ids = [entry.person_id for entry in entries]
    people = list(Person.objects.filter(workspace_id=current_workspace_id(), id__in=ids))
    warm(people)
    addresses = {address_of(each.identity.kind, each.identity.value): each.person_id for each in entries}
    lent = {addresses[key] for key, lines in consents(batch.brand.id, list(addresses)).items() if lent_by(lines)}
    return circumstances_of_many(people, now, frozenset(lent))


def _case(batch: Batch, entry: Entry, now: datetime, heard: datetime | None, around: Circumstances) -> Case:
    return Case(
        brand_id=batch.brand.id,
        channel=batch.channel,
        address_kind=entry.identity.kind,
        address=entry.identity.value,
        kind=batch.kind,
        body=entry.body,
        now=now,
        last_inbound_at=heard,
        program=batch.program,
        connection_id=batch.connection.id,
        sender=batch.sender,
        template_id=entry.template_id,
        template_kind=entry.template_kind,
        own_hosts=batch.hosts,
        state=around.state,
        zip_code=around.zip_code,
        event_at=around.event_at,
        relay_until=around.relay_until,
        not_after=entry.not_after,
    )


def last_heard(person_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each of these people last wrote, in one query."""
    rows = Conversation.objects.filter(workspace_id=current_workspace_id(), person_id__in=person_ids)
    return {row[0]: row[1] for row in rows.values_list("person_id", "last_inbound_at") if row[1]}


# ------------------------------------------------------------------------------------------------ releasing


def claim(batch: Batch, entries: Sequence[Entry]) -> Claimed:
    """Take entries through the gate and release those it lets through, in the caller's transaction.

    Nothing has left yet: give ``rows`` to ``handing.hand_over_many`` after the commit, and at once.
    """
    if not entries:
        return Claimed({}, frozenset(), ())
    free = _hold_addresses(batch.brand.id, entries)
    talks, busy = _hold_conversations(free)
    ready = [entry for entry in free if entry.person_id not in busy]
    judged = foresee(batch, ready)
    let = [each.entry for each in judged if each.verdict.allowed]
    rows = _write(batch, let, talks) if let else []
    _record(judged)
    _to_sending(rows, {each.entry.id: each.verdict for each in judged})
    left = frozenset(entry.id for entry in entries) - {entry.id for entry in ready}
    return Claimed({each.entry.id: each.verdict for each in judged}, left, tuple(rows))


def again(batch: Batch, most: int) -> Claimed:
    """Rows of a batch that came back (the provider was busy, or it surely never arrived) through the gate once more."""
    rows = _due_again(batch, most)
    if not rows:
        return Claimed({}, frozenset(), ())
    by_id = {row.id: row for row in rows}
    entries = [
        Entry(row.id, row.message.person_id, row.identity, row.message.body, not_after=row.not_after) for row in rows
    ]
    free = _hold_addresses(batch.brand.id, entries)
    _, busy = _hold_conversations(free)
    ready = [entry for entry in free if entry.person_id not in busy]
    held = _locked([entry.id for entry in ready])
    judged = foresee(batch, [entry for entry in ready if entry.id in held])
    _record(judged)
    said = {each.entry.id: each.verdict for each in judged}
    for row_id, verdict in said.items():
        if not verdict.allowed:
            _put_off(by_id[row_id], verdict)
    go = [by_id[row_id] for row_id, verdict in said.items() if verdict.allowed]
    _to_sending(go, said)
    return Claimed(said, frozenset(by_id) - said.keys(), tuple(go))


def _due_again(batch: Batch, most: int) -> list[Outbox]:
    rows = Outbox.objects.filter(
        workspace_id=current_workspace_id(), batch=batch.id, state__in=WAITING, not_before__lte=timezone.now()
    )
    found = list(rows.select_related("message", "identity", "connection").order_by("not_before", "id")[:most])
    warm([row.message for row in found], [row.identity for row in found])
    return found


def _locked(ids: Sequence[UUID]) -> frozenset[UUID]:
    rows = Outbox.objects.filter(workspace_id=current_workspace_id(), id__in=ids, state__in=WAITING)
    return frozenset(rows.order_by("id").select_for_update(skip_locked=True).values_list("id", flat=True))


def _put_off(row: Outbox, verdict: Verdict) -> None:
    if verdict.answer == "hold" and verdict.until is not None:
        wait(row, verdict.until, OutboxState.HELD, verdict.words)
    else:
        move(row, OutboxState.BLOCKED, verdict.words, verdict.rule)


def _hold_addresses(brand_id: UUID, entries: Sequence[Entry]) -> list[Entry]:
    """The entries whose address nobody else holds; theirs are ours until the transaction ends (R41)."""
    numbers = {lock_number(brand_id, entry.identity.kind, entry.identity.value): entry for entry in entries}
    with database.cursor() as cursor:
        cursor.execute("select n from unnest(%s::bigint[]) n where pg_try_advisory_xact_lock(n)", [list(numbers)])
        free = {row[0] for row in cursor.fetchall()}
    return [entry for number, entry in numbers.items() if number in free]


def _hold_conversations(entries: Sequence[Entry]) -> tuple[dict[UUID, Conversation], frozenset[UUID]]:
    """The conversations there are, held; and the people whose conversation somebody else holds."""
    ids = [entry.person_id for entry in entries]
    mine = Conversation.objects.filter(workspace_id=current_workspace_id(), person_id__in=ids)
    there = frozenset(mine.values_list("person_id", flat=True))
    held = {row.person_id: row for row in mine.order_by("id").select_for_update(skip_locked=True)}
    return held, there - held.keys()


def _write(batch: Batch, entries: Sequence[Entry], talks: dict[UUID, Conversation]) -> list[Outbox]:
    """Conversation, message and outbox row of each."""
    now = timezone.now()
    fresh = [_conversation(batch, entry, now) for entry in entries if entry.person_id not in talks]
    talks = talks | _made(fresh)
    keyring.make_ready("person", [entry.person_id for entry in entries])
    messages = [_message(batch, entry, talks[entry.person_id], now) for entry in entries]
    insert(messages)
    rows = [_row(batch, entry, message, now) for entry, message in zip(entries, messages, strict=True)]
    insert(rows)
    _show(messages, talks, now)
    touch("inbox", *(f"conversation:{message.conversation_id}" for message in messages))
    return rows


def _made(fresh: Sequence[Conversation]) -> dict[UUID, Conversation]:
    """New conversations, held. Somebody may have written in this very moment: then it is theirs."""
    if not fresh:
        return {}
    insert(fresh, skip_conflicts=True)
    mine = Conversation.objects.filter(
        workspace_id=current_workspace_id(), person_id__in=[row.person_id for row in fresh]
    )
    return {row.person_id: row for row in mine.order_by("id").select_for_update()}


def _conversation(batch: Batch, entry: Entry, now: datetime) -> Conversation:
    """Made for a campaign, it waits for nobody: it comes up when they write."""
    return Conversation(
        id=new_id(),
        workspace_id=batch.brand.workspace_id,
        person_id=entry.person_id,
        channel=batch.channel,
        status=Status.DONE,
        last_message_at=now,
    )


def _message(batch: Batch, entry: Entry, talk: Conversation, now: datetime) -> Message:
    return Message(
        id=new_id(),
        workspace_id=talk.workspace_id,
        conversation=talk,
        person_id=entry.person_id,
        connection=batch.connection,
        direction=Direction.OUT,
        channel=batch.channel,
        key=entry.id,
        body=entry.body,
        language=entry.language,
        automatic=True,
        status="sending",
        status_rank=1,
        status_at=now,
        segments=segments(entry.body).count,
        sent_at=now,
        tokens=search_tokens(entry.body, now),
    )


def _row(batch: Batch, entry: Entry, message: Message, now: datetime) -> Outbox:
    return Outbox(
        id=entry.id,
        workspace_id=message.workspace_id,
        message=message,
        conversation=message.conversation,
        connection=batch.connection,
        identity=entry.identity,
        brand=batch.brand,
        kind=batch.kind,
        batch=batch.id,
        program=batch.program,
        not_before=now,
        not_after=entry.not_after,
        stop_on_reply=batch.stop_on_reply,
        created_at=now,
    )


def _show(messages: Iterable[Message], talks: Mapping[UUID, Conversation], now: datetime) -> None:
    """Bring the conversations' faces up to date, in one statement: what is sealed is sealed here."""
    faces = [(talks[message.person_id], message.body[:PREVIEW]) for message in messages]
    sealed = [bytes(PREVIEW_FIELD.close(talk, text)) for talk, text in faces]
    with database.cursor() as cursor:
        cursor.execute(
            "update inbox_conversation c set preview = n.preview, preview_out = true, last_message_at = %s, "
            "changed_at = %s from unnest(%s::uuid[], %s::bytea[]) as n(id, preview) "
            "where c.workspace_id = %s and c.id = n.id and c.last_message_at <= %s",
            [now, now, [talk.id for talk, _ in faces], sealed, current_workspace_id(), now],
        )


def _record(judged: Sequence[Foreseen]) -> None:
    """What the gate said of each, beside the rows, in this very transaction."""
    insert([decision_of(each.case, each.verdict, each.facts, each.entry.id) for each in judged])


def _to_sending(rows: Sequence[Outbox], said: Mapping[UUID, Verdict]) -> None:
    """The step that the database allows only with the gate's leave of this transaction; two statements."""
    if not rows:
        return
    now = timezone.now()
    for row in rows:
        row.state, row.handed_off_at, row.attempts = OutboxState.SENDING, now, row.attempts + 1
        row.look_at, row.changed_at, row.valid_until = now + LOOK_AFTER, now, said[row.id].valid_until
    ids, ends = [row.id for row in rows], [row.valid_until for row in rows]
    with database.cursor() as cursor:
        cursor.execute(TO_SENDING, [now, now + LOOK_AFTER, now, ids, ends, current_workspace_id()])
    ids = [row.message_id for row in rows if row.attempts > 1]  # a first one was written as on its way
    if ids:
        Message.objects.filter(workspace_id=current_workspace_id(), id__in=ids, status_rank__lte=1).update(
            status=OutboxState.SENDING, status_at=now, why="", rule=""
        )


# ------------------------------------------------------------------------------------------------ of a batch


def next_again(batch_id: UUID) -> datetime | None:
    """When the first row that came back is due."""
    rows = Outbox.objects.filter(workspace_id=current_workspace_id(), batch=batch_id, state__in=WAITING)
    return rows.order_by("not_before").values_list("not_before", flat=True).first()


def end_batch(batch_id: UUID, why: str, person_ids: Sequence[UUID] | None = None) -> int:
    """Take back the rows of a batch that came back and wait, of these people or of all; how many."""
    rows = Outbox.objects.filter(workspace_id=current_workspace_id(), batch=batch_id, state__in=WAITING)
    if person_ids is not None:
        rows = rows.filter(message__person_id__in=person_ids)
    taken = list(rows.order_by("id").select_for_update(of=("self",)).values_list("id", "message_id"))
    now = timezone.now()
    Outbox.objects.filter(workspace_id=current_workspace_id(), id__in=[row[0] for row in taken]).update(
        state=OutboxState.CANCELLED, changed_at=now
    )
    Message.objects.filter(workspace_id=current_workspace_id(), id__in=[row[1] for row in taken]).update(
        status="cancelled", why=why[:300], status_at=now
    )
    return len(taken)
