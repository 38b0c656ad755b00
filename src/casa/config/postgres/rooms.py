"""Where one server keeps its things, worked out from the data folder alone, so that every process agrees."""

import contextlib
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from casa.config.paths import PRIVATE, Places, make_folder
from casa.config.trouble import Trouble

DATABASE = "casa"
ROLES = {"owner": "casa_owner", "app": "casa_app", "system": "casa_system", "superuser": "postgres"}
"""What each role is called in the database; docs/decisions/0002-embedded-postgres.md says what each may."""

SOCKET = ".s.PGSQL.5432"
LONGEST = 100
"""Bytes. The kernel allows 107 on Linux and 103 on macOS for the path of a socket."""

SHORT_HOME = Path("/tmp")  # noqa: S108 - a private folder of our own is made inside, and its owner and mode are checked
"""Fixed rather than TMPDIR, which differs between a terminal, cron and a service of the same account."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """The folders of one embedded server."""

    data: Path

    @property
    def home(self) -> Path:
        return Places(self.data).postgres

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def binaries(self) -> Path:
        return self.home / "binaries"

    @property
    def settings(self) -> Path:
        """Owned by whoever runs Casa, so that the server's account cannot loosen its own rules."""
        return self.home / "settings"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def first_words(self) -> Path:
        """What the server says before its own log is open."""
        return Places(self.data).logs / "postgres-start.log"

    @property
    def socket(self) -> Path:
        """The socket's folder: beside the data, or a short private one where that path would be too long."""
        beside = self.home / "run"
        if len(os.fsencode(beside / SOCKET)) <= LONGEST:
            return beside
        return SHORT_HOME / f"casa-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]}"

    def url(self, role: str) -> str:
        """A connection URL for `owner`, `app`, `system` or `superuser`."""
        database = "postgres" if role == "superuser" else DATABASE
        return f"postgresql://{ROLES[role]}@/{database}?host={quote(str(self.socket), safe='')}"


def make_socket_folder(folder: Path, uid: int, gid: int) -> None:
    """Make the socket's folder private to the server's account.

    :raises Trouble: somebody else's folder, or a link, lies there (in a shared temporary folder anybody may
    put one)
    """
    if not folder.parent.samefile(SHORT_HOME):
        make_folder(folder, PRIVATE)
    else:
        folder.mkdir(mode=PRIVATE, exist_ok=True) if not folder.is_symlink() else None
    found = folder.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid in (uid, os.geteuid())
    if not ours or stat.S_IMODE(found.st_mode) & 0o077:
        raise Trouble(
            f"The folder {folder} for the database socket is not private to this account. "
            "Remove it and start again, or name a data folder with a shorter path with CASA_DATA."
        )
    if found.st_uid != uid:
        os.chown(folder, uid, gid, follow_symlinks=False)


def leave_socket_folder(folder: Path) -> None:
    """Tidy up after a stopped server: a short folder in the shared temporary folder is not left behind."""
    if folder.parent == SHORT_HOME:
        with contextlib.suppress(OSError):
            folder.rmdir()
