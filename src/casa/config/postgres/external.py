"""A database server of the operator's own, named by DATABASE_URL: what Casa needs there, made or asked for."""

import hashlib
import hmac

import psycopg
from psycopg import sql

from casa.config.postgres.rooms import ROLES
from casa.config.trouble import Trouble

OLDEST = 15
RIGHTS = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"


def password(secret_key: str, role: str) -> str:
    """The password of a role on an external server: derived, so that there is nothing more to keep."""
    return hmac.new(secret_key.encode(), f"postgres:{role}".encode(), hashlib.sha256).hexdigest()


def prepare(owner_url: str, app_url: str, system_url: str, secret_key: str) -> None:
    """Make or check the two roles Casa runs as. Changes nothing when both can already log in.

    :raises Trouble: the server cannot be reached, is too old, or the owner may not make roles
    """
    wanted = {ROLES["app"]: app_url, ROLES["system"]: system_url}
    with _connect(owner_url) as owner:
        if owner.info.server_version < OLDEST * 10000:
            raise Trouble(f"DATABASE_URL: this server is too old. Casa needs Postgres {OLDEST} or later.")
        for role, url in wanted.items():
            if not _lets_in(url):
                _make(owner, role, password(secret_key, role))
                _check(role, url)
            _refuse_power(owner, role)


def _connect(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError:
        raise Trouble(
            "DATABASE_URL: the server does not answer or does not let the owner in. "
            "Check the address, the name, the password and that the server runs."
        ) from None


def _lets_in(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _make(owner: psycopg.Connection, role: str, secret: str) -> None:
    """Make the role or give it the derived password. The server only ever sees the password's fingerprint."""
    name = sql.Identifier(role)
    known = owner.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    fingerprint = owner.pgconn.encrypt_password(secret.encode(), role.encode(), b"scram-sha-256").decode()
    try:
        if not known:
            owner.execute(sql.SQL(f"CREATE ROLE {{}} {RIGHTS}").format(name))
        owner.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(fingerprint)))
        owner.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))
    except psycopg.errors.InsufficientPrivilege:
        raise Trouble(
            f"DATABASE_URL: the owner may not make the role {role}. As an administrator of the server run "
            "ALTER ROLE your_owner CREATEROLE, or make the roles yourself as docs/operators/settings.md shows."
        ) from None


def _check(role: str, url: str) -> None:
    if not _lets_in(url):
        raise Trouble(
            f"DATABASE_URL: the role {role} exists but cannot log in from here. "
            "Allow it in the server's pg_hba.conf with scram-sha-256, as the owner is."
        )


def _refuse_power(owner: psycopg.Connection, role: str) -> None:
    found = owner.execute("select rolsuper or rolbypassrls from pg_roles where rolname = %s", [role]).fetchone()
    if found and found[0]:
        raise Trouble(
            f"DATABASE_URL: the role {role} may look past the walls between workspaces. "
            f"Run ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS as an administrator of the server."
        )
