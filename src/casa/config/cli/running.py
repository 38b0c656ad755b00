"""Starting the whole household, keeping it up, and closing it in order."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from rich.text import Text

from casa.config.cli import ports, tables
from casa.config.cli.display import complain, say, show, step, welcome
from casa.config.cli.plan import Plan
from casa.config.environment import Environment
from casa.config.paths import Places
from casa.config.postgres import Server, external
from casa.config.postgres.claim import Claim, who
from casa.config.postgres.command import quiet
from casa.config.processes import PAUSES, Child, Command, Household, Stopped, StopSignals, module
from casa.config.trouble import Trouble
from casa.config.web import processes

CREWS = ("prompt", "patient")
FIRST_PAGE = 3.0
"""Seconds between the first processes and those that are there for more than one person at a time."""

WORKER_PATIENCE = 20.0
"""Seconds a worker gets to finish the jobs it has begun."""


def web_commands(plan: Plan) -> list[Command]:
    """The web processes; the first is enough to open the pages."""
    where = (plan.settings.host, str(plan.settings.port))
    names = ["web", *(f"web{number}" for number in range(2, processes() + 1))]
    return [module(name, "casa.config.web", plan.variables, *where, turn=1) for name in names]


def worker_commands(plan: Plan) -> list[Command]:
    """A process for each crew (named as in ``core/accounts/jobs.py``, which this must not import: it needs Django)."""
    return [
        module(crew, "casa.config.worker", plan.variables, crew, patience=WORKER_PATIENCE, turn=2) for crew in CREWS
    ]


def worker_command(plan: Plan) -> Command:
    """One process for all crews."""
    return module("worker", "casa.config.worker", plan.variables, patience=WORKER_PATIENCE, turn=2)


def sandbox_command(plan: Plan) -> Command:
    return module("sandbox", "casa.sandbox", plan.variables, turn=3)


def migrate_command(plan: Plan) -> Command:
    return module("migrate", "casa.config.migrate", plan.variables)


def keep_open(plan: Plan) -> None:
    """Start everything, show where it is, and run until asked to stop.

    :raises Trouble: something could not start; what had started was stopped again
    """
    settings, signals = plan.settings, StopSignals()
    household = Household(Places(settings.data).logs, say, signals)
    with signals.heard(), contextlib.suppress(Stopped), _database_for(plan, household) as tend_database:
        _open(plan, household)
        while True:
            household.tend()
            tend_database()


@contextlib.contextmanager
def database(settings: Environment) -> Iterator[None]:
    """The database for the length of a block: the one that already runs, or ours started for this alone."""
    if not settings.embedded or who(Places(settings.data).lock) is not None:
        yield
        return
    with Server(settings.data).running(quiet):
        yield


@contextlib.contextmanager
def _database_for(plan: Plan, household: Household) -> Iterator[Callable[[], None]]:
    """The database and, around everything, the end of the household: first the children, then the database."""
    settings = plan.settings
    server = Server(settings.data) if settings.embedded else None
    claim = server.claim() if server else Claim(Places(settings.data).lock)
    try:
        claim.tell(address=settings.base_url)
        _ready_database(plan, server, household)
        yield _Tending(server, household) if server else lambda: None
    finally:
        began = time.monotonic()
        show(Text("\n  Stopping …", style="dim"))
        household.stop()
        if server:
            server.stop()
            server.release()
        else:
            claim.release()
        show(Text(f"  Everything is stopped. {time.monotonic() - began:.1f} s", style="dim"))


def make_roles(settings: Environment) -> None:
    """On a server elsewhere, make or check the roles that Casa runs as; ours has them since it was started."""
    if not settings.embedded:
        external.prepare(settings.database_url, settings.app_url, settings.system_url, settings.secret_key)


def _ready_database(plan: Plan, server: Server | None, household: Household) -> None:
    with step("Database", household.beat) as progress:
        if server is None:
            make_roles(plan.settings)
            return
        server.prepare(progress)
        server.start()
        if tables.are_current(plan.settings):  # nothing is to be made: pages and pretend world may load meanwhile
            _begin(plan, household)
        server.wait_ready(progress)


def _begin(plan: Plan, household: Household) -> tuple[Child, Child | None]:
    """The first pages, and with the demo the pretend world, started: each takes seconds to load."""
    web = household.add(web_commands(plan)[0])
    return web, household.add(sandbox_command(plan)) if plan.settings.demo else None


class _Tending:
    """Starts the database again when it died, resting a little longer each time."""

    def __init__(self, server: Server, household: Household) -> None:
        self._server, self._household = server, household
        self._falls, self._rest_until = 0, 0.0

    def __call__(self) -> None:
        if self._server.poll() is None or time.monotonic() < self._rest_until:
            return
        say("database", "stopped unexpectedly; starting it again")
        try:
            self._server.prepare(self._household.beat)
            self._server.start()
            self._server.wait_ready(self._household.beat)
        except Trouble as trouble:
            self._rest_until = time.monotonic() + PAUSES[min(self._falls, len(PAUSES) - 1)]
            self._falls += 1
            complain(str(trouble))
            return
        self._falls = 0
        say("database", "is ready again")


def _open(plan: Plan, household: Household) -> None:
    if not tables.are_current(plan.settings):
        with step("Tables", quiet) as progress:
            household.run(migrate_command(plan), progress, "Making the tables")
        tables.remember(plan.settings)
    web, sandbox = _begin(plan, household)  # side by side, and beside the first guests
    if sandbox:
        _await_world(plan, household, sandbox)
    with step("Pages", quiet) as progress:
        settings = plan.settings
        household.wait_for(web, lambda: ports.answers(settings.host, settings.port), progress, "Opening the pages")
    prompt, *others = (*worker_commands(plan), *web_commands(plan)[1:])
    household.add(prompt)  # after the pages: all want the processor, and somebody waits for a page
    _greet(plan)
    _rest(household)
    for command in others:
        household.add(command)


def _rest(household: Household) -> None:
    """Leave the processor to whoever opens the first page."""
    until = time.monotonic() + FIRST_PAGE
    while time.monotonic() < until:
        household.tend()


def _await_world(plan: Plan, household: Household, sandbox: Child) -> None:
    """The pretend world; once for a data folder the first guests are let in."""
    place = urlsplit(plan.settings.sandbox_url or "")
    host, port = place.hostname or "127.0.0.1", place.port or 80
    with step("Pretend world", quiet) as progress:
        household.wait_for(sandbox, lambda: ports.answers(host, port), progress, "Building the pretend world")
        if not Places(plan.settings.data).login.exists():
            seed = module("seed", "casa.sandbox.seed", plan.variables)
            household.run(seed, progress, "Letting the first guests in")


def _greet(plan: Plan) -> None:
    settings = plan.settings
    if plan.moved_from:
        show(Text(f"  Port {plan.moved_from} is in use, so Casa took {settings.port}.", style="dim"))
    welcome([("Address", settings.base_url), *_login(settings), ("Data", str(settings.data))])


def _login(settings: Environment) -> list[tuple[str, str]]:
    if not settings.demo:
        return []
    try:
        login = json.loads(Places(settings.data).login.read_text())
        known = [("E-mail", str(login["email"])), ("Password", str(login["password"]))]
    except (OSError, ValueError, KeyError, TypeError):
        raise Trouble(
            f"The login of the pretend world ({Places(settings.data).login}) is missing or damaged. "
            f"Remove the folder {settings.data} and start again to make a fresh world."
        ) from None
    return [*known, ("Pretend world", settings.sandbox_url or "")]
