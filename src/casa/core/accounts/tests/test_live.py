"""What open pages are told after a commit."""

from casa.core.accounts.live import AT_ONCE, ERASED, carried

MANY = {f"conversation:{number}" for number in range(AT_ONCE + 1)}


def test_few_changes_are_named():
    assert carried({"people", "inbox"}) == ["inbox", "people"]


def test_many_changes_are_one_and_an_erasure_is_never_left_out():
    assert carried(MANY | {f"{ERASED}them"}) == ["inbox", f"{ERASED}them"]
