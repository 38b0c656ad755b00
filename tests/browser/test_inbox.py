"""A guest texts, Casa drafts, Ines sends: the inbox as it is used, in a real browser over the whole house."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, sign_in

LIMIT_KB = 150
UNDO_SECONDS = 4
TRIES = 8


def talk(page, house, name):
    """Open the conversation with a guest."""
    page.goto(house.page(f"people/?q={name}"))
    page.locator("#people a").first.click()
    page.get_by_role("link", name=re.compile("Open the conversation|Messages")).click()
    expect(page.locator("#thread-name")).to_have_text(name)
    return page


def test_sign_in_leaves_one_cookie(open_page, house):
    page = open_page(signed_in=False)
    sign_in(page, house)
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["session"]
    assert page.context.cookies()[0]["httpOnly"]


def test_the_inbox_is_light(open_page, house, browser, state):
    context = browser.new_context(storage_state=state)
    page = context.new_page()
    wire, loaded = context.new_cdp_session(page), []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda done: loaded.append(done["encodedDataLength"]))
    page.goto(house.page("inbox/"))
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)
    context.close()
    assert 20_000 < sum(loaded) < LIMIT_KB * 1024


def test_a_text_is_on_screen_within_a_second(open_page, house):
    page, guest = talk(open_page("inbox/"), house, "Hannah Lindqvist"), house.guest("Hannah Lindqvist")
    took = []
    while len(took) < TRIES and (not took or took[-1] >= 1.0):  # other work on the machine may hold one up
        words = f"The kettle whistles, take {len(took)}"
        house.text(guest, words)
        began = time.monotonic()
        expect(page.locator("#thread-flow .msg.in", has_text=words)).to_be_visible(timeout=15_000)
        took.append(time.monotonic() - began)
    assert min(took) < 1.0, took


def test_a_question_is_drafted_from_sources_and_sent(open_page, house):
    page = open_page("settings/#house")
    page.get_by_label("Seconds to take a message back").fill(str(UNDO_SECONDS))
    page.locator("#house").get_by_role("button", name="Save").click()
    expect(page.locator("[data-toast]")).to_contain_text("Saved")

    talk(page, house, "Ada Quinn")
    house.text(house.guest("Ada Quinn"), "Is there parking for two cars?")
    expect(page.locator("#draft[data-state=ready] .src").first).to_be_visible()
    expect(page.locator("#draft-text")).to_have_attribute("data-plain", re.compile("cars"))  # the one for this question
    words = page.locator("#draft-text").get_attribute("data-plain")
    page.locator(".src").first.click()
    expect(page.locator(".passage:popover-open")).to_be_visible()
    page.keyboard.press("Escape")

    page.locator("#send-button").click()
    leaving = page.locator("#thread-flow .msg.out.leaving")
    expect(leaving).to_contain_text("Leaves in")
    page.locator("#thread-flow").hover()
    leaving.get_by_role("button", name="Take back").click()
    expect(leaving).to_have_count(0)
    assert page.locator("#reply-text").input_value() == words

    page.locator("#reply-text").fill("Yes, two cars fit side by side. Ines")
    expect(page.locator("#verdict[data-can-send=yes]")).to_be_visible()
    page.keyboard.press("Control+Enter")
    sent = page.locator("#thread-flow .msg.out", has_text="two cars fit side by side")
    expect(sent).to_contain_text("Leaves in")
    expect(sent).to_contain_text("Delivered", timeout=30_000)


def test_stop_blocks_and_says_why(open_page, house):
    page = talk(open_page("inbox/"), house, "Joanna Petrov")
    house.text(house.guest("Joanna Petrov"), "STOP")
    expect(page.locator("#thread-flow .msg.in", has_text="STOP")).to_be_visible()
    talk(page, house, "Joanna Petrov")
    expect(page.locator("#verdict.block")).to_contain_text(re.compile("stop", re.IGNORECASE))
    page.locator("#edit-button, #reply-text").locator("visible=true").first.click()
    page.locator("#reply-text").fill("Just one more thing")
    expect(page.locator("#send-button")).to_be_disabled()


def test_the_day_by_keyboard(open_page, house):
    page = talk(open_page("inbox/"), house, "Tom Barrow")
    page.keyboard.press("n")
    page.locator("#reply-text").fill("Charcoal is in the shed")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".note-entry", has_text="Charcoal is in the shed")).to_be_visible()
    page.locator("#thread-scroll").focus()
    page.keyboard.press("a")
    expect(page.locator("#assign-menu")).to_be_visible()
    page.get_by_role("button", name="Theo Park").click()
    expect(page.locator("#assign-button")).to_have_attribute("aria-label", re.compile("Theo"))
    page.locator("#thread-scroll").focus()
    page.keyboard.press("s")
    page.locator("#snooze-menu button").first.click()
    expect(page.locator("#thread-name")).not_to_have_text("Tom Barrow")
    talk(page, house, "Shane Whitfield")
    page.keyboard.press("e")
    expect(page.locator("#thread-name")).not_to_have_text("Shane Whitfield")


def test_search_and_the_palette(open_page, house):
    page = open_page("inbox/")
    page.keyboard.press("/")
    page.locator("#find-text").fill("Lucía")
    expect(page.locator("#queue .q", has_text="Lucía Navarro").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.locator("#jump-text").fill("Kenji")
    expect(page.locator("#jump-results [role=option]", has_text="Kenji Watanabe").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Kenji Watanabe")


def test_on_a_phone_into_the_thread_and_back(open_page):
    page = open_page("inbox/", size=PHONE)
    page.locator("#queue .q").first.tap()
    expect(page.locator("#thread-name")).to_be_visible()
    expect(page.locator("#queue")).to_be_hidden()
    page.locator("[data-back]").tap()
    expect(page.locator("#queue")).to_be_visible()
    expect(page.locator("#thread-name")).to_be_hidden()


def test_offline_says_so_and_keeps_the_reply_until_sign_out(open_page, house):
    page = open_page(signed_in=False)  # its own session: signing out ends it
    sign_in(page, house)
    talk(page, house, "Kenji Watanabe")
    page.locator("#edit-button, #reply-text").locator("visible=true").first.click()
    page.locator("#reply-text").fill("The grill is clean")
    expect(page.locator("#send-button")).to_be_enabled()
    page.context.set_offline(True)
    expect(page.locator("#offline-notice")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#offline-notice")).to_contain_text("1 reply waits here")
    names = page.evaluate("Object.keys(localStorage)")
    assert names
    assert all(name.startswith("casa:") for name in names)

    page.evaluate(f"localStorage.removeItem('casa:{house.slug}:outbox')")  # this one shall not be sent
    page.evaluate(f"localStorage.setItem('casa:{house.slug}:draft:kept', 'half a sentence')")
    page.context.set_offline(False)
    page.reload()
    page.get_by_role("button", name="account and settings").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/**")
    assert page.evaluate("Object.keys(localStorage)") == []
    broken = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch")  # what a browser says while there is no connection
    page.watch.complaints[:] = [said for said in page.watch.complaints if not any(word in said for word in broken)]


@pytest.mark.parametrize("path", ["", "inbox/", "people/", "knowledge/", "connections/", "settings/"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_quiet_and_fits_a_phone(open_page, path, theme):
    page = open_page(path, size=PHONE, theme=theme)
    expect(page.locator("h1").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
