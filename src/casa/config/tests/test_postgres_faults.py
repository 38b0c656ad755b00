"""What a server must survive: kill -9 of it and of us, stale process numbers, half-made folders."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from casa.config.postgres import Server
from casa.config.postgres.claim import who
from casa.config.postgres.rooms import LONGEST, SOCKET
from casa.config.trouble import Trouble

SUPERVISE = """
import sys, time
from pathlib import Path
from casa.config.postgres import Server
with Server(Path(sys.argv[1])).running():
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """One data folder, with a blank and a quote in its path, that these tests maltreat one after another."""
    home = Path(tempfile.mkdtemp(prefix="casa's "))
    home.chmod(0o711)
    server = Server(home / "the data", wait_for_disk=False)
    with server.running(), psycopg.connect(server.url("owner")) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('still here')")
    yield home / "the data"
    shutil.rmtree(home)


def starts_and_kept_everything(data: Path) -> bool:
    with Server(data).running() as server, psycopg.connect(server.url("owner")) as connection:
        return connection.execute("select word from kept").fetchall() == [("still here",)]


def postmaster(data: Path) -> int:
    return int((Server(data).rooms.cluster / "postmaster.pid").read_text().splitlines()[0])


def gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.05)
    return False


def test_a_second_start_says_who_runs_it(data: Path) -> None:
    with Server(data).running() as first:
        first.claim().tell(address="http://127.0.0.1:8400")
        assert who(data / "running.json") == {"process": os.getpid(), "address": "http://127.0.0.1:8400"}
        with pytest.raises(Trouble, match=rf"already runs .* http://127.0.0.1:8400 \(process {os.getpid()}\)"):
            Server(data).prepare()
    assert who(data / "running.json") is None


def test_a_reused_process_number_does_not_keep_it_from_starting(data: Path) -> None:
    note = Server(data).rooms.cluster / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{note.parent}\n1700000000\n5432\n/tmp\n\n  1234567         0\nready   \n")
    shutil.chown(note, note.parent.stat().st_uid)
    assert starts_and_kept_everything(data)


@pytest.mark.parametrize("scrap", ["", "\n", "rubbish", "99999999999999999999\n"])
def test_a_half_written_note_does_not_keep_it_from_starting(data: Path, scrap: str) -> None:
    (Server(data).rooms.cluster / "postmaster.pid").write_text(scrap)
    assert starts_and_kept_everything(data)


def test_a_killed_server_starts_again_with_everything_committed(data: Path) -> None:
    server = Server(data)
    with server.running():
        with psycopg.connect(server.url("owner"), autocommit=True) as connection:
            connection.execute("create table if not exists late (n int)")
            connection.execute("insert into late values (1)")
            os.kill(postmaster(data), signal.SIGKILL)
            while server.poll() is None:
                time.sleep(0.01)
        server.prepare()
        server.start()
        server.wait_ready()
        with psycopg.connect(server.url("owner"), autocommit=True) as connection:
            assert connection.execute("select n from late").fetchall() == [(1,)]
            connection.execute("drop table late")


def test_an_orphan_is_stopped_and_replaced(data: Path) -> None:
    lost = Server(data)
    lost.prepare()
    lost.start()
    lost.wait_ready()
    orphan = lost._child
    assert orphan is not None
    lost.release()
    assert starts_and_kept_everything(data)
    assert orphan.wait(5) == 0, "it was asked to stop and did so tidily"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_killed_supervisor_takes_the_server_along(data: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SUPERVISE, str(data)], stdout=subprocess.PIPE) as supervisor:
        assert supervisor.stdout is not None
        assert supervisor.stdout.readline() == b"ready\n"
        pid = postmaster(data)
        supervisor.kill()
    assert gone_within(pid, 20)
    assert starts_and_kept_everything(data)


def test_data_of_another_major_version_is_refused_and_left_alone(data: Path) -> None:
    version = Server(data).rooms.cluster / "PG_VERSION"
    before = version.read_text()
    version.write_text("17\n")
    try:
        with pytest.raises(Trouble, match="written by Postgres 17"):
            _prepare(data)
    finally:
        version.write_text(before)
    assert starts_and_kept_everything(data)


def test_somebody_elses_cluster_is_refused_and_left_alone(data: Path) -> None:
    marker = Server(data).rooms.cluster / "casa-made-this"
    marker.rename(marker.with_name("aside"))
    try:
        with pytest.raises(Trouble, match="a database that Casa did not make"):
            _prepare(data)
    finally:
        marker.with_name("aside").rename(marker)


def test_a_half_made_folder_is_set_aside_and_made_again(data: Path) -> None:
    rooms = Server(data.parent / "half").rooms
    (rooms.home / "cluster.making" / "base").mkdir(parents=True)
    rooms.cluster.mkdir()
    (rooms.cluster / "scrap").write_text("scrap")
    for folder in (rooms.data, rooms.home):
        folder.chmod(0o711)
    with Server(rooms.data, wait_for_disk=False).running() as server:
        psycopg.connect(server.url("app")).close()
    assert [path.read_text() for path in rooms.home.glob("cluster-unfinished-*/scrap")] == ["scrap"]
    assert not (rooms.home / "cluster.making").exists()


def test_a_long_path_gets_a_short_private_socket_and_two_run_side_by_side(data: Path) -> None:
    deep = data.parent / ("a" * 60) / ("b" * 60)
    with Server(data).running() as one, Server(deep, wait_for_disk=False).running() as two:
        assert len(os.fsencode(two.rooms.socket / SOCKET)) <= LONGEST
        assert two.rooms.socket.stat().st_mode & 0o077 == 0
        with psycopg.connect(two.url("owner")) as connection:
            assert connection.execute("select to_regclass('kept')").fetchone() == (None,)
        psycopg.connect(one.url("app")).close()
    assert not two.rooms.socket.exists(), "nothing is left in the shared temporary folder"


def test_a_socket_folder_that_others_may_enter_is_refused(data: Path) -> None:
    deep = data.parent / ("c" * 60) / ("d" * 60)
    planted = Server(deep).rooms.socket
    planted.mkdir()
    planted.chmod(0o777)
    try:
        with pytest.raises(Trouble, match="not private to this account"):
            _prepare(deep)
    finally:
        planted.rmdir()


def _prepare(data: Path) -> None:
    server = Server(data, wait_for_disk=False)
    try:
        server.prepare()
    finally:
        server.release()
