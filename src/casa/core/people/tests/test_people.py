"""Who somebody is: one person a handle, found by any spelling, merged and parted again."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import close_old_connections, connections

from casa.core.accounts.models import Action
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import workspace_scope
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox.merging import merge_with, split_again
from casa.core.inbox.models import Attachment, Conversation, Message
from casa.core.inbox.rules import record_incoming
from casa.core.people import queries, rules
from casa.core.people.models import Identity, Merge, Person
from casa.core.people.rules import add_identity, find, make_person, merge_people, recognise, split_people
from casa.core.vault.models import KeyKind
from casa.core.vault.rules import destroy_keys
from casa.lib.ids import new_id

PHONE, OTHER = "+18285550142", "+18285550177"


@pytest.mark.parametrize("spelling", [PHONE, "(828) 555-0142", "828.555.0142", " 1 828 555 0142 ", "+1 (828) 555 0142"])
def test_every_spelling_of_a_number_is_one_person(here, spelling):
    person = recognise("phone", PHONE, "Hannah Lindqvist")
    assert recognise("phone", spelling).id == person.id
    assert find("phone", spelling).id == person.id
    assert Identity.objects.count() == 1


def test_an_address_is_known_in_any_case_of_letters(here):
    person = recognise("email", "Hannah@Example.com")
    assert find("email", " hannah@example.COM ").id == person.id


def test_a_name_is_taken_once_and_not_overwritten(here):
    person = recognise("phone", PHONE)
    assert person.shown_name == "Unknown guest"
    assert recognise("phone", PHONE, "Hannah Lindqvist").name == "Hannah Lindqvist"
    assert recognise("phone", PHONE, "Somebody else").name == "Hannah Lindqvist"


def test_a_handle_of_somebody_else_stays_theirs(here):
    one, two = recognise("phone", PHONE), recognise("phone", OTHER)
    assert add_identity(two, "phone", PHONE).person_id == one.id
    rules.add_identities(two, [("phone", PHONE), ("email", "a@example.com"), ("email", "A@example.com")])
    assert {row.kind for row in queries.identities(two.id)} == {"phone", "email"}
    assert find("phone", PHONE).id == one.id
    assert find("email", "a@example.com").id == two.id


def test_the_first_known_handle_decides(here):
    one, two = recognise("phone", PHONE), recognise("email", "b@example.com")
    assert rules.first_known([("phone", OTHER), ("email", "b@example.com"), ("phone", PHONE)]).id == two.id
    assert rules.first_known([("phone", PHONE), ("email", "b@example.com")]).id == one.id
    assert rules.first_known([("phone", OTHER), ("phone", "")]) is None


def test_many_at_once_agree_on_one_person(cast):
    begin, found = threading.Barrier(6), []

    def work():
        begin.wait()
        try:
            with workspace_scope(cast.workspace.id):
                found.append(recognise("phone", PHONE, "Hannah Lindqvist").id)
        finally:
            close_old_connections()
            connections.close_all()

    several = [threading.Thread(target=work) for _ in range(6)]
    for thread in several:
        thread.start()
    for thread in several:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    with cast.scope():
        assert (Person.objects.count(), Identity.objects.count()) == (1, 1)


@pytest.mark.parametrize("query", ["han", "Hannah", "LINDQ", "lindqvist hannah", "0142", "5550142", "555-0142"])
def test_people_are_found_by_beginnings_and_runs_of_digits(here, query):
    person = recognise("phone", PHONE, "Hannah Lindqvist")
    recognise("phone", OTHER, "Marcus Bell")
    assert [row.id for row in queries.named(query)] == [person.id]


@pytest.mark.parametrize("query", ["", "x", "annah", "014", "9999", "%", "_____", "' or 1=1"])
def test_what_matches_nobody_finds_nobody(here, query):
    recognise("phone", PHONE, "Hannah Lindqvist")
    assert queries.named(query) == []


def test_a_new_name_is_found_and_the_old_one_no_longer(here):
    person = recognise("phone", PHONE, "Hannah Lindqvist")
    rules.rename(person, "Greta Holm")
    assert [row.id for row in queries.named("greta")] == [person.id]
    assert queries.named("hannah") == []
    assert [row.id for row in queries.named("0142")] == [person.id]


def test_notes_and_leave_for_the_assistant_are_logged_without_their_words(here):
    person = make_person("Hannah Lindqvist")
    rules.write_notes(person, "Allergic to cats")
    rules.allow_ai(person, False)
    assert not Person.objects.get(id=person.id).ai_allowed
    told = " ".join(f"{row.verb} {row.data}" for row in Action.objects.filter(target=person.id))
    assert "people.notes_changed" in told
    assert "people.ai_withdrawn" in told
    assert "cats" not in told
    rules.write_notes(person, "  ")
    assert Person.objects.get(id=person.id).notes is None


def test_pages_of_people_miss_nobody_and_show_nobody_twice(here):
    made = [make_person(f"Guest {number}").id for number in range(7)]
    seen, before = [], None
    while rows := queries.page(before, limit=3):
        seen += [row.id for row in rows]
        before = rows[-1]
    assert sorted(seen) == sorted(made)


# ------------------------------------------------------------------------------------------------ merging


def test_merging_joins_and_splitting_parts(here):
    kept, gone = recognise("phone", PHONE, "Hannah"), recognise("email", "h@example.com", "Hannah Lindqvist")
    record = merge_people(kept, gone)
    assert find("email", "h@example.com").id == kept.id
    assert {row.id for row in queries.people()} == {kept.id}
    assert queries.last_merge(kept.id).id == record.id
    assert [row.id for row in queries.named("h@example")] == [kept.id] or queries.named("example")
    split_people(record)
    assert find("email", "h@example.com").id == gone.id
    assert find("phone", PHONE).id == kept.id
    assert {row.id for row in queries.people()} == {kept.id, gone.id}
    assert Person.objects.get(id=gone.id).name == "Hannah Lindqvist"
    assert queries.last_merge(kept.id) is None


def test_a_merge_is_done_once_and_undone_once(here):
    kept, gone = recognise("phone", PHONE), recognise("phone", OTHER)
    record = merge_people(kept, gone)
    for one, other in ((kept, gone), (kept, kept)):
        with pytest.raises(NotPossible, match="already one person"):
            merge_people(one, other)
    split_people(record)
    with pytest.raises(NotPossible, match="already been taken back"):
        split_people(record)


def test_a_nameless_record_takes_the_name(here):
    kept, gone = recognise("phone", PHONE), recognise("phone", OTHER, "Hannah Lindqvist")
    merge_people(kept, gone)
    assert Person.objects.get(id=kept.id).name == "Hannah Lindqvist"


def test_after_a_split_each_is_under_their_own_key(here):
    """Else erasing one would leave the other's handle readable, or take it along."""
    kept, gone = recognise("phone", PHONE), recognise("phone", OTHER)
    split_people(merge_people(kept, gone))
    destroy_keys(KeyKind.PERSON, kept.id)
    assert queries.identities(gone.id)[0].value == OTHER


# ---------------------------------------------------------------------------------- with conversations


def written(connection, phone, words, ago):
    fact = IncomingMessage(
        new_id().hex, "sms", Handle("phone", phone), words, datetime.now(UTC) - timedelta(minutes=ago)
    )
    message = record_incoming(connection, fact)
    Attachment.objects.create(
        id=new_id(), workspace_id=message.workspace_id, message=message, person_id=message.person_id, kind="file",
        name="list.txt", blob=b"milk",
    )  # fmt: skip
    return Person.objects.get(id=message.person_id)


def threads():
    return {
        talk.person_id: [row.body for row in Message.objects.filter(conversation=talk).order_by("sent_at")]
        for talk in Conversation.objects.all()
    }


def test_joined_conversations_come_apart_as_they_were(stage):
    connection = stage.connect("twilio")
    with stage.cast.scope():
        kept = written(connection, PHONE, "We arrive at four", 9)
        gone = written(connection, OTHER, "This is my other phone", 3)
        before, files = threads(), {row.id: row.person_id for row in Attachment.objects.all()}
        record = merge_with(kept, gone)
        assert threads()[kept.id] == ["We arrive at four", "This is my other phone"]
        assert Conversation.objects.get(person=kept).preview == "This is my other phone"
        assert {row.person_id for row in Attachment.objects.all()} == {kept.id}
        assert Conversation.objects.get(person=gone).waiting_since is None
    with stage.cast.scope():
        split_again(Merge.objects.get(id=record.id))
        assert threads() == before
        assert {row.id: row.person_id for row in Attachment.objects.all()} == files
        assert Conversation.objects.get(person=kept).preview == "We arrive at four", "not the other one's words"
        assert Conversation.objects.get(person=gone).preview == "This is my other phone"
        assert [row.blob for row in Attachment.objects.all()] == [b"milk", b"milk"]


def test_a_person_without_a_conversation_takes_over_the_others(stage):
    connection = stage.connect("twilio")
    with stage.cast.scope():
        gone = written(connection, OTHER, "Hello", 3)
        kept = recognise("email", "h@example.com", "Hannah")
        record = merge_with(kept, gone)
        assert threads() == {kept.id: ["Hello"]}
        assert Conversation.objects.get().preview == "Hello"
    with stage.cast.scope():
        split_again(Merge.objects.get(id=record.id))
        assert threads() == {gone.id: ["Hello"]}
        assert Conversation.objects.get().preview == "Hello"


def test_what_comes_after_a_merge_stays_with_the_one_who_is_kept(stage):
    connection = stage.connect("twilio")
    with stage.cast.scope():
        kept, gone = written(connection, PHONE, "One", 9), written(connection, OTHER, "Two", 5)
        record = merge_with(kept, gone)
        assert written(connection, OTHER, "Three", 1).id == kept.id
    with stage.cast.scope():
        split_again(Merge.objects.get(id=record.id))
        assert threads() == {kept.id: ["One", "Three"], gone.id: ["Two"]}
        assert written(connection, OTHER, "Four", 0).id == gone.id
