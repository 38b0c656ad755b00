"""The start script and the command line: a Python, pip's settings, ports, worlds, backups, exit codes."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from casa.config import bootstrap, environment, postgres
from casa.config.cli import ports, tables
from casa.config.cli.commands import app
from casa.config.cli.plan import existing, plan
from casa.config.paths import ROOT
from casa.config.postgres import Server, external
from casa.config.postgres.dump import Archive
from casa.config.trouble import Trouble

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("CASA_") or name.startswith("DATABASE_URL"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CASA_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_machine_without_python_is_told_what_to_install(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "readlink"):
        (tools / name).symlink_to(shutil.which(name) or "")
    checkout = tmp_path / "a checkout"
    checkout.mkdir()
    shutil.copy(ROOT / "casa", checkout)
    (tmp_path / "link").symlink_to(checkout / "casa")
    done = subprocess.run([tmp_path / "link", "demo"], env={"PATH": str(tools)}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Casa needs Python 3.11 or later" in done.stderr
    assert "apt install python3" in done.stderr


def test_the_build_machine_runs_what_a_contributor_runs() -> None:
    assert "exec ./casa test" in (ROOT / ".ci" / "run").read_text()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_installer_is_told_what_pip_was_told() -> None:
    listing = (
        "global.index-url='https://mirror.example.org/simple'\n"
        "install.index-url='https://install.example.org/simple'\n"
        "global.find-links='/one\\n/two'\n"
        "global.cert='/general.pem'\n"
        ":env:.cert='/mine.pem'\n"
        "global.extra-index-url='file:///a/simple file:///b/simple'\n"
        "freeze.timeout='10'\n"
        "global.color='auto'\n"
    )
    assert bootstrap.uv_settings(listing) == {
        "UV_DEFAULT_INDEX": "https://install.example.org/simple",
        "UV_FIND_LINKS": "/one,/two",
        "SSL_CERT_FILE": "/mine.pem",
        "UV_INDEX": "file:///a/simple file:///b/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_a_half_made_or_outdated_environment_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    venv, lock = tmp_path / ".venv", tmp_path / "requirements.lock"
    site = venv / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    site.mkdir(parents=True)
    (venv / "bin").mkdir()
    (venv / "bin" / "python").symlink_to(sys.executable)
    lock.write_text("one==1\n")
    for name, value in (
        ("VENV", venv),
        ("LOCK", lock),
        ("PYTHON", venv / "bin" / "python"),
        ("ROOT", tmp_path),
    ):
        monkeypatch.setattr(bootstrap, name, value)
    monkeypatch.setattr(bootstrap, "STAMP", venv / "casa-environment.json")
    assert not bootstrap.is_ready(), "no stamp: half-made"
    bootstrap.STAMP.write_text(json.dumps(bootstrap._stamp(bootstrap._version())))
    assert bootstrap.is_ready()
    assert (site / "casa_src.pth").read_text() == f"{tmp_path / 'src'}\n"
    lock.write_text("one==2\n")
    assert not bootstrap.is_ready(), "the lock changed"


def test_what_python_compiles_is_kept_in_the_environment_even_where_keeping_is_forbidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    monkeypatch.setattr(bootstrap, "COMPILED", tmp_path / "compiled")
    bootstrap._keep_what_is_compiled()
    subprocess.run([sys.executable, "-c", "import casa.lib.ids"], check=True, timeout=60)
    monkeypatch.delenv("PYTHONPYCACHEPREFIX")
    assert list((tmp_path / "compiled").rglob("ids.*.pyc"))


def test_a_failed_build_puts_the_old_environment_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    venv = tmp_path / ".venv"
    venv.mkdir()
    (venv / "old").touch()
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)

    def fail() -> None:
        raise bootstrap.CannotBuild("no network")

    monkeypatch.setattr(bootstrap, "_install", fail)
    with pytest.raises(bootstrap.CannotBuild):
        bootstrap.build()
    assert [path.name for path in tmp_path.iterdir()] == [".venv"]
    assert (venv / "old").exists()


def test_a_port_that_was_asked_for_and_is_taken_is_named(data: Path, taken: int) -> None:
    with pytest.raises(Trouble, match=f"Port {taken} on 127.0.0.1 is in use"):
        plan(demo=False, port=taken)


def test_without_a_wish_the_next_free_pair_is_taken(data: Path, taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ports.next_pair("127.0.0.1", taken)[0] > taken
    settled = plan(demo=True)
    assert settled.settings.base_url == f"http://localhost:{settled.settings.port}"
    assert settled.variables["CASA_SANDBOX_URL"] == f"http://127.0.0.1:{settled.settings.port + 1}"


def test_behind_a_public_address_the_port_never_moves(data: Path, taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASA_BASE_URL", "https://casa.example.org")
    monkeypatch.setenv("CASA_PORT", str(taken))
    with pytest.raises(Trouble, match=f"Port {taken}"):
        plan(demo=False)


def test_the_pretend_world_never_sees_the_real_database_or_keys(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss:real@db.example.org/house")
    monkeypatch.setenv("CASA_MASTER_KEYS_FILE", "/run/secrets/real")
    settled = plan(demo=True)
    assert settled.settings.embedded
    assert not {"DATABASE_URL", "CASA_MASTER_KEYS_FILE"} & settled.variables.keys()


def test_one_data_folder_holds_one_world(data: Path) -> None:
    plan(demo=True)
    with pytest.raises(Trouble, match=r"holds the pretend world. Start it with ./casa demo"):
        plan(demo=False)
    assert existing(demo=None).settings.demo


def test_a_backup_comes_back_whole_and_a_damaged_one_changes_nothing(data: Path, tmp_path: Path) -> None:
    with postgres.temporary(tmp_path) as server:
        archive = Archive(server.data, server.url("superuser"), embedded=True)
        owner = server.url("owner")
        _run(owner, "create table guests (name text)", "insert into guests values ('Ada')")
        file = server.data / "one.dump"
        archive.write(file, "casa")
        assert file.stat().st_mode & 0o077 == 0
        _run(owner, "truncate guests")
        damaged = server.data / "damaged.dump"
        damaged.write_bytes(file.read_bytes()[:300])
        with pytest.raises(Trouble):
            archive.read(damaged, "casa")
        archive.read(file, "casa")
        with psycopg.connect(owner) as connection:
            assert connection.execute("select name from guests").fetchall() == [("Ada",)]
        with psycopg.connect(server.url("superuser")) as connection:
            found = connection.execute("select datname::text from pg_database where datname like 'casa%'").fetchall()
            assert found == [("casa",)], "no second copy is left"


def test_tables_are_known_to_fit_until_code_or_database_change(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = tmp_path / "code"
    code.mkdir()
    (code / "models.py").write_text("one")
    monkeypatch.setattr(tables, "CODE", code)
    with postgres.temporary(tmp_path) as server:
        settings = environment.load({"CASA_DATA": str(server.data)})
        assert not tables.are_current(settings), "never brought up to date"
        tables.remember(settings)
        assert tables.are_current(settings)
        (code / "models.py").write_text("two")
        assert not tables.are_current(settings), "the code changed"
        tables.remember(settings)
        tables.forget(settings)
        assert not tables.are_current(settings), "a backup was put back"


def test_doctor_is_content_with_a_fresh_folder_and_not_with_open_keys(data: Path, tmp_path: Path) -> None:
    with postgres.temporary(tmp_path) as server:
        settings = {"CASA_DATA": str(server.data)}
        done = CliRunner().invoke(app, ["doctor", "--live"], env=settings)
        assert done.exit_code == 0, done.output
        assert "Postgres 18" in done.output
        (server.data / "keys" / "master.json").chmod(0o644)
        done = CliRunner().invoke(app, ["doctor", "--live"], env=settings)
        assert done.exit_code == 1
        assert "chmod 600" in done.output


def test_a_server_elsewhere_gets_its_roles(tmp_path: Path) -> None:
    with postgres.temporary(tmp_path, binaries=DEBIAN[-1] if DEBIAN else None) as server:
        owner, app_url, system_url = _with_passwords(server)
        with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
            connection.execute("drop owned by casa_app, casa_system")
            connection.execute("alter role casa_owner password 'own'")
        with pytest.raises(Trouble, match=r"ALTER ROLE your_owner CREATEROLE"):
            external.prepare(owner, app_url, system_url, "k" * 40)
        with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
            connection.execute("drop role casa_app")
            connection.execute("drop role casa_system")
            connection.execute("alter role casa_owner createrole")
        external.prepare(owner, app_url, system_url, "k" * 40)
        external.prepare(owner, app_url, system_url, "k" * 40)
        psycopg.connect(app_url).close()
        with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
            connection.execute("alter role casa_app bypassrls")
        with pytest.raises(Trouble, match="casa_app may look past the walls"):
            external.prepare(owner, app_url, system_url, "k" * 40)


def test_a_server_that_does_not_answer_is_named() -> None:
    url = "postgresql://a:b@127.0.0.1:1/c"
    with pytest.raises(Trouble, match=r"^DATABASE_URL: the server does not answer"):
        external.prepare(url, url, url, "k" * 40)


def _run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _with_passwords(server: Server) -> tuple[str, str, str]:
    """Make the running server ask for passwords, as one elsewhere does, and give the three addresses."""
    _run(server.url("superuser"), "grant connect on database casa to public")
    rules = server.rooms.settings / "pg_hba.conf"
    rules.write_text("local all postgres peer map=casa\nlocal all all scram-sha-256\n")
    _run(server.url("superuser"), "select pg_reload_conf()")
    place = server.url("owner").split("@")[1]
    secrets = {name: external.password("k" * 40, name) for name in ("casa_app", "casa_system")}
    app_url, system_url = (f"postgresql://{name}:{secret}@{place}" for name, secret in secrets.items())
    return f"postgresql://casa_owner:own@{place}", app_url, system_url
