"""What `./casa doctor` looks at. Each check returns what it found or raises a sentence with what to do."""

import platform
import shutil
import stat
from collections.abc import Callable, Iterator

import django
import psycopg
from rich.text import Text

from casa.config import mail
from casa.config.cli import running
from casa.config.cli.display import console
from casa.config.cli.plan import Plan
from casa.config.environment import Environment
from casa.config.paths import Places
from casa.config.postgres import ROLES
from casa.config.postgres.claim import who
from casa.config.trouble import Trouble

ROOM = 2_000_000_000
"""Bytes of free disk under which the doctor complains."""

QUIET_WORKER = 60
"""Seconds without a heartbeat after which a worker counts as gone."""

Check = Callable[[Environment], str]


def show(plan: Plan) -> bool:
    """Print every finding; True when nothing needs a person. Starts the embedded database if need be."""
    console.print("Casa's health\n", style="bold")
    found = [_line(*finding) for finding in _before_database(plan.settings)]
    at_work = not plan.settings.embedded or who(Places(plan.settings.data).lock) is not None
    try:
        with running.database(plan.settings):
            found += [_line(*finding) for finding in _with_database(plan.settings, at_work)]
    except Trouble as trouble:
        found.append(_line("Database", str(trouble), False))
    return all(found)


def _before_database(settings: Environment) -> Iterator[tuple[str, str, bool]]:
    yield "Settings", f"all readable; people reach Casa at {settings.base_url}", True
    yield "Versions", f"Python {platform.python_version()}, Django {django.get_version()}", True
    for name, check in (("Data folder", _disk), ("Keys", _keys), ("Mail", _mail), ("Running", _running)):
        yield _finding(name, check, settings)


def _with_database(settings: Environment, at_work: bool) -> Iterator[tuple[str, str, bool]]:
    """`at_work`: whether Casa is open, so that a worker is to be expected."""
    for name, check in (("Database", _database), ("Roles", _roles)):
        yield _finding(name, check, settings)
    yield _finding("Worker", _worker, settings) if at_work else ("Worker", "not running, as Casa is not", True)


def _finding(name: str, check: Check, settings: Environment) -> tuple[str, str, bool]:
    try:
        return name, check(settings), True
    except Trouble as trouble:
        return name, str(trouble), False
    except psycopg.Error as error:
        return (
            name,
            f"the database refused ({type(error).__name__}). Look into its log in the data folder.",
            False,
        )


def _line(name: str, text: str, well: bool) -> bool:
    mark = ("  ✓ ", "green") if well else ("  ✗ ", "red")
    console.print(Text.assemble(mark, (f"{name:<12}", "bold"), text))
    return well


def _disk(settings: Environment) -> str:
    there = next(folder for folder in (settings.data, *settings.data.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < ROOM:
        raise Trouble(f"only {free / 1e9:.1f} GB free on the disk of {settings.data}. Make room.")
    return f"{settings.data}, {free / 1e9:.0f} GB free"


def _keys(settings: Environment) -> str:
    folder = Places(settings.data).keys
    for path in [folder, *folder.glob("[!.]*")] if folder.exists() else []:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            mode = 700 if path.is_dir() else 600
            raise Trouble(f"other accounts of this machine may read {path}. Run: chmod {mode} '{path}'")
    return f"master key {settings.current_master_key} is current, {len(settings.master_keys)} in all"


def _mail(settings: Environment) -> str:
    folder = Places(settings.data).mail
    kept = len(list(folder.glob("*.log"))) if folder.is_dir() else 0
    if settings.smtp_url is None:
        return f"no mail server; invitations and new passwords lie in {folder} ({kept} so far)"
    try:
        mail.try_out(settings.smtp_url)
    except OSError as error:
        raise Trouble(
            f"{settings.smtp_url.name} does not take mail from us ({type(error).__name__}). Check CASA_SMTP_URL. "
            f"What could not be sent lies in {folder}."
        ) from None
    return f"{settings.smtp_url.name} takes our mail, from {settings.mail_from}" + (
        f"; {kept} that it did not take lie in {folder}" if kept else ""
    )


def _running(settings: Environment) -> str:
    note = who(Places(settings.data).lock)
    if note is None:
        return "not now; the database is started for this check alone" if settings.embedded else "not on this machine"
    return f"process {note.get('process', 'unknown')} at {note.get('address', 'no address')}"


def _database(settings: Environment) -> str:
    try:
        with psycopg.connect(settings.database_url, connect_timeout=10) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError:
        raise Trouble("does not answer. Start Casa, or check DATABASE_URL.") from None
    place = "in the data folder" if settings.embedded else "named by DATABASE_URL"
    return f"Postgres {version // 10000}.{version % 100}, {place}"


def _roles(settings: Environment) -> str:
    for role, url in ((ROLES["app"], settings.app_url), (ROLES["system"], settings.system_url)):
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute(
                "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
            ).fetchone()
        if row is None or row[0]:
            raise Trouble(
                f"{role} may look past the walls between workspaces. Run: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS"
            )
    return "the walls between workspaces hold for both"


def _worker(settings: Environment) -> str:
    """Procrastinate's workers leave a heartbeat; before the first migration there is no such table."""
    with psycopg.connect(settings.database_url, connect_timeout=10) as connection:
        known = connection.execute("select to_regclass('procrastinate_workers')").fetchone()
        if not (known and known[0]):
            return "no jobs yet: the tables are not made"
        row = connection.execute(
            "select extract(epoch from now() - max(last_heartbeat))::int from procrastinate_workers"
        ).fetchone()
    if row is None or row[0] is None or row[0] > QUIET_WORKER:
        raise Trouble("no worker has been heard for a minute. Start one with ./casa up or ./casa worker.")
    return f"heard {row[0]} s ago"
