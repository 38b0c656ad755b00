"""Keeping to the time: what is over goes, what is not or is held stays, nobody chooses past the law."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from casa.config import chores
from casa.core.accounts.models import Read
from casa.core.accounts.rules import NotPossible
from casa.core.assistant.models import Run
from casa.core.connections.rules import disconnect
from casa.core.inbox.models import Attachment, Conversation, Message
from casa.core.privacy import erase, holds, retention
from casa.core.privacy.retention import KEEPINGS, keep_for, keeping, sweep, timeline
from casa.core.privacy.tests.house import erase_whole, furnish
from casa.core.stays.models import Reservation
from casa.core.vault.tests.planted import PLANTED

NOW = timezone.now()


@pytest.fixture
def full(cast):
    return furnish(cast)


def age(full, days):
    with full.scope():
        Message.objects.filter(person_id=full.person.id).update(sent_at=NOW - timedelta(days=days))


def test_messages_go_when_their_time_is_over_with_their_files(full):
    age(full, keeping("messages").default + 1)
    gone = sweep(full.cast.workspace.id)
    with full.scope():
        assert gone["messages"] > 0
        assert not Message.objects.filter(person_id=full.person.id).exists()
        assert not Attachment.objects.exists()
        assert Message.objects.filter(person_id=full.other.id).exists()
        assert Conversation.objects.get(person_id=full.person.id).preview is None
    assert sweep(full.cast.workspace.id) == {}


def test_a_day_before_they_stay(full):
    age(full, keeping("messages").default - 1)
    sweep(full.cast.workspace.id)
    with full.scope():
        assert PLANTED["message"] in {row.body for row in Message.objects.filter(person_id=full.person.id)}


def test_files_may_go_sooner_than_what_was_said(full):
    age(full, keeping("media").default + 1)
    with full.scope():
        Attachment.objects.get()
    assert sweep(full.cast.workspace.id)["media"] == 1
    with full.scope():
        assert Message.objects.filter(person_id=full.person.id).exists()


def test_a_business_chooses_within_floor_and_ceiling(full):
    age(full, 200)
    with full.scope():
        for days in (keeping("messages").floor - 1, keeping("messages").ceiling + 1):
            with pytest.raises(NotPossible, match="choose from"):
                keep_for("messages", days)
        with pytest.raises(NotPossible):
            keep_for("consent", 1)
        keep_for("messages", 190)
    assert sweep(full.cast.workspace.id)["messages"] > 0


@pytest.mark.parametrize("who", ["them", "everybody"])
def test_a_legal_hold_stops_the_sweep(full, who):
    age(full, 3000)
    with full.scope():
        hold = holds.hold(full.person.id if who == "them" else None, "Case 114")
        before = Message.objects.count()
    sweep(full.cast.workspace.id)
    with full.scope():
        assert Message.objects.count() == before
        holds.lift(hold.id)
    assert sweep(full.cast.workspace.id)["messages"] > 0


def test_each_kind_goes_in_its_time(full):
    later = NOW + timedelta(days=8 * 365)
    gone = sweep(full.cast.workspace.id, later)
    assert set(gone) >= {"messages", "drafts", "assistant", "reservations", "reads"}
    with full.scope():
        left = Message.objects.count(), Reservation.objects.count(), Read.objects.count(), Run.objects.count()
        assert left == (0, 0, 0, 0)


@pytest.mark.parametrize("rule", KEEPINGS, ids=lambda rule: rule.kind)
def test_a_default_is_within_its_own_bounds_and_has_a_reason(rule):
    assert 0 < rule.floor <= rule.default <= rule.ceiling <= 7 * 365
    assert rule.ground


def test_the_timeline_says_what_goes_when(full):
    age(full, keeping("messages").default - 10)
    erase_day = timezone.now().date() + timedelta(days=30)
    with full.scope():
        disconnect(full.connection)
        going = timeline()
    told = {one.what: one for one in going}
    assert told["Messages"].count >= 1
    assert NOW.date() <= told["Messages"].day <= NOW.date() + timedelta(days=11)
    assert told["Records of Bookings"].day == erase_day
    assert told["Records of Bookings"].count > 0
    assert [one.day for one in going] == sorted(one.day for one in going)


def test_the_timeline_says_when_backups_of_an_erased_person_end(full):
    erase_whole(full)
    with full.scope():
        assert "Backups that hold an erased person" in {one.what for one in timeline()}
        assert retention.FIXED


def test_the_hourly_round_takes_up_what_was_cut_off(full):
    with full.scope():
        row = erase.begin(full.person)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = 'privacy.erase'")
    retention.tidy(row.workspace_id)
    with connection.cursor() as cursor:
        cursor.execute("select args->>'erasure_id' from procrastinate_jobs where task_name = 'privacy.erase'")
        assert str(row.id) in {found[0] for found in cursor.fetchall()}


def test_the_worker_goes_round_hourly(full):
    app.perform_import_paths()
    chores.look_for_unswept()
    with connection.cursor() as cursor:
        cursor.execute("select args->>'workspace_id' from procrastinate_jobs where task_name = 'privacy.sweep'")
        assert str(full.cast.workspace.id) in {found[0] for found in cursor.fetchall()}
