"""Every page, as everybody: the owner, a colleague without the right, a stranger, and nobody at all.

OWASP ASVS 5.0 8.2.2 (object references) and 8.4.1 (other tenants): a page of one business tried with the ids of
another gives the same 404 as an id that does not exist.
"""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern, get_resolver, reverse

from casa.core.accounts.models import Member, Role
from casa.core.accounts.roles import RIGHTS
from casa.core.accounts.scope import workspace_scope
from casa.lib.ids import new_id
from casa.testing.fixtures import make_user, signed_in

KINDS = {
    "restricted_open": "person", "restricted_lift": "person",
    "conversation": "conversation", "thread_news": "conversation", "send": "conversation", "note": "conversation",
    "done": "conversation", "reopen": "conversation", "snooze": "conversation", "assign": "conversation",
    "verdict": "conversation", "draft": "conversation", "redo_draft": "conversation", "dismiss_draft": "conversation",
    "door_code": "conversation",
    "texts": "conversation", "reply": "template", "reply_save": "template", "reply_drop": "template",
    "reply_archive": "template", "reply_restore": "template", "reply_picture_add": "template",
    "reply_picture": "picture", "reply_picture_remove": "picture",
    "upload": "conversation", "take_back": "outgoing", "retry": "outgoing", "attachment": "attachment",
    "person": "person", "person_name": "person", "person_notes": "person", "person_ai": "person",
    "person_identity": "person", "person_tag": "person", "person_birthday": "person", "tag_change": "tag",
    "person_stop": "person", "person_merge": "person", "person_split": "person",
    "knowledge_change": "knowledge", "knowledge_remove": "knowledge", "knowledge_restore": "knowledge",
    "knowledge_door": "home", "connection": "connection", "connection_sync": "connection",
    "connection_disconnect": "connection", "connection_retry": "connection", "settings_member": "member",
    "settings_member_remove": "member", "appointment_move": "appointment", "appointment_status": "appointment",
    "appointment_note": "appointment", "appointment_undo": "appointment", "appointment_service": "service",
    "appointment_service_archive": "service", "appointment_staff": "staff", "appointment_staff_archive": "staff",
    "conversation_consent": "conversation", "conversation_ai": "conversation",
    "conversation_context": "conversation", "consent_evidence": "evidence", "consent_settle": "review",
    "consent_undo": "stop",
    "consent_new_page": "program", "consent_page": "signup", "consent_page_close": "signup", "consent_code": "signup",
    "consent_card": "signup", "consent_why": "outgoing", "people_import_one": "import", "people_import_start": "import",
    "people_import_back": "import",
    "campaign_name": "campaign", "campaign_text": "campaign", "campaign_wording": "campaign",
    "campaign_wording_drop": "campaign", "campaign_saved_text": "campaign", "campaign_trial": "campaign",
    "campaign_nights": "campaign", "campaign_links": "campaign", "campaign_reach": "campaign",
    "campaign_audience": "campaign", "campaign_audience_count": "campaign", "campaign_audience_keep": "campaign",
    "campaign_people": "campaign", "campaign_picture_add": "campaign", "campaign_picture_out": "campaign",
    "campaign_picture": "campaign_picture", "campaign_test": "campaign", "campaign_send": "campaign",
    "campaign_throw_away": "campaign", "campaign_copy": "campaign", "campaign": "campaign",
    "campaign_take_back": "going", "campaign_pause": "going", "campaign_resume": "going", "campaign_cancel": "going",
    "campaign_results": "going", "campaign_file": "going", "audience_away": "audience",
    "sequence": "sequence", "sequence_save": "sequence", "sequence_on": "sequence", "sequence_off": "sequence",
    "sequence_words": "planned",
    "privacy_request": "request", "privacy_request_vouch": "request", "privacy_request_do": "request",
    "privacy_request_extend": "request", "privacy_request_refuse": "request", "privacy_person": "person",
    "privacy_ask": "person", "privacy_preview": "person", "privacy_link": "person", "privacy_hold": "person",
    "privacy_lift": "hold",
    "privacy_maybe_is": "maybe", "privacy_maybe_not": "maybe", "privacy_erasure": "erasure", "privacy_copy": "copy",
    "privacy_breach": "incident", "privacy_breach_people": "incident", "privacy_breach_describe": "incident",
    "privacy_breach_note": "incident", "privacy_breach_told": "incident", "privacy_breach_close": "incident",
    "privacy_breach_report": "incident", "privacy_breach_file": "proof", "privacy_policy": "policy",
    "sender_toll_free": "sender", "sender_toll_free_check": "sender",
}  # fmt: skip
FORM = {"body": "Hello", "name": "Ann", "title": "A", "text": "B", "role": "agent", "value": "+18285550177"}


def workspace_addresses(patterns=None, inside=False) -> list[URLPattern]:
    found = []
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        here = inside or "<slug:workspace>" in str(entry.pattern)
        if isinstance(entry, URLPattern):
            found += [entry] if here else []
        else:
            found += workspace_addresses(entry.url_patterns, here)
    return found


ADDRESSES = {entry.name: entry for entry in workspace_addresses()}
WITH_ID = sorted(name for name, entry in ADDRESSES.items() if "uuid:id" in str(entry.pattern))
PLAIN = sorted(name for name, entry in ADDRESSES.items() if "<" not in str(entry.pattern))


def url(name, slug, business=None, ids=None):
    wanted = re.findall(r"<(\w+):(\w+)>", str(ADDRESSES[name].pattern))
    known = {
        "provider": "twilio",
        "promise": "stop",
        "kind": "terms",
        "id": (ids or {}).get(KINDS.get(name, "")) or new_id(),
    }
    return reverse(name, args=[slug, *(known[word] for _, word in wanted)])


def both(browser, where):
    """The answers to opening and to sending a form."""
    return browser.get(where).status_code, browser.post(where, FORM).status_code


def test_every_address_with_an_id_is_tried():
    assert set(WITH_ID) == set(KINDS)
    assert len(ADDRESSES) > 45


@pytest.fixture
def browsers(cast):
    return {name: signed_in(getattr(cast, name)) for name in ("alice", "charlie")}


def test_asvs_8_4_1_another_business_ids_are_not_there(businesses, cast):
    ours, theirs = businesses
    browser, slug, told = signed_in(cast.alice), ours.workspace.slug, {}
    for name in WITH_ID:
        answers = both(browser, url(name, slug, ids=theirs.ids))
        missing = both(browser, url(name, slug))
        if answers != missing or not set(answers) <= {404, 405, 409} or set(answers) == {405}:
            told[name] = (answers, missing)
    assert not told, "an id of another business is answered otherwise than one that does not exist"
    with theirs.scope():
        assert Member.objects.filter(workspace=theirs.workspace).count() == 1


def test_asvs_8_2_2_a_stranger_finds_no_page_at_all(businesses, cast):
    ours, _ = businesses
    browser = signed_in(cast.charlie)
    told = {name: both(browser, url(name, ours.workspace.slug, ids=ours.ids)) for name in ADDRESSES}
    assert {name: answers for name, answers in told.items() if answers != (404, 404)} == {}


def test_an_address_of_no_business_answers_as_that_of_another(cast, businesses):
    ours, _ = businesses
    browser = signed_in(cast.charlie)
    for name in PLAIN:
        one, other = browser.get(url(name, ours.workspace.slug)), browser.get(url(name, "no-such-business"))
        assert (one.status_code, other.status_code) == (404, 404)
        assert without_token(one.content) == without_token(other.content)


def without_token(page: bytes) -> bytes:
    """A page without the token against forged forms, which is masked anew each time."""
    return re.sub(rb"\b[A-Za-z0-9]{64}\b", b"", page)


def test_nobody_is_asked_to_sign_in(businesses, cast):
    from django.test import Client

    ours, _ = businesses
    for name in ADDRESSES:
        answer = Client(SERVER_NAME="localhost").get(url(name, ours.workspace.slug, ids=ours.ids))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/account/login/"), name


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AGENT, Role.VIEWER, Role.CLEANER])
def test_who_lacks_the_right_is_refused_and_nothing_happens(businesses, cast, role):
    ours, _ = businesses
    colleague = make_user("Dana Cole")
    with ours.scope():
        Member.objects.create(workspace=ours.workspace, user=colleague, role=role)
    browser = signed_in(colleague)
    lacking = [name for name, entry in ADDRESSES.items() if entry.callback.right not in RIGHTS[role]]
    told = {name: both(browser, url(name, ours.workspace.slug, ids=ours.ids)) for name in lacking}
    assert {name: answers for name, answers in told.items() if answers != (403, 403)} == {}
    assert lacking


NOTHING_THERE = {"door_code": 404, "privacy_copy": 409}  # a guest without a stay has no code; the copy is being made


PICTURES = ("attachment", "reply_picture", "campaign_picture")  # never change, so the browser may keep them to itself


def test_the_owner_opens_every_page(businesses, cast):
    ours, _ = businesses
    browser = signed_in(cast.alice)
    told = {}
    for name, entry in ADDRESSES.items():
        answer = browser.get(url(name, ours.workspace.slug, ids=ours.ids))
        if answer.status_code not in (200, 302, 405):
            told[name] = answer.status_code
        if answer.status_code == 200:
            assert "private" in answer["Cache-Control"], name
            assert "no-store" in answer["Cache-Control"] or name in PICTURES, name
            assert not answer.cookies or set(answer.cookies) <= {"session"}, name
        assert entry.callback.right
    assert told == NOTHING_THERE


def test_a_view_that_names_no_right_is_refused(cast, businesses):
    """The middleware refuses what nobody decided about."""
    from django.test import RequestFactory

    from casa.web.workspace import WorkspaceMiddleware

    request = RequestFactory().get("/")
    request.user = cast.alice
    reached = []
    with pytest.raises(PermissionDenied):
        WorkspaceMiddleware(lambda _: None).process_view(
            request, lambda *_: reached.append(1), (), {"workspace": cast.workspace.slug}
        )
    assert not reached


REFERENCES = [
    ("assign", "member", "member"),
    ("person_merge", "other", "person"),
    ("knowledge_write", "home", "home"),
    ("knowledge_import", "home", "home"),
    ("knowledge_try", "home", "home"),
    ("send", "attachment", "attachment"),
    ("send", "way", "conversation"),
]


@pytest.mark.parametrize(("name", "field", "kind"), REFERENCES)
def test_a_form_that_names_a_thing_of_another_business_does_not_reach_it(businesses, cast, name, field, kind):
    ours, theirs = businesses
    browser = signed_in(cast.alice)
    answer = browser.post(url(name, ours.workspace.slug, ids=ours.ids), FORM | {field: str(theirs.ids[kind])})
    assert answer.status_code < 500
    assert str(theirs.ids[kind]) not in answer.content.decode()
    with theirs.scope():
        from casa.core.inbox.models import Attachment, Conversation
        from casa.core.people.models import Person

        assert Conversation.objects.get(id=theirs.ids["conversation"]).assignee_id is None
        assert Person.objects.get(id=theirs.ids["person"]).merged_into_id is None
        assert Attachment.objects.get(id=theirs.ids["attachment"]).message_id == theirs.ids["message"]
    with workspace_scope(ours.workspace.id):
        from casa.core.assistant.models import Knowledge

        assert not Knowledge.objects.filter(property_id=theirs.ids["home"]).exists()


def test_lists_show_nothing_of_another_business(businesses, cast):
    ours, theirs = businesses
    browser = signed_in(cast.alice)
    for name in PLAIN:
        page = browser.get(url(name, ours.workspace.slug), {"q": "marmalade"})
        told = page.content.decode()
        for kind, row_id in theirs.ids.items():
            assert str(row_id) not in told, f"{name} shows a {kind} of another business"
        assert theirs.workspace.slug not in told, name


def test_jumping_and_searching_find_ours_only(businesses, cast):
    ours, theirs = businesses
    browser = signed_in(cast.alice)
    piece = {"HX-Request": "true"}
    for words in ("marmalade", "8285550142", "Old"):
        for name in ("search", "jump", "people"):
            told = browser.get(url(name, ours.workspace.slug), {"q": words}, headers=piece).content.decode()
            assert not any(str(row_id) in told for row_id in theirs.ids.values())
        told = browser.get(url("search", ours.workspace.slug), {"q": words}, headers=piece).content.decode()
        assert str(ours.ids["conversation"]) in told, words
