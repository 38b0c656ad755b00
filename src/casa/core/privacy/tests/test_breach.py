"""The breach register and published policies."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from casa.core.accounts.rules import NotPossible, log_reads
from casa.core.people.rules import make_person
from casa.core.privacy import breach, policies
from casa.core.privacy.evidence.answering import breaches, published
from casa.core.privacy.models import Breach, CheckState, PolicyVersion

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
        breach.tell_authority(stolen)
        first = stolen.authority_told_at
        breach.tell_authority(stolen)
        assert stolen.authority_told_at == first
        breach.close(stolen, REPORT)
        with pytest.raises(NotPossible, match="closed"):
            breach.note(stolen, "One more thing.")
        assert breaches().state == CheckState.HOLDS


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


def test_an_announcement_goes_to_every_colleague_once(cast, monkeypatch):
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    with cast.scope():
        row = policies.publish("terms", policies.draft("terms"), timezone.localdate(), significant=True)
    monkeypatch.setattr(mail, "outbox", [], raising=False)
    assert policies.announce(cast.workspace.id, row.id) == 3
    assert policies.announce(cast.workspace.id, row.id) == 0
    assert {letter.to[0] for letter in mail.outbox} == {cast.alice.email, cast.bob.email, cast.vera.email}


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
