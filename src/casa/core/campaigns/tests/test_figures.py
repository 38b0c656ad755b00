"""The parts without a database: the bucket, the split, the better wording, when to stop by itself."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from casa.core.campaigns import pace, watch
from casa.core.campaigns.results import Results
from casa.core.campaigns.taking import place, wording_for
from casa.core.campaigns.winner import better

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RATE = st.floats(0.1, 225)


@given(RATE, st.lists(st.tuples(st.floats(0, 5), st.integers(1, 10)), min_size=1, max_size=60))
def test_no_more_leaves_than_the_rate_and_one_burst(per_second, moments):
    """Whatever the moments at which somebody asks, and whatever leaves then."""
    tokens, at, sent = pace.capacity(per_second), NOON, 0.0
    now = NOON
    for pause, wanted in moments:
        now += timedelta(seconds=pause)
        tokens, at = pace.filled(tokens, at, now, per_second), now
        if tokens >= 1:
            leaves = min(wanted, int(tokens))
            tokens, sent = tokens - leaves, sent + leaves
    assert sent <= pace.capacity(per_second) + (now - NOON).total_seconds() * per_second + 1e-6


@given(RATE, st.floats(-5, 5), st.floats(0, 1e6))
def test_a_clock_that_goes_back_neither_fills_nor_empties_the_bucket(per_second, tokens, back):
    start = min(tokens, pace.capacity(per_second))
    assert pace.filled(start, NOON, NOON - timedelta(seconds=back), per_second) == start


@given(st.binary(min_size=16, max_size=16), st.integers(1, 4), st.integers(0, 50))
def test_the_same_address_always_reads_the_same_wording(address, many, share):
    campaign, letters = uuid4(), "ABCD"[:many]
    spot = place(campaign, address)
    assert 0 <= spot < 10_000
    assert wording_for(spot, letters, share) == wording_for(place(campaign, address), letters, share)
    if many == 1 or share == 0:
        assert wording_for(spot, letters, share) in letters


def test_wordings_get_even_parts_and_the_test_its_share():
    campaign = uuid4()
    given_to = [wording_for(place(campaign, uuid4().bytes), "ABC", 30) for _ in range(6000)]
    tried = [letter for letter in given_to if letter]
    assert 0.27 < len(tried) / 6000 < 0.33
    assert all(0.28 < tried.count(letter) / len(tried) < 0.39 for letter in "ABC")


def tried(letter, sent, replied=0, opted_out=0, booked=0):
    return Results(letter, sent, sent, 0, 0, replied, 0, opted_out, booked, 0, sent, 0, "USD")


def test_the_better_wording_has_the_larger_share_not_the_larger_number():
    assert better([tried("A", 100, replied=9), tried("B", 10, replied=1)], "replies") == "B"
    assert better([tried("A", 100, booked=3), tried("B", 100, replied=50, booked=2)], "bookings") == "A"
    assert better([tried("A", 100, 5, opted_out=2), tried("B", 100, 5, opted_out=1)], "replies") == "B"
    assert better([tried("B", 100), tried("A", 100)], "replies") == "A"
    assert better([], "replies") == "A"


def test_it_stops_itself_for_a_share_and_never_for_a_few():
    assert watch.trouble(watch.Rates(39, 30, 30)) == ""
    assert watch.trouble(watch.Rates(500, 25, 10)) == ""
    assert "failed" in watch.trouble(watch.Rates(500, 26, 10))
    assert "opted out" in watch.trouble(watch.Rates(500, 0, 11))
    assert watch.trouble(watch.Rates(50, 4, 2)) == ""
