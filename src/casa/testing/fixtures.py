"""Fixtures: a real database, a workspace of its own for every test, and the people who try each page.

Tests commit like production does and clean up nothing: each has its own workspace, which is what the walls are for.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from casa.core.accounts.models import Brand, Member, Role, User, Workspace
from casa.core.accounts.rules import open_workspace
from casa.core.accounts.scope import workspace_scope
from casa.lib.ids import new_id

PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="session")
def database() -> Iterator[None]:
    """A Postgres for this test process, migrated and walled: the embedded one, or an empty one elsewhere."""
    from django.db import connections

    from casa.config.migrate import migrate

    data = Path(settings.ENVIRONMENT.data)
    with _server(data):
        migrate()
        yield
        connections.close_all()
        for alias in connections:
            pooled: Any = connections[alias]
            pooled.close_pool()
    shutil.rmtree(data, ignore_errors=True)


@contextmanager
def _server(data: Path) -> Iterator[None]:
    from casa.config.postgres import external
    from casa.config.postgres.server import Server

    named = settings.ENVIRONMENT
    if not named.embedded:
        external.prepare(named.database_url, named.app_url, named.system_url, named.secret_key)
        yield
        return
    with Server(data, wait_for_disk=False).running():
        yield


@dataclass(frozen=True, slots=True)
class Cast:
    """Alice owns the workspace, Bob answers guests in it, Vera may only look, Charlie is a stranger."""

    workspace: Workspace
    brand: Brand
    alice: User
    bob: User
    vera: User
    charlie: User

    def scope(self, user: User | None = None):  # type: ignore[no-untyped-def]
        return workspace_scope(self.workspace.id, (user or self.alice).id)


def make_user(name: str) -> User:
    return User.objects.create_user(f"{name.lower()}-{new_id().hex[-8:]}@example.com", PASSWORD, name=name)


@pytest.fixture
def cast(database: None) -> Cast:
    """A fresh workspace with its people."""
    alice, bob, vera, charlie = (make_user(name) for name in ("Alice Moreau", "Bob Park", "Vera Lind", "Charlie Reed"))
    workspace = open_workspace(alice, "Laurel & Pine Stays")
    open_workspace(charlie, "Somebody else")
    with workspace_scope(workspace.id, alice.id):
        Member.objects.create(workspace=workspace, user=bob, role=Role.AGENT)
        Member.objects.create(workspace=workspace, user=vera, role=Role.VIEWER)
        brand = Brand.objects.get(workspace=workspace)
    return Cast(workspace, brand, alice, bob, vera, charlie)


@pytest.fixture
def here(cast: Cast) -> Iterator[Cast]:
    """Inside Alice's workspace."""
    with cast.scope():
        yield cast


def signed_in(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def count_queries():  # type: ignore[no-untyped-def]
    """``with count_queries() as queries``: the SQL of the app role inside the block."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)


@pytest.fixture
def stage(cast: Cast):  # type: ignore[no-untyped-def]
    """A pretend world around the cast's workspace (see ``casa.testing.pretend``)."""
    from casa.testing.pretend import pretend_world

    with pretend_world(cast) as stage:
        yield stage
