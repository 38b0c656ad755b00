"""What can be asked for. Each command settles its plan, then calls one verb."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from casa.config import keys
from casa.config.cli import care, checkup, running
from casa.config.cli.display import console
from casa.config.cli.plan import existing, plan
from casa.config.paths import ROOT, Places
from casa.config.processes import Command
from casa.config.trouble import Trouble

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="One inbox, one calendar and one assistant for people who host guests.",
)
keys_app = typer.Typer(no_args_is_help=True, help="The master keys that protect everything personal.")
app.add_typer(keys_app, name="keys")

Host = Annotated[str | None, typer.Option(help="Address to listen on. 127.0.0.1 is this machine alone.")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on. Without it: the next free one.")]
World = Annotated[bool | None, typer.Option("--demo/--live", help="Which world. Without it: the one that is there.")]
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@app.command()
def demo(host: Host = None, port: Port = None) -> None:
    """Open Casa with a pretend world of guests, homes and phones. Nothing leaves this machine."""
    running.keep_open(plan(demo=True, host=host, port=port))


@app.command()
def up(host: Host = None, port: Port = None) -> None:
    """Open Casa for real: web, jobs and, without DATABASE_URL, its own database."""
    running.keep_open(plan(demo=False, host=host, port=port))


@app.command()
def web(demo: World = None) -> None:
    """Only the pages, for a machine or container of their own. The database must be running."""
    _become(running.web_command(existing(demo=demo)))


@app.command()
def worker(demo: World = None) -> None:
    """Only the jobs, for a machine or container of their own. The database must be running."""
    _become(running.worker_command(existing(demo=demo)))


@app.command()
def migrate(demo: World = None) -> None:
    """Bring the tables up to date."""
    settled = existing(demo=demo)
    with running.database(settled.settings):
        _call(running.migrate_command(settled))
    console.print("The tables are up to date.")


@app.command()
def shell(demo: World = None) -> None:
    """Open a Python prompt with everything of Casa loaded."""
    settled = existing(demo=demo)
    with running.database(settled.settings):
        _call(Command("shell", (sys.executable, "-m", "django", "shell"), settled.variables))


@app.command()
def doctor(demo: World = None) -> None:
    """Check the settings, the database, the keys and the disk. Ends with 1 when something needs a person."""
    raise typer.Exit(0 if checkup.show(existing(demo=demo)) else 1)


@app.command()
def backup(demo: World = None) -> None:
    """Write the database into one file in the data folder. The keys are not in it."""
    settled = existing(demo=demo)
    with running.database(settled.settings):
        care.back_up(settled.settings)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that ./casa backup wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    demo: World = None,
) -> None:
    """Replace the database by a backup. Casa must be stopped."""
    settled = existing(demo=demo)
    if not yes:
        typer.confirm(f"Replace everything in {settled.settings.data} by {file.name}?", abort=True)
    care.restore(settled.settings, file)


@keys_app.command()
def rotate(demo: World = None) -> None:
    """Make a new master key. The old ones stay until everything they protect is under the new one."""
    settled = existing(demo=demo)
    if settled.variables.get("CASA_MASTER_KEYS") or settled.variables.get("CASA_MASTER_KEYS_FILE"):
        number = settled.settings.current_master_key + 1
        console.print("The keys come from CASA_MASTER_KEYS. Add this to its end, after a comma, then restart Casa:")
        console.print(f"{number}:{keys.new_key()}")
        return
    number = keys.add_master(Places(settled.settings.data).keys)
    console.print(
        f"Master key {number} is made. Restart Casa to use it, and copy {settled.settings.data / 'keys'} anew."
    )


@app.command(context_settings=PASS_ON)
def test(context: typer.Context) -> None:
    """Run the tests. Anything after the word goes to pytest."""
    _ensure_browser()
    given = context.args
    places = [] if any(_names_a_place(arg) for arg in given) else [p for p in ("src", "tests") if (ROOT / p).is_dir()]
    _become(Command("test", (sys.executable, "-m", "pytest", "-q", *places, *given), dict(os.environ)))


@app.command(context_settings=PASS_ON)
def bench(context: typer.Context) -> None:
    """Measure against the stated limits. Anything after the word goes to the bench."""
    _become(Command("bench", (sys.executable, "-m", "bench", *context.args), dict(os.environ)))


def _become(command: Command) -> None:
    """Turn into the command: signals and the exit code are its own."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execve(command.args[0], list(command.args), dict(command.env))  # noqa: S606 - a command of ours


def _call(command: Command) -> None:
    """Run it at this terminal to its end. :raises Trouble: it failed"""
    code = subprocess.run(list(command.args), env=dict(command.env), cwd=ROOT).returncode
    if code:
        raise Trouble(f"{command.name} ended with {code}; the reason is above.")


def _names_a_place(argument: str) -> bool:
    return not argument.startswith("-") and (ROOT / argument.split("::")[0]).exists()


def _ensure_browser() -> None:
    """The browser tests need Chromium. Where Casa may install it, it does; elsewhere they skip and say so."""
    if any(shutil.which(name) for name in BROWSERS) or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    console.print("Installing Chromium with apt for the browser tests (once) …", style="dim")
    quiet = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    if not (_apt(quiet, "install") or (_apt(quiet, "update") and _apt(quiet, "install"))):
        console.print("Chromium could not be installed; the browser tests will be skipped.", style="dim")


def _apt(environment: dict[str, str], verb: str) -> bool:
    what: Sequence[str] = ("-y", "--no-install-recommends", "chromium") if verb == "install" else ()
    command = ["apt-get", verb, "-qq", *what]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
