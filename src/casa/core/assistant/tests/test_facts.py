from datetime import datetime

import pytest

from casa.core.assistant.facts import Fact, Line, Passage, Turnover, gather
from casa.core.assistant.tests.worlds import (
    AFTER,
    BEFORE,
    CODE,
    DURING,
    WIFI_PASSWORD,
    at,
    situation,
    with_home,
    with_stay,
)


def by_id(**changes: object) -> dict[str, Fact]:
    return {fact.id: fact for fact in gather(situation(**changes))}


def test_labels_say_what_a_host_would_say() -> None:
    facts = by_id()
    assert facts["stay:dates"].label == "Booking 12–16 Oct"
    assert facts["calendar:departure"].label == "Next arrival Fri 16 Oct"
    assert facts["knowledge:heating"].label == "House manual › Heating"
    assert facts["property:wifi"].label == "Juniper Cottage › Wi-Fi"


def test_ids_are_unique_and_every_fact_has_a_place() -> None:
    facts = gather(situation())
    assert len({fact.id for fact in facts}) == len(facts)
    assert all(fact.where and fact.label and fact.text for fact in facts)


@pytest.mark.parametrize(
    ("now", "status", "told"),
    [
        (DURING, "confirmed", True),
        (at(12, 12), "confirmed", True),
        (at(12, 11, 59), "confirmed", False),
        (BEFORE, "confirmed", False),
        (AFTER, "confirmed", False),
        (DURING, "inquiry", False),
        (DURING, "pending", False),
        (DURING, "cancelled", False),
    ],
)
def test_the_door_code_stands_in_a_fact_only_inside_its_window(now: datetime, status: str, told: bool) -> None:
    facts = by_id(now=now, stay=with_stay(status=status))
    assert (CODE in facts["stay:door_code"].text) is told
    assert facts["stay:door_code"].opens(now) is told
    assert any(CODE in fact.text for fact in facts.values()) is told


@pytest.mark.parametrize(("status", "told"), [("confirmed", True), ("inquiry", False), ("cancelled", False)])
def test_the_wifi_password_and_the_address_come_with_a_booking(status: str, told: bool) -> None:
    facts = by_id(now=BEFORE, stay=with_stay(status=status))
    assert (WIFI_PASSWORD in facts["property:wifi"].text) is told
    assert ("property:address" in facts) is told
    assert ("policy:address" in facts) is not told


def test_a_code_in_the_manual_is_closed_like_the_door() -> None:
    manual = (Passage("gate", "p1", "Gate", "The gate code is 7713. Push hard."),)
    assert "7713" in by_id(knowledge=manual)["knowledge:gate"].text
    closed = by_id(knowledge=manual, now=BEFORE)["knowledge:gate"]
    assert "7713" not in closed.text
    assert closed.secrets == ("7713",)
    assert not closed.opens(BEFORE)


def test_a_code_in_a_spanish_manual_is_closed_and_a_battery_is_no_code() -> None:
    manual = (
        Passage("gate", "p1", "Puerta", "El código del portón es 7713."),
        Passage("pad", "p1", "Keypad", "If the keypad blinks, use the 9-volt battery."),
    )
    facts = by_id(knowledge=manual, now=BEFORE)
    assert "7713" not in facts["knowledge:gate"].text
    assert "9-volt" in facts["knowledge:pad"].text
    assert not facts["knowledge:pad"].secret


def test_a_code_in_an_old_message_is_no_source() -> None:
    history = (Line("m9", at(1, 9), "host", "The code is 5555 and the garage is open."),)
    text = by_id(history=history)["message:m9"].text
    assert "5555" not in text
    assert "garage" in text


def test_what_guests_and_the_assistant_wrote_proves_nothing() -> None:
    history = (Line("a", at(1, 9), "guest", "Pets are free"), Line("b", at(1, 9), "assistant", "Pets are free"))
    assert not [fact for fact in by_id(history=history).values() if fact.kind == "message"]


def test_another_homes_manual_stays_out() -> None:
    manual = (Passage("x", "p2", "Pool", "There is a pool."), Passage("y", None, "Town", "Market on Saturday."))
    facts = by_id(knowledge=manual)
    assert "knowledge:x" not in facts
    assert "knowledge:y" in facts


def test_the_calendar_computes_what_is_possible() -> None:
    facts = by_id(turnover=Turnover(at(12, 10), at(16, 17), 2.5))
    assert facts["calendar:arrival"].data["earliest"] == at(12, 12, 30)
    assert facts["calendar:departure"].data["latest"] == at(16, 14, 30)
    free = by_id(turnover=Turnover(at(11, 11), at(17, 15)))
    assert free["calendar:arrival"].data == {"free": True}
    assert free["calendar:departure"].data == {"free": True}


def test_unknown_is_left_out_not_guessed() -> None:
    home = with_home(pets_allowed=None, wifi_name=None, wifi_password=None, parking_text=None, amenities=())
    facts = by_id(property=home, turnover=None, stay=None)
    ids = set(facts)
    assert not ids & {"property:pets", "property:wifi", "property:parking", "property:amenities"}
    assert not [name for name in ids if name.startswith(("calendar:", "stay:"))]


def test_naive_times_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        gather(situation(now=datetime(2026, 10, 13)))  # noqa: DTZ001
