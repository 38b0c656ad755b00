"""A read whose SQL is kept says what the queryset itself would say, to everybody their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

from casa.core.accounts.models import Member, Role
from casa.core.accounts.prepared import prepared
from casa.core.accounts.rules import open_workspace
from casa.core.accounts.scope import workspace_scope
from casa.testing.fixtures import make_user


@prepared
def members(
    workspace_id: UUID, roles: tuple[str, ...], since: tuple[datetime, ...], *, newest_first: bool, limit: int
) -> QuerySet[Member]:
    rows = Member.objects.filter(workspace_id=workspace_id).select_related("user", "workspace")
    rows = rows.filter(role__in=roles) if roles else rows
    rows = rows.filter(joined_at__gte=since[0]) if since else rows
    return rows.order_by("-id" if newest_first else "id")[:limit]


@prepared
def named(workspace_id: UUID, *, label: str) -> QuerySet[Member, tuple[str, str]]:
    rows = Member.objects.filter(workspace_id=workspace_id).order_by().values_list("role", Value(label))
    return rows.filter(role="owner").union(rows.exclude(role="owner"), all=True)


def names(rows):
    return [row.user.name for row in rows]


def test_rows_are_those_of_the_queryset_with_what_hangs_on_them(cast):
    with cast.scope():
        found = members(cast.workspace.id, (), (), newest_first=False, limit=9)
        assert names(found) == ["Alice Moreau", "Bob Park", "Vera Lind"]
        assert found[0].workspace == cast.workspace
        assert found[0].property_ids == [], "converted as a model's own"
        assert found[0]._state.adding is False


@pytest.mark.parametrize("roles", [(), ("viewer",), ("agent", "viewer"), ("owner", "agent", "viewer")])
@pytest.mark.parametrize("newest_first", [False, True])
def test_every_shape_has_its_own_sql(cast, roles, newest_first):
    plain = Member.objects.filter(workspace_id=cast.workspace.id, role__in=roles or Role.values)
    with cast.scope():
        wanted = names(plain.select_related("user").order_by("-id" if newest_first else "id")[:2])
        for _ in range(3):
            assert names(members(cast.workspace.id, roles, (), newest_first=newest_first, limit=2)) == wanted


def test_each_call_has_its_own_values(cast):
    other = make_user("Dora")
    theirs = open_workspace(other, "Next door")
    for _ in range(2):
        with cast.scope():
            assert len(members(cast.workspace.id, (), (), newest_first=True, limit=9)) == 3
            assert members(cast.workspace.id, (), (datetime.now(UTC) + timedelta(1),), newest_first=True, limit=9) == []
            assert len(members(cast.workspace.id, (), (datetime(2000, 1, 1, tzinfo=UTC),), newest_first=True, limit=9))
        with workspace_scope(theirs.id, other.id):
            assert names(members(theirs.id, (), (), newest_first=True, limit=9)) == ["Dora"]
            assert members(cast.workspace.id, (), (), newest_first=True, limit=9) == [], "the walls stand as ever"


def test_columns_and_unions_too(cast):
    with cast.scope():
        assert named(cast.workspace.id, label="x") == [("owner", "x"), ("agent", "x"), ("viewer", "x")]
        assert named(cast.workspace.id, label="y")[0] == ("owner", "y")


def test_the_sql_is_written_once(cast, monkeypatch):
    written = []
    write = SQLCompiler.as_sql
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda self, *of, **how: written.append(self) or write(self, *of, **how))

    @prepared
    def mine(workspace_id: UUID) -> QuerySet[Member]:
        return Member.objects.filter(workspace_id=workspace_id)

    with cast.scope():
        assert [len(mine(cast.workspace.id)) for _ in range(3)] == [3, 3, 3]
    assert len(written) == 1


def test_threads_do_not_meet(cast):
    def ask(number):
        try:
            with cast.scope():
                return names(members(cast.workspace.id, ("owner",) if number % 2 else ("agent",), (),
                                     newest_first=True, limit=9))  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(ask, range(40)))
    assert found == [["Alice Moreau"] if number % 2 else ["Bob Park"] for number in range(40)]


def test_nothing_is_asked_where_nothing_can_be_found(cast, count_queries):
    @prepared
    def some(ids: tuple[UUID, ...]) -> QuerySet[Member]:
        return Member.objects.filter(id__in=ids)

    with cast.scope(), count_queries() as asked:
        assert some(()) == []
    assert len(asked) == 0


def test_an_id_or_a_moment_that_would_stay_for_ever_is_refused(cast):
    kept = cast.workspace.id

    @prepared
    def wrong(user_id: UUID) -> QuerySet[Member]:
        return Member.objects.filter(workspace_id=kept, user_id=user_id)

    @prepared
    def since_the_start(workspace_id: UUID) -> QuerySet[Member]:
        return Member.objects.filter(workspace_id=workspace_id, joined_at__lt=datetime.now(UTC))

    with cast.scope():
        for read in (wrong, since_the_start):
            with pytest.raises(TypeError, match="must be handed in"):
                read(cast.workspace.id)


def test_a_value_that_does_not_arrive_as_it_is_is_refused(cast):
    @prepared
    def like(word: str) -> QuerySet[Member]:
        return Member.objects.filter(role__contains=word)

    @prepared
    def counted(number: int) -> QuerySet[Member]:
        return Member.objects.all()[:number]

    with cast.scope():
        with pytest.raises(TypeError, match="reach the database"):
            like("own")
        with pytest.raises(TypeError, match="int cannot be a value"):
            counted(3)


def test_what_is_no_row_cannot_be_read_so(cast):
    @prepared
    def flat(workspace_id: UUID) -> QuerySet[Member, str]:
        return Member.objects.filter(workspace_id=workspace_id).values_list("role", flat=True)

    with cast.scope(), pytest.raises(TypeError, match="whole rows or values_list"):
        flat(cast.workspace.id)
