"""A changed stay, and what follows from it: one line in the thread that lists every consequence."""

from datetime import date
from typing import cast

from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.inbox.events import ON_STAY_CHANGE, WITH_STAY, begin
from casa.core.inbox.models import Conversation
from casa.core.inbox.rules import add_event, set_due
from casa.core.inbox.ways import CHANNELS
from casa.core.stays.models import Reservation
from casa.core.stays.queries import dates
from casa.core.stays.rules import Change

SAID = {
    "cancelled": "Booking cancelled",
    "declined": "Request declined",
    "confirmed": "Booked",
    "request": "Wants to book",
    "inquiry": "Asked about dates",
}


def note_stay_change(change: Change) -> None:
    """Let everything follow that hangs on the stay, and tell the conversation of a guest who has one; nobody gets a
    conversation by booking alone."""
    stay = change.reservation
    talks = Conversation.objects.filter(workspace_id=stay.workspace_id, person__isnull=False, person=stay.person)
    conversation = talks.select_for_update().first()  # held before what follows is: one order everywhere
    effects = [words for follow in WITH_STAY for words in follow(change)]
    if conversation is None:
        return
    bold, text = _words(change)
    if effects and not bold:
        bold, text = "Booking changed:", f"{stay.property.name}, {dates(stay)}"
    if bold:
        add_event(conversation, bold, text, "calendar-sync" if not change.made else "calendar-check", effects)
    set_due(conversation)
    Conversation.objects.filter(id=conversation.id).update(changed_at=timezone.now())
    touch("inbox", f"conversation:{conversation.id}")
    if conversation.waiting_since:
        begin(ON_STAY_CHANGE, stay.workspace_id, conversation.id)


def _words(change: Change) -> tuple[str, str]:
    stay, place = change.reservation, CHANNELS.get(change.reservation.platform, change.reservation.platform)
    if change.made or "status" in change.before:
        return f"{SAID.get(stay.status, 'Booking')} on {place}:", f"{stay.property.name}, {dates(stay)}"
    if "arrival" in change.before or "departure" in change.before:
        return f"Booking changed on {place}:", f"{_old_dates(change)} to {dates(stay)}{_money(change)}"
    return "", ""


def _old_dates(change: Change) -> str:
    stay = change.reservation
    arrival, departure = (change.before.get(name, getattr(stay, name)) for name in ("arrival", "departure"))
    return dates(Reservation(arrival=cast(date, arrival), departure=cast(date, departure)))


def _money(change: Change) -> str:
    before, now = change.before.get("payout"), change.reservation.payout
    if not isinstance(before, int) or now is None or before == now:
        return ""
    sign = "+" if now > before else "−"
    return f", {sign}${abs(now - before) / 100:,.2f}"
