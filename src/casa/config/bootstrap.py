"""Make the environment if it is missing or out of date, then hand over to the command line inside it.

Run by `./casa` as a plain file with whatever Python 3.11 or later the machine has, so it imports nothing
but the standard library. The environment is `.venv` beside the start script: exactly `requirements.lock`,
every file checked against the hash in it. A stamp is written last, so an environment without one is known
to be half-made.
"""

import ast
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
INSTALLER = Path(__file__).with_name("installer.lock")
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "casa-environment.json"
COMMAND_LINE = "casa.config.cli"
COMPILED = VENV / "compiled"

UV_FROM_PIP = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "proxy": "HTTPS_PROXY",
}
"""What pip was told about this network, in uv's words. uv does not read pip's settings by itself."""


class CannotBuild(Exception):
    """A sentence for the person: what is missing and how to get it."""


def tell(text: str, end: str = "\n") -> None:
    """To the person, not into a pipe that waits for what the command prints."""
    sys.stderr.write(text + end)
    sys.stderr.flush()


def main(arguments: Sequence[str]) -> int:
    """Become the command line; returns only when that cannot be."""
    try:
        prepare()
    except CannotBuild as error:
        tell(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        tell("\nStopped. Nothing runs; the next start goes on from here.")
        return 130
    sys.stdout.flush()
    _keep_what_is_compiled()
    return os.execv(PYTHON, [str(PYTHON), "-m", COMMAND_LINE, *arguments])  # noqa: S606 - hands over to our own command line


def _keep_what_is_compiled() -> None:
    """Python compiles each file once, into our environment and nowhere else. Many machines forbid it to keep what it
    compiled beside the sources; then every process of ours would begin with seconds of compiling."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(COMPILED))


def prepare() -> None:
    """Leave a whole environment in place. Two starts at once make it once."""
    if is_ready():
        return
    _leave_the_environment()
    with open(LOCK, "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_ready():
            build()


def is_ready() -> bool:
    """Whether the environment is whole, made from this lock, and with the Python it still has."""
    try:
        stamp = json.loads(STAMP.read_text())
        fits = stamp == _stamp(stamp["python"]) and PYTHON.exists()
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if not fits or (_inside() and stamp["python"] != _version()):
        return False
    _point_to_source(stamp["python"])
    return True


def build() -> None:
    """Make the environment; put the old one back when that fails."""
    old = VENV.with_name(".venv.old")
    _check_writable()
    tell("Making the environment. This happens once, and again when Casa's requirements change.")
    shutil.rmtree(old, ignore_errors=True)
    if VENV.exists():
        VENV.rename(old)
    try:
        _make_venv()
        _install()
        _point_to_source(_version())
        STAMP.write_text(json.dumps(_stamp(_version())))
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        if old.exists():
            old.rename(VENV)
        raise
    shutil.rmtree(old, ignore_errors=True)


def uv_settings(listing: str) -> dict[str, str]:
    """What `pip config list` printed, as environment variables for uv.

    A command's own section beats the general one, and the environment beats both.
    """
    found: dict[str, tuple[int, str]] = {}
    for line in listing.splitlines():
        name, _, value = line.partition("=")
        section, _, option = name.strip().rpartition(".")
        rank = {"global": 0, "install": 1, ":env:": 2}.get(section)
        if rank is not None and option in UV_FROM_PIP and rank >= found.get(option, (0, ""))[0]:
            found[option] = (rank, _unquoted(value))
    settings = {UV_FROM_PIP[option]: value for option, (_rank, value) in found.items() if value}
    if "UV_FIND_LINKS" in settings:
        settings["UV_FIND_LINKS"] = ",".join(settings["UV_FIND_LINKS"].split())
    return settings | {"UV_INDEX_STRATEGY": "unsafe-best-match"}  # as pip does; the hashes decide what is accepted


def _install() -> None:
    """With uv where it can be had, because it is several times faster; with pip where not."""
    uv, pip = shutil.which("uv"), None if shutil.which("uv") else _pip()
    if uv is None and pip is not None:
        uv = _fetch_uv(pip)
    if uv is not None and _install_with_uv(uv, pip):
        return
    pip = pip or _pip()
    arguments = [
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        str(LOCK),
    ]
    if not _run("Installing what Casa needs", [*pip, *arguments]):
        raise CannotBuild("The packages Casa needs could not be installed; the reason is above. Then start again.")


def _install_with_uv(uv: str, pip: Sequence[str] | None) -> bool:
    command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(LOCK)]
    listing = _said([*(pip or [sys.executable, "-m", "pip"]), "config", "list"])
    if _run("Installing what Casa needs", command, uv_settings(listing), loud=False):
        return True
    tell("That did not work; trying again with pip, which takes a little longer.")
    return False


def _fetch_uv(pip: Sequence[str]) -> str | None:
    arguments = ["install", "--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    fetched = _run("Fetching the installer", [*pip, *arguments, "-r", str(INSTALLER)], loud=False)
    return str(VENV / "bin" / "uv") if fetched else None


def _make_venv() -> None:
    try:
        import venv
    except ImportError:  # some systems ship it apart
        uv = shutil.which("uv")
        if uv and _run("Preparing the folder", [uv, "venv", "--quiet", "--python", sys.executable, str(VENV)]):
            return
        _apt_venv()
        if not _run("Preparing the folder", [sys.executable, "-m", "venv", "--without-pip", str(VENV)]):
            raise CannotBuild(_how_to_get_pip()) from None
        return
    venv.EnvBuilder(symlinks=True, with_pip=False).create(VENV)


def _pip() -> list[str]:
    """A pip that installs into our environment: the machine's, Python's own, or Debian's after apt."""
    ours = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if _quietly([*ours, "--version"]):
        return ours
    if not _quietly([str(PYTHON), "-m", "ensurepip"]):
        _apt_venv()
        if not _quietly([str(PYTHON), "-m", "ensurepip"]):
            raise CannotBuild(_how_to_get_pip())
    return [str(PYTHON), "-m", "pip"]


def _apt_venv() -> None:
    """On Debian and Ubuntu, as root, install the part of Python that is missing."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotBuild(_how_to_get_pip())
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    package = f"python{_version()}-venv"
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    message = f"Installing {package} with apt"
    if not _run(message, install, quiet, loud=False):
        _run("Asking apt what there is", ["apt-get", "update", "-qq"], quiet, loud=False)
        if not _run(message, install, quiet):
            raise CannotBuild(_how_to_get_pip())


def _how_to_get_pip() -> str:
    return (
        f"This Python ({sys.executable}) comes without pip and venv. On Debian or Ubuntu run: "
        f"apt install python{_version()}-venv (with sudo). Elsewhere install uv or pip. Then start again."
    )


def _check_writable() -> None:
    if not os.access(ROOT, os.W_OK | os.X_OK):
        raise CannotBuild(
            f"Casa cannot write to {ROOT}, where its environment goes. "
            "Give this account permission to write there, or clone Casa into a folder of your own."
        )
    free = shutil.disk_usage(ROOT).free
    if free < 1_500_000_000:
        raise CannotBuild(f"There is too little room on the disk of {ROOT}. Casa's environment needs 1.5 GB.")


def _stamp(python: str) -> dict[str, str]:
    return {"lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(), "python": python}


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _point_to_source(python: str) -> None:
    """Put `src` on the environment's path; again when the checkout was moved."""
    path = VENV / "lib" / f"python{python}" / "site-packages" / "casa_src.pth"
    wanted = f"{ROOT / 'src'}\n"
    if not path.exists() or path.read_text() != wanted:
        path.write_text(wanted)


def _inside() -> bool:
    """Whether we run on the environment's own Python."""
    return Path(sys.prefix) == VENV


def _leave_the_environment() -> None:
    """Before the environment is rebuilt, go on with the Python it was made from."""
    if not _inside():
        return
    base = os.path.realpath(PYTHON)
    if not os.path.exists(base):
        raise CannotBuild(f"The Python that Casa was set up with is gone. Remove {VENV} and start again.")
    os.execv(base, [base, "-I", *sys.argv])  # noqa: S606 - the Python we were made from


def _run(message: str, command: Sequence[str], more: Mapping[str, str] | None = None, *, loud: bool = True) -> bool:
    """Run a step, showing that it goes on. Its own words are shown only when it fails (and `loud`)."""
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            command, env=_environment() | dict(more or {}), stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        try:
            _watch(child, message)
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()
        if child.returncode and loud:
            said.seek(0)
            tell(said.read().decode(errors="replace")[-4000:])
    return child.returncode == 0


def _watch(child: "subprocess.Popen[bytes]", message: str) -> None:
    """On a terminal the seconds count up in place; elsewhere a line every quarter of a minute."""
    began, told = time.monotonic(), 0.0
    live = sys.stderr.isatty()
    tell(f"  {message} …", end="" if live else "\n")
    while child.poll() is None:
        time.sleep(0.05)
        passed = time.monotonic() - began
        if passed - told >= (1 if live else 15):
            told = passed
            tell(f"\r  {message} … {passed:.0f} s" if live else f"  {passed:.0f} s …", end="" if live else "\n")
    if live:
        tell("")


def _environment() -> dict[str, str]:
    """Ours, without what would send packages elsewhere than into the environment."""
    unwanted = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def _quietly(command: Sequence[str]) -> bool:
    return subprocess.run(command, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def _said(command: Sequence[str]) -> str:
    try:
        return subprocess.run(command, env=_environment(), capture_output=True, text=True, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _unquoted(value: str) -> str:
    try:
        return str(ast.literal_eval(value.strip())).strip()
    except (ValueError, SyntaxError):
        return value.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
