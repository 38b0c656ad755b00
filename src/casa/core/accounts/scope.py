"""The tenant wall's door: inside ``workspace_scope`` the database shows one workspace, outside it shows none."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Scope:
    """Where we are. ``keys_version`` as it stood when the scope opened."""

    workspace_id: UUID
    user_id: UUID | None
    keys_version: int


_current: ContextVar[Scope | None] = ContextVar("casa_scope", default=None)


class OutsideWorkspace(RuntimeError):
    """This needs an open workspace scope."""


class OtherWorkspace(RuntimeError):
    """A scope of another workspace is already open; close it first."""


def current_scope() -> Scope:
    """The open scope. Raises OutsideWorkspace."""
    scope = _current.get()
    if scope is None:
        raise OutsideWorkspace("This needs an open workspace scope.")
    return scope


def in_scope() -> bool:
    """Whether a workspace is open (an error page is made after it has been left)."""
    return _current.get() is not None


def current_workspace_id() -> UUID:
    return current_scope().workspace_id


@contextmanager
def workspace_scope(workspace_id: UUID, user_id: UUID | None = None) -> Iterator[Scope]:
    """One transaction inside one workspace. Nested scopes of the same workspace are savepoints."""
    outer = _current.get()
    if outer is not None and outer.workspace_id != workspace_id:
        raise OtherWorkspace("A scope of another workspace is already open.")
    if outer is not None:
        with transaction.atomic():
            yield outer
        return
    inside = connection.in_atomic_block
    with transaction.atomic():
        scope = Scope(workspace_id, user_id, _enter(workspace_id, user_id))
        token = _current.set(scope)
        try:
            yield scope
            if inside:  # after a failure the rollback takes the settings back; asking then would hide the failure
                _leave()
        finally:
            _current.reset(token)


def _enter(workspace_id: UUID, user_id: UUID | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select casa_enter(%s, %s)", [workspace_id, str(user_id or "")])
        return int(cursor.fetchone()[0])


def _leave() -> None:
    """Inside an outer transaction the settings would outlive the scope: clear them."""
    if connection.needs_rollback:
        return
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.workspace', '', true), set_config('app.user', '', true)")


@contextmanager
def user_scope(user_id: UUID) -> Iterator[None]:
    """One transaction in which a user sees their own memberships and workspaces, and nothing inside those."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('app.user', %s, true)", [str(user_id)])
        yield
