"""Sealing, wrapping and tokens, for any input."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casa.core.vault import crypto
from casa.core.vault.crypto import CannotOpen, MasterKeys
from casa.core.vault.fields import EncryptedBytes, EncryptedJSON, EncryptedText
from casa.core.vault.tokens import MOST_WORDS, fold, name_tokens, phone_tokens, quarter, quarters_back, words

KEYS = st.binary(min_size=32, max_size=32)
IDS = st.uuids()
PLAIN = st.binary(max_size=2000)
TEXT = st.text(max_size=500)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
quick = settings(max_examples=60)


@quick
@given(KEYS, PLAIN, st.binary(max_size=80), st.integers(1, 2**63 - 1))
def test_what_is_sealed_opens_in_its_place(key, plain, context, number):
    sealed = crypto.seal(number, AESGCM(key), plain, context)
    assert crypto.key_id_of(sealed) == number
    assert crypto.unseal(AESGCM(key), sealed, context) == plain
    assert len(sealed) == len(plain) + 37


@quick
@given(KEYS, PLAIN, st.data())
def test_any_changed_byte_of_the_box_is_noticed(key, plain, data):
    sealed = bytearray(crypto.seal(7, AESGCM(key), plain, b"here"))
    place = data.draw(st.integers(crypto.HEADER, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen):
        crypto.unseal(AESGCM(key), bytes(sealed), b"here")


@quick
@given(KEYS, KEYS, PLAIN)
def test_another_key_or_place_does_not_open_it(key, other, plain):
    assume(key != other)
    sealed = crypto.seal(7, AESGCM(key), plain, b"here")
    for cipher, context in ((AESGCM(other), b"here"), (AESGCM(key), b"there"), (AESGCM(key), b"")):
        with pytest.raises(CannotOpen):
            crypto.unseal(cipher, sealed, context)


@quick
@given(st.binary(max_size=60))
def test_bytes_that_were_never_sealed_are_refused(junk):
    assume(len(junk) < 37 or junk[:1] != crypto.VERSION)
    with pytest.raises(CannotOpen):
        crypto.key_id_of(junk)


@quick
@given(KEYS, PLAIN)
def test_the_same_text_twice_looks_different(key, plain):
    assert crypto.seal(7, AESGCM(key), plain, b"") != crypto.seal(7, AESGCM(key), plain, b"")


@quick
@given(KEYS, KEYS, KEYS, st.binary(max_size=40))
def test_a_wrapped_key_opens_under_its_epoch_and_context_only(old, new, data_key, context):
    assume(old != new)
    masters = MasterKeys({1: old, 2: new})
    wrapped = masters.wrap(1, data_key, context)
    assert masters.unwrap(1, wrapped, context) == data_key
    with pytest.raises(CannotOpen):
        masters.unwrap(2, wrapped, context)
    with pytest.raises(CannotOpen):
        masters.unwrap(1, wrapped, context + b"!")
    with pytest.raises(CannotOpen, match="retired"):
        MasterKeys({2: new}).unwrap(1, wrapped, context)


@quick
@given(KEYS)
def test_printing_the_keys_shows_none_of_them(key):
    shown = repr(MasterKeys({1: key}))
    assert key.hex() not in shown
    assert repr(key) not in shown
    assert "1" in shown


@quick
@given(st.tuples(TEXT, TEXT, IDS, IDS), st.tuples(TEXT, TEXT, IDS, IDS))
def test_two_places_have_two_contexts(one, other):
    """Table and column names of ours hold no bar, so no two places are written alike."""
    assume(one != other)
    assume(not any("|" in part for place in (one, other) for part in place[:2]))
    assert crypto.field_context(*one) != crypto.field_context(*other)


@quick
@given(KEYS, st.sampled_from(["phone", "email"]), TEXT, TEXT)
def test_blind_stand_ins_agree_on_equal_values_only(key, kind, one, other):
    assert crypto.blind(key, kind, one) == crypto.blind(key, kind, one)
    assert (crypto.blind(key, kind, one) == crypto.blind(key, kind, other)) == (one == other)
    assert len(crypto.blind(key, kind, one)) == 16


@quick
@given(KEYS, KEYS, TEXT)
def test_stand_ins_of_two_workspaces_have_nothing_in_common(key, other, text):
    assume(key != other)
    assert crypto.blind(key, "phone", text) != crypto.blind(other, "phone", text)
    assert crypto.token(key, "2026q4", text) != crypto.token(other, "2026q4", text)


@quick
@given(KEYS, st.text(min_size=1, max_size=20))
def test_tokens_fit_the_column_and_change_by_quarter(key, word):
    found = {crypto.token(key, f"2026q{number}", word) for number in (1, 2, 3, 4)}
    assert len(found) == 4
    assert all(-(2**63) <= number < 2**63 for number in found)


@quick
@given(KEYS, st.sampled_from(["search", "ledger"]), st.sampled_from(["draft", "mask"]))
def test_a_purpose_has_a_key_of_its_own(key, one, other):
    assert crypto.derive(key, one) == crypto.derive(key, one)
    assert crypto.derive(key, one) != crypto.derive(key, other)
    assert crypto.derive(key, one) != key


@quick
@given(st.text(max_size=2000))
def test_words_are_few_folded_and_stable(text):
    found = words(text)
    assert len(found) <= MOST_WORDS
    assert len(set(found)) == len(found)
    assert words(" ".join(found)) == [word for word in found if words(word) == [word]]
    assert all(2 <= len(word) <= 32 for word in found)


@quick
@given(st.text(alphabet="abcdeéèüñÅØ ", max_size=40))
def test_accents_and_capitals_make_no_difference(text):
    assert fold(text) == fold(text.upper().lower()) or "ß" in text
    assert words(text) == words(text.upper())


@quick
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 3000))
def test_quarters_run_without_a_gap(newest, days):
    oldest = max(newest - timedelta(days=days), date(2000, 1, 1))
    found = list(quarters_back(newest, oldest))
    assert found[0] == quarter(newest)
    assert found[-1] == quarter(oldest)
    assert len(found) == (newest.year - oldest.year) * 4 + (newest.month - 1) // 3 - (oldest.month - 1) // 3 + 1
    assert found == sorted(found, reverse=True)


@quick
@given(KEYS, st.text(alphabet="0123456789", min_size=4, max_size=15), st.data())
def test_a_number_is_found_by_any_run_of_four_digits(key, digits, data):
    start = data.draw(st.integers(0, len(digits) - 4))
    end = data.draw(st.integers(start + 4, len(digits)))
    assert crypto.token(key, "phone", digits[start:end]) in phone_tokens(key, digits)


@quick
@given(KEYS, st.text(alphabet="abcdefghij", min_size=2, max_size=20), st.data())
def test_a_name_is_found_by_its_beginning(key, name, data):
    assume(words(name))
    end = data.draw(st.integers(2, min(len(name), 12)))
    assert crypto.token(key, "name", name[:end]) in name_tokens(key, name)


@quick
@given(TEXT)
def test_text_survives_its_field(text):
    assert EncryptedText().decode(EncryptedText().encode(text)) == text


@quick
@given(JSON, PLAIN)
def test_data_survives_its_field(data, plain):
    assert EncryptedJSON().decode(EncryptedJSON().encode(data)) == data
    assert EncryptedBytes().decode(EncryptedBytes().encode(plain)) == plain


def test_a_context_names_workspace_and_row():
    workspace, row = UUID(int=1), UUID(int=2)
    context = crypto.field_context("people_person", "name", workspace, row)
    assert str(workspace).encode() in context
    assert str(row).encode() in context
