"""What a guest reads about themselves is in words for guests, for every kind there is, in their language."""

from django.utils import translation

from casa.core.privacy.held import COUNTED, GROUNDS, held_of, say, told_of
from casa.core.privacy.kinds import KINDS
from casa.core.privacy.retention import keep_for
from casa.core.privacy.tests.house import furnish


def named(sort):
    return {name.split(".")[1] for name in say.texts if name.startswith(f"{sort}.")}


def test_every_kind_has_words_for_a_guest_and_every_word_a_store():
    assert named("kind") == set(COUNTED) == {kind.name for kind in KINDS}
    for kind in KINDS:
        assert set(COUNTED[kind.name]) <= {store.label for store in kind.stores}
    told = {name for names in COUNTED.values() for name in names.values()}
    assert named("count") == told | {"records", "beside", "line"}


def test_every_ground_has_words_for_a_guest():
    grounds = {ground for kind in KINDS for ground in kind.keeps.values()}
    assert grounds <= GROUNDS.keys()
    assert set(GROUNDS.values()) == named("ground")


def test_a_guest_reads_of_as_much_as_the_host(cast):
    house = furnish(cast)
    with house.scope():
        ours, theirs = held_of(house.person), told_of(house.person)
    assert ours
    for mine, told in zip(ours, theirs, strict=True):
        counts = [int(line.rsplit(": ", 1)[1]) for line in told["counts"]]
        assert sum(count for _, count in mine["counts"]) == sum(counts)
        assert len(told["grounds"]) == len(set(mine["grounds"]))


def test_every_ground_of_what_stays_is_named(cast):
    house = furnish(cast)
    with house.scope():
        consent = next(one for one in told_of(house.person) if one["label"] == say("kind.consent"))
    assert {say("ground.proof"), say("ground.stopped")} <= set(consent["grounds"])


def test_it_is_told_in_their_language(cast):
    house = furnish(cast)
    spans = []
    with house.scope():
        for days in (200, 365, 730):
            keep_for("messages", days)
            with translation.override("fr"):
                spans.append(next(one for one in told_of(house.person) if "écrit" in one["label"])["kept"])
        with translation.override("es"):
            told = [one["label"] for one in told_of(house.person)]
    assert spans == ["200 jours", "1 an", "2 ans"]
    assert "Sus estancias" in told
