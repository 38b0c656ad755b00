"""Erasing a person: everywhere, exactly once, held back by the law, proven at the end."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from casa.config.rotation import DESTROY_AFTER
from casa.core.accounts.models import Due
from casa.core.accounts.rules import NotPossible
from casa.core.connections.models import Delivery
from casa.core.consent.ledger import standing
from casa.core.consent.models import ConsentEvent, Suppression
from casa.core.inbox.merging import merge_with, split_again
from casa.core.inbox.models import Conversation, Message, Outbox, Word
from casa.core.inbox.rules import add_message
from casa.core.inbox.search import beginnings, search
from casa.core.people.models import Identity, Person
from casa.core.people.queries import named
from casa.core.people.rules import find
from casa.core.privacy import erase, holds
from casa.core.privacy.certificate import BACKUPS_READ_FOR
from casa.core.privacy.kinds import ERASED
from casa.core.privacy.models import Erasure, ErasureState
from casa.core.privacy.tests.house import OTHER, deliver, erase_whole, furnish, say
from casa.core.stays.models import Reservation, Review
from casa.core.vault.crypto import token
from casa.core.vault.keyring import index_key
from casa.core.vault.models import DataKey
from casa.core.vault.tests.planted import PHONE, PLANTED


@pytest.fixture
def full(cast):
    return furnish(cast)


def living_keys(*ids):
    return DataKey.objects.filter(kind="person", holder__in=ids, wrapped__isnull=False).count()


def test_an_erased_person_is_nowhere_and_the_other_one_is_whole(full):
    row = erase_whole(full)
    assert row.state == ErasureState.DONE
    with full.scope():
        assert not Person.objects.filter(id=full.person.id).exists()
        assert find("phone", PHONE) is None
        assert not named("Quackenbush")
        assert not named(PHONE[-7:])
        assert not search("boathouse")
        assert not Message.objects.filter(person_id=full.person.id).exists()
        assert living_keys(full.person.id) == 0
        assert find("phone", OTHER) == full.other
        assert [hit.message.person_id for hit in search("heron sleeps")] == [full.other.id]
        assert living_keys(full.other.id) == 1


def test_the_certificate_counts_each_store_and_finds_nothing(full):
    with full.scope():
        messages = Message.objects.filter(person_id=full.person.id).count()
    paper = erase_whole(full).certificate
    lines = {line["store"]: line for line in paper["stores"]}
    assert messages > 0
    assert (lines["Messages"]["before"], lines["Messages"]["after"]) == (messages, 0)
    for store in ("Conversations", "Drafts", "Pictures and files", "Raw deliveries", "People", "Runs of the assistant"):
        assert lines[store]["before"] > 0, store
        assert lines[store]["after"] == 0, store
    assert all(line["after"] == 0 or line["ground"] for line in paper["stores"])
    assert {entry["count"] for entry in paper["found"]} == {0}
    assert paper["searched_for"] >= 3
    assert paper["keys_destroyed"] >= 1


def test_the_certificate_and_the_row_name_nobody(full):
    row = erase_whole(full)
    told = repr((row.certificate, row.counts, row.targets, row.words))
    assert row.targets is None
    assert row.words is None
    for name in ("name", "phone", "e-mail", "phone digits", "booking code"):
        assert PLANTED[name] not in told


def test_the_search_of_the_certificate_would_find_what_is_left(full):
    """Whoever leaves a store out of the erasure reads it in the certificate."""
    with patch("casa.core.privacy.kinds.base.Store.erase", lambda store, target, most=500: 0):
        with full.scope():
            row = erase.begin(full.person)
        while erase.step(row.workspace_id, row.id):
            with full.scope():
                if Erasure.objects.get(id=row.id).stage == "once more":
                    break
    with full.scope():
        row = Erasure.objects.get(id=row.id)
        row.ended_at = timezone.now()
        paper = erase.certify(row, erase.Target.of_json(row.workspace_id, row.targets))
    assert {entry["what"]: entry["count"] for entry in paper["found"]}["Rows that name them"] > 0


def test_older_backups_end_when_the_master_keys_of_their_time_do(full):
    assert BACKUPS_READ_FOR == DESTROY_AFTER
    row = erase_whole(full)
    assert row.certificate["backups_unreadable_by"] == (row.ended_at + DESTROY_AFTER).date().isoformat()


def test_the_stop_outlives_the_erasure(full):
    with full.scope():
        before = Suppression.objects.count(), ConsentEvent.objects.count()
        assert standing(full.cast.brand.id, "phone", PHONE, "sms").suppressed
    erase_whole(full)
    with full.scope():
        assert (Suppression.objects.count(), ConsentEvent.objects.count()) == before
        assert standing(full.cast.brand.id, "phone", PHONE, "sms").suppressed


def test_a_stay_keeps_its_money_and_no_guest_and_a_sync_brings_nobody_back(full):
    erase_whole(full)
    with full.scope():
        stay = Reservation.objects.get()
        assert (stay.person_id, stay.code, stay.thread_id, stay.sequence) == (None, None, "", ERASED)
        assert max("1", "2026-11-22T10:00:00Z", "zzz") < ERASED
        review = Review.objects.get()
        assert (review.text, review.guest_name, review.private_text) == (None, None, None)


def test_only_deliveries_that_speak_of_them_go(full):
    with full.scope():
        before = Delivery.objects.count()
    erase_whole(full)
    with full.scope():
        assert Delivery.objects.count() == before - 1


def test_a_number_is_found_in_a_delivery_however_it_is_written(full):
    for written in (b'{"n": "+1 (828) 555-9173"}', b"From=%2B18285559173", b"tel:+18285559173;x"):
        with full.scope():
            deliver(full.connection, written)
    with full.scope():
        before = Delivery.objects.count()
    erase_whole(full)
    with full.scope():
        assert Delivery.objects.count() == before - 4


def test_a_word_that_nobody_else_uses_leaves_the_dictionary(full):
    with full.scope():
        assert "boathouse" in beginnings("boath")
    erase_whole(full)
    with full.scope():
        assert beginnings("boath") == ["boath"]
        assert "heron" in beginnings("hero")
        number = token(index_key(), "word", "boathouse")
        assert not Word.objects.filter(token=number).exists()
        say(full.connection, "a boathouse again", OTHER)  # no process thinks that it is still in there
        assert Word.objects.filter(token=number).exists()


def test_what_waits_to_leave_goes_with_the_job_that_was_to_send_it(full):
    with full.scope():
        talk = Conversation.objects.get(person_id=full.person.id)
        message = add_message(talk, "out", "see you", timezone.now(), channel="sms")
        identity = Identity.objects.filter(person_id=full.person.id, kind="phone").get()
        later = timezone.now() + timedelta(days=1)
        Outbox.objects.create(
            workspace_id=talk.workspace_id, message=message, conversation=talk, connection=full.connection,
            identity=identity, brand=full.cast.brand, kind="reply", not_before=later,
        )  # fmt: skip
        Due.objects.create(
            workspace_id=talk.workspace_id, at=later, job="inbox.hand_over", key="out:x",
            args={"conversation_id": str(talk.id)},
        )  # fmt: skip
        row = erase.begin(full.person)
    for _ in range(4):
        erase.step(row.workspace_id, row.id)
    with full.scope():
        assert not Outbox.objects.filter(conversation=talk).exists()
        assert not Due.objects.filter(args__conversation_id=str(talk.id)).exists()


@pytest.mark.parametrize("after", [1, 2, 3, 6, 10, 14, 18, 22])
def test_stopped_anywhere_it_goes_on_and_ends_once(full, after):
    """A crash in the middle of any step takes that step back; the next run does it once."""
    with full.scope():
        row = erase.begin(full.person)
    for _ in range(after):
        erase.step(row.workspace_id, row.id)
    with patch.object(Erasure, "save", side_effect=RuntimeError("power cut")), pytest.raises(RuntimeError):
        erase.step(row.workspace_id, row.id)
    with full.scope():
        assert Erasure.objects.get(id=row.id).state == ErasureState.RUNNING
    erase.go_on(row.workspace_id, row.id)
    with full.scope():
        row = Erasure.objects.get(id=row.id)
        assert row.state == ErasureState.DONE
        assert {entry["count"] for entry in row.certificate["found"]} == {0}
        lines = {line["store"]: line for line in row.certificate["stores"]}
        assert (
            row.counts["messages"]["Messages"][0]
            == row.counts["messages"]["Messages"][1]
            == lines["Messages"]["before"]
        )
        assert living_keys(full.person.id) == 0
    before = row.certificate
    erase.go_on(row.workspace_id, row.id)
    with full.scope():
        assert Erasure.objects.get(id=row.id).certificate == before


def test_asking_twice_is_one_erasure(full):
    with full.scope():
        assert erase.begin(full.person).id == erase.begin(full.person).id


def test_what_arrives_in_the_middle_goes_too(full):
    with full.scope():
        row = erase.begin(full.person)
        talk = Conversation.objects.get(person_id=full.person.id)
    while True:
        with full.scope():
            if Erasure.objects.get(id=row.id).stage == "consent":
                Conversation.objects.create(
                    id=talk.id, workspace_id=row.workspace_id, person_id=full.person.id, channel="sms",
                    last_message_at=timezone.now(),
                )  # fmt: skip
                break
        erase.step(row.workspace_id, row.id)
    erase.go_on(row.workspace_id, row.id)
    with full.scope():
        assert Erasure.objects.get(id=row.id).state == ErasureState.DONE
        assert not Conversation.objects.filter(person_id=full.person.id).exists()


def test_who_writes_again_is_somebody_new(full):
    erase_whole(full)
    with full.scope():
        again = say(full.connection, "hello, me again")
        assert again.id != full.person.id
        assert again.name is None


def test_people_merged_into_them_go_with_their_keys(full):
    with full.scope():
        merge_with(full.person, full.other)
    erase_whole(full)
    with full.scope():
        assert living_keys(full.person.id, full.other.id) == 0
        assert not Person.objects.exists()


def test_a_merged_record_means_the_whole_person(full):
    with full.scope():
        merge_with(full.person, full.other)
        assert erase.begin(Person.objects.get(id=full.other.id)).person_id == full.person.id


def test_after_a_split_the_other_one_keeps_everything_readable(full):
    with full.scope():
        record = merge_with(full.person, full.other)
        note = Message.objects.filter(person_id=full.person.id).first()
        talk = Conversation.objects.get(person_id=full.person.id)
        moved = Message.objects.get(id=record.moved["messages"][0])
        moved.body = "written while they were one"  # sealed under the kept one's key
        moved.save()
        assert note is not None
        assert talk is not None
        split_again(record)
    erase_whole(full)
    with full.scope():
        bodies = [row.body for row in Message.objects.filter(person_id=full.other.id)]
    assert bodies == ["written while they were one"]


def test_a_legal_hold_refuses_and_holds_what_has_begun(full):
    with full.scope():
        standing_hold = holds.hold(full.person.id, "Small claims case 114")
        with pytest.raises(NotPossible, match="legal hold"):
            erase.begin(full.person)
        holds.lift(standing_hold.id)
        row = erase.begin(full.person)
        again = holds.hold(None, "Audit of the year")
    erase.go_on(row.workspace_id, row.id)
    with full.scope():
        assert Erasure.objects.get(id=row.id).state == ErasureState.HELD
        assert Person.objects.filter(id=full.person.id).exists()
        holds.lift(again.id)
    erase.go_on(row.workspace_id, row.id)
    with full.scope():
        assert Erasure.objects.get(id=row.id).state == ErasureState.DONE


def test_a_hold_needs_its_reason(full):
    with full.scope(), pytest.raises(NotPossible):
        holds.hold(full.person.id, "  ")


def test_nobody_is_erased_while_their_stay_is_to_come(full):
    with full.scope():
        Reservation.objects.update(departure=timezone.now().date() + timedelta(days=3))
        with pytest.raises(NotPossible, match="stay until"):
            erase.begin(full.person)
