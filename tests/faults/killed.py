"""A job of the privacy room in a process that kills itself outright at its n-th statement: ``python -m
tests.faults.killed <job> <n> <arguments>``. Ends by itself where the job needs fewer.
"""

import os
import signal
import sys
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

import django

django.setup()

from django.db import connections  # noqa: E402

from casa.core.privacy import erase, export, moving_in, retention  # noqa: E402


def main(job: str, at: str, *arguments: str) -> None:
    for alias in ("default", "system"):
        connections[alias].execute_wrappers.append(_Killer(int(at)))
    JOBS[job](*arguments)


class _Killer:
    """Counts the statements of all connections; the n-th is never sent."""

    seen = 0

    def __init__(self, at: int) -> None:
        self._at = at

    def __call__(self, execute, sql, params, many, context):
        _Killer.seen += 1
        if _Killer.seen >= self._at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def _move_in(file: str) -> None:
    with patch.object(moving_in, "is_empty", return_value=True):  # other tests live in this house
        moving_in.move_in(Path(file))


def _erase(workspace: str, row: str) -> None:
    erase.go_on(UUID(workspace), UUID(row))


def _export(workspace: str, row: str) -> None:
    export.make(UUID(workspace), UUID(row))


def _sweep(workspace: str) -> None:
    retention.sweep(UUID(workspace))


JOBS = {"erase": _erase, "export": _export, "move_in": _move_in, "sweep": _sweep}

if __name__ == "__main__":
    main(*sys.argv[1:])
