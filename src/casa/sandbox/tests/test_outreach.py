"""What the demo has been up to: everything by the rules, so everything must stand before them."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone

from casa.core.campaigns.models import Campaign, Recipient, Sequence
from casa.core.campaigns.results import by_variant, results
from casa.core.campaigns.tests import follow
from casa.core.connections.contract import GuestFact
from casa.core.connections.rules import connect, set_up
from casa.core.consent.chain import verify_chain
from casa.core.consent.models import ConsentEvent, DoNotCallList, OptInPage, Suppression
from casa.core.inbox.models import Conversation, Outbox
from casa.core.senders.models import Sender
from casa.sandbox import outreach
from casa.sandbox.accounts import _open_twilio, _token
from casa.testing.pretend import wait_until

TODAY = datetime.now(UTC).date()
GUESTS = 12


def past_guest(connection, place, left: date):
    guest = GuestFact(f"g{place}", "Anna", f"Diaz {place}", (), (f"+1828555{3000 + place}",), "en")
    fact = follow.stay_fact(
        left - timedelta(days=3), guest=guest, external_id=f"r{place}",
        booked_at=datetime.combine(left - timedelta(days=40), datetime.min.time(), UTC),
    )  # fmt: skip
    follow.tell(connection, fact)


@pytest.fixture
def furnished(stage):
    hushed = []
    homes = stage.connect("hospitable")
    with stage.cast.scope():
        twilio = connect("twilio", _open_twilio(stage.world, partial(_token, "a secret of the test", "twilio")))
    with stage.cast.scope():
        set_up(twilio)
        for place in range(GUESTS):
            past_guest(homes, place, TODAY - timedelta(days=60 + place))
        past_guest(homes, 50, TODAY - timedelta(days=5))
    outreach.furnish(stage.cast.workspace.id, stage.cast.alice.id, twilio, lambda: hushed.append(True))
    return stage, twilio, hushed


def test_everything_is_there_and_stands_before_the_rules(furnished):
    stage, _, hushed = furnished
    with stage.cast.scope():
        assert Sender.objects.get().state == "approved"
        assert OptInPage.objects.get().keyword == "JOIN"
        given = ConsentEvent.objects.filter(source="checkout")
        assert [row.consent_class for row in given] == ["written"] * GUESTS
        assert all(row.proof["ip"] and row.disclosure and row.source_url for row in given)
        assert DoNotCallList.objects.get().entries == 100
        assert Sequence.objects.filter(active=True).count() == 2
        assert verify_chain(stage.cast.brand.id).ok
        draft = Campaign.objects.get(state="draft")
        assert (draft.name, draft.audience.name) == ("Ember nights, past guests", "Past guests, two years")
    assert hushed == [True]


def test_last_months_campaign_was_sent_last_month_and_has_results(furnished):
    stage, _, _ = furnished
    with stage.cast.scope():
        done = Campaign.objects.get(state="done")
        gone = Recipient.objects.filter(campaign=done, state="released")
        month_ago = timezone.now() - timedelta(days=27)
        assert gone.count() == GUESTS
        assert all(row.released_at < month_ago for row in gone)
        found = results(done)
        assert (found.sent, found.replied) == (GUESTS, 9)
        assert found.opted_out >= 2
        assert {each.letter for each in by_variant(done)} == {"A", "B"}
        assert Suppression.objects.count() >= 2
        assert not Conversation.objects.filter(waiting_since__isnull=False).exists()
        assert not Outbox.objects.filter(kind="compliance").exists()
    wait_until(lambda: len(on_phones(stage)) == GUESTS)  # a phone rings a moment after Twilio says "sent"


def on_phones(stage):
    return [text for text in stage.world.texts if "past guests" in text.body]


def wrong_back_then():
    with outreach.back_then(datetime(2026, 1, 5, tzinfo=UTC)):
        assert timezone.localdate() == timezone.localdate(datetime(2026, 1, 5, tzinfo=UTC))
        raise RuntimeError


def test_the_clock_is_put_right_again(furnished):
    assert abs(timezone.now() - datetime.now(UTC)) < timedelta(seconds=5)
    with pytest.raises(RuntimeError):
        wrong_back_then()
    assert abs(timezone.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_once_more_changes_nothing(furnished):
    stage, twilio, _ = furnished
    with stage.cast.scope():
        counts = [model.objects.count() for model in (ConsentEvent, Campaign, Sequence, OptInPage, Outbox)]
    outreach.furnish(stage.cast.workspace.id, stage.cast.alice.id, twilio, lambda: None)
    with stage.cast.scope():
        again = [model.objects.count() for model in (ConsentEvent, Campaign, Sequence, OptInPage, Outbox)]
    assert again == counts
