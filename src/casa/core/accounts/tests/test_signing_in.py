"""Signing up and in, as a browser does it: one cookie, forged forms refused, second factors sealed."""

import base64
import hmac
import re
import time

import pytest
from django.core import mail
from django.test import Client, override_settings

from casa.core.accounts.models import Member, User
from casa.core.accounts.queries import memberships
from casa.core.accounts.rules import invite
from casa.lib.ids import new_id
from casa.testing.fixtures import PASSWORD, make_user, signed_in

NEW = "a different horse staple"


@pytest.fixture(autouse=True)
def letters(database):
    """Mail that stays in this process."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        yield mail.outbox


@pytest.fixture
def browser():
    return Client(SERVER_NAME="localhost")


def form(**changes):
    plain = {
        "email": f"nora-{new_id().hex[-8:]}@example.com", "password1": PASSWORD, "name": "Nora Field",
        "business": "Field & Stream", "adult": "on",
    }  # fmt: skip
    return {key: value for key, value in (plain | changes).items() if value is not None}


def signs_in(browser, user, password=PASSWORD):
    return browser.post("/account/login/", {"login": user.email, "password": password})


def is_in(browser):
    return "_auth_user_id" in browser.session


# -------------------------------------------------------------------------------------------- signing up


def test_signing_up_opens_the_first_workspace(browser):
    asked = form()
    answer = browser.post("/account/signup/", asked)
    assert answer.status_code == 302
    user = User.objects.get(email=asked["email"])
    assert user.adult_affirmed_at is not None
    assert user.password.split("$")[0] in ("argon2", "md5")
    (place,) = memberships(user)
    assert (place.workspace.name, place.role) == ("Field & Stream", "owner")
    home = browser.get("/", follow=True)
    assert home.status_code == 200
    assert place.workspace.slug in home.redirect_chain[-1][0]


def test_only_adults_sign_up(browser):
    """Promise CF-9."""
    asked = form(adult=None)
    answer = browser.post("/account/signup/", asked)
    assert answer.status_code == 200
    assert "Casa is for adults" in answer.content.decode()
    assert not User.objects.filter(email=asked["email"]).exists()


@pytest.mark.parametrize("password", ["short", "password123", "1234567890"])
def test_a_weak_password_is_refused(browser, password):
    asked = form(password1=password)
    assert browser.post("/account/signup/", asked).status_code == 200
    assert not User.objects.filter(email=asked["email"]).exists()


def test_an_address_is_one_account_in_any_case_of_letters(browser):
    asked = form()
    browser.post("/account/signup/", asked)
    Client(SERVER_NAME="localhost").post("/account/signup/", form(email=asked["email"].upper()))
    assert User.objects.filter(email__iexact=asked["email"]).count() == 1


# --------------------------------------------------------------------------------------------- signing in


def test_the_right_password_opens_and_a_wrong_one_does_not(browser):
    user = make_user("Nora")
    assert signs_in(browser, user, "wrong").status_code == 200
    assert not is_in(browser)
    assert signs_in(browser, user).status_code == 302
    assert is_in(browser)
    browser.post("/account/logout/")
    assert not is_in(browser)


def test_an_unknown_address_is_answered_as_a_wrong_password(browser):
    user = make_user("Nora")
    told = [
        browser.post("/account/login/", {"login": address, "password": "wrong"}).content.decode().replace(address, "")
        for address in (user.email, f"nobody-{new_id().hex[-8:]}@example.com")
    ]
    first, second = (re.sub(r"\b[A-Za-z0-9]{64}\b", "", page) for page in told)
    assert first == second


def test_somebody_who_was_switched_off_does_not_get_in(browser):
    user = make_user("Nora")
    User.objects.filter(id=user.id).update(is_active=False)
    signs_in(browser, user)
    assert not is_in(browser)


ELSEWHERE = ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_signing_in_leads_nowhere_else(browser, onward):
    user = make_user("Nora")
    answer = browser.post(f"/account/login/?next={onward}", {"login": user.email, "password": PASSWORD, "next": onward})
    assert re.fullmatch(r"/(?![/\\])[^\\]*", answer.headers.get("Location", "/")), "a path of ours, or none"


# ------------------------------------------------------------------------------------- one cookie, no forgery


def test_one_cookie_and_no_other(browser, cast):
    """Promise CA-11: walked through as a visitor and as somebody who works here."""
    slug = cast.workspace.slug
    visitor = ["/account/login/", "/account/signup/", "/account/password/reset/", "/offline/"]
    inside = [f"/w/{slug}/", f"/w/{slug}/inbox/", f"/w/{slug}/people/", f"/w/{slug}/settings/", "/account/2fa/"]
    for path in visitor:
        answer = browser.get(path)
        assert set(answer.cookies) <= {"session"}, path
    signs_in(browser, cast.alice)
    for path in inside:
        assert set(browser.get(path).cookies) <= {"session"}, path
    assert set(browser.cookies) == {"session"}
    cookie = browser.cookies["session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_a_form_from_elsewhere_is_refused(cast):
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert strict.post("/account/login/", {"login": cast.alice.email, "password": PASSWORD}).status_code == 403
    strict.force_login(cast.alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    where = f"/w/{cast.workspace.slug}/settings/workspace/"
    assert strict.post(where, {"name": "Stolen"}).status_code == 403
    page = strict.get(f"/w/{cast.workspace.slug}/settings/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', page)[1]
    assert strict.post(where, {"name": "Stolen"}, headers={"x-csrftoken": "x" * 64}).status_code == 403
    assert strict.post(where, {"csrfmiddlewaretoken": token}).status_code != 403
    assert "csrftoken" not in strict.cookies, "the token lives in the session"


def test_signing_in_changes_the_session(browser):
    browser.get("/account/login/")
    before = browser.cookies["session"].value
    signs_in(browser, make_user("Nora"))
    assert is_in(browser)
    assert before != browser.cookies["session"].value


# ------------------------------------------------------------------------------------------- a new password


def asks_for_reset(browser, address):
    return browser.post("/account/password/reset/", {"email": address})


def test_a_forgotten_password(browser, letters):
    user = make_user("Nora")
    elsewhere = Client(SERVER_NAME="localhost")
    signs_in(elsewhere, user)
    asks_for_reset(browser, user.email)
    (letter,) = letters
    assert letter.to == [user.email]
    link = re.search(r"https?://[^\s]+/account/password/reset/key/[^\s]+", letter.body)[0]
    path = "/" + link.split("/", 3)[3]
    page = browser.get(path, follow=True)
    answer = browser.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert signs_in(Client(SERVER_NAME="localhost"), user, NEW).status_code == 302
    assert signs_in(Client(SERVER_NAME="localhost"), user).status_code == 200
    assert elsewhere.get("/", follow=True).redirect_chain[0][0].startswith("/account/login/"), "other sessions end"
    again = Client(SERVER_NAME="localhost").get(path, follow=True)
    assert "password1" not in again.content.decode(), "the link serves once"


def test_nobody_learns_which_addresses_have_an_account(browser, letters):
    known, unknown = make_user("Nora").email, f"nobody-{new_id().hex[-8:]}@example.com"
    one, other = asks_for_reset(browser, known), asks_for_reset(Client(SERVER_NAME="localhost"), unknown)
    assert (one.status_code, one["Location"]) == (other.status_code, other["Location"])
    assert {letter.to[0] for letter in letters} <= {known, unknown}


# ------------------------------------------------------------------------------------------ second factors


def says_it_again(browser):
    """Second factors are changed only right after the password was typed once more."""
    assert browser.get("/account/reauthenticate/").status_code == 200
    assert browser.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def code_of(secret):
    """What an authenticator app shows now: RFC 6238 with SHA-1, six digits, thirty seconds."""
    counter = int(time.time() // 30).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


@pytest.fixture
def with_totp(browser):
    """A user who has switched an authenticator app on: (user, its secret)."""
    user = make_user("Nora")
    signs_in(browser, user)
    assert browser.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")
    says_it_again(browser)
    assert browser.get("/account/2fa/totp/activate/").status_code == 200
    secret = browser.session["mfa.totp.secret"]
    answer = browser.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302
    return user, secret


def test_the_second_factors_secret_is_sealed(with_totp):
    """ASVS 11.3, 13.3."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    user, secret = with_totp
    row = Authenticator.objects.get(user=user, type="totp")
    assert secret not in str(row.data)
    assert get_adapter().decrypt(row.data["secret"]) == secret
    for other in Authenticator.objects.filter(user=user).exclude(id=row.id):
        assert re.match(r"\d+:", other.data.get("seed", "1:"))


def test_the_second_factor_is_asked_for(with_totp):
    user, _ = with_totp
    fresh = Client(SERVER_NAME="localhost")
    answer = signs_in(fresh, user)
    assert answer["Location"].startswith("/account/2fa/authenticate/")
    assert not is_in(fresh)
    assert fresh.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert not is_in(fresh)
    assert fresh.get("/account/2fa/authenticate/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/account/2fa/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/", "/account/sessions/", "/account/email/"],
)
def test_the_pages_of_an_account_load(browser, path):
    signs_in(browser, make_user("Nora"))
    says_it_again(browser)
    assert browser.get(path).status_code == 200


def test_a_passkey_may_be_asked_for_before_anybody_is_known(browser):
    answer = browser.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert "challenge" in answer.content.decode()


# --------------------------------------------------------------------------------------------- invitations


def test_a_colleague_signs_up_by_their_link_and_opens_no_workspace_of_their_own(browser, cast):
    asked = form()
    with cast.scope():
        _, token = invite(Member.objects.get(user=cast.alice, workspace=cast.workspace), asked["email"], "agent")
    assert browser.get(f"/invitation/{token}/")["Location"] == "/account/signup/"
    browser.post("/account/signup/", asked)
    home = browser.get("/")
    assert home["Location"] == f"/w/{cast.workspace.slug}/inbox/"
    user = User.objects.get(email=asked["email"])
    assert [(row.workspace_id, row.role) for row in memberships(user)] == [(cast.workspace.id, "agent")]


def test_a_link_for_somebody_else_says_so(cast):
    with cast.scope():
        _, token = invite(Member.objects.get(user=cast.alice, workspace=cast.workspace), "other@example.com", "agent")
    answer = signed_in(cast.charlie).get(f"/invitation/{token}/")
    assert answer.status_code == 410
    assert "another e-mail address" in answer.content.decode()


def test_who_was_removed_is_out_with_the_next_request(cast):
    browser = signed_in(cast.bob)
    where = f"/w/{cast.workspace.slug}/inbox/"
    assert browser.get(where).status_code == 200
    with cast.scope():
        Member.objects.filter(user=cast.bob, workspace=cast.workspace).delete()
    assert browser.get(where).status_code == 404


def test_the_invitation_is_mailed_and_its_link_is_nowhere_on_the_page(cast, letters):
    where = f"/w/{cast.workspace.slug}/settings/invite/"
    answer = signed_in(cast.alice).post(where, {"email": "new@example.com", "role": "agent"}, follow=True)
    (letter,) = letters
    token = re.search(r"/invitation/([\w-]+)/", letter.body)[1]
    assert letter.to == ["new@example.com"]
    assert token not in answer.content.decode()
