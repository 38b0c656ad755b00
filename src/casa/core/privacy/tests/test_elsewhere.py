"""What lies at providers goes as well, or the certificate says why not and what the host does then."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from casa.core.accounts.models import Action, Due
from casa.core.connections.models import Connection, Health
from casa.core.connections.rules import disconnect
from casa.core.inbox.models import Conversation, Message
from casa.core.people.rules import find
from casa.core.privacy import elsewhere, erase
from casa.core.privacy.models import AskedState, Erasure, ProviderErasure
from casa.core.privacy.tests.house import erase_whole, furnish
from casa.lib.ids import new_id
from casa.lib.pretend import Fault, File, Text
from casa.providers.twilio import client
from casa.providers.twilio.sandbox_state import accounts

GUEST, OTHER, OURS = "+18285550142", "+18285550777", "+14155550100"


@pytest.fixture
def talk(stage):
    """Two guests have texted, one of them with pictures."""
    connection = stage.connect("twilio")
    stage.world.files["heron"] = File("heron", "image/png", b"a heron")
    for number in range(3):
        text(stage, GUEST, f"the heron {number}", "heron")
    text(stage, OTHER, "the grill")
    stage.wait_for_letters(4)
    stage.letters.work_off()
    return connection


def text(stage, sender, words, *media):
    stage.world.text(Text(new_id().hex, sender, OURS, words, datetime.now(UTC), media=media))


def there(stage):
    """Who has messages at Twilio, and how many files lie there."""
    account = next(iter(accounts(stage.world).values()))
    return sorted({row["from"] for row in account.messages.values()}), sum(map(len, account.media.values()))


def begin(stage, phone=GUEST):
    with stage.cast.scope():
        row = erase.begin(find("phone", phone))
    erase.go_on(row.workspace_id, row.id)
    return row


def ask_all(row):
    """The job, as often as it queues itself anew for now."""
    for _ in range(20):
        elsewhere.go_on(row.workspace_id, row.id)


def wait_over(stage):
    """The pause until the next try is over."""
    with stage.cast.scope():
        ProviderErasure.objects.filter(state=AskedState.WAITING).update(due_at=timezone.now() - timedelta(seconds=1))


def line(stage, row):
    with stage.cast.scope():
        (found,) = Erasure.objects.get(id=row.id).certificate["providers"]
        return found


def test_messages_and_their_pictures_go_at_the_provider_and_nobody_elses(stage, talk):
    assert there(stage) == ([GUEST, OTHER], 3)
    row = begin(stage)
    assert line(stage, row)["state"] == "waiting"
    ask_all(row)
    assert there(stage) == ([OTHER], 0)
    assert line(stage, row) == {
        "name": "Twilio", "asked": 3, "gone": 3, "state": "done", "state_words": "Erased there", "words": "",
    }  # fmt: skip
    with stage.cast.scope():
        assert ProviderErasure.objects.get().refs is None
        assert Action.objects.filter(verb="privacy.providers_answered").count() == 1


def test_many_are_asked_for_a_piece_at_a_time(stage, talk, monkeypatch):
    monkeypatch.setattr(elsewhere, "AT_ONCE", 2)
    row = begin(stage)
    elsewhere.go_on(row.workspace_id, row.id)
    assert line(stage, row)["gone"] == 2
    ask_all(row)
    assert line(stage, row)["gone"] == 3


def test_a_provider_that_does_not_answer_is_asked_later_and_the_certificate_follows(stage, talk):
    row = begin(stage)
    stage.world.break_next(Fault("twilio", "status", "/Messages/", status=503, times=1))
    ask_all(row)
    assert line(stage, row)["state"] == "waiting"
    with stage.cast.scope():
        due = Due.objects.get(job=elsewhere.JOB)
        assert due.at > timezone.now() + timedelta(minutes=1)
        assert due.args == {"workspace_id": str(row.workspace_id), "erasure_id": str(row.id)}
    wait_over(stage)
    ask_all(row)
    assert line(stage, row)["state"] == "done"
    assert there(stage) == ([OTHER], 0)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_provider_is_asked_when_it_said_and_its_state_is_shown(stage, talk, status):
    row = begin(stage)
    stage.world.break_next(
        Fault("twilio", "status", "/Messages/", status=status, times=1, headers={"retry-after": "1800"})
    )
    ask_all(row)
    assert (line(stage, row)["state_words"], line(stage, row)["gone"]) == ("Being asked", 0)
    assert line(stage, row)["words"].endswith("Casa tries again shortly.")
    with stage.cast.scope():
        assert ProviderErasure.objects.get().due_at > timezone.now() + timedelta(minutes=25)
        assert Connection.objects.get().health == Health.HEALTHY
    wait_over(stage)
    ask_all(row)
    assert (line(stage, row)["state"], line(stage, row)["words"]) == ("done", "")


def test_a_key_that_no_longer_works_needs_the_host_and_says_so(stage, talk):
    row = begin(stage)
    with stage.cast.scope():
        good = dict(talk.secrets)
        talk.secrets = good | dict.fromkeys(("auth_token", "api_key_secret"), "f" * 32)
        talk.save(update_fields=["secrets"])
    ask_all(row)
    assert line(stage, row)["state"] == "waiting"
    assert line(stage, row)["words"] == client.WRONG_KEY
    assert there(stage) == ([GUEST, OTHER], 3)
    with stage.cast.scope():
        connection = Connection.objects.get()
        assert (connection.health, connection.trouble) == (Health.ATTENTION, client.WRONG_KEY)
        connection.secrets = good
        connection.save(update_fields=["secrets"])
    wait_over(stage)
    ask_all(row)
    assert line(stage, row)["state"] == "done"


def test_a_crash_after_the_answer_asks_again_and_does_no_harm(stage, talk):
    row = begin(stage)
    with patch.object(elsewhere, "_note", side_effect=RuntimeError("power cut")), pytest.raises(RuntimeError):
        elsewhere.go_on(row.workspace_id, row.id)
    assert there(stage) == ([OTHER], 0)
    with stage.cast.scope():
        assert elsewhere.resume_unfinished() == 1
    ask_all(row)
    assert (line(stage, row)["state"], line(stage, row)["gone"]) == ("done", 3)


def test_who_never_answers_is_named_with_what_to_do(stage, talk):
    row = begin(stage)
    stage.world.break_next(Fault("twilio", "status", "/Messages/", status=503, times=99))
    for _ in range(elsewhere.TRIES):
        wait_over(stage)
        elsewhere.go_on(row.workspace_id, row.id)
    assert line(stage, row)["state"] == "gave_up"
    assert "Write to Twilio Inc." in line(stage, row)["words"]
    with stage.cast.scope():
        assert ProviderErasure.objects.get().refs is None
        assert elsewhere.resume_unfinished() == 0


def test_an_account_that_ended_meanwhile_cannot_be_asked(stage, talk):
    row = begin(stage)
    with stage.cast.scope():
        disconnect(talk)
    ask_all(row)
    assert line(stage, row)["state"] == "cannot"
    assert "disconnected" in line(stage, row)["words"]


def test_what_comes_in_the_middle_is_asked_for_too(stage, talk):
    with stage.cast.scope():
        person = find("phone", GUEST)
        row = erase.begin(person)
        late = Message.objects.filter(person_id=person.id).first()
    while erase.step(row.workspace_id, row.id):
        with stage.cast.scope():
            if Erasure.objects.get(id=row.id).stage == "consent" and late is not None:
                Conversation.objects.create(
                    id=late.conversation_id, workspace_id=row.workspace_id, person_id=person.id, channel="sms",
                    last_message_at=timezone.now(),
                )  # fmt: skip
                late.id, late.external_id, late.body = new_id(), "SM" + "7" * 32, "one more"
                late.save(force_insert=True)
                late = None
    assert line(stage, row)["asked"] == 4


def test_a_provider_without_a_way_is_named_with_what_to_do(cast):
    full = furnish(cast)
    paper = erase_whole(full).certificate
    (found,) = paper["providers"]
    assert (found["name"], found["state"], found["gone"]) == ("Hospitable", "cannot", 0)
    assert found["asked"] >= 2
    assert "no way to erase a guest by program" in found["words"]
    assert "Write to Hospitable, Inc." in found["words"]
