"""The pictures of the documentation, made from the pretend world: CASA_PICTURES=1 ./casa test tests/browser."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_guest import link_for, open_as_guest
from tests.browser.test_inbox import talk

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 250_000
COMMON, RARE = 176, 80  # colours kept: the surfaces exactly, and the small marks between them
PAGES = {
    "today": "", "inbox": "inbox/", "people": "people/", "knowledge": "knowledge/", "connections": "connections/",
    "settings": "settings/", "campaigns": "campaigns/", "consent": "consent/", "privacy": "privacy/",
    "requests": "privacy/requests/", "retention": "privacy/retention/", "together": "privacy/together/",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not os.environ.get("CASA_PICTURES"), reason="pictures are made with CASA_PICTURES=1")


def palette(shot):
    """The commonest colours as they are, and a spread of the others."""
    common = sorted(shot.getcolors(shot.width * shot.height), reverse=True)[:COMMON]
    rare = shot.quantize(RARE, method=Image.Quantize.MAXCOVERAGE).getpalette()[: RARE * 3]
    holder = Image.new("P", (1, 1))
    holder.putpalette([part for _, colour in common for part in colour] + rare)
    return holder


def keep(page, name, size, theme):
    """Write a screenshot with few colours: flat pages lose nothing by it."""
    page.wait_for_timeout(400)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = shot.quantize(palette=palette(shot), dither=Image.Dither.NONE)
    path = PICTURES / f"{name}-{size['width']}-{theme}.png"
    PICTURES.mkdir(parents=True, exist_ok=True)
    small.save(path, optimize=True)
    assert path.stat().st_size < LARGEST


GUEST = "Grace Huang"


@pytest.fixture(scope="module")
def asked(house):
    """A question whose answer has sources."""
    house.text(house.guest(GUEST), "Is there parking for two cars? And what time is checkout?")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pictures(open_page, house, asked, size, theme):
    page = open_page("", size=size, theme=theme)
    for name, path in PAGES.items():
        page.goto(house.page(path))
        keep(page, name, size, theme)
    page.goto(house.page("connections/"))
    page.get_by_role("link", name="Hospitable").click()
    keep(page, "connection", size, theme)
    page.goto(house.page(f"people/?q={GUEST}"))
    page.locator("#people a").first.click()
    keep(page, "person", size, theme)
    talk(page, house, GUEST)
    page.locator("#draft .src").first.wait_for()
    keep(page, "thread", size, theme)
    page.goto(house.page("campaigns/"))
    page.locator(".camp-rows a, .camp-starters button").first.click()
    page.locator(".reach, .camp-progress").first.wait_for()
    keep(page, "campaign", size, theme)
    link = link_for(page, house, GUEST)
    theirs = open_page(size=size, theme=theme, signed_in=False)
    open_as_guest(theirs, house, link, GUEST)
    keep(theirs, "guest", size, theme)
    signed_out = open_page(size=size, theme=theme, signed_in=False)
    keep(signed_out, "sign-in", size, theme)
