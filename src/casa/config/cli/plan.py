"""What a start means before anything runs: which world, data and ports, and what the children are told."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casa.config import environment
from casa.config.cli import ports
from casa.config.environment import Environment
from casa.config.paths import Places, default_data
from casa.config.postgres.claim import refuse_if_taken
from casa.config.trouble import Trouble

REAL_ONLY = ("DATABASE_URL", "CASA_SECRET_KEY", "CASA_MASTER_KEYS", "CASA_SMTP_URL", "CASA_MAIL_FROM")
"""Settings of the real house that the pretend world must never be given."""

WORLD = "world"


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked set of settings and the environment variables that make a child read the same ones."""

    settings: Environment
    variables: Mapping[str, str]
    moved_from: int | None = None
    """The usual port, when it was taken and another was chosen."""


def plan(*, demo: bool, host: str | None = None, port: int | None = None) -> Plan:
    """Settle everything for `demo` or `up`.

    :raises Trouble: a wrong setting, a port in use, a data folder of the other world
    """
    given = variables(demo=demo) | _given("CASA_HOST", host) | _given("CASA_PORT", port)
    bound = given.get("CASA_HOST") or "127.0.0.1"
    wished = environment.load(given)
    refuse_if_taken(Places(wished.data).lock)
    first = wished.port
    may_move = not (given.get("CASA_PORT") or given.get("CASA_BASE_URL"))
    chosen, beside = ports.next_pair(bound, first) if may_move else (ports.insist(bound, first), 0)
    given |= {"CASA_PORT": str(chosen)}
    if demo and not given.get("CASA_SANDBOX_URL"):
        beside = beside or ports.next_pair("127.0.0.1", chosen + 1)[0]
        given["CASA_SANDBOX_URL"] = f"http://127.0.0.1:{beside}"
    settings = environment.load(given)
    _keep_worlds_apart(settings)
    return Plan(settings, _told(given, settings), first if chosen != first else None)


def existing(*, demo: bool | None) -> Plan:
    """The settings for a look or a repair. Unless told which world, the real one if it is there."""
    if demo is None:
        demo = _only_the_pretend_world_is_here()
    given = variables(demo=demo)
    settings = environment.load(given)
    return Plan(settings, _told(given, settings))


def variables(*, demo: bool) -> dict[str, str]:
    """Where settings come from: `.env` and the environment, or for the pretend world the environment alone."""
    if not demo:
        return environment.surroundings()
    kept = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in REAL_ONLY}
    return kept | {"CASA_DEMO": "1"}


def _given(name: str, value: object) -> dict[str, str]:
    return {} if value is None else {name: str(value)}


def _told(given: Mapping[str, str], settings: Environment) -> dict[str, str]:
    told = dict(given) | {
        "CASA_DATA": str(settings.data),
        "CASA_BASE_URL": settings.base_url,
        "CASA_HOST": settings.host,
        "CASA_PORT": str(settings.port),
        "DJANGO_SETTINGS_MODULE": "casa.config.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return told | {"CASA_SANDBOX_URL": settings.sandbox_url} if settings.sandbox_url else told


def _keep_worlds_apart(settings: Environment) -> None:
    """Pretend guests never get into a real house, nor the other way round."""
    note = settings.data / WORLD
    Places(settings.data).make()
    world = "pretend" if settings.demo else "real"
    if not note.exists():
        note.write_text(world + "\n")
    if note.read_text().strip() != world:
        other = "./casa up" if settings.demo else "./casa demo"
        raise Trouble(
            f"The data folder {settings.data} holds the {note.read_text().strip()} world. "
            f"Start it with {other}, or name another folder with CASA_DATA."
        )


def _only_the_pretend_world_is_here() -> bool:
    if os.environ.get("CASA_DATA"):
        return _world_of(Path(os.environ["CASA_DATA"])) == "pretend"
    live, demo = default_data(demo=False), default_data(demo=True)
    return environment.is_embedded(environment.surroundings()) and demo.exists() and not live.exists()


def _world_of(data: Path) -> str:
    try:
        return (data / WORLD).read_text().strip()
    except OSError:
        return ""
