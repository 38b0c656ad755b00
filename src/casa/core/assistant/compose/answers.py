"""Answers from what is known about the home and the stay: one small function an intent."""

from collections.abc import Callable
from datetime import datetime

from casa.core.assistant.compose.desk import UNKNOWN, Answer, Desk
from casa.core.assistant.compose.draft import Claim
from casa.core.assistant.compose.exceptions import early_checkin, late_checkout, usual_moment
from casa.core.assistant.concepts import concepts_in
from casa.core.assistant.facts import is_confirmed, may_enter
from casa.core.assistant.when import asked_time

_LATE_EVENING, _EARLY_MORNING = 22, 6  # an arrival between these hours is for a person to agree to


def wifi(desk: Desk, ask: str) -> Answer:
    """Network and password; the password only with a booking."""
    home, fact = desk.situation.property, desk.facts.get("property:wifi")
    if home is None or fact is None:
        return UNKNOWN
    if home.wifi_password and not fact.opens(desk.situation.now):
        return Answer((desk.claim("wifi_later", fact.id),))
    key = "wifi_both" if home.wifi_name and home.wifi_password else "wifi_name" if home.wifi_name else "wifi_password"
    return Answer((desk.claim(key, fact.id, name=home.wifi_name, password=home.wifi_password),))


def checkin_time(desk: Desk, ask: str) -> Answer:
    """When the stay begins. With an earlier hour in the question it is a wish for an early check-in."""
    asked, usual = asked_time(ask), usual_moment(desk, "early")
    if usual is None:
        return UNKNOWN
    if asked and _EARLY_MORNING <= asked.hour < usual.hour:
        return early_checkin(desk, ask)
    return Answer((_hours_claim(desk, "checkin", "property:checkin", usual),))


def checkout_time(desk: Desk, ask: str) -> Answer:
    """When the stay ends. With a later hour in the question it is a wish for a late checkout."""
    asked, usual = asked_time(ask), usual_moment(desk, "late")
    if usual is None:
        return UNKNOWN
    if asked and (asked.hour, asked.minute) > (usual.hour, usual.minute):
        return late_checkout(desk, ask)
    return Answer((_hours_claim(desk, "checkout", "property:checkout", usual),))


def _hours_claim(desk: Desk, key: str, fact_id: str, usual: object) -> Claim:
    if isinstance(usual, datetime):
        return desk.claim(f"{key}_day", "stay:dates", time=desk.clock(usual), day=desk.day(usual))
    return desk.claim(key, fact_id, time=desk.clock(usual))


def arrival_info(desk: Desk, ask: str) -> Answer:
    """The guest says or asks when they come: early is an exception, in the night a person agrees."""
    asked, usual = asked_time(ask), usual_moment(desk, "early")
    if usual is None or asked is None:
        return UNKNOWN
    at_night = asked.hour >= _LATE_EVENING or asked.hour < _EARLY_MORNING
    if not at_night and (asked.hour, asked.minute) < (usual.hour, usual.minute):
        return early_checkin(desk, ask)
    return Answer((_hours_claim(desk, "checkin", "property:checkin", usual),), complete=not at_night)


def door_code(desk: Desk, ask: str) -> Answer:
    """The code inside its window; otherwise when it is sent. Nothing else may say a code."""
    fact, stay = desk.facts.get("stay:door_code"), desk.situation.stay
    if fact is None or stay is None:
        return UNKNOWN
    if fact.opens(desk.situation.now):
        return Answer((_open_code(desk),))
    start, end = fact.data["from"], fact.data["until"]
    assert isinstance(start, datetime) and isinstance(end, datetime)
    if stay.status != "confirmed":
        return Answer((desk.claim("code_after_booking", fact.id),))
    if desk.situation.now > end:
        return Answer((desk.claim("code_ended", fact.id, day=desk.day(end), time=desk.clock(end)),))
    if desk.situation.now < start:
        return Answer((desk.claim("code_later", fact.id, day=desk.day(start), time=desk.clock(start)),))
    return Answer((desk.claim("code_unset", fact.id),), complete=False)


def _open_code(desk: Desk) -> Claim:
    stay, fact = desk.situation.stay, desk.facts["stay:door_code"]
    assert stay is not None
    until = fact.data["until"]
    key = "code_door" if stay.door_name else "code"
    values = {"code": stay.door_code, "door": stay.door_name, "day": desk.day(until), "time": desk.clock(until)}
    return desk.claim(key, fact.id, **values)


def address(desk: Desk, ask: str) -> Answer:
    """Where the home is and how to get there; with a booking only."""
    home, fact = desk.situation.property, desk.facts.get("property:address")
    if fact is None or home is None:
        return Answer((desk.claim("address_later", "policy:address"),)) if "policy:address" in desk.facts else UNKNOWN
    claims = [desk.claim("address", fact.id, address=home.address)]
    if fact.data["map"]:
        claims.append(desk.claim("map", fact.id, url=fact.data["map"]))
    if "property:directions" in desk.facts and home.directions_text:
        claims.append(Claim(desk.quote(home.directions_text), ("property:directions",)))
    return Answer(tuple(claims))


def parking(desk: Desk, ask: str) -> Answer:
    """What the host wrote about parking, or that the list of amenities names it."""
    fact = desk.facts.get("property:parking")
    if fact is not None:
        return Answer((Claim(desk.quote(fact.text), (fact.id,)),))
    return _listed(desk, ("parking",))


def pets(desk: Desk, ask: str) -> Answer:
    """Whether pets may come, with the host's conditions."""
    fact, home = desk.facts.get("property:pets"), desk.situation.property
    if fact is None or home is None:
        return UNKNOWN
    claims = [desk.claim("pets_yes" if home.pets_allowed else "pets_no", fact.id)]
    if home.pets_text:
        claims.append(Claim(desk.quote(home.pets_text), (fact.id,)))
    return Answer(tuple(claims))


def smoking(desk: Desk, ask: str) -> Answer:
    """Whether smoking is allowed."""
    fact, home = desk.facts.get("property:smoking"), desk.situation.property
    if fact is None or home is None:
        return UNKNOWN
    return Answer((desk.claim("smoking_yes" if home.smoking_allowed else "smoking_no", fact.id),))


def capacity(desk: Desk, ask: str) -> Answer:
    """How many guests the home sleeps."""
    fact = desk.facts.get("property:capacity")
    if fact is None:
        return UNKNOWN
    return Answer((desk.claim("capacity", fact.id, count=fact.data["capacity"]),))


def stay_dates(desk: Desk, ask: str) -> Answer:
    """From when to when the guest has booked."""
    stay = desk.situation.stay
    if stay is None or not (is_confirmed(desk.situation) or may_enter(desk.situation)):
        return UNKNOWN
    first, last = (desk.day(desk.situation.local(moment)) for moment in (stay.check_in, stay.check_out))
    return Answer((desk.claim("stay", "stay:dates", first=first, last=last),))


def amenity(desk: Desk, ask: str) -> Answer:
    """What of the things asked for is on the list. What is not on it is open: lists are rarely complete."""
    wanted = tuple(name for name in concepts_in(ask) if name not in ("pets", "smoking", "luggage"))
    return _listed(desk, wanted)


def _listed(desk: Desk, wanted: tuple[str, ...]) -> Answer:
    home = desk.situation.property
    listed = home.amenities if home else ()
    found = {name: item for name in wanted for item in listed if name in concepts_in(item)}
    if not found:
        return UNKNOWN
    things = ", ".join(dict.fromkeys(found.values()))
    complete = all(name in found for name in wanted)
    return Answer((desk.claim("amenity", "property:amenities", things=things),), complete)


ANSWERS: dict[str, Callable[[Desk, str], Answer]] = {
    "wifi": wifi,
    "checkin_time": checkin_time,
    "checkout_time": checkout_time,
    "early_checkin": early_checkin,
    "late_checkout": late_checkout,
    "arrival_info": arrival_info,
    "door_code": door_code,
    "address": address,
    "parking": parking,
    "pets": pets,
    "smoking": smoking,
    "capacity": capacity,
    "stay_dates": stay_dates,
    "amenity": amenity,
}
