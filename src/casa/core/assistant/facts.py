"""What the assistant may know when it answers one message: gathered from plain data, each fact with an id.

Nothing else reaches a draft: a claim must cite these ids and the checker compares it with their text.
Facts are in English and hold times on the property's clock. A secret fact (a code, a password) carries the
secret in its text only while the guest may have it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from casa.core.assistant import mask
from casa.core.assistant.known import (
    Fact,
    FactKind,
    Leeway,
    Line,
    Passage,
    Policies,
    PropertyFacts,
    Situation,
    StayFacts,
    StayStatus,
    Turnover,
)
from casa.core.assistant.text import shorten
from casa.core.assistant.when import say_day, say_span, say_time

__all__ = [
    "Fact",
    "FactKind",
    "Leeway",
    "Line",
    "Passage",
    "Policies",
    "PropertyFacts",
    "Situation",
    "StayFacts",
    "StayStatus",
    "Turnover",
    "gather",
    "is_confirmed",
    "may_enter",
    "readable",
    "secrets_of",
]


def gather(situation: Situation) -> list[Fact]:
    """Every fact that may be cited, in a fixed order. Raises ValueError where `now` or a stay's time is naive."""
    _refuse_naive(situation)
    return [
        *_property_facts(situation),
        *_stay_facts(situation),
        *_calendar_facts(situation),
        *_policy_facts(situation),
        *_knowledge_facts(situation),
        *_message_facts(situation),
    ]


def secrets_of(situation: Situation) -> tuple[str, ...]:
    """Every secret value handed in, open or not: what must be masked wherever it appears."""
    home, stay = situation.property, situation.stay
    values = [home.wifi_password if home else None, stay.door_code if stay else None]
    return tuple(value for value in values if value)


def _refuse_naive(situation: Situation) -> None:
    stay = situation.stay
    moments = [situation.now, *([stay.check_in, stay.check_out] if stay else [])]
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError("Times of a situation need a time zone.")


def is_confirmed(situation: Situation) -> bool:
    """Whether there is a booked stay that has not ended."""
    stay = situation.stay
    return stay is not None and stay.status == "confirmed" and situation.now <= stay.check_out


def _code_window(stay: StayFacts) -> tuple[datetime, datetime]:
    return stay.door_code_from or stay.check_in, stay.door_code_until or stay.check_out


def may_enter(situation: Situation) -> bool:
    """Whether codes may be told now: a confirmed stay, inside the code's window."""
    if situation.stay is None or situation.stay.status != "confirmed":
        return False
    start, end = _code_window(situation.stay)
    return start <= situation.now <= end


def _property_facts(situation: Situation) -> Iterator[Fact]:
    home = situation.property
    if home is None:
        return
    where, label = f"property/{home.id}", home.name
    yield from _hours(home, where)
    yield from _address(situation, home, where)
    if home.wifi_name or home.wifi_password:
        yield _wifi(situation, home, where)
    if home.parking_text:
        yield Fact("property:parking", "property", f"{label} › Parking", home.parking_text, {}, where)
    yield from _house_rules(home, where)
    if home.capacity:
        text = f"{home.name} sleeps {home.capacity} guests."
        yield Fact("property:capacity", "property", f"{label} › Guests", text, {"capacity": home.capacity}, where)
    if home.amenities:  # systems write 'hair_dryer' or 'Hair dryer'; people read the second
        text = "The home has: " + ", ".join(readable(home.amenities)) + "."
        data = {"amenities": readable(home.amenities)}
        yield Fact("property:amenities", "property", f"{label} › Amenities", text, data, where)


def readable(amenities: Sequence[str]) -> tuple[str, ...]:
    """Amenities in words: 'HAIR_DRYER' becomes 'hair dryer'; none twice."""
    plain = (item.replace("_", " ").strip() for item in amenities)
    return tuple(dict.fromkeys(item.lower() if item.isupper() and len(item) > 4 else item for item in plain if item))


def _hours(home: PropertyFacts, where: str) -> Iterator[Fact]:
    if home.checkin_time:
        text = f"Check-in is from {say_time(home.checkin_time)}."
        label = f"{home.name} › Check-in"
        yield Fact("property:checkin", "property", label, text, {"time": home.checkin_time}, where)
    if home.checkout_time:
        text = f"Checkout is by {say_time(home.checkout_time)}."
        label = f"{home.name} › Checkout"
        yield Fact("property:checkout", "property", label, text, {"time": home.checkout_time}, where)


def _address(situation: Situation, home: PropertyFacts, where: str) -> Iterator[Fact]:
    """The address belongs to guests with a booking; before that it would tell strangers where an empty home is."""
    if home.address and is_confirmed(situation):
        map_link = ""
        if home.latlng:
            map_link = f"https://www.google.com/maps/search/?api=1&query={home.latlng[0]:.6f},{home.latlng[1]:.6f}"
        text = f"The address is {home.address}." + (f" Map: {map_link}" if map_link else "")
        data = {"address": home.address, "map": map_link}
        yield Fact("property:address", "property", f"{home.name} › Address", text, data, where)
        if home.directions_text:
            label = f"{home.name} › Directions"
            yield Fact("property:directions", "property", label, home.directions_text, {}, where)
    elif home.address and not is_confirmed(situation):
        text = "The exact address is sent once the booking is confirmed."
        yield Fact("policy:address", "policy", "Rule › Address", text, {}, "rule/address")


def _wifi(situation: Situation, home: PropertyFacts, where: str) -> Fact:
    is_open = is_confirmed(situation)
    text = f"The Wi-Fi network is {home.wifi_name}." if home.wifi_name else "There is Wi-Fi."
    if home.wifi_password:
        later = "The Wi-Fi password is sent once the booking is confirmed."
        text += f" The Wi-Fi password is {home.wifi_password}" if is_open else f" {later}"
    data: dict[str, object] = {
        "name": home.wifi_name,
        "secrets": (home.wifi_password,) if home.wifi_password else (),
        "open": is_open,
        "until": situation.stay.check_out if situation.stay else None,
    }
    return Fact("property:wifi", "property", f"{home.name} › Wi-Fi", text, data, where, secret=True)


def _house_rules(home: PropertyFacts, where: str) -> Iterator[Fact]:
    if home.pets_allowed is not None:
        text = "Pets are allowed." if home.pets_allowed else "Pets are not allowed."
        text += f" {home.pets_text}" if home.pets_text else ""
        data: dict[str, object] = {"topic": "pets", "allowed": home.pets_allowed}
        yield Fact("property:pets", "property", f"{home.name} › Pets", text, data, where)
    if home.smoking_allowed is not None:
        text = "Smoking is allowed." if home.smoking_allowed else "Smoking is not allowed."
        data = {"topic": "smoking", "allowed": home.smoking_allowed}
        yield Fact("property:smoking", "property", f"{home.name} › Smoking", text, data, where)


def _stay_facts(situation: Situation) -> Iterator[Fact]:
    stay = situation.stay
    if stay is None:
        return
    arrive, leave = situation.local(stay.check_in), situation.local(stay.check_out)
    label, where = f"Booking {say_span(arrive, leave)}", f"stay/{stay.id}"
    text = (
        f"The {_status_word(stay.status)} is from {say_day(arrive)}, {say_time(arrive)}"
        f" to {say_day(leave)}, {say_time(leave)}."
    )
    data: dict[str, object] = {"check_in": arrive, "check_out": leave, "status": stay.status}
    yield Fact("stay:dates", "reservation", label, text, data, where)
    if stay.guests:
        text = f"The booking is for {stay.guests} guests."
        yield Fact("stay:guests", "reservation", label, text, {"guests": stay.guests}, where)
    yield _door_code(situation, stay, label, where)


def _status_word(status: StayStatus) -> str:
    words = {"inquiry": "inquiry", "pending": "request", "confirmed": "booking", "cancelled": "cancelled booking"}
    return words[status]


def _door_code(situation: Situation, stay: StayFacts, label: str, where: str) -> Fact:
    """The code while it may be told; before, when it is sent; after, that it has ended."""
    start, end = (situation.local(moment) for moment in _code_window(stay))
    is_open = may_enter(situation) and bool(stay.door_code)
    data: dict[str, object] = {
        "secrets": (stay.door_code,) if stay.door_code else (),
        "open": is_open,
        "from": start,
        "until": end,
        "door": stay.door_name,
    }
    text = _door_code_text(situation, stay, start, end)
    kind: FactKind = "reservation" if stay.status == "confirmed" else "policy"
    return Fact("stay:door_code", kind, f"Door code · {label}", text, data, where, secret=True)


def _door_code_text(situation: Situation, stay: StayFacts, start: datetime, end: datetime) -> str:
    if stay.status != "confirmed":
        return "The door code is sent once the booking is confirmed."
    if situation.now > end:
        return f"The door code ended on {say_day(end)} at {say_time(end)}."
    if situation.now < start:
        return f"The door code is sent on {say_day(start)} at {say_time(start)}."
    if not stay.door_code:
        return "The door code is not set yet."
    door = f" for the {stay.door_name}" if stay.door_name else ""
    return f"The door code{door} is {stay.door_code}. It works until {say_day(end)}, {say_time(end)}."


def _calendar_facts(situation: Situation) -> Iterator[Fact]:
    if situation.turnover is None or situation.stay is None or situation.property is None:
        return
    where = f"calendar/{situation.property.id}"
    yield _arrival_day(situation, situation.stay, situation.turnover, where)
    yield _departure_day(situation, situation.stay, situation.turnover, where)


def _arrival_day(situation: Situation, stay: StayFacts, turnover: Turnover, where: str) -> Fact:
    arrive = situation.local(stay.check_in)
    before = situation.local(turnover.previous_checkout) if turnover.previous_checkout else None
    if before is None or before.date() < arrive.date():
        text = f"The home is free before check-in on {say_day(arrive)}: nobody leaves that day."
        return Fact("calendar:arrival", "calendar", f"Free before {say_day(arrive)}", text, {"free": True}, where)
    ready = before + timedelta(hours=turnover.cleaning_hours)
    text = (
        f"Another guest leaves on {say_day(before)} at {say_time(before)}. Cleaning takes"
        f" {_hours_word(turnover.cleaning_hours)}, so the home is ready at {say_time(ready)} at the earliest."
    )
    data: dict[str, object] = {"free": False, "leaves": before, "earliest": ready, "hours": turnover.cleaning_hours}
    return Fact("calendar:arrival", "calendar", f"Previous guest leaves {say_day(before)}", text, data, where)


def _departure_day(situation: Situation, stay: StayFacts, turnover: Turnover, where: str) -> Fact:
    leave = situation.local(stay.check_out)
    after = situation.local(turnover.next_checkin) if turnover.next_checkin else None
    if after is None or after.date() > leave.date():
        text = f"The home is free after checkout on {say_day(leave)}: nobody arrives that day."
        return Fact("calendar:departure", "calendar", f"Free after {say_day(leave)}", text, {"free": True}, where)
    latest = after - timedelta(hours=turnover.cleaning_hours)
    text = (
        f"The next guest arrives on {say_day(after)} at {say_time(after)}. Cleaning takes"
        f" {_hours_word(turnover.cleaning_hours)}, so the home must be empty by {say_time(latest)} at the latest."
    )
    data: dict[str, object] = {"free": False, "arrives": after, "latest": latest, "hours": turnover.cleaning_hours}
    return Fact("calendar:departure", "calendar", f"Next arrival {say_day(after)}", text, data, where)


def _hours_word(hours: float) -> str:
    return "1 hour" if hours == 1 else f"{hours:g} hours"


def _policy_facts(situation: Situation) -> Iterator[Fact]:
    policies = situation.policies
    yield Fact(
        "policy:early_checkin", "policy", "Rule › Early check-in",
        _exception_text("Early check-in", policies.early_checkin, "from", policies.earliest_checkin,
                        policies.early_checkin_fee),
        {"mode": policies.early_checkin, "from": policies.earliest_checkin}, "rule/early-check-in",
    )  # fmt: skip
    yield Fact(
        "policy:late_checkout", "policy", "Rule › Late checkout",
        _exception_text("Late checkout", policies.late_checkout, "until", policies.latest_checkout,
                        policies.late_checkout_fee),
        {"mode": policies.late_checkout, "until": policies.latest_checkout}, "rule/late-checkout",
    )  # fmt: skip
    if policies.emergency_contact:
        text = f"In an emergency, guests call {policies.emergency_contact}."
        data = {"contact": policies.emergency_contact}
        yield Fact("policy:emergency", "policy", "Rule › Emergency contact", text, data, "rule/emergency")


def _exception_text(what: str, mode: Leeway, word: str, limit: time | None, fee: str | None) -> str:
    if mode == "never":
        return f"{what} is not offered."
    text = f"{what} is possible when the calendar is free" + (f", {word} {say_time(limit)}" if limit else "")
    text += ". A person of the house confirms it." if mode == "ask" else "."
    return text + (f" It costs {fee}." if fee else "")


def _knowledge_facts(situation: Situation) -> Iterator[Fact]:
    home = situation.property
    for passage in situation.knowledge:
        if passage.property_id is not None and (home is None or passage.property_id != home.id):
            continue  # another home's manual
        yield _knowledge_fact(situation, passage)


def _knowledge_fact(situation: Situation, passage: Passage) -> Fact:
    """A passage as a fact. One that spells out a code is closed whenever the door code would be."""
    told = passage.title and passage.title.casefold() != passage.source.casefold()
    label = f"{passage.source} › {passage.title}" if told else passage.source
    where = passage.where or f"knowledge/{passage.id}"
    codes = mask.codes_in(passage.text)
    data: dict[str, object] = {"title": passage.title}
    text = passage.text
    if codes:
        is_open = may_enter(situation)
        data |= {"secrets": codes, "open": is_open}
        if situation.stay:
            data["from"], data["until"] = _code_window(situation.stay)
        text = text if is_open else mask.blot(text, codes)
    return Fact(f"knowledge:{passage.id}", "knowledge", label, text, data, where, secret=bool(codes))


def _message_facts(situation: Situation) -> Iterator[Fact]:
    """What a person of the house has already told this guest. Guests' and the assistant's lines prove nothing."""
    secrets = secrets_of(situation)
    for line in situation.history:
        if line.who != "host":
            continue
        day = say_day(situation.local(line.at))
        # A code told for another stay or day would look like a source: it is made unreadable here.
        text = mask.blot(shorten(line.text, 600), (*secrets, *mask.codes_in(line.text)))
        yield Fact(f"message:{line.id}", "message", f"Message {day}", text, {}, line.where or f"message/{line.id}")
