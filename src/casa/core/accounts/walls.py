"""Row-level security for every workspace table, derived from the models and raised after each migration.

Fail-closed by order: a new table is granted to the app role only in the transaction that walls it. Policies compare
``workspace_id`` with the transaction-local setting ``app.workspace``; unset or empty means no rows. The system role
has a policy of its own (no BYPASSRLS, so that any managed Postgres will do). Evidence: docs/decisions/0003.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from casa.core.accounts.fields import WorkspaceLink

APP, SYSTEM = "casa_app", "casa_system"
HERE = "nullif(current_setting('app.workspace', true), '')::uuid"
ASKED_ONCE = f"(select {HERE})"
"""The same, read once a query. The planner cannot guess what it will be, and so makes no plan that fits the workspace
it was first asked in, a small one perhaps, and is kept for a large one (a prepared statement's plan is kept)."""
ME = "nullif(current_setting('app.user', true), '')::uuid"
# Tables a user may read about themselves outside a workspace, with the extra condition.
OWN_ROWS = {
    "accounts_workspace": f"id in (select m.workspace_id from accounts_member m where m.user_id = {ME})",  # noqa: S608
    "accounts_member": f"user_id = {ME}",
}
# Append-only for the app: what a ledger has written stays written.
LEDGERS = frozenset(
    {"accounts_action", "accounts_read", "consent_consentevent", "consent_suppression", "consent_decision",
     "consent_disclosure", "privacy_breachnote", "privacy_policyversion", "privacy_policynotice"}
)  # fmt: skip
KEPT_BY_DATABASE = frozenset({"consent_chainhead"})  # a trigger writes them; the app only reads


def walled_models() -> list[type[models.Model]]:
    """Every model whose rows belong to a workspace: those that have a ``workspace`` column."""
    return [model for model in apps.get_models() if any(f.column == "workspace_id" for f in model._meta.local_fields)]


def raise_walls(connection: BaseDatabaseWrapper) -> None:
    """Make the database hold the tenant wall. Run as the owner role inside one transaction; safe to repeat."""
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def statements() -> Iterator[str]:
    """The whole wall as SQL."""
    yield f"grant usage on schema public to {APP}, {SYSTEM}"
    yield from _workspace_table()
    for model in walled_models():
        yield from _wall(model)
    walled = {*walled_models()}
    for model in apps.get_models():
        if model not in walled and model._meta.managed and model._meta.label != "accounts.Workspace":
            yield f"grant select, insert, update, delete on {model._meta.db_table} to {APP}, {SYSTEM}"
        yield from _many_to_many(model)
    yield _queue_tables()
    yield f"grant usage, select on all sequences in schema public to {APP}, {SYSTEM}"


def _queue_tables() -> str:
    return (
        "do $$ declare t text; begin for t in select tablename from pg_tables where tablename like 'procrastinate%' "  # noqa: S608
        f"loop execute format('grant select, insert, update, delete on %I to {APP}, {SYSTEM}', t); end loop; end $$"
    )


def _workspace_table() -> Iterator[str]:
    table = "accounts_workspace"
    yield from _force(table)
    yield from _policy(table, f"id = {ASKED_ONCE} or {OWN_ROWS[table]}", f"id = {HERE}")
    yield f"grant select, insert, update, delete on {table} to {APP}, {SYSTEM}"


def _wall(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    here, check = f"workspace_id = {ASKED_ONCE}", f"workspace_id = {HERE}"
    yield from _force(table)
    yield from _policy(table, f"{here} or {OWN_ROWS[table]}" if table in OWN_ROWS else here, check)
    yield from _links(model)
    verbs = "select, insert" if table in LEDGERS else "select, insert, update, delete"
    verbs = "select" if table in KEPT_BY_DATABASE else verbs
    yield f"revoke all on {table} from {APP}"
    yield f"grant {verbs} on {table} to {APP}"
    yield f"grant select, insert, update, delete on {table} to {SYSTEM}"


def _force(table: str) -> Iterator[str]:
    yield f"alter table {table} enable row level security"
    yield f"alter table {table} force row level security"


def _policy(table: str, using: str, check: str) -> Iterator[str]:
    yield f"drop policy if exists wall on {table}"
    yield f"create policy wall on {table} to {APP} using ({using}) with check ({check})"
    yield f"drop policy if exists system on {table}"
    yield f"create policy system on {table} to {SYSTEM}, current_user using (true) with check (true)"


def _links(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.local_fields:
        if isinstance(field, WorkspaceLink):
            yield from _link(model._meta.db_table, field.column, field.remote_field.model._meta.db_table)


def _link(table: str, column: str, target: str) -> Iterator[str]:
    name = f"{table}_{column}_wall"[:63]
    yield f"create unique index if not exists {target}_in_workspace on {target} (workspace_id, id)"
    yield (
        f"do $$ begin if not exists (select from pg_constraint where conname = '{name}') then "
        f"alter table {table} add constraint {name} foreign key (workspace_id, {column}) "
        f"references {target} (workspace_id, id) deferrable initially deferred; end if; end $$"
    )


def _many_to_many(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.local_many_to_many:
        through = field.remote_field.through
        if through is not None and through._meta.auto_created:
            yield f"grant select, insert, update, delete on {through._meta.db_table} to {APP}, {SYSTEM}"
