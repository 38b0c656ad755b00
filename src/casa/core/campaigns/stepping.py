"""Sending one planned message when its time has come: looked at once more, put together, handed to the outbox.

The outbox asks the gate at hand-off, as for any message. A row ends in one of three true states: sent (it is in the
outbox), ended (with the reason), or gone (what it hung on was changed or cancelled).
"""

from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone

from casa.core.accounts.jobs import defer
from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.rules import log_action
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.campaigns import planning, sequences
from casa.core.campaigns.models import Planned, PlannedState, Sequence
from casa.core.consent.gate import TEXTS
from casa.core.inbox.models import Attachment, Conversation, Direction, Message
from casa.core.inbox.putting import queue_reply
from casa.core.inbox.rules import conversation_with
from casa.core.inbox.ways import Way, ways
from casa.core.people.models import Person
from casa.core.stays.models import Reservation, ReservationStatus
from casa.core.templates.footer import EVERY, footer, with_footer
from casa.core.templates.models import TemplateKind
from casa.core.templates.queries import SavedText, house_of, media, saved
from casa.core.templates.render import Resolved, problem_words
from casa.core.templates.situation import facts_of
from casa.lib.ids import new_id
from casa.lib.sms import repair

LOST = timedelta(minutes=5)  # due for so long, and no job came for it
EARLY = timedelta(seconds=5)  # clocks of two processes
READ_BACK = 30  # messages in which a legal line of the last month is looked for

OFF = "The sequence was switched off."
TOO_LATE = "Its time had passed."
REPLIED = "They wrote in the meantime."
BOOKED = "They booked in the meantime."
NOT_MEANT = "They are no longer among those the sequence is for."
NOT_READY = "The saved text is a draft."
UNKNOWN = "Something that the text names is not known."
NO_WAY = "There is no way to reach them."


def send_step(workspace_id: UUID, planned_id: UUID) -> None:
    """Send what is due. Safe to repeat: one planned row is one message."""
    with workspace_scope(workspace_id):
        found = Planned.objects.filter(workspace_id=workspace_id, id=planned_id).select_related(*sequences.ABOUT)
        row = found.first()
        person = _person(row) if row else None
        if row is None or person is None:
            return
        list(Conversation.objects.select_for_update().filter(workspace_id=workspace_id, person=person).order_by("id"))
        locked = found.select_for_update(of=("self",)).filter(state=PlannedState.WAITING).first()
        if locked is None or locked.at > timezone.now() + EARLY:
            return
        _send(locked, person)


def sweep() -> int:
    """Messages whose job was lost in a crash get a new one; how many. Run now and then, under the system role."""
    rows = Planned.objects.using("system").filter(state=PlannedState.WAITING, at__lte=timezone.now() - LOST)
    late = list(rows.order_by("at").values_list("workspace_id", "id")[:500])
    for workspace_id, planned_id in late:
        here = str(workspace_id)
        defer("campaigns.send_step", once=f"lost:{planned_id}", workspace_id=here, planned_id=str(planned_id))
    return len(late)


def _person(row: Planned) -> Person | None:
    """Whom it is about now: two people may have been joined."""
    person = row.whom
    while person is not None and person.merged_into_id:
        person = Person.objects.get(id=person.merged_into_id)
    return person


def _send(row: Planned, person: Person) -> None:
    if not _still_wanted(row):
        planning.drop([row])
        return
    why = stops(row, person)
    if why:
        _end(row, why)
        return
    text = saved([row.step.template_id]).get(row.step.template_id)
    if text is None or not text.ready:
        _end(row, NOT_READY)
        return
    conversation = conversation_with(person, "sms", timezone.now())
    way = way_for(conversation, row.step.sequence, text.kind)
    if way is None:
        _end(row, NO_WAY)
        return
    language, resolved = _resolve(row, person, text)
    if not resolved.whole:
        _end(row, UNKNOWN)
        return
    _hand_in(row, conversation, way, text, _body(row, conversation, text, language, resolved))


def _still_wanted(row: Planned) -> bool:
    """Whether a fresh plan has it at this very time."""
    steps = {row.step_id: row.step} if row.step.sequence.active else {}
    if row.reservation is not None:
        wanted = planning.wanted_by_stays(steps, [row.reservation])
    elif row.appointment is not None:
        wanted = planning.wanted_by_visits(steps, [row.appointment])
    else:
        wanted = planning.wanted_by_people(steps, [row.person] if row.person else [])
    now = wanted.get((row.step_id, row.subject, row.occasion))
    return now is not None and now.at == row.at


def stops(row: Planned, person: Person) -> str:
    """Why it does not go out any more, in words; "" when it does."""
    sequence = row.step.sequence
    if row.ends_at <= timezone.now():
        return TOO_LATE
    if sequence.stop_on_reply and _wrote_since(row, person):
        return REPLIED
    if sequence.stop_on_booking and _booked_since(row, person):
        return BOOKED
    return "" if sequences.is_meant(sequence, person.id, row.reservation) else NOT_MEANT


def _wrote_since(row: Planned, person: Person) -> bool:
    rows = Conversation.objects.filter(workspace_id=row.workspace_id, person=person)
    return rows.filter(last_inbound_at__gt=row.made_at).exists()


def _booked_since(row: Planned, person: Person) -> bool:
    rows = Reservation.objects.filter(workspace_id=row.workspace_id, person=person, booked_at__gt=row.made_at)
    return rows.filter(status=ReservationStatus.CONFIRMED).exclude(id=row.subject).exists()


def way_for(conversation: Conversation, sequence: Sequence, kind: str) -> Way | None:
    """The way it goes: the sequence's own account, else the one they last used. An offer is texted, never sent
    through a booking platform's thread."""
    found = [way for way in ways(conversation) if way.channel in TEXTS or kind != TemplateKind.MARKETING]
    if sequence.connection_id:
        return next((way for way in found if way.connection.id == sequence.connection_id), None)
    return next(iter(found), None)


def _resolve(row: Planned, person: Person, text: SavedText) -> tuple[str, Resolved]:
    facts = facts_of(person.id, _brand(row), stay_id=row.reservation_id, appointment_id=row.appointment_id)
    return text.resolve_for(facts)


def _brand(row: Planned) -> Brand:
    return row.step.sequence.brand


def _body(row: Planned, conversation: Conversation, text: SavedText, language: str, resolved: Resolved) -> str:
    """The text as it leaves, with the legal line that is due (R11, R49)."""
    words = repair(resolved.text, resolved.filled) if text.repairs else resolved.text
    now = timezone.now()
    last = _legal_line_at(conversation)
    line = footer(house_of(_brand(row)), text.kind, language, opens=text.opens, last_at=last, now=now)
    return with_footer(words, line)


def _legal_line_at(conversation: Conversation) -> datetime | None:
    """When they last read how to stop, within the month that counts."""
    rows = Message.objects.filter(
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        direction=Direction.OUT,
        sent_at__gt=timezone.now() - EVERY,
    )
    latest = rows.defer("tokens").order_by("-sent_at")[:READ_BACK]
    return next((message.sent_at for message in latest if "STOP" in message.body), None)


def _hand_in(row: Planned, conversation: Conversation, way: Way, text: SavedText, body: str) -> None:
    message = queue_reply(
        conversation,
        way,
        body,
        author=None,
        key=uuid5(NAMESPACE_OID, f"planned:{row.id}"),
        kind=text.kind,
        attachments=_pictures(text),
        program=row.step.sequence.program,
        not_after=row.ends_at,
    )
    row.state, row.message, row.settled_at = PlannedState.SENT, message, timezone.now()
    row.save(update_fields=["state", "message", "settled_at"])
    log_action("campaigns.step_sent", row.id, step=str(row.step_id))
    touch("campaigns")


def _pictures(text: SavedText) -> tuple[Attachment, ...]:
    """The saved text's pictures as a message carries them; the outbox writes them with it."""
    rows = media(text.id) if text.pictures else []
    return tuple(
        Attachment(
            id=new_id(), workspace_id=current_workspace_id(), kind="image", content_type=row.content_type,
            blob=bytes(row.blob), size=row.size, width=row.width, height=row.height,
        )
        for row in rows
    )  # fmt: skip


def _end(row: Planned, why: str) -> None:
    row.state, row.reason, row.settled_at = PlannedState.ENDED, why, timezone.now()
    row.save(update_fields=["state", "reason", "settled_at"])
    touch("campaigns")


def words_of(each: sequences.Coming) -> tuple[str, str]:
    """A message of the days ahead as it would read now, legal line and all; and why it could not go, or ""."""
    text = saved([each.step.template_id]).get(each.step.template_id)
    if text is None:
        return "", NOT_READY
    brand = each.step.sequence.brand
    stay_id, visit_id = each.stay.id if each.stay else None, each.visit.id if each.visit else None
    facts = facts_of(each.person.id, brand, stay_id=stay_id, appointment_id=visit_id)
    language, resolved = text.resolve_for(facts)
    line = footer(house_of(brand), text.kind, language, opens=text.opens, now=timezone.now())
    trouble = problem_words(resolved, facts.name) if text.ready else NOT_READY
    return with_footer(resolved.text, line), trouble
