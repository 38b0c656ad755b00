"""Tests of campaigns are run at any hour; the gate looks at the clock of the people who are written to."""

from datetime import UTC, datetime

import pytest

from casa.core.campaigns.tests import crowd


@pytest.fixture(autouse=True)
def noon():
    """A Tuesday, noon on the eastern coast, morning on the western one."""
    with crowd.at(datetime(2026, 11, 24, 17, 0, tzinfo=UTC)):
        yield
