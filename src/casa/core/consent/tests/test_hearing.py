"""What people say, as it is written down: how far it reaches, what a person must read, what is only a wish."""

from datetime import UTC, datetime, time, timedelta

import pytest

from casa.core.accounts.rules import NotPossible
from casa.core.connections.models import Connection, Delivery
from casa.core.consent import rules
from casa.core.consent.gate import Case, decide
from casa.core.consent.ledger import stops_of
from casa.core.consent.matching import Verdict
from casa.core.consent.models import Preference, Review, Suppression
from casa.core.consent.queries import Lateness, lateness
from casa.core.consent.rules import hear, note_consent, owed_answer, suppress, undo
from casa.core.vault.keyring import keyring
from casa.core.vault.models import KeyKind
from casa.lib.ids import new_id

PHONE = "+18285550142"


@pytest.fixture
def brand(here):
    return here.brand


def says(brand, text, ref="m1", *, ago=timedelta(0), **more):
    return hear(brand, "sms", "phone", PHONE, text, datetime.now(UTC) - ago, ref, **more)


def stops(brand):
    return stops_of(brand.id, "phone", PHONE, "sms")


def test_a_line_says_what_the_law_wants_to_know(brand):
    """R44."""
    says(brand, "STOP", received_on="+14155550100")
    line = Suppression.objects.get()
    assert (line.text, line.matcher, line.received_on, line.scope) == ("STOP", "keyword", "+14155550100", "all")
    assert line.received_at <= line.recorded_at
    assert (line.recorded_at - line.received_at).total_seconds() < 5


def test_promotions_end_and_the_stay_goes_on(brand):
    says(brand, "Please stop sending me promotions")
    assert stops(brand).whole is None
    assert stops(brand).marketing is not None


def test_a_complaint_ends_everything_and_waits_for_a_person(brand):
    """R47: and START does not open it."""
    says(brand, "Stop texting me or I will report you to the FCC and call my lawyer")
    assert stops(brand).whole.reason == "complaint"
    assert Review.objects.get().kind == "complaint"
    says(brand, "START", "m2")
    assert stops(brand).whole is not None


def test_a_wrong_number_opens_only_with_a_fresh_written_consent(brand):
    """R14."""
    now = datetime.now(UTC)
    note_consent(brand.id, "sms", "phone", PHONE, "express", "booking", "gave_number", at=now - timedelta(days=9))
    suppress(brand.id, "sms", "phone", PHONE, "wrong_number", at=now - timedelta(days=1))
    says(brand, "START")
    assert stops(brand).whole.reason == "wrong_number"
    note_consent(
        brand.id,
        "sms",
        "phone",
        PHONE,
        "written",
        "form",
        "signed",
        at=now,
        program="offers",
        disclosure="We text you.",
        medium="paper",
    )
    assert stops(brand).whole is None
    service = Case(brand.id, "sms", "phone", PHONE, "service", "Hi", datetime(2026, 11, 18, 17, tzinfo=UTC))
    assert decide(service)[1]["consent_class"] == "", "what the one before agreed to is not theirs"


def test_hours_are_a_wish_and_no_stop(brand):
    """R46."""
    says(brand, "Please don't text me after 9pm")
    assert stops(brand).whole is None
    wish = Preference.objects.get()
    assert (wish.kind, wish.ends) == ("hours", time(21))
    says(brand, "Please don't text me after 9pm")
    assert Preference.objects.count() == 1, "the same message is one wish"


def test_only_email_ends_texts(brand):
    """R46: email only = no more texts; and the wish is kept."""
    says(brand, "Email only please, no texts")
    assert stops(brand).whole.scope in ("all", "channel")


def test_who_has_stopped_and_asks_something_waits_for_a_person(brand):
    """R33: it opens nothing."""
    says(brand, "STOP")
    says(brand, "Where do I park?", "m2")
    says(brand, "And is there a lift?", "m3")
    assert stops(brand).whole is not None
    assert Review.objects.get(kind="question").text == "Where do I park?"


def test_a_second_stop_is_confirmed_no_second_time(brand):
    """R24."""
    says(brand, "STOP")
    says(brand, "STOP", "m2")
    assert owed_answer(brand, "STOP", "m1")
    assert owed_answer(brand, "STOP", "m2") == ""


def test_a_stop_whose_clock_is_far_off_is_not_beaten_by_an_older_start(brand):
    """R78: only the provider's clock says that START came later."""
    says(brand, "STOP", "m1", ago=timedelta(minutes=30))
    says(brand, "START", "m2", ago=timedelta(minutes=20))
    says(brand, "STOP", "m3", ago=timedelta(days=4000))
    assert stops(brand).whole is not None


def test_an_old_start_that_comes_late_opens_nothing(brand):
    says(brand, "STOP", "m1", ago=timedelta(minutes=5))
    says(brand, "START", "m2", ago=timedelta(days=2))
    assert stops(brand).whole is not None


def test_a_colleague_takes_back_their_own_mistake_and_nothing_else(brand):
    says(brand, "STOP", "m1")
    suppress(brand.id, "sms", "phone", PHONE, "staff")
    undo(Suppression.objects.get(reason="staff").id)
    assert stops(brand).whole.reason == "keyword", "what they said themselves still stands"
    with pytest.raises(NotPossible):
        undo(Suppression.objects.get(reason="keyword").id)
    assert Suppression.objects.count() == 3, "nothing was removed"


def test_a_review_that_waits_too_long_stops_the_brand(brand):
    """R23: ten business days."""
    says(brand, "STOP", "m1")
    note_consent(brand.id, "sms", "phone", "+18285550143", "express", "booking", "gave_number", at=datetime.now(UTC))
    noon = datetime(2026, 11, 18, 17, tzinfo=UTC)
    service = Case(brand.id, "sms", "phone", "+18285550143", "service", "Hi", noon)
    assert decide(service)[0].allowed
    review = Review.objects.create(
        workspace_id=brand.workspace_id, brand=brand, address=b"a", address_kind="phone", channel="sms",
        kind="revocation", at=noon - timedelta(days=17), due_at=noon - timedelta(days=16),
    )  # fmt: skip
    assert decide(service)[0].reason == "overdue"
    Review.objects.filter(id=review.id).update(settled_at=noon)
    assert decide(service)[0].allowed


# ---- R78: whose clock counts


def test_a_start_of_yesterday_that_comes_after_a_late_stop_opens_nothing(brand):
    """Both came late and in this order; by the provider's times START would be the newer."""
    says(brand, "STOP", "m1", ago=timedelta(days=3))
    says(brand, "START", "m2", ago=timedelta(days=2))
    assert stops(brand).whole is not None


def test_a_stop_ten_minutes_late_is_not_beaten_by_a_start_heard_before_it(brand):
    says(brand, "STOP", "m1", ago=timedelta(minutes=30))
    says(brand, "START", "m2")
    says(brand, "STOP", "m3", ago=timedelta(minutes=10))
    assert stops(brand).whole is not None


def test_a_stop_and_a_start_of_the_same_moment_stop(brand):
    at = datetime.now(UTC)
    hear(brand, "sms", "phone", PHONE, "STOP", at - timedelta(minutes=1), "m0")
    hear(brand, "sms", "phone", PHONE, "START", at, "m1")
    hear(brand, "sms", "phone", PHONE, "STOP", at, "m2")
    assert stops(brand).whole is not None


def test_stop_and_start_a_minute_apart_count_in_the_order_in_which_they_were_sent(brand):
    """Deliveries of one minute change places; who wrote STOP and then START is back."""
    says(brand, "STOP", "m0", ago=timedelta(minutes=2))
    says(brand, "START", "m2", ago=timedelta(seconds=50))
    says(brand, "STOP", "m1", ago=timedelta(seconds=90))
    assert stops(brand).whole is None


# ---- the matcher's scopes of one channel


@pytest.mark.parametrize(
    ("scope", "label"), [("voice", "revocation_freeform"), ("email", "revocation_freeform"), ("sms", "none")]
)
def test_what_ends_one_channel_ends_that_and_no_other(brand, monkeypatch, scope, label):
    """R26, R29, R46: written for the channel that was named, whichever it came by and whatever the matcher calls it."""
    effect = "preference:email_only" if scope == "sms" else "suppress"
    verdict = Verdict(label, scope, effect, "They named one channel.", "R26", "freeform")
    monkeypatch.setattr(rules, "classify", lambda *_: verdict)
    says(brand, "Not that way, please")
    channel = scope
    ended = {each for each in ("sms", "voice", "email") if stops_of(brand.id, "phone", PHONE, each).whole is not None}
    assert ended == {channel}
    line = Suppression.objects.get()
    assert (line.scope, line.channel) == ("channel", channel)


def test_who_wants_no_e_mail_and_writes_by_text_is_found_by_a_person(brand, monkeypatch):
    """Their address is not known to the text: somebody has to look."""
    verdict = Verdict("revocation_freeform", "email", "suppress", "They named one channel.", "R26", "freeform")
    monkeypatch.setattr(rules, "classify", lambda *_: verdict)
    says(brand, "Stop emailing me please")
    assert Review.objects.get().kind == "revocation"


def test_a_wish_in_other_words_opens_nothing(brand):
    """R31: never silently; a person answers (R33)."""
    says(brand, "STOP")
    says(brand, "I want to get the texts back again", "m2")
    assert stops(brand).whole is not None
    assert Review.objects.get().kind == "question"


def test_what_keeps_a_stop_from_being_heard_is_told(brand):
    """R23: the alarm is at one minute, for a STOP that was late and for texts that nobody has read yet."""
    says(brand, "STOP", "m1", ago=timedelta(seconds=20))
    assert lateness() == Lateness(None, 0)
    says(brand, "STOP", "m2", ago=timedelta(minutes=2))
    says(brand, "STOP", "m3", ago=timedelta(hours=2))
    assert lateness().late == 2
    texts = Connection(
        id=new_id(), workspace_id=brand.workspace_id, provider="twilio", account_ref="AC1", label="Texts", brand=brand
    )
    keyring.make(KeyKind.CONNECTION, [texts.id])
    texts.save(force_insert=True)
    now = datetime.now(UTC)
    for age in (30, 90):
        Delivery.objects.create(
            id=new_id(), workspace_id=brand.workspace_id, connection=texts, key=new_id().bytes, sealed=b"a letter",
            received_at=now - timedelta(seconds=age),
        )  # fmt: skip
    assert lateness().waiting_since == now - timedelta(seconds=90)
