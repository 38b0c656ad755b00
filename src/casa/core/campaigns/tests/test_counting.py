"""The big number before Send: what the gate says of everybody, with the reason for each one left out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casa.core.accounts.models import Member, Read
from casa.core.campaigns import counting, queries, rules
from casa.core.campaigns.models import Count, Counted
from casa.core.campaigns.offers import Offer
from casa.core.campaigns.rules import Draft
from casa.core.campaigns.tests import crowd as c
from casa.core.consent.rules import suppress
from casa.core.people.rules import make_person
from casa.core.stays.models import Property, Reservation


@pytest.fixture
def town(stage):
    c.shop(stage)
    people = c.crowd(stage, 4)
    c.crowd(stage, 2, consent="", first=2000)
    with stage.cast.scope():
        suppress(stage.cast.brand.id, "sms", "phone", c.number(1000), "keyword", rule="R20")
        suppress(stage.cast.brand.id, "sms", "phone", c.number(1001), "unreachable", rule="R14")
        make_person("Nobody")
        make_person("Airbnb guest", handles=[("platform:hospitable", "g1")])
        home = Property.objects.create(workspace=stage.cast.workspace, external_id="p1", name="Cabin")
        Reservation.objects.create(
            workspace=stage.cast.workspace, external_id="r1", property=home, person=people[2], platform="direct",
            status="confirmed", arrival="2026-12-30", departure="2027-01-03", booked_at=datetime.now(UTC),
        )  # fmt: skip
    return people


def totals(stage, made):
    with stage.cast.scope():
        return counting.count_campaign(queries.campaign(made.id)).totals


def test_everybody_is_in_one_line_with_a_reason(stage, town):
    made = c.campaign(stage)
    assert totals(stage, made) == {
        "now": 2, "opted_out": 1, "gone": 1, "no_consent": 2, "no_number": 1, "relay": 1,
    }  # fmt: skip
    with stage.cast.scope():
        row = counting.count_campaign(queries.campaign(made.id))
        tally = counting.tally(row)
    assert (tally.picked, tally.gets, tally.now, tally.done) == (8, 2, 2, True)
    assert sum(line.people for line in tally.lines) == tally.picked


def test_who_has_booked_those_nights_is_left_out(stage, town):
    made = c.campaign(stage, offer=Offer(date(2026, 12, 31), date(2027, 1, 1)))
    assert totals(stage, made)["booked"] == 1
    later = c.campaign(stage, offer=Offer(date(2027, 1, 3), date(2027, 1, 9)))
    assert "booked" not in totals(stage, later)


def test_nights_are_offered_in_some_homes(stage, town):
    with stage.cast.scope():
        cabin = Property.objects.get(external_id="p1", workspace=stage.cast.workspace)
        barn = Property.objects.create(workspace=stage.cast.workspace, external_id="p2", name="Barn")
    nights = (date(2026, 12, 31), date(2027, 1, 1))
    assert totals(stage, c.campaign(stage, offer=Offer(*nights, homes=(cabin.id,))))["booked"] == 1
    assert "booked" not in totals(stage, c.campaign(stage, offer=Offer(*nights, homes=(barn.id,))))


def test_a_count_that_is_done_stands_for_a_while(stage, town):
    made = c.campaign(stage)
    with stage.cast.scope():
        row = counting.count_campaign(queries.campaign(made.id))
        Count.objects.filter(id=row.id).update(at=datetime.now(UTC) - timedelta(minutes=5))
        assert counting.count_campaign(queries.campaign(made.id), counting.STANDS).id == row.id
        assert counting.count_campaign(queries.campaign(made.id)).id != row.id


def test_what_is_counted_is_what_is_sent(stage, town):
    made = c.campaign(stage)
    foretold = totals(stage, made)
    with c.provider() as given:
        c.run(stage, made)
    assert len(given.given) == foretold["now"]
    with stage.cast.scope():
        reasons = {outcome.key: many for _, outcome, many in queries.reasons(queries.campaign(made.id))}
    assert reasons == {key: many for key, many in foretold.items() if key != "now"}


def test_a_reason_can_be_opened_and_opening_is_written_down(stage, town):
    made = c.campaign(stage)
    with stage.cast.scope():
        owner = Member.objects.get(user=stage.cast.alice, workspace=stage.cast.workspace)
        row = counting.count_campaign(queries.campaign(made.id))
        first = queries.counted(row, "no_consent", owner, limit=1)
        rest = queries.counted(row, "no_consent", owner, after=first[-1].id)
        assert len({each.person.id for each in (*first, *rest)}) == 2
        assert {each.rule for each in (*first, *rest)} == {"R1"}
        assert Read.objects.filter(reason="campaign").count() == 2


def test_a_colleague_of_some_homes_sees_the_people_of_those_homes(stage, town):
    made = c.campaign(stage)
    with stage.cast.scope():
        home = Property.objects.get(external_id="p1", workspace=stage.cast.workspace)
        member = Member(workspace=stage.cast.workspace, user=stage.cast.bob, role="manager", property_ids=[home.id])
        row = counting.count_campaign(queries.campaign(made.id))
        assert [each.person.id for each in queries.counted(row, "now", member)] == [town[2].id]


def test_many_are_counted_batch_by_batch_and_none_twice(stage, town, monkeypatch):
    monkeypatch.setattr(counting, "BATCH", 3)
    monkeypatch.setattr(counting, "FIRST", 3)
    monkeypatch.setattr(counting, "AT_ONCE", 0)
    made = c.campaign(stage)
    with stage.cast.scope():
        row = counting.count_campaign(queries.campaign(made.id))
        assert (row.state, row.looked_at, counting.tally(row).done) == ("running", 3, False)
        Count.objects.filter(id=row.id).update(at=datetime.now(UTC) - timedelta(minutes=2))
        assert counting.count_campaign(queries.campaign(made.id)).id == row.id, "looked at again, it goes on"
    counting.count_on(stage.cast.workspace.id, row.id, most=1)
    counting.count_on(stage.cast.workspace.id, row.id)
    with stage.cast.scope():
        row = Count.objects.get(id=row.id)
        assert (row.state, row.looked_at) == ("done", 8)
        assert sum(row.totals.values()) == Counted.objects.filter(count=row).count() == 8


def test_a_newer_question_drops_the_older_count(stage, town, monkeypatch):
    monkeypatch.setattr(counting, "FIRST", 3)
    monkeypatch.setattr(counting, "AT_ONCE", 0)
    made = c.campaign(stage)
    with stage.cast.scope():
        row = counting.count_campaign(queries.campaign(made.id))
        assert counting.count_campaign(queries.campaign(made.id)).id == row.id
        rules.change(rules.held(made.id), Draft(filter={"stays": {"at_least": 1}}))
        counting.count_campaign(queries.campaign(made.id))
    counting.count_on(stage.cast.workspace.id, row.id)
    with stage.cast.scope():
        assert Count.objects.get(id=row.id).state == "dropped"


def test_only_those_who_agreed_to_a_program_are_picked(stage, town):
    made = c.campaign(stage, filter={"consent": {"program": "service", "consent_class": "express"}})
    assert sum(totals(stage, made).values()) == 4
    written = c.campaign(stage, filter={"consent": {"program": "service", "consent_class": "written"}})
    assert totals(stage, written) == {}


def test_a_saved_audience_is_counted_before_there_is_a_campaign(stage, town):
    with stage.cast.scope():
        kept = rules.save_audience("Guests", {"reachable": {"kind": "phone"}})
        row = counting.count_audience(kept.filter, "service", audience=kept)
        assert row.totals == {"now": 2, "opted_out": 1, "gone": 1, "no_consent": 2}


def test_counting_more_people_asks_no_more_questions(stage, town, count_queries):
    made = c.campaign(stage)
    with stage.cast.scope(), count_queries() as few:
        counting.count_campaign(queries.campaign(made.id))
    c.crowd(stage, 40, first=3000)
    again = c.campaign(stage)
    with stage.cast.scope(), count_queries() as many:
        counting.count_campaign(queries.campaign(again.id))
    assert len(many) <= len(few) + 4
