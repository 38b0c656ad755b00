"""What is known about one conversation right now, in the assistant's plain words."""

from datetime import datetime, time, timedelta
from typing import Literal

from django.utils import timezone

from casa.core.accounts.models import Workspace
from casa.core.accounts.queries import default_brand, workspace
from casa.core.assistant.embed import unpack
from casa.core.assistant.facts import Line, Passage, Policies, PropertyFacts, Situation, StayFacts, Turnover
from casa.core.assistant.models import Knowledge
from casa.core.assistant.queries import knowledge
from casa.core.inbox.models import Conversation, Message
from casa.core.stays.models import Property, Reservation
from casa.core.stays.queries import current_stay, neighbours, reservations_of

STATUS = {"confirmed": "confirmed", "request": "pending", "inquiry": "inquiry"}
HISTORY = 12


def situation_of(conversation: Conversation) -> Situation:
    """Gather by code; nothing here is guessed. None means unknown."""
    house = workspace(conversation.workspace_id)
    now = timezone.now()
    stays = reservations_of([conversation.person_id]).get(conversation.person_id, [])
    stay = current_stay(stays, now)
    home = stay.property if stay else conversation.property
    name = conversation.person.name or ""
    return Situation(
        now=now,
        property_tz=(home.timezone if home else "") or house.timezone,
        guest_first_name=name.split(" ")[0],
        host_signature=default_brand().signature,
        language=conversation.person.language[:2] or "en",
        property=home_facts(home) if home else None,
        stay=_stay(stay, house.code_hours) if stay else None,
        knowledge=[passage(row) for row in knowledge(home.id if home else None)],
        turnover=_turnover(stay, float(house.cleaning_hours)) if stay else None,
        history=_history(conversation),
        policies=policies_of(house),
    )


def home_facts(home: Property) -> PropertyFacts:
    wifi = home.wifi or {}
    return PropertyFacts(
        id=str(home.id),
        name=home.name,
        address=home.address,
        latlng=(home.latitude, home.longitude) if home.latitude is not None and home.longitude is not None else None,
        checkin_time=home.check_in,
        checkout_time=home.check_out,
        amenities=tuple(home.amenities),
        wifi_name=wifi.get("name"),
        wifi_password=wifi.get("password"),
        pets_allowed=home.pets_allowed,
        smoking_allowed=home.smoking_allowed,
        capacity=home.max_guests,
    )


def policies_of(house: Workspace) -> Policies:
    """What the host decided about exceptions; a person confirms where nothing was decided."""
    early, late = house.exceptions.get("early", {}), house.exceptions.get("late", {})
    return Policies(
        early_checkin=early.get("mode", "ask"),
        earliest_checkin=_clock(early.get("time")),
        early_checkin_fee=early.get("fee") or None,
        late_checkout=late.get("mode", "ask"),
        latest_checkout=_clock(late.get("time")),
        late_checkout_fee=late.get("fee") or None,
        emergency_contact=default_brand().support_phone or None,
    )


def _clock(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _stay(stay: Reservation, code_hours: int) -> StayFacts:
    assert stay.check_in is not None
    assert stay.check_out is not None
    door = stay.property.door or {}
    return StayFacts(
        id=str(stay.id),
        status=STATUS.get(stay.status, "cancelled"),  # type: ignore[arg-type]
        check_in=stay.check_in,
        check_out=stay.check_out,
        guests=stay.guest_count() or None,
        platform=stay.platform,
        door_code=door.get("code"),
        door_code_from=stay.check_in - timedelta(hours=code_hours),
        door_code_until=stay.check_out,
        door_name=door.get("name"),
    )


def _turnover(stay: Reservation, hours: float) -> Turnover:
    before, after = neighbours(stay)
    return Turnover(_moment(before, "check_out"), _moment(after, "check_in"), hours)


def _moment(stay: Reservation | None, name: str) -> datetime | None:
    return getattr(stay, name) if stay is not None else None


def passage(row: Knowledge) -> Passage:
    vectors = unpack(row.vectors) if row.vectors else None
    source = "House manual" if row.property_id else "House rules"
    return Passage(
        str(row.id), str(row.property_id) if row.property_id else None, row.title, row.text, vectors, source=source
    )


def _history(conversation: Conversation) -> list[Line]:
    rows = Message.objects.filter(
        workspace_id=conversation.workspace_id, conversation=conversation, direction__in=("in", "out")
    ).exclude(status="cancelled")
    latest = list(rows.order_by("-sent_at", "-id")[:HISTORY])
    return [Line(str(row.id), row.sent_at, _who(row), row.body) for row in reversed(latest)]


def _who(row: Message) -> Literal["guest", "host", "assistant"]:
    if row.direction == "in":
        return "guest"
    return "assistant" if row.by_assistant or row.automatic else "host"
