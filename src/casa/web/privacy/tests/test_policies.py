"""Policies as pages: written, announced, accepted at sign-in, read by everybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.models import Member
from casa.core.accounts.rules import invite
from casa.core.privacy import policies
from casa.core.privacy.models import Acceptance, PolicyVersion
from casa.lib.ids import new_id
from casa.testing.fixtures import PASSWORD, make_user, signed_in


def at(cast, name, *ids):
    return reverse(name, args=[cast.workspace.slug, *ids])


def text(answer):
    return answer.content.decode()


@pytest.fixture
def owner(cast):
    return signed_in(cast.alice)


@pytest.fixture
def holding(cast):
    """Terms that hold since today, written by Alice."""
    with cast.scope():
        return policies.publish("terms", policies.draft("terms"), timezone.localdate(), significant=True)


def test_an_owner_publishes_what_casa_has_written(cast, owner):
    where = at(cast, "privacy_policy_write", "privacy")
    page = text(owner.get(where))
    assert "Answering guests and hosting their stays" in page
    with cast.scope():
        words = policies.draft("privacy")
    sent = {"text": words, "effective_on": timezone.localdate().isoformat(), "significant": "1"}
    assert "Who we are" in text(owner.post(where, sent, follow=True))
    assert "version 1 holds" in text(owner.get(at(cast, "privacy_policies")))


def test_too_early_a_day_is_refused_and_the_text_is_not_lost(cast, owner, holding):
    where = at(cast, "privacy_policy_write", "terms")
    sent = {"text": holding.text + "\nAnd we are closed.", "effective_on": timezone.localdate().isoformat()}
    answer = owner.post(where, sent | {"significant": "1"})
    assert answer.status_code == 422
    assert "And we are closed." in text(answer)
    assert "people are told 30 days ahead" in text(answer)
    answer = owner.post(where, sent | {"effective_on": "soon"})
    assert "Choose the day" in text(answer)


def test_a_version_shows_what_it_changed_and_who_accepted_it(cast, owner, holding):
    with cast.scope():
        row = policies.publish(
            "terms", holding.text.replace("as soon as we can", "within a day"), timezone.localdate(), significant=False
        )
    page = text(owner.get(at(cast, "privacy_policy", row.id)))
    assert "within a day" in page
    assert "as soon as we can" in page, "what is gone is shown too"
    assert cast.alice.name in page


@pytest.fixture
def nora(cast):
    """A colleague with an address that the sign-in form takes."""
    user = make_user("Nora")
    with cast.scope():
        Member.objects.create(workspace=cast.workspace, user=user, role="agent")
    return user


def test_whoever_signs_in_reads_what_holds_before_anything_else(cast, nora, holding):
    browser = Client(SERVER_NAME="localhost")
    answer = browser.post("/account/login/", {"login": nora.email, "password": PASSWORD}, follow=True)
    assert "Before you go on" in text(answer)
    page = at(cast, "people")
    asked = browser.get(page)
    assert asked.status_code == 302
    assert asked["Location"].startswith(at(cast, "privacy_accept"))
    answer = browser.post(at(cast, "privacy_accept"), {"next": page})
    assert answer["Location"] == page
    assert browser.get(page).status_code == 200
    with cast.scope():
        assert Acceptance.objects.filter(version=holding, user=nora).count() == 1


def test_who_has_accepted_is_not_asked(cast, nora, holding):
    with cast.scope():
        policies.accept(holding, nora)
    browser = Client(SERVER_NAME="localhost")
    answer = browser.post("/account/login/", {"login": nora.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain
    assert "Before you go on" not in text(answer)


def test_a_new_colleague_accepts_when_they_sign_up(cast, holding):
    address = f"nora-{new_id().hex[-8:]}@example.com"
    with cast.scope():
        _, token = invite(Member.objects.get(user=cast.alice, workspace=cast.workspace), address, "agent")
    browser = Client(SERVER_NAME="localhost")
    browser.get(f"/invitation/{token}/")
    sent = {"email": address, "password1": PASSWORD, "name": "Nora Field", "adult": "on"}
    answer = browser.post("/account/signup/", sent, follow=True)
    assert "Before you go on" in text(answer)
    browser.post(at(cast, "privacy_accept"), {})
    with cast.scope():
        assert Acceptance.objects.filter(version=holding).count() == 2


def test_nobody_is_led_to_another_place_by_the_form(cast, owner, holding):
    answer = owner.post(at(cast, "privacy_accept"), {"next": "https://elsewhere.example/"})
    assert answer["Location"] == at(cast, "today")


def test_everybody_reads_what_holds_what_comes_and_what_was(cast, holding, database):
    anybody = Client(SERVER_NAME="localhost")
    where = f"/p/{cast.workspace.id}/terms"
    page = text(anybody.get(where))
    assert "Version 1, holds since" in page
    assert "set-cookie" not in {name.lower() for name in anybody.get(where).headers}
    with cast.scope():
        policies.publish(
            "terms", holding.text + "\nWe close on Sundays.", timezone.localdate() + policies.NOTICE, significant=True
        )
    assert "This changes on" in text(anybody.get(where))
    assert "We close on Sundays." in text(anybody.get(f"{where}?version=2&changes"))
    assert anybody.get(f"{where}?version=9").status_code == 404
    assert anybody.get(f"{where}?version=x").status_code == 404


@pytest.mark.parametrize("wrong", ["privacy", "secrets"])
def test_what_is_not_published_is_not_there(cast, holding, wrong):
    anybody = Client(SERVER_NAME="localhost")
    assert anybody.get(f"/p/{cast.workspace.id}/{wrong}").status_code == 404
    assert anybody.get(f"/p/{new_id()}/terms").status_code == 404


def test_the_public_page_names_who_handles_data_now(stage):
    with stage.cast.scope():
        policies.publish("privacy", policies.draft("privacy"), timezone.localdate(), significant=True)
    where = f"/p/{stage.cast.workspace.id}/privacy"
    anybody = Client(SERVER_NAME="localhost")
    assert "Twilio Inc." not in text(anybody.get(where))
    stage.connect("twilio")
    assert "Twilio Inc." in text(anybody.get(where))
    overview = signed_in(stage.cast.alice).get(at(stage.cast, "privacy_policies"))
    assert "Not named in the newest version: Twilio Inc." in text(overview)


def test_a_colleague_may_not_publish(cast, holding):
    assert signed_in(cast.bob).get(at(cast, "privacy_policy_write", "terms")).status_code == 403
    stranger = make_user("Sam Gray")
    assert signed_in(stranger).get(at(cast, "privacy_policy", holding.id)).status_code == 404
    with cast.scope():
        assert PolicyVersion.objects.count() == 1
        assert holding.effective_on < timezone.localdate() + timedelta(days=1)
