"""The door code: told inside its window and nowhere else."""

from datetime import datetime

from casa.core.assistant.compose.desk import UNKNOWN, Answer, Desk
from casa.core.assistant.compose.draft import Claim


def door_code(desk: Desk, ask: str) -> Answer:
    """The code inside its window; otherwise when it is sent. Nothing else may say a code."""
    fact, stay = desk.facts.get("stay:door_code"), desk.situation.stay
    if fact is None or stay is None:
        return UNKNOWN
    if fact.opens(desk.situation.now):
        return Answer((_open_code(desk),))
    start, end = fact.data["from"], fact.data["until"]
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
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
    return desk.claim(
        key, fact.id, code=stay.door_code, door=stay.door_name, day=desk.day(until), time=desk.clock(until)
    )
