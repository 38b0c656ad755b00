"""Which account of the operating system runs the server. Postgres refuses to be root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casa.config.trouble import Trouble

OWN_ACCOUNTS = ("casa", "postgres")
"""Accounts that exist for this and nothing else, best first. `nobody` is not one: other programs share it."""

NUMBER = 54318
"""Used when the machine has neither: a user id can own files and run a program without having a name."""

STAND_INS = ("nobody", "daemon", "bin")


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server. `name` is None for a bare number."""

    uid: int
    gid: int
    name: str | None

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()

    def as_child(self) -> dict[str, Any]:
        """Arguments for `Popen` that make the child run as this account and as nothing else."""
        common: dict[str, Any] = {"cwd": "/", "env": _bare_environment(), "start_new_session": True}
        if self.is_us:
            return common
        return common | {"user": self.uid, "group": self.gid, "extra_groups": [], "umask": 0o077}

    def take(self, path: Path) -> None:
        """Make this account the owner of `path` alone (not of what is inside)."""
        if not self.is_us:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def can_reach(self, folder: Path) -> bool:
        """Whether this account may walk to `folder` (asked of the kernel, so that access lists count)."""
        command = ["test", "-x", str(folder)]
        return subprocess.run(command, capture_output=True, **self.as_child()).returncode == 0


def for_cluster(cluster: Path) -> Account:
    """The account for this cluster: its owner once it exists, else ours, else (we are root) one of its own.

    :raises Trouble: the folder belongs to somebody else, or our account has no name
    """
    us = os.geteuid()
    owner = cluster.stat().st_uid if cluster.exists() else None
    if us == 0:
        return _of(owner) if owner else _unprivileged()
    if owner not in (None, us):
        raise Trouble(
            f"The database in {cluster} belongs to another account ({_of(owner or 0).name or owner}). "
            "Start Casa from that account, or name another folder with CASA_DATA."
        )
    account = _of(us)
    if account.name is None:
        raise Trouble(
            f"This account (number {us}) has no name on this machine, and Postgres needs one to know who asks. "
            "Add it with useradd, start Casa from another account, or name a database with DATABASE_URL."
        )
    return account


def maker_for(account: Account) -> Account:
    """Who runs `initdb`: it insists on an account with a name, the server does not."""
    if account.name is not None:
        return account
    for name in STAND_INS:
        found = _named(name)
        if found:
            return found
    raise Trouble(
        "Postgres cannot be set up by root, and this machine has no other account. Add one with: useradd --system casa"
    )


def our_name() -> str | None:
    """The name of the account that runs this program, or None."""
    return _of(os.geteuid()).name


def _unprivileged() -> Account:
    for name in OWN_ACCOUNTS:
        found = _named(name)
        if found and found.uid != 0:
            return found
    return _of(NUMBER)


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid, name)


def _of(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(uid, uid, None)
    return Account(uid, entry.pw_gid, entry.pw_name)


def _bare_environment() -> dict[str, str]:
    """Nothing of ours reaches the server: no PGDATA, no keys, no locale."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
