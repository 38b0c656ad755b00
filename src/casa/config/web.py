"""``python -m casa.config.web HOST PORT``: the web process, as development and production run it.

Several of them share a port where the system deals connections out fairly (Linux): Python computes one thing at a
time in a process, and webhooks must not wait for pages.
"""

import gc
import os
import socket
import sys

GRACE = 5
"""Seconds requests under way get to finish when we are asked to stop."""

SELDOM = (10_000, 10, 10)
"""How many new objects between two walks through the youngest: a page makes some fifty thousand, and few in circles."""


def processes() -> int:
    """How many web processes this machine is worth: one a processor, two at most."""
    return min(os.cpu_count() or 1, 2) if sys.platform == "linux" else 1


def main(host: str, port: str) -> None:
    gc.disable()  # what is loaded now stays: walking through it ever again is a tenth of the time to the first page
    import uvicorn  # the command line asks this module how many processes there are: it must not wait for the rest

    from casa.config.asgi import app
    from casa.edge.protocol import quick

    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=quick(app.edge.hooks),
        lifespan="on",
        access_log=False,
        timeout_graceful_shutdown=GRACE,
    )
    config.load()
    gc.enable()
    gc.set_threshold(*SELDOM)
    uvicorn.Server(config).run([bound(host, int(port))])


def bound(host: str, port: int) -> socket.socket:
    """A socket at an address that other web processes of ours may be at as well. OSError when a stranger is."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if sys.platform == "linux":
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind((host, port))
    return made


if __name__ == "__main__":
    main(*sys.argv[1:3])
