"""Birthdays and tags in campaigns: who is meant, and messages that come every year."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from casa.core.accounts.models import Due
from casa.core.accounts.rules import NotPossible
from casa.core.appointments.queries import zone
from casa.core.campaigns import filters as f
from casa.core.campaigns import plan, planning, sequences, stepping
from casa.core.campaigns.models import Planned
from casa.core.campaigns.people import picked
from casa.core.campaigns.tests import follow
from casa.core.people import tags
from casa.core.people.birthdays import keep_birthday
from casa.core.people.rules import make_person, merge_people
from casa.lib.ids import new_id

NEW_YORK = ZoneInfo("America/New_York")


def who(*parts):
    return sorted(person.name for person in picked(f.All(parts)))


def in_days(days):
    day = timezone.localdate(timezone=zone()) + timedelta(days=days)
    return day.month, day.day


def born(name, days):
    person = make_person(name, "en", [("phone", f"+1828555{abs(hash(name)) % 10_000:04d}")])
    keep_birthday(person, in_days(days))
    return person


def test_tags_choose_and_leave_out(here):
    ann, bo, cy = (make_person(name) for name in ("Ann", "Bo", "Cy"))
    vip, family = tags.tag_named("VIP"), tags.tag_named("Family")
    tags.put_on(vip, [ann.id, bo.id])
    tags.put_on(family, [bo.id, cy.id])
    assert who(f.Tagged((vip.id,))) == ["Ann", "Bo"]
    assert who(f.Tagged((vip.id, family.id))) == ["Ann", "Bo", "Cy"]
    assert who(f.Not(f.Tagged((family.id,)))) == ["Ann"]
    assert who(f.Tagged((new_id(),))) == []
    tags.archive_tag(family)
    assert who(f.Not(f.Tagged((family.id,)))) == ["Ann"], "put away, it leaves out whom it left out before"


def test_birthdays_in_the_days_ahead(here):
    born("Ann", 0)
    born("Bo", 14)
    born("Cy", 15)
    make_person("Di")
    assert who(f.Birthday()) == ["Ann"]
    assert who(f.Birthday(14)) == ["Ann", "Bo"]
    with pytest.raises(NotPossible):
        f.read({"birthday": {"next_days": 400}})


def rule(offset=0, hour=9):
    return plan.Rule(new_id(), "birthday", offset, hour)


@pytest.mark.parametrize(
    ("birthday", "today", "at"),
    [
        ((2, 29), date(2027, 2, 1), datetime(2027, 2, 28, 9, tzinfo=NEW_YORK)),
        ((2, 29), date(2028, 2, 1), datetime(2028, 2, 29, 9, tzinfo=NEW_YORK)),
        ((1, 3), date(2026, 12, 20), datetime(2027, 1, 3, 9, tzinfo=NEW_YORK)),
        ((12, 30), date(2027, 1, 2), datetime(2026, 12, 30, 9, tzinfo=NEW_YORK)),
    ],
)
def test_every_year_on_its_day_by_our_clock(birthday, today, at):
    (wanted,) = plan.for_birthdays([rule()], [plan.Born(new_id(), birthday)], today, NEW_YORK).values()
    assert (wanted.at, wanted.occasion) == (at, str(at.year))
    assert wanted.until == datetime.combine(at.date() + timedelta(days=1), time(), NEW_YORK)


def test_before_the_day_and_not_months_away():
    week = rule(-7 * plan.DAY)
    (wanted,) = plan.for_birthdays([week], [plan.Born(new_id(), (3, 14))], date(2027, 3, 1), NEW_YORK).values()
    assert wanted.at == datetime(2027, 3, 7, 9, tzinfo=NEW_YORK)
    assert plan.for_birthdays([week], [plan.Born(new_id(), (9, 14))], date(2027, 3, 1), NEW_YORK) == {}


def test_planned_when_it_is_switched_on_and_again_every_day(here):
    ann = born("Ann", 20)
    born("Bo", 120)
    made = follow.sequence("birthday", (0, 9), (-7 * follow.DAY, 9), kind="service")
    assert Planned.objects.count() == 0
    sequences.plan_all(here.workspace.id)
    assert {row.person_id for row in Planned.objects.all()} == {ann.id}
    assert len(follow.due()) == 2
    again = Due.objects.get(job="campaigns.plan_birthdays")
    assert timezone.now() < again.at < timezone.now() + timedelta(hours=50)
    sequences.plan_birthdays(here.workspace.id)
    assert len(follow.due()) == 2, "looked at twice, planned once"
    sequences.switch_off(made)
    assert follow.due() == {}
    assert sequences.plan_birthdays(here.workspace.id) == 0


def test_a_changed_birthday_moves_what_is_planned(here):
    follow.sequence("birthday", (0, 9))
    ann = born("Ann", 20)
    planning.replan_people([ann])
    (before,) = follow.due().values()
    keep_birthday(ann, in_days(25))
    planning.replan_people([ann])
    (after,) = follow.due().values()
    assert (after - before).days == 5
    keep_birthday(ann, None)
    planning.replan_people([ann])
    assert follow.due() == {}


def test_joined_with_somebody_it_is_not_sent_twice(stage):
    with stage.cast.scope():
        follow.sequence("birthday", (0, 9))
        ann, anne = born("Ann", 20), born("Anne", 20)
        planning.replan_people([ann, anne])
        merge_people(ann, anne)
        Planned.objects.update(at=timezone.now())
        theirs = Planned.objects.get(person=anne)
    stepping.send_step(stage.cast.workspace.id, theirs.id)
    with stage.cast.scope():
        assert list(Planned.objects.values_list("person_id", flat=True)) == [ann.id]


def test_what_would_be_sent_is_shown_before_it_is_on(here):
    ann = born("Ann", 20)
    made = follow.sequence("birthday", (0, 9), on=False)
    (coming,) = sequences.would_send(made)
    assert (coming.person.id, coming.stay, coming.visit) == (ann.id, None, None)


@pytest.mark.parametrize("step", [(0, None), (-61 * follow.DAY, 9), (follow.DAY, 9)])
def test_a_birthday_wants_an_hour_on_the_day_or_before(here, step):
    with pytest.raises(NotPossible):
        follow.sequence("birthday", step, on=False)
