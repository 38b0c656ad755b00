"""Carrying a campaign out: everybody once, nobody after a STOP, nothing lost, whatever happens in the middle."""

from datetime import UTC, datetime, timedelta

import pytest

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import rules, sending
from casa.core.campaigns.models import Campaign, Recipient
from casa.core.campaigns.tests import crowd as c
from casa.core.connections.contract import AuthFailed, NotReady, Refused, Unsure
from casa.core.consent.models import Decision
from casa.core.consent.rules import suppress
from casa.core.inbox import outbox
from casa.core.inbox import rules as inbox
from casa.core.inbox.models import Conversation, Message, Outbox
from casa.core.inbox.tests.talk import guest_texts, wait_until
from casa.core.people.rules import make_person
from casa.core.stays.models import Property, Reservation

HELLO = 'Laurel & Pine Stays: hello {{ guest.first_name | "there" }}, the pool is closed on Tuesday.'


def test_a_hundred_people_get_one_text_each_end_to_end(stage):
    c.shop(stage)
    people = c.crowd(stage, 100)
    made = c.campaign(stage, HELLO)
    assert c.run(stage, made) == 100
    wait_until(lambda: len(stage.world.texts) >= 100, 20)
    texts = [text for text in stage.world.texts if text.sender == c.OURS]
    assert sorted(text.recipient for text in texts) == [c.number(1000 + each) for each in range(100)]
    assert all(text.body.startswith("Laurel & Pine Stays: hello Anna, the pool") for text in texts)
    assert all("Reply STOP" in text.body for text in texts)
    assert c.now(stage, made).state in ("sending", "done")
    stage.wait_for_letters()
    stage.letters.work_off()
    with stage.cast.scope():
        assert Message.objects.filter(person_id__in=[each.id for each in people], direction="out").count() == 100
        assert Conversation.objects.filter(status="done").count() == 100
        ids = set(Recipient.objects.filter(campaign=made).values_list("id", flat=True))
        assert ids == set(Outbox.objects.filter(batch=made.id).values_list("id", flat=True))
        assert Decision.objects.filter(outbox_id__in=ids, answer="allow").count() == 100
    assert set(c.outbox_states(stage, made)) <= {"sent", "delivered"}


def test_it_is_done_when_the_last_one_is_settled(stage):
    c.shop(stage)
    c.crowd(stage, 3)
    made = c.campaign(stage)
    with c.provider():
        c.run(stage, made)
    assert c.now(stage, made).state == "done"
    assert c.go(stage, made) == 0


def test_who_has_not_agreed_gets_nothing_and_the_reason_is_kept(stage):
    c.shop(stage)
    c.crowd(stage, 2)
    c.crowd(stage, 3, consent="", first=2000)
    made = c.campaign(stage)
    with c.provider() as given:
        c.run(stage, made)
    assert sorted(given.given) == [c.number(1000), c.number(1001)]
    with stage.cast.scope():
        rows = Recipient.objects.filter(campaign=made, state="blocked")
        assert {(row.reason, row.rule) for row in rows} == {("no_consent", "R1")}
        assert Decision.objects.filter(outbox_id__in=[row.id for row in rows], answer="block").count() == 3
        assert not Outbox.objects.filter(id__in=[row.id for row in rows]).exists()


def test_nobody_has_a_number_or_only_a_platform(stage):
    c.shop(stage)
    with stage.cast.scope():
        make_person("Nobody")
        make_person("Airbnb guest", handles=[("platform:hospitable", "g1")])
    made = c.campaign(stage)
    with c.provider() as given:
        c.run(stage, made)
    with stage.cast.scope():
        found = sorted(Recipient.objects.filter(campaign=made).values_list("state", "reason"))
    assert (given.given, found) == ([], [("left_out", "no_number"), ("left_out", "relay")])


def test_a_stop_in_the_middle_takes_effect_for_every_later_row(stage, monkeypatch):
    c.shop(stage)
    c.crowd(stage, 60)
    made = c.campaign(stage)
    monkeypatch.setattr(sending, "AT_ONCE", 10)
    stopped = []

    def stop_one(outgoing):
        if len(given.given) == 15:
            with stage.cast.scope():
                waiting = Recipient.objects.filter(campaign=made, state="waiting").select_related("identity").last()
                suppress(stage.cast.brand.id, "sms", "phone", waiting.identity.value, "keyword", rule="R20")
                stopped.append(waiting.identity.value)

    with c.provider() as given:
        given.meanwhile = stop_one
        c.run(stage, made)
    assert stopped
    assert stopped[0] not in given.given
    assert len(given.given) == 59
    with stage.cast.scope():
        assert Recipient.objects.get(campaign=made, state="blocked").reason == "opted_out"


def test_a_pause_leaves_what_is_not_claimed_and_resume_sends_the_rest_once(stage, monkeypatch):
    c.shop(stage)
    c.crowd(stage, 30)
    made = c.campaign(stage)
    monkeypatch.setattr(sending, "AT_ONCE", 5)

    def halt(outgoing):
        if len(given.given) == 10:
            c.act(stage, made, rules.pause)

    with c.provider() as given:
        given.meanwhile = halt
        c.run(stage, made)
        assert len(given.given) == 10
        assert c.go(stage, made) == 0
        given.meanwhile = lambda outgoing: None
        c.act(stage, made, rules.resume)
        c.go(stage, made)
    assert len(given.given) == len(set(given.given)) == 30


def test_a_cancel_keeps_back_what_has_not_left(stage, monkeypatch):
    c.shop(stage)
    c.crowd(stage, 20)
    made = c.campaign(stage)
    monkeypatch.setattr(sending, "AT_ONCE", 5)

    def halt(outgoing):
        if len(given.given) == 5:
            assert c.act(stage, made, rules.cancel) == 15

    with c.provider() as given:
        given.meanwhile = halt
        c.run(stage, made)
        assert c.go(stage, made) == 0
    assert len(given.given) == 5
    assert c.states(stage, made) == {"released": 5, "ended": 15}


def test_what_the_provider_put_off_waits_for_it_and_is_not_sent_after_a_cancel(stage):
    c.shop(stage)
    c.crowd(stage, 3)
    made = c.campaign(stage)
    with c.provider() as given:
        given.fails = [NotReady("Busy.", retry_after=60)] * 3
        c.run(stage, made)
        assert c.outbox_states(stage, made) == {"held": 3}
        assert c.act(stage, made, rules.cancel) == 3
        c.due(stage, made)
        c.go(stage, made)
    assert len(given.given) == 3
    assert c.outbox_states(stage, made) == {"cancelled": 3}


def test_what_the_provider_put_off_leaves_later_once(stage):
    c.shop(stage)
    c.crowd(stage, 3)
    made = c.campaign(stage)
    with c.provider() as given:
        given.fails = [NotReady("Busy.", retry_after=60)]
        c.run(stage, made)
        assert c.outbox_states(stage, made) == {"held": 1, "sent": 2}
        assert c.now(stage, made).state == "sending"
        c.due(stage, made)
        c.go(stage, made)
    assert len(given.given) == 4
    assert c.outbox_states(stage, made) == {"sent": 3}
    assert c.now(stage, made).state == "done"


def test_a_stop_holds_for_what_the_provider_put_off(stage):
    c.shop(stage)
    c.crowd(stage, 1)
    made = c.campaign(stage)
    with c.provider() as given:
        given.fails = [NotReady("Busy.", retry_after=60)]
        c.run(stage, made)
        with stage.cast.scope():
            suppress(stage.cast.brand.id, "sms", "phone", c.number(1000), "keyword", rule="R20")
        c.due(stage, made)
        c.go(stage, made)
    assert len(given.given) == 1
    assert c.outbox_states(stage, made) == {"blocked": 1}


def test_a_hand_over_without_an_answer_is_looked_up_and_never_sent_blindly(stage):
    c.shop(stage)
    c.crowd(stage, 2)
    made = c.campaign(stage)
    with c.provider() as given:
        given.fails = [Unsure("No answer.")]
        c.run(stage, made)
        assert c.outbox_states(stage, made) == {"sent": 1, "unsure": 1}
        assert c.now(stage, made).state == "sending"
        c.go(stage, made)
    assert len(given.given) == 2


def test_a_crash_between_the_gate_and_the_provider_loses_and_doubles_nobody(stage, monkeypatch):
    """Half of the group had been handed over when the worker was killed; nobody noted which half."""
    monkeypatch.setattr("casa.core.inbox.bulk.LOOK_AFTER", timedelta(0))
    monkeypatch.setattr("casa.core.inbox.outbox.LOOK_AFTER", timedelta(0))
    monkeypatch.setattr("casa.providers.twilio.send.SETTLED_AFTER", timedelta(0))
    c.shop(stage)
    c.crowd(stage, 8)
    made = c.campaign(stage)
    c.send(stage, made)

    class Killed(BaseException):
        pass

    def die(workspace_id, rows):
        with stage.cast.scope():
            ready = [(row, outbox.outgoing_of(row)) for row in rows]
        for row, outgoing in ready[:4]:
            outbox.gateway.hand_over(row.connection, outgoing)
        raise Killed

    with monkeypatch.context() as until:
        until.setattr(sending, "hand_over_many", die)
        with pytest.raises(Killed):
            c.go(stage, made)
    assert c.outbox_states(stage, made) == {"sending": 8}
    c.go(stage, made)
    assert c.outbox_states(stage, made) == {"sending": 8}
    with stage.cast.scope():
        ids = list(Outbox.objects.filter(batch=made.id).values_list("id", flat=True))
    for _ in range(2):
        for each in ids:
            outbox.look(stage.cast.workspace.id, each)
    monkeypatch.undo()
    assert c.outbox_states(stage, made) == {"sent": 4, "queued": 4}
    c.go(stage, made)
    assert c.outbox_states(stage, made) == {"sent": 8}
    wait_until(lambda: len(stage.world.texts) >= 8, 20)
    assert sorted(text.recipient for text in stage.world.texts) == [c.number(1000 + each) for each in range(8)]


def test_a_key_that_no_longer_works_pauses_and_says_so(stage):
    c.shop(stage)
    c.crowd(stage, 2)
    made = c.campaign(stage)
    with c.provider() as given:
        given.fails = [AuthFailed("Connect again.")]
        c.run(stage, made)
    found = c.now(stage, made)
    assert found.state == "paused"
    assert "Connect it again" in found.trouble


def test_failures_beyond_a_share_pause_it(stage, monkeypatch):
    monkeypatch.setattr(sending, "AT_ONCE", 10)
    c.shop(stage)
    c.crowd(stage, 90)
    made = c.campaign(stage)
    with c.provider() as given:
        given.fails = [Refused("Filtered.", code="30007")] * 20
        c.run(stage, made)
    found = c.now(stage, made)
    assert found.state == "paused"
    assert "of the last" in found.trouble
    assert "failed" in found.trouble
    assert len(given.given) < 90


def test_who_writes_first_gets_no_more_of_it(stage):
    c.shop(stage)
    c.crowd(stage, 2)
    made = c.campaign(stage, stop_on_reply=True)
    c.send(stage, made)
    with stage.cast.scope():
        Campaign.objects.filter(id=made.id).update(state="sending", started_at=datetime.now(UTC))
    guest_texts(stage, "Is the pool open?", sender=c.number(1000))
    with c.provider() as given:
        c.go(stage, made)
    assert given.given == [c.number(1001)]
    with stage.cast.scope():
        assert Recipient.objects.get(campaign=made, state="ended").reason == "replied"


def test_who_books_meanwhile_gets_no_more_of_it(stage):
    c.shop(stage)
    people = c.crowd(stage, 2)
    made = c.campaign(stage, stop_on_booking=True)
    c.send(stage, made)
    with stage.cast.scope():
        Campaign.objects.filter(id=made.id).update(state="sending", started_at=datetime.now(UTC) - timedelta(hours=1))
        home = Property.objects.create(workspace=stage.cast.workspace, external_id="p1", name="Cabin")
        Reservation.objects.create(
            workspace=stage.cast.workspace, external_id="r1", property=home, person=people[0], platform="direct",
            status="confirmed", arrival="2027-01-01", departure="2027-01-03", booked_at=datetime.now(UTC),
        )  # fmt: skip
    with c.provider() as given:
        c.go(stage, made)
    assert given.given == [c.number(1001)]


def test_a_reply_to_the_same_person_does_not_wait_for_a_row_of_the_campaign(stage):
    """The campaign's text is on its way, unanswered; a colleague's answer leaves all the same."""
    c.shop(stage)
    c.crowd(stage, 1)
    guest_texts(stage, "Hello", sender=c.number(1000))
    made = c.campaign(stage)
    c.send(stage, made)

    def answer(outgoing):
        if "pool" not in outgoing.body:
            return
        with stage.cast.scope():
            talk = inbox.held(Conversation.objects.get().id)
            from casa.core.inbox.ways import way_of

            outbox.queue_reply(talk, way_of(talk), "On my way", author=stage.cast.alice)
            Outbox.objects.filter(kind="reply").update(not_before=datetime.now(UTC))
        assert outbox.drain(stage.cast.workspace.id, talk.id) == 1

    with c.provider() as given:
        given.meanwhile = answer
        c.go(stage, made)
    assert len(given.given) == 2


def test_undo_takes_it_back_until_it_begins_and_not_after(stage):
    c.shop(stage)
    c.crowd(stage, 1)
    made = c.campaign(stage)
    with stage.cast.scope():
        begins = rules.send(rules.held(made.id))
        assert timedelta(seconds=8) < begins - datetime.now(UTC) <= timedelta(seconds=10)
    assert c.go(stage, made) == 0
    c.act(stage, made, rules.take_back)
    assert c.now(stage, made).state == "draft"
    with c.provider() as given:
        c.run(stage, made)
        with pytest.raises(NotPossible):
            c.act(stage, made, rules.take_back)
    assert len(given.given) == 1


def test_a_campaign_whose_job_was_lost_is_found_again(stage):
    from procrastinate.contrib.django.models import ProcrastinateJob

    c.shop(stage)
    c.crowd(stage, 1)
    made = c.campaign(stage)
    c.send(stage, made)
    with stage.cast.scope():
        Campaign.objects.filter(id=made.id).update(starts_at=datetime.now(UTC) - timedelta(minutes=5))
    sending.sweep()
    assert ProcrastinateJob.objects.filter(queueing_lock=f"campaign:{made.id}", task_name="campaigns.go_on").exists()
