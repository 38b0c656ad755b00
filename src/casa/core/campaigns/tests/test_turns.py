"""When somebody's turn comes: the better wording first, an hour of one's own, the morning after quiet hours."""

from datetime import UTC, datetime, time, timedelta

from casa.core.campaigns import rules
from casa.core.campaigns.models import Campaign, Recipient
from casa.core.campaigns.tests import crowd as c
from casa.core.inbox.models import Message, Outbox
from casa.core.people.rules import make_person
from casa.lib.ids import new_id


def test_the_better_wording_goes_to_the_rest(stage):
    c.shop(stage)
    c.crowd(stage, 40)
    made = c.campaign(stage, test_share=50)
    with stage.cast.scope():
        rules.word(rules.held(made.id), "B", "Laurel & Pine Stays: no pool on Tuesday, it is being cleaned.")
    with c.provider() as given:
        c.run(stage, made)
        tried = len(given.given)
        assert 5 < tried < 35
        with stage.cast.scope():
            talk = Outbox.objects.filter(batch=made.id, message__person_id__isnull=False)
            row = next(r for r in Recipient.objects.filter(campaign=made, state="released", variant="B"))
            sent = talk.get(id=row.id)
            Message.objects.create(
                id=new_id(), workspace=stage.cast.workspace, conversation_id=sent.conversation_id,
                person_id=row.person_id, direction="in", body="Thanks", sent_at=datetime.now(UTC),
            )  # fmt: skip
            Campaign.objects.filter(id=made.id).update(started_at=datetime.now(UTC) - timedelta(hours=5))
        c.go(stage, made)
    assert c.now(stage, made).winner == "B"
    assert len(given.given) == len(set(given.given)) == 40


def test_everybody_at_an_hour_of_their_own(stage):
    c.shop(stage)
    with stage.cast.scope():
        for value in ("+12125550123", "+13105550123"):  # New York, Los Angeles
            make_person("Anna", "en", [("phone", value)])
            c.agree(stage, value)
    made = c.campaign(stage)
    day = (datetime.now(UTC) + timedelta(days=2)).date()
    c.send(stage, made, when="local", day=day, clock=time(9, 30))
    with c.provider() as given:
        c.go(stage, made)
    with stage.cast.scope():
        times = sorted(Recipient.objects.filter(campaign=made).values_list("not_before", flat=True))
    assert given.given == []
    assert times[1] - times[0] == timedelta(hours=3)
    assert times[0].astimezone(UTC).strftime("%H:%M") == "14:30"


def test_at_night_everybody_waits_for_their_own_morning(stage):
    c.shop(stage)
    with stage.cast.scope():
        for value in ("+12125550123", "+13105550123"):  # New York, Los Angeles
            make_person("Anna", "en", [("phone", value)])
            c.agree(stage, value)
    made = c.campaign(stage)
    with c.provider() as given, c.at(datetime(2026, 11, 24, 13, 30, tzinfo=UTC)):  # 8:30 there, 5:30 here
        c.run(stage, made)
    assert given.given == ["+12125550123"]
    with stage.cast.scope():
        row = Recipient.objects.get(campaign=made, state="waiting")
    assert (row.reason, row.not_before) == ("quiet", datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert c.now(stage, made).state == "sending"
