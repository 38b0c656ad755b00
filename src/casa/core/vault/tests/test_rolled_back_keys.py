"""A key made in a transaction that was rolled back is no key: nothing may be sealed with it afterwards."""

import pytest

from casa.core.people.models import Person
from casa.core.vault.keyring import keyring
from casa.core.vault.models import DataKey, KeyKind
from casa.lib.ids import new_id


class Broken(Exception):
    """Something else in the transaction went wrong."""


def make_a_key_and_break(holder):
    keyring.of(KeyKind.PERSON, holder)
    raise Broken


def test_what_the_retry_seals_opens_in_every_process(cast):
    with cast.scope():
        person = Person.objects.create(id=new_id(), workspace_id=cast.workspace.id)
    with pytest.raises(Broken), cast.scope():
        make_a_key_and_break(person.id)
    with cast.scope():
        person.notes = "second"
        person.save(update_fields=["notes"])
    keyring.forget(cast.workspace.id)  # as another process would come to it
    with cast.scope():
        assert DataKey.objects.filter(holder=person.id).count() == 1
        assert Person.objects.get(id=person.id).notes == "second"


def test_one_transaction_uses_one_key(cast):
    with cast.scope():
        holder = new_id()
        assert keyring.of(KeyKind.PERSON, holder).id == keyring.of(KeyKind.PERSON, holder).id
        assert DataKey.objects.filter(holder=holder).count() == 1
