"""A server for tests: quick to make, honest about the disk, gone afterwards."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from casa.config.paths import PASSABLE
from casa.config.postgres import account
from casa.config.postgres.server import Server


@contextlib.contextmanager
def temporary(folder: Path, binaries: Path | None = None) -> Iterator[Server]:
    """A running server on a data folder inside `folder`, stopped and removed at the end.

    Where the account that must run it cannot reach `folder` (we are root and the folder is private),
    another temporary folder is used: ask `server.data`, not `folder`. `binaries` names other Postgres
    programs, such as `/usr/lib/postgresql/15/bin`. Only making the cluster skips waiting for the disk; the
    running server does not.
    """
    home = _within_reach(folder)
    try:
        with Server(home, programs=binaries, wait_for_disk=False).running() as server:
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _within_reach(folder: Path) -> Path:
    home = Path(tempfile.mkdtemp(prefix="casa-", dir=folder))
    if os.geteuid() != 0:
        return home
    home.chmod(PASSABLE)
    if account.for_cluster(home / "none").can_reach(home):
        return home
    home.rmdir()
    elsewhere = Path(tempfile.mkdtemp(prefix="casa-"))
    elsewhere.chmod(PASSABLE)
    return elsewhere
