"""What the tests of campaigns share: a sender that may, people who agreed, a campaign about to go."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from casa.core.campaigns import rules, sending
from casa.core.campaigns.models import Campaign, Recipient
from casa.core.campaigns.rules import Draft
from casa.core.connections.contract import Sent
from casa.core.consent.rules import note_consent
from casa.core.inbox import bulk, outbox
from casa.core.inbox.models import Outbox
from casa.core.people.rules import make_person
from casa.core.senders.models import Sender
from casa.lib.ids import new_id

OURS = "+14155550100"
SERVICE = "Laurel & Pine Stays: the pool is closed on Tuesday for cleaning."


def shop(stage, per_second=500.0):
    """A connected number that is registered for everything."""
    connection = stage.connect("twilio")
    with stage.cast.scope():
        Sender.objects.update_or_create(
            workspace=stage.cast.workspace,
            connection=connection,
            address=connection.settings["from_number"],
            defaults={"kind": "local", "state": "approved", "use_case": "MIXED", "per_second": per_second},
        )
    return connection


def number(place):
    return f"+1828555{place:04d}"


def crowd(stage, many, consent="express", first=1000, name="Anna Diaz"):
    """People with a number each, who agreed."""
    with stage.cast.scope():
        made = [make_person(name, "en", [("phone", number(first + each))]) for each in range(many)]
        for each in range(many if consent else 0):
            agree(stage, number(first + each), consent)
    return made


def agree(stage, value, consent="express"):
    note_consent(
        stage.cast.brand.id, "sms", "phone", value, consent, "booking", "gave_number", at=datetime.now(UTC),
        source_ref=new_id(),
    )  # fmt: skip


def campaign(stage, text=SERVICE, kind="service", filter=None, **more):
    with stage.cast.scope():
        made = rules.draft("Pool", kind, stage.cast.brand)
        rules.change(made, Draft(filter=filter or {}, **more))
        rules.word(made, "A", text)
    return made


def send(stage, made, **timing):
    """Send was pressed, and the ten seconds are over."""
    with stage.cast.scope():
        rules.send(rules.held(made.id), rules.Timing(**timing))
        Campaign.objects.filter(id=made.id).update(starts_at=datetime.now(UTC))


def go(stage, made, seconds=20.0):
    return sending.go_on(stage.cast.workspace.id, made.id, seconds)


def run(stage, made):
    send(stage, made)
    return go(stage, made)


def now(stage, made):
    with stage.cast.scope():
        return Campaign.objects.get(id=made.id)


def due(stage, made):
    """Everybody's time has come."""
    with stage.cast.scope():
        Recipient.objects.filter(campaign=made, state="waiting").exclude(variant="").update(
            not_before=datetime.now(UTC) - timedelta(seconds=1)
        )
        Outbox.objects.filter(batch=made.id, state__in=outbox.WAITING).update(not_before=datetime.now(UTC))


def act(stage, made, verb):
    """Pause, resume, cancel … as a page does it."""
    with stage.cast.scope():
        return verb(rules.held(made.id))


def states(stage, made):
    with stage.cast.scope():
        rows = Recipient.objects.filter(campaign=made).values_list("state", flat=True)
        return {state: list(rows).count(state) for state in set(rows)}


def outbox_states(stage, made):
    with stage.cast.scope():
        rows = list(Outbox.objects.filter(batch=made.id).values_list("state", flat=True))
        return {state: rows.count(state) for state in set(rows)}


class Provider:
    """Stands where the provider's client stands: notes whom it is given, fails as it is told."""

    def __init__(self):
        self.given, self.fails, self.meanwhile = [], [], lambda outgoing: None

    def __call__(self, connection, outgoing):
        self.given.append(outgoing.recipient.value)
        self.meanwhile(outgoing)
        if self.fails:
            raise self.fails.pop(0)
        return Sent(f"SM{new_id().hex}")


@contextmanager
def at(moment):
    """The gate's clock stands at a moment: tests are run at any hour, and so are quiet hours."""
    with patch.object(bulk, "moment", lambda: moment):
        yield


@contextmanager
def provider():
    stand_in = Provider()
    with patch.object(outbox.gateway, "hand_over", stand_in):
        yield stand_in
