"""Quiet hours over every moment and every place: what is let go is by day wherever they may be (R79–R86)."""

from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casa.core.consent import calendar
from casa.core.consent.gate import hours
from casa.core.consent.gate.hours import marketing_hours, next_open, service_hours, windows, wishes
from casa.core.consent.places import ZONES, area_states, place_of, state_of_zip, table

STATES = sorted(code for code in windows() if len(code) == 2 and code != "US")
MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minute: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
AREAS = st.sampled_from([row["area_code"] for row in table("area_codes.csv")] + [""])
PLACES = st.builds(
    place_of, AREAS, st.just("US"), st.sampled_from(["", *STATES]), st.sampled_from(["", "10001", "96801", "79901"]),
    st.sampled_from(["", "America/Chicago", "Europe/Paris"]),
)  # fmt: skip


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def plainly_open(place, moment):
    """The rules said once more, as simply as they can be: by the clock of every zone of every state."""
    if not place.zones:
        return row_open("US-UNKNOWN", "America/New_York", moment)
    floor = all(row_open("US", zone, moment) for zone in place.zones)
    own = all(row_open(code, zone, moment) for state in place.states for zone in ZONES[state] for code in rows(state))
    strays = place.zones - {zone for state in place.states for zone in ZONES[state]}
    return floor and own and all(row_open("US-DEFAULT", zone, moment) for zone in strays)


def rows(state):
    if state not in windows():
        return ["CA-CRTC"] if state in hours.PROVINCES else ["US-DEFAULT"]
    return [state] if windows()[state].sure else [state, "US-DEFAULT"]


def row_open(code, zone, moment):
    local = moment.astimezone(ZoneInfo(zone))
    span = windows()[code].span(local.date())
    return span is not None and span[0] <= local.time() < span[1]


@settings(max_examples=400)
@given(PLACES, MOMENTS)
def test_an_offer_leaves_by_day_everywhere_it_may_arrive(place, moment):
    opens, shut = next_open(marketing_hours(place), moment)
    assert (shut is None) == plainly_open(place, moment)
    assert opens >= moment
    if shut is None:
        assert opens == moment
    elif opens - moment < hours.LOOK_AHEAD:
        assert plainly_open(place, opens), "the moment it is held until is allowed itself"


@settings(max_examples=150)
@given(PLACES, MOMENTS)
def test_it_is_held_no_longer_than_needed(place, moment):
    """At no quarter of an hour before the end of the hold was it open."""
    opens, _ = next_open(marketing_hours(place), moment)
    step = moment
    while step < min(opens, moment + timedelta(days=4)):
        assert not plainly_open(place, step)
        step += timedelta(minutes=15)


@settings(max_examples=200)
@given(PLACES, MOMENTS, st.times(), st.times())
def test_a_wish_holds_together_with_everything_else(place, moment, starts, ends):
    asked = wishes(place, [(starts, ends)])
    opens, _ = next_open(marketing_hours(place) + asked, moment)
    if opens - moment < hours.LOOK_AHEAD:
        assert plainly_open(place, opens)
        for zone in place.zones or ["America/New_York"]:
            local = opens.astimezone(ZoneInfo(zone)).time()
            allowed = starts <= local < ends if starts < ends else (local >= starts or local < ends)
            assert allowed or starts == ends


@given(PLACES, MOMENTS)
@settings(max_examples=100)
def test_service_goes_by_day(place, moment):
    opens, _ = next_open(service_hours(place), moment)
    if opens - moment < hours.LOOK_AHEAD:
        assert all(8 <= opens.astimezone(ZoneInfo(zone)).hour < 20 for zone in place.zones)


CASES = [
    # where, when (UTC), open?
    ("828", utc(2026, 11, 18, 14, 0), True, "nine in the morning in North Carolina"),
    ("828", utc(2026, 11, 18, 13, 59), False, "a minute before"),
    ("828", utc(2026, 11, 19, 1, 0), False, "eight in the evening: the end is not in it"),
    ("305", utc(2026, 11, 18, 13, 59), False, "Florida: eight in Miami is seven in Pensacola"),
    ("305", utc(2026, 11, 18, 14, 0), True, "nine in Miami, eight in Pensacola"),
    ("305", utc(2026, 11, 19, 0, 59), True, "before eight in Miami"),
    ("305", utc(2026, 11, 19, 1, 0), False, "Florida ends at eight"),
    ("502", utc(2026, 11, 18, 15, 59), False, "Kentucky begins at ten, and in both zones"),
    ("502", utc(2026, 11, 18, 16, 0), True, "ten in its western half"),
    ("512", utc(2026, 11, 22, 18, 59), False, "Texas on a Sunday begins at noon, also in El Paso"),
    ("512", utc(2026, 11, 22, 19, 0), True, "noon in El Paso"),
    ("401", utc(2026, 11, 18, 22, 59), True, "Rhode Island before six"),
    ("401", utc(2026, 11, 18, 23, 0), False, "Rhode Island ends at six"),
    ("401", utc(2026, 11, 22, 18, 0), False, "and has no Sundays"),
    ("205", utc(2026, 11, 22, 18, 0), False, "nor has Alabama"),
    ("215", utc(2026, 11, 26, 18, 0), False, "Pennsylvania on Thanksgiving"),
    ("828", utc(2026, 11, 26, 18, 0), True, "North Carolina on Thanksgiving"),
    ("504", utc(2026, 2, 17, 18, 0), False, "Louisiana on Mardi Gras"),
    ("480", utc(2026, 7, 15, 16, 0), True, "Arizona keeps no daylight time: nine in Phoenix, ten among the Navajo"),
    ("480", utc(2026, 7, 15, 15, 30), False, "half past eight in Phoenix"),
    ("416", utc(2026, 11, 21, 15, 59), False, "Canada on a Saturday begins at ten, in both of Ontario's zones"),
    ("416", utc(2026, 11, 21, 16, 0), True, "ten in Kenora"),
    ("", utc(2026, 11, 18, 16, 59), False, "nobody knows where: noon in New York"),
    ("", utc(2026, 11, 18, 17, 0), True, "noon in New York"),
    ("", utc(2026, 11, 22, 18, 0), False, "nobody knows where, on a Sunday"),
]


@pytest.mark.parametrize(("area", "moment", "is_open", "why"), CASES)
def test_the_clock_of_some_places(area, moment, is_open, why):
    assert (next_open(marketing_hours(place_of(area, "US")), moment)[1] is None) is is_open, why


def test_a_change_of_clocks_moves_no_wall_clock():
    """R81: eight in the morning of the day that loses an hour and of the day that has one twice."""
    place = place_of("206", "US")
    assert next_open(marketing_hours(place), utc(2026, 3, 8, 12))[0] == utc(2026, 3, 8, 15), "eight, daylight time"
    assert next_open(marketing_hours(place), utc(2026, 11, 1, 12))[0] == utc(2026, 11, 1, 16), "eight, standard time"


def test_the_strictest_of_all_evidence_decides():
    """R80: a New York number whose owner lives in California."""
    both = place_of("212", "US", "CA")
    assert next_open(marketing_hours(both), utc(2026, 11, 18, 15))[0] == utc(2026, 11, 18, 17), "nine in California"
    assert both.source == "area code, profile"


def test_nobody_is_thought_to_be_where_the_business_is():
    """R84."""
    assert place_of("", "US").zones == frozenset()
    assert place_of("", "GB").zones == {"Europe/London"}


def test_the_tables_are_whole():
    assert len(STATES) == 52, "fifty states, the District of Columbia and Puerto Rico"
    assert {area_states(row["area_code"]) for row in table("area_codes.csv")} >= {(state,) for state in STATES}
    assert all(ZoneInfo(zone) for zones in ZONES.values() for zone in zones)
    assert all(windows()[state].statute for state in STATES)
    assert [state_of_zip(code) for code in ("28801", "10001", "99501", "00901", "9")] == ["NC", "NY", "AK", "PR", ""]


def test_a_row_is_its_own_hours():
    span = windows()["RI"].span
    assert span(date(2026, 11, 18)) == (time(9), time(18))
    assert span(date(2026, 11, 21)) == (time(10), time(17))
    assert span(date(2026, 11, 22)) is None
    assert span(date(2026, 12, 25)) is None


def test_the_table_of_holidays_is_the_librarys():
    written = files("casa.core.consent").joinpath("data", calendar.FILE).read_text("utf-8")
    assert written.splitlines() == list(calendar.rows())
    off = {code for code, row in windows().items() if row.holidays and code in ZONES}
    assert off <= set(calendar.PLACES), "a state that heeds holidays is not in the table"


def test_a_year_that_is_not_in_the_table_is_asked_of_the_library():
    assert date(2060, 7, 4) in calendar.days_off("US", 2060)
    assert date(2060, 7, 1) in calendar.days_off("CA", 2060)
