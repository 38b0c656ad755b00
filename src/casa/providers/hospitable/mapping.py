"""Hospitable's words and shapes in the house's. Pure; unknown words become a safe value and never an exception.

Field names: Hospitable's "Public API v2" description; where live answers differ from it, the README says how.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from casa.core.connections.contract import (
    BadPayload,
    GuestFact,
    Handle,
    IncomingMessage,
    MediaRef,
    PropertyFact,
    ReservationFact,
    ReviewFact,
)
from casa.providers.hospitable.reading import (
    clock,
    count,
    day,
    flag,
    moment,
    offset,
    real,
    reference,
    rows,
    stamp,
    table,
    text,
    texts,
    whole,
)

PLATFORMS = {
    "airbnb": "airbnb",
    "homeaway": "vrbo",
    "vrbo": "vrbo",
    "booking": "booking",
    "booking.com": "booking",
    "direct": "direct",
    "manual": "manual",
    "agoda": "agoda",
    "ical": "ical",
}
UNKNOWN_PLATFORM = "other"
OWNER_STAY = "owner"  # an owner's own stay: nobody to write to

# The answer says "not accepted", the filter and older answers "not_accepted"; both are folded to one spelling here.
STATUSES = {
    "request": "request",
    "accepted": "confirmed",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "not accepted": "declined",
    "checkpoint": "request",  # the platform is still checking the guest
    # the deprecated "status" field
    "booking": "confirmed",
    "confirmed": "confirmed",
    "declined": "declined",
    "denied": "declined",
    "expired": "declined",
    "withdrawn": "cancelled",
    "pending": "request",
}
UNKNOWN_STATUS = "request"  # promises nothing: no door code, no welcome

DETAILS = {
    "space_overview": "About the space",
    "guest_access": "Guest access",
    "house_manual": "House manual",
    "other_details": "Other details",
    "additional_rules": "House rules",
    "neighborhood_description": "The neighborhood",
    "getting_around": "Getting around",
}
PLATFORM_NAMES = {"airbnb": "Airbnb", "vrbo": "Vrbo", "booking": "Booking.com", "direct": "Direct", "agoda": "Agoda"}
AUTOMATIC_SOURCES = frozenset({"automated", "automation", "scheduled", "scheduled_message", "bot", "ai", "system"})

# What a whole reservation has. Amounts too: one without them would erase those we know.
RESERVATION_KEYS = (
    *("id", "platform", "arrival_date", "departure_date", "check_in", "check_out"),
    *("guests", "guest", "financials"),
)


def platform(value: Any) -> str:
    """The house's word for a platform."""
    return PLATFORMS.get(text(value, 40).lower(), UNKNOWN_PLATFORM)


def status(raw: Mapping[str, Any]) -> str:
    """A reservation's status. A cancelled stay has ``reservation_status.current.category`` = "cancelled"."""
    current = table(table(raw.get("reservation_status")).get("current"))
    said = text(current.get("category"), 40) or text(raw.get("status"), 40)
    return STATUSES.get(said.lower().replace("_", " "), UNKNOWN_STATUS)


def amount(value: Any) -> int | None:
    """Whole cents of a money leaf ``{"amount": 65230, "formatted": "$652.30"}``."""
    return whole(table(value).get("amount"))


def phone(value: Any) -> str:
    """A phone number without its spacing; the plus sign stays where there was one."""
    found = text(value, 60)
    digits = re.sub(r"[^0-9]", "", found)
    if not 5 <= len(digits) <= 15:
        return ""
    if found.startswith("00"):
        return "+" + digits[2:]
    return "+" + digits if found.startswith("+") else digits


# ------------------------------------------------------------------------------------------------- homes


def property_fact(raw: Mapping[str, Any], sequence: str) -> PropertyFact:
    """A home. Raises BadPayload where it has no id."""
    address = table(raw.get("address"))
    place = table(address.get("coordinates"))
    capacity = table(raw.get("capacity"))
    rules = table(raw.get("house_rules"))
    details = table(raw.get("details"))
    return PropertyFact(
        external_id=_id(raw, "home"),
        name=text(raw.get("name"), 300) or text(raw.get("public_name"), 300),
        sequence=sequence,
        address=_address(address),
        city=text(address.get("city"), 200),
        country=text(address.get("country"), 100),
        latitude=real(place.get("latitude"), -90, 90),
        longitude=real(place.get("longitude"), -180, 180),
        utc_offset=offset(raw.get("timezone")),
        check_in=clock(raw.get("checkin") or raw.get("check-in")),
        check_out=clock(raw.get("checkout") or raw.get("check-out")),
        amenities=texts(raw.get("amenities")),
        max_guests=whole(capacity.get("max")),
        bedrooms=whole(capacity.get("bedrooms")),
        pets_allowed=flag(rules.get("pets_allowed")),
        smoking_allowed=flag(rules.get("smoking_allowed")),
        details=_details(raw, details, rules),
        wifi_name=text(details.get("wifi_name"), 200),
        wifi_password=text(details.get("wifi_password"), 200),
        currency=text(raw.get("currency"), 3).upper(),
    )


def removed_property(external_id: str, sequence: str) -> PropertyFact:
    """A home that is gone there."""
    return PropertyFact(external_id=external_id, name="", sequence=sequence, removed=True)


def _address(address: Mapping[str, Any]) -> str:
    if shown := text(address.get("display"), 500):
        return shown
    street = " ".join(part for part in (text(address.get("number"), 50), text(address.get("street"), 300)) if part)
    region = " ".join(part for part in (text(address.get("state"), 100), text(address.get("postcode"), 30)) if part)
    return ", ".join(part for part in (street, text(address.get("city"), 200), region) if part)


def _details(raw: Mapping[str, Any], details: Mapping[str, Any], rules: Mapping[str, Any]) -> dict[str, str]:
    found = {heading: text(details.get(name)) for name, heading in DETAILS.items()}
    found["Summary"] = text(raw.get("summary"))
    found["Description"] = text(raw.get("description"))
    found["Beds"] = _beds(raw)
    events = flag(rules.get("events_allowed"))
    found["Events"] = "" if events is None else f"Events are {'' if events else 'not '}allowed."
    found["Listed on"] = _listings(raw)
    return {heading: words for heading, words in found.items() if words}


def _beds(raw: Mapping[str, Any]) -> str:
    beds = ((count(row.get("quantity")), text(row.get("type"), 60)) for row in rows(raw.get("room_details")))
    return ", ".join(f"{number} × {kind.replace('_', ' ')}" for number, kind in beds if number and kind)


def _listings(raw: Mapping[str, Any]) -> str:
    found = ((platform(row.get("platform")), reference(row.get("platform_id"))) for row in rows(raw.get("listings")))
    return ", ".join(f"{PLATFORM_NAMES.get(word, word)} {number}".strip() for word, number in found)


# ------------------------------------------------------------------------------------------------- stays


def reservation_fact(raw: Mapping[str, Any], sequence: str) -> ReservationFact:
    """A stay. Raises BadPayload where its id, its home or its dates are missing."""
    arrival, departure = _nights(raw)
    money = table(raw.get("financials"))
    guests = table(raw.get("guests"))
    owners = "owner" in text(raw.get("stay_type"), 40).lower()
    return ReservationFact(
        external_id=_id(raw, "reservation"),
        property_id=property_of(raw) or _absent("reservation", "home"),
        platform=OWNER_STAY if owners else platform(raw.get("platform")),
        status=status(raw),
        arrival=arrival,
        departure=departure,
        sequence=sequence,
        code=text(raw.get("platform_id"), 100) or text(raw.get("code"), 100),
        check_in=moment(raw.get("check_in")),
        check_out=moment(raw.get("check_out")),
        booked_at=moment(raw.get("booking_date")),
        guest=guest_fact(raw),
        adults=count(guests.get("adult_count")),
        children=count(guests.get("child_count")),
        infants=count(guests.get("infant_count")),
        pets=count(guests.get("pet_count")),
        payout=amount(table(money.get("host")).get("revenue")),
        total=amount(table(money.get("guest")).get("total_price")),
        currency=text(money.get("currency"), 3).upper(),
        thread_id=reference(raw.get("conversation_id")),
        note=text(raw.get("note")),
    )


def inquiry_fact(raw: Mapping[str, Any], sequence: str) -> ReservationFact:
    """A question before booking. Its id is its conversation's id: the stay it may become carries it as thread_id."""
    arrival, departure = _nights(raw)
    guests = table(raw.get("guests"))
    external_id = _id(raw, "inquiry")
    return ReservationFact(
        external_id=external_id,
        property_id=property_of(raw) or _absent("inquiry", "home"),
        platform=platform(raw.get("platform")),
        status="inquiry",
        arrival=arrival,
        departure=departure,
        sequence=sequence,
        booked_at=moment(raw.get("inquiry_date")),
        guest=guest_fact({**raw, "conversation_id": external_id}),
        adults=count(guests.get("adult_count")),
        children=count(guests.get("child_count")),
        infants=count(guests.get("infant_count")),
        pets=count(guests.get("pet_count")),
        thread_id=external_id,
    )


def is_whole_reservation(raw: Mapping[str, Any]) -> bool:
    """Whether a webhook carries the entire reservation: ``reservation.changed`` may carry only what changed."""
    named = all(key in raw for key in RESERVATION_KEYS) and ("reservation_status" in raw or "status" in raw)
    return named and bool(reference(raw.get("id")) and property_of(raw) and day(raw.get("arrival_date")))


def property_of(raw: Mapping[str, Any]) -> str:
    """The home's id: ``properties`` is a list, or in some answers one object; "" where it was not included."""
    found = [reference(row.get("id")) for row in (*rows(raw.get("properties")), *rows(raw.get("property")))]
    return next((external_id for external_id in found if external_id), "")


def guest_fact(raw: Mapping[str, Any]) -> GuestFact | None:
    """Who booked: ``guest`` (names; ``guests`` are the counts). Without an id of its own, known by the conversation."""
    guest = table(raw.get("guest"))
    external_id = reference(guest.get("id")) or reference(raw.get("conversation_id"))
    if not guest or not external_id:
        return None
    numbers = (phone(number) for number in texts(guest.get("phone_numbers"), 10))
    email = text(guest.get("email"), 254)
    return GuestFact(
        external_id=external_id,
        first_name=text(guest.get("first_name"), 100),
        last_name=text(guest.get("last_name"), 100),
        emails=(email,) if "@" in email else (),
        phones=tuple(dict.fromkeys(number for number in numbers if number)),
        language=text(guest.get("language"), 20),
        location=text(guest.get("location"), 200),
    )


def _nights(raw: Mapping[str, Any]) -> tuple[date, date]:
    arrival = day(raw.get("arrival_date")) or day(raw.get("check_in"))
    departure = day(raw.get("departure_date")) or day(raw.get("check_out"))
    if arrival is None or departure is None:
        raise BadPayload("Hospitable sent a reservation without its dates.")
    return arrival, departure


# ------------------------------------------------------------------------------------------------- messages


def message_fact(raw: Mapping[str, Any], reservation_id: str = "", channel: str = "") -> IncomingMessage:
    """One message of a thread. Raises BadPayload where it has no id or time.

    ``reservation_id`` and ``channel`` are those of the reservation it was read from, where the message itself is
    silent. A guest is addressed by the conversation: messages carry no guest id.
    """
    sent_at = moment(raw.get("created_at"))
    if sent_at is None:
        raise BadPayload("Hospitable sent a message without its time.")
    kind = text(raw.get("sender_type"), 20).lower()
    sender = table(raw.get("sender"))
    thread = reference(raw.get("conversation_id"))
    guest = Handle("platform", thread or reference(raw.get("reservation_id")) or reservation_id)
    host = Handle("platform", reference(table(raw.get("user")).get("id")) or "host")
    said = platform(raw.get("platform"))
    return IncomingMessage(
        external_id=_id(raw, "message"),
        channel=channel if said == UNKNOWN_PLATFORM and channel else said,
        sender=guest if kind == "guest" else host,
        recipient=host if kind == "guest" else guest,
        body=text(raw.get("body")),
        sent_at=sent_at,
        sender_name=text(sender.get("full_name"), 200) or text(sender.get("first_name"), 200),
        language=text(sender.get("locale"), 20) if kind == "guest" else "",
        media=_media(raw),
        thread_id=thread,
        reservation_id=reference(raw.get("reservation_id")) or reservation_id,
        outgoing=kind != "guest",
        sent_reference=reference(raw.get("sent_reference_id")),
        automatic=_automatic(raw, kind),
    )


def _automatic(raw: Mapping[str, Any], kind: str) -> bool:
    """Sent by a machine: said so, or by somebody who is neither guest nor host (the platform's own notes)."""
    return kind not in ("guest", "host") or text(raw.get("source"), 40).lower() in AUTOMATIC_SOURCES


def _media(raw: Mapping[str, Any]) -> tuple[MediaRef, ...]:
    found = ((text(row.get("url"), 4000), text(row.get("type"), 60)) for row in rows(raw.get("attachments"))[:20])
    return tuple(
        MediaRef(url=url, content_type="image/*" if kind == "image" else "")
        for url, kind in found
        if url.startswith("https://")
    )


# ------------------------------------------------------------------------------------------------- reviews


def review_fact(raw: Mapping[str, Any], property_id: str = "") -> ReviewFact:
    """A guest's review. Raises BadPayload where it has no id, home or time."""
    public, private = table(raw.get("public")), table(raw.get("private"))
    guest = table(raw.get("guest"))
    reviewed_at = moment(raw.get("reviewed_at"))
    if reviewed_at is None:
        raise BadPayload("Hospitable sent a review without its time.")
    return ReviewFact(
        external_id=_id(raw, "review"),
        reservation_id=reference(table(raw.get("reservation")).get("id")),
        property_id=reference(table(raw.get("property")).get("id")) or property_id or _absent("review", "home"),
        rating=real(public.get("rating"), 0, 5),
        text=text(public.get("review")),
        private_text=text(private.get("feedback")),
        guest_name=" ".join(
            part for part in (text(guest.get("first_name"), 100), text(guest.get("last_name"), 100)) if part
        ),
        reviewed_at=reviewed_at,
        response=text(public.get("response")),
        can_respond=raw.get("can_respond") is True,
    )


def as_of(at: datetime) -> str:
    """The sequence of a fact read at this time. Hospitable keeps no updated-at, so the time of reading orders them."""
    return stamp(at)


def _id(raw: Mapping[str, Any], what: str) -> str:
    return reference(raw.get("id")) or _absent(what, "id")


def _absent(what: str, part: str) -> str:
    raise BadPayload(f"Hospitable sent a {what} without its {part}.")
