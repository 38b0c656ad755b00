"""What pages read of accounts."""

from uuid import UUID

from django.db.models import QuerySet

from casa.core.accounts.models import Action, Brand, Member, Read, User, Workspace
from casa.core.accounts.prepared import prepared
from casa.core.accounts.scope import current_workspace_id, user_scope


def memberships(user: User) -> list[Member]:
    """The workspaces a user belongs to, by name."""
    with user_scope(user.id):
        return list(Member.objects.filter(user=user).select_related("workspace").order_by("workspace__name"))


def membership(user: User, slug: str) -> Member | None:
    """The user's place in the workspace of that slug, or None for a stranger."""
    with user_scope(user.id):
        return next(iter(_places(user.id, slug)), None)


@prepared
def _places(user_id: UUID, slug: str) -> QuerySet[Member]:
    return Member.objects.filter(user_id=user_id, workspace__slug=slug).select_related("workspace")


def members() -> QuerySet[Member]:
    return Member.objects.filter(workspace_id=current_workspace_id()).select_related("user").order_by("user__name")


def default_brand() -> Brand:
    return Brand.objects.get(workspace_id=current_workspace_id(), is_default=True)


def readers(person_id: UUID, limit: int = 8) -> list[Read]:
    """Who opened this person's data, the latest of each first."""
    rows = Read.objects.filter(workspace_id=current_workspace_id(), person_id=person_id).select_related("user")
    latest: dict[tuple[UUID | None, bool], Read] = {}
    for row in rows.order_by("-slot")[: limit * 12]:
        latest.setdefault((row.user_id, row.by_assistant), row)
    return list(latest.values())[:limit]


def actions(limit: int = 50) -> QuerySet[Action]:
    return Action.objects.filter(workspace_id=current_workspace_id()).select_related("user").order_by("-at")[:limit]


def workspace(workspace_id: UUID) -> Workspace:
    return Workspace.objects.get(id=workspace_id)
