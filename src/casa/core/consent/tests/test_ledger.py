"""The ledgers: append-only, folded by the order of events, with the careful side winning every tie."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from hypothesis import given, settings
from hypothesis import strategies as st

from casa.core.accounts.models import Brand
from casa.core.accounts.queries import default_brand, memberships
from casa.core.accounts.scope import workspace_scope
from casa.core.consent.ledger import LIFTED_BY_KEYWORD, standing
from casa.core.consent.models import ConsentEvent, Suppression
from casa.core.consent.rules import hear, note_consent, owed_answer, suppress
from casa.core.people.rules import recognise
from casa.core.vault.models import KeyKind
from casa.core.vault.rules import destroy_keys
from casa.lib.ids import new_id

PHONE = "+18285550142"
NOW = datetime.now(UTC) - timedelta(minutes=40)  # within what a provider's clock is believed (R78)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def brand(here):
    return here.brand


def stopped(brand, phone=PHONE, channel="sms"):
    return standing(brand.id, "phone", phone, channel).suppressed


def says(brand, text, minute, ref=None, **more):
    return hear(brand, "sms", "phone", PHONE, text, NOW + minute * MINUTE, ref or new_id().hex, **more)


@pytest.mark.parametrize("word", ["STOP", "stop", "Unsubscribe", "QUIT", "please stop texting me", "ARRET"])
def test_stop_stops(brand, word):
    assert says(brand, word, 0).changed
    assert stopped(brand)


def test_start_opens_again_and_stop_closes_again(brand):
    for minute, (word, closed) in enumerate([("STOP", True), ("START", False), ("stop", True), ("unstop", False)]):
        says(brand, word, minute)
        assert stopped(brand) is closed, word


def test_the_same_message_twice_is_one_line(brand):
    assert says(brand, "STOP", 0, "SM1").changed
    assert not says(brand, "STOP", 0, "SM1").changed
    assert Suppression.objects.count() == 1


def test_order_is_that_of_events_and_not_of_arrival(brand):
    """R78: an older START that comes late never beats a newer STOP."""
    says(brand, "STOP", 0)
    says(brand, "STOP", 10)
    says(brand, "START", 5)
    assert stopped(brand)


def test_at_the_same_moment_stop_wins(brand):
    says(brand, "STOP", 0)
    says(brand, "START", 3)
    says(brand, "STOP", 3)
    assert stopped(brand)


@pytest.mark.parametrize("order", list(itertools.permutations([("STOP", 0), ("START", 4), ("STOP", 4)])))
def test_in_whatever_order_they_come_the_tie_stays_closed(brand, order):
    for word, minute in order:
        says(brand, word, minute)
    assert stopped(brand)


def test_a_clock_that_runs_ahead_does_not_outrun_ours(brand):
    hear(brand, "sms", "phone", PHONE, "STOP", datetime.now(UTC), "a")
    hear(brand, "sms", "phone", PHONE, "START", datetime.now(UTC) + timedelta(days=400), "b")
    hear(brand, "sms", "phone", PHONE, "STOP", datetime.now(UTC), "c")
    assert stopped(brand)


@pytest.mark.parametrize("reason", ["staff", "complaint", "wrong_number", "unreachable"])
def test_start_lifts_no_line_that_a_keyword_did_not_write(brand, reason):
    """R31: also when a keyword's line stands above it."""
    suppress(brand.id, "sms", "phone", PHONE, reason, at=NOW)
    says(brand, "START", 1)
    assert stopped(brand)
    says(brand, "STOP", 2)
    says(brand, "START", 3)
    assert stopped(brand)
    assert standing(brand.id, "phone", PHONE, "sms").reason == reason


@pytest.mark.parametrize("reason", LIFTED_BY_KEYWORD)
def test_start_lifts_what_a_keyword_or_the_carrier_wrote(brand, reason):
    suppress(brand.id, "sms", "phone", PHONE, reason, at=NOW)
    says(brand, "START", 1)
    assert not stopped(brand)


def test_start_gives_no_consent_that_was_not_there(brand):
    says(brand, "STOP", 0)
    says(brand, "START", 1)
    assert standing(brand.id, "phone", PHONE, "sms").consent_class == ""
    assert ConsentEvent.objects.count() == 0


def test_start_from_somebody_who_never_stopped_writes_nothing(brand):
    says(brand, "START", 0)
    assert Suppression.objects.count() == 0


def test_the_providers_word_counts_when_ours_is_not_sure(brand):
    """R42: the carrier says they opted out."""
    assert says(brand, "???", 0, provider_said="stop").label == "stop"
    assert stopped(brand)


def test_other_channels_of_texting_fall_with_it(brand):
    says(brand, "STOP", 0)
    assert stopped(brand, channel="mms")
    assert stopped(brand, channel="rcs")


def test_leave_marketing_leaves_service(brand):
    suppress(brand.id, "sms", "phone", PHONE, "freeform", "marketing", at=NOW)
    assert not stopped(brand)


def test_a_line_of_one_channel_holds_there_only(brand):
    suppress(brand.id, "sms", "phone", PHONE, "staff", "channel", at=NOW)
    assert stopped(brand, channel="sms")
    assert not stopped(brand, channel="imessage")


def test_ordinary_words_change_nothing(brand):
    for words in ("Can we stop by the office?", "What a start to the day", "help me find the keys please", ""):
        assert not says(brand, words, 0).changed
    assert Suppression.objects.count() == 0


def test_the_answer_that_is_owed(brand):
    just_now = (datetime.now(UTC) - NOW) / MINUTE  # the module's NOW is older than the time to confirm
    says(brand, "STOP", just_now, "m1")
    assert owed_answer(brand, "STOP", "m1").endswith("Reply START to hear from us again.")
    assert owed_answer(brand, "STOP", "m1", provider_said="stop") == "", "the provider has answered (R43)"
    says(brand, "STOP", 0, "m2")
    assert owed_answer(brand, "STOP", "m2") == "", "too late to confirm (R24)"
    says(brand, "HELP", just_now, "m3")
    words = owed_answer(brand, "HELP", "m3")
    assert brand.name in words
    assert "STOP" in words
    assert owed_answer(brand, "Is there parking?", "m4") == ""


@pytest.mark.parametrize("table", ["consent_consentevent", "consent_suppression", "consent_decision"])
@pytest.mark.parametrize("change", ["update {} set workspace_id = workspace_id", "delete from {}"])
def test_the_app_can_take_no_line_back(brand, table, change):
    says(brand, "STOP", 0)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))
    assert stopped(brand)


def test_consent_of_one_source_is_written_once(brand):
    source = new_id()
    for _ in range(3):
        note_consent(brand.id, "sms", "phone", PHONE, "express", "booking", "gave_number", at=NOW, source_ref=source)
    assert ConsentEvent.objects.count() == 1


def test_the_proof_outlives_the_person(brand, here):
    """R45: after erasure the number is still known not to be written to, and nobody can read whose it was."""
    person = recognise("phone", PHONE, "Hannah Lindqvist")
    says(brand, "STOP", 0)
    destroy_keys(KeyKind.PERSON, person.id)
    assert stopped(brand)
    line = Suppression.objects.get()
    assert line.text == "STOP"
    assert bytes(line.address) != PHONE.encode()


def test_the_ledger_of_another_business_does_not_count(cast):
    with cast.scope():
        hear(cast.brand, "sms", "phone", PHONE, "STOP", NOW, "m1")
    theirs = memberships(cast.charlie)[0].workspace_id
    with workspace_scope(theirs, cast.charlie.id):
        assert not standing(default_brand().id, "phone", PHONE, "sms").suppressed
        assert not standing(cast.brand.id, "phone", PHONE, "sms").suppressed


EVENTS = st.lists(st.tuples(st.sampled_from(["STOP", "START", "staff"]), st.integers(0, 5)), min_size=1, max_size=7)


@settings(max_examples=40)
@given(EVENTS, st.randoms(use_true_random=False))
def test_the_fold_is_the_same_in_any_order_of_lines(brand, events, chance):
    """Whatever the order in which lines are written, the standing is that of their own times."""
    from casa.core.consent.models import SuppressionScope

    lines = [(word, minute) for word, minute in events]
    told = []
    for _ in range(2):
        address = new_id().hex
        chance.shuffle(lines)
        for word, minute in lines:
            suppress(
                brand.id, "sms", "phone", address, "staff" if word == "staff" else "keyword", SuppressionScope.ALL,
                at=NOW + minute * MINUTE, ref=new_id().hex, restores=word == "START",
            )  # fmt: skip
        told.append(standing(brand.id, "phone", address, "sms").suppressed)
    assert told[0] == told[1] == expected(events)


def expected(events):
    """The rule said plainly: a colleague's line stays; else the newest keyword counts, stop before start in a tie."""
    if any(word == "staff" for word, _ in events):
        return True
    newest = max(minute for _, minute in events)
    return any(word == "STOP" and minute == newest for word, minute in events)


def test_brands_are_apart(brand, here):
    other = Brand.objects.create(workspace=here.workspace, name="Other")
    says(brand, "STOP", 0)
    assert not standing(other.id, "phone", PHONE, "sms").suppressed
