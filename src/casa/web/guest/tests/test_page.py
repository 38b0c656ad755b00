"""The guest's own page: a link alone shows nothing; a code to their own number opens it and their rights with it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.models import Read
from casa.core.connections.models import Connection
from casa.core.inbox import outbox
from casa.core.inbox.models import Outbox
from casa.core.people.models import Person
from casa.core.people.rules import add_identity
from casa.core.privacy import export, guests
from casa.core.privacy.models import Export, GuestLink, Request
from casa.core.privacy.retention import keep_for
from casa.core.privacy.tests.house import OTHER, erase_whole
from casa.web.guest import views


@pytest.fixture
def page(full):
    with full.scope():
        return reverse("guest", args=[guests.make_link(full.other)])


def browser():
    return Client(SERVER_NAME="localhost", enforce_csrf_checks=True)


def code_sent(full):
    """The code in the newest message to them, which shows stars to everybody else."""
    with full.scope():
        row = Outbox.objects.filter(message__person_id=full.other.id).order_by("message_id").last()
        assert row.secret not in row.message.body
        assert outbox.outgoing_of(row).body == row.message.body.replace("******", row.secret)
        return row.secret


def ask_for_code(full, page):
    with full.scope():
        to = guests.ways_to(full.other)[0].id
    assert browser().post(page, {"do": "code", "to": to}).status_code == 200
    return code_sent(full)


def opened(full, page):
    answer = browser().post(page, {"do": "open", "code": ask_for_code(full, page)})
    assert answer.status_code == 200
    return answer, re.search(r'name="seen" value="([^"]+)"', answer.content.decode()).group(1)


def test_a_link_alone_shows_nothing_of_anybody(full, page):
    told = browser().get(page).content.decode()
    assert "heron" not in told
    assert OTHER not in told
    assert "Who opened it" not in told
    answer = browser().post(page, {"do": "ask", "kind": "erase"})
    assert answer.status_code == 422
    with full.scope():
        assert not Request.objects.exists()


def test_the_code_opens_what_is_held_and_who_read_it(full, page):
    answer, _ = opened(full, page)
    told = answer.content.decode()
    for words in ("What we hold", "Messages", "Who opened it", "Alice", "to look you up", "Each goes 3 years after"):
        assert words in told
    for words in ("Hand-overs", "Who is looking", "(CA-", "(R45)"):  # our own names for things say nothing to a guest
        assert words not in told
    assert not answer.cookies


def test_a_wrong_code_is_counted_and_five_of_them_end_it(full, page):
    right = ask_for_code(full, page)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert browser().post(page, {"do": "open", "code": wrong}).status_code == 422
    answer = browser().post(page, {"do": "open", "code": right})
    assert answer.status_code == 422
    assert "has ended" in answer.content.decode()


def test_a_code_opens_once_and_ends_after_ten_minutes(full, page):
    code = ask_for_code(full, page)
    with full.scope():
        GuestLink.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert browser().post(page, {"do": "open", "code": code}).status_code == 422
    code = ask_for_code(full, page)
    assert browser().post(page, {"do": "open", "code": code}).status_code == 200
    assert browser().post(page, {"do": "open", "code": code}).status_code == 422


def test_codes_are_few(full, page):
    with full.scope():
        GuestLink.objects.update(codes=guests.CODES)
        to = guests.ways_to(full.other)[0].id
    assert browser().post(page, {"do": "code", "to": to}).status_code == 422


def test_a_code_goes_to_their_own_addresses_only(full, page):
    with full.scope():
        strange = guests.ways_to(full.person)[0].id
    assert browser().post(page, {"do": "code", "to": strange}).status_code == 422


def test_after_half_an_hour_it_is_closed(full, page):
    _, seen = opened(full, page)
    with full.scope():
        GuestLink.objects.update(session_until=timezone.now() - timedelta(seconds=1))
    assert browser().post(page, {"do": "ask", "kind": "withdraw_ai", "seen": seen}).status_code == 422
    with full.scope():
        assert Person.objects.get(id=full.other.id).ai_allowed


def test_they_use_their_rights_and_the_desk_has_them(full, page):
    _, seen = opened(full, page)
    assert browser().post(page, {"do": "ask", "kind": "withdraw_ai", "seen": seen}).status_code == 200
    assert browser().post(page, {"do": "ask", "kind": "erase", "words": "all of it", "seen": seen}).status_code == 200
    with full.scope():
        assert not Person.objects.get(id=full.other.id).ai_allowed
        row = Request.objects.get(kind="erase")
        assert (row.verified_how, row.by_link, row.words, row.state) == ("sms", True, "all of it", "open")


def test_they_fetch_their_copy(full, page):
    _, seen = opened(full, page)
    assert browser().post(page, {"do": "fetch", "seen": seen}).status_code == 422
    browser().post(page, {"do": "ask", "kind": "access", "seen": seen})
    with full.scope():
        row = Export.objects.get()
    export.make(row.workspace_id, row.id)
    answer = browser().post(page, {"do": "fetch", "seen": seen})
    assert b"".join(answer.streaming_content).startswith(b"PK")
    with full.scope():
        assert not Read.objects.filter(reason="export").exists(), "their own look at themselves is nobody's"
    assert browser().post(page, {"do": "fetch", "seen": "sms.other"}).status_code == 422


def test_a_link_ends_with_its_days_and_with_the_person(full, page):
    with full.scope():
        GuestLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert browser().get(page).status_code == 410
    with full.scope():
        other = reverse("guest", args=[guests.make_link(full.other)])
    erase_whole(full, full.other)
    assert browser().get(other).status_code == 410
    assert browser().get(reverse("guest", args=["no-such-link"])).status_code == 410


def test_they_see_who_they_are_to_us_and_their_rights_in_their_words(full, page):
    answer, seen = opened(full, page)
    told = answer.content.decode()
    assert OTHER in told, "their own number, so that they can have it corrected"
    assert "No AI on my messages" in told
    assert "for them" not in told
    told = browser().post(page, {"do": "ask", "kind": "withdraw_ai", "seen": seen}).content.decode()
    assert re.search(r"<dt>AI on your messages</dt><dd>No</dd>", told)


def test_each_reason_of_the_read_log_has_its_words():
    """No guest reads a word of ours such as ``campaign`` where a reason should stand."""
    core = Path(views.__file__).parents[2]
    code = "\n".join(path.read_text() for path in core.rglob("*.py") if "tests" not in path.parts)
    reasons = set(re.findall(r'log_reads\([^\n]*?"([a-z ]+)"[,)]', code))
    assert len(reasons) > 8
    assert reasons <= views.REASONS


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_a_code_goes_by_e_mail_although_no_account_sends_any(full, page):
    mail.outbox = []
    with full.scope():
        to = add_identity(full.other, "email", "guest@example.com").id
    assert "g…@example.com" in browser().get(page).content.decode()
    assert browser().post(page, {"do": "code", "to": to}).status_code == 200
    assert mail.outbox[0].to == ["guest@example.com"]
    code = re.match(r"(\d{6}) is your code", mail.outbox[0].body).group(1)
    answer = browser().post(page, {"do": "open", "code": code})
    assert re.search(r'name="seen" value="email\.', answer.content.decode())


def test_no_number_is_offered_where_nothing_of_ours_sends_texts(full, page):
    with full.scope():
        Connection.objects.update(disconnected_at=timezone.now())
    told = browser().get(page).content.decode()
    assert "We know no number or e-mail" in told


def test_how_long_it_is_kept_reads_as_people_say_it(full, page):
    with full.scope():
        keep_for("messages", 365)
    told = opened(full, page)[0].content.decode()
    assert "Each goes 1 year after it was made." in told
    assert "365" not in told
