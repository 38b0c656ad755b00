"""A campaign as it is made: people chosen, text written, sent, taken back, sent; who says STOP is seen in the end.

At any hour: where it is night for every guest, the texts wait for the morning, and that is what is seen."""

import re

import pytest
from playwright.sync_api import expect

SLOW = 20_000  # milliseconds: other work on the machine may hold an answer up
SENT = 60_000  # milliseconds for the ten seconds, the hand-over and the answer of the pretend carrier


@pytest.fixture
def draft(open_page):
    """A service message with a text, its page open."""
    page = open_page("campaigns/")
    new = page.locator("#new-button")
    new.click()
    page.locator("#new-menu button[value=service]").click()
    page.get_by_label("Name of the campaign").fill("Pool, closed on Tuesday")
    box = page.locator("#reply-body")
    box.fill("Juniper Stays: Hi ")
    page.locator("#names-button").click()
    page.get_by_role("button", name=re.compile("^First name")).click()
    box.press("End")
    box.press_sequentially(", the pool is closed on Tuesday.")
    expect(page.locator("#camp-side .bub").first).to_contain_text("the pool is closed on Tuesday.", timeout=SLOW)
    return page


NOW, QUIET = "Can get it now", "Quiet hours now"


def choose(page, url):
    """As few people as two who may be written to at this hour come with, chosen home by home; in the night, when it is
    quiet for everybody, two who wait for the morning. Which of the two it is."""
    for line in (NOW, QUIET):
        page.goto(f"{url}audience/")
        homes = page.locator("label:has(input[name=homes])")
        for place in range(homes.count()):
            homes.nth(place).locator("input").check()
            name = homes.nth(place).inner_text().strip()
            expect(page.locator("#audience-count")).to_contain_text(name, timeout=SLOW)
            row = page.locator("#audience-count tr", has_text=line)
            if row.count() and int(row.locator(".num").inner_text()) >= 2:
                page.get_by_role("button", name="Use these people").click()
                return line
    raise AssertionError("nobody in the pretend world could get a text, now or later")


def reached(page, line):
    return page.locator("#reach tr", has_text=line).locator("td.num a")


def names_behind(page, link):
    """Who is behind a figure."""
    page.goto(page.url.split("?")[0].rstrip("/").split("/w/")[0] + link.get_attribute("href"))
    names = [name for name in page.locator(".camp-people b").all_inner_texts() if name]
    page.go_back()
    return names


def test_the_page_says_what_follows_from_the_text(draft):
    page = draft
    expect(page.locator("#camp-saved")).to_contain_text("saved", timeout=SLOW)
    expect(page.locator("#camp-weight")).to_contain_text("Reply STOP to opt out", timeout=SLOW)
    expect(page.locator("#camp-weight")).to_contain_text("1 segment each", timeout=SLOW)
    expect(page.locator("#camp-checks")).to_contain_text("STOP and HELP answer", timeout=SLOW)
    page.locator("#reply-body").fill("Reply CANCEL to cancel")
    page.get_by_role("button", name="Write X").click()
    expect(page.locator("#reply-body")).to_have_value("Reply X to cancel", timeout=SLOW)
    page.get_by_text("Android").click()
    expect(page.locator(".phone.android")).to_be_visible(timeout=SLOW)
    expect(page.locator("#camp-saved")).to_contain_text("saved", timeout=SLOW)
    page.reload()
    expect(page.locator("#reply-body")).to_have_value("Reply X to cancel", timeout=SLOW)
    expect(page.get_by_label("Name of the campaign")).to_have_value("Pool, closed on Tuesday", timeout=SLOW)


def wait_for(page, url, found):
    """The page is looked at anew until something is there: another process has to do its work first."""
    for _ in range(45):
        page.goto(url)
        if found():
            return
        page.wait_for_timeout(2000)
    raise AssertionError(f"it never appeared: {page.inner_text('main')[:600]}")


def opted_out(page):
    row = page.locator("#reach tr", has_text="Opted out").locator("td.num")
    return int(row.inner_text()) if row.count() else 0


def test_sent_taken_back_sent_and_stopped(draft, house):
    page, url = draft, draft.url.split("?")[0]
    expect(page.locator("#camp-saved")).to_contain_text("saved", timeout=SLOW)
    line = choose(page, url)
    names, before = names_behind(page, reached(page, line)), opted_out(page)
    house.text(house.guest(names[0]), "STOP")
    wait_for(page, url, lambda: opted_out(page) > before)
    send(page)
    page.locator("[data-toast] [data-undo] button").click()
    expect(page.locator("#reply-body")).to_contain_text("the pool is closed", timeout=SLOW)
    send(page)
    became = "Delivered" if line == NOW else "Waiting for their hour"
    expect(page.locator("#progress th", has_text=became)).to_be_visible(timeout=SENT)
    house.text(house.guest(names[1]), "STOP")
    if line == NOW:
        tile = page.locator(".fig-tiles > div", has_text="Opted out").locator("dd").first
        wait_for(page, f"{url}results/", lambda: tile.inner_text().strip() != "0")
    page.goto(url)
    if page.locator("#progress").get_attribute("data-state") == "sending":
        page.get_by_role("button", name="Cancel").click()  # who waits for the morning does not get it
        expect(page.locator("#progress")).to_contain_text("Cancelled", timeout=SLOW)
    page.get_by_role("button", name="Make a copy").click()
    wait_for(page, page.url.split("?")[0], lambda: opted_out(page) == before + 2)


def send(page):
    page.locator("#camp-send").click()
    page.locator("#send-sheet button.primary").click()
    expect(page.locator("#progress")).to_be_visible(timeout=SLOW)
