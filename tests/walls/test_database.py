"""The wall from inside the database: what the app role can do with SQL of its own, here, nowhere and elsewhere."""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError

from casa.core.accounts.fields import WorkspaceLink
from casa.core.accounts.models import Member, Workspace
from casa.core.accounts.rules import open_workspace
from casa.core.accounts.scope import OtherWorkspace, OutsideWorkspace, current_scope, user_scope, workspace_scope
from casa.core.accounts.walls import KEPT_BY_DATABASE, LEDGERS, walled_models
from casa.core.inbox.models import Message
from casa.core.people.models import Person
from casa.core.vault.crypto import token
from casa.core.vault.keyring import index_key
from casa.core.vault.tokens import quarter
from casa.lib.ids import new_id
from casa.testing.fixtures import make_user
from tests.walls.world import WORD, furnish

TABLES = sorted(model._meta.db_table for model in walled_models())
WRITTEN = [table for table in TABLES if table != "accounts_due" and table not in KEPT_BY_DATABASE]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture(scope="module")
def businesses(database):
    """One pair for all of these tests: whatever they do is refused or taken back."""
    alice, charlie = make_user("Alice Moreau"), make_user("Charlie Reed")
    ours, theirs = open_workspace(alice, "Laurel & Pine Stays"), open_workspace(charlie, "Somebody else")
    return furnish(ours, alice, "+18285550142"), furnish(theirs, charlie, "+18285550142")


def refused(kind, business, *statements):
    """The words with which the database refuses the last of these statements inside a business."""

    def attempt():
        with business.scope():
            return [sql(*statement) for statement in statements]

    with pytest.raises(kind) as told:
        attempt()
    return str(told.value)


@contextmanager
def taken_back():
    """A transaction of its own that leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_tests_run_as_the_app_role(database):
    assert sql("select current_user::text") == [("casa_app",)]


def test_both_businesses_have_rows_in_every_table(businesses):
    """Else the tests below would pass over an empty table."""
    for business in businesses:
        with business.scope():
            empty = {table for table in TABLES if sql(f"select count(*) from {table}") == [(0,)]}
        assert empty - {"accounts_due"} == set()


def test_outside_a_workspace_no_table_has_rows(businesses):
    told = {table: sql(f"select count(*) from {table}")[0][0] for table in [*TABLES, "accounts_workspace"]}
    assert set(told.values()) == {0}, told


@pytest.mark.parametrize("setting", ["", "00000000-0000-0000-0000-000000000000"])
def test_an_empty_or_unknown_workspace_has_no_rows(businesses, setting):
    with transaction.atomic():
        sql("select set_config('app.workspace', %s, true)", setting)
        told = {table: sql(f"select count(*) from {table}")[0][0] for table in [*TABLES, "accounts_workspace"]}
    assert set(told.values()) == {0}, told


def test_a_setting_does_not_outlive_its_transaction(businesses):
    ours, _ = businesses
    with ours.scope():
        assert sql("select count(*) from people_person")[0][0]
    assert sql("select current_setting('app.workspace', true)") in ([("",)], [(None,)])
    with transaction.atomic():
        with ours.scope():
            assert sql("select count(*) from people_person")[0][0]
        assert sql("select count(*) from people_person") == [(0,)]


@pytest.mark.parametrize("table", TABLES)
def test_a_workspace_sees_and_changes_its_own_rows_only(businesses, table):
    ours, theirs = businesses
    with ours.scope():
        assert sql(f"select count(*) from {table} where workspace_id <> %s", ours.workspace.id) == [(0,)]
        assert sql(f"select count(*) from {table} where workspace_id = %s", theirs.workspace.id) == [(0,)]
    if table in LEDGERS | KEPT_BY_DATABASE:
        return
    with ours.scope(), taken_back():
        assert sql(f"delete from {table} where workspace_id = %s", theirs.workspace.id) == 0
    with ours.scope(), taken_back():
        assert sql(f"update {table} set workspace_id = workspace_id where workspace_id = %s", theirs.workspace.id) == 0


@pytest.mark.parametrize("table", WRITTEN)
def test_a_row_cannot_be_given_to_another_workspace(businesses, table):
    ours, theirs = businesses
    told = refused(ProgrammingError, ours, (f"update {table} set workspace_id = %s", theirs.workspace.id))
    assert "row-level security" in told or ("permission denied" in told and table in LEDGERS)


@pytest.mark.parametrize("table", WRITTEN)
def test_a_row_cannot_be_made_in_another_workspace(businesses, table):
    ours, theirs = businesses
    rows = sql("select column_name::text from information_schema.columns where table_name = %s", table)
    columns = ", ".join(f'"{row[0]}"' for row in rows if row[0] != "workspace_id")
    copied = f"insert into {table} (workspace_id, {columns}) select %s, {columns} from {table} limit 1"
    assert "row-level security" in refused(ProgrammingError, ours, (copied, theirs.workspace.id))


@pytest.mark.parametrize("table", sorted(LEDGERS))
@pytest.mark.parametrize("change", ["update {} set workspace_id = workspace_id", "delete from {}", "truncate {}"])
def test_what_a_ledger_has_written_stays_written(businesses, table, change):
    ours, _ = businesses
    assert "permission denied" in refused(ProgrammingError, ours, (change.format(table),))


@pytest.mark.parametrize("table", sorted(KEPT_BY_DATABASE))
@pytest.mark.parametrize(
    "change",
    ["update {} set workspace_id = workspace_id", "delete from {}", "insert into {} (id) values (gen_random_uuid())"],
)
def test_what_the_database_keeps_by_itself_the_app_only_reads(businesses, table, change):
    ours, _ = businesses
    assert "permission denied" in refused(ProgrammingError, ours, (change.format(table),))


def links():
    return [
        pytest.param(model, field, id=f"{model._meta.db_table}.{field.column}")
        for model in walled_models()
        for field in model._meta.local_fields
        if isinstance(field, WorkspaceLink)
    ]


@pytest.mark.parametrize(("model", "field"), links())
def test_a_link_cannot_lead_into_another_workspace(businesses, model, field):
    """The composite key refuses it, and refuses an id that does not exist in just the same way."""
    ours, theirs = businesses
    target = field.remote_field.model._meta.db_table
    with theirs.scope():
        (there,), *_ = sql(f"select id from {target} limit 1")
    if model._meta.db_table in LEDGERS | KEPT_BY_DATABASE:
        return
    table = model._meta.db_table
    with ours.scope():
        (row,), *_ = sql(f"select id from {table} limit 1")
    told = []
    for wanted in (there, new_id()):
        change = (f"update {table} set {field.column} = %s where id = %s", wanted, row)
        words = refused(IntegrityError, ours, change, ("set constraints all immediate",))
        told.append(words.replace(str(wanted), ""))
    assert told[0] == told[1]


def test_a_user_sees_their_own_places_and_nothing_in_them(cast):
    with user_scope(cast.bob.id):
        assert [row.user_id for row in Member.objects.all()] == [cast.bob.id]
        assert [row.id for row in Workspace.objects.all()] == [cast.workspace.id]
        others = [table for table in TABLES if table != "accounts_member"]
        assert {sql(f"select count(*) from {table}")[0][0] for table in others} == {0}
    with pytest.raises(ProgrammingError, match="row-level security"), user_scope(cast.bob.id):
        Member.objects.update(role="owner")


def test_scopes_do_not_nest_into_another_workspace(businesses):
    ours, theirs = businesses
    with ours.scope(), pytest.raises(OtherWorkspace), workspace_scope(theirs.workspace.id):
        pass
    with pytest.raises(OutsideWorkspace):
        current_scope()
    with ours.scope() as outer, workspace_scope(ours.workspace.id) as inner:
        assert inner is outer


def test_the_search_function_looks_into_the_open_workspace_only(businesses):
    """It runs past row-level security, so it must filter by itself, whatever it is asked."""
    ours, theirs = businesses
    with theirs.scope():
        message = Message.objects.filter(direction="in").first()
        stolen = token(index_key(), quarter(message.sent_at.date()), WORD)
    asked = "select id from inbox_search(%s::bigint[][], 'infinity', '-infinity', 100)"
    with theirs.scope():
        found = {row[0] for row in sql(asked, [[stolen]])}
        assert message.id in found
    with ours.scope():
        assert sql(asked, [[stolen]]) == []
    assert sql(asked, [[stolen]]) == []
    with transaction.atomic():
        sql("select set_config('app.workspace', %s, true)", str(new_id()))
        assert sql(asked, [[stolen]]) == []


def test_people_are_looked_for_in_the_open_workspace_only(businesses):
    ours, theirs = businesses
    asked = "select id from people_search(%s::bigint[], 100)"
    with theirs.scope():
        stolen = Person.objects.get(id=theirs.ids["person"]).tokens
        assert theirs.ids["person"] in {row[0] for row in sql(asked, stolen[:1])}
    with ours.scope():
        assert sql(asked, stolen[:1]) == []
        assert sql(asked, None) == []
    assert sql(asked, stolen[:1]) == []


def test_the_search_function_runs_no_words_of_the_caller(businesses):
    ours, _ = businesses
    with ours.scope():
        assert sql("select id from inbox_search(null, 'infinity', '-infinity', 100)") == []
        assert sql("select id from inbox_search('{{1}}', 'infinity', '-infinity', 100)") == []
    asked = "select id from inbox_search(array[['1}'') or true --']]::bigint[][], 'infinity', '-infinity', 100)"
    assert "invalid input syntax" in refused(DatabaseError, ours, (asked,))


def test_a_failure_inside_a_workspace_is_told_as_it_was(businesses):
    ours, _ = businesses
    assert "no_such_table" in refused(ProgrammingError, ours, ("select 1 from no_such_table",))
    with transaction.atomic():
        refused(ProgrammingError, ours, ("select 1 from no_such_table",))
        assert sql("select count(*) from people_person") == [(0,)]


def test_the_app_role_cannot_take_another_role_or_leave_its_rows(database):
    for attempt in (
        "set role casa_system",
        "set role casa_owner",
        "set session authorization postgres",
        "alter table people_person no force row level security",
        "alter table people_person disable row level security",
        "drop policy wall on people_person",
        "create table mine (id int)",
        "alter role casa_app bypassrls",
        "select pg_read_file('postgresql.conf')",
        "copy people_person to program 'cat'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(attempt)


def test_row_security_switched_off_is_an_error_and_not_a_door(businesses):
    ours, _ = businesses
    asked = ("set local row_security = off",), ("select count(*) from people_person",)
    assert "row-level security" in refused(ProgrammingError, ours, *asked)


def test_a_slug_says_that_it_is_taken_and_not_whose_it_is(cast):
    first = open_workspace(cast.alice, "Harbour House")
    second = open_workspace(cast.charlie, "Harbour House")
    assert first.slug == "harbour-house" or first.slug.startswith("harbour-house-")
    assert second.slug.startswith("harbour-house-")
    assert second.slug != first.slug
    assert sql("select casa_slug_taken(%s)", first.slug) == [(True,)]
    assert sql("select casa_slug_taken(%s)", f"free-{new_id().hex}") == [(False,)]
    assert sql("select count(*) from accounts_workspace") == [(0,)]


@pytest.mark.parametrize("name", ["", "…", "日本", "-" * 80, "a" * 200, "../../etc", "admin"])
def test_any_name_gives_an_address_of_its_own(cast, name):
    slugs = {open_workspace(cast.alice, name[:120] or "x").slug for _ in range(2)}
    assert len(slugs) == 2
    assert all(0 < len(slug) <= 60 and "/" not in slug and " " not in slug for slug in slugs)


@pytest.mark.parametrize("table", TABLES)
def test_no_plan_is_made_for_one_workspace_and_kept_for_another(businesses, table):
    """A prepared statement's plan outlives its first workspace: what the wall compares with must be asked once a query
    and be unknown to the planner, or the plan for ten rows is used for ten thousand."""
    [(condition,)] = sql("select qual from pg_policies where tablename = %s and policyname = 'wall'", table)
    assert "= ( SELECT" in condition
