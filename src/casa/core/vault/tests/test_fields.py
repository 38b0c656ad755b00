"""Sealed fields: what is stored, what is bound, what a destroyed key leaves."""

import pytest
from django.db import connection

from casa.core.accounts.scope import OutsideWorkspace, workspace_scope
from casa.core.people.models import Person
from casa.core.people.rules import find, make_person, recognise
from casa.core.vault.crypto import CannotOpen
from casa.core.vault.fields import Sealed, warm
from casa.core.vault.models import KeyKind
from casa.core.vault.rules import destroy_keys


def raw(person, column="name"):
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from people_person where id = %s", [person.id])
        return bytes(cursor.fetchone()[0])


def test_the_database_holds_no_readable_name(here):
    person = make_person("Hannah Lindqvist")
    assert b"Hannah" not in raw(person)
    assert Person.objects.get(id=person.id).name == "Hannah Lindqvist"


def test_a_moved_ciphertext_does_not_open(here):
    one, two = make_person("Hannah Lindqvist"), make_person("Marcus Bell")
    with connection.cursor() as cursor:
        cursor.execute("update people_person set name = %s where id = %s", [raw(one), two.id])
    with pytest.raises(CannotOpen):
        Person.objects.get(id=two.id).name  # noqa: B018


def test_plain_text_never_gets_in_through_a_query(here):
    person = make_person("Hannah Lindqvist")
    with pytest.raises(TypeError, match="encrypted"):
        Person.objects.filter(id=person.id).update(name="Hannah")


def test_a_destroyed_key_closes_at_once_also_for_other_processes(cast):
    from casa.core.vault.keyring import Keyring, keyring

    with cast.scope():
        person = make_person("Hannah Lindqvist")
        assert Person.objects.get(id=person.id).name
    other_process = Keyring()
    with cast.scope():
        key_id = keyring.of(KeyKind.PERSON, person.id).id
        assert other_process.by_id(key_id)
    with cast.scope():
        assert destroy_keys(KeyKind.PERSON, person.id) == 1
    with cast.scope(), pytest.raises(CannotOpen):
        other_process.by_id(key_id)
    with cast.scope(), pytest.raises(CannotOpen):
        Person.objects.get(id=person.id).name  # noqa: B018


def test_many_rows_need_one_query_for_their_keys(cast, count_queries):
    with cast.scope():
        people = [make_person(f"Guest {number}") for number in range(30)]
    from casa.core.vault.keyring import keyring

    keyring.forget(cast.workspace.id)
    with cast.scope():
        rows = list(Person.objects.filter(id__in=[p.id for p in people]))
        with count_queries() as queries:
            warm(rows)
            assert {row.name for row in rows} == {f"Guest {number}" for number in range(30)}
        assert len(queries) == 1


def test_sealed_values_are_kept_as_they_are_when_a_row_is_saved(here):
    person = make_person("Hannah Lindqvist")
    before = raw(person)
    again = Person.objects.get(id=person.id)
    again.language = "sv"
    again.save()
    assert raw(person) == before
    assert isinstance(Person.objects.get(id=person.id).__dict__["name"], Sealed)


def test_outside_a_workspace_nothing_is_seen_or_made(cast):
    with cast.scope():
        make_person("Hannah Lindqvist")
    assert Person.objects.count() == 0
    with pytest.raises(OutsideWorkspace):
        make_person("Nobody")


def test_a_stranger_finds_nobody(cast):
    with cast.scope():
        recognise("phone", "+18285550142", "Hannah Lindqvist")
        assert find("phone", "(828) 555-0142") is not None
    from casa.core.accounts.queries import memberships

    theirs = memberships(cast.charlie)[0].workspace_id
    with workspace_scope(theirs, cast.charlie.id):
        assert find("phone", "+18285550142") is None
        assert Person.objects.count() == 0
