"""Into the outbox and out of it again before anything has left; and what the gate would say beforehand."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.jobs import schedule, unschedule
from casa.core.accounts.live import touch
from casa.core.accounts.models import User
from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id
from casa.core.connections.models import Connection
from casa.core.consent.gate import TEXTS, UNASKED, Case, Verdict, decide
from casa.core.consent.ledger import is_lent
from casa.core.inbox.circumstances import Circumstances, circumstances_of
from casa.core.inbox.models import Attachment, Conversation, Direction, Message, Outbox, OutboxState
from casa.core.inbox.moves import WAITING, hold_conversations, move, wait
from casa.core.inbox.rules import add_message, answered, cancel, go_on
from casa.core.inbox.ways import Way
from casa.core.people.models import Identity
from casa.lib.ids import new_id
from casa.lib.sms import segments


def queue_reply(
    conversation: Conversation,
    way: Way,
    body: str,
    *,
    author: User | None,
    key: UUID | None = None,
    at: datetime | None = None,
    by_assistant: bool = False,
    kind: str = "reply",
    attachments: tuple[Attachment, ...] = (),
    settles: bool = True,
    program: str = "",
    not_after: datetime | None = None,
    secret: str = "",
) -> Message:
    """Put a message into the outbox; it leaves after the undo time, or at ``at``. The same ``key`` is one message.
    An answer ends their waiting, unless it ``settles`` nothing: what Casa sends by itself never does. ``program``: the
    stream it belongs to (R5); after ``not_after`` it does not leave any more (R85).
    ``secret``: a word of it that only they may read, such as a code: colleagues see stars."""
    known = Message.objects.filter(workspace_id=current_workspace_id(), key=key).first() if key else None
    if known is not None:
        return known
    if not body.strip() and not attachments:
        raise NotPossible("Write something first.")
    body = body.replace(secret, stars(secret)) if secret else body
    leaves = at or timezone.now() + timedelta(seconds=_undo_seconds() if kind == "reply" else 0)
    message = add_message(
        conversation,
        Direction.OUT,
        body,
        timezone.now(),
        channel=way.channel,
        connection=way.connection,
        key=key,
        author=author,
        by_assistant=by_assistant,
        automatic=kind != "reply",
        status="queued",
        status_at=timezone.now(),
        segments=segments(body).count if way.channel in TEXTS else None,
    )
    for attachment in attachments:
        attachment.message, attachment.person_id = message, conversation.person_id
        attachment.save()
    row = _write_row(
        conversation, way, message, kind, leaves, stop_on_reply=at is not None, program=program, not_after=not_after,
        secret=secret or None,
    )  # fmt: skip
    if kind == "reply" and settles and at is None:
        answered(conversation)
    schedule("inbox.hand_over", leaves, f"out:{row.id}", args={"conversation_id": str(conversation.id)})
    log_action("inbox.message_queued", message.id, kind=kind)
    touch("inbox", f"conversation:{conversation.id}")
    return message


def _undo_seconds() -> int:
    from casa.core.accounts.queries import workspace

    return workspace(current_workspace_id()).undo_seconds


def _write_row(
    conversation: Conversation, way: Way, message: Message, kind: str, leaves: datetime, **more: Any
) -> Outbox:
    return Outbox.objects.create(
        id=new_id(),
        workspace_id=message.workspace_id,
        message=message,
        conversation=conversation,
        connection=way.connection,
        identity=way.identity,
        brand_id=way.connection.brand_id or default_brand().id,
        kind=kind,
        state=OutboxState.HELD if more["stop_on_reply"] else OutboxState.QUEUED,
        not_before=leaves,
        thread_id=way.thread_id,
        reservation_ref=way.reservation_ref,
        created_at=leaves,  # giving up counts from when it was to leave
        **more,
    )


def stars(secret: str) -> str:
    """What colleagues see of it: as long, and no dearer as a text (GSM 03.38 has the star)."""
    return "*" * len(secret)


def take_back(message_id: UUID) -> Message:
    """Undo: a message that has not left returns to the composer. Raises NotPossible when it has left."""
    row = (
        Outbox.objects.select_for_update()
        .filter(workspace_id=current_workspace_id(), message_id=message_id, state__in=WAITING)
        .first()
    )
    if row is None:
        raise NotPossible("It has already left.")
    cancel(row, "Taken back.")
    log_action("inbox.message_taken_back", message_id)
    message = Message.objects.get(id=message_id)
    touch("inbox", f"conversation:{row.conversation_id}")
    return message


def try_again(message_id: UUID) -> None:
    """Send a message that failed or was blocked once more, through the gate again."""
    row = (
        Outbox.objects.select_for_update()
        .filter(
            workspace_id=current_workspace_id(),
            message_id=message_id,
            state__in=(OutboxState.FAILED, OutboxState.BLOCKED),
        )
        .first()
    )
    if row is None:
        raise NotPossible("This message is already under way.")
    row.created_at, row.attempts, row.looks = timezone.now(), 0, 0
    row.batch = None  # one of many no longer: it leaves like any other message
    row.save(update_fields=["created_at", "attempts", "looks", "batch"])
    Message.objects.filter(id=message_id).update(status_rank=0, external_id=None)
    wait(row, timezone.now(), OutboxState.QUEUED, "")
    others = Outbox.objects.filter(conversation_id=row.conversation_id, state=OutboxState.FAILED)
    Conversation.objects.filter(id=row.conversation_id).update(failed=others.exists())
    log_action("inbox.message_retried", message_id)


def cancel_to_address(brand_id: UUID, lookup_ids: list[UUID], why: str) -> int:
    """Take back everything waiting for these identities (a STOP has just been heard); how many."""
    rows = Outbox.objects.filter(
        workspace_id=current_workspace_id(), brand_id=brand_id, identity_id__in=lookup_ids, state__in=WAITING
    ).exclude(kind="compliance")
    hold_conversations(list(rows.values_list("conversation_id", flat=True)))
    taken = list(rows.order_by("id").select_for_update())
    for row in taken:
        move(row, OutboxState.BLOCKED, why, rule="R20")
    return len(taken)


def preview(conversation: Conversation, way: Way, body: str, kind: str = "reply") -> Verdict:
    """What the gate would say right now; the composer shows it."""
    brand_id = way.connection.brand_id or default_brand().id
    return decide(case_of(brand_id, conversation.id, way.channel, way.identity, kind, body, way.connection))[0]


def case_of(
    brand_id: UUID,
    conversation_id: UUID,
    channel: str,
    identity: Identity,
    kind: str,
    body: str,
    connection: Connection,
    *,
    program: str = "",
    not_after: datetime | None = None,
) -> Case:
    """What the gate is asked about a message. Where they live and what begins soon matters for what we begin only."""
    now = timezone.now()
    around = Circumstances()
    if kind in UNASKED:
        lent = is_lent(brand_id, identity.kind, identity.value)
        around = circumstances_of(identity.person, now, lent=lent)
    return Case(
        brand_id,
        channel,
        identity.kind,
        identity.value,
        kind,
        body,
        now,
        _last_text_from_them(conversation_id, channel),
        connection_id=connection.id,
        sender=str(connection.settings.get("from_number", "")),
        state=around.state,
        zip_code=around.zip_code,
        event_at=around.event_at,
        relay_until=around.relay_until,
        program=program,
        not_after=not_after,
    )


def _last_text_from_them(conversation_id: UUID, channel: str) -> datetime | None:
    channels = TEXTS if channel in TEXTS else {channel}
    rows = Message.objects.filter(
        workspace_id=current_workspace_id(),
        conversation_id=conversation_id,
        direction=Direction.IN,
        channel__in=channels,
    )
    return rows.order_by("-sent_at").values_list("sent_at", flat=True).first()


def follow(conversation: Conversation) -> None:
    """Its waiting rows came from another conversation (two people were joined or parted): they leave from here."""
    rows = Outbox.objects.filter(workspace_id=conversation.workspace_id, conversation=conversation, state__in=WAITING)
    for row_id, at in rows.values_list("id", "not_before"):
        schedule("inbox.hand_over", at, f"out:{row_id}", args={"conversation_id": str(conversation.id)})


def release(connection: Connection) -> int:
    """The provider works again: what waited for it is due now, not when its pause is over. How many."""
    rows = Outbox.objects.filter(
        workspace_id=connection.workspace_id, connection=connection, state=OutboxState.HELD, attempts__gt=0
    )
    freed = list(rows.order_by("id").select_for_update())
    for row in freed:
        row.not_before = timezone.now()
        row.save(update_fields=["not_before"])
        unschedule(f"out:{row.id}")
    for conversation_id in {row.conversation_id for row in freed}:
        go_on(connection.workspace_id, conversation_id)
    return len(freed)
