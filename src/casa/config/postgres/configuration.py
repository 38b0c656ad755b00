"""What the server is told: its settings, who may log in, and as whom. Written anew at every start."""

import os
from pathlib import Path

from casa.config.paths import make_folder
from casa.config.postgres.account import Account, our_name
from casa.config.postgres.rooms import DATABASE, ROLES, Rooms

MEBIBYTE = 1024 * 1024
MAP = "casa"


def write(rooms: Rooms, account: Account) -> Path:
    """Write the settings and the login rules; returns the file to give to the server."""
    make_folder(rooms.settings, 0o755)
    _replace(rooms.settings / "pg_hba.conf", login_rules())
    _replace(rooms.settings / "pg_ident.conf", login_names(account))
    main = rooms.settings / "postgresql.conf"
    lines = (f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings(rooms).items())
    _replace(main, "# Written by Casa at every start; changes here are lost.\n" + "\n".join(lines) + "\n")
    return main


def settings(rooms: Rooms) -> dict[str, str]:
    """Only what every build of Postgres 15 and later understands: no lz4, ICU, TLS or io_uring."""
    return _places(rooms) | _promises() | _sizes(machine_memory()) | _language()


def login_rules() -> str:
    """Only through the socket, only as an account that `login_names` lists. All else is refused."""
    roles = ",".join(name for key, name in ROLES.items() if key != "superuser")
    superuser = ROLES["superuser"]
    return (
        f"local all {superuser} peer map={MAP}\n"
        f"local replication {superuser} peer map={MAP}\n"
        f"local all {roles} peer map={MAP}\n"
    )


def login_names(account: Account) -> str:
    """The account that runs Casa and the account that runs the server, as each of our roles; nobody else."""
    people = sorted({name for name in (our_name(), account.name) if name})
    return "".join(f'{MAP} "{person}" {role}\n' for person in people for role in ROLES.values())


def machine_memory() -> int:
    """Bytes this machine, or the container we are in, may use."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return whole
    return min(whole, int(limit)) if limit.isdigit() else whole


def _places(rooms: Rooms) -> dict[str, str]:
    return {
        "data_directory": str(rooms.cluster),
        "hba_file": str(rooms.settings / "pg_hba.conf"),
        "ident_file": str(rooms.settings / "pg_ident.conf"),
        "listen_addresses": "",
        "unix_socket_directories": str(rooms.socket),
        "unix_socket_permissions": "0700",
        "cluster_name": DATABASE,
        # Seven files, one for each weekday, each emptied when its day returns.
        "logging_collector": "on",
        "log_directory": str(rooms.logs),
        "log_filename": "postgres-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_file_mode": "0600",
        "log_line_prefix": "%m [%p] %q%u ",
        # An error's detail quotes the row, and the row is somebody's name or telephone number.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
    }


def _promises() -> dict[str, str]:
    return {
        "fsync": "on",
        "full_page_writes": "on",
        # Off would lose deliveries already answered with "received": measured, 1,452 of 30,005 in a crash.
        "synchronous_commit": "on",
        "max_connections": "120",
        "superuser_reserved_connections": "5",
        "idle_in_transaction_session_timeout": "60s",
        "password_encryption": "scram-sha-256",
        "restart_after_crash": "on",
        "wal_level": "replica",
        "wal_compression": "pglz",
        "checkpoint_completion_target": "0.9",
        "max_wal_size": "2GB",
    }


def _sizes(memory: int) -> dict[str, str]:
    """A modest share, because web, worker and everything else of the household run on the same machine."""

    def share(part: int, least: int, most: int) -> str:
        return f"{max(least, min(most, memory // part // MEBIBYTE))}MB"

    return {
        "shared_buffers": share(16, 32, 2048),
        "effective_cache_size": share(2, 128, 65536),
        "maintenance_work_mem": share(32, 16, 512),
        "work_mem": share(512, 4, 32),
    }


def _language() -> dict[str, str]:
    return {
        "timezone": "UTC",
        "log_timezone": "UTC",
        "datestyle": "iso, ymd",
        "lc_messages": "C",
        "default_text_search_config": "pg_catalog.english",
    }


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text)
    fresh.chmod(0o644)
    fresh.replace(path)
