"""Signing up, inviting, changing roles, and writing down who did and read what."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.text import slugify

from casa.core.accounts.models import Action, Brand, Invitation, Member, Role, User, Workspace
from casa.core.accounts.scope import current_scope, workspace_scope
from casa.lib.ids import new_id, new_token

INVITATION_DAYS = 7


class NotPossible(Exception):
    """A rule's plain refusal; its text is for the person who asked."""


def open_workspace(owner: User, name: str, timezone_name: str = "America/New_York") -> Workspace:
    """A new workspace with its owner and its first brand."""
    workspace_id = new_id()
    with workspace_scope(workspace_id, owner.id):
        workspace = Workspace.objects.create(
            id=workspace_id, name=name, slug=_free_slug(name, workspace_id), timezone=timezone_name
        )
        Member.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
        Brand.objects.create(workspace=workspace, name=name, signature=owner.first_name, is_default=True)
        log_action("workspace.opened")
    return workspace


def _free_slug(name: str, workspace_id: UUID) -> str:
    base = slugify(name)[:40] or "home"
    with connection.cursor() as cursor:  # row-level security hides other workspaces: let the index decide
        cursor.execute("select casa_slug_taken(%s)", [base])
        taken = cursor.fetchone()[0]
    return f"{base}-{workspace_id.hex[-10:]}" if taken else base  # 40 random bits: never met twice


def log_action(verb: str, target: UUID | None = None, **data: object) -> Action:
    """Write one line of the action log. ``data`` holds ids, counts and settings, never personal text."""
    scope = current_scope()
    return Action.objects.create(
        workspace_id=scope.workspace_id, user_id=scope.user_id, verb=verb, target=target, data=data
    )


def log_reads(person_ids: Iterable[UUID], reason: str, *, by_assistant: bool = False) -> None:
    """Note that personal data of these people was opened (promise CA-6c); one row a person, reason and minute."""
    scope = current_scope()
    slot = timezone.now().replace(second=0, microsecond=0)
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into accounts_read (id, workspace_id, user_id, by_assistant, person_id, reason, slot) "
            "select unnest(%s::uuid[]), %s, %s, %s, unnest(%s::uuid[]), %s, %s on conflict do nothing",
            [[new_id() for _ in ids], scope.workspace_id, scope.user_id, by_assistant, ids, reason, slot],
        )


def invite(member: Member, email: str, role: str, property_ids: Iterable[UUID] = ()) -> tuple[Invitation, str]:
    """Ask a colleague in; the token goes into their link and nowhere else."""
    if role not in Role.values:
        raise NotPossible("Pick one of the roles in the list.")
    token = new_token()
    invitation = Invitation.objects.create(
        workspace_id=member.workspace_id,
        email=email.strip().lower(),
        role=role,
        property_ids=list(property_ids),
        token_hash=hash_token(token),
        invited_by_id=member.user_id,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    log_action("members.invited", invitation.id, role=role)
    return invitation, token


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def accept_invitation(token: str, user: User) -> Workspace:
    """Join the workspace an invitation names; only the invited address may, once, in time."""
    found = Invitation.objects.using("system").filter(token_hash=hash_token(token)).first()
    if found is None or found.accepted_at or found.expires_at < timezone.now():
        raise NotPossible("This invitation has ended. Ask your colleague for a new one.")
    if found.email != user.email:
        raise NotPossible("This invitation is for another e-mail address. Sign in with that one.")
    with workspace_scope(found.workspace_id, user.id):
        taken = Invitation.objects.filter(id=found.id, accepted_at=None).update(accepted_at=timezone.now())
        if taken:
            Member.objects.get_or_create(
                workspace_id=found.workspace_id,
                user=user,
                defaults={"role": found.role, "property_ids": found.property_ids},
            )
            log_action("members.joined", user.id, role=found.role)
        return Workspace.objects.get(id=found.workspace_id)


def change_role(by: Member, member: Member, role: str, property_ids: Iterable[UUID] = ()) -> None:
    """Give a member another role; the last owner stays one."""
    if role not in Role.values:
        raise NotPossible("Pick one of the roles in the list.")
    if member.role == Role.OWNER and role != Role.OWNER:
        _keep_an_owner(member)
    member.role, member.property_ids = role, list(property_ids)
    member.save(update_fields=["role", "property_ids"])
    log_action("members.role_changed", member.id, role=role)


def remove_member(by: Member, member: Member) -> None:
    """Take a member out; their sessions lose the workspace with the next request."""
    if member.role == Role.OWNER:
        _keep_an_owner(member)
    log_action("members.removed", member.user_id)
    member.delete()


def _keep_an_owner(member: Member) -> None:
    """Two owners who remove each other at the same moment: the second waits here and finds the first gone."""
    owners = Member.objects.select_for_update().filter(workspace_id=member.workspace_id, role=Role.OWNER)
    if not [owner for owner in owners.order_by("id") if owner.id != member.id]:
        raise NotPossible("A workspace needs an owner. Make somebody else an owner first.")
