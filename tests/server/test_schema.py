"""The tables of a new database come from ``schema.sql``: it must hold just what the migrations make."""

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from casa.config.postgres.temporary import temporary
from casa.config.schema import FILE, tables

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = "import django; django.setup(); from casa.config.migrate import apply_migrations; apply_migrations()"


def test_the_file_holds_what_the_migrations_make(tmp_path):
    with temporary(tmp_path) as server:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("CASA_", "DATABASE_"))}
        own |= {"CASA_DATA": str(server.data), "CASA_BASE_URL": "http://localhost:8000", "CASA_TEST": "1"}
        own |= {"DJANGO_SETTINGS_MODULE": "casa.config.settings", "PYTHONPATH": str(ROOT / "src")}
        subprocess.run([sys.executable, "-c", MIGRATIONS], env=own, cwd=ROOT, check=True, capture_output=True)
        made = tables(server.binaries.program("pg_dump"), server.url("owner"))
    written = files("casa.config").joinpath(FILE).read_text()
    assert written.startswith(made), "run python -m casa.config.schema: the migrations have changed"
