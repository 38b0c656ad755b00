"""A reading placed in one go ends in the same rows as one placed fact by fact."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from casa.core.accounts.queries import memberships
from casa.core.accounts.scope import workspace_scope
from casa.core.connections.contract import (
    GuestFact,
    Handle,
    IncomingMessage,
    MediaRef,
    PropertyFact,
    ReservationFact,
    ReviewFact,
)
from casa.core.connections.models import Connection
from casa.core.consent.models import ConsentEvent
from casa.core.inbox import history, intake, sync
from casa.core.inbox.models import Attachment, Conversation, Message, Word
from casa.core.inbox.search import search
from casa.core.people.models import Identity, Person
from casa.core.stays.models import Reservation, Review
from casa.lib.ids import new_id

NOW = datetime.now(UTC).replace(microsecond=0)
HOMES = [PropertyFact(f"home{n}", f"Cottage {n}", "1", timezone="Europe/Paris") for n in range(3)]
SAID = ("Where is the key?", "Merci beaucoup, à bientôt", "STOP", "Is there parking", "We arrive at nine", "👍", "HELP")


def connection_in(workspace):
    with workspace_scope(workspace.id):
        brand = intake.default_brand()
        return Connection.objects.create(
            id=new_id(), workspace=workspace, provider="hospitable", account_ref=str(new_id()), brand=brand
        )


@pytest.fixture
def two(cast):
    """The same account in two workspaces that know nothing of each other."""
    return connection_in(cast.workspace), connection_in(memberships(cast.charlie)[0].workspace)


def guest(luck, number):
    phones = (f"+1828555{1000 + number // 2:04d}",) if luck.random() < 0.5 else ()  # two share one
    return GuestFact(f"g{number}", f"Guest{number}", phones=phones, location="Lyon" if number % 3 else "")


def stays(luck, count=24):
    """Bookings of guests who come once, come again, share a telephone, or are hidden; inquiries that became stays."""
    found = []
    for number in range(count):
        arrival = NOW.date() + timedelta(days=luck.randint(-90, 60))
        thread = f"t{number}" if number % 4 else f"r{number - 1}"
        found.append(
            ReservationFact(
                f"r{number}",
                "elsewhere" if number == 7 else luck.choice(HOMES).external_id,
                "airbnb",
                luck.choice(["confirmed", "confirmed", "inquiry", "cancelled"]),
                arrival,
                arrival + timedelta(days=3),
                "1",
                code=f"HM{number}",
                booked_at=NOW - timedelta(days=100),
                guest=None if number == 5 else guest(luck, luck.randint(0, count)),
                payout=100 * number,
                thread_id=thread,
            )
        )
    return found


def letter(luck, number, stay):
    outgoing = luck.random() < 0.5
    them = Handle("platform", f"t{stay}") if luck.random() < 0.8 else Handle("phone", f"+1828555{1000 + stay:04d}")
    return IncomingMessage(
        f"m{number}",
        "airbnb",
        Handle("platform", "us") if outgoing else them,
        f"{luck.choice(SAID)} {number % 5}",
        NOW - timedelta(minutes=luck.randint(1, 60 * 24 * 40)),
        recipient=them if outgoing else None,
        sender_name="" if outgoing else f"Guest{stay}",
        language="fr" if luck.random() < 0.2 else "",
        media=(MediaRef("https://example.com/a.jpg", "image/jpeg"),) if luck.random() < 0.05 else (),
        reservation_id=f"r{stay}" if luck.random() < 0.7 else "",
        outgoing=outgoing,
        automatic=not outgoing and luck.random() < 0.1,
    )


def world(seed):
    luck = random.Random(seed)
    letters = [letter(luck, number, luck.randint(0, 26)) for number in range(120)]
    reviews = [
        ReviewFact(f"v{n}", f"r{n}", luck.choice(HOMES).external_id, 5.0, f"Fine {n}", "", f"Guest{n}", NOW)
        for n in range(6)
    ]
    return [*HOMES, *stays(luck), *letters, *letters[:9], *reviews, reviews[2]]


def one_by_one(connection, facts, place):
    for fact in facts:
        place(connection, fact)


def handles(person):
    found = sorted((row.kind, row.value) for row in Identity.objects.filter(person=person)) if person else []
    return (person.name, person.location, person.language, tuple(found)) if person else None


def snapshot(connection):
    with workspace_scope(connection.workspace_id):
        letters = Message.objects.exclude(direction="event").select_related("person")
        events = Message.objects.filter(direction="event").select_related("person")
        talks = Conversation.objects.select_related("person", "reservation")
        return {
            "people": sorted(map(repr, map(handles, Person.objects.all()))),
            "messages": sorted(
                repr((handles(m.person), m.external_id, m.direction, m.channel, m.body, m.sent_at, m.language))
                + repr((m.status, m.status_rank, m.status_at, m.automatic, len(m.tokens)))
                for m in letters
            ),
            "events": sorted(repr((handles(m.person), m.body, m.details)) for m in events),
            "media": sorted(repr((row.message.external_id, row.source)) for row in Attachment.objects.all()),
            "conversations": sorted(
                repr((handles(c.person), c.status, c.channel, c.last_message_at, c.last_inbound_at, c.preview))
                + repr((c.preview_out, c.waiting_since, bool(c.due_at), c.reservation and c.reservation.external_id))
                for c in talks
            ),
            "stays": sorted(
                repr((r.external_id, r.status, r.arrival, r.check_in, r.check_out, r.code, r.payout, handles(r.person)))
                for r in Reservation.objects.all()
            ),
            "reviews": sorted(
                repr((r.external_id, r.text, r.property.name, r.reservation and r.reservation.external_id, r.rating))
                for r in Review.objects.select_related("property", "reservation")
            ),
            "consent": sorted(repr((row.channel, row.action, row.occurred_at)) for row in ConsentEvent.objects.all()),
            "words": sorted(row.sealed for row in Word.objects.all()),
        }


def read(connection, facts, way=None):
    place_page = sync.place_page
    sync.place_page = way or place_page
    try:
        for at in range(0, len(facts), 40):
            sync._place_all(connection.workspace_id, connection, facts[at : at + 40])
    finally:
        sync.place_page = place_page


@pytest.mark.parametrize("seed", range(4))
def test_at_once_and_one_by_one_end_in_the_same_rows(two, seed):
    at_once, alone = two
    facts = world(seed)
    read(at_once, facts)
    read(alone, facts, one_by_one)
    found, expected = snapshot(at_once), snapshot(alone)
    for kind in expected:
        assert found[kind] == expected[kind], kind
    assert len(expected["messages"]) == 120
    assert len(expected["stays"]) > 15
    read(at_once, facts)
    read(alone, facts, one_by_one)
    found, again = snapshot(at_once), snapshot(alone)
    for kind in again:
        assert found[kind] == again[kind], kind
    for kind in ("people", "messages", "media", "reviews"):
        assert again[kind] == expected[kind], kind


def test_most_of_a_page_of_history_costs_a_handful_of_questions(two, count_queries):
    connection, _ = two
    luck = random.Random(1)
    old = [
        IncomingMessage(
            f"m{n}",
            "airbnb",
            Handle("platform", f"t{n % 10}"),
            luck.choice(SAID),
            NOW - timedelta(days=20, minutes=n),
            reservation_id=f"r{n % 10}",
        )
        for n in range(200)
    ]
    booked = [
        ReservationFact(
            f"r{n}", "home0", "airbnb", "confirmed", NOW.date(), NOW.date(), "1", guest=GuestFact(f"g{n}", f"G{n}")
        )
        for n in range(10)
    ]
    read(connection, [*HOMES, *booked])
    with count_queries() as queries:
        sync._place_all(connection.workspace_id, connection, old)
    assert len(queries) < 30
    with workspace_scope(connection.workspace_id):
        assert Message.objects.count() == 200
        assert Conversation.objects.count() == 10
        assert search("parking")


def test_a_fact_that_fails_costs_only_itself(two, monkeypatch):
    connection, _ = two
    placed = history.entry

    def entry(*args, **more):
        if more["external_id"] == "m1":
            raise ValueError("no")
        return placed(*args, **more)

    monkeypatch.setattr(history, "entry", entry)
    old = [
        IncomingMessage(f"m{n}", "airbnb", Handle("platform", "t"), "hello", NOW - timedelta(days=20)) for n in range(3)
    ]
    read(connection, old)
    with workspace_scope(connection.workspace_id):
        assert set(Message.objects.values_list("external_id", flat=True)) == {"m0", "m2"}


def test_an_old_cry_for_help_is_not_answered_today(two):
    connection, _ = two
    old = IncomingMessage("m1", "sms", Handle("phone", "+18285550142"), "HELP", NOW - timedelta(days=20))
    picture = IncomingMessage(
        "m2", "sms", old.sender, "HELP", old.sent_at, media=(MediaRef("https://example.com/a.jpg", "image/jpeg"),)
    )
    read(connection, [old, picture])
    with workspace_scope(connection.workspace_id):
        assert Message.objects.filter(direction="out").count() == 0
        assert Message.objects.count() == 2
