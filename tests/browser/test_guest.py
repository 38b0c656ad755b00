"""A guest's own page as the guest meets it: a link, a code on their phone, their rights; by keyboard, on a phone."""

import json
import re
import time
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

GUEST = "Hannah Lindqvist"
PATIENCE = 60  # seconds for the text to reach the phone


def link_for(page, house, name):
    """The link that the host makes for a guest."""
    page.goto(house.page(f"people/?q={name}"))
    page.locator("#people a").first.click()
    page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}/"))
    person = re.search(r"/people/([0-9a-f-]{36})/", page.url).group(1)
    page.goto(house.page(f"privacy/people/{person}/"))
    page.get_by_role("button", name="Make a link").click()
    return page.get_by_label("The link").input_value()


def code_on(house, name, before):
    """The newest code on the guest's phone, once it is another than before."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = codes_on(house, name)
        if len(found) > before:
            return found[-1]
        time.sleep(1)
    raise AssertionError("no code came to the phone")


def codes_on(house, name):
    with urlopen(f"{house.world}/_casa/guests/{house.guest(name)}", timeout=10) as answer:
        texts = json.load(answer)["texts"]
    return re.findall(r"(\d{6}) is your code", json.dumps(texts))


def open_as_guest(page, house, link, name):
    before = len(codes_on(house, name))
    page.goto(link)
    page.get_by_role("button", name="Send me a code").press("Enter")
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type(code_on(house, name, before))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What we hold")).to_be_visible()


@pytest.mark.parametrize(("size", "theme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_a_guest_opens_their_page_by_keyboard_and_withdraws(open_page, house, size, theme):
    link = link_for(open_page("people/"), house, GUEST)
    page = open_page(size=size, theme=theme, signed_in=False)
    page.context.clear_cookies()  # of the sign-in page, on which a new browser begins
    open_as_guest(page, house, link, GUEST)
    expect(page.locator("main")).to_contain_text(GUEST)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("No AI on my messages").check()
    page.get_by_role("button", name="Ask for it").press("Enter")
    expect(page.get_by_text("No AI works on your messages any more")).to_be_visible()
    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(localStorage)") == []
