"""The pretend world in Hospitable's shapes: what its API and webhooks would show of a home, a stay, a message."""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from casa.lib.pretend import Booking, Guest, Home, ThreadMessage, World

KEY = "hospitable"
SPACE = UUID("5d0b7c1e-3f0a-4b62-9a0e-8f2f3c1d7a10")
DETAILS = (
    "space_overview",
    "guest_access",
    "house_manual",
    "other_details",
    "additional_rules",
    "neighborhood_description",
    "getting_around",
    "wifi_name",
    "wifi_password",
)
PLATFORMS = {"vrbo": "homeaway"}  # the wire still says HomeAway
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}

Json = dict[str, Any]


@lru_cache(maxsize=100_000)
def uuid_of(kind: str, external_id: str) -> str:
    """Hospitable's id of a thing of the pretend world: always the same one."""
    return str(uuid5(SPACE, f"{kind}:{external_id}"))


def conversation_of(booking: Booking) -> str:
    """A booking's conversation id, which is also its inquiry's id."""
    return uuid_of("conversation", booking.thread_id or booking.id)


def platform_of(booking: Booking) -> str:
    return PLATFORMS.get(booking.platform, booking.platform)


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def money(cents: int, currency: str, label: str, category: str) -> Json:
    """A money leaf: whole cents and the same written out."""
    sign = "-" if cents < 0 else ""
    shown = f"{sign}{SYMBOLS.get(currency, currency + ' ')}{abs(cents) // 100:,}.{abs(cents) % 100:02}"
    return {"amount": cents, "formatted": shown, "label": label, "category": category}


def home_json(world: World, home: Home, include: frozenset[str]) -> Json:
    """A property, with ``details`` and ``listings`` where asked for."""
    number, _, street = home.street.partition(" ")
    shown = {
        "id": uuid_of("property", home.id),
        "name": home.name,
        "public_name": home.name,
        "picture": f"https://assets.hospitable.com/property_images/{home.id}.jpg",
        "address": {
            "number": number,
            "street": street,
            "city": home.city,
            "state": home.state,
            "country": home.country,
            "postcode": home.postcode,
            "coordinates": {"latitude": home.latitude, "longitude": home.longitude},
            "display": f"{home.street}, {home.city}, {home.state} {home.postcode}, {home.country}",
        },
        "timezone": world.clock().astimezone(ZoneInfo(home.timezone)).strftime("%z"),
        "listed": True,
        "amenities": list(home.amenities),
        "description": home.summary,
        "summary": home.summary,
        "checkin": home.check_in,
        "checkout": home.check_out,
        "currency": home.currency,
        "capacity": {
            "max": home.max_guests,
            "bedrooms": home.bedrooms,
            "beds": home.beds,
            "bathrooms": home.bathrooms,
        },
        "room_details": [{"type": "queen_size", "quantity": home.beds}],
        "house_rules": {"pets_allowed": home.pets_allowed, "smoking_allowed": False, "events_allowed": None},
        "tags": [],
        "property_type": "house",
        "room_type": "entire_home",
        "calendar_restricted": False,
        "parent_child": None,
    }
    if "details" in include:
        shown["details"] = {name: home.facts.get(name) for name in DETAILS}
    if "listings" in include:
        shown["listings"] = [
            {"platform": platform, "platform_id": str(UUID(uuid_of(platform, home.id)).int % 10**8)}
            for platform in ("airbnb", "homeaway", "booking")
        ]
    return shown


def stay_json(world: World, booking: Booking, include: frozenset[str]) -> Json:
    """A reservation, with ``guest``, ``properties`` and ``financials`` where asked for."""
    home = world.homes[booking.home_id]
    last = world.thread.get(booking.id) or []
    current = {"category": booking.status, "sub_category": None}
    shown: Json = {
        "id": uuid_of("reservation", booking.id),
        "conversation_id": conversation_of(booking),
        "platform": platform_of(booking),
        "platform_id": booking.code,
        "booking_date": utc(booking.booked_at),
        "arrival_date": _local(booking.arrival, time(), home),
        "departure_date": _local(booking.departure, time(), home),
        "nights": (booking.departure - booking.arrival).days,
        "check_in": _local(booking.arrival, time.fromisoformat(home.check_in), home),
        "check_out": _local(booking.departure, time.fromisoformat(home.check_out), home),
        "last_message_at": utc(max(message.at for message in last)) if last else None,
        "status": booking.status,
        "reservation_status": {"current": current, "history": [{**current, "changed_at": utc(booking.updated_at)}]},
        "guests": _counts(booking),
        "stay_type": "guest_stay",
        "note": None,
        "issue_alert": None,
    }
    if "guest" in include:
        shown["guest"] = guest_json(world.guests[booking.guest_id])
    if "properties" in include:
        shown["properties"] = [home_json(world, home, frozenset())]
    if "financials" in include:
        shown["financials"] = financials_json(booking, home.currency)
    return shown


def inquiry_json(world: World, booking: Booking, include: frozenset[str]) -> Json:
    """A booking that is still a question. Its id is the conversation's."""
    home = world.homes[booking.home_id]
    shown: Json = {
        "id": conversation_of(booking),
        "platform": platform_of(booking),
        "inquiry_date": utc(booking.booked_at),
        "arrival_date": _local(booking.arrival, time(), home),
        "departure_date": _local(booking.departure, time(), home),
        "guests": _counts(booking),
        "guest": {name: guest_json(world.guests[booking.guest_id])[name] for name in ("first_name", "last_name")},
    }
    if "properties" in include:
        shown["properties"] = [home_json(world, home, frozenset())]
    if "messages" in include:
        shown["messages"] = thread_json(world, booking)
    return shown


def guest_json(guest: Guest) -> Json:
    return {
        "id": uuid_of("guest", guest.id),
        "profile_picture": None,
        "location": guest.location or None,
        "first_name": guest.first_name,
        "last_name": guest.last_name,
        "email": guest.email or None,
        "phone_numbers": [guest.phone] if guest.phone else [],
        "language": guest.language,
    }


def financials_json(booking: Booking, currency: str) -> Json:
    """Amounts that add up: the payout is accommodation and cleaning less the host's fee."""
    fee = -round(booking.payout * 0.03)
    cleaning = min(booking.payout - fee, 9_000)
    accommodation = booking.payout - fee - cleaning
    service = booking.total - accommodation - cleaning
    return {
        "guest": {
            "accommodation": money(accommodation, currency, "Accommodation", "Accommodation"),
            "fees": [
                money(cleaning, currency, "Cleaning fee", "Guest fees"),
                money(service, currency, "Guest Service Fee", "Service fees"),
            ],
            "discounts": [],
            "taxes": [],
            "adjustments": [],
            "total_price": money(booking.total, currency, "Guest Total Price", "Guest total price"),
        },
        "host": {
            "accommodation": money(accommodation, currency, "Accommodation", "Accommodation"),
            "accommodation_breakdown": [],
            "guest_fees": [money(cleaning, currency, "Cleaning fee", "Guest fees")],
            "host_fees": [money(fee, currency, "Host Service Fee", "Service fees")],
            "discounts": [],
            "adjustments": [],
            "taxes": [],
            "revenue": money(booking.payout, currency, "Gross Revenue", "revenue"),
        },
        "currency": currency,
    }


def thread_json(world: World, booking: Booking) -> list[Json]:
    """All messages of a booking, oldest first."""
    with world.lock:
        return [message_json(world, booking, message) for message in world.thread.get(booking.id, [])]


def message_json(world: World, booking: Booking, message: ThreadMessage) -> Json:
    """One message as the thread and the webhook show it."""
    guest = world.guests[booking.guest_id]
    from_guest = message.sender == "guest"
    name = (guest.first_name, f"{guest.first_name} {guest.last_name}".strip()) if from_guest else ("Host", "Host")
    return {
        "id": UUID(uuid_of("message", message.id)).int % 10**9,
        "platform": platform_of(booking),
        "platform_id": UUID(uuid_of("platform message", message.id)).int % 10**10,
        "conversation_id": conversation_of(booking),
        "reservation_id": None if booking.status == "inquiry" else uuid_of("reservation", booking.id),
        "content_type": "text/plain",
        "body": message.body,
        "attachments": [],
        "reactions": [],
        "sender_type": "guest" if from_guest else "host",
        "sender_role": None if from_guest else "host",
        "sender": {
            "first_name": name[0],
            "full_name": name[1],
            "locale": guest.language if from_guest else "en",
            "picture_url": None,
            "thumbnail_url": None,
            "location": guest.location if from_guest else None,
        },
        "user": {"id": uuid_of("user", "owner")},
        "created_at": utc(message.at),
        "source": platform_of(booking) if from_guest or not message.reference else "hospitable",
        "integration": "api" if message.reference else None,
        "sent_reference_id": message.reference or None,
    }


def review_json(world: World, review: Json, include: frozenset[str]) -> Json:
    """A review as it was given to ``sandbox.add_review``."""
    booking = world.bookings[review["booking_id"]]
    home, guest = world.homes[booking.home_id], world.guests[booking.guest_id]
    shown: Json = {
        "id": review["id"],
        "platform": "direct" if booking.platform == "direct" else "airbnb",
        "public": {"rating": review["rating"], "review": review["text"], "response": review["response"]},
        "private": {"feedback": review["private"], "detailed_ratings": []},
        "responded_at": None,
        "reviewed_at": utc(review["at"]),
        "can_respond": review["response"] is None,
    }
    if "guest" in include:
        names = {"first_name": guest.first_name, "last_name": guest.last_name, "language": guest.language}
        shown["guest"] = names
    if "reservation" in include:
        shown["reservation"] = {"id": uuid_of("reservation", booking.id), "code": booking.code}
    if "property" in include:
        shown["property"] = {"id": uuid_of("property", home.id), "name": home.name, "public_name": home.name}
    return shown


def _counts(booking: Booking) -> Json:
    return {
        "total": booking.adults + booking.children + booking.infants,
        "adult_count": booking.adults,
        "child_count": booking.children,
        "infant_count": booking.infants,
        "pet_count": booking.pets,
    }


def _local(day: date, at: time, home: Home) -> str:
    return datetime.combine(day, at, ZoneInfo(home.timezone)).isoformat()
