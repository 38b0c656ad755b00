"""Settings: saved, refused with what was typed, and what only an owner may."""

import pytest
from django.urls import reverse

from casa.core.accounts.models import Member, Workspace
from casa.core.accounts.rules import log_action
from casa.testing.fixtures import signed_in

HOUSE = {"name": "Fern Stays", "timezone": "America/New_York", "undo_seconds": "5", "cleaning_hours": "4"}


def url(stage, name, *args):
    return reverse(name, args=[stage.cast.workspace.slug, *args])


def post(stage, name, typed, *args, user=None):
    return signed_in(user or stage.cast.alice).post(url(stage, name, *args), typed)


def test_the_workspace_is_saved(stage):
    assert post(stage, "settings_workspace", HOUSE).status_code == 302
    with stage.cast.scope():
        house = Workspace.objects.get(id=stage.cast.workspace.id)
    assert (house.name, house.undo_seconds, house.ai_enabled) == ("Fern Stays", 5, False)


@pytest.mark.parametrize("seconds", ["61", "-1", "ten", ""])
def test_a_refusal_keeps_what_was_typed_and_saves_nothing(stage, seconds):
    said = post(stage, "settings_workspace", HOUSE | {"name": "Typed name", "undo_seconds": seconds})
    page = said.content.decode()
    assert said.status_code == 422
    assert "0 to 60 seconds" in page
    assert 'value="Typed name"' in page
    with stage.cast.scope():
        assert Workspace.objects.get(id=stage.cast.workspace.id).name == stage.cast.workspace.name


def test_an_early_hour_is_saved_or_refused_in_its_place(stage):
    typed = {"early_mode": "offer", "early_time": "13:00", "late_mode": "never", "code_hours": "24"}
    assert post(stage, "settings_exceptions", typed).status_code == 302
    said = post(stage, "settings_exceptions", typed | {"early_time": "lunch"})
    assert said.status_code == 422
    assert "Write the time like 13:00." in said.content.decode()
    assert 'value="lunch"' in said.content.decode()


def test_an_unknown_clock_is_refused(stage):
    said = post(stage, "settings_me", {"name": "Alice", "timezone": "Mars/Olympus"})
    assert said.status_code == 422
    assert "Pick a time zone from the list." in said.content.decode()


def test_the_last_owner_stays_one(stage):
    with stage.cast.scope():
        alice = Member.objects.get(user=stage.cast.alice)
    said = post(stage, "settings_member", {"role": "agent"}, alice.id)
    assert said.status_code == 422
    assert "Make somebody else an owner first." in said.content.decode()


def test_what_was_done_is_told_in_words(stage):
    with stage.cast.scope():
        log_action("knowledge.written")
    page = signed_in(stage.cast.alice).get(url(stage, "settings")).content.decode()
    assert "wrote an entry" in page
    assert "knowledge.written" not in page


@pytest.mark.parametrize("name", ["settings_workspace", "settings_brand", "settings_exceptions", "settings_invite"])
def test_only_an_owner_may(stage, name):
    assert post(stage, name, HOUSE, user=stage.cast.bob).status_code == 403
    assert post(stage, name, HOUSE, user=stage.cast.charlie).status_code == 404


def test_a_colleague_sees_their_own_part(stage):
    page = signed_in(stage.cast.bob).get(url(stage, "settings")).content.decode()
    assert 'id="me"' in page
    assert 'id="house"' not in page
    assert 'id="log"' not in page
