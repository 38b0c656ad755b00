"""What a browser may keep and whom it may talk to (promise CA-11): ends with the session, and nobody, in that order."""

import re
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse

from casa.testing.fixtures import signed_in

PLAUSIBLE = {"PLAUSIBLE_URL": "https://count.example.org", "PLAUSIBLE_DOMAIN": "casa.example.org"}


def inbox(cast):
    return reverse("inbox", args=[cast.workspace.slug])


def policy(answer):
    return dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if " " in part.strip()
    )


def test_who_signs_out_leaves_nothing_in_the_browser(cast):
    browser = signed_in(cast.alice)
    assert "Clear-Site-Data" not in browser.get(inbox(cast))
    answers = browser.post(reverse("account_logout"), follow=True)
    assert answers.redirect_chain
    ways = [browser.get(inbox(cast)), browser.get("/")]
    assert [way["Clear-Site-Data"] for way in ways] == ['"storage"', '"storage"']


@pytest.mark.parametrize("fragment", [False, True])
def test_an_ended_session_leaves_nothing_either(cast, fragment):
    browser = signed_in(cast.alice)
    Session.objects.filter(session_key=browser.session.session_key).delete()
    answer = browser.get(inbox(cast), headers={"HX-Request": "true"} if fragment else {})
    assert answer["Clear-Site-Data"] == '"storage"'


def test_the_sign_in_page_says_that_nobody_is_signed_in(cast):
    page = Client(SERVER_NAME="localhost").get(reverse("account_login")).content.decode()
    assert "data-signed-out" in page
    again = signed_in(cast.alice).get(reverse("account_reauthenticate")).content.decode()
    assert "data-signed-out" not in again


def test_no_page_may_run_or_ask_anything_of_another_host(cast):
    rules = policy(signed_in(cast.alice).get(inbox(cast)))
    assert rules["default-src"] == "'none'"
    assert {words for name, words in rules.items() if name.endswith("-src") and name != "default-src"} == {"'self'"}
    assert "data-count" not in signed_in(cast.alice).get(inbox(cast)).content.decode()


@override_settings(**PLAUSIBLE)
def test_the_owners_own_plausible_is_told_a_name_and_runs_nothing(cast):
    answer = signed_in(cast.alice).get(reverse("privacy_request", args=[cast.workspace.slug, uuid4()]))
    assert answer.status_code == 404
    answer = signed_in(cast.alice).get(inbox(cast))
    rules, page = policy(answer), answer.content.decode()
    assert rules["connect-src"] == "'self' https://count.example.org"
    assert rules["script-src"] == "'self'"
    assert re.search(r'data-count-page="([^"]+)"', page).group(1) == "/w/-/inbox/"
    assert 'data-count-domain="casa.example.org"' in page


@override_settings(**PLAUSIBLE)
@pytest.mark.parametrize("where", ["/account/login/", "/g/no-such-link"])
def test_no_page_before_the_sign_in_is_counted(cast, where):
    answer = Client(SERVER_NAME="localhost").get(where)
    assert "count.example.org" not in answer["Content-Security-Policy"] + answer.content.decode()
