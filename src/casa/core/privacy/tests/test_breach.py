"""The breach register and published policies."""

import hashlib
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import ProgrammingError, connection
from django.utils import timezone

from casa.core.accounts.models import Brand, Read
from casa.core.accounts.rules import NotPossible, log_reads
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox.models import Message
from casa.core.inbox.rules import record_incoming
from casa.core.people.rules import make_person
from casa.core.privacy import breach, paper, policies, telling
from casa.core.privacy.evidence.answering import breaches, published
from casa.core.privacy.models import Breach, BreachNote, CheckState, PolicyNotice, PolicyVersion
from casa.lib.ids import new_id

HOUR = timedelta(hours=1)
REPORT = "A laptop was stolen from a car. Its sessions were ended within the hour; disks are sealed now."


@pytest.fixture
def stolen(cast):
    """Bob's account was used by somebody else; he had opened two guests."""
    with cast.scope(cast.bob):
        seen = [make_person("Hannah Lindqvist"), make_person("Marcus Bell")]
        make_person("Nobody looked")
        log_reads([seen[0].id], "conversation")
        log_reads([seen[1].id], "code")
    with cast.scope():
        return breach.open_breach("A stolen laptop", "", timezone.now() - HOUR, account=cast.bob)


def test_whom_it_concerns_comes_from_the_read_log(cast, stolen):
    with cast.scope():
        told = breach.affected(stolen)
        assert (told.people, told.by_reads) == (2, True)
        assert set(told.kinds) == {"Who they are", "How to reach them", "What they wrote", "How to get in"}
        everybody = breach.affected(breach.open_breach("An open door", "", timezone.now() - HOUR))
        assert everybody.people == 3


def test_the_clock_of_72_hours_turns_the_promise_red(cast, stolen):
    with cast.scope():
        assert not breach.late(stolen)
        assert breaches().state == CheckState.PERSON
        Breach.objects.update(known_at=timezone.now() - timedelta(hours=73))
        assert breach.late(Breach.objects.get())
        assert breaches().state == CheckState.BROKEN


def test_the_notices_say_what_the_law_asks(cast, stolen):
    with cast.scope():
        notice = breach.authority_notice(stolen)
        assert "A stolen laptop" in notice
        assert "about 2 people" in notice
        assert "How to get in" in notice
        assert "What you can do" in breach.people_notice(stolen)


def test_it_ends_with_a_report_and_not_before_the_authority_knows(cast, stolen):
    with cast.scope():
        with pytest.raises(NotPossible, match="Tell the authority"):
            breach.close(stolen, REPORT)
        breach.note(stolen, "The last session was ended at 9:14.")
        breach.tell_authority(stolen, breach.authority_notice(stolen))
        first = stolen.authority_told_at
        breach.tell_authority(stolen, breach.authority_notice(stolen))
        assert stolen.authority_told_at == first
        breach.close(stolen, REPORT)
        with pytest.raises(NotPossible, match="closed"):
            breach.note(stolen, "One more thing.")
        assert breaches().state == CheckState.HOLDS


def test_what_is_known_stands_in_both_notices_and_the_gaps_are_seen(cast, stolen):
    with cast.scope():
        assert not breach.is_whole(breach.people_notice(stolen))
        said = breach.Said(
            "From a car.", "Somebody may write to you in our name.", "Sessions ended.", "Change your code."
        )
        breach.describe(stolen, said)
        notice = breach.people_notice(stolen)
        assert "Change your code." in notice
        assert "Sessions ended." in breach.authority_notice(stolen)
        with pytest.raises(NotPossible, match="when it ended"):
            breach.describe(stolen, breach.Said(ends=timezone.now() + HOUR))


def test_evidence_is_kept_sealed_and_nobody_can_change_it(cast, stolen):
    with cast.scope():
        kept = breach.note(
            stolen, "The log of the laptop", breach.File("log.txt", "text/plain", b"09:14 session ended")
        )
        assert bytes(BreachNote.objects.get(id=kept.id).blob) == b"09:14 session ended"
        with connection.cursor() as cursor:
            cursor.execute("select words, blob from privacy_breachnote where id = %s", [kept.id])
            assert not any(b"laptop" in bytes(raw) or b"session" in bytes(raw) for raw in cursor.fetchone())
        with pytest.raises(NotPossible, match="10 MB"):
            breach.note(stolen, "Too much", breach.File("x", "", b"x" * (breach.LARGEST + 1)))
    for statement in ("update privacy_breachnote set size = 0", "delete from privacy_breachnote"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            _at_the_database(cast, statement)


def _at_the_database(cast, statement):
    with cast.scope(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_report_on_paper_holds_the_whole_incident(cast, stolen):
    with cast.scope():
        breach.note(stolen, "The log of the laptop", breach.File("log.txt", "text/plain", b"09:14"))
        breach.tell_authority(stolen, breach.authority_notice(stolen))
        breach.close(stolen, REPORT)
        told = " ".join(words for _, _, words in paper._lines(breach.breach(stolen.id)))
        assert hashlib.sha256(b"09:14").hexdigest() in told
        assert "2 people, counted from what the account opened" in told
        assert "its sessions" in told.lower()
        assert paper.report(breach.breach(stolen.id)).startswith(b"%PDF")


@pytest.fixture
def reachable(stage):
    """Three guests with a number, an account that sends texts, and an incident that concerns all of them."""
    connection = stage.connect("twilio")
    with stage.cast.scope():
        for number in ("+18285550142", "+18285550143", "+18285550144"):
            fact = IncomingMessage(new_id().hex, "sms", Handle("phone", number), "Hello", datetime.now(UTC))
            record_incoming(connection, fact)
        Brand.objects.update(support_email="desk@example.com")
        row = breach.open_breach("A list lay open", "", timezone.now() - HOUR)
        breach.describe(
            row, breach.Said("It lay open.", "Spam may reach you.", "It is closed.", "Delete such messages.")
        )
        return row


def test_those_concerned_are_told_once_each_also_after_a_restart(stage, reachable, monkeypatch):
    workspace_id = stage.cast.workspace.id
    with stage.cast.scope():
        telling.begin(reachable, breach.people_notice(reachable))
        assert breach.breach(reachable.id).people_told_at is not None
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    told = Counter()
    telling._page(workspace_id, reachable.id, None, told)  # cut off after the first page
    telling.go_on(workspace_id, reachable.id)
    telling.go_on(workspace_id, reachable.id)
    with stage.cast.scope():
        sent = Message.objects.filter(direction="out")
        assert sent.count() == 3
        assert all("Delete such messages." in row.body for row in sent)
        assert "3 people by text" in breach.notes(reachable)[-1].words
        assert Read.objects.filter(reason="incident").count() == 3


def test_a_notice_with_a_gap_goes_to_nobody(stage, reachable):
    with stage.cast.scope():
        with pytest.raises(NotPossible, match="gap"):
            telling.begin(reachable, f"Something happened. What you can do: {breach.OPEN}")
        assert breach.breach(reachable.id).people_told_at is None


def test_a_policy_names_who_handles_data_now(stage):
    with stage.cast.scope():
        assert "Nobody" in policies.draft("privacy")
    stage.connect("twilio")
    with stage.cast.scope():
        assert "Twilio Inc." in policies.draft("privacy")


def test_a_significant_change_is_told_thirty_days_ahead(cast):
    today = timezone.localdate()
    with cast.scope():
        first = policies.publish("privacy", policies.draft("privacy"), today, significant=True)
        changed = first.text + "\nWe now also keep what you had for breakfast."
        with pytest.raises(NotPossible, match="30 days ahead"):
            policies.publish("privacy", changed, today + timedelta(days=29), significant=True)
        second = policies.publish("privacy", changed, today + timedelta(days=30), significant=True)
        assert policies.in_force("privacy") == first
        assert policies.in_force("privacy", today + timedelta(days=30)) == second
        assert ("+", "We now also keep what you had for breakfast.") in policies.changes(first.text, second.text)
        with pytest.raises(NotPossible, match="Nothing has changed"):
            policies.publish("privacy", changed, today + timedelta(days=60), significant=False)


def test_what_is_published_cannot_be_changed(cast):
    with cast.scope():
        row = policies.publish("terms", policies.draft("terms"), timezone.localdate(), significant=True)
    with pytest.raises(ProgrammingError, match="permission denied"), cast.scope():
        PolicyVersion.objects.filter(id=row.id).update(text="We may do anything.")


def test_somebody_owes_what_holds_and_not_what_is_coming(cast):
    today = timezone.localdate()
    with cast.scope():
        first = policies.publish("terms", policies.draft("terms"), today, significant=True)
        assert policies.owed(cast.alice) == [], "who wrote it has read it"
        assert policies.owed(cast.bob) == [first]
        policies.accept(first, cast.bob)
        policies.publish("terms", first.text + "\nMore.", today + policies.NOTICE, significant=True)
        assert policies.owed(cast.bob) == []


def test_an_announcement_that_was_cut_off_goes_on_with_those_who_were_not_told(cast, letters):
    today = timezone.localdate()
    with cast.scope():
        first = policies.publish("terms", policies.draft("terms"), today, significant=True)
        row = policies.publish(
            "terms", first.text + "\nWe close on Sundays.", today + policies.NOTICE, significant=True
        )
        PolicyNotice.objects.create(workspace=cast.workspace, version=row, user=cast.bob)
    assert policies.announce(cast.workspace.id, row.id) == 2
    assert {letter.to[0] for letter in letters} == {cast.alice.email, cast.vera.email}
    assert "+ We close on Sundays." in letters[0].body
    assert f"/p/{cast.workspace.id}/terms" in letters[0].body


@pytest.fixture
def letters(monkeypatch):
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr(mail, "outbox", [], raising=False)
    return mail.outbox


def test_an_announcement_goes_to_every_colleague_once(cast, letters):
    with cast.scope():
        row = policies.publish("terms", policies.draft("terms"), timezone.localdate(), significant=True)
    assert policies.announce(cast.workspace.id, row.id) == 3
    assert policies.announce(cast.workspace.id, row.id) == 0
    assert {letter.to[0] for letter in letters} == {cast.alice.email, cast.bob.email, cast.vera.email}


def test_a_version_that_held_too_soon_shows(cast):
    today = timezone.localdate()
    with cast.scope():
        first = policies.publish("terms", policies.draft("terms"), today, significant=True)
        assert published().state == CheckState.HOLDS
        PolicyVersion.objects.create(
            workspace=cast.workspace, kind="terms", number=2, text="b" * 200, significant=True, effective_on=today
        )
        assert published().state == CheckState.BROKEN
        assert policies.accept(first, cast.bob) == policies.accept(first, cast.bob)
