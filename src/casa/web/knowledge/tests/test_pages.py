"""Knowledge: written, refused with what was typed, removed with a way back, tried; door codes never shown."""

from datetime import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casa.core.assistant.models import Knowledge
from casa.core.connections.contract import PropertyFact
from casa.core.stays.rules import apply_property
from casa.testing.fixtures import signed_in


@pytest.fixture
def home(stage):
    connection = stage.connect("twilio")
    with stage.cast.scope():
        return apply_property(connection, PropertyFact("h1", "Fern Hollow", "1", check_in=time(16)))


def url(stage, name, *args):
    return reverse(name, args=[stage.cast.workspace.slug, *args])


def post(stage, name, typed, *args, user=None):
    return signed_in(user or stage.cast.alice).post(url(stage, name, *args), typed)


def shown(stage, **asked):
    return signed_in(stage.cast.alice).get(url(stage, "knowledge"), asked).content.decode()


PARKING = {"title": "Parking", "text": "Two cars fit beside the barn.", "home": "all"}


def test_an_entry_is_written_changed_removed_and_brought_back(stage, home):
    assert post(stage, "knowledge_write", PARKING).status_code == 302
    with stage.cast.scope():
        entry = Knowledge.objects.get()
    assert "Two cars fit beside the barn." in shown(stage, edit=str(entry.id))
    post(stage, "knowledge_change", PARKING | {"text": "Three cars fit.", "home": str(home.id)}, entry.id)
    assert "Three cars fit." in shown(stage, home=str(home.id))
    assert "Three cars fit." not in shown(stage, home="all")
    gone = post(stage, "knowledge_remove", {"view": ""}, entry.id)["Location"]
    page = signed_in(stage.cast.alice).get(gone).content.decode()
    assert "Parking is removed." in page
    assert "Three cars fit." not in page
    post(stage, "knowledge_restore", {}, entry.id)
    assert "Three cars fit." in shown(stage)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"title": "", "text": "Kept words", "home": "all"}, "needs a title and a text"),
        ({"title": "Long", "text": "Kept words" * 2000, "home": "all"}, "Make two entries of it"),
        ({"title": "Odd", "text": "Kept words", "home": "not-a-home"}, "Pick a home from the list"),
    ],
)
def test_a_refusal_keeps_what_was_typed(stage, home, typed, why):
    said = post(stage, "knowledge_write", typed)
    assert said.status_code == 422
    assert why in said.content.decode()
    assert "Kept words" in said.content.decode()


def test_a_file_becomes_entries_and_a_wrong_one_is_explained(stage, home):
    good = SimpleUploadedFile("manual.md", b"# Heating\n\nThe thermostat is in the hall.\n\n# Bins\n\nTuesday.\n")
    assert post(stage, "knowledge_import", {"file": good, "home": "all"}).status_code == 302
    assert "The thermostat is in the hall." in shown(stage)
    odd = SimpleUploadedFile("picture.exe", b"MZ")
    said = post(stage, "knowledge_import", {"file": odd, "home": "all"})
    assert said.status_code == 422
    assert "Not saved." in said.content.decode()
    assert "Pick a file first." in post(stage, "knowledge_import", {"home": "all"}).content.decode()


def test_a_question_is_tried_as_a_piece_and_as_a_page(stage, home):
    post(stage, "knowledge_write", PARKING | {"home": str(home.id)})
    typed = {"question": "Is there parking for two cars?", "home": str(home.id)}
    whole = post(stage, "knowledge_try", typed).content.decode()
    assert "<html" in whole
    assert "beside the barn" in whole.split('id="tried"')[1].split("</section>")[0]
    browser = signed_in(stage.cast.alice)
    piece = browser.post(url(stage, "knowledge_try"), typed, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    assert "beside the barn" in piece


def test_a_door_code_is_kept_and_never_shown(stage, home):
    assert post(stage, "knowledge_door", {"name": "Side door", "code": "4821", "view": str(home.id)}, home.id)
    page = shown(stage, home=str(home.id))
    assert "Side door" in page
    assert 'value="4821"' not in page
    assert ">set<" in page
    browser = signed_in(stage.cast.alice)
    back = browser.post(url(stage, "knowledge_door", home.id), {"name": "Side door", "code": "1"})["Location"]
    assert "4 to 12 letters or digits" in browser.get(back).content.decode()


@pytest.mark.parametrize("name", ["knowledge_write", "knowledge_import"])
def test_who_may_write(stage, name):
    assert post(stage, name, PARKING, user=stage.cast.vera).status_code == 403
    assert post(stage, name, PARKING, user=stage.cast.charlie).status_code == 404
    assert "Write an entry" not in signed_in(stage.cast.vera).get(url(stage, "knowledge")).content.decode()
