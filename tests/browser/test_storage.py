"""What Casa leaves in a browser, counted on every page: one cookie, a few names, nobody else (promise CA-11).

The counting itself is tried at the end: a page on which each of these goes wrong is noticed.
"""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import sign_in
from tests.browser.test_inbox import talk

KEPT = re.compile(r"casa:[a-z0-9-]+:(draft:[0-9a-f-]{36}|outbox|filters|recent)")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
AREAS = {"", "inbox", "people", "campaigns", "appointments", "knowledge", "privacy", "connections", "settings"}
LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""
COUNT = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), script: document.cookie,
  databases: (await indexedDB.databases()).map(({ name }) => name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length, violations: window.violations,
})"""


@dataclass
class Count:
    """Everything that was found on the pages that were opened, by the page."""

    house: str
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def watch(self, page):
        page.add_init_script(LISTEN)
        page.on("request", self.request)
        page.on("response", self.answer)

    def request(self, asked):
        if not asked.url.startswith((self.house, "data:", "blob:")):
            self.wrong.append(f"{asked.frame.url}: asks {asked.url}")

    def answer(self, answer):
        if answer.status >= 400:
            self.wrong.append(f"{answer.frame.url}: {answer.url} answers {answer.status}")

    def look(self, page):
        found, where = page.evaluate(COUNT), page.url
        self.wrong += [f"{where}: keeps {name}" for name in found["local"] if not KEPT.fullmatch(name)]
        for what in ("session", "databases", "caches", "violations"):
            self.wrong += [f"{where}: {what} {name}" for name in found[what]]
        if found["script"] or found["workers"]:
            self.wrong.append(f"{where}: a script sees cookies or keeps a worker")
        for cookie in page.context.cookies():
            if cookie["name"] != "session" or not cookie["httpOnly"] or cookie["sameSite"] != "Lax":
                self.wrong.append(f"{where}: cookie {cookie['name']}")


@pytest.fixture
def count(house):
    return Count(house.address)


def links(page, house):
    """Where this page leads inside the business, without its fragments."""
    found = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
    return sorted({address.split("#")[0] for address in found if address.startswith(house.page())})


def test_every_page_leaves_one_cookie_and_talks_to_nobody(open_page, house, count):
    page = open_page("")
    count.watch(page)
    waiting = [house.page()]
    while waiting:
        address = waiting.pop(0)
        shape = ID.sub("-", address.split("?")[0])
        if shape in count.seen:
            continue
        count.seen.add(shape)
        try:
            page.goto(address)
        except Error as refused:
            if "Download is starting" not in refused.message:  # a file to keep is no page
                raise
            continue
        count.look(page)
        waiting += [one for one in links(page, house) if one not in waiting]
    areas = {shape.removeprefix(house.page()).split("/")[0] for shape in count.seen}
    assert areas >= AREAS
    assert len(count.seen) > 40, sorted(count.seen)
    assert not count.wrong
    page.watch.complaints[:] = [said for said in page.watch.complaints if "favicon.ico" not in said]


BAD = {
    "keeps": "localStorage.setItem('visitor', '1')",
    "session": "sessionStorage.setItem('visitor', '1')",
    "cookie": "document.cookie = 'visitor=1'",
    "asks": "new Image().src = 'http://127.0.0.1:9/pixel.gif'",
    "violations": "document.body.append(Object.assign(document.createElement('script'), {textContent: 'ran = 1'}))",
    "databases": "new Promise((done) => { indexedDB.open('visitor').onsuccess = done })",
    "caches": "caches.open('visitor')",
}


@pytest.mark.parametrize("what", BAD)
def test_the_count_sees_what_must_not_be(open_page, count, what):
    page = open_page("")
    count.watch(page)
    page.reload()
    page.evaluate(f"async () => {{ await ({BAD[what]}) }}")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None, "no script stands in a page"
    count.look(page)
    assert any(f": {what} " in wrong for wrong in count.wrong), count.wrong
    page.watch.complaints.clear()
    page.watch.strangers.clear()


def drafts(page, wanted):
    """Wait until so many texts are kept; the content policy lets no test run words as a script, so it asks."""
    for _ in range(50):
        found = page.evaluate("Object.keys(localStorage).filter((name) => name.includes(':draft:')).length")
        if found == wanted:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{found} texts are kept, not {wanted}")


def write(page, words):
    page.locator("#edit-button, #reply-text").locator("visible=true").first.click()
    page.locator("#reply-text").fill(words)
    drafts(page, 1)


def test_signing_out_clears_every_tab(open_page, house):
    page = open_page(signed_in=False)
    sign_in(page, house)
    talk(page, house, "Kenji Watanabe")
    write(page, "Half a sentence")
    other = page.context.new_page()
    other.goto(house.page("people/"))
    other.get_by_role("button", name="account and settings").click()
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/account/login/**")
    page.wait_for_url("**/account/login/**")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_an_ended_session_clears_the_browser_and_leaves_what_was_typed_on_screen(open_page, house):
    page = open_page(signed_in=False)
    sign_in(page, house)
    talk(page, house, "Kenji Watanabe")
    write(page, "Words worth keeping")
    page.context.clear_cookies()
    page.locator("#queue .q").first.click()
    expect(page.locator("#ended-notice")).to_be_visible()
    assert page.locator("#reply-text").input_value() == "Words worth keeping"
    assert page.evaluate("Object.keys(localStorage)") == []
    page.locator("#ended-notice a").click()
    page.wait_for_url("**/account/login/**")
    assert page.evaluate("Object.keys(localStorage)") == []
    page.watch.complaints.clear()


def test_the_filters_and_the_last_pages_are_kept_by_their_ids(open_page, house):
    page = open_page("inbox/?view=all")
    page.locator("#queue .q").nth(1).click()
    name = page.locator("#queue .q[aria-current=true] .q-name").inner_text()
    expect(page.locator("#thread-name")).to_have_text(name)
    page.goto(house.page("people/"))
    page.locator(".rail [data-nav=inbox]").click()
    page.wait_for_url("**/inbox/?view=all")
    page.keyboard.press("Control+k")
    expect(page.locator("#jump-results [aria-label='Opened last'] [role=option]").first).to_contain_text(name)
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert name.split()[0] not in kept


def test_who_is_erased_is_forgotten_by_open_pages(open_page, house):
    page = talk(open_page("inbox/"), house, "Faith Jennings")
    write(page, "Dear Faith")
    person = page.locator("#thread").get_attribute("data-person")
    other = page.context.new_page()
    other.set_default_timeout(20_000)
    other.goto(house.page(f"privacy/people/{person}/"))
    other.get_by_label("Erase it").check()
    other.get_by_label("I made sure that it is them").check()
    other.get_by_role("button", name="Write it down").click()
    other.get_by_role("button", name="Erase them").click()
    expect(page.locator("#thread")).to_have_count(0, timeout=60_000)
    drafts(page, 0)
    page.keyboard.press("Control+k")
    expect(page.locator("#jump-results [role=option]").first).to_be_visible()
    expect(page.locator("#jump-results")).not_to_contain_text("Faith")
    page.watch.complaints[:] = [said for said in page.watch.complaints if "404" not in said]  # asked as they went
