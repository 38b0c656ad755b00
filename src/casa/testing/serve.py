"""Serve an ASGI application over real HTTP on this machine, for tests."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import uvicorn

START_WITHIN = 10.0


@contextmanager
def serve(
    app: Any, *, ws: Literal["none", "auto"] = "none", lifespan: Literal["off", "on"] = "off", http: Any = "auto"
) -> Iterator[str]:
    """Run ``app`` on a free port of 127.0.0.1 while the block runs; yields the base address without a slash.

    ``ws="auto"`` also accepts web sockets; ``lifespan="on"`` runs the application's start and stop; ``http`` is what
    uvicorn makes for each connection. Requests still running at the end are cancelled after a second. Raises
    RuntimeError when it does not come up.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        config = uvicorn.Config(
            app, ws=ws, lifespan=lifespan, http=http, log_config=None, access_log=False, timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name=f"serve-{port}", daemon=True)
        thread.start()
        try:
            _wait_for(server, thread)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(START_WITHIN)


def _wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_WITHIN
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the test server did not start")
        time.sleep(0.005)
