"""The desk, the certificate, retention and copies as pages."""

import pytest
from django.urls import reverse

from casa.core.privacy import erase, export, holds, rights
from casa.core.privacy.models import Erasure, Export, LegalHold, Request, RetentionRule
from casa.core.privacy.tests.house import erase_whole, furnish
from casa.core.vault.tests.planted import PHONE
from casa.testing.fixtures import signed_in


@pytest.fixture
def full(cast):
    return furnish(cast)


@pytest.fixture
def owner(cast):
    return signed_in(cast.alice)


def at(full, name, *ids):
    return reverse(name, args=[full.cast.workspace.slug, *ids])


def text(answer):
    return answer.content.decode()


def test_an_owner_writes_down_a_request_and_answers_it(full, owner):
    answer = owner.post(at(full, "privacy_ask", full.other.id), {"kind": "erase", "words": "Forget me"}, follow=True)
    assert "Make sure that it is them" in text(answer)
    with full.scope():
        row = Request.objects.get()
    assert "Unknown guest" in text(owner.get(at(full, "privacy_requests")))
    assert owner.post(at(full, "privacy_request_do", row.id)).status_code == 409
    owner.post(at(full, "privacy_request_vouch", row.id))
    owner.post(at(full, "privacy_request_do", row.id))
    with full.scope():
        row = Request.objects.get()
    erase.go_on(row.workspace_id, row.erasure_id)
    assert "Certificate" in text(owner.get(at(full, "privacy_request", row.id)))
    assert "Somebody who is erased" in text(owner.get(at(full, "privacy_requests") + "?settled"))


def test_the_certificate_is_a_page_without_a_name(full, owner):
    row = erase_whole(full)
    told = text(owner.get(at(full, "privacy_erasure", row.id)))
    assert "Certificate of erasure" in told
    assert "0 found" in told
    assert "Quackenbush" not in told.replace("Quackenbush Lettings", "")
    assert PHONE not in told


def test_an_erasure_under_way_says_how_far_it_is(full, owner):
    with full.scope():
        row = erase.begin(full.person)
    erase.step(row.workspace_id, row.id)
    assert "Being erased" in text(owner.get(at(full, "privacy_erasure", row.id)))
    with full.scope():
        assert Erasure.objects.get().stage == erase.ELSEWHERE


def test_a_person_page_shows_what_is_held_and_makes_a_link_once(full, owner):
    told = text(owner.get(at(full, "privacy_person", full.person.id)))
    assert "What is held of Zephyrine" in told
    assert "/g/" not in told
    assert "http://localhost/g/" in text(owner.post(at(full, "privacy_link", full.person.id)))


def test_holds_are_placed_and_lifted(full, owner):
    owner.post(at(full, "privacy_hold", full.person.id), {"reason": "Case 114"})
    with full.scope():
        row = LegalHold.objects.get()
    assert "Case 114" in text(owner.get(at(full, "privacy_retention")))
    owner.post(at(full, "privacy_lift", row.id))
    with full.scope():
        assert not holds.holds_on([full.person.id]).exists()


def test_retention_is_changed_within_its_bounds(full, owner):
    page = at(full, "privacy_retention")
    assert "From 180 to 2555 days" in text(owner.get(page))
    assert owner.post(page, {"kind": "messages", "days": "30"}).status_code == 422
    assert owner.post(page, {"kind": "messages", "days": "soon"}).status_code == 422
    assert owner.post(page, {"kind": "messages", "days": "400"}).status_code == 302
    with full.scope():
        assert RetentionRule.objects.get(kind="messages").days == 400


def test_a_copy_of_everything_is_made_and_fetched(full, owner):
    owner.post(at(full, "privacy_copy_all"))
    with full.scope():
        row = Export.objects.get()
    assert "rows so far" in text(owner.get(at(full, "privacy_retention")))
    assert owner.get(at(full, "privacy_copy", row.id)).status_code == 409
    export.make(row.workspace_id, row.id)
    answer = owner.get(at(full, "privacy_copy", row.id))
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert "casa-workspace" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["bob", "vera"])
def test_who_may_not_answer_sees_no_desk(full, name):
    assert signed_in(getattr(full.cast, name)).get(at(full, "privacy_requests")).status_code == 403


def test_pages_ask_no_more_as_requests_grow(full, owner, count_queries):
    def ask(kinds):
        with full.scope():
            for kind in kinds:
                rights.ask(full.other, kind)

    ask(["correct"])
    owner.get(at(full, "privacy_requests"))
    with count_queries() as few:
        owner.get(at(full, "privacy_requests"))
    ask(["access", "erase", "object"])
    with count_queries() as many:
        owner.get(at(full, "privacy_requests"))
    assert len(many) == len(few)
