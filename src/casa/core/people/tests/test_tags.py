"""Tags and birthdays: one spelling each, put on and off, joined and parted with the people, sealed."""

from datetime import date

import pytest
from django.db import connection

from casa.core.accounts.models import Action
from casa.core.accounts.rules import NotPossible
from casa.core.people import tags
from casa.core.people.birthdays import birthday_of, day_token, falls_on, keep_birthday, kept_between
from casa.core.people.models import Person, Tagged
from casa.core.people.rules import make_person, merge_people, split_people


def names(person):
    return [tag.name for tag in tags.tags_of([person.id]).get(person.id, [])]


def test_a_tag_is_one_however_it_is_spelled(here):
    first = tags.tag_named("  Früh   Bucher ")
    assert first.name == "Früh Bucher"
    assert tags.tag_named("FRUH bucher").id == first.id
    assert [tag.name for tag in tags.tags()] == ["Früh Bucher"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_what_is_no_tag_is_refused(here, name):
    with pytest.raises(NotPossible):
        tags.tag_named(name)


def test_many_people_get_a_tag_at_once_and_the_log_has_one_line(here):
    people = [make_person(name) for name in ("Ann Lee", "Bo Ray", "Cy Fox")]
    tag = tags.tag_named("VIP")
    assert tags.put_on(tag, [person.id for person in people]) == 3
    assert tags.put_on(tag, [people[0].id]) == 0
    assert tags.people_with() == {tag.id: 3}
    assert tags.take_off(tag, [people[0].id, people[1].id]) == 2
    assert [names(person) for person in people] == [[], [], ["VIP"]]
    lines = Action.objects.filter(verb__in=("people.tagged", "people.untagged")).order_by("at")
    assert [(line.verb, line.data["people"]) for line in lines] == [("people.tagged", 3), ("people.untagged", 2)]
    assert "VIP" not in str([line.data for line in lines])


def test_a_tag_is_sealed_in_the_database(here):
    tag = tags.tag_named("Owes us money")
    with connection.cursor() as cursor:
        cursor.execute("select name, lookup from people_tag where id = %s", [tag.id])
        assert b"Owes" not in b"".join(bytes(part) for part in cursor.fetchone())


def test_put_away_it_is_not_offered_and_who_has_it_keeps_it(here):
    person, tag = make_person("Ann Lee"), tags.tag_named("VIP")
    tags.put_on(tag, [person.id])
    tags.archive_tag(tag)
    assert tags.tags() == []
    assert Tagged.objects.filter(person=person).count() == 1
    assert tags.tag_named("vip").archived_at is None, "written again, it is in use again"


def test_a_name_is_used_once(here):
    tags.tag_named("VIP")
    other = tags.tag_named("Family")
    with pytest.raises(NotPossible):
        tags.rename_tag(other, "vip")
    tags.rename_tag(other, "Families")
    assert tags.tag_named("families").id == other.id


def test_joined_and_parted_with_the_people(here):
    kept, gone = make_person("Ann Lee"), make_person("Anne Lee")
    vip, family = tags.tag_named("VIP"), tags.tag_named("Family")
    tags.put_on(vip, [kept.id, gone.id])
    tags.put_on(family, [gone.id])
    keep_birthday(gone, (3, 14))
    record = merge_people(kept, gone)
    kept = Person.objects.get(id=kept.id)
    assert names(kept) == ["Family", "VIP"]
    assert birthday_of(kept) == (3, 14)
    split_people(record)
    kept, gone = Person.objects.get(id=kept.id), Person.objects.get(id=gone.id)
    assert (names(kept), names(gone)) == (["VIP"], ["Family", "VIP"])
    assert (birthday_of(kept), birthday_of(gone)) == (None, (3, 14))


def test_a_birthday_of_ones_own_stays(here):
    kept, gone = make_person("Ann Lee"), make_person("Anne Lee")
    keep_birthday(kept, (1, 2))
    keep_birthday(gone, (3, 14))
    split_people(merge_people(kept, gone))
    assert birthday_of(Person.objects.get(id=kept.id)) == (1, 2)


@pytest.mark.parametrize("day", [(2, 30), (13, 1), (4, 31), (0, 4)])
def test_a_day_that_no_year_has_is_refused(here, day):
    with pytest.raises(NotPossible):
        keep_birthday(make_person("Ann Lee"), day)


def test_a_birthday_is_sealed_and_found_by_its_stand_in_alone(here):
    person = make_person("Ann Lee")
    keep_birthday(person, (2, 29))
    with connection.cursor() as cursor:
        cursor.execute("select birthday from people_person where id = %s", [person.id])
        assert b"02-29" not in bytes(cursor.fetchone()[0])
    assert Person.objects.get(birthday_token=day_token(2, 29)).id == person.id
    keep_birthday(person, None)
    assert Person.objects.get(id=person.id).birthday_token is None


def test_who_was_born_on_29_february_is_kept_on_the_28th_without_one():
    assert [falls_on((2, 29), year) for year in (2027, 2028, 2100)] == [
        date(2027, 2, 28), date(2028, 2, 29), date(2100, 2, 28),
    ]  # fmt: skip
    assert (2, 29) in list(kept_between(date(2027, 2, 28), date(2027, 2, 28)))
    assert (2, 29) not in list(kept_between(date(2028, 2, 28), date(2028, 2, 28)))
    assert (2, 29) in list(kept_between(date(2028, 2, 29), date(2028, 2, 29)))
    assert len(list(kept_between(date(2027, 1, 1), date(2027, 12, 31)))) == 366
