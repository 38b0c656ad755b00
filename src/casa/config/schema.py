"""``python -m casa.config.schema``: write down the tables that the migrations make, in ``schema.sql``.

A new database begins from that file, in a second; the migrations alone took twenty-five, nearly all of it Django
drawing every model anew for every step. Migrations that the file does not name run after it, so an old one does no
harm; a test asks that it is current (``tests/server/test_schema.py``).
"""

import os
import re
import subprocess
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

FILE = "schema.sql"
SCHEMA_ONLY = ("--schema-only", "--no-owner", "--no-privileges", "--no-comments", "--no-tablespaces")
DONE = ("--data-only", "--inserts", "--rows-per-insert=200", "--table=django_migrations")
UNTOLD = re.compile(r"^(SET |SELECT pg_catalog\.set_config|\\|--|CREATE SCHEMA public)")
"""Lines that belong to the program that wrote the file, or to one version of the server."""


def main() -> None:
    """Make a database by the migrations alone and write down what came of it."""
    with tempfile.TemporaryDirectory(prefix="casa-schema-") as folder:
        os.environ.update(CASA_DATA=folder, DJANGO_SETTINGS_MODULE="casa.config.settings")
        os.environ.setdefault("CASA_BASE_URL", "http://localhost:8000")
        from casa.config.postgres.temporary import temporary

        Path(folder).chmod(0o755)
        with temporary(Path(folder)) as server:
            os.environ["CASA_DATA"] = str(server.data)
            import django

            django.setup()
            from casa.config.migrate import apply_migrations

            apply_migrations()
            text = drawn(server.binaries.program("pg_dump"), server.url("owner"))
    Path(str(files("casa.config").joinpath(FILE))).write_text(text)


def drawn(program: Path | str, url: str) -> str:
    """The tables of a database as statements that any server of ours understands, and which migrations made them."""
    return tables(program, url) + "\n" + _said(program, url, DONE)


def tables(program: Path | str, url: str) -> str:
    return _said(program, url, SCHEMA_ONLY)


def _said(program: Path | str, url: str, flags: tuple[str, ...]) -> str:
    said = subprocess.run([str(program), *flags, url], capture_output=True, text=True, check=True).stdout
    lines = [line for line in said.splitlines() if not UNTOLD.match(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def lay(cursor: Any) -> bool:
    """Lay the tables in an empty database, in the caller's transaction; False where there are tables already."""
    cursor.execute("select count(*) from pg_tables where schemaname = 'public'")
    if cursor.fetchone()[0]:
        return False
    cursor.execute(files("casa.config").joinpath(FILE).read_text())
    return True


if __name__ == "__main__":
    main()
