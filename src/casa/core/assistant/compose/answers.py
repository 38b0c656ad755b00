"""Answers from what is known about the home and the stay: one small function an intent."""

import re
from collections.abc import Callable
from datetime import datetime

from casa.core.assistant.compose.desk import UNKNOWN, Answer, Desk
from casa.core.assistant.compose.door import door_code
from casa.core.assistant.compose.draft import Claim
from casa.core.assistant.compose.exceptions import early_checkin, late_checkout, usual_moment
from casa.core.assistant.compose.knowledge import from_manual
from casa.core.assistant.concepts import concepts_in
from casa.core.assistant.facts import is_confirmed, may_enter, readable
from casa.core.assistant.text import content_stems
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
    asked, usual = asked_time(ask, afternoon_below=12), usual_moment(desk, "early")
    if usual is None or asked is None:
        return UNKNOWN
    at_night = asked.hour >= _LATE_EVENING or asked.hour < _EARLY_MORNING
    if not at_night and (asked.hour, asked.minute) < (usual.hour, usual.minute):
        return early_checkin(desk, ask)
    if at_night:
        return Answer((_hours_claim(desk, "checkin", "property:checkin", usual),), complete=False)
    return Answer((desk.claim("checkin_fits", "property:checkin", "stay:dates", time=desk.clock(usual)),))


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


_LIST_JOINT = re.compile(r"\s*,\s*(?:and |or |y |o |et |ou )?|\s+(?:and|or|y|e|o|et|ou)\s+", re.I)


def amenity(desk: Desk, ask: str) -> Answer:
    """What of the things asked for the home has: by its list, then by the manual, thing by thing.

    What neither names is open, not a no: lists are rarely complete.
    """
    parts = [part for part in _LIST_JOINT.split(ask) if content_stems(part)]
    answers = [_one_amenity(desk, part if len(parts) > 1 else ask) for part in parts]
    listed = tuple(name for part in parts for name in _wanted(part))
    first = _listed(desk, listed)
    claims = [*first.claims, *(claim for answer in answers for claim in answer.claims)]
    left_open = tuple(part for part, answer in zip(parts, answers, strict=True) if not answer.complete)
    return Answer(tuple(dict.fromkeys(claims)), not left_open, left_open if len(parts) > 1 else ())


def _wanted(part: str) -> tuple[str, ...]:
    return tuple(name for name in concepts_in(part) if name not in ("pets", "smoking", "luggage"))


def _one_amenity(desk: Desk, part: str) -> Answer:
    """Open unless every thing in `part` is on the list or a passage of the manual speaks of it."""
    wanted = _wanted(part)
    if wanted and _listed(desk, wanted).complete:
        return Answer()
    named = listed_by_name(desk, part)
    if named.complete:
        return named
    return from_manual(desk, part, only_sure=True)


def listed_by_name(desk: Desk, part: str) -> Answer:
    """A listed thing that no table of concepts knows: a piano, a record player."""
    asked = set(content_stems(part))
    home = desk.situation.property
    listed = readable(home.amenities) if home else ()
    things = [item for item in listed if content_stems(item) and set(content_stems(item)) <= asked]
    if not things:
        return UNKNOWN
    return Answer((desk.claim("amenity", "property:amenities", things=", ".join(things)),))


def _listed(desk: Desk, wanted: tuple[str, ...]) -> Answer:
    home = desk.situation.property
    listed = readable(home.amenities) if home else ()
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
