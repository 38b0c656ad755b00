"""Answers to appointment reminders: confirm, another time, cancel; everything else goes to a person (R32, R34).

Consent has read the message before (R39). This runs before drafting, in the transaction that stores the message, and
only where our last word to them was about an appointment that is still to come.
"""

from dataclasses import dataclass
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone

from casa.core.appointments import rules
from casa.core.appointments.models import KEPT, Appointment
from casa.core.appointments.queries import zone
from casa.core.campaigns.answers import CANCEL, CONFIRM, RESCHEDULE, meaning
from casa.core.campaigns.models import Planned, Recipient
from casa.core.consent.gate import TEXTS
from casa.core.consent.matching import Context, classify
from casa.core.inbox.appointment_events import note_appointment_change
from casa.core.inbox.models import Conversation, Direction, Message, Outbox
from casa.core.inbox.putting import queue_reply
from casa.core.inbox.rules import answered, set_due
from casa.core.inbox.ways import way_of
from casa.core.templates.spoken import known, said

UNSENT = ("cancelled", "blocked", "failed")
WORDS = {
    (CONFIRM, "en"): "Thank you. You are confirmed for {when}.",
    (CONFIRM, "es"): "Gracias. Su cita queda confirmada: {when}.",
    (CONFIRM, "fr"): "Merci. Votre rendez-vous est confirmé : {when}.",
    (RESCHEDULE, "en"): "Thank you, we have seen that you need another time. {when} stays yours until then.",
    (RESCHEDULE, "es"): "Gracias, hemos visto que necesita otra hora. Mientras tanto le guardamos {when}.",
    (RESCHEDULE, "fr"): "Merci, nous avons noté que vous souhaitez une autre heure. En attendant, {when} reste à vous.",
    (CANCEL, "en"): "Your appointment of {when} is cancelled. Write to us whenever you would like a new one.",
    (CANCEL, "es"): "Su cita del {when} queda cancelada. Escríbanos cuando quiera una nueva.",
    (CANCEL, "fr"): "Votre rendez-vous du {when} est annulé. Écrivez-nous quand vous en voulez un autre.",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """What they answered to."""

    message: Message
    appointment: Appointment


def take_answer(conversation: Conversation, message: Message) -> bool:
    """Act on an answer to a reminder; whether it was one. Who wants another time goes on waiting for a person."""
    said_what = meaning(message.body)
    if message.channel not in TEXTS or not said_what:
        return False
    reminder = reminder_of(conversation)
    if reminder is None or _is_about_consent(message, reminder):
        return False
    row = rules.held(reminder.appointment.id)
    if row.status not in KEPT or row.starts_at <= timezone.now():
        return False
    _do(said_what, row)
    _note_campaign(said_what, reminder)
    _settle(conversation, message, said_what)
    _answer(conversation, message, row, said_what)
    return True


def reminder_of(conversation: Conversation) -> Reminder | None:
    """The appointment that our last word to them was about. Whoever wrote to them since has asked something else."""
    rows = Message.objects.filter(
        workspace_id=conversation.workspace_id, conversation=conversation, direction=Direction.OUT
    )
    last = rows.exclude(status__in=UNSENT).order_by("-sent_at", "-id").first()
    if last is None:
        return None
    planned = Planned.objects.filter(
        workspace_id=conversation.workspace_id, message=last, appointment__isnull=False
    ).select_related("appointment")
    found = planned.first()
    if found is not None and found.appointment is not None:
        return Reminder(last, found.appointment)
    return _of_campaign(conversation, last) or _answered_before(conversation, last)


def _of_campaign(conversation: Conversation, last: Message) -> Reminder | None:
    """A reminder that a campaign sent to many: about the one appointment they have ahead, never about one of two."""
    sent = Outbox.objects.filter(workspace_id=last.workspace_id, message=last, kind="reminder")
    return _only_one(conversation, last) if sent.exists() else None


def _answered_before(conversation: Conversation, last: Message) -> Reminder | None:
    """They change their mind after our polite answer: "C", and then "X"."""
    ahead = _only_one(conversation, last)
    keys = {_key(ahead.appointment, what) for what in (CONFIRM, RESCHEDULE)} if ahead else set()
    return ahead if last.key in keys else None


def _only_one(conversation: Conversation, last: Message) -> Reminder | None:
    rows = Appointment.objects.filter(
        workspace_id=conversation.workspace_id,
        person_id=conversation.person_id,
        status__in=KEPT,
        starts_at__gt=timezone.now(),
    )
    found = list(rows.order_by("starts_at")[:2])
    return Reminder(last, found[0]) if len(found) == 1 else None


def _is_about_consent(message: Message, reminder: Reminder) -> bool:
    """STOP, START, HELP and wishes of that kind are no answers, whatever else they may look like (R34, R39)."""
    return classify(message.body, Context(last_outbound=reminder.message.body)).label != "none"


def _do(said_what: str, row: Appointment) -> None:
    verbs = {CONFIRM: rules.confirm, RESCHEDULE: rules.ask_to_reschedule, CANCEL: rules.cancel}
    note_appointment_change(verbs[said_what](row, "person"))


def _note_campaign(said_what: str, reminder: Reminder) -> None:
    """A campaign counts who confirmed."""
    if said_what == CONFIRM and reminder.message.key is not None:
        Recipient.objects.filter(workspace_id=reminder.message.workspace_id, id=reminder.message.key).update(
            confirmed_at=timezone.now()
        )


def _settle(conversation: Conversation, message: Message, said_what: str) -> None:
    """A yes or a no needs nobody; who waited before this message goes on waiting, and so does a wish for another
    time."""
    if said_what != RESCHEDULE and conversation.waiting_since == message.sent_at:
        answered(conversation)
    else:
        set_due(conversation)


def _answer(conversation: Conversation, message: Message, row: Appointment, said_what: str) -> None:
    """One polite answer to each thing they may say about one time of an appointment, however often they say it."""
    way = way_of(conversation)
    if way is None or way.channel not in TEXTS:
        return
    language = known(conversation.person.language or message.language)
    when = said(row.starts_at.astimezone(zone()), language)
    words = WORDS[said_what, language].format(when=when)
    queue_reply(conversation, way, words, author=None, key=_key(row, said_what), settles=False)


def _key(row: Appointment, said_what: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"answer:{row.id}:{int(row.starts_at.timestamp())}:{said_what}")
