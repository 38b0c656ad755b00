"""The other pages: knowledge that is used, an account connected and ended, refusals that keep what was typed."""

from playwright.sync_api import expect

from tests.browser.test_inbox import talk


def refused(page):
    """A refusal is an answer of 422, which the browser notes in its console."""
    page.watch.complaints[:] = [said for said in page.watch.complaints if "422" not in said]


def test_what_is_written_is_used_in_a_draft(open_page, house):
    page = open_page("knowledge/")
    page.get_by_role("link", name="Write an entry").click()
    page.get_by_label("Title").fill("Telescope")
    page.get_by_label("What guests should know").fill("The telescope stands in the hall cupboard behind the coats.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("b", has_text="Telescope")).to_be_visible()

    page.get_by_label("A guest’s question").fill("Where is the telescope?")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#tried .src", has_text="Telescope")).to_be_visible()

    talk(page, house, "Grace Huang")
    house.text(house.guest("Grace Huang"), "Where is the telescope?")
    expect(page.locator("#draft-text")).to_contain_text("hall cupboard")
    expect(page.locator("#draft .src", has_text="Telescope")).to_be_visible()


def test_a_removed_entry_comes_back(open_page):
    page = open_page("knowledge/")
    row = page.locator(".ins li").first
    title = row.locator("b").inner_text()
    before = page.locator(".ins li").count()
    row.get_by_role("button", name=f"Remove {title}").click()
    expect(page.get_by_role("status").filter(has_text="is removed")).to_be_visible()
    expect(page.locator(".ins li")).to_have_count(before - 1)
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".ins li")).to_have_count(before)


def test_an_account_is_tried_connected_and_ended(open_page, house):
    page = open_page("connections/new/openai_compatible/")
    page.get_by_label("Server address").fill(f"{house.world}/openai_compatible/nobody/v1")
    page.get_by_label("API key").fill("a secret")
    page.get_by_role("button", name="Test and connect").click()
    expect(page.get_by_role("alert")).to_contain_text("Not connected")
    assert page.get_by_label("Server address").input_value().endswith("/nobody/v1")
    assert page.get_by_label("API key").input_value() == ""
    refused(page)

    page.get_by_label("Server address").fill(f"{house.world}/openai_compatible/model.local/v1")
    page.get_by_role("button", name="Test and connect").click()
    drawer = page.get_by_role("complementary", name="Your own model server")
    expect(drawer).to_contain_text("Connected by Ines")

    drawer.get_by_placeholder("Type Your own model server").fill("yes")
    drawer.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_role("alert")).to_contain_text("Type Your own model server")
    assert page.get_by_placeholder("Type Your own model server").input_value() == "yes"
    refused(page)
    page.get_by_placeholder("Type Your own model server").fill("your own model server")
    page.get_by_role("button", name="Disconnect").click()
    expect(page.locator("[data-toast]")).to_contain_text("Its key is destroyed, its records go by")
    expect(page.get_by_role("link", name="Your own model server")).to_contain_text("Not connected")


def test_a_person_keeps_notes_and_a_wrong_number_is_explained(open_page, house):
    page = open_page("people/?q=Ruth")
    page.locator("#people a").first.click()
    page.get_by_label("Notes for your team").fill("Her mother comes along")
    page.get_by_role("button", name="Save notes").click()
    expect(page.get_by_label("Notes for your team")).to_have_value("Her mother comes along")
    page.get_by_label("One more number or e-mail").fill("12")
    page.locator("#reach").get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#identity-problem")).to_be_visible()
    assert page.get_by_label("One more number or e-mail").input_value() == "12"
    refused(page)


def test_settings_keep_what_was_typed_when_refused(open_page):
    page = open_page("settings/#house")
    page.get_by_label("Seconds to take a message back").fill("900")
    page.locator("#house").get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("0 to 60 seconds")
    assert page.get_by_label("Seconds to take a message back").input_value() == "900"
    refused(page)


def test_today_shows_who_waits_and_opens_them(open_page):
    page = open_page("")
    expect(page.locator(".plot")).to_be_visible()
    name = page.locator(".needs li b").first.inner_text().split(",")[0]
    page.get_by_role("link", name="Answer").click()
    expect(page.locator("#thread-name")).to_have_text(name)
