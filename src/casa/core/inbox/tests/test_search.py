"""Search back to the first message, over words that the database cannot read."""

from datetime import UTC, datetime, timedelta

import pytest

from casa.core.inbox import search as searching
from casa.core.inbox.models import Message
from casa.core.inbox.rules import add_message, conversation_with
from casa.core.inbox.search import beginnings, search
from casa.core.people.queries import named
from casa.core.people.rules import recognise

YEAR = timedelta(days=365)


@pytest.fixture
def say(here):
    """Write a message of a time; gives its id."""
    searching._dictionaries.clear()

    def say(body, ago=timedelta(0), phone="+18285550142", name="Ana Vidal"):
        at = datetime.now(UTC) - ago
        conversation = conversation_with(recognise("phone", phone, name), "sms", at)
        return add_message(conversation, "in", body, at, channel="sms").id

    return say


def found(query, **more):
    return [hit.message.body for hit in search(query, **more)]


def test_a_word_is_found_however_long_ago_it_was_said_newest_first(say):
    for years in (9, 0, 3, 1):
        say(f"The kayak, year {years}", ago=years * YEAR)
    assert found("kayak") == [f"The kayak, year {years}" for years in (0, 1, 3, 9)]


def test_every_word_must_be_in_the_same_message(say):
    say("The kayak is blue")
    say("The boat is red", ago=2 * YEAR)
    both = "The kayak is red"
    say(both, ago=YEAR)
    assert found("kayak red") == [both]


def test_the_last_word_may_be_a_beginning_also_of_a_word_that_has_just_been_said_first(say):
    say("Parking for two cars")
    assert found("park") == ["Parking for two cars"]
    say("The parkway is closed")
    for kept in searching._dictionaries.values():
        kept.fresh_until = 0
    assert found("park") == ["The parkway is closed", "Parking for two cars"]
    assert beginnings("park") == ["park", "parking", "parkway"]


def test_a_page_of_a_common_word_goes_on_where_the_last_one_ended(say):
    for number in range(60):
        say(f"Towels number{number:02}", ago=timedelta(days=number * 5))
    first = search("towels")
    rest = found("towels", before=first[-1].message.sent_at, limit=100)
    together = [hit.message.body for hit in first] + rest
    assert together == [f"Towels number{number:02}" for number in range(60)]


def test_a_rare_word_beyond_the_newest_messages_is_found(say, monkeypatch):
    old = say("Where is the samovar")
    Message.objects.filter(id=old).update(sent_at=datetime.now(UTC) - timedelta(minutes=50))
    for number in range(30):
        say(f"Thanks {number}")
    assert found("samovar") == ["Where is the samovar"]


def test_people_are_found_by_the_beginning_of_a_name_and_by_digits_only_here(say, cast):
    say("Hello")
    assert [person.name for person in named("vid")] == ["Ana Vidal"]
    assert [person.name for person in named("0142")] == ["Ana Vidal"]
    assert named("zz") == []


def test_another_workspace_finds_nothing(say, cast):
    from django.db import connection

    say("Only for us")
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.workspace', '', true)")
        cursor.execute("select * from people_search(array[1]::bigint[], 5)")
        assert cursor.fetchall() == []
        cursor.execute("select * from inbox_search('{{1}}'::bigint[][], now(), now() - interval '1 day', 5)")
        assert cursor.fetchall() == []
        cursor.execute("select set_config('app.workspace', %s, true)", [str(cast.workspace.id)])
