import pytest

from casa.testing.fixtures import Cast
from tests.walls.world import Business, two


@pytest.fixture
def businesses(cast: Cast) -> tuple[Business, Business]:
    return two(cast)
