"""Making the cluster once, whole or not at all."""

import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from casa.config.paths import PASSABLE, PRIVATE, make_folder
from casa.config.postgres.account import Account, maker_for
from casa.config.postgres.binaries import Binaries
from casa.config.postgres.command import Progress, run
from casa.config.postgres.postmaster import write_new
from casa.config.postgres.rooms import ROLES, Rooms
from casa.config.trouble import Trouble

MARKER = "casa-made-this"
BUILTIN_LOCALE = 17
"""The first version that sorts without the C library, whose upgrades would corrupt indexes."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make a cluster: with which programs, for whom, and whether to wait for the disk meanwhile."""

    binaries: Binaries
    account: Account
    wait_for_disk: bool = True


def make(rooms: Rooms, recipe: Recipe, progress: Progress) -> None:
    """Make the cluster if it is missing. The caller holds the data folder's lock.

    Built in a sibling and renamed; the marker is written before the rename, so a cluster with a marker is
    whole.

    :raises Trouble: the folder holds a cluster we did not finish, or one of another major version
    """
    make_folder(rooms.home, PASSABLE if os.geteuid() == 0 else PRIVATE)
    _check_reach(rooms, recipe.account)
    if not _whole(rooms.cluster):
        _set_aside(rooms.cluster)
        _build(rooms, recipe, progress)
    check_version(rooms.cluster, recipe.binaries)


def check_version(cluster: Path, binaries: Binaries) -> None:
    """:raises Trouble: the data was written by another major version of Postgres"""
    written_by = (cluster / "PG_VERSION").read_text().strip()
    if written_by != str(binaries.major):
        raise Trouble(
            f"The data in {cluster} was written by Postgres {written_by}, and this Casa brings Postgres "
            f"{binaries.major}, which cannot read it. Start the Casa that wrote it, run ./casa backup there, "
            "then start this one on an empty data folder and run ./casa restore."
        )


def _whole(cluster: Path) -> bool:
    if not cluster.exists():
        return False
    if (cluster / MARKER).exists():
        return True
    if (cluster / "global" / "pg_control").exists():
        raise Trouble(
            f"The folder {cluster} holds a database that Casa did not make. Move it somewhere else and start again, "
            "or name another folder with CASA_DATA."
        )
    return False


def _set_aside(cluster: Path) -> None:
    """What lies there holds no database. An empty folder goes; anything else gets another name."""
    if not cluster.exists():
        return
    try:
        cluster.rmdir()
    except OSError:
        cluster.rename(cluster.with_name(f"cluster-unfinished-{time.strftime('%Y%m%d-%H%M%S')}"))


def _build(rooms: Rooms, recipe: Recipe, progress: Progress) -> None:
    making = rooms.home / "cluster.making"
    maker = maker_for(recipe.account)
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=PRIVATE)
    maker.take(making)
    run(_initdb(making, recipe), maker, progress=progress, message="Making the database (first start only)")
    write_new(making / MARKER, f"Postgres {recipe.binaries.version}\n", maker.uid, maker.gid)
    _hand_over(making, recipe.account)
    making.rename(rooms.cluster)
    _settle(rooms.home)


def _initdb(folder: Path, recipe: Recipe) -> list[str | Path]:
    args: list[str | Path] = [recipe.binaries.program("initdb"), "--pgdata", folder]
    args += ["--username", ROLES["superuser"]]
    options = ["--encoding=UTF8", "--data-checksums", "--auth-local=peer", "--auth-host=scram-sha-256"]
    return [
        *args,
        *options,
        *_locale(recipe.binaries.major),
        *([] if recipe.wait_for_disk else ["--no-sync"]),
    ]


def _locale(major: int) -> list[str]:
    if major < BUILTIN_LOCALE:
        return ["--locale=C.UTF-8"]
    if sys.platform == "darwin":  # its C library knows no C.UTF-8; the builtin provider does
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale-provider=builtin", "--locale=C.UTF-8"]


def _hand_over(folder: Path, account: Account) -> None:
    """Give everything in the new cluster to the account that will run it, and the marker too."""
    if account.is_us:
        return
    for parent, _folders, files in os.walk(folder):
        account.take(Path(parent))
        for name in files:
            account.take(Path(parent, name))


def _check_reach(rooms: Rooms, account: Account) -> None:
    if account.is_us or account.can_reach(rooms.home):
        return
    raise Trouble(
        f"Postgres cannot be root, and the account it runs as ({account.name or account.uid}) cannot reach "
        f"{rooms.home}. Name a data folder outside a private home, such as /var/lib/casa/mine, with CASA_DATA."
    )


def _settle(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
