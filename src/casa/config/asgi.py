"""The one ASGI application: webhooks, live stream and health go to the edge, files to disk, the rest to Django."""

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casa.config.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from casa.config.pools import drop_pools
from casa.edge.app import Edge
from casa.edge.http import Message, Receive, Scope, Send
from casa.edge.setup import Setup

FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
AT_THE_EDGE = ("/hook/", "/live/")


def edge() -> Edge:
    """The edge of this installation."""
    environment = settings.ENVIRONMENT
    return Edge(
        Setup(
            environment.system_url,
            settings.BASE_URL,
            settings.SECRET_KEY,
            settings.MASTER_KEYS,
            settings.SESSION_COOKIE_NAME,
        ),
        recovered=_begin_anew,
    )


def _begin_anew() -> None:
    """The database is back: Django's pages get fresh connections. In a thread, since Django refuses to wait here."""
    asyncio.get_running_loop().run_in_executor(None, drop_pools)


class FileHeaders:
    """A file whose address changes with its content is kept for good; any other is asked for again."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lasting = scope["path"].startswith(settings.STATIC_URL)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                found = message["status"] in (200, 206, 304)
                headers["Cache-Control"] = FOR_GOOD if lasting and found else ASK_AGAIN
            await send(message)

        await self._app(scope, receive, marked)


def files() -> Starlette:
    """The static files, under the prefix that changes with them and under the plain one."""
    folder = settings.STATIC_ROOT
    routes = [
        Mount(settings.STATIC_URL.rstrip("/"), StaticFiles(directory=folder)),
        Mount("/static", StaticFiles(directory=folder)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(FileHeaders), Middleware(GZipMiddleware, minimum_size=500)])


class Mux:
    """Who answers what."""

    def __init__(self, pages: Any, static: Any, at_the_edge: Edge) -> None:
        self._pages, self._static, self.edge = pages, static, at_the_edge

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live_and_die(receive, send)
            return
        path = scope["path"]
        if path.startswith(AT_THE_EDGE) or path == "/up":
            await self.edge(scope, receive, send)
        elif path.startswith("/static/"):
            await self._static(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _live_and_die(self, receive: Receive, send: Send) -> None:
        await receive()
        gc.collect()
        gc.freeze()  # what Django has loaded by now stays for good: no reason to walk through it for every few webhooks
        await self.edge.open()
        _on_stop(self.edge.streams.end_all)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.edge.close()
        await send({"type": "lifespan.shutdown.complete"})


def _on_stop(do: Callable[[], None]) -> None:
    """Do something when the server is asked to stop: it would wait for open streams, which never end by themselves."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def hear(number: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(do)
            if callable(before):
                before(number, frame)

        signal.signal(number, hear)


app = Mux(get_asgi_application(), files(), edge())
