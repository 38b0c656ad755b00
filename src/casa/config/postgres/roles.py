"""The database and its three roles. Checked at every start, so that a missing or altered one is put right."""

import psycopg
from psycopg import sql

from casa.config.postgres.rooms import DATABASE, ROLES

OWNER, APP, SYSTEM = ROLES["owner"], ROLES["app"], ROLES["system"]

EVERY = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION"
RIGHTS = {OWNER: f"{EVERY} CREATEDB", APP: f"{EVERY} NOCREATEDB", SYSTEM: f"{EVERY} NOCREATEDB"}
"""None may look past row-level security: the system role gets policies of its own instead."""


def ensure(superuser_url: str) -> None:
    """Make what is missing, as the superuser, right after the server is ready."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for role, rights in RIGHTS.items():
            _ensure_role(connection, role, rights)
        for role in (APP, SYSTEM):
            _ensure_member(connection, role)
        _ensure_database(connection)


def _ensure_role(connection: psycopg.Connection, role: str, rights: str) -> None:
    found = connection.execute(
        "select rolcanlogin and not (rolsuper or rolbypassrls or rolcreaterole or rolreplication)"
        " and rolcreatedb = %s from pg_roles where rolname = %s",
        [role == OWNER, role],
    ).fetchone()
    if found is None or not found[0]:
        verb = "CREATE" if found is None else "ALTER"
        connection.execute(sql.SQL(f"{verb} ROLE {{}} {rights}").format(sql.Identifier(role)))


def _ensure_member(connection: psycopg.Connection, role: str) -> None:
    """The owner may act as the other two: it hands functions to them."""
    found = connection.execute("select pg_has_role(%s, %s, 'member')", [OWNER, role]).fetchone()
    if not (found and found[0]):
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(OWNER)))


def _ensure_database(connection: psycopg.Connection) -> None:
    if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
        make_database(connection, DATABASE)


def make_database(connection: psycopg.Connection, name: str) -> None:
    """Make an empty database that the owner owns and only our roles may enter."""
    database = sql.Identifier(name)
    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(OWNER)))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    for role in (APP, SYSTEM):
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(role)))
