"""Keys and slow pages: a key acts on what is on screen when it is pressed, or on nothing."""

import re

from playwright.sync_api import expect

from tests.browser.test_inbox import talk


def test_a_key_pressed_before_the_scripts_are_here_is_kept(open_page, house):
    page = talk(open_page("inbox/"), house, "Marcus Bell")
    held = []
    page.route("**/js/main.js", lambda route: held.append(route))
    page.reload(wait_until="commit")
    expect(page.locator("#thread-name")).to_have_text("Marcus Bell")
    page.keyboard.press("n")
    page.keyboard.press("e")  # already meant for the box
    held[0].continue_()
    expect(page.locator("#composer")).to_have_attribute("data-mode", "write")
    expect(page.locator("#kind-note")).to_be_checked()
    expect(page.locator("#thread-name")).to_have_text("Marcus Bell")
    expect(page.locator("#done-button")).to_have_text(re.compile("Done"))


def test_a_key_while_the_next_thread_is_coming_touches_neither(open_page):
    page = open_page("inbox/")
    names = page.locator("#queue .q-name").all_inner_texts()
    page.locator("#queue .q").nth(0).click()
    expect(page.locator("#thread-name")).to_have_text(names[0])
    held, done = [], []
    page.route(re.compile(r"/inbox/[0-9a-f-]{36}/$"), lambda route: held.append(route))
    page.on("request", lambda asked: asked.url.endswith("/done/") and done.append(asked.url))
    page.locator("#queue .q").nth(1).click()
    page.keyboard.press("e")
    page.wait_for_timeout(300)
    assert not done
    held[0].continue_()
    expect(page.locator("#thread-name")).to_have_text(names[1])
    page.unroute_all()
    page.keyboard.press("e")
    expect(page.locator("#thread-name")).to_have_text(names[2])
    assert len(done) == 1
