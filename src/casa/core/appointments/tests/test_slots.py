"""Free times of a day: inside opening hours, clear of everything else, right on the days the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.appointments.slots import Span, day_span, free_slots, open_spans

NEW_YORK, SYDNEY = ZoneInfo("America/New_York"), ZoneInfo("Australia/Sydney")
EVER = datetime(2000, 1, 1, tzinfo=UTC)
NINE_TO_FIVE = [(time(9), time(17))]


def local(zone, *when):
    return datetime(*when, tzinfo=zone).astimezone(UTC)


def test_a_plain_day():
    slots = free_slots(open_spans(date(2026, 11, 24), NINE_TO_FIVE, NEW_YORK), [], 60, 0, EVER)
    assert slots[0] == local(NEW_YORK, 2026, 11, 24, 9)
    assert slots[-1] == local(NEW_YORK, 2026, 11, 24, 16)
    assert len(slots) == 29


def test_nothing_begins_in_what_is_taken_nor_in_its_buffer():
    spans = open_spans(date(2026, 11, 24), NINE_TO_FIVE, NEW_YORK)
    busy = [Span(local(NEW_YORK, 2026, 11, 24, 11), local(NEW_YORK, 2026, 11, 24, 12, 30))]
    slots = free_slots(spans, busy, 60, 30, EVER)
    assert local(NEW_YORK, 2026, 11, 24, 9, 30) in slots, "an hour and its half hour end as the other begins"
    assert local(NEW_YORK, 2026, 11, 24, 9, 45) not in slots
    assert local(NEW_YORK, 2026, 11, 24, 12, 15) not in slots
    assert local(NEW_YORK, 2026, 11, 24, 12, 30) in slots
    assert local(NEW_YORK, 2026, 11, 24, 16) in slots, "only the work has to end by closing time"


def test_what_is_past_is_not_offered():
    spans = open_spans(date(2026, 11, 24), NINE_TO_FIVE, NEW_YORK)
    now = local(NEW_YORK, 2026, 11, 24, 15, 1)
    assert free_slots(spans, [], 60, 0, now) == [local(NEW_YORK, 2026, 11, 24, 15, 15 * n) for n in (1, 2, 3)] + [
        local(NEW_YORK, 2026, 11, 24, 16)
    ]


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 8), NEW_YORK, 23),
        (date(2026, 11, 1), NEW_YORK, 25),
        (date(2026, 10, 4), SYDNEY, 23),
        (date(2026, 4, 5), SYDNEY, 25),
        (date(2026, 11, 24), NEW_YORK, 24),
    ],
)
def test_a_day_has_the_hours_that_it_has(day, zone, hours):
    span = day_span(day, zone)
    assert span.ends - span.starts == timedelta(hours=hours)
    whole = open_spans(day, [(time(0), time(0))], zone)
    assert whole == [span]
    slots = free_slots(whole, [], 60, 0, EVER)
    assert len(slots) == hours * 4 - 3
    assert len(set(slots)) == len(slots)


def test_spans_that_touch_are_one_and_a_break_is_none():
    day = date(2026, 11, 24)
    joined = open_spans(day, [(time(13), time(17)), (time(9), time(13))], NEW_YORK)
    assert joined == open_spans(day, NINE_TO_FIVE, NEW_YORK)
    with_break = open_spans(day, [(time(9), time(12)), (time(13), time(17))], NEW_YORK)
    assert local(NEW_YORK, 2026, 11, 24, 11, 15) not in free_slots(with_break, [], 60, 0, EVER)


zones = st.sampled_from([NEW_YORK, SYDNEY, ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")])
days = st.dates(date(2026, 1, 1), date(2027, 12, 31)) | st.sampled_from(
    [date(2026, 3, 8), date(2026, 11, 1), date(2026, 3, 29), date(2026, 10, 25), date(2026, 10, 4), date(2026, 4, 5)]
)
clocks = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
weeks = st.lists(st.tuples(clocks, clocks), max_size=3)


@given(
    days,
    zones,
    weeks,
    st.lists(st.tuples(st.integers(0, 1500), st.integers(5, 300)), max_size=6),
    st.integers(5, 240),
    st.integers(0, 60),
)
def test_every_free_time_is_free_and_every_taken_one_is_missing(day, zone, hours, taken, minutes, buffer):
    hours = [(opens, closes) for opens, closes in hours if opens < closes or closes == time(0)]
    spans = open_spans(day, hours, zone)
    start = day_span(day, zone).starts
    busy = [Span(start + timedelta(minutes=at), start + timedelta(minutes=at + long)) for at, long in taken]
    found = free_slots(spans, busy, minutes, buffer, start)
    assert found == sorted(set(found))
    for moment in found:
        work = Span(moment, moment + timedelta(minutes=minutes))
        assert any(span.starts <= work.starts and work.ends <= span.ends for span in spans)
        assert not any(Span(work.starts, work.ends + timedelta(minutes=buffer)).meets(other) for other in busy)
        assert any(opens <= moment.astimezone(zone).time() or opens == time(0) for opens, _ in hours)
    if not busy:
        offered = sum(
            max(int((span.ends - span.starts - timedelta(minutes=minutes)) / timedelta(minutes=15)) + 1, 0)
            for span in spans
            if span.ends - span.starts >= timedelta(minutes=minutes)
        )
        assert len(found) == offered, "nothing that is free is left out"
