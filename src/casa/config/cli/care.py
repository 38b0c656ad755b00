"""Backups, and putting one back."""

import datetime
from pathlib import Path

from psycopg import conninfo

from casa.config.cli import tables
from casa.config.cli.display import console, step
from casa.config.environment import Environment
from casa.config.paths import Places
from casa.config.postgres import DATABASE, Server
from casa.config.postgres.claim import Claim
from casa.config.postgres.command import quiet
from casa.config.postgres.dump import Archive
from casa.config.postgres.rooms import Rooms
from casa.config.trouble import Trouble


def back_up(settings: Environment) -> Path:
    """Dump the database into the backups folder; returns the file. The database must be running."""
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
    file = Places(settings.data).backups / f"casa-{stamp}.dump"
    with step("Backup", quiet):
        _archive(settings).write(file, _database(settings))
    console.print(f"\nWritten: {file} ({file.stat().st_size / 1e6:.1f} MB)")
    console.print(
        "The keys are not in it, and without them it cannot be read. "
        f"Keep a copy of {Places(settings.data).keys} somewhere else, apart from the backups."
    )
    return file


def restore(settings: Environment, file: Path) -> None:
    """Replace the database by a dump.

    :raises Trouble: Casa runs, the file is no dump, or the server refuses
    """
    if not file.is_file():
        raise Trouble(f"There is no file {file}. Backups lie in {Places(settings.data).backups}.")
    if settings.embedded:
        with Server(settings.data).running(quiet):
            _put_back(settings, file)
        return
    claim = Claim(Places(settings.data).lock)
    try:
        _put_back(settings, file)
    finally:
        claim.release()


def _put_back(settings: Environment, file: Path) -> None:
    tables.forget(settings)
    with step("Restore", quiet):
        _archive(settings).read(file, _database(settings))
    console.print("\nThe database is as it was at the time of the backup. Start Casa to bring its tables up to date.")


def _archive(settings: Environment) -> Archive:
    """The superuser's connection where the server is ours, else the owner's."""
    url = Rooms(settings.data).url("superuser") if settings.embedded else settings.database_url
    return Archive(settings.data, url, embedded=settings.embedded)


def _database(settings: Environment) -> str:
    return DATABASE if settings.embedded else str(conninfo.conninfo_to_dict(settings.database_url)["dbname"])
