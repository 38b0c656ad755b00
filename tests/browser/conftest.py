"""A house that is open for all browser tests, and a browser in which Ines is signed in."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.browser.house import House, open_house

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def _chromium() -> str | None:
    named = os.environ.get("CASA_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
        if _chromium() is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium here: install it, or name it with CASA_CHROMIUM"))


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The open house. CASA_BROWSER_HOUSE, the data folder of a demo that is open already, saves its opening."""
    already = os.environ.get("CASA_BROWSER_HOUSE")
    if not already:
        with open_house() as opened:
            yield opened
        return
    login = json.loads(Path(already, "demo.json").read_text())
    address = json.loads(Path(already, "running.json").read_text())["address"]
    yield House(address, os.environ["CASA_BROWSER_WORLD"], login["email"], login["password"], login["workspace"])


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium; it ends with this folder, since its loop would be in the way of the asynchronous tests elsewhere."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        yield launched
        launched.close()


@dataclass
class Watch:
    """What a page must not do: complain, or talk to anybody else."""

    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def hear(self, said: Any) -> None:
        if said.type == "error":
            self.complaints.append(f"{said.text} {said.location['url']}")


@pytest.fixture(scope="package")
def state(browser: Any, house: House) -> Any:
    """A session of Ines."""
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    sign_in(page, house)
    while page.get_by_text("worker is not running").count():  # it starts after the pages
        page.wait_for_timeout(500)
        page.reload()
    return context.storage_state()


def sign_in(page: Any, house: House) -> None:
    page.goto(f"{house.address}/account/login/")
    page.get_by_label("Email").fill(house.email)
    page.locator("input[name=password]").fill(house.password)
    page.get_by_role("button", name="Continue with password").click()
    page.wait_for_url("**/inbox/**")


@pytest.fixture
def open_page(browser: Any, house: House, state: Any) -> Iterator[Callable[..., Any]]:
    """``open_page(path, size, theme)``: a page of the workspace; at the end nothing must have gone wrong in it."""
    watch, contexts = Watch(), []

    def opened(path: str = "", size: dict[str, int] = DESK, theme: str = "light", signed_in: bool = True) -> Any:
        phone = size is PHONE
        context = browser.new_context(
            viewport=size, color_scheme=theme, reduced_motion="reduce", has_touch=phone, is_mobile=phone,
            storage_state=state if signed_in else None,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", watch.hear)
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        page.on("request", lambda asked: asked.url.startswith(house.address) or watch.strangers.append(asked.url))
        page.watch = watch
        page.goto(house.page(path) if signed_in else house.address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not watch.strangers
    assert not watch.complaints
