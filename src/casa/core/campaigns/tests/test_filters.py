"""Audiences as data: read strictly, written back equal, and asked of the database as they are meant."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import filters as f
from casa.core.campaigns.people import picked
from casa.core.people.models import Person
from casa.core.people.rules import make_person
from casa.core.stays.models import Property, Reservation

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
MAYBE = st.none() | DAYS
WORD = st.from_regex(r"[a-z]{2,8}", fullmatch=True)
IDS = st.lists(st.uuids(), min_size=1, max_size=3).map(tuple)


def in_order(kind):
    return st.builds(kind, since=MAYBE, until=MAYBE).filter(lambda x: not (x.since and x.until and x.until < x.since))


LEAVES = st.one_of(
    in_order(f.Stayed),
    in_order(f.Arriving),
    st.builds(f.InHouse),
    st.builds(f.AtHome, IDS),
    st.builds(f.InCity, st.lists(WORD, min_size=1, max_size=2).map(tuple)),
    st.builds(f.Stays, st.integers(0, 3), st.none() | st.integers(3, 9)),
    st.builds(f.NotBookedAgain),
    st.builds(f.Platform, st.lists(WORD, min_size=1, max_size=2).map(tuple)),
    st.builds(f.Language, st.lists(WORD, min_size=1, max_size=2).map(tuple)),
    st.builds(f.Reachable, st.sampled_from(["phone", "email"])),
    st.builds(f.People, IDS),
)
SOME = st.lists(LEAVES, min_size=1, max_size=3).map(tuple)
INNER = st.one_of(LEAVES, st.builds(f.Not, LEAVES), st.builds(f.Either, SOME))
CONSENT = st.builds(f.Consent, WORD, st.sampled_from(f.CLASSES))
TREES = st.builds(f.All, st.lists(INNER | CONSENT, max_size=6).map(tuple))


@given(TREES)
def test_a_tree_is_read_back_as_it_was_written(tree):
    assert f.read(f.write(tree)) == tree


WORDS = st.sampled_from([*f.NAMES, "since"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=2),
)


@given(JSON)
def test_anything_else_is_refused_in_words_and_never_widens_an_audience(data):
    try:
        tree = f.read(data)
    except NotPossible:
        return
    assert f.read(f.write(tree)) == tree


@pytest.mark.parametrize(
    "data",
    [
        {"stayd": {}},
        {"stayed": {"sinse": "2024-01-01"}},
        {"stayed": {"since": "yesterday"}},
        {"stayed": {"since": "2025-02-01", "until": "2025-01-01"}},
        {"any": []},
        {"any": [{"consent": {"program": "marketing"}}]},
        {"not": {"consent": {"program": "marketing"}}},
        {"language": {"codes": ["en'; drop table"]}},
        {"stays": {"at_least": True}},
        {"not": {"not": {"not": {"not": {"not": {"in_house": {}}}}}}},
    ],
)
def test_what_is_not_understood_is_refused(data):
    with pytest.raises(NotPossible):
        f.read(data)


TODAY = date(2026, 11, 22)


@pytest.fixture
def town(here):
    """Six people by their stays; the home of most is the Cabin in Asheville, of one the Loft in Boone."""
    cabin = Property.objects.create(workspace=here.workspace, external_id="a", name="Cabin", city="Asheville")
    loft = Property.objects.create(workspace=here.workspace, external_id="b", name="Loft", city="Boone")
    made, stays = {}, {
        "past": [(cabin, -40, -36, "confirmed", "airbnb")],
        "twice": [(cabin, -400, -396, "confirmed", "direct"), (loft, -20, -18, "confirmed", "direct")],
        "here": [(cabin, -1, 3, "confirmed", "airbnb")],
        "soon": [(cabin, -90, -88, "confirmed", "vrbo"), (cabin, 5, 9, "confirmed", "vrbo")],
        "cancelled": [(cabin, -30, -28, "cancelled", "airbnb")],
        "never": [],
    }  # fmt: skip
    for name, theirs in stays.items():
        made[name] = make_person(
            name, "es" if name == "here" else "en", [("phone", "+18285550001")] if name == "past" else []
        )
        for number, (home, first, last, status, platform) in enumerate(theirs):
            Reservation.objects.create(
                workspace=here.workspace, external_id=f"{name}{number}", property=home, person=made[name],
                platform=platform, status=status, arrival=TODAY + timedelta(days=first),
                departure=TODAY + timedelta(days=last), booked_at=datetime.now(UTC),
            )  # fmt: skip
    return made, cabin, loft


def names(tree, made):
    rows = set(
        Person.objects.filter(f.condition(tree, TODAY), id__in=[x.id for x in made.values()]).values_list(
            "id", flat=True
        )
    )
    return {name for name, person in made.items() if person.id in rows}


@pytest.mark.parametrize(
    ("leaf", "meant"),
    [
        (f.Stayed(), {"past", "twice", "soon"}),
        (f.Stayed(since=TODAY - timedelta(days=50)), {"past", "twice"}),
        (f.Stayed(last_days=30), {"twice"}),
        (f.Stayed(until=TODAY - timedelta(days=100)), {"twice"}),
        (f.Stayed(since=TODAY - timedelta(days=37), until=TODAY - timedelta(days=37)), {"past"}),
        (f.Arriving(next_days=7), {"soon"}),
        (f.Arriving(next_days=3), set()),
        (f.InHouse(), {"here"}),
        (f.Stays(at_least=1), {"past", "twice", "soon"}),
        (f.Stays(at_least=2), {"twice"}),
        (f.Stays(at_least=1, at_most=1), {"past", "soon"}),
        (f.Stays(at_least=0, at_most=0), {"here", "cancelled", "never"}),
        (f.NotBookedAgain(), {"past", "twice", "here", "cancelled", "never"}),
        (f.Platform(("direct",)), {"twice"}),
        (f.InCity(("Boone",)), {"twice"}),
        (f.Language(("es",)), {"here"}),
        (f.Reachable("phone"), {"past"}),
        (f.Not(f.Stayed()), {"here", "cancelled", "never"}),
        (f.Either((f.InHouse(), f.Arriving())), {"here", "soon"}),
        (f.All((f.Stayed(), f.NotBookedAgain())), {"past", "twice"}),
    ],
)
def test_each_condition_means_what_it_says(town, leaf, meant):
    made, _, _ = town
    assert names(leaf, made) == meant


def test_a_home_is_one_of_this_workspace(town):
    made, cabin, loft = town
    assert names(f.AtHome((loft.id,)), made) == {"twice"}
    assert names(f.AtHome((UUID(int=1),)), made) == set()
    assert picked(f.All((f.AtHome((cabin.id,)),))).count() == 4
    assert f.homes(f.All((f.AtHome((cabin.id, loft.id)),))) == (cabin.id, loft.id)
