"""What a browser keeps of conversations: it asks which are still there, and forgets the others."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from casa.core.accounts.live import ERASED
from casa.core.accounts.queries import memberships
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox.models import Conversation
from casa.core.inbox.rules import record_incoming
from casa.core.people.models import Person
from casa.core.privacy import erase
from casa.lib.ids import new_id
from casa.testing.fixtures import signed_in


@pytest.fixture
def talks(stage):
    """Two conversations: somebody who will be erased, and somebody who stays."""
    connection = stage.connect("twilio")
    with stage.cast.scope():
        for number in ("+18285550142", "+18285550143"):
            record_incoming(
                connection, IncomingMessage(new_id().hex, "sms", Handle("phone", number), "Hello", datetime.now(UTC))
            )
        return list(Conversation.objects.order_by("id"))


def slug_of(user):
    return memberships(user)[0].workspace.slug


def still_there(stage, user, ids):
    address = reverse("kept", args=[stage.cast.workspace.slug])
    return signed_in(user).get(address, {"ids": ",".join(str(one) for one in ids)}).content.decode().split()


def test_unknown_and_broken_ids_are_not_there(stage, talks):
    ids = [talk.id for talk in talks]
    assert sorted(still_there(stage, stage.cast.alice, [*ids, new_id(), "x"])) == sorted(str(one) for one in ids)


def test_another_business_is_told_nothing(stage, talks):
    address = reverse("kept", args=[slug_of(stage.cast.charlie)])
    answer = signed_in(stage.cast.charlie).get(address, {"ids": str(talks[0].id)})
    assert answer.content == b""


def test_who_is_being_erased_is_forgotten_at_once_and_pages_are_told(stage, talks, monkeypatch):
    gone, stays = talks
    told = []
    monkeypatch.setattr(erase, "touch", lambda *topics: told.extend(topics))
    with stage.cast.scope():
        row = erase.begin(Person.objects.get(id=gone.person_id))
    while row.stage in ("gather", erase.ELSEWHERE, "words", "hide"):
        assert erase.step(row.workspace_id, row.id)
        with stage.cast.scope():
            row.refresh_from_db()
    with stage.cast.scope():
        assert Conversation.objects.filter(id=gone.id).exists(), "it is hidden, and not yet away"
    assert f"{ERASED}{gone.person_id}" in told
    assert still_there(stage, stage.cast.alice, [gone.id, stays.id]) == [str(stays.id)]


def test_the_palette_names_what_was_opened_last_in_that_order(stage, talks):
    address = reverse("jump", args=[stage.cast.workspace.slug])
    wanted = f"{talks[1].id},{talks[0].id},{new_id()}"
    page = signed_in(stage.cast.alice).get(address, {"recent": wanted}).content.decode()
    assert "Opened last" in page
    assert page.index(str(talks[1].id)) < page.index(str(talks[0].id))
    assert "Opened last" not in signed_in(stage.cast.alice).get(address, {"q": "a", "recent": wanted}).content.decode()
