"""When messages are due: pure, by the clock of the home, on the days the clocks change as on any other."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.campaigns.plan import DAY, STAY, VISIT, Rule, Stay, Visit, for_stays, for_visits
from casa.lib.ids import new_id

NEW_YORK = ZoneInfo("America/New_York")
STEP, SUBJECT = new_id(), new_id()


def at(*when, zone=NEW_YORK):
    return datetime(*when, tzinfo=zone).astimezone(UTC)


def stay(arrival=(2026, 12, 10, 16), departure=(2026, 12, 14, 11), booked_at=(2026, 11, 22, 9), booked=True):
    return Stay(SUBJECT, booked, at(*booked_at) if booked_at else None, at(*arrival), at(*departure), NEW_YORK)


def visit(begins=(2026, 12, 10, 10), made=(2026, 11, 22, 9), moved=None, kept=True):
    begin = at(*begins)
    return Visit(SUBJECT, kept, at(*made), at(*moved) if moved else None, begin, begin + timedelta(hours=1), NEW_YORK)


def only(found):
    assert len(found) == 1
    return next(iter(found.values()))


@pytest.mark.parametrize(
    ("trigger", "offset", "hour", "expected"),
    [
        ("booked", 0, None, (2026, 11, 22, 9)),
        ("booked", 60, None, (2026, 11, 22, 10)),
        ("booked", DAY, 10, (2026, 11, 23, 10)),
        ("before_arrival", -3 * DAY, 9, (2026, 12, 7, 9)),
        ("before_arrival", -120, None, (2026, 12, 10, 14)),
        ("in_stay", DAY, 10, (2026, 12, 11, 10)),
        ("in_stay", 0, 9, (2026, 12, 10, 16)),  # not before they may come in
        ("after_checkout", 0, 9, (2026, 12, 14, 11)),  # not before they have left
        ("after_checkout", DAY, 10, (2026, 12, 15, 10)),
    ],
)
def test_a_stay_by_the_clock_of_its_home(trigger, offset, hour, expected):
    assert only(for_stays([Rule(STEP, trigger, offset, hour)], [stay()])).at == at(*expected)


@pytest.mark.parametrize(
    ("trigger", "offset", "hour", "expected"),
    [
        ("appointment_made", 0, None, (2026, 11, 22, 9)),
        ("before_appointment", -DAY, None, (2026, 12, 9, 10)),
        ("before_appointment", -DAY, 17, (2026, 12, 9, 17)),
        ("before_appointment", -120, None, (2026, 12, 10, 8)),
    ],
)
def test_an_appointment_by_the_clock_of_the_firm(trigger, offset, hour, expected):
    assert only(for_visits([Rule(STEP, trigger, offset, hour)], [visit()])).at == at(*expected)


def test_nine_in_the_morning_is_nine_in_the_morning_in_winter_and_summer():
    """A day before the clocks go forward in New York, and a day before they go back."""
    for arrival in ((2026, 3, 9, 16), (2026, 11, 2, 16)):
        there = stay(arrival=arrival, departure=(2026, 12, 1, 11), booked_at=None)
        found = only(for_stays([Rule(STEP, "before_arrival", -2 * DAY, 9)], [there]))
        assert found.at.astimezone(NEW_YORK).hour == 9
        found = only(for_stays([Rule(STEP, "before_arrival", -DAY, 9)], [there]))
        assert found.at.astimezone(NEW_YORK).hour == 9


def test_an_hour_that_does_not_exist_is_the_one_after_it():
    there = stay(arrival=(2026, 3, 9, 16), departure=(2026, 3, 12, 11), booked_at=None)
    found = only(for_stays([Rule(STEP, "before_arrival", -DAY, 2)], [there]))
    assert found.at.astimezone(NEW_YORK).hour == 3


def test_what_would_come_after_the_end_of_it_is_not_wanted():
    """A stay that was shortened to two nights gets nothing on the fourth day."""
    short = stay(departure=(2026, 12, 12, 11))
    assert for_stays([Rule(STEP, "in_stay", 3 * DAY, 10)], [short]) == {}
    assert for_stays([Rule(STEP, "in_stay", 3 * DAY, 10)], [stay()]) != {}


@pytest.mark.parametrize("trigger", sorted(STAY))
def test_what_is_not_booked_gets_nothing(trigger):
    assert for_stays([Rule(STEP, trigger, -DAY if "before" in trigger else DAY)], [stay(booked=False)]) == {}


@pytest.mark.parametrize("trigger", sorted(VISIT))
def test_what_is_not_kept_gets_nothing(trigger):
    rule = Rule(STEP, trigger, -DAY if "before" in trigger else 0)
    assert for_visits([rule], [visit(kept=False, moved=(2026, 11, 23, 9))]) == {}


def test_a_move_is_another_occasion_and_moving_back_is_the_old_one():
    rule = Rule(STEP, "before_appointment", -DAY)
    first, second = (only(for_visits([rule], [visit(begins=(2026, 12, day, 10))])) for day in (10, 11))
    assert first.key != second.key
    assert only(for_visits([rule], [visit(moved=(2026, 11, 23, 9))])).key == first.key


def test_only_what_was_moved_is_told_of_a_move():
    rule = Rule(STEP, "appointment_moved", 0)
    assert for_visits([rule], [visit()]) == {}
    assert only(for_visits([rule], [visit(moved=(2026, 11, 23, 9))])).at == at(2026, 11, 23, 9)


moments = st.integers(0, 2 * 365 * DAY).map(lambda minutes: at(2026, 1, 1) + timedelta(minutes=minutes))
zones = st.sampled_from(["America/New_York", "Europe/Lisbon", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]).map(
    ZoneInfo
)
offsets = st.integers(-60 * DAY, 60 * DAY)


@given(
    st.sampled_from(sorted(STAY)), offsets, st.none() | st.integers(0, 23), moments, moments, st.integers(1, 90), zones
)
def test_nothing_is_due_when_it_makes_no_sense(trigger, offset, hour, booked_at, begins, nights, zone):
    ends = begins + timedelta(days=nights)
    for found in for_stays(
        [Rule(STEP, trigger, offset, hour)], [Stay(SUBJECT, True, booked_at, begins, ends, zone)]
    ).values():
        assert found.at < found.until
        if trigger == "before_arrival":
            assert found.at < begins
        elif trigger == "in_stay":
            assert begins <= found.at < ends
        elif trigger == "after_checkout":
            assert found.at >= ends
        else:
            assert booked_at <= found.at < ends
        if hour is not None and found.at not in (begins, ends, booked_at):
            local = found.at.astimezone(zone)
            assert (local.hour - hour) % 24 in (0, 1), "the hour itself, or the one after one that does not exist"
