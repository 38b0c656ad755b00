"""Tests run against a real Postgres of their own, under the roles of production."""

import os
import tempfile

# Before anything of Casa is imported: a data folder that nobody else uses.
os.environ["CASA_DATA"] = os.environ.get("CASA_TEST_DATA") or tempfile.mkdtemp(prefix="casa-test-")
os.environ["CASA_TEST"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "casa.config.settings"
for name in ("DATABASE_URL", "CASA_SECRET_KEY", "CASA_MASTER_KEYS", "CASA_BASE_URL", "CASA_DEMO", "CASA_SANDBOX_URL"):
    os.environ.pop(name, None)
if elsewhere := os.environ.get("CASA_TEST_DATABASE_URL"):  # a server that tests/server has started
    os.environ |= {
        "DATABASE_URL": elsewhere,
        "CASA_SECRET_KEY": os.environ["CASA_TEST_SECRET_KEY"],
        "CASA_MASTER_KEYS": os.environ["CASA_TEST_MASTER_KEYS"],
    }
os.chmod(os.environ["CASA_DATA"], 0o755)  # noqa: S103 - the database server has an account of its own

import django  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

django.setup()

# A busy machine is no fault, and each example makes its own rows beside those of the fixtures
CALM = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("casa", deadline=None, suppress_health_check=CALM)
settings.load_profile("casa")

pytest_plugins = ["casa.testing.fixtures"]
