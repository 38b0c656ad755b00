"""What a guest reads about themselves is in words for guests, for every kind there is."""

from casa.core.privacy.held import COUNTED, HELD_AS, held_of, told_of
from casa.core.privacy.kinds import KINDS
from casa.core.privacy.tests.house import furnish


def test_every_kind_has_words_for_a_guest_and_every_word_a_store():
    assert set(HELD_AS) == set(COUNTED) == {kind.name for kind in KINDS}
    for kind in KINDS:
        assert set(COUNTED[kind.name]) <= {store.label for store in kind.stores}


def test_a_guest_reads_of_as_much_as_the_host(cast):
    house = furnish(cast)
    with house.scope():
        ours, theirs = held_of(house.person), told_of(house.person)
    assert ours
    for mine, told in zip(ours, theirs, strict=True):
        assert sum(count for _, count in mine["counts"]) == sum(count for _, count in told["counts"])
