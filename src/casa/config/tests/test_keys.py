"""The key files: two rotations at once, a process that goes on meanwhile, what destroying leaves."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casa.config import keys
from casa.config.keys import MasterFile
from casa.core.vault.crypto import CannotOpen, MasterKeys


def test_another_process_meets_new_keys_and_loses_destroyed_ones(tmp_path: Path) -> None:
    running = MasterKeys(MasterFile(tmp_path))
    sealed = running.wrap(1, b"data key", b"place")
    assert keys.add_master(tmp_path) == 2
    assert running.current == 2
    newer = running.wrap(2, b"data key", b"place")
    keys.destroy_masters(tmp_path, {1})
    assert running.unwrap(2, newer, b"place") == b"data key"
    with pytest.raises(CannotOpen, match="retired"):
        running.unwrap(1, sealed, b"place")


def test_the_current_key_is_never_destroyed(tmp_path: Path) -> None:
    keys.epochs(tmp_path)
    keys.destroy_masters(tmp_path, {1})
    assert list(keys.epochs(tmp_path)) == [1]


def test_rotations_at_the_same_moment_make_keys_of_their_own(tmp_path: Path) -> None:
    keys.epochs(tmp_path)
    threads = [threading.Thread(target=keys.add_master, args=[tmp_path]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = keys.epochs(tmp_path)
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 7]
    assert len({epoch.key for epoch in found.values()}) == 7


def test_a_destroyed_key_is_blotted_out_of_the_old_file(tmp_path: Path) -> None:
    keys.add_master(tmp_path)
    with open(tmp_path / keys.MASTERS, "rb") as old:
        before = old.read()
        keys.destroy_masters(tmp_path, {1})
        old.seek(0)
        after = old.read()
    secret = json.loads(before)["keys"]["1"].encode()
    assert secret in before
    assert secret not in after
    assert secret not in (tmp_path / keys.MASTERS).read_bytes()


def test_a_running_process_goes_on_while_the_file_is_damaged_or_missing(tmp_path: Path) -> None:
    running = MasterFile(tmp_path)
    key = running[1]
    whole = (tmp_path / keys.MASTERS).read_text()
    (tmp_path / keys.MASTERS).write_text("{")
    assert running[1] == key
    (tmp_path / keys.MASTERS).unlink()
    assert running[1] == key
    (tmp_path / keys.MASTERS).write_text(whole)
    assert running[1] == key


def test_each_key_knows_when_it_was_made(tmp_path: Path) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    first = keys.epochs(tmp_path)[1].made
    assert before <= first <= datetime.now(UTC)
    keys.add_master(tmp_path)
    assert keys.epochs(tmp_path)[1].made == first


def test_a_file_from_before_that_was_noted_counts_as_young(tmp_path: Path) -> None:
    keys.epochs(tmp_path)
    path = tmp_path / keys.MASTERS
    content = json.loads(path.read_text())
    del content["made"]
    path.write_text(json.dumps(content))
    assert datetime.now(UTC) - keys.epochs(tmp_path)[1].made < timedelta(minutes=1)
    keys.add_master(tmp_path)
    assert set(json.loads(path.read_text())["made"]) == {"1", "2"}


def test_no_key_is_printed(tmp_path: Path) -> None:
    running = MasterFile(tmp_path)
    assert repr(running[1]) not in repr(MasterKeys(running)) + repr(running) + repr(keys.epochs(tmp_path))
