"""The only way out. A row is written with the message (``putting``); the gate decides at the moment of hand-off; what
the provider said is noted; what nobody knows is looked up, never sent again blindly.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db import connection as database
from django.db.models import Exists
from django.utils import timezone

from casa.core.accounts.jobs import defer, schedule, unschedule
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.connections import gateway
from casa.core.connections.contract import (
    AuthFailed,
    Handle,
    NotReady,
    Outgoing,
    ProviderFailure,
    ReadBack,
    ReadBackKind,
    Refused,
    Sent,
    Unsure,
)
from casa.core.connections.rules import note_failure, note_ok
from casa.core.connections.wire import hook_hash
from casa.core.consent.carriers import learn
from casa.core.consent.gate import TEXTS
from casa.core.consent.ledger import hold_address
from casa.core.consent.rules import decide_and_record
from casa.core.inbox.models import Attachment, Direction, Message, Outbox, OutboxState
from casa.core.inbox.moves import OPEN, WAITING, hold_conversations, locked, move, wait
from casa.core.inbox.putting import (
    cancel_to_address,
    case_of,
    follow,
    preview,
    queue_reply,
    release,
    stars,
    take_back,
    try_again,
)
from casa.core.inbox.rules import go_on
from casa.core.templates import batch_pictures
from casa.core.vault.crypto import CannotOpen
from casa.lib.ids import new_token

__all__ = ["OPEN", "WAITING", "cancel_to_address", "drain", "follow", "hold_for_stop", "look", "preview", "queue_reply",
           "release", "settle_by_echo", "settle_stuck", "take_back", "try_again"]  # fmt: skip
DESTROYED = "What this person's data was sealed with has been destroyed."
GIVE_UP = timedelta(hours=24)
LOOK_AFTER = timedelta(seconds=30)  # an unanswered request may still be under way
LOOKS = 12
LOST_AFTER = timedelta(minutes=1)  # due for so long, and no job came for it
CHECKING = "No answer came. Casa is checking whether it left."
MOST_TRIES = 4


# ------------------------------------------------------------------------------------------------ handing over


def drain(workspace_id: UUID, conversation_id: UUID) -> int:
    """Hand over what is due in one conversation, in order; how many left."""
    done = 0
    while (row := _claim(workspace_id, conversation_id)) is not None:
        if row.state == OutboxState.SENDING:
            _hand_over(workspace_id, row)
        done += 1
    return done


def _claim(workspace_id: UUID, conversation_id: UUID) -> Outbox | None:
    """Take the next due row through the gate, in one transaction under the lock that a STOP takes (R41).

    Locks are taken in one order everywhere: the turn of the conversation, the address, the conversation, the row.
    """
    with workspace_scope(workspace_id):
        _hold_turn(conversation_id)
        while (found := _next_due(conversation_id)) is not None:
            hold_address(found.brand_id, found.identity.kind, found.identity.value)
            hold_conversations([conversation_id])
            row = locked(found.id, WAITING)
            if row is not None:
                _pass_gate(row)
                return row
        return None


def _hold_turn(conversation_id: UUID) -> None:
    """One claim at a time in a conversation, until the transaction ends."""
    with database.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"turn:{conversation_id}"])


def _next_due(conversation_id: UUID) -> Outbox | None:
    """The first row whose time has come. None while an earlier one is on its way or waits to be tried again:
    two texts arrive in the order in which they were written. A row of a batch stands in nobody's way."""
    rows = Outbox.objects.filter(workspace_id=current_workspace_id(), conversation_id=conversation_id, batch=None)
    if rows.filter(state=OutboxState.SENDING).exists():
        return None
    again = rows.filter(state__in=WAITING, attempts__gt=0, not_before__gt=timezone.now())
    due = rows.filter(state__in=WAITING, not_before__lte=timezone.now()).select_related("identity")
    first, ahead = due.order_by("-attempts", "not_before", "id").first(), again.order_by("id").first()
    if first is not None and ahead is not None and ahead.id < first.id and ahead.connection_id == first.connection_id:
        return None
    return first


def _pass_gate(row: Outbox) -> None:
    try:
        message = row.message
        case = case_of(
            row.brand_id, row.conversation_id, message.channel, row.identity, row.kind, message.body, row.connection,
            program=row.program, not_after=row.not_after,
        )  # fmt: skip
    except CannotOpen:
        move(row, OutboxState.BLOCKED, DESTROYED)
        return
    if not row.connection.live:
        move(row, OutboxState.FAILED, "This account has been disconnected.")
        return
    verdict = decide_and_record(case, row.id)
    if verdict.answer == "block":
        move(row, OutboxState.BLOCKED, verdict.words, verdict.rule)
    elif verdict.answer == "hold":
        wait(row, verdict.until or timezone.now() + timedelta(minutes=15), OutboxState.HELD, verdict.words)
    else:
        row.handed_off_at, row.attempts = timezone.now(), row.attempts + 1
        row.look_at, row.valid_until = row.handed_off_at + LOOK_AFTER, verdict.valid_until
        row.save(update_fields=["handed_off_at", "attempts", "look_at", "valid_until"])
        move(row, OutboxState.SENDING, "")


def _hand_over(workspace_id: UUID, row: Outbox) -> None:
    """Call the provider outside any transaction, then note what it said."""
    failure: Exception | None = None
    try:
        with workspace_scope(workspace_id):
            outgoing = outgoing_of(row)
        sent = gateway.hand_over(row.connection, outgoing)
    except (ProviderFailure, CannotOpen) as error:
        failure = error
    except DatabaseError:  # before the call: nothing has left, and nobody could note it now
        raise
    except Exception:
        with workspace_scope(workspace_id):
            not_sent(row, Unsure("The answer could not be read."))
        raise
    with workspace_scope(workspace_id):
        if failure is not None:
            not_sent(row, failure)
        else:
            _was_sent(row, sent)
            note_ok(row.connection)


def answer(row: Outbox, outgoing: Outgoing) -> Sent | Exception:
    """One call of many (``handing``), in a thread that never touches the database."""
    if outgoing.handed_off_at is None or timezone.now() - outgoing.handed_off_at > LOOK_AFTER / 2:
        return Unsure("It took too long to begin.")  # it is looked for by now: begun late, it could leave twice
    try:
        return gateway.hand_over(row.connection, outgoing)
    except ProviderFailure as failure:
        return failure
    except Exception:
        return Unsure("The answer could not be read.")


def outgoing_of(row: Outbox) -> Outgoing:
    """A row as its provider gets it, with everything opened that is sealed."""
    message, connection = row.message, row.connection
    sender = connection.settings.get("from_number", "")
    connection.secrets, connection.hook_token  # noqa: B018 — opened here, while the scope is open
    return Outgoing(
        reference=str(row.id),
        channel=message.channel,
        recipient=Handle(row.identity.kind, row.identity.value),
        body=message.body.replace(stars(row.secret), row.secret, 1) if row.secret else message.body,
        sender=Handle("phone", sender) if sender else None,
        media_urls=batch_pictures.urls(row.batch) if row.batch else _media_urls(message),
        thread_id=row.thread_id,
        reservation_id=row.reservation_ref,
        handed_off_at=row.handed_off_at,
        valid_until=row.valid_until,
    )


def _media_urls(message: Message) -> tuple[str, ...]:
    """Addresses a provider may fetch our attachments from, for an hour, unguessable."""
    urls = []
    for attachment in Attachment.objects.filter(workspace_id=message.workspace_id, message=message):
        token = new_token()
        attachment.public_hash, attachment.public_until = hook_hash(token), timezone.now() + timedelta(hours=1)
        attachment.save(update_fields=["public_hash", "public_until"])
        urls.append(f"{settings.BASE_URL}/media/{token}")
    return tuple(urls)


def _was_sent(row: Outbox, sent: Sent) -> None:
    """It left. Heard from the provider's answer, from a look, or from news that came before either."""
    now = locked(row.id, (*OPEN, *WAITING))
    if sent.external_id:
        here = Message.objects.filter(workspace_id=row.workspace_id)
        taken = here.filter(connection_id=row.connection_id, external_id=sent.external_id)  # an echo was quicker
        here.filter(~Exists(taken), id=row.message_id, external_id=None).update(
            external_id=sent.external_id, segments=sent.segments or row.message.segments
        )
    if now is None:  # news from the provider was quicker and said more
        return
    unschedule(f"look:{now.id}")
    unschedule(f"out:{now.id}")
    move(now, OutboxState.SENT, "")


def not_sent(row: Outbox, failure: Exception) -> None:
    """Three kinds of failure: later, never, unknown."""
    if isinstance(failure, ProviderFailure):
        note_failure(row.connection, failure)
    if isinstance(failure, Refused) and failure.suppress:
        _learn(row, failure.suppress, failure.code)
    hold_conversations([row.conversation_id])
    now = locked(row.id, (OutboxState.SENDING,))
    if now is None:  # news from the provider was quicker: it did leave, or it failed there
        return
    if isinstance(failure, Unsure):
        _become_unsure(now)
    elif isinstance(failure, NotReady | AuthFailed) and timezone.now() - now.created_at < GIVE_UP:
        pause = failure.retry_after if isinstance(failure, NotReady) else 300.0
        wait(now, timezone.now() + timedelta(seconds=pause), OutboxState.HELD, failure.for_user)
    elif isinstance(failure, ProviderFailure):
        move(now, OutboxState.FAILED, failure.for_user)
    else:
        move(now, OutboxState.BLOCKED, DESTROYED)


def _learn(row: Outbox, what: str, code: str) -> None:
    """The provider knows something about this address that our own stop list must know too (R42)."""
    if row.message.channel in TEXTS:
        kind, value = row.identity.kind, row.identity.value
        learn(row.brand_id, row.message.channel, kind, value, what, f"provider:{row.id}:{code}")


# ------------------------------------------------------------------------------------------------ the unsure


def _become_unsure(row: Outbox) -> None:
    row.look_at = timezone.now() + LOOK_AFTER
    row.save(update_fields=["look_at"])
    move(row, OutboxState.UNSURE, CHECKING)
    _look_again(row)


def _look_again(row: Outbox) -> None:
    if row.look_at is not None:
        schedule("inbox.look", row.look_at, f"look:{row.id}", args={"outbox_id": str(row.id)})


def settle_stuck() -> int:
    """What a crash cut off: hand-overs nobody knows the end of are looked up, due rows whose job was lost get a new
    one. How many were queued."""
    rows = Outbox.objects.using("system")
    stuck = list(rows.filter(state__in=OPEN, look_at__lte=timezone.now()).values_list("workspace_id", "id")[:500])
    for workspace_id, row_id in stuck:
        defer("inbox.look", once=f"look:{row_id}", workspace_id=str(workspace_id), outbox_id=str(row_id))
    late = rows.filter(state__in=WAITING, not_before__lte=timezone.now() - LOST_AFTER, batch=None)
    talks = set(late.values_list("workspace_id", "conversation_id")[:500])
    for workspace_id, conversation_id in talks:
        go_on(workspace_id, conversation_id)
    return len(stuck) + len(talks)


def look(workspace_id: UUID, row_id: UUID) -> None:
    """Find out at the provider what became of a hand-over. Sent again only when it surely never arrived."""
    with workspace_scope(workspace_id):
        row = locked(row_id, OPEN)
        if row is None or row.look_at is None or row.look_at > timezone.now():
            return
        row.looks, row.look_at = row.looks + 1, timezone.now() + LOOK_AFTER * (row.looks + 1)
        row.save(update_fields=["looks", "look_at"])
        _look_again(row)
        try:
            outgoing, known = outgoing_of(row), _known_ids(row)
        except CannotOpen:
            outgoing = None
    if outgoing is None or not row.connection.live:
        found = ReadBack(ReadBackKind.UNKNOWN)
    else:
        try:
            found = gateway.look_for(row.connection, outgoing, known)
        except ProviderFailure:
            return  # look_at has moved: it is asked again
    with workspace_scope(workspace_id):
        _settle(row, found.kind, found.sent)
        go_on(workspace_id, row.conversation_id)


def _known_ids(row: Outbox) -> list[str]:
    """External ids of other messages to the same person around then: those are not this one."""
    rows = Message.objects.exclude(id=row.message_id).filter(
        workspace_id=row.workspace_id,
        conversation_id=row.conversation_id,
        direction=Direction.OUT,
        external_id__isnull=False,
    )
    return [external_id for external_id in rows.values_list("external_id", flat=True) if external_id]


def _settle(row: Outbox, kind: str, sent: Sent | None) -> None:
    still = locked(row.id, OPEN)
    if still is None:
        return
    if kind == ReadBackKind.FOUND and sent is not None:
        _was_sent(still, sent)
    elif kind == ReadBackKind.ABSENT and still.looks >= 2 and still.attempts < MOST_TRIES:
        unschedule(f"look:{still.id}")
        wait(still, timezone.now(), OutboxState.QUEUED, "It had not left; it goes out again.")
    elif still.looks >= LOOKS:
        still.look_at = None
        still.save(update_fields=["look_at"])
        unschedule(f"look:{still.id}")
        move(still, OutboxState.UNSURE, "Casa cannot tell whether this left. Ask them before you send it again.")
    elif still.state == OutboxState.SENDING:
        move(still, OutboxState.UNSURE, CHECKING)


def settle_by_echo(row: Outbox, external_id: str) -> None:
    """The provider told us of the message itself: it left."""
    with transaction.atomic():
        _was_sent(row, Sent(external_id))


def hold_for_stop(brand_id: UUID, kind: str, value: str) -> None:
    """The lock of hand-offs to an address, for whoever must keep them out (a STOP, an erasure)."""
    hold_address(brand_id, kind, value)
