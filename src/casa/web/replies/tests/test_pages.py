"""Saved texts as pages: who may what, what is shown, and that a preview for a person is noted."""

import io

import pytest
from django.utils import timezone
from PIL import Image

from casa.core.accounts.models import Read
from casa.core.inbox.models import Conversation
from casa.core.people.rules import make_person
from casa.core.templates import rules
from casa.core.templates.models import BrandLink, Template, TemplateMedia, TemplateText
from casa.lib.ids import new_id
from casa.testing.fixtures import signed_in

OFFER = '{{ brand.name }}: Hi {{ guest.first_name | "there" }}, 15% off in November.'


@pytest.fixture
def wifi(cast):
    with cast.scope():
        return rules.make("Wifi", "reply", {"en": "The wifi is on the card, {{ guest.first_name }}."})


def at(cast, path=""):
    return f"/w/{cast.workspace.slug}/replies/{path}"


def form(**more):
    return {
        "name": "Wifi",
        "kind": "reply",
        "language": "en",
        "body": "The wifi.",
        "repairs": "1",
        "first": "1",
        **more,
    }


def read(cast, user, **more):
    return signed_in(user).post(at(cast, "read/"), form(**more), headers={"HX-Request": "true"})


def test_an_owner_writes_a_text_and_finds_it(cast):
    browser = signed_in(cast.alice)
    assert "No saved texts yet" in browser.get(at(cast)).content.decode()
    answer = browser.post(at(cast, "new/"), form(body=OFFER, kind="marketing", name="Ember"), follow=True)
    assert "Saved. It can be sent." in answer.content.decode()
    page = browser.get(at(cast)).content.decode()
    assert "Ember" in page
    assert "ready" in page


def test_a_colleague_reads_and_does_not_write(cast, wifi):
    bob = signed_in(cast.bob)
    page = bob.get(at(cast, f"{wifi.id}/")).content.decode()
    assert "readonly" in page
    assert "reply-form" in page
    assert 'form="reply-form"' not in page
    for path in ("new/", f"{wifi.id}/save/", f"{wifi.id}/archive/", "take/", "links/", f"{wifi.id}/drop/"):
        assert bob.post(at(cast, path), form()).status_code == 403
    with cast.scope():
        assert TemplateText.objects.get(template=wifi).body.startswith("The wifi is")


def test_a_stranger_finds_nothing(cast, wifi):
    charlie = signed_in(cast.charlie)
    for path in ("", "new/", f"{wifi.id}/", "people/"):
        assert charlie.get(at(cast, path)).status_code == 404


def test_a_refusal_keeps_what_was_typed(cast, wifi):
    answer = signed_in(cast.alice).post(at(cast, "new/"), form(body="My own words"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Give this one a name of its own" in page
    assert "My own words" in page


def test_the_reading_follows_the_text(cast):
    page = read(cast, cast.alice, body="Reply CANCEL to cancel", kind="reminder").content.decode()
    assert "R34" in page
    assert 'data-fix="X"' in page
    page = read(cast, cast.alice, body=OFFER, kind="marketing").content.decode()
    assert "Laurel &amp; Pine Stays: Hi Anna, 15% off in November." in page
    assert "Legal footer" in page
    assert "Reply STOP to opt out" in page
    assert "$0.008" in page


def test_a_long_text_says_how_it_fits_in_one(cast):
    body = "I hope you are well. " + "a" * 150
    page = read(cast, cast.alice, body=body).content.decode()
    assert "11</span> characters shorter and it fits in one" in page
    assert "Leave “I hope you are well.” out" in page
    assert "All of these together: 1 segment." in page


def test_what_is_typed_is_never_markup(cast):
    page = read(cast, cast.alice, body='<script>alert(1)</script> " onclick="x').content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_preview_for_a_person_is_noted_and_only_theirs(cast):
    with cast.scope():
        anna = make_person("Maria Lopez", "es")
    page = read(cast, cast.alice, body="Hi {{ guest.first_name }}", person=str(anna.id)).content.decode()
    assert "Hi Maria" in page
    with cast.scope():
        assert Read.objects.filter(person_id=anna.id, reason="saved text", user=cast.alice).count() == 1
    assert read(cast, cast.alice, person=str(new_id())).status_code == 404
    assert read(cast, cast.alice, person="nobody").status_code == 404


def test_finding_a_person_is_noted(cast):
    with cast.scope():
        anna = make_person("Maria Lopez")
    page = signed_in(cast.alice).get(at(cast, "people/?q=mari")).content.decode()
    assert "Maria Lopez" in page
    with cast.scope():
        assert Read.objects.filter(person_id=anna.id, reason="search").exists()


def test_languages_are_written_one_by_one(cast, wifi):
    browser = signed_in(cast.alice)
    browser.post(at(cast, f"{wifi.id}/save/"), form(language="es", body="El wifi.", first=""))
    with cast.scope():
        assert {text.language for text in TemplateText.objects.filter(template=wifi)} == {"en", "es"}
        assert Template.objects.get(id=wifi.id).language == "en"
    assert "El wifi." in browser.get(at(cast, f"{wifi.id}/?language=es")).content.decode()
    browser.post(at(cast, f"{wifi.id}/drop/"), {"language": "es"})
    with cast.scope():
        assert {text.language for text in TemplateText.objects.filter(template=wifi)} == {"en"}


def test_putting_away_can_be_undone(cast, wifi):
    browser = signed_in(cast.alice)
    page = browser.post(at(cast, f"{wifi.id}/archive/"), follow=True).content.decode()
    assert "Wifi is put away" in page
    assert "Bring it back" in page
    assert "Wifi" in browser.get(at(cast, "?archived=1")).content.decode()
    browser.post(at(cast, f"{wifi.id}/restore/"))
    with cast.scope():
        assert Template.objects.get(id=wifi.id).archived_at is None


def test_starters_are_taken_once(cast):
    browser = signed_in(cast.alice)
    assert "10 texts added" in browser.post(at(cast, "take/"), {"trade": "hosts"}, follow=True).content.decode()
    assert "You have these already" in browser.post(at(cast, "take/"), {"trade": "hosts"}, follow=True).content.decode()
    with cast.scope():
        assert Template.objects.count() == 10


def test_a_link_that_carriers_block_is_refused_beside_its_field(cast):
    browser = signed_in(cast.alice)
    answer = browser.post(at(cast, "links/"), {"key": "offer", "url": "https://bit.ly/x"})
    assert answer.status_code == 422
    assert "Carriers block bit.ly" in answer.content.decode()
    browser.post(at(cast, "links/"), {"key": "offer", "url": "lpstays.com/ember"})
    with cast.scope():
        assert BrandLink.objects.get().url == "https://lpstays.com/ember"


def test_pictures_come_and_go(cast, wifi):
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 120, 90)).save(out, "PNG")
    browser = signed_in(cast.alice)
    browser.post(at(cast, f"{wifi.id}/picture/"), {"picture": io.BytesIO(out.getvalue())})
    with cast.scope():
        media = TemplateMedia.objects.get(template=wifi)
    shown = browser.get(at(cast, f"pictures/{media.id}/"))
    assert shown["Content-Type"] == "image/jpeg"
    assert shown.content[:2] == b"\xff\xd8"
    assert signed_in(cast.charlie).get(at(cast, f"pictures/{media.id}/")).status_code == 404
    browser.post(at(cast, f"pictures/{media.id}/remove/"))
    with cast.scope():
        assert not TemplateMedia.objects.exists()


def test_the_list_asks_as_many_questions_for_many_as_for_few(cast, count_queries):
    browser = signed_in(cast.alice)
    with cast.scope():
        for number in range(3):
            rules.make(f"Text {number}", "reply", {"en": "Hello"})
    browser.get(at(cast))
    with count_queries() as few:
        browser.get(at(cast))
    with cast.scope():
        for number in range(3, 30):
            rules.make(f"Text {number}", "reply", {"en": "Hello", "fr": "Bonjour"})
    with count_queries() as many:
        browser.get(at(cast))
    assert len(many) <= len(few)


def test_the_composer_offers_texts_filled_in_for_this_person(cast, wifi):
    with cast.scope():
        maria, nobody = make_person("Maria Lopez"), make_person("")
        talks = [
            Conversation.objects.create(
                workspace=cast.workspace, person=person, channel="sms", last_message_at=timezone.now()
            )
            for person in (maria, nobody)
        ]
        rules.make("Ember", "marketing", {"en": OFFER})
    inbox = f"/w/{cast.workspace.slug}/inbox"
    page = signed_in(cast.bob).get(f"{inbox}/{talks[0].id}/texts/").content.decode()
    assert 'data-text="The wifi is on the card, Maria."' in page
    assert "Ember" not in page  # an offer is no answer
    page = signed_in(cast.bob).get(f"{inbox}/{talks[1].id}/texts/").content.decode()
    assert "data-text" not in page
    assert "first name" in page
    assert signed_in(cast.vera).get(f"{inbox}/{talks[0].id}/texts/").status_code == 403
    with cast.scope():
        assert Read.objects.filter(person_id=maria.id, reason="saved text", user=cast.bob).exists()


def test_a_text_is_one_brands_or_everybodys(cast):
    from casa.core.accounts.models import Brand

    browser = signed_in(cast.alice)
    with cast.scope():
        text = rules.make("Pool", "service", {"en": "Laurel & Pine Stays: the pool is closed."})
    page = browser.get(at(cast, f"{text.id}/")).content.decode()
    assert 'name="brand"' not in page, "one brand: nothing to choose"
    with cast.scope():
        other = Brand.objects.create(workspace=cast.workspace, name="Ember Cleaning", support_email="a@example.com")
    page = browser.get(at(cast, f"{text.id}/")).content.decode()
    assert f'value="{other.id}"' in page
    typed = form(name="Pool", kind="service", body="Ember Cleaning: closed.")
    browser.post(at(cast, f"{text.id}/save/"), typed | {"brand": str(other.id)})
    with cast.scope():
        assert Template.objects.get(id=text.id).brand_id == other.id
    page = browser.get(at(cast, f"{text.id}/")).content.decode()
    assert f'value="{other.id}" selected' in page
    assert browser.post(at(cast, f"{text.id}/save/"), typed | {"brand": str(new_id())}).status_code == 422
