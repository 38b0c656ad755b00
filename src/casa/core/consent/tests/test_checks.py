"""Each check of the gate alone: pure, without a database. What it lets through, what not, by which rule."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from casa.core.consent.deadlines import add_business_days, business_days_ago
from casa.core.consent.gate import Case, Known, content, sending, timing
from casa.core.consent.gate import addressing as at
from casa.core.consent.gate import agreeing as said
from casa.core.consent.gate.gather import country_of
from casa.core.consent.ledger import ConsentLine, StopLine
from casa.core.consent.places import place_in, place_of
from casa.core.senders.queries import SenderStanding
from casa.lib.ids import new_id

NOON = datetime(2026, 11, 18, 17, tzinfo=UTC)  # Wednesday, noon in New York
DAY = timedelta(days=1)
BRAND = new_id()
FACTS = frozenset(Known.__dataclass_fields__) - {"address"}
CASE = Case(BRAND, "sms", "phone", "+18285550142", "marketing", "Ours. Reply STOP to opt out.", NOON, program="offers")
KNOWN = Known(b"a", "US", place_of("828", "US"), 1)
ALL = frozenset({"reply", "service", "reminder", "marketing", "compliance"})
SENDER = SenderStanding("local", True, ALL, "", 1.0, None, None)


def consent(strength="written", at=NOON - 90 * DAY):
    return ConsentLine(new_id(), "sms", "offers", strength, "form", "web", at)


def stop(reason="keyword", scope="all", at=NOON - DAY):
    return StopLine(new_id(), "sms", scope, "", False, reason, "R20", "", at, at)


def answer(check, case=CASE, known=KNOWN, **changes):
    facts = {key: value for key, value in changes.items() if key in FACTS}
    asked = {key: value for key, value in changes.items() if key not in facts}
    verdict = check(replace(case, **asked), replace(known, **facts))
    return (verdict.answer, verdict.reason, verdict.rule) if verdict else None


TABLE = [
    # check, what is asked, its answer
    (at.number, {}, None),
    (at.number, {"country": "?"}, ("block", "number", "R73")),
    (at.number, {"country": "BS"}, ("block", "country", "R74")),
    (at.number, {"country": "GB:landline"}, ("block", "landline", "R73")),
    (at.number, {"address": "+19005550142"}, ("block", "number", "R73")),
    (at.number, {"channel": "email", "country": "?"}, None),
    (said.suppression, {}, None),
    (said.suppression, {"stop": stop()}, ("block", "suppressed", "R20")),
    (said.suppression, {"stop": stop("wrong_number")}, ("block", "wrong_number", "R20")),
    (said.suppression, {"stop": stop(), "kind": "compliance"}, ("block", "suppressed", "R20")),
    (said.suppression, {"stop": stop(at=NOON - timedelta(minutes=4)), "kind": "compliance"}, None),
    (said.suppression, {"stop": stop(), "kind": "compliance", "last_inbound_at": NOON - timedelta(minutes=1)}, None),
    (said.overdue, {"overdue": True}, ("block", "overdue", "R23")),
    (said.overdue, {"overdue": True, "kind": "reply"}, None),
    (said.consent_class, {"consent": consent()}, None),
    (said.consent_class, {}, ("block", "consent", "R1")),
    (said.consent_class, {"consent": consent("express")}, ("block", "consent", "R1")),
    (said.consent_class, {"consent": consent("unproven")}, ("block", "unproven", "R8")),
    (said.consent_class, {"consent": consent("express"), "channel": "email"}, None),
    (said.consent_class, {"kind": "reminder"}, ("block", "consent", "R1")),
    (said.consent_class, {"kind": "reminder", "last_inbound_at": NOON}, ("block", "consent", "R1")),
    (said.consent_class, {"kind": "reminder", "consent": consent("express")}, None),
    (said.consent_class, {"kind": "compliance"}, None),
    (said.wish, {"only_channels": frozenset({"email"})}, ("block", "wish", "R46")),
    (said.wish, {"only_channels": frozenset({"sms"})}, None),
    (said.wish, {"only_channels": frozenset({"email"}), "kind": "reply"}, None),
    (at.relay, {}, None),
    (at.relay, {"relay": True}, ("block", "relay", "R124")),
    (at.relay, {"relay": True, "kind": "service"}, None),
    (at.relay, {"relay_until": NOON - DAY, "kind": "service"}, ("block", "relay", "R124")),
    (at.relay, {"relay_until": NOON + DAY, "kind": "service"}, None),
    (at.relay, {"relay_until": NOON - DAY, "kind": "reply", "last_inbound_at": NOON}, None),
    (at.relay, {"address_kind": "platform:airbnb", "channel": "airbnb"}, ("block", "relay", "R125")),
    (at.relay, {"address_kind": "email", "address": "a@guest.booking.com", "channel": "email"},
     ("block", "relay", "R124")),
    (at.relay, {"address_kind": "email", "address": "a@booking.example", "channel": "email"}, None),
    (at.reassigned, {"consent": consent()}, None),
    (at.reassigned, {"consent": consent(), "reassigned": "no", "reassigned_at": NOON}, None),
    (at.reassigned, {"consent": consent(), "reassigned": "yes", "reassigned_at": NOON}, ("block", "reassigned", "R13")),
    (at.reassigned, {"consent": consent(at=NOON), "reassigned": "yes", "reassigned_at": NOON - DAY}, None),
    (at.reassigned, {"consent": consent(), "reassigned": "no_data", "reassigned_at": NOON},
     ("block", "reassigned", "R13")),
    (at.reassigned, {"consent": consent(at=NOON - 9 * DAY), "reassigned": "no_data", "reassigned_at": NOON}, None),
    (at.do_not_call, {"do_not_call": ("National",)}, ("block", "do_not_call", "R15")),
    (at.do_not_call, {"do_not_call": ("National",), "consent": consent()}, None),
    (at.do_not_call, {"do_not_call": ("National",), "kind": "service"}, None),
    (at.do_not_call, {"do_not_call": ("Texas",), "place": place_of("512", "US")}, ("block", "do_not_call", "R17")),
    (at.do_not_call, {"lists_stale": True}, ("block", "do_not_call", "R15")),
    (sending.sender, {}, ("block", "sender", "R50")),
    (sending.sender, {"kind": "reply"}, None),
    (sending.sender, {"sender": SENDER}, None),
    (sending.sender, {"sender": replace(SENDER, allows=frozenset({"reply"}))}, ("block", "sender", "R50")),
    (sending.sender, {"sender": replace(SENDER, allows=frozenset(), rule="R60")}, ("block", "sender", "R60")),
    (sending.one_number, {"other_senders": frozenset({"+14155550100"})}, ("block", "sender", "R58")),
    (sending.one_number, {"other_senders": frozenset({"+14155550100"}), "kind": "reply"}, None),
    (sending.rate, {"sender": replace(SENDER, per_day=1000), "sent_today": 899}, None),
    (sending.rate, {"sender": replace(SENDER, per_day=1000), "sent_today": 900}, ("hold", "rate", "R76")),
    (sending.rate, {"sender": replace(SENDER, per_day=1000), "sent_today": 900, "kind": "reminder"}, None),
    (sending.rate, {"sender": replace(SENDER, per_day=1000), "sent_today": 1000, "kind": "reminder"},
     ("hold", "rate", "R76")),
    (sending.rate, {"sender": replace(SENDER, per_day=1000), "sent_today": 5000, "kind": "reply"}, None),
    (content.length, {"body": " "}, ("block", "empty", "")),
    (content.length, {"segments": 11}, ("block", "length", "R71")),
    (content.mixed, {"kind": "reminder", "body": "See you at 4. Book again and save 10%."}, ("block", "content", "R2")),
    (content.mixed, {"kind": "service", "body": "The door code is 4821."}, None),
    (content.mixed, {"kind": "reply", "body": "Yes, there is 10% off for a week."}, None),
    (content.mixed, {"kind": "service", "template_kind": "marketing"}, ("block", "content", "R2")),
    (content.topics, {"body": "Free vodka. Reply STOP to opt out."}, ("block", "content", "R56")),
    (content.topics, {"body": "No vaping inside, please.", "kind": "service"}, None),
    (content.links, {"body": "See bit.ly/3abc"}, ("block", "content", "R57")),
    (content.links, {"body": "See laurel.example/x", "own_hosts": frozenset({"laurel.example"})}, None),
    (content.links, {"body": "See www.book.laurel.example", "own_hosts": frozenset({"laurel.example"})}, None),
    (content.links, {"body": "See other.example", "own_hosts": frozenset({"laurel.example"})},
     ("block", "content", "R57")),
    (content.links, {"body": "See laurel.example", "sender": replace(SENDER, links=False)},
     ("block", "content", "R54")),
    (content.reserved, {"body": "Reply CANCEL to cancel your visit."}, ("block", "content", "R34")),
    (content.reserved, {"body": "Reply CANCEL to cancel your visit.", "kind": "reply"}, None),
    (content.reserved, {"body": "Reply X to cancel. Reply STOP to opt out."}, None),
    (content.one_way, {"body": "Please do not reply to this.", "kind": "reminder"}, ("block", "content", "R28")),
    (content.footer, {"body": "Come in spring."}, ("block", "content", "R49")),
    (content.footer, {"body": "Come in spring.", "kind": "reminder"}, None),
    (content.footer, {"channel": "email", "body": "Come in spring. Reply STOP."}, ("block", "content", "R49")),
    (content.footer, {"channel": "email", "body": "Come in spring. Unsubscribe: x"}, None),
    (timing.clock, {}, None),
    (timing.clock, {"now": NOON.replace(hour=13, minute=59) - timedelta(hours=1)}, ("hold", "quiet", "R81")),
    (timing.clock, {"now": NOON.replace(hour=3), "kind": "reply"}, None),
    (timing.clock, {"now": NOON.replace(hour=3), "kind": "compliance"}, None),
    (timing.clock, {"now": NOON.replace(hour=3), "kind": "service"}, ("hold", "quiet", "R86")),
    (timing.clock, {"now": NOON.replace(hour=3), "kind": "service", "event_at": NOON.replace(hour=5)}, None),
    (timing.clock, {"now": NOON.replace(hour=3), "kind": "marketing", "event_at": NOON.replace(hour=5)},
     ("hold", "quiet", "R81")),
    (timing.clock, {"now": NOON.replace(hour=3), "kind": "service", "address_kind": "platform:airbnb"}, None),
    (timing.clock, {"contacts": [NOON - DAY / 4] * 3}, ("hold", "cap", "R82")),
    (timing.clock, {"contacts": [NOON - DAY / 4] * 2 + [NOON - DAY]}, None),
    (timing.clock, {"contacts": [NOON] * 9, "kind": "reminder"}, None),
    (timing.clock, {"wishes": ((time(14), time(18)),), "kind": "reminder"}, ("hold", "quiet", "R46")),
    (timing.clock, {"place": place_of("", "US")}, None),
    (timing.clock, {"place": place_of("", "US"), "now": NOON - timedelta(hours=1)}, ("hold", "quiet", "R84")),
]  # fmt: skip


@pytest.mark.parametrize(("check", "changes", "expected"), TABLE)
def test_each_check_alone(check, changes, expected):
    assert answer(check, **changes) == expected


@pytest.mark.parametrize("changes", [changes for check, changes, expected in TABLE if expected])
def test_what_a_host_reads_is_plain(changes):
    words = [
        verdict.words
        for check, asked, expected in TABLE
        if asked is changes and expected
        and (verdict := check(
            replace(CASE, **{k: v for k, v in asked.items() if k not in FACTS}),
            replace(KNOWN, **{k: v for k, v in asked.items() if k in FACTS}),
        ))
    ]  # fmt: skip
    assert words
    assert all("!" not in each and "R" + "1" not in each and len(each) > 10 for each in words)


def test_the_hold_of_a_day_ends_at_midnight_of_the_carriers():
    verdict = sending.rate(CASE, replace(KNOWN, sender=replace(SENDER, per_day=1), sent_today=1))
    assert verdict.until == datetime(2026, 11, 19, 8, tzinfo=UTC), "midnight in Los Angeles"


def test_the_hold_of_a_cap_ends_when_the_first_of_the_three_is_a_day_old():
    contacts = [NOON - timedelta(hours=20), NOON - timedelta(hours=5), NOON - timedelta(hours=1)]
    verdict = timing.clock(CASE, replace(KNOWN, contacts=contacts))
    assert verdict.until == NOON + timedelta(hours=4)


@pytest.mark.parametrize(
    ("number", "country"),
    [("+18285550142", "US"), ("+14165550142", "CA"), ("+12425550142", "BS"), ("+447400123456", "GB"),
     ("+442079460018", "GB:landline"), ("12345", "?"), ("+1828", "?"), ("", "?"), ("+17875550142", "US")],
)  # fmt: skip
def test_the_country_of_a_number(number, country):
    """R74: +1 is not the United States by itself."""
    assert country_of(number) == country


@pytest.mark.parametrize(
    ("text", "place"),
    [("Charlotte, NC", ("NC", "")), ("12 Main St, Asheville NC 28801", ("NC", "28801")), ("Lyon", ("", "")),
     ("Austin, Texas", ("TX", "")), ("Portland, Oregon, USA", ("OR", "")), ("", ("", "")), ("Toronto, ON", ("ON", ""))],
)  # fmt: skip
def test_where_an_address_is(text, place):
    assert place_in(text) == place


def test_business_days_skip_weekends_and_federal_holidays():
    wednesday = datetime(2026, 11, 25, 15, tzinfo=UTC)
    assert add_business_days(wednesday, 1) == datetime(2026, 11, 27, 15, tzinfo=UTC), "over Thanksgiving"
    assert add_business_days(wednesday, 10).date().isoformat() == "2026-12-10"
    assert business_days_ago(add_business_days(wednesday, 10), 10) <= wednesday + DAY
