"""Many rows by one statement are the rows that one save each would have made."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, connection

from casa.core.consent.models import Decision
from casa.core.inbox.inserting import insert
from casa.core.inbox.models import Conversation, Message, Status
from casa.core.people.models import Person
from casa.core.vault.keyring import keyring
from casa.lib.ids import new_id

NOW = datetime.now(UTC)


def person(here, name="Anna Diaz"):
    row = Person(id=new_id(), workspace=here.workspace, name=name, language="en")
    keyring.make("person", [row.id])
    Person.objects.bulk_create([row])
    return row


def conversation(here, who, **more):
    return Conversation(
        id=new_id(), workspace=here.workspace, person=who, channel="sms", status=Status.DONE, last_message_at=NOW,
        **more,
    )  # fmt: skip


def message(talk, place, **more):
    values = {"body": f'Text {place}: "quotes", {{braces}}, ü', "tokens": list(range(place)), "status": "sending"}
    return Message(
        id=new_id(), workspace_id=talk.workspace_id, conversation=talk, person_id=talk.person_id, direction="out",
        channel="sms", sent_at=NOW, **values | more,
    )  # fmt: skip


def test_they_are_what_was_written(here, count_queries):
    talk = conversation(here, person(here))
    insert([talk])
    rows = [message(talk, place, segments=place or None) for place in range(5)]
    with count_queries() as asked:
        insert(rows)
    assert len(asked) == 1
    for row in rows:
        kept = Message.objects.get(id=row.id)
        assert (kept.body, kept.tokens, kept.segments, kept.sent_at) == (row.body, row.tokens, row.segments, NOW)
        assert kept.created_at is not None, "the database filled it in"
    with connection.cursor() as cursor:
        cursor.execute("select body from inbox_message where id = %s", [rows[1].id])
        assert b"Text" not in bytes(cursor.fetchone()[0])


def test_facts_and_choices_are_kept(here):
    told = {"states": ["NC"], "words": 'it\'s "fine"', "sent_today": 3}
    rows = [
        Decision(
            id=new_id(), workspace=here.workspace, outbox_id=new_id(), brand=here.brand, address=bytes(range(16)),
            answer="allow", gate_version=1, facts=told, segments=place,
        )
        for place in range(3)
    ]  # fmt: skip
    insert(rows)
    kept = Decision.objects.filter(outbox_id__in=[row.outbox_id for row in rows]).order_by("segments")
    assert [(row.facts, bytes(row.address), row.segments) for row in kept] == [
        (told, bytes(range(16)), n) for n in range(3)
    ]
    assert all(row.txid and row.at for row in kept)


def test_who_is_there_already_may_be_left_out(here):
    who = person(here)
    insert([conversation(here, who)])
    insert([conversation(here, who), conversation(here, person(here, "Ben"))], skip_conflicts=True)
    assert Conversation.objects.count() == 2


def test_what_is_too_long_is_an_error_and_is_not_cut(here):
    talk = conversation(here, person(here))
    insert([talk])
    with pytest.raises(DataError):
        insert([message(talk, 1, status="x" * 200)])


def test_none_is_nothing(here, count_queries):
    with count_queries() as asked:
        insert([])
    assert not asked
