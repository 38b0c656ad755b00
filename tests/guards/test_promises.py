"""Every sentence of the two policies is a promise with control, test and evidence, or the product has no such thing."""

import pkgutil

import pytest

from casa.core.privacy import registry
from casa.core.privacy.evidence import Evidence

SENTENCES = {
    "CF-1a", "CF-1b", "CF-1c", "CF-1d", "CF-1e", "CF-1f", "CF-1g", "CF-2a", "CF-2b", "CF-2c", "CF-2d", "CF-2e",
    "CF-2f", "CF-2g", "CF-3a", "CF-3b", "CF-3c", "CF-3d", "CF-3e", "CF-3f", "CF-3g", "CF-4a", "CF-4b", "CF-4c",
    "CF-4d", "CF-4e", "CF-4f", "CF-5a", "CF-6a", "CF-6b", "CF-6c", "CF-6d", "CF-7a", "CF-7b", "CF-7c", "CF-8",
    "CF-9", "CF-10", "CF-11", "CA-1a", "CA-1b", "CA-1c", "CA-1d", "CA-2b", "CA-2c", "CA-2d", "CA-2e", "CA-3a",
    "CA-3b", "CA-3c", "CA-3d", "CA-4", "CA-5a", "CA-5b", "CA-5c", "CA-6a", "CA-6b", "CA-6c", "CA-6d", "CA-6e",
    "CA-7", "CA-8", "CA-9", "CA-10", "CA-11", "CA-12", "CA-13",
}  # fmt: skip
ROOMS = {"calls": "calls", "billing": "billing", "money": "money"}


def test_every_sentence_has_its_entry():
    told = {sentence for entry in (*registry.promises(), *registry.absent()) for sentence in entry.about}
    assert not SENTENCES - told, "nothing is said of these"
    assert not told - SENTENCES, "these are in no policy"


@pytest.mark.parametrize("promise", registry.promises(), ids=lambda promise: promise.id)
def test_what_a_promise_names_is_there(promise):
    assert promise.missing() == ""
    assert isinstance(promise.shown_by, Evidence)
    assert promise.off in registry.OFF or pkgutil.resolve_name(promise.off) is not None
    assert promise.every in (600, 3600)
    assert len(promise.words) > 12
    assert len(promise.how) > 12


def test_an_id_stands_once():
    ids = [promise.id for promise in registry.promises()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("entry", registry.absent(), ids=lambda entry: entry.needs)
def test_what_is_absent_is_really_absent(entry):
    """A room that was built since has promises to keep."""
    assert len(entry.why) > 20
    room = ROOMS.get(entry.needs)
    if room is not None:
        assert not (registry.ROOT / "src" / "casa" / "core" / room / "models.py").exists()
