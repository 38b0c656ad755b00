"""One local server for the pretend world: every vendor's sandbox under ``/<key>/<host>``, and the page at ``/``."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import casa
from casa.lib.pretend import World
from casa.sandbox import stays
from casa.sandbox.accounts import DEFAULT_URL, open_accounts, remember
from casa.sandbox.behaviour import Behaviour
from casa.sandbox.guests import build
from casa.sandbox.memory import Memory
from casa.sandbox.page import Page
from casa.sandbox.providers import sandboxes
from casa.sandbox.reviews import reviews

STATIC = Path(__file__).parent / "static"
HOUSE = Path(casa.__file__).parent / "web" / "static" / "casa"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
GUARDS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


class NoSecret(SystemExit):
    """The secret key that the demo's credentials follow from is missing."""


def pretend_world(began: datetime, seed: int = 7) -> World:
    """A world as it was when the demo began; from then on it runs by the real clock."""
    world = World()
    build(world, began.astimezone(stays.zone()).date(), seed, began)
    return world


def application(
    world: World, secret: str, sandbox_url: str, began: datetime, seed: int = 7, note: Path | None = None
) -> Starlette:
    """The server over a filled world: accounts opened, vendors' memories filled, guests ready to answer. ``note``:
    where it stands what the vendors were told before, and will be told."""
    opened = open_accounts(world, secret, sandbox_url)
    if "twilio" in opened:
        remember(world, opened["twilio"]["account_sid"], reviews(world, began, seed))
    memory = Memory(world, note)
    memory.recall()
    mounts = [Mount(f"/{key}", memory.around(module.build(world))) for key, module in sandboxes().items()]
    pages = page_routes(Page(world, Behaviour(world, seed=seed)))
    for route in pages:
        route.app = memory.around(route.app)  # a guest who is played may say STOP
    return Starlette(routes=[*pages, *mounts])


def page_routes(page: Page) -> list[Route | Mount]:
    """The page and what it is made of, guarded by a strict content policy."""

    async def index(request: Any) -> Response:
        return FileResponse(STATIC / "index.html", headers={"cache-control": "no-cache"})

    routes: list[Route | Mount] = [
        Route("/", index),
        Route("/sandbox", index),
        Mount("/static/house", StaticFiles(directory=HOUSE, check_dir=False)),
        Mount("/static", StaticFiles(directory=STATIC)),
        *page.routes(),
    ]
    for route in routes:
        route.app = _guarded(route.app)
    return routes


def _guarded(app: Any) -> Any:
    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        async def with_guards(message: Any) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(GUARDS)
            await send(message)

        await app(scope, receive, with_guards)

    return guarded


def run(env: Mapping[str, str] | None = None) -> None:
    """Serve until stopped. Settings: CASA_SANDBOX_URL or CASA_SANDBOX_PORT, CASA_SANDBOX_SEED, the secret key."""
    given = os.environ if env is None else env
    url = given.get("CASA_SANDBOX_URL", "") or DEFAULT_URL
    port = int(given.get("CASA_SANDBOX_PORT") or urlsplit(url).port or 80)
    host = given.get("CASA_SANDBOX_HOST") or urlsplit(url).hostname or "127.0.0.1"
    seed = int(given.get("CASA_SANDBOX_SEED") or 7)
    began = beginning(given)
    folder = given.get("CASA_DATA")
    note = Path(folder) / "pretend-vendors.json" if folder else None
    app = application(pretend_world(began, seed), secret_of(given), url, began, seed, note)
    uvicorn.run(app, host=host, port=port, access_log=False, lifespan="off", log_level="warning", ws="none")


def beginning(env: Mapping[str, str]) -> datetime:
    """When this demo began. Kept in the data folder, so that a restart finds the same guests and letters."""
    now = datetime.now(UTC).replace(microsecond=0)
    folder = env.get("CASA_DATA")
    if not folder:
        return now
    note = Path(folder) / "pretend-world.json"
    try:
        return datetime.fromisoformat(json.loads(note.read_text())["began"])
    except (OSError, ValueError, KeyError, TypeError):
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps({"began": now.isoformat()}) + "\n")
        return now


def secret_of(env: Mapping[str, str]) -> str:
    """The demo's secret key: from the environment, or from the data folder where Casa keeps it."""
    if env.get("CASA_SECRET_KEY"):
        return env["CASA_SECRET_KEY"]
    places = [Path(env["CASA_SECRET_KEY_FILE"])] if env.get("CASA_SECRET_KEY_FILE") else []
    places += [Path(env["CASA_DATA"]) / "keys" / "secret"] if env.get("CASA_DATA") else []
    for place in places:
        if place.is_file():
            return place.read_text().strip()
    raise NoSecret("The pretend world needs CASA_SECRET_KEY. Start it with ./casa demo, which sets it.")
