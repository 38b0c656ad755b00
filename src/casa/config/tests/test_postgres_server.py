"""The embedded server as it comes up: who may log in, what it promises, where its things lie."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from casa.config import postgres
from casa.config.postgres import Server, account
from casa.config.trouble import Trouble

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to run the server as somebody else")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with postgres.temporary(tmp_path_factory.mktemp("pg")) as running:
        yield running


def ask(url: str, question: str) -> list[tuple]:
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchall()


def test_each_role_logs_in_as_itself_and_none_has_power(server: Server) -> None:
    for role in ("owner", "app", "system"):
        power = "rolsuper or rolbypassrls or rolcreaterole"
        question = f"select rolname, {power} from pg_roles where rolname = current_user"
        assert ask(server.url(role), question) == [(postgres.ROLES[role], False)]


def test_the_owner_may_act_as_the_others_and_make_databases(server: Server) -> None:
    with psycopg.connect(server.url("owner"), autocommit=True) as connection:
        connection.execute("create database test_casa")
        connection.execute("drop database test_casa")
        connection.execute("set role casa_app")
        connection.execute("reset role")
        connection.execute("set role casa_system")


def test_the_app_role_may_not_become_the_owner_nor_make_tables(server: Server) -> None:
    with psycopg.connect(server.url("app"), autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("set role casa_owner")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create table mine (a int)")


def test_nothing_listens_on_the_network_and_the_socket_is_private(server: Server) -> None:
    assert ask(server.url("superuser"), "show listen_addresses") == [("",)]
    assert stat.S_IMODE(server.rooms.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.rooms.cluster.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("log_error_verbosity", "terse"),
        ("max_connections", "120"),
    ],
)
def test_promises_are_kept_by_the_running_server(server: Server, setting: str, value: str) -> None:
    assert ask(server.url("superuser"), f"show {setting}") == [(value,)]


def test_text_sorts_the_same_whatever_the_c_library_is(server: Server) -> None:
    question = "select datlocprovider, datlocale from pg_database where datname = 'casa'"
    assert ask(server.url("superuser"), question) == [("b", "C.UTF-8")]


def test_a_row_that_breaks_a_rule_is_not_quoted_in_the_log(server: Server) -> None:
    with psycopg.connect(server.url("owner"), autocommit=True) as connection:
        connection.execute("create table guests (phone text primary key)")
        connection.execute("insert into guests values ('+1 555 0100')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into guests values ('+1 555 0100')")
    log = "".join(path.read_text() for path in server.rooms.logs.glob("*.log"))
    assert "guests_pkey" in log
    assert "555" not in log


@AS_ROOT
def test_root_runs_the_server_as_an_account_without_power(server: Server) -> None:
    pid = int((server.rooms.cluster / "postmaster.pid").read_text().splitlines()[0])
    assert Path(f"/proc/{pid}").stat().st_uid == server.rooms.cluster.stat().st_uid != 0
    assert server.rooms.settings.stat().st_uid == 0, "the server's account could loosen its own rules"


@AS_ROOT
def test_where_no_account_is_at_hand_a_number_without_a_name_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "OWN_ACCOUNTS", ())
    with postgres.temporary(tmp_path) as running:
        assert ask(running.url("app"), "select current_user::text") == [("casa_app",)]
        assert {path.stat().st_uid for path in running.rooms.cluster.rglob("*")} == {account.NUMBER}


@AS_ROOT
def test_another_account_of_the_machine_is_refused(server: Server) -> None:
    command = [server.binaries.program("psql"), "-w", "-c", "select 1", server.url("app")]
    done = subprocess.run(command, user="nobody", group="nogroup", extra_groups=[], cwd="/", capture_output=True)
    assert done.returncode != 0
    assert b"ermission denied" in done.stderr


@AS_ROOT
def test_a_private_parent_keeps_its_mode(tmp_path: Path) -> None:
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    before = [(parent, parent.stat().st_mode) for parent in (private, *private.parents)]
    with pytest.raises(Trouble, match="outside a private home"):
        Server(private / "data").prepare()
    assert [(parent, parent.stat().st_mode) for parent, _mode in before] == before


@pytest.mark.skipif(not DEBIAN, reason="this machine has no PostgreSQL of its own")
def test_the_machines_own_programs_work_as_well(tmp_path: Path) -> None:
    with postgres.temporary(tmp_path, binaries=DEBIAN[-1]) as server:
        assert ask(server.url("app"), "select current_user::text") == [("casa_app",)]


def test_a_temporary_server_leaves_nothing(tmp_path: Path) -> None:
    with postgres.temporary(tmp_path) as server:
        data = server.data
        pid = int((server.rooms.cluster / "postmaster.pid").read_text().splitlines()[0])
    assert not data.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
