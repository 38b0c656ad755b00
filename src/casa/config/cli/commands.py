"""What can be asked for. Each command settles its plan, then calls one verb."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from casa.config.cli import care, checkup, running
from casa.config.cli.display import console
from casa.config.cli.plan import Plan, existing, plan
from casa.config.keys import MasterFile
from casa.config.paths import ROOT
from casa.config.processes import Command, module
from casa.config.trouble import Trouble

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="One inbox, one calendar and one assistant for people who host guests.",
)
keys_app = typer.Typer(no_args_is_help=True, help="The master keys that protect everything personal.")
app.add_typer(keys_app, name="keys")
consent_app = typer.Typer(no_args_is_help=True, help="How Casa reads yes and no.")
app.add_typer(consent_app, name="consent")
privacy_app = typer.Typer(no_args_is_help=True, help="Copies of people's data, and proofs that promises are kept.")
app.add_typer(privacy_app, name="privacy")

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
    _become(running.web_commands(existing(demo=demo))[0])


@app.command()
def worker(demo: World = None) -> None:
    """Only the jobs, for a machine or container of their own. The database must be running."""
    _become(running.worker_command(existing(demo=demo)))


@app.command()
def migrate(demo: World = None) -> None:
    """Bring the tables up to date."""
    settled = existing(demo=demo)
    with running.database(settled.settings):
        running.make_roles(settled.settings)
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
def rotate(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    demo: World = None,
) -> None:
    """Make a new master key and bring everything under it. Casa may go on running."""
    settled = existing(demo=demo)
    if not isinstance(settled.settings.master_keys, MasterFile) and len(settled.settings.master_keys) > 1 and not yes:
        question = "Has every web and worker process been restarted since the last change of CASA_MASTER_KEYS?"
        typer.confirm(question, abort=True)
    _about_keys(settled, "rotate")


@keys_app.command()
def retire(demo: World = None) -> None:
    """Destroy master keys older than 30 days, so that backups of their time cannot be read any more."""
    _about_keys(existing(demo=demo), "retire")


@keys_app.command("show")
def show_keys(demo: World = None) -> None:
    """List the master keys, their age, and how much hangs on each."""
    _about_keys(existing(demo=demo), "show")


@consent_app.command("classify")
def classify_consent() -> None:
    """Read messages from the input, one JSON object a line, and print what each means for consent."""
    from casa.core.consent.classify import main  # its phrases take most of a second to make ready

    raise typer.Exit(main(sys.stdin, sys.stdout))


@privacy_app.command("import")
def import_copy(
    file: Annotated[Path, typer.Argument(help="The zip that a workspace's copy was fetched as.")],
    demo: World = None,
) -> None:
    """Move a whole workspace into this Casa, which must be empty."""
    settled = existing(demo=demo)
    command = module("import", "casa.config.cli.moving", settled.variables, str(file.resolve()))
    with running.database(settled.settings):
        code = subprocess.run(list(command.args), env=dict(command.env), cwd=ROOT).returncode
    raise typer.Exit(code)


@privacy_app.command("prove")
def prove_promises(
    promises: Annotated[list[str] | None, typer.Argument(help="Which ones. Without any: all, in ten minutes.")] = None,
) -> None:
    """Switch each control off in a throwaway database and show that its test notices. Needs the tests beside it."""
    command = module("proofs", "casa.config.cli.proofs", dict(os.environ), *(promises or []))
    _become(command)


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


def _about_keys(settled: Plan, verb: str) -> None:
    """Beside the running Casa, or with its database started for this alone; ends as the verb ended."""
    command = module("keys", "casa.config.cli.epochs", settled.variables, verb)
    with running.database(settled.settings):
        code = subprocess.run(list(command.args), env=dict(command.env), cwd=ROOT).returncode
    raise typer.Exit(code)


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
