"""An ordinary text asks no ledger on its way in, and nothing is missed by it: R39 and R33 hold as if all were asked."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.connections.models import Connection
from casa.core.consent import matching
from casa.core.consent.collecting import hear_wish
from casa.core.consent.ledger import address_of
from casa.core.consent.models import ConsentEvent, OptInPage, PendingOptIn, Preference, Program, Review, Suppression
from casa.core.consent.rules import hear, help_words, suppress
from casa.core.consent.saying import says_something
from casa.core.inbox import intake
from casa.core.inbox.models import Direction, Message, Outbox
from casa.core.inbox.rules import add_message, conversation_with
from casa.core.inbox.stopping import hear_question
from casa.core.inbox.ways import Way
from casa.core.people.models import Identity
from casa.core.people.rules import recognise
from casa.lib.ids import new_id

OURS, KEYWORD = "+14155550100", "CABIN"
PLAIN = (
    "Where can we park?", "We will be there around four with two dogs.", "Is the pool heated at this time of year",
    "Thanks, see you tomorrow!", "The heater makes a strange noise", "👍👍", "Could we get the wifi password", "",
)  # fmt: skip
SHORT = (
    "Yes",
    "yes please",
    "OK",
    "START",
    "Help",
    "HELP!",
    "stop",
    "cabin",
    "Cabin!",
    "STARTT",
    "join",
    "🛑",
    "C",
    "Thanks",
)
OUR_WORDS = (
    "",
    "Your door code is 4821 and works from four.",
    "Do you want texts with news from us? Reply YES.",
    "Hi there",
)


def _examples():
    file = Path(matching.__file__).parent / "tests" / "examples.jsonl"
    return [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]


TEXTS = st.one_of(st.sampled_from(PLAIN), st.sampled_from(SHORT), st.sampled_from(_examples()))


@pytest.fixture
def texts(cast):
    with cast.scope():
        program = Program.objects.create(
            workspace=cast.workspace, brand=cast.brand, key="news", name="News", kind="marketing"
        )
        OptInPage.objects.create(
            workspace=cast.workspace,
            brand=cast.brand,
            program=program,
            token=new_id().hex,
            title="News",
            keyword=KEYWORD,
        )
        return Connection.objects.create(
            id=new_id(), workspace_id=cast.workspace.id, provider="twilio", account_ref=new_id().hex, label="Texts",
            brand=cast.brand, settings={"from_number": OURS},
        )  # fmt: skip


_used = iter(range(10**6))


def _guest(connection, last_words, stopped, pending):
    """Somebody with the same past as the one before."""
    phone = f"+1828{3_000_000 + next(_used):07d}"
    person, now = recognise("phone", phone), datetime.now(UTC)
    talk = conversation_with(person, "sms", now)
    if last_words:
        add_message(talk, Direction.OUT, last_words, now - timedelta(minutes=9), channel="sms", connection=connection)
    if pending:
        page = OptInPage.objects.get()
        hear_wish(connection.brand, "sms", "phone", phone, KEYWORD, now, f"join-{phone}")
        assert PendingOptIn.objects.filter(page=page, confirmed_at=None).exists()
    if stopped:
        suppress(connection.brand.id, "sms", "phone", phone, stopped, at=now - timedelta(minutes=5))
    return phone, talk


def _said(connection, phone, text):
    return IncomingMessage(
        f"SM{new_id().hex}", "sms", Handle("phone", phone), text, datetime.now(UTC), Handle("phone", OURS)
    )


def _eagerly(connection, fact):
    """Every text asks everything."""
    hear(
        connection.brand, "sms", "phone", fact.sender.value, fact.body, fact.sent_at, fact.external_id,
        last_outbound=intake._last_words_to(fact),
    )  # fmt: skip
    hear_wish(connection.brand, "sms", "phone", fact.sender.value, fact.body, fact.sent_at, fact.external_id)


def _lazily(connection, fact, talk):
    intake.hear_first(connection, fact)
    add_message(
        talk, Direction.IN, fact.body, fact.sent_at, channel="sms", connection=connection, external_id=fact.external_id
    )
    hear_question(talk)


def _written(phone):
    """What stands of somebody in the ledgers and beside them, without who and when."""
    kinds = {
        Suppression: ("scope", "channel", "restores", "reason", "rule", "matcher", "program"),
        ConsentEvent: ("channel", "program", "consent_class", "source", "action"),
        Preference: ("kind", "starts", "ends", "channel"),
        Review: ("kind", "channel"),
    }
    mine = {"address": address_of("phone", phone)}
    found = {
        model.__name__: sorted(model.objects.filter(**mine).values_list(*said), key=repr)
        for model, said in kinds.items()
    }
    now = datetime.now(UTC)
    asked = [(row.confirmed_at is None, row.expires_at > now) for row in PendingOptIn.objects.filter(**mine)]
    return {**found, "asked": sorted(asked)}


@settings(
    max_examples=80, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True
)
@given(
    text=TEXTS,
    around=st.sampled_from(("", "after", "before", "line")),
    last_words=st.sampled_from(OUR_WORDS),
    stopped=st.sampled_from(("", "", "keyword", "staff", "complaint")),
    pending=st.booleans(),
)
def test_the_short_road_writes_what_the_long_one_writes(cast, texts, text, around, last_words, stopped, pending):
    """Also where our own last message stands in theirs and hides what they wrote."""
    ways = {"": "{text}", "after": "{ours} {text}", "before": "{text} {ours}", "line": "{ours}\n{text}"}
    text = ways[around].format(text=text, ours=last_words)
    written = []
    for road in ("eager", "lazy"):
        with cast.scope():
            phone, talk = _guest(texts, last_words, stopped, pending)
            fact = _said(texts, phone, text)
            _eagerly(texts, fact) if road == "eager" else _lazily(texts, fact, talk)
            written.append(_written(phone))
    assert written[0] == written[1]


@pytest.mark.parametrize("text", PLAIN)
def test_an_ordinary_text_asks_no_ledger(cast, texts, count_queries, text):
    with cast.scope():
        phone, _ = _guest(texts, OUR_WORDS[1], "", False)
        with count_queries() as asked:
            intake.hear_first(texts, _said(texts, phone, text))
    assert len(asked) == 0


def test_an_ordinary_text_is_owed_nothing_without_asking(cast, texts, count_queries):
    with cast.scope():
        phone, _ = _guest(texts, "", "", False)
        with count_queries() as asked:
            intake._answer_automatically(texts, _said(texts, phone, PLAIN[0]), None)
    assert len(asked) == 0


def test_whatever_an_example_means_is_noticed():
    """Not one of the labelled examples is taken for an ordinary text in any context that gives it a meaning."""
    contexts = [
        matching.Context(opted_out=out, pending_optin=asked) for out in (False, True) for asked in (False, True)
    ]
    meant = {
        text for text in _examples()[::3] for context in contexts if matching.classify(text, context).label != "none"
    }
    assert [text for text in meant if not says_something(text)] == []
    assert len(meant) > 200


def test_help_is_answered_once_in_a_quarter_of_an_hour(cast, texts):
    """R12: a phone that answers HELP by HELP brings forth one answer, not one a minute."""
    with cast.scope():
        phone, talk = _guest(texts, "", "", False)
        way = Way("sms", texts, Identity.objects.get(person_id=talk.person_id))
        words = help_words(cast.brand)
        assert not intake._answered_lately(talk, way, words)
        sent = intake.outbox.queue_reply(talk, way, words, author=None, kind="compliance")
        assert Outbox.objects.filter(message=sent).exists()
        assert intake._answered_lately(talk, way, "other words"), "R38: one a minute, whatever it says"
        Message.objects.filter(id=sent.id).update(created_at=datetime.now(UTC) - timedelta(minutes=14))
        assert intake._answered_lately(talk, way, words)
        assert not intake._answered_lately(talk, way, "other words"), "who says STOP then is owed their confirmation"
        Message.objects.filter(id=sent.id).update(created_at=datetime.now(UTC) - timedelta(minutes=16))
        assert not intake._answered_lately(talk, way, words)
