"""Tying a child's life to ours, where the system can."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_SET_PARENT_DEATH_SIGNAL = 1
_LIBC = ctypes.CDLL(None) if sys.platform.startswith("linux") else None


def die_with_parent(*, interrupt: bool = False) -> Callable[[], None] | None:
    """A function for `preexec_fn`: when we are killed outright, Linux sends the child SIGTERM (or SIGINT).

    Elsewhere nothing can be tied: a database left behind is found and stopped at the next start, other children
    are not. Call it from the main thread: the kernel counts the thread that started the child as the parent.
    """
    if _LIBC is None:
        return None
    number = signal.SIGINT if interrupt else signal.SIGTERM
    parent, prctl = os.getpid(), _LIBC.prctl

    def tie() -> None:
        prctl(_SET_PARENT_DEATH_SIGNAL, number)
        if os.getppid() != parent:  # we died in between
            os._exit(1)

    return tie
