"""What guests see: the real page, switched off, and the look written down; and what the head of the pages says."""

import re

import pytest
from django.urls import reverse

from casa.core.accounts.models import Member, Read, Role
from casa.core.people.rules import make_person, restrict
from casa.core.privacy import erase, rights
from casa.core.privacy.models import Request
from casa.core.privacy.tests.house import OTHER, furnish
from casa.testing.fixtures import signed_in


@pytest.fixture
def full(cast):
    return furnish(cast)


def at(full, name, *ids):
    return reverse(name, args=[full.cast.workspace.slug, *ids])


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_preview_is_the_guests_own_page_with_everything_switched_off(full):
    told = text(signed_in(full.cast.alice).get(at(full, "privacy_preview", full.other.id)))
    assert "<b>Preview.</b>" in told
    assert OTHER in told
    assert "Make a copy of all of it" in told
    inside = re.search(r"<fieldset class=\"previewed\" disabled[^>]*>(.*)</main>", told, re.DOTALL)
    assert inside, "a disabled fieldset switches off every button within it"
    before = told[: inside.start()]
    assert "<button" not in before
    assert "<form" not in before
    assert 'name="seen" value=""' in told, "nothing that opens the page for real leaves with it"


def test_a_form_sent_to_the_preview_does_nothing(full):
    ask = {"do": "ask", "kind": "erase", "seen": ""}
    assert signed_in(full.cast.alice).post(at(full, "privacy_preview", full.other.id), ask).status_code == 405
    with full.scope():
        assert not Request.objects.exists()


def test_looking_at_the_preview_is_written_down_and_the_guest_reads_of_it(full):
    told = text(signed_in(full.cast.alice).get(at(full, "privacy_preview", full.other.id)))
    with full.scope():
        assert Read.objects.filter(person_id=full.other.id, reason="preview", user=full.cast.alice).count() == 1
    assert "to see this page as you see it" in told
    assert "looked at their own page" in text(signed_in(full.cast.alice).get(at(full, "privacy_reads")))


def test_without_a_choice_it_is_the_newest_guest_who_may_be_read(full):
    with full.scope():
        newest, kept = make_person("Hannah Lindqvist"), make_person("Nobody may read")
        restrict(kept)
    answer = signed_in(full.cast.alice).get(at(full, "privacy_preview_newest"))
    assert answer.headers["Location"] == at(full, "privacy_preview", newest.id)


def test_whoever_is_being_erased_is_not_shown(full):
    with full.scope():
        row = erase.begin(full.other)
    while erase.step(row.workspace_id, row.id):
        with full.scope():
            row.refresh_from_db()
        if row.stage not in ("gather", "words", "hide"):
            break
    assert signed_in(full.cast.alice).get(at(full, "privacy_preview", full.other.id)).status_code == 404


def test_a_house_without_guests_says_so(cast):
    answer = signed_in(cast.alice).get(reverse("privacy_preview_newest", args=[cast.workspace.slug]), follow=True)
    assert "There is no guest yet." in text(answer)


@pytest.mark.parametrize("name", ["privacy_preview", "privacy_preview_newest"])
def test_who_may_open_the_preview(full, name):
    ids = [full.other.id] if name == "privacy_preview" else []
    with full.scope():
        Member.objects.filter(user=full.cast.vera).update(role=Role.MANAGER)
    told = {
        who: signed_in(getattr(full.cast, who)).get(at(full, name, *ids), follow=True).status_code
        for who in ("alice", "vera", "bob", "charlie")
    }
    assert told == {"alice": 200, "vera": 200, "bob": 403, "charlie": 404}


def test_how_many_requests_wait_stands_on_their_tab(full):
    browser = signed_in(full.cast.alice)
    tab = re.compile(r'Requests <span class="num"[^>]*>(\d+)</span>')
    assert not tab.search(text(browser.get(at(full, "privacy_reads"))))
    with full.scope():
        rights.ask(full.other, "erase")
        rights.ask(full.other, "access")
        rights.ask(full.person, "stop")
    for name in ("privacy", "privacy_reads", "privacy_policies", "privacy_breaches", "privacy_requests"):
        assert tab.search(text(browser.get(at(full, name)))).group(1) == "2", (
            "what is answered at once waits for nobody"
        )


def test_the_head_leads_to_what_the_member_may_open(full):
    with full.scope():
        Member.objects.filter(user=full.cast.vera).update(role=Role.MANAGER)
    for who, together in (("alice", True), ("vera", False)):
        browser = signed_in(getattr(full.cast, who))
        told = text(browser.get(at(full, "privacy")))
        linked = re.findall(r'href="([^"]+)"', re.search(r'<nav class="tabs".*?</nav>', told, re.DOTALL).group())
        assert at(full, "consent") in linked
        assert (at(full, "privacy_together") in linked) is together
        assert {browser.get(address).status_code for address in linked} == {200}
