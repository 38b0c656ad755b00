"""Where things lie: the checkout, the data folder, and the rooms inside the data folder."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casa.config.trouble import Trouble

ROOT = Path(__file__).resolve().parents[3]
"""The checkout: the folder that holds the start script."""

ROOT_HOME = Path("/var/lib/casa")
"""Where data lies when root runs Casa: Postgres refuses to be root, so its folder must be one another
account can reach, and a checkout in root's own home is not.
"""

PRIVATE = 0o700
PASSABLE = 0o711
"""Other accounts may walk through but not look around."""


@dataclass(frozen=True, slots=True)
class Places:
    """The rooms of one data folder. Nothing here touches the disk except `make`."""

    data: Path

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def mail(self) -> Path:
        """Mail that no server took: links in it open accounts."""
        return self.data / "mail"

    @property
    def exports(self) -> Path:
        """Copies of people's data until they are fetched, each sealed under a key of its own."""
        return self.data / "exports"

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def lock(self) -> Path:
        """Held while Casa runs; says who runs it."""
        return self.data / "running.json"

    @property
    def login(self) -> Path:
        """Written when the pretend world was made: e-mail, password, workspace."""
        return self.data / "demo.json"

    def make(self) -> None:
        """Make the rooms that are missing. A folder that is already there keeps its mode."""
        make_folder(self.data, PASSABLE if os.geteuid() == 0 else PRIVATE)
        for room in (self.keys, self.logs, self.backups, self.mail):
            make_folder(room, PRIVATE)


def default_data(*, demo: bool, root: Path = ROOT) -> Path:
    """The data folder when nobody chose one: beside the code, or under `/var/lib/casa` for root."""
    room = "demo" if demo else "live"
    if os.geteuid() == 0:
        return ROOT_HOME / hashlib.sha256(os.fsencode(root)).hexdigest()[:12] / room
    return root / ".casa" / room


def data_folder(env: Mapping[str, str], *, demo: bool) -> Path:
    """`CASA_DATA`, or the default for the real house or the pretend one (two folders, so they never mix)."""
    given = env.get("CASA_DATA", "").strip()
    return Path(os.path.abspath(os.path.expanduser(given))) if given else default_data(demo=demo)


def make_folder(folder: Path, mode: int = PRIVATE) -> None:
    """Make `folder` with exactly this mode, and its missing parents passable. Never changes what is there.

    :raises Trouble: no permission, a file in the way, or no room on the disk
    """
    try:
        if folder.is_dir():
            return
        if not folder.parent.exists():
            make_folder(folder.parent, PASSABLE)
        folder.mkdir(mode=mode, exist_ok=True)
        folder.chmod(mode)
    except OSError as error:
        raise Trouble(
            f"Casa cannot make the folder {folder} ({os.strerror(error.errno or 0).lower()}). "
            "Give this account permission to write there, or name another folder with CASA_DATA."
        ) from error
