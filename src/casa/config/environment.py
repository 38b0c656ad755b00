"""Every setting, read once from the environment or `.env`, typed, and checked before anything starts.

docs/operators/settings.md explains each one to the person who runs Casa; a test holds the two together.
"""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from dotenv import dotenv_values
from psycopg import ProgrammingError, conninfo

from casa.config import keys, mail
from casa.config.paths import ROOT, Places, data_folder
from casa.config.postgres import external
from casa.config.postgres.rooms import ROLES, Rooms
from casa.config.trouble import Trouble

PORT, SANDBOX_PORT = 8400, 8401
LOOPBACK = ("localhost", "127.0.0.1", "::1")
YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
SECRETS = ("DATABASE_URL", "CASA_SECRET_KEY", "CASA_MASTER_KEYS", "CASA_SMTP_URL")
"""Settings that may come from a file: `CASA_SECRET_KEY_FILE=/run/secrets/casa` instead of the value itself."""

SHORTEST_SECRET = 32


class WrongSetting(Trouble):
    """A setting that cannot be used. The sentence begins with its name and says what to do."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one Casa. Secrets are left out of its printed form."""

    data: Path
    database_url: str = field(repr=False)
    """The owner's connection: migrations, backups."""
    app_url: str = field(repr=False)
    """The app role's connection, under row-level security: web and worker."""
    system_url: str = field(repr=False)
    """The system role's connection, with policies of its own: the dispatcher."""
    secret_key: str = field(repr=False)
    master_keys: Mapping[int, bytes] = field(repr=False)
    """32 bytes each, by number. The highest number wraps new data keys."""
    base_url: str
    host: str
    port: int
    smtp_url: mail.MailServer | None = None
    """Who takes our mail; without one it goes to files in the data folder."""
    mail_from: str = ""
    """Whom our mail is from."""
    plausible_url: str = ""
    """The owner's own Plausible, which pages tell their names; empty: no page tells anybody anything."""
    plausible_domain: str = ""
    demo: bool = False
    sandbox_url: str | None = None
    debug: bool = False
    test: bool = False
    embedded: bool = True
    """Whether the database is the one Casa runs itself, in the data folder."""

    @property
    def current_master_key(self) -> int:
        return max(self.master_keys)


def load(env: Mapping[str, str] | None = None) -> Environment:
    """Read and check the settings; the process's environment goes before `.env`.

    With the embedded database, missing keys are made on first use and kept in the data folder.

    :raises WrongSetting: a value that cannot be used, or one that is missing
    :raises Trouble: the data folder cannot be written
    """
    values = _with_files(env if env is not None else surroundings())
    demo = _flag(values, "CASA_DEMO")
    data = data_folder(values, demo=demo)
    port = _port(values)
    secret_key, master_keys = _keys(values, data)
    base_url = _base_url(values, port)
    smtp_url = None if demo else _smtp_url(values)
    return Environment(
        data=data,
        **_urls(values, data, secret_key),
        secret_key=secret_key,
        master_keys=master_keys,
        base_url=base_url,
        host=values.get("CASA_HOST", "").strip() or "127.0.0.1",
        port=port,
        smtp_url=smtp_url,
        mail_from=_mail_from(values, smtp_url, urlsplit(base_url).hostname or ""),
        **_plausible(values, urlsplit(base_url).hostname or ""),
        demo=demo,
        sandbox_url=_sandbox_url(values, demo),
        debug=_flag(values, "CASA_DEBUG"),
        test=_flag(values, "CASA_TEST"),
    )


def surroundings() -> dict[str, str]:
    """`.env` beside the start script, overlaid by the process's own environment.

    The pretend world never reads `.env`: that file belongs to the real house.
    """
    if os.environ.get("CASA_DEMO") == "1":
        return dict(os.environ)
    from_file = {name: value for name, value in dotenv_values(ROOT / ".env", interpolate=False).items() if value}
    return from_file | dict(os.environ)


def is_embedded(env: Mapping[str, str]) -> bool:
    return not (env.get("DATABASE_URL") or env.get("DATABASE_URL_FILE"))


PREPARED = {"server_side_binding": True, "prepare_threshold": 2}
"""A statement that comes back is planned once a connection: with row-level security in it, planning took longer than
finding the rows (a conversation's page: 73 ms before, 41 ms after)."""


def database_settings(env: Environment) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` is the app role, `owner` migrates, `system` serves the dispatcher."""
    return {
        "default": _database(env.app_url, {"min_size": 2, "max_size": 20, "timeout": 10}),
        "owner": _database(env.database_url, {"min_size": 0, "max_size": 5, "timeout": 10}),
        "system": _database(env.system_url, {"min_size": 0, "max_size": 5, "timeout": 10}),
    }


def _database(url: str, pool: dict[str, int]) -> dict[str, Any]:
    parts = {name: str(value) for name, value in conninfo.conninfo_to_dict(url).items()}
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # a pooled connection that died with the database is replaced, not handed out
    }
    return settings | {"OPTIONS": {**parts, "pool": pool, **PREPARED}}


def _with_files(env: Mapping[str, str]) -> dict[str, str]:
    """The settings with each `X_FILE` replaced by what the file holds."""
    values = dict(env)
    for name in SECRETS:
        path = values.get(f"{name}_FILE", "").strip()
        if not path:
            continue
        if values.get(name):
            raise WrongSetting(f"{name}_FILE: {name} is set as well. Keep one of the two.")
        try:
            values[name] = Path(path).read_text().strip()
        except (OSError, UnicodeDecodeError):
            raise WrongSetting(
                f"{name}_FILE: the file {path} cannot be read. Check the path and who owns it."
            ) from None
    return values


def _flag(values: Mapping[str, str], name: str) -> bool:
    given = values.get(name, "").strip().lower()
    if given not in YES + NO:
        raise WrongSetting(f"{name}: use 1 for yes or 0 for no.")
    return given in YES


def _port(values: Mapping[str, str]) -> int:
    given = values.get("CASA_PORT", "").strip() or str(PORT)
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise WrongSetting(f"CASA_PORT: use a number between 1 and 65535, such as {PORT}.")
    return int(given)


def _base_url(values: Mapping[str, str], port: int) -> str:
    """Where people reach Casa. Sign-in and links go there, so it is encrypted or stays on this machine. A name, not a
    number: passkeys need one."""
    given = (
        values.get("CASA_BASE_URL", "").strip().rstrip("/") or f"http://localhost:{port}"
    )  # a name: passkeys need one
    parts = _split("CASA_BASE_URL", given)
    if parts.path or parts.query or parts.fragment or parts.username:
        raise WrongSetting("CASA_BASE_URL: give the address alone, such as https://casa.example.org, with no path.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise WrongSetting("CASA_BASE_URL: use https, so that sign-ins and guests' messages travel encrypted.")
    return given


def _sandbox_url(values: Mapping[str, str], demo: bool) -> str | None:
    given = values.get("CASA_SANDBOX_URL", "").strip().rstrip("/")
    if not given:
        return f"http://127.0.0.1:{SANDBOX_PORT}" if demo else None
    _split("CASA_SANDBOX_URL", given)
    return given


def _smtp_url(values: Mapping[str, str]) -> mail.MailServer | None:
    given = values.get("CASA_SMTP_URL", "").strip()
    if not given:
        return None
    try:
        server = mail.understood(given)
    except ValueError:
        raise WrongSetting(
            "CASA_SMTP_URL: write it as smtp://user:password@host:587?tls=starttls, where tls is starttls, ssl or "
            "none. Write special characters of the password as % and two digits, such as %40 for @."
        ) from None
    if server.tls == "none" and server.user and server.host not in LOOPBACK:
        raise WrongSetting("CASA_SMTP_URL: with tls=none the password would travel in the open. Use starttls or ssl.")
    return server


def _mail_from(values: Mapping[str, str], server: mail.MailServer | None, host: str) -> str:
    given = values.get("CASA_MAIL_FROM", "").strip()
    if not given and server and host in LOOPBACK:
        raise WrongSetting("CASA_MAIL_FROM: with CASA_SMTP_URL say whom mail is from: Casa <casa@example.org>.")
    place = host if "." in host and host not in LOOPBACK else "localhost"
    sender = given or f"Casa <casa@{place}>"
    if not re.fullmatch(r"(?:[^<>@\r\n]+ )?<?[^<>@\s]+@[^<>@\s]+>?", sender) or ("<" in sender) != (">" in sender):
        raise WrongSetting("CASA_MAIL_FROM: write an address, such as Casa <casa@example.org>.")
    return sender


def _plausible(values: Mapping[str, str], host: str) -> dict[str, Any]:
    given = values.get("CASA_PLAUSIBLE_URL", "").strip().rstrip("/")
    domain = values.get("CASA_PLAUSIBLE_DOMAIN", "").strip() or host
    if not given:
        return {}
    parts = _split("CASA_PLAUSIBLE_URL", given)
    if parts.path or parts.query or parts.fragment or parts.username or re.search(r"[\s;,'*]", parts.netloc):
        raise WrongSetting("CASA_PLAUSIBLE_URL: give its address alone, such as https://plausible.example.org.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise WrongSetting("CASA_PLAUSIBLE_URL: use https, so that nobody between sees who opens which page.")
    if not re.fullmatch(r"[A-Za-z0-9.-]{1,253}", domain):
        raise WrongSetting("CASA_PLAUSIBLE_DOMAIN: write the site as Plausible names it, such as casa.example.org.")
    return {"plausible_url": given, "plausible_domain": domain}


def _split(name: str, given: str) -> Any:
    try:
        parts = urlsplit(given)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise WrongSetting(f"{name}: write a whole address, such as https://casa.example.org.")
    return parts


def _urls(values: Mapping[str, str], data: Path, secret_key: str) -> dict[str, Any]:
    owner = values.get("DATABASE_URL", "").strip()
    if not owner:
        rooms = Rooms(data)
        urls = (rooms.url("owner"), rooms.url("app"), rooms.url("system"))
        return dict(zip(("database_url", "app_url", "system_url"), urls, strict=True)) | {"embedded": True}
    _check_database_url(owner)
    return {
        "database_url": owner,
        "app_url": _as_role(owner, ROLES["app"], secret_key),
        "system_url": _as_role(owner, ROLES["system"], secret_key),
        "embedded": False,
    }


def _check_database_url(url: str) -> None:
    wanted = "DATABASE_URL: write it as postgresql://owner:password@host:5432/casa."
    if not url.startswith(("postgresql://", "postgres://")):
        raise WrongSetting(wanted)
    try:
        parts = conninfo.conninfo_to_dict(url)
    except ProgrammingError:
        raise WrongSetting(wanted) from None
    if not urlsplit(url).username or not parts.get("dbname"):
        raise WrongSetting(f"{wanted} The owner's name or the database's name is missing.")
    if {"user", "password"} & parse_qs(urlsplit(url).query).keys():
        raise WrongSetting(f"{wanted} Write the name and the password before the @, not after the question mark.")


def _as_role(owner_url: str, role: str, secret_key: str) -> str:
    """The owner's address with another role and its derived password."""
    parts = urlsplit(owner_url)
    place = parts.netloc.rpartition("@")[2]
    password = external.password(secret_key, role)
    return parts._replace(netloc=f"{quote(role)}:{password}@{place}").geturl()


def _keys(values: Mapping[str, str], data: Path) -> tuple[str, Mapping[int, bytes]]:
    secret, masters = values.get("CASA_SECRET_KEY", "").strip(), values.get("CASA_MASTER_KEYS", "").strip()
    if not is_embedded(values):
        for name, given in (("CASA_SECRET_KEY", secret), ("CASA_MASTER_KEYS", masters)):
            if not given:
                raise WrongSetting(f"{name}: with DATABASE_URL it must be set. docs/operators/settings.md shows how.")
    elif not (secret and masters):
        Places(data).make()
    return _secret(secret or keys.secret(Places(data).keys)), _masters(masters, data)


def _secret(value: str) -> str:
    if len(value) < SHORTEST_SECRET:
        raise WrongSetting(f"CASA_SECRET_KEY: too short. Use at least {SHORTEST_SECRET} random characters.")
    return value


def _masters(given: str, data: Path) -> Mapping[int, bytes]:
    if not given:
        return keys.MasterFile(Places(data).keys)
    found: dict[int, bytes] = {}
    for part in given.split(","):
        number, _, encoded = part.strip().partition(":")
        key = _decoded(encoded)
        if not number.isdecimal() or int(number) < 1 or int(number) in found or len(key) != keys.LENGTH:
            raise WrongSetting(
                "CASA_MASTER_KEYS: write number:key pairs such as 1:BASE64,2:BASE64, each number once, "
                f"each key {keys.LENGTH} random bytes in base64. Make one with: openssl rand -base64 32"
            )
        found[int(number)] = key
    return found


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
