"""Joining the conversations of two people who are one, and parting them again."""

from casa.core.accounts.live import touch
from casa.core.accounts.rules import log_action
from casa.core.appointments.models import Appointment
from casa.core.inbox.models import Attachment, Conversation, Direction, Message, Outbox
from casa.core.inbox.outbox import follow
from casa.core.inbox.rules import PREVIEW, set_due
from casa.core.people.models import Merge, Person
from casa.core.people.rules import merge_people, split_people
from casa.core.stays.models import Reservation


def merge_with(kept: Person, gone: Person) -> Merge:
    """Everything of ``gone`` becomes ``kept``'s; what moved is written down, so that it can be taken back."""
    record = merge_people(kept, gone)
    here = {"workspace_id": kept.workspace_id}
    stays = Reservation.objects.filter(**here, person=gone)
    record.moved["reservations"] = [str(row_id) for row_id in stays.values_list("id", flat=True)]
    stays.update(person=kept)
    visits = Appointment.objects.filter(**here, person=gone)
    record.moved["appointments"] = [str(row_id) for row_id in visits.values_list("id", flat=True)]
    visits.update(person=kept)
    theirs = Conversation.objects.filter(**here, person=gone).first()
    if theirs is not None:
        _move(theirs, kept, record)
    record.save(update_fields=["moved"])
    touch("inbox", "people")
    return record


def _move(theirs: Conversation, kept: Person, record: Merge) -> None:
    """The newer face of two conversations stays; messages keep their seals (they name their own key)."""
    ours = Conversation.objects.filter(workspace_id=kept.workspace_id, person=kept).first()
    if ours is None:
        theirs.preview = theirs.preview  # opened, and sealed again under the key of who it belongs to now
        theirs.person = kept
        theirs.save(update_fields=["person", "preview"])
        record.moved["conversation"] = str(theirs.id)
        return
    messages = Message.objects.filter(workspace_id=kept.workspace_id, conversation=theirs)
    record.moved["messages"] = [str(row_id) for row_id in messages.values_list("id", flat=True)]
    record.moved["from_conversation"] = str(theirs.id)
    Outbox.objects.filter(workspace_id=kept.workspace_id, conversation=theirs).update(conversation=ours)
    Attachment.objects.filter(workspace_id=kept.workspace_id, message__conversation=theirs).update(person=kept)
    messages.update(conversation=ours, person=kept)
    follow(ours)
    _take_face(ours, theirs)


def _take_face(ours: Conversation, theirs: Conversation) -> None:
    if theirs.last_message_at > ours.last_message_at:
        ours.preview, ours.preview_out = theirs.preview, theirs.preview_out
        ours.last_message_at, ours.channel = theirs.last_message_at, theirs.channel
    waits = [since for since in (ours.waiting_since, theirs.waiting_since) if since]
    ours.waiting_since = min(waits) if waits else None
    ours.status = "open" if "open" in (ours.status, theirs.status) else ours.status
    ours.save()
    set_due(ours)
    Conversation.objects.filter(id=theirs.id).update(status="done", waiting_since=None, due_at=None)


def show_own_words(conversation: Conversation) -> None:
    """The last words shown are those still in this conversation: after a split, and after an erasure."""
    said = Message.objects.filter(workspace_id=conversation.workspace_id, conversation=conversation)
    last = said.filter(direction__in=(Direction.IN, Direction.OUT)).order_by("-sent_at", "-id").first()
    conversation.preview = last.body[:PREVIEW] if last else None
    conversation.preview_out = last is not None and last.direction == Direction.OUT
    conversation.save(update_fields=["preview", "preview_out"])


def split_again(record: Merge) -> None:
    """Take a merge back: identities, stays and messages return to whose they were."""
    split_people(record)
    gone, here = record.gone, {"workspace_id": record.workspace_id}
    Reservation.objects.filter(**here, id__in=record.moved.get("reservations", [])).update(person=gone)
    Appointment.objects.filter(**here, id__in=record.moved.get("appointments", [])).update(person=gone)
    if "conversation" in record.moved:
        talk = Conversation.objects.get(**here, id=record.moved["conversation"])
        talk.preview = talk.preview
        talk.person = gone
        talk.save(update_fields=["person", "preview"])
    if "from_conversation" in record.moved:
        talk = Conversation.objects.get(**here, id=record.moved["from_conversation"])
        back = Message.objects.filter(**here, id__in=record.moved.get("messages", []))
        back.update(conversation=talk, person=gone)
        Outbox.objects.filter(**here, message_id__in=record.moved.get("messages", [])).update(conversation=talk)
        Attachment.objects.filter(**here, message_id__in=record.moved.get("messages", [])).update(person=gone)
        follow(talk)
        Conversation.objects.filter(id=talk.id).update(status="open")
        set_due(talk)
        show_own_words(Conversation.objects.get(**here, person_id=record.kept_id))
    log_action("inbox.split", record.kept_id)
    touch("inbox", "people")
