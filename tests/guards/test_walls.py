"""The tenant wall as the database has it: every table, every policy, every key and index, every role."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from casa.core.accounts.fields import WorkspaceLink
from casa.core.accounts.walls import APP, ASKED_ONCE, HERE, LEDGERS, ME, OWN_ROWS, SYSTEM, walled_models
from tests.guards.house import unexpected

TABLES = sorted(model._meta.db_table for model in walled_models())
ROWS = list[tuple[Any, ...]]
OTHER_FIRST = {
    "accounts_due.due_at": "read by the dispatcher across workspaces, under the system role",
    "accounts_invitation.invitation_token_hash": "an invitation is found by its link before any workspace is known",
    "accounts_invitation.accounts_invitation_invited_by_id": "which invitations lose their sender when a user goes",
    "accounts_member.accounts_member_user_id": "a user finds their own workspaces by it",
    "connections_authorization.authorization_state_hash": "found by the provider's answer before a workspace is known",
    "connections_connection.connection_hook_hash": "a webhook is found by its address before a workspace is known",
    "connections_delivery.delivery_age": "the sweep of old deliveries runs across workspaces, under the system role",
    "consent_optinpage.opt_in_token": "a public page is found by its address before a workspace is known",
    "consent_pendingoptin.pendingoptin_token_hash": "a confirmation's link, before a workspace is known",
    "inbox_attachment.attachment_public_hash": "a file is found by its address before a workspace is known",
    "inbox_message.message_tokens": "GIN over keyed words: keyed per workspace, and asked by the audited function only",
    "people_person.person_tokens": "GIN over keyed beginnings of names: keyed per workspace",
    "privacy_guestlink.guestlink_token_hash": "a guest's own link, before a workspace is known",
    "inbox_outbox.outbox_open": "the settler looks across workspaces, under the system role",
}
TRIGGERS = ("inbox_gate_holds", "consent_chain")
OUTSIDE = {
    "accounts_workspace": "the workspace itself: its own policy, by id",
    "accounts_user": "users stand outside workspaces",
    "accounts_heartbeat": "processes, not people",
    "account_emailaddress": "allauth: a user's own addresses",
    "account_emailconfirmation": "allauth: a user's own addresses",
    "mfa_authenticator": "allauth: a user's second factors, sealed",
    "usersessions_usersession": "allauth: where a user is signed in",
    "auth_group": "Django's own, never used",
    "auth_group_permissions": "Django's own, never used",
    "auth_permission": "Django's own, never used",
    "django_content_type": "Django's own",
    "django_migrations": "Django's own",
    "django_session": "sessions by an unguessable key",
    "casa_cache": "counts of sign-in attempts",
}


@contextmanager
def asking(who: str) -> Iterator[Callable[..., ROWS]]:
    with connections[who].cursor() as cursor:

        def ask(question: str, *values: Any) -> ROWS:
            cursor.execute(question, list(values))
            return cursor.fetchall()

        yield ask


@pytest.fixture(scope="module")
def ask(database: None) -> Iterator[Callable[..., ROWS]]:
    with asking("owner") as found:
        yield found


def plain(expression: str | None) -> str:
    """An expression as we wrote it: Postgres adds brackets, casts and names of its own."""
    return re.sub(r"::text|as[\"\s]+nullif\"?|[()\s]", "", (expression or "").lower())


def policies(ask: Callable[..., ROWS], table: str) -> dict[str, tuple[Any, ...]]:
    rows = ask(
        "select p.polname, p.polpermissive, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid), "
        "pg_get_expr(p.polwithcheck, p.polrelid), array(select r.rolname::text from pg_roles r "
        "where r.oid = any(p.polroles)) from pg_policy p where p.polrelid = %s::regclass",
        table,
    )
    return {row[0]: row[1:] for row in rows}


def wall_stands(ask: Callable[..., ROWS], table: str) -> None:
    """Row-level security enabled and forced, and exactly the two policies of ``walls.py``."""
    ((enabled, forced),) = ask(
        "select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass", table
    )
    assert enabled, table
    assert forced, table
    found = policies(ask, table)
    assert set(found) == {"wall", "system"}, f"{table}: {sorted(found)}"
    permissive, command, using, check, roles = found["wall"]
    own, column = OWN_ROWS.get(table), "id" if table == "accounts_workspace" else "workspace_id"
    assert (permissive, command, roles) == (True, "*", [APP])
    assert plain(check) == plain(f"{column} = {HERE}"), table
    here = f"{column} = {ASKED_ONCE}"
    if own is None:
        assert plain(using) == plain(here), table
    else:
        assert plain(using).startswith(plain(f"{here} or")), table
        assert plain(ME) in plain(using), table
    permissive, command, using, check, roles = found["system"]
    assert (using, check) == ("true", "true")
    assert APP not in roles
    assert SYSTEM in roles


@pytest.mark.parametrize("table", [*TABLES, "accounts_workspace"])
def test_the_wall_stands_as_written(ask, table):
    wall_stands(ask, table)


def test_every_table_is_walled_or_has_a_reason(ask):
    tables = {
        row[0]
        for row in ask("select tablename::text from pg_tables where schemaname = 'public'")
        if not row[0].startswith("procrastinate_")
    }
    assert not unexpected(tables - set(TABLES), OUTSIDE)
    with_workspace = {
        row[0]
        for row in ask("select table_name::text from information_schema.columns where column_name = 'workspace_id'")
    }
    assert with_workspace == set(TABLES)


@pytest.mark.parametrize("table", ["people_person", "inbox_message", "accounts_member"])
@pytest.mark.parametrize(
    "damage",
    [
        "drop policy wall on {table}",
        "alter policy wall on {table} using (true)",
        "alter policy wall on {table} with check (true)",
        "alter policy wall on {table} to public",
        "alter table {table} disable row level security",
        "alter table {table} no force row level security",
        "create policy generous on {table} using (true)",
    ],
)
def test_a_damaged_wall_is_noticed(database, table, damage):
    """The guard is worth something: each damage, done in a transaction that is taken back, makes it fail."""
    with asking("owner") as ask, transaction.atomic(using="owner"):
        connections["owner"].cursor().execute(damage.format(table=table))
        with pytest.raises(AssertionError):
            wall_stands(ask, table)
        transaction.set_rollback(True, using="owner")
    with asking("owner") as ask:
        wall_stands(ask, table)


def test_what_begins_an_index_is_the_workspace(ask):
    """A unique index without it would tell whether a value exists elsewhere; any other would mix tenants' pages."""
    rows = ask(
        "select c.relname::text, i.relname::text, a.attname::text from pg_index x "
        "join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid "
        "join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0] "
        "where c.relname::text = any(%s) and not x.indisprimary",
        TABLES,
    )
    others = {f"{table}.{short(table, index)}" for table, index, first in rows if first != "workspace_id"}
    assert len(rows) > 50
    assert not unexpected(others, OTHER_FIRST)


def short(table: str, index: str) -> str:
    """An index's own name, or for one that Django named by itself its columns."""
    room, _, model = table.partition("_")
    unnamed = re.fullmatch(rf"{room}_{model}_(\w+?)_(?:[0-9a-f]{{8}}|key)(?:_uniq)?", index)
    if unnamed is None:
        return index
    return f"{model}_{unnamed[1]}" if index.endswith("_key") else f"{table}_{unnamed[1]}"


def test_links_between_tables_of_a_workspace_span_the_workspace(ask):
    found = {
        (table, column)
        for table, column in ask(
            "select c.conrelid::regclass::text, a.attname::text from pg_constraint c "
            "join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2] "
            "where c.contype = 'f' and c.conname like '%%_wall' and array_length(c.conkey, 1) = 2 "
            "and (select attname from pg_attribute where attrelid = c.conrelid and attnum = c.conkey[1]) "
            "= 'workspace_id'"
        )
    }
    wanted = {
        (model._meta.db_table, field.column)
        for model in walled_models()
        for field in model._meta.local_fields
        if isinstance(field, WorkspaceLink)
    }
    assert len(wanted) > 30
    assert found == wanted


def test_no_plain_foreign_key_joins_two_walled_tables():
    """Such a key is checked around row-level security: it would say whether another workspace's row exists."""
    walled = set(walled_models())
    plain_links = [
        f"{model._meta.label}.{field.name}"
        for model in walled
        for field in model._meta.local_fields
        if field.is_relation and field.related_model in walled and not isinstance(field, WorkspaceLink)
    ]
    assert not plain_links


def test_the_roles_have_no_power_past_the_wall(ask):
    rows = ask(
        "select rolname::text, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles "
        "where rolname in (%s, %s)",
        APP,
        SYSTEM,
    )
    assert sorted(rows) == [(APP, *[False] * 5), (SYSTEM, *[False] * 5)]
    owned = ask("select tablename from pg_tables where schemaname = 'public' and tableowner in (%s, %s)", APP, SYSTEM)
    assert owned == []
    ((member,),) = ask(
        "select pg_has_role(%s, %s, 'member') or pg_has_role(%s, 'casa_owner', 'member')", APP, SYSTEM, APP
    )
    assert not member


def test_the_app_role_may_neither_truncate_nor_build(ask):
    for table in TABLES:
        ((truncate, references, trigger),) = ask(
            "select has_table_privilege(%s, %s, 'truncate'), has_table_privilege(%s, %s, 'references'), "
            "has_table_privilege(%s, %s, 'trigger')",
            *([APP, table] * 3),
        )
        assert (truncate, references, trigger) == (False, False, False), table
    ((build,),) = ask("select has_schema_privilege(%s, 'public', 'create')", APP)
    assert not build


@pytest.mark.parametrize("table", sorted(LEDGERS))
def test_a_ledger_is_written_once(ask, table):
    ((insert, update, delete),) = ask(
        "select has_table_privilege(%s, %s, 'insert'), has_any_column_privilege(%s, %s, 'update'), "
        "has_table_privilege(%s, %s, 'delete')",
        *([APP, table] * 3),
    )
    assert (insert, update, delete) == (True, False, False)


def test_functions_that_see_past_the_wall_are_few_and_closed(ask):
    rows = ask(
        "select p.proname::text, r.rolname::text, coalesce(array_to_string(p.proconfig, ','), ''), "
        "has_function_privilege('public', p.oid, 'execute') from pg_proc p join pg_roles r on r.oid = p.proowner "
        "join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname = 'public'"
    )
    assert {row[0] for row in rows} == {
        "casa_slug_taken", "inbox_search", "people_search", "privacy_take_up_words", "privacy_words_used", *TRIGGERS
    }  # fmt: skip
    for name, owner, settings, anybody in rows:
        assert owner == SYSTEM or name == "privacy_take_up_words", name  # reads nothing; only an index's owner may
        assert "search_path=public" in settings, name
        assert not anybody or name in TRIGGERS, name  # a trigger cannot be called


def test_there_is_no_view_beside_the_wall(ask):
    found = ask(
        "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where n.nspname = 'public' and c.relkind in ('v', 'm')"
    )
    assert found == []


def test_the_models_and_the_database_agree():
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    assert set(changes) & {room.label for room in apps.get_app_configs() if room.name.startswith("casa.")} == set()
