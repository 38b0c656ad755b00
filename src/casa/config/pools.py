"""Django's connections after an outage."""

from typing import Any

from django.db import connections


def drop_pools() -> None:
    """Begin with fresh connections, instead of dead ones and a pool that rests longer and longer between tries.

    Safe while others use theirs: a connection given back to a closed pool is closed.
    """
    for alias in connections:
        wrapper: Any = connections[alias]
        if not wrapper.in_atomic_block:
            wrapper.close()
        wrapper.close_pool()
