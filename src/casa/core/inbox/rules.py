"""What happens in a conversation. Conversations and messages are changed here and in ``outbox``, nowhere else."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection as database
from django.utils import timezone

from casa.core.accounts.jobs import defer, schedule, unschedule
from casa.core.accounts.live import touch
from casa.core.accounts.models import Member, User
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id
from casa.core.connections.contract import IncomingMessage
from casa.core.connections.models import Connection
from casa.core.inbox.events import BEFORE_DRAFTING, ON_MESSAGE, begin
from casa.core.inbox.lexicon import search_tokens
from casa.core.inbox.models import Attachment, Conversation, Direction, Message, Outbox, OutboxState, Status
from casa.core.inbox.waiting import target
from casa.core.people.models import Person
from casa.core.people.rules import recognise
from casa.core.stays.models import Reservation
from casa.core.stays.queries import current_stay, reservations_of, stage_of
from casa.lib.ids import new_id

PREVIEW = 160
HISTORY = timedelta(days=5)  # older messages come with a first sync: nobody waits for an answer to them any more
FACE = ("last_message_at", "preview", "preview_out", "channel", "changed_at")  # what ``wear`` changes
LONGEST = 20_000  # characters of a message that are kept readable at once; the raw delivery keeps all of it


def record_incoming(connection: Connection, fact: IncomingMessage) -> Message | None:
    """A guest writes. None when this message is already here. Everything that follows from it is named below."""
    if _known(connection, fact.external_id):
        return None
    person, _ = sender_of(connection, fact)
    conversation = conversation_with(person, fact.channel, fact.sent_at)
    message = write(
        conversation,
        Direction.IN,
        fact.body,
        fact.sent_at,
        channel=fact.channel,
        connection=connection,
        external_id=fact.external_id or None,
        language=fact.language,
        automatic=fact.automatic,
    )
    _expect_media(message, fact)
    touch("inbox", f"conversation:{conversation.id}")
    face = FACE if wear(conversation, message) else ()
    if fact.automatic or timezone.now() - fact.sent_at > HISTORY:
        conversation.save(update_fields=face)
        return message
    _cancel_if_answered(conversation)
    _starts_waiting(conversation, message, *face)
    if not any(took(conversation, message) for took in BEFORE_DRAFTING):
        begin(ON_MESSAGE, message.workspace_id, conversation.id)
    return message


def sender_of(connection: Connection, fact: IncomingMessage) -> tuple[Person, Reservation | None]:
    """The guest of a message, whoever wrote it, and the stay it is about."""
    stay = _stay_of(connection, fact.reservation_id) if fact.reservation_id else None
    if stay is not None and stay.person is not None:
        return stay.person, stay
    return writer_of(connection, fact), stay


def writer_of(connection: Connection, fact: IncomingMessage) -> Person:
    """The guest of a message by the handle it came from or went to."""
    guest = fact.recipient if fact.outgoing and fact.recipient else fact.sender
    kind = guest.kind if guest.kind in ("phone", "email") else f"platform:{connection.provider}"
    return recognise(kind, guest.value, "" if fact.outgoing else fact.sender_name, fact.language)


def _stay_of(connection: Connection, external_id: str) -> Reservation | None:
    here = Reservation.objects.filter(workspace_id=current_workspace_id(), connection=connection)
    return here.filter(external_id=external_id).select_related("person").first()


def conversation_with(person: Person, channel: str, at: datetime) -> Conversation:
    """The one conversation with a person, held until the transaction ends."""
    if person.is_new:
        return _first_conversation(person, channel, at)
    while person.merged_into_id:
        person = Person.objects.get(id=person.merged_into_id)
    mine = Conversation.objects.select_for_update().filter(workspace_id=current_workspace_id(), person=person)
    found = mine.first()
    if found is not None:
        return found
    Conversation.objects.bulk_create([_empty(person, channel, at)], ignore_conflicts=True)
    return mine.get()


def _first_conversation(person: Person, channel: str, at: datetime) -> Conversation:
    """With somebody whom no other transaction knows yet: nothing to look for, nothing to wait for."""
    conversation = _empty(person, channel, at)
    conversation.save(force_insert=True)
    conversation.is_new, person.is_new = True, False
    return conversation


def _empty(person: Person, channel: str, at: datetime) -> Conversation:
    return Conversation(
        id=new_id(), workspace_id=person.workspace_id, person=person, channel=channel, last_message_at=at
    )


def add_message(
    conversation: Conversation,
    direction: str,
    body: str,
    sent_at: datetime,
    *,
    channel: str = "",
    connection: Connection | None = None,
    external_id: str | None = None,
    **more: object,
) -> Message:
    """Write one entry of a thread and bring the conversation's face up to date."""
    message = write(
        conversation, direction, body, sent_at, channel=channel, connection=connection, external_id=external_id, **more
    )
    if direction in (Direction.IN, Direction.OUT) and wear(conversation, message):
        conversation.save(update_fields=FACE)
    return message


def write(conversation: Conversation, direction: str, body: str, sent_at: datetime, **more: Any) -> Message:
    """Write one entry of a thread, to be found by its words."""
    message = entry(conversation, direction, body, sent_at, **more)
    message.tokens = search_tokens(message.body, sent_at)
    message.save(force_insert=True)
    return message


def entry(conversation: Conversation, direction: str, body: str, sent_at: datetime, **more: Any) -> Message:
    """An entry of a thread, not written yet and without its search tokens."""
    return Message(
        id=new_id(),
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        person_id=conversation.person_id,
        direction=direction,
        body=body[:LONGEST],
        sent_at=sent_at,
        **more,
    )


def wear(conversation: Conversation, message: Message) -> bool:
    """Show a message as the conversation's last, unless a later one is shown already; whether it is. Saves nothing."""
    if message.sent_at < conversation.last_message_at and conversation.preview:
        return False
    conversation.last_message_at = message.sent_at
    conversation.preview = message.body[:PREVIEW]
    conversation.preview_out = message.direction == Direction.OUT
    if message.direction == Direction.IN:
        conversation.channel = message.channel
    conversation.changed_at = timezone.now()
    return True


def _known(connection: Connection, external_id: str) -> bool:
    if not external_id:
        return False
    return Message.objects.filter(
        workspace_id=connection.workspace_id, connection=connection, external_id=external_id
    ).exists()


def _expect_media(message: Message, fact: IncomingMessage) -> None:
    for ref in fact.media[:10]:
        kind = "image" if ref.content_type.startswith("image/") else "file"
        Attachment.objects.create(
            id=new_id(),
            workspace_id=message.workspace_id,
            message=message,
            person_id=message.person_id,
            kind=kind,
            content_type=ref.content_type[:80],
            source=ref.url,
            name=ref.name or None,
        )
    if fact.media:
        defer("inbox.fetch_media", queue="sync", workspace_id=str(message.workspace_id), message_id=str(message.id))


def _starts_waiting(conversation: Conversation, message: Message, *also: str) -> None:
    """The guest waits from their first unanswered message on; the conversation comes back from done or later."""
    if conversation.last_inbound_at is None or message.sent_at > conversation.last_inbound_at:
        conversation.last_inbound_at = message.sent_at
    if not _answered_since(conversation, message):
        conversation.waiting_since = conversation.waiting_since or message.sent_at
        conversation.status, conversation.snoozed_until = Status.OPEN, None
    set_due(conversation, "last_inbound_at", "waiting_since", "status", "snoozed_until", *also)


def _answered_since(conversation: Conversation, message: Message) -> bool:
    """Whether somebody here wrote after this message; it may have come late."""
    if message.sent_at >= conversation.last_message_at:
        return False
    rows = Message.objects.filter(
        workspace_id=message.workspace_id, conversation=conversation, direction=Direction.OUT, automatic=False
    )
    return rows.filter(sent_at__gt=message.sent_at).exists()


def set_due(conversation: Conversation, *also: str) -> None:
    """Work out by when an answer is due, from the stay as it is now; ``also`` names fields to save with it."""
    known = {} if conversation.is_new else reservations_of([conversation.person_id])
    stays, now = known.get(conversation.person_id, []), timezone.now()
    stay = current_stay(stays, now)
    conversation.reservation = stay
    conversation.property_id = stay.property_id if stay else conversation.property_id
    since = conversation.waiting_since
    wait = target(stage_of(stay, now), conversation.channel, conversation.urgent, now)
    conversation.due_at = since + wait if since else None
    conversation.pressing = bool(since and conversation.urgent)
    conversation.save(update_fields=["reservation", "property", "due_at", "pressing", "urgent", *also])


def _cancel_if_answered(conversation: Conversation) -> None:
    """Send later ends when the guest replies first: the text goes back to the composer's side."""
    if conversation.is_new:
        return
    rows = Outbox.objects.filter(
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        stop_on_reply=True,
        state__in=(OutboxState.QUEUED, OutboxState.HELD),
    )
    for row in rows.select_for_update():
        cancel(row, "They wrote first, so this was not sent.")


def cancel(row: Outbox, why: str) -> None:
    """Take a waiting hand-over back."""
    row.state, row.changed_at, row.secret = OutboxState.CANCELLED, timezone.now(), None
    row.save(update_fields=["state", "changed_at", "secret"])
    Message.objects.filter(id=row.message_id).update(status="cancelled", why=why[:300], status_at=timezone.now())
    unschedule(f"out:{row.id}")
    go_on(row.workspace_id, row.conversation_id)


def go_on(workspace_id: UUID, conversation_id: UUID) -> None:
    """Hand over what is due in a conversation, soon: what stood before it is out of the way."""
    defer(
        "inbox.hand_over",
        once=f"out:{conversation_id}",
        workspace_id=str(workspace_id),
        conversation_id=str(conversation_id),
    )


def answered(conversation: Conversation) -> None:
    """A person answered: nobody waits any more."""
    conversation.waiting_since = conversation.due_at = None
    conversation.urgent = ""
    conversation.pressing = conversation.has_draft = False
    conversation.save(update_fields=["waiting_since", "due_at", "urgent", "pressing", "has_draft"])


def held(conversation_id: UUID) -> Conversation:
    """The conversation, held until the transaction ends. Raises Conversation.DoesNotExist."""
    return (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(workspace_id=current_workspace_id(), id=conversation_id)
    )


def write_note(conversation: Conversation, user: User, text: str) -> Message:
    """A note for colleagues; it never leaves the house."""
    if not text.strip():
        raise NotPossible("Write the note first.")
    note = add_message(conversation, Direction.NOTE, text.strip(), timezone.now(), author=user)
    log_action("inbox.note_written", conversation.id)
    touch(f"conversation:{conversation.id}")
    return note


def finish(conversation: Conversation) -> None:
    """Done: out of the queue until they write again."""
    conversation.status = Status.DONE
    conversation.waiting_since = conversation.due_at = conversation.snoozed_until = None
    conversation.urgent = ""
    conversation.pressing = False
    conversation.save(update_fields=["status", "waiting_since", "due_at", "snoozed_until", "urgent", "pressing"])
    unschedule(f"wake:{conversation.id}")
    log_action("inbox.done", conversation.id)
    touch("inbox", f"conversation:{conversation.id}")


def reopen(conversation: Conversation) -> None:
    """Back into the queue: whoever wrote last and got no answer waits again since then."""
    last = _last_spoken(conversation)
    conversation.status, conversation.snoozed_until = Status.OPEN, None
    conversation.waiting_since = last.sent_at if last and last.direction == Direction.IN else None
    conversation.save(update_fields=["status", "snoozed_until", "waiting_since"])
    set_due(conversation)
    unschedule(f"wake:{conversation.id}")
    log_action("inbox.reopened", conversation.id)
    touch("inbox", f"conversation:{conversation.id}")


def _last_spoken(conversation: Conversation) -> Message | None:
    rows = Message.objects.filter(
        workspace_id=conversation.workspace_id, conversation=conversation, direction__in=("in", "out")
    )
    return rows.order_by("-sent_at", "-id").first()


def snooze(conversation: Conversation, until: datetime) -> None:
    """Later: away until a time, or until they write."""
    if until <= timezone.now():
        raise NotPossible("Pick a time that is still to come.")
    if until > timezone.now() + timedelta(days=366):
        raise NotPossible("Pick a time within a year.")
    conversation.status, conversation.snoozed_until = Status.SNOOZED, until
    conversation.save(update_fields=["status", "snoozed_until"])
    schedule("inbox.wake", until, f"wake:{conversation.id}", args={"conversation_id": str(conversation.id)})
    log_action("inbox.snoozed", conversation.id)
    touch("inbox", f"conversation:{conversation.id}")


def assign(conversation: Conversation, member: Member | None) -> None:
    """Give a conversation to a colleague, or to nobody."""
    conversation.assignee_id = member.user_id if member else None
    conversation.save(update_fields=["assignee"])
    log_action("inbox.assigned", conversation.id, to=str(member.user_id) if member else "")
    touch("inbox", f"conversation:{conversation.id}")


def look(conversation_id: UUID, typing: bool = False) -> None:
    """Note that somebody has the conversation open, for colleagues to see."""
    scope = current_scope()
    with database.cursor() as cursor:
        cursor.execute(
            "insert into inbox_presence (id, workspace_id, conversation_id, user_id, typing, at) "
            "values (%s, %s, %s, %s, %s, now()) on conflict (workspace_id, conversation_id, user_id) "
            "do update set at = now(), typing = excluded.typing",
            [new_id(), scope.workspace_id, conversation_id, scope.user_id, typing],
        )


def mark_urgent(conversation: Conversation, words: str) -> None:
    """Somebody is locked out, or worse: to the head of the queue."""
    conversation.urgent = words[:40]
    conversation.save(update_fields=["urgent"])
    set_due(conversation)
    touch("inbox", f"conversation:{conversation.id}")


def add_event(conversation: Conversation, bold: str, text: str, icon: str, effects: Iterable[str] = ()) -> Message:
    """A line in the thread that nobody wrote: a changed booking, a code on the lock."""
    details = {"bold": bold, "icon": icon, "effects": [{"words": words, "ok": True} for words in effects]}
    return add_message(conversation, Direction.EVENT, text, timezone.now(), details=details)
