"""What was erased stays away, whatever a provider tells again; what the guest does afterwards comes in as new."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casa.core.connections import settled
from casa.core.connections.contract import (
    DeliveryStatus,
    GuestFact,
    Handle,
    IncomingMessage,
    PropertyFact,
    ReservationFact,
    ReviewFact,
)
from casa.core.connections.models import Connection, Delivery, Settled
from casa.core.inbox import echoes, intake, sync
from casa.core.inbox.models import Conversation, Message
from casa.core.inbox.rules import held
from casa.core.inbox.tests.talk import begin
from casa.core.inbox.ways import way_of
from casa.core.people.models import Identity, Person
from casa.core.people.rules import find
from casa.core.privacy import erase
from casa.core.stays.models import Reservation, Review
from casa.lib.ids import new_id
from casa.lib.pretend import Text

GUEST, OURS = "+18285550142", "+14155550100"
NOW = datetime.now(UTC)
PAST = NOW - timedelta(days=20)
HOME = PropertyFact("home1", "Cottage", "1", timezone="Europe/Paris")
STAY = ReservationFact(
    "stay-0001", "home1", "airbnb", "confirmed", PAST.date(), PAST.date() + timedelta(days=2), "1", code="HMHERON1",
    booked_at=PAST, guest=GuestFact("guest-0001", "Zephyrine", "Quackenbush", phones=(GUEST,)), payout=900,
    thread_id="thread-0001",
)  # fmt: skip
REVIEW = ReviewFact("review-0001", "stay-0001", "home1", 5.0, "A luminous porridge", "", "Zephyrine", PAST, "Thanks")


def said(external_id, words, at=PAST, **more):
    them, us = Handle("platform", "thread-0001"), Handle("platform", "host")
    outgoing = more.get("outgoing", False)
    return IncomingMessage(
        external_id, "airbnb", us if outgoing else them, words, at, recipient=them if outgoing else us,
        sender_name="" if outgoing else "Zephyrine", reservation_id="stay-0001", thread_id="thread-0001", **more,
    )  # fmt: skip


LETTERS = [said("m-0001", "the heron sleeps"), said("m-0002", "it does", NOW - timedelta(hours=1), outgoing=True)]
ALL = [HOME, STAY, *LETTERS, REVIEW]


@pytest.fixture
def homes(cast):
    with cast.scope():
        return Connection.objects.create(
            id=new_id(), workspace=cast.workspace, provider="hospitable", account_ref="a1", brand=cast.brand
        )


def read(cast, connection, facts):
    sync._place_all(cast.workspace.id, connection, facts)


def forget(cast, kind="phone", value=GUEST):
    with cast.scope():
        row = erase.begin(find(kind, value))
    erase.go_on(row.workspace_id, row.id)
    return row


def nobody(cast):
    with cast.scope():
        assert not Person.objects.exists()
        assert not Identity.objects.exists()
        assert not Message.objects.exists()
        assert not Conversation.objects.exists()


@pytest.mark.parametrize("order", [1, -1])
def test_a_reading_brings_back_neither_name_nor_number_nor_words(cast, homes, order):
    read(cast, homes, ALL)
    forget(cast)
    nobody(cast)
    later = replace(STAY, sequence="9", status="cancelled")
    unheard = said("m-0003", "never read before", PAST)
    read(cast, homes, [*ALL, later, unheard][::order])
    nobody(cast)
    with cast.scope():
        assert Reservation.objects.get().person is None
        review = Review.objects.get()
        assert (review.text, review.guest_name, review.response, review.rating) == (None, None, None, 5.0)


def test_the_certificate_names_the_stand_ins_that_stay(cast, homes):
    read(cast, homes, ALL)
    with cast.scope():
        settled.note_echo(homes, "m-echo", Message.objects.get(external_id="m-0002").id, named=True)
    row = forget(cast)
    with cast.scope():
        row.refresh_from_db()
        assert row.certificate["stand_ins"] == Settled.objects.filter(message__isnull=True).count() > 4


def test_a_stay_that_had_gone_with_its_account_comes_back_without_its_guest(cast, homes):
    read(cast, homes, ALL)
    forget(cast)
    with cast.scope():
        Review.objects.all().delete()
        Reservation.objects.all().delete()
    for _ in range(2):
        read(cast, homes, [*ALL, replace(STAY, sequence="2")])
    nobody(cast)
    with cast.scope():
        stay = Reservation.objects.get()
        assert (stay.person, stay.code, stay.thread_id, stay.payout) == (None, None, "", 900)
        assert (Review.objects.get().text, Review.objects.get().guest_name) == (None, None)


def test_the_echo_of_an_erased_message_stays_away_under_each_of_its_names(cast, homes):
    read(cast, homes, ALL)
    with cast.scope():
        settled.note_echo(homes, "m-echo", Message.objects.get(external_id="m-0002").id, named=True)
    forget(cast)
    late = NOW + timedelta(hours=1)  # its time alone would let it in
    read(cast, homes, [said("m-echo", "it does", late, outgoing=True)])
    read(cast, homes, [said("m-other", "it does", late, outgoing=True, sent_reference="m-0002")])
    nobody(cast)


def test_what_the_guest_writes_afterwards_is_a_new_contact(cast, homes):
    read(cast, homes, ALL)
    forget(cast)
    after = datetime.now(UTC) + timedelta(seconds=2)
    again = replace(STAY, external_id="stay-0002", booked_at=after, sequence="3")
    read(cast, homes, [*ALL, again, said("m-0009", "Hello again", after)])
    with cast.scope():
        assert [row.body for row in Message.objects.all()] == ["Hello again"]
        assert Person.objects.get().name == "Zephyrine Quackenbush"
        assert Reservation.objects.get(external_id="stay-0002").person is not None
    forget(cast)  # who comes back can be erased again
    read(cast, homes, [*ALL, again, said("m-0009", "Hello again", after)])
    nobody(cast)


def test_somebody_else_is_untouched_and_the_stand_ins_name_nobody(cast, homes):
    other = replace(
        STAY, external_id="stay-0007", thread_id="thread-0007", guest=GuestFact("guest-0007", "Heron", "Reed")
    )
    read(cast, homes, [*ALL, other])
    forget(cast)
    word = replace(said("m-0007", "still here"), sender=Handle("platform", "thread-0007"), reservation_id="stay-0007")
    read(cast, homes, [*ALL, other, word])
    with cast.scope():
        assert Person.objects.get().name == "Heron Reed"
        assert [row.body for row in Message.objects.all()] == ["still here"]
        kept = list(Settled.objects.values("digest", "message"))
        assert len(kept) == 8  # two messages, a stay and its thread, a review; guest, thread and number as handles
        assert {len(bytes(row["digest"])) for row in kept} == {16}
        assert {row["message"] for row in kept} == {None}


def while_it_is_erased(cast, step):
    """A step of a placing, with an erasure beside it that is given time to end; and a wait for its end."""
    waits = []

    def slow(*of):
        if not waits:
            waits.append(begin(lambda: forget(cast)))
            time.sleep(1.5)
        return step(*of)

    return slow, lambda: waits[0]()


def test_a_page_that_is_being_placed_meanwhile_goes_as_well(cast, homes, monkeypatch):
    """It had asked who was erased before anybody was: the erasure waits for it, and finds what it placed."""
    read(cast, homes, ALL)
    slow, ended = while_it_is_erased(cast, sync.place_page)
    monkeypatch.setattr(sync, "place_page", slow)
    read(cast, homes, [*ALL, said("m-0003", "never read before")])
    ended()
    nobody(cast)


# ------------------------------------------------------------------------------------------------ Twilio


@pytest.fixture
def texts(stage):
    """A guest has texted twice and was answered; their number is erased. What arrived, to be posted again."""
    connection = stage.connect("twilio")
    for words in ("the heron sleeps", "by the boathouse"):
        stage.world.text(Text(new_id().hex, GUEST, OURS, words, datetime.now(UTC)))
    stage.wait_for_letters(2)
    arrived = list(stage.letters.arrived)
    stage.letters.work_off()
    with stage.cast.scope():
        talk = held(Conversation.objects.get().id)
        intake.outbox.queue_reply(talk, way_of(talk), "it does", author=stage.cast.alice)
    stage.hand_over_all()
    stage.wait_for_letters(1)
    return connection, arrived


def post(stage, *requests):
    stage.letters.arrived.extend(requests)
    stage.letters.work_off()


def test_old_texts_and_late_news_of_them_change_nothing_and_are_not_kept(stage, texts):
    _, arrived = texts
    forget(stage.cast)
    with stage.cast.scope():
        assert Delivery.objects.count() == 0
    post(stage, *arrived)  # the news of our own text arrive only now as well
    nobody(stage.cast)
    with stage.cast.scope():
        assert Delivery.objects.count() == 0


def test_reading_the_texts_again_brings_nobody_back(stage, texts):
    connection, _ = texts
    lost = Text(new_id().hex, GUEST, OURS, "a text whose webhook was lost", datetime.now(UTC))
    stage.world.text(lost)
    stage.wait_for_letters(2)
    stage.letters.arrived.clear()
    forget(stage.cast)
    sync.run(stage.cast.workspace.id, connection.id)
    nobody(stage.cast)


@pytest.mark.parametrize("kind", [DeliveryStatus, IncomingMessage])
def test_texts_that_are_being_placed_meanwhile_go_as_well(stage, texts, monkeypatch, kind):
    """Erased while news were placed that had been read with the text, or while the text itself was."""
    stage.world.text(Text(new_id().hex, GUEST, OURS, "a text on its way", datetime.now(UTC)))
    stage.wait_for_letters(2)
    slow, ended = while_it_is_erased(stage.cast, intake.PLACES[kind])
    monkeypatch.setitem(intake.PLACES, kind, slow)
    stage.letters.work_off()
    ended()
    nobody(stage.cast)


def test_a_new_text_after_the_erasure_is_a_new_contact(stage, texts):
    _, arrived = texts
    forget(stage.cast)
    stage.letters.arrived.clear()
    stage.world.text(Text(new_id().hex, GUEST, OURS, "Hello, is it free in May?", datetime.now(UTC)))
    stage.wait_for_letters(1)
    post(stage, *arrived)
    with stage.cast.scope():
        assert [row.body for row in Message.objects.filter(direction="in")] == ["Hello, is it free in May?"]
        assert find("phone", GUEST) is not None


def test_a_week_old_echo_of_what_was_erased_is_history_that_stays_away(cast, homes):
    """The page of history asks as well: it is placed many at once."""
    old = said("m-0004", "written long ago", NOW - echoes.UNDER_WAY * 5, outgoing=True)
    read(cast, homes, [HOME, STAY, old])
    forget(cast)
    read(cast, homes, [old, said("m-0005", "and another", NOW - timedelta(days=9))])
    nobody(cast)
