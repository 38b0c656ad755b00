"""Running one of Postgres's programs to its end, with progress, and always reaping it."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from casa.config.postgres.account import Account
from casa.config.trouble import Trouble

Progress = Callable[[str], None]
"""Called often with what is being waited for. May raise to give up; the child is then stopped."""

BEAT = 0.05


def quiet(_message: str) -> None:
    """Progress that nobody watches."""


def run(args: Sequence[str | Path], account: Account, *, progress: Progress, message: str, stdin: bytes = b"") -> None:
    """Run a program as `account` until it ends.

    :raises Trouble: it failed; the sentence ends with its own last line
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as asked:
        asked.write(stdin)
        asked.seek(0)
        child = subprocess.Popen(
            [os.fspath(arg) for arg in args],
            stdin=asked,
            stdout=said,
            stderr=subprocess.STDOUT,
            **account.as_child(),
        )
        _wait(child, progress, message)
        if child.returncode:
            said.seek(0)
            lines = [line for line in said.read().decode(errors="replace").splitlines() if line.strip()]
            raise Trouble(f"{message}: {Path(args[0]).name} failed. It said: {' '.join(lines[-3:])}")


def _wait(child: subprocess.Popen[bytes], progress: Progress, message: str) -> None:
    try:
        while child.poll() is None:
            progress(message)
            time.sleep(BEAT)
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise
