"""What `postmaster.pid` says and whether it is true: orphans, stale files and reused process numbers."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from casa.config.postgres.command import BEAT, Progress
from casa.config.trouble import Trouble

NOBODY = "2147483646"
"""A process number no kernel gives out."""

FAST, AT_ONCE = 30.0, 5.0
"""Seconds allowed for a tidy stop and for a hasty one."""


def clear_way(cluster: Path, progress: Progress) -> None:
    """Leave no other server on this cluster and no file that would keep ours from starting.

    The caller holds the data folder's lock, so a server that still runs lost the Casa that started it.

    :raises Trouble: the old server does not stop
    """
    note = cluster / "postmaster.pid"
    if not note.exists():
        return
    pid = _pid_in(note)
    if pid is None:
        note.unlink(missing_ok=True)
    elif serves(pid, cluster):
        stop(pid, lambda: serves(pid, cluster), progress)
    elif _exists(pid):
        _disown(note)


def serves(pid: int, cluster: Path) -> bool:
    """Whether process `pid` is a postmaster on this very cluster. The number alone proves nothing."""
    line = _command_line(pid)
    return f"postgres -D {cluster} " in f"{line} "


def stop(pid: int, runs: Callable[[], bool], progress: Progress) -> None:
    """Ask, then insist: fast shutdown, immediate shutdown, kill."""
    for number, patience in ((signal.SIGINT, FAST), (signal.SIGQUIT, AT_ONCE), (signal.SIGKILL, AT_ONCE)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        if _gone_within(patience, runs, progress):
            return
    raise Trouble(f"The database (process {pid}) does not stop. Stop it by hand and start again.")


def _gone_within(seconds: float, runs: Callable[[], bool], progress: Progress) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not runs():
            return True
        progress("Waiting for the database to stop")
        time.sleep(BEAT)
    return not runs()


def _disown(note: Path) -> None:
    """The number now belongs to another program, and Postgres would believe itself running.

    Only the number is changed: the line that names the shared memory stays, so that Postgres can still see
    whether old backends are alive.
    """
    lines = note.read_text(errors="replace").splitlines()
    owner = note.parent.stat()
    write_new(note, "\n".join([NOBODY, *lines[1:]]) + "\n", owner.st_uid, owner.st_gid)


def write_new(path: Path, text: str, uid: int, gid: int) -> None:
    """Put a file in place without following a link: the folder is the server's, and we may be root."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        os.fchown(handle, uid, gid)
    fresh.replace(path)


def _pid_in(note: Path) -> int | None:
    try:
        return int(note.read_text(errors="replace").splitlines()[0])
    except (ValueError, IndexError, FileNotFoundError):
        return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _command_line(pid: int) -> str:
    """What a process was started with, one blank between the parts; empty when it is gone or a zombie."""
    if not Path("/proc/self/cmdline").exists():
        command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" "))
    except OSError:
        return ""
