"""The gate's table: for each kind of message and standing, what it answers and by which rule."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from casa.core.consent.gate import CHECKS, VERSION, Case, decide, decide_many
from casa.core.consent.gate.hours import marketing_hours, next_shut, wishes
from casa.core.consent.ledger import address_of, standing
from casa.core.consent.models import Decision
from casa.core.consent.places import place_of
from casa.core.consent.rules import decide_and_record, hear, note_consent, suppress
from casa.lib.ids import new_id

PHONE = "+18285550142"
NOW = datetime(2026, 11, 18, 17, tzinfo=UTC)  # Wednesday, noon in New York
HOUR = timedelta(hours=1)
PROOF = {"disclosure": "Laurel & Pine texts you.", "medium": "paper"}
DAY = timedelta(days=1)


@pytest.fixture
def brand(here):
    return here.brand


def case(brand, **changes):
    plain = Case(brand.id, "sms", "phone", PHONE, "reply", "See you at four.", NOW, last_inbound_at=NOW - HOUR)
    return replace(plain, **changes)


TABLE = [
    # what is asked, the answer, why, the rule
    ({}, "allow", "", "R1"),
    ({"last_inbound_at": NOW - DAY}, "allow", "", "R1"),
    ({"last_inbound_at": NOW - DAY - timedelta(seconds=1)}, "block", "consent", "R1"),
    ({"last_inbound_at": None}, "block", "consent", "R1"),
    ({"last_inbound_at": None, "kind": "service"}, "block", "consent", "R1"),
    ({"last_inbound_at": None, "kind": "compliance"}, "allow", "", "R1"),
    ({"channel": "mms", "last_inbound_at": None}, "block", "consent", "R1"),
    ({"channel": "imessage", "last_inbound_at": None}, "block", "consent", "R1"),
    ({"channel": "airbnb", "address_kind": "platform:x", "address": "g1", "last_inbound_at": None}, "allow", "", ""),
    ({"address": "8285550142"}, "block", "number", "R73"),
    ({"address": ""}, "block", "number", "R73"),
    ({"address": "+1828555"}, "block", "number", "R73"),
    ({"address": "+79161234567"}, "block", "country", "R74"),
    ({"address": "+447400123456"}, "allow", "", "R1"),
    ({"body": ""}, "block", "empty", ""),
    ({"body": " \n\t"}, "block", "empty", ""),
    ({"body": "a" * 1530}, "allow", "", "R1"),
    ({"body": "a" * 1531}, "block", "length", "R71"),
    ({"body": "🗝" * 400}, "block", "length", "R71"),
    ({"channel": "airbnb", "address": "g1", "body": "a" * 3000}, "allow", "", ""),
]


@pytest.mark.parametrize(("asked", "answer", "reason", "rule"), TABLE)
def test_the_table_for_somebody_who_never_said_stop(brand, asked, answer, reason, rule):
    verdict, facts = decide(case(brand, **asked))
    assert (verdict.answer, verdict.reason, verdict.rule) == (answer, reason, rule)
    assert verdict.words
    assert facts["suppressed"] is False


@pytest.mark.parametrize("kind", ["reply", "service"])
@pytest.mark.parametrize("channel", ["sms", "mms"])
def test_who_said_stop_gets_nothing_whatever_else_holds(brand, kind, channel):
    """R20, R30: also as an answer, also with express consent, also as a picture message."""
    note_consent(brand.id, "sms", "phone", PHONE, "express", "booking", "gave_number", at=NOW - DAY)
    hear(brand, "sms", "phone", PHONE, "STOP", NOW, "m1")
    verdict, facts = decide(case(brand, kind=kind, channel=channel))
    assert (verdict.answer, verdict.reason) == ("block", "suppressed")
    assert "START" in verdict.words
    assert facts["suppression_reason"] == "keyword"


def test_a_stop_holds_for_its_brand_and_its_address(brand, here):
    from casa.core.accounts.models import Brand

    other = Brand.objects.create(workspace=here.workspace, name="Other brand")
    hear(brand, "sms", "phone", PHONE, "STOP", NOW, "m1")
    assert decide(case(other))[0].allowed
    assert decide(case(brand, address="+18285550143"))[0].allowed
    assert not decide(case(brand, address=PHONE))[0].allowed


def test_another_spelling_of_the_number_is_the_same_number(brand):
    hear(brand, "sms", "phone", "(828) 555-0142", "stop", NOW, "m1")
    assert not decide(case(brand))[0].allowed


def test_the_confirmation_of_a_stop_leaves_for_five_minutes(brand):
    """R24: one confirmation, at once or not at all."""
    hear(brand, "sms", "phone", PHONE, "STOP", NOW, "m1")
    said = standing(brand.id, "phone", PHONE, "sms").suppressed_at
    confirmation = case(brand, kind="compliance", body="You will get no more messages.")
    assert decide(replace(confirmation, now=said + timedelta(minutes=4)))[0].allowed
    assert not decide(replace(confirmation, now=said + timedelta(minutes=6)))[0].allowed


@pytest.mark.parametrize(
    ("consent_class", "answer"),
    [("unproven", "block"), ("inbound", "block"), ("express", "allow"), ("written", "allow")],
)
def test_a_service_message_needs_express_consent(brand, consent_class, answer):
    note_consent(brand.id, "sms", "phone", PHONE, consent_class, "form", "box_ticked", at=NOW, **PROOF)
    verdict, facts = decide(case(brand, kind="service", last_inbound_at=None))
    assert verdict.answer == answer
    assert facts["consent_class"] == consent_class


def test_the_best_consent_counts_and_not_the_last(brand):
    note_consent(brand.id, "sms", "phone", PHONE, "express", "booking", "gave_number", at=NOW - DAY)
    note_consent(brand.id, "sms", "phone", PHONE, "unproven", "import", "gave_number", at=NOW)
    assert standing(brand.id, "phone", PHONE, "sms").consent_class == "express"


def test_every_block_says_why_in_plain_words(brand):
    suppress(brand.id, "sms", "phone", PHONE, "staff")
    for asked, answer, *_ in TABLE:
        verdict, _facts = decide(case(brand, **asked))
        if answer == "block" or not verdict.allowed:
            assert verdict.words[0].isupper()
            assert verdict.words.endswith(".")
            assert "!" not in verdict.words


def test_the_facts_written_down_name_nobody(brand):
    hear(brand, "sms", "phone", PHONE, "STOP", NOW, "m1")
    row = new_id()
    decide_and_record(case(brand, body="Hello Hannah"), row)
    (decision,) = Decision.objects.filter(outbox_id=row)
    told = str(decision.facts) + decision.reason + decision.rule
    assert PHONE not in told
    assert "5550142" not in told
    assert "Hannah" not in told
    assert decision.gate_version >= 1
    assert decision.answer == "block"


def test_asking_beforehand_writes_nothing(brand):
    decide(case(brand))
    assert Decision.objects.count() == 0


def test_every_check_names_its_rule():
    for check in CHECKS:
        assert check.__doc__
        assert check.__doc__.strip().startswith("R")


def test_a_written_consent_that_cannot_be_proved_is_unproven(brand):
    """R8: without the words that were shown, or without anything done to agree, it opens nothing."""
    for change in ({"disclosure": ""}, {"medium": ""}, {"medium": "web"}, {"action": "gave_number"}):
        told = {"action": "box_ticked", **PROOF, **change}
        phone = f"+1828555{len(str(change)):04d}"
        note_consent(brand.id, "sms", "phone", phone, "written", "import", at=NOW, program="offers", **told)
        assert standing(brand.id, "phone", phone, "sms").consent_class == "unproven", change
    web = {"source_url": "https://laurel.example/p", "proof": {"ip": "203.0.113.9", "user_agent": "Browser"}}
    note_consent(
        brand.id, "sms", "phone", PHONE, "written", "form", "box_ticked", at=NOW, **PROOF | {"medium": "web"}, **web
    )
    assert standing(brand.id, "phone", PHONE, "sms").consent_class == "written"


OFFER = "Laurel & Pine: come in spring, 10% off.\nReply STOP to opt out."


def offer(brand, **changes):
    return case(brand, kind="marketing", program="offers", body=OFFER, last_inbound_at=None, **changes)


def agree(brand, phone=PHONE, program="offers", at=NOW - DAY):
    note_consent(brand.id, "sms", "phone", phone, "written", "paper", "signed", at=at, program=program, **PROOF)


def test_an_offer_needs_written_consent_for_its_own_program(brand):
    """R1, R5, R6: a booking is none, another program is none, a reply of today is none."""
    verdicts = [decide(offer(brand))[0]]
    note_consent(brand.id, "sms", "phone", PHONE, "express", "booking", "gave_number", at=NOW - DAY)
    agree(brand, program="newsletter")
    verdicts += [decide(offer(brand))[0], decide(replace(offer(brand), last_inbound_at=NOW))[0]]
    assert [(each.answer, each.reason) for each in verdicts] == [("block", "consent")] * 3
    agree(brand)
    assert decide(offer(brand))[0].reason == "sender", "everything else has let it through"


def test_leaving_offers_leaves_the_stay(brand):
    agree(brand)
    suppress(brand.id, "sms", "phone", PHONE, "freeform", "marketing", at=NOW - HOUR)
    assert decide(offer(brand))[0].reason == "suppressed"
    assert decide(case(brand))[0].allowed


def test_leaving_one_program_leaves_the_others(brand):
    agree(brand)
    agree(brand, program="newsletter")
    suppress(brand.id, "sms", "phone", PHONE, "freeform", "program", program="offers", at=NOW - HOUR)
    assert decide(offer(brand))[0].reason == "suppressed"
    assert decide(replace(offer(brand), program="newsletter"))[0].reason == "sender"


def test_many_are_decided_as_one_is(brand, count_queries):
    """The same answers, and as many questions for two hundred as for two."""
    phones = [f"+1828555{number:04d}" for number in range(200)]
    for phone in phones[::2]:
        agree(brand, phone)
    for phone in phones[::5]:
        suppress(brand.id, "sms", "phone", phone, "keyword", at=NOW - HOUR)
    cases = [replace(offer(brand), address=phone) for phone in phones]
    with count_queries() as few:
        decide_many(brand.id, cases[:2])
    with count_queries() as many:
        told = decide_many(brand.id, cases)
    assert len(many) == len(few) <= 14
    reasons = [verdict.reason for verdict, _ in told]
    assert [reasons[0], reasons[1], reasons[2], reasons[5]] == ["suppressed", "consent", "sender", "suppressed"]
    assert reasons[:12] == [decide(each)[0].reason for each in cases[:12]]


def test_what_the_facts_say_beside_the_row(brand):
    agree(brand)
    told = decide(offer(brand))[1]
    assert told["recipient_zone"] == "America/New_York"
    assert (told["state"], told["zone_source"], told["gate_version"]) == ("NC", "area code", VERSION)
    assert told["local_time"].startswith("2026-11-18T12:00")
    assert told["consent_event_id"]
    assert told["suppression_checked_at"]


# ------------------------------------------------------------------------------------------------ R5, R11, R85

FIRST = "Laurel & Pine: ten nights are free. Reply STOP to opt out, HELP for help. Msg & data rates may apply."
SAYS_ALL = f"{FIRST} Up to 4 messages a month."


def signed_up(brand, source, at=NOW - DAY):
    note_consent(
        brand.id, "sms", "phone", PHONE, "written", source, "keyword_sent", at=at, program="offers", medium="sms",
        disclosure="Laurel & Pine texts you offers.",
    )  # fmt: skip


def first_offer(brand, **changes):
    return case(brand, **({"kind": "marketing", "program": "offers", "body": FIRST, "last_inbound_at": None} | changes))


def left(brand, kind, program, at):
    asked = case(brand, kind=kind, program=program, now=at)
    Decision.objects.create(
        workspace=brand.workspace, outbox_id=new_id(), brand=brand, gate_version=1, answer="allow", kind=kind, at=at,
        address=address_of("phone", PHONE), facts={"program": asked.program},
    )  # fmt: skip


@pytest.mark.parametrize("source", ["form", "keyword"])
def test_the_first_offer_waits_for_the_confirmation_of_the_sign_up(brand, source):
    signed_up(brand, source)
    verdict, _ = decide(first_offer(brand))
    assert (verdict.answer, verdict.reason, verdict.rule) == ("block", "greeting", "R11")
    left(brand, "compliance", "", NOW - HOUR)
    assert decide(first_offer(brand))[0].rule == "R11", "an answer to HELP confirms nothing"
    left(brand, "compliance", "offers", NOW - 2 * DAY)
    assert decide(first_offer(brand))[0].rule == "R11", "it confirmed an earlier sign-up"
    left(brand, "compliance", "offers", NOW - HOUR)
    assert decide(first_offer(brand))[0].reason != "greeting"


def test_a_first_offer_may_say_everything_itself(brand):
    signed_up(brand, "keyword")
    assert decide(first_offer(brand, body=SAYS_ALL))[0].reason != "greeting"


def test_consent_that_came_another_way_needs_no_confirmation_of_ours(brand):
    signed_up(brand, "import")
    assert decide(first_offer(brand))[0].reason != "greeting"


def test_who_stopped_one_program_still_gets_the_others(brand):
    """R5: also what says its program only by its kind."""
    booked(brand)
    suppress(brand.id, "sms", "phone", PHONE, "freeform", "program", program="reminder")
    asked = {"last_inbound_at": None, "kind": "reminder", "connection_id": None}
    assert decide(case(brand, **asked))[0].reason == "suppressed"
    assert decide(case(brand, **asked, program="tours"))[0].reason != "suppressed"
    assert decide(case(brand, last_inbound_at=None, kind="service"))[0].allowed
    assert decide(case(brand))[0].allowed, "what they asked is answered"


def booked(brand):
    note_consent(brand.id, "sms", "phone", PHONE, "express", "booking", "gave_number", at=NOW - DAY)


def test_what_is_over_is_not_sent(brand):
    booked(brand)
    about = case(brand, last_inbound_at=None, kind="service")
    verdict, _ = decide(replace(about, not_after=NOW))
    assert (verdict.answer, verdict.reason, verdict.rule) == ("block", "over", "R85")
    verdict, _ = decide(replace(about, not_after=NOW + HOUR))
    assert (verdict.allowed, verdict.valid_until) == (True, NOW + HOUR)


def test_what_would_be_held_until_it_is_over_is_refused_at_once(brand):
    booked(brand)
    late = NOW + 10 * HOUR  # ten at night
    about = case(brand, last_inbound_at=None, kind="service", now=late)
    assert decide(about)[0].answer == "hold"
    assert decide(replace(about, not_after=late + 20 * HOUR))[0].answer == "hold"
    verdict, _ = decide(replace(about, not_after=late + 5 * HOUR))
    assert (verdict.answer, verdict.reason, verdict.rule) == ("block", "over", "R85")


def test_a_leave_for_an_offer_ends_when_the_first_window_shuts():
    """R85: Florida's evening ends at eight, the federal one at nine."""
    florida = marketing_hours(place_of("305", "US"))
    assert next_shut(florida, NOW) == datetime(2026, 11, 19, 1, tzinfo=UTC)
    assert next_shut(marketing_hours(place_of("212", "US")), NOW) >= datetime(2026, 11, 19, 1, tzinfo=UTC)
    wish = wishes(place_of("212", "US"), [(time(9), time(14))])
    assert next_shut(wish, NOW) == datetime(2026, 11, 18, 19, tzinfo=UTC)
    assert next_shut(wish, NOW - 5 * HOUR) is None
    assert next_shut((), NOW) is None
