"""Workspaces, invitations, roles, the two logs, and work for later."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connections, transaction
from django.utils import timezone

from casa.core.accounts import queries
from casa.core.accounts.jobs import beat, defer, move_due, schedule, unschedule, workers_alive
from casa.core.accounts.models import Action, Brand, Due, Invitation, Member, Read, Role, Workspace
from casa.core.accounts.roles import RIGHTS, may, may_see_property
from casa.core.accounts.rules import (
    NotPossible,
    accept_invitation,
    change_role,
    hash_token,
    invite,
    log_action,
    log_reads,
    open_workspace,
    remove_member,
)
from casa.core.accounts.scope import OutsideWorkspace, workspace_scope
from casa.lib.ids import new_id
from casa.testing.fixtures import make_user

MATRIX = {
    # right: who has it (o owner, m manager, a agent, v viewer, c cleaner)
    "inbox.read": "omav", "people.read": "omav", "stays.read": "omavc", "knowledge.read": "omav",
    "inbox.reply": "oma", "inbox.note": "oma", "inbox.assign": "oma", "people.edit": "oma", "assistant.use": "oma",
    "codes.read": "oma", "knowledge.edit": "om", "connections.read": "om", "people.merge": "om", "actions.read": "om",
    "connections.edit": "o", "members.edit": "o", "workspace.edit": "o", "privacy.edit": "o",
    "campaigns.read": "omav", "templates.read": "omav", "appointments.read": "omav",
    "appointments.edit": "oma", "consent.record": "oma",
    "campaigns.edit": "om", "campaigns.send": "om", "templates.edit": "om", "consent.read": "om", "senders.read": "om",
    "privacy.read": "om",
    "consent.edit": "o", "senders.edit": "o",
}  # fmt: skip
LETTERS = {Role.OWNER: "o", Role.MANAGER: "m", Role.AGENT: "a", Role.VIEWER: "v", Role.CLEANER: "c"}


def member_of(cast, user):
    return Member.objects.get(workspace=cast.workspace, user=user)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what(role):
    """The whole table, written a second time: a right that is given away by mistake differs here."""
    assert RIGHTS[role] == {right for right, letters in MATRIX.items() if LETTERS[role] in letters}
    assert all(may(Member(role=role), right) == (LETTERS[role] in letters) for right, letters in MATRIX.items())


def test_an_unknown_role_or_right_is_nothing():
    assert not may(Member(role="king"), "inbox.read")
    assert not may(Member(role=Role.OWNER), "inbox.everything")


def test_a_member_may_be_narrowed_to_some_homes():
    home, other = new_id(), new_id()
    narrow = Member(role=Role.CLEANER, property_ids=[home])
    assert may_see_property(narrow, home)
    assert not may_see_property(narrow, other)
    assert not may_see_property(narrow, None)
    assert may_see_property(Member(role=Role.CLEANER), None)


def test_a_new_workspace_has_its_owner_and_its_brand(database):
    owner = make_user("Nora")
    workspace = open_workspace(owner, "Field & Stream")
    with workspace_scope(workspace.id, owner.id):
        assert [(row.user_id, row.role) for row in Member.objects.all()] == [(owner.id, Role.OWNER)]
        brand = Brand.objects.get()
        assert (brand.name, brand.signature, brand.is_default) == ("Field & Stream", "Nora", True)
        assert Action.objects.get().verb == "workspace.opened"
    assert [row.workspace_id for row in queries.memberships(owner)] == [workspace.id]


def test_a_stranger_has_no_place(cast):
    assert queries.membership(cast.alice, cast.workspace.slug).role == Role.OWNER
    assert queries.membership(cast.charlie, cast.workspace.slug) is None
    assert queries.membership(cast.alice, "no-such-place") is None


# --------------------------------------------------------------------------------------------- invitations


@pytest.fixture
def invited(cast):
    """A colleague with an account, and the token in their mail."""
    colleague = make_user("Dana")
    with cast.scope():
        _, token = invite(member_of(cast, cast.alice), f" {colleague.email.upper()} ", Role.MANAGER)
    return colleague, token


def test_an_invitation_is_accepted(cast, invited):
    colleague, token = invited
    assert accept_invitation(token, colleague) == cast.workspace
    with cast.scope():
        assert member_of(cast, colleague).role == Role.MANAGER
        assert Action.objects.filter(verb="members.joined", user=colleague).count() == 1


def test_only_a_hash_of_the_token_is_kept(cast, invited):
    _, token = invited
    with cast.scope():
        row = Invitation.objects.get()
        assert bytes(row.token_hash) == hash_token(token)
        assert len(token) >= 32
        assert token not in str(Action.objects.filter(verb="members.invited").get().data)


def test_an_invitation_is_for_one_address(cast, invited):
    _, token = invited
    for other in (cast.charlie, make_user("Mallory")):
        with pytest.raises(NotPossible, match="another e-mail address"):
            accept_invitation(token, other)
    with cast.scope():
        assert Member.objects.count() == 3


def test_an_invitation_serves_once(cast, invited):
    colleague, token = invited
    accept_invitation(token, colleague)
    with cast.scope():
        remove_member(member_of(cast, cast.alice), member_of(cast, colleague))
    with pytest.raises(NotPossible, match="has ended"):
        accept_invitation(token, colleague)


def test_an_invitation_ends_after_a_week(cast, invited):
    colleague, token = invited
    with cast.scope():
        row = Invitation.objects.get()
        assert timedelta(days=6) < row.expires_at - timezone.now() <= timedelta(days=7)
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotPossible, match="has ended"):
        accept_invitation(token, colleague)


@pytest.mark.parametrize("token", ["", "made-up", "a" * 200])
def test_a_token_that_was_never_sent_is_refused(cast, token):
    with pytest.raises(NotPossible, match="has ended"):
        accept_invitation(token, cast.charlie)


def test_a_member_does_not_raise_themselves_by_an_invitation(cast):
    with cast.scope():
        _, token = invite(member_of(cast, cast.alice), cast.bob.email, Role.OWNER)
    accept_invitation(token, cast.bob)
    with cast.scope():
        assert member_of(cast, cast.bob).role == Role.AGENT


def test_a_role_that_does_not_exist_is_refused(cast):
    with cast.scope():
        me = member_of(cast, cast.alice)
        for attempt in (lambda: invite(me, "x@example.com", "king"), lambda: change_role(me, me, "king")):
            with pytest.raises(NotPossible, match="Pick one of the roles"):
                attempt()


# ------------------------------------------------------------------------------------------ the last owner


def test_the_last_owner_stays(cast):
    with cast.scope():
        me = member_of(cast, cast.alice)
        for attempt in (lambda: change_role(me, me, Role.VIEWER), lambda: remove_member(me, me)):
            with pytest.raises(NotPossible, match="needs an owner"):
                attempt()
        change_role(me, member_of(cast, cast.bob), Role.OWNER)
        change_role(me, me, Role.VIEWER)
        assert member_of(cast, cast.alice).role == Role.VIEWER


def test_two_owners_cannot_leave_at_the_same_moment(cast):
    with cast.scope():
        change_role(member_of(cast, cast.alice), member_of(cast, cast.bob), Role.OWNER)
    begin, refused = threading.Barrier(2), []

    def leave(user):
        begin.wait()
        try:
            with workspace_scope(cast.workspace.id, user.id):
                mine = member_of(cast, user)
                remove_member(mine, mine)
        except NotPossible as words:
            refused.append(str(words))
        finally:
            close_old_connections()
            connections.close_all()

    both = [threading.Thread(target=leave, args=(user,)) for user in (cast.alice, cast.bob)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    with cast.scope():
        assert Member.objects.filter(role=Role.OWNER).count() == 1
    assert len(refused) == 1


# ------------------------------------------------------------------------------------------------ the logs


def test_an_action_says_who_and_what(here):
    target = new_id()
    log_action("test.happened", target, count=3)
    row = queries.actions().first()
    assert (row.verb, row.target, row.user_id, row.data) == ("test.happened", target, here.alice.id, {"count": 3})


def test_nothing_is_logged_outside_a_workspace(database):
    for attempt in (lambda: log_action("test.nowhere"), lambda: log_reads([new_id()], "person")):
        with pytest.raises(OutsideWorkspace):
            attempt()


def test_opening_somebodys_data_is_one_line_a_minute_and_reason(cast):
    """Promise CA-6c."""
    one, two = new_id(), new_id()
    with cast.scope(cast.bob):
        log_reads([one, two, one], "conversation")
        log_reads([one], "conversation")
        log_reads([one], "search")
        log_reads([], "search")
        log_reads([one], "draft", by_assistant=True)
        assert Read.objects.filter(person_id=one).count() == 3
        assert Read.objects.filter(person_id=two).count() == 1
    with cast.scope(cast.alice):
        log_reads([one], "conversation")
        readers = queries.readers(one)
        assert {(row.user_id, row.by_assistant) for row in readers} == {
            (cast.alice.id, False), (cast.bob.id, False), (cast.bob.id, True),
        }  # fmt: skip


# ------------------------------------------------------------------------------------------ work for later


def waiting(job, **args):
    with connections["system"].cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = %s and status = 'todo'", [job])
        rows = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]
    return [row for row in rows if all(row.get(name) == value for name, value in args.items())]


def test_work_is_queued_with_the_change_or_not_at_all(cast):
    mine = {"workspace_id": str(cast.workspace.id)}
    with cast.scope():
        defer("inbox.drain", **mine)
        transaction.set_rollback(True)
    assert waiting("inbox.drain", **mine) == []
    with cast.scope():
        defer("inbox.drain", **mine)
    assert len(waiting("inbox.drain", **mine)) == 1


def test_equal_work_waits_once(cast):
    mine = {"workspace_id": str(cast.workspace.id)}
    with cast.scope():
        assert defer("inbox.drain", once=f"test:{cast.workspace.id}", **mine)
        assert not defer("inbox.drain", once=f"test:{cast.workspace.id}", **mine)
        assert Member.objects.count() == 3, "the refusal took nothing of the caller with it"
    assert len(waiting("inbox.drain", **mine)) == 1


def test_what_is_due_later_waits_in_its_own_table(cast):
    conversation = str(new_id())
    with cast.scope():
        schedule("inbox.wake", timezone.now() + timedelta(hours=1), "k1", args={"conversation_id": conversation})
        schedule("inbox.wake", timezone.now() + timedelta(hours=2), "k1", args={"conversation_id": conversation})
        schedule("inbox.wake", timezone.now() + timedelta(hours=1), "k2", args={"conversation_id": str(new_id())})
        assert Due.objects.count() == 2
        assert unschedule("k2")
        assert not unschedule("k2")
    move_due()
    assert waiting("inbox.wake", conversation_id=conversation) == []
    with cast.scope():
        schedule("inbox.wake", timezone.now() - timedelta(seconds=1), "k1", args={"conversation_id": conversation})
    move_due()
    assert waiting("inbox.wake", conversation_id=conversation) == [
        {"workspace_id": str(cast.workspace.id), "conversation_id": conversation}
    ]
    with cast.scope():
        assert Due.objects.count() == 0


def test_a_silent_worker_is_noticed(database):
    beat("prompt:test", "1")
    beat("patient:test", "1")
    assert workers_alive()
    with connections["system"].cursor() as cursor:
        cursor.execute("update accounts_heartbeat set at = now() - interval '61 seconds'")
    assert not workers_alive()
    beat("prompt:test", "1")
    assert not workers_alive(), "one crew of two"
    beat("patient:test", "1")
    assert workers_alive()


def test_the_workspace_of_a_slug_is_one(cast):
    assert Workspace.objects.count() == 0, "outside a workspace there is none to be seen"
    with cast.scope():
        assert queries.workspace(cast.workspace.id).slug == cast.workspace.slug
        assert queries.default_brand() == cast.brand
        assert len(queries.members()) == 3
