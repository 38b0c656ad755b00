"""Every table about people belongs to exactly one kind of data, and is therefore exported and erased."""

from collections import Counter

import pytest
from django.apps import apps

from casa.core.accounts.fields import InWorkspace
from casa.core.people.models import Person
from casa.core.privacy.certificate import person_columns
from casa.core.privacy.kinds import KINDS
from casa.core.vault.fields import encrypted_fields

ABOUT_THE_HOUSE = {
    "privacy.Erasure": "the account of an erasure itself; whom it looked for is forgotten at its end",
    "consent.DoNotCallNumber": "a public list as it was loaded, of numbers nobody has written to",
    "campaigns.Throttle": "our own numbers",
}
"""Tables with such a column that hold nothing about a person of the house."""


def about_people() -> set[type[InWorkspace]]:
    """Tables that name a person, are sealed under a person's key, or are found by somebody's address."""
    named = {model for model, _ in person_columns()}
    sealed = {model for model in apps.get_models() if any(f.under == "person" for f in encrypted_fields(model))}
    addressed = {
        model
        for model in apps.get_models()
        if issubclass(model, InWorkspace)
        for field in model._meta.local_fields
        if field.name == "address" and field.get_internal_type() == "BinaryField" and getattr(field, "under", "") == ""
    }
    found = named | sealed | addressed
    return {model for model in found if model._meta.label not in ABOUT_THE_HOUSE}


def test_each_table_about_people_belongs_to_one_kind():
    kinds_of = Counter(model for kind in KINDS for model in {store.model for store in kind.stores})
    assert about_people() - set(kinds_of) == set()
    assert {model._meta.label: count for model, count in kinds_of.items() if count != 1} == {}


def test_tables_are_found_at_all():
    labels = {model._meta.label for model in about_people()}
    assert labels >= {"people.Person", "inbox.Message", "assistant.Run", "consent.Suppression", "campaigns.Recipient"}
    assert len(labels) > 20


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_stays_has_a_ground_and_what_has_none_goes(kind):
    for store in kind.stores:
        assert store.keeps == "" or len(store.keeps) > 40, store.label
        assert not store.clears or store.keeps, f"{store.label}: what stays of a cleared row needs its ground"


def test_people_go_last():
    """Their row is what everything else hangs on."""
    assert KINDS[-1].stores[-1].model is Person


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_nothing_is_erased_before_what_hangs_on_it(kind):
    """A table that points at an erased one stands before it, in the whole order."""
    order = [store.model for one in KINDS for store in one.stores if not store.keeps]
    for store in kind.stores:
        for field in store.model._meta.local_fields if store.model in order else ():
            there = field.related_model
            if field.is_relation and there in order and there is not store.model:
                assert order.index(store.model) < order.index(there), f"{store.model._meta.label}.{field.name}"
