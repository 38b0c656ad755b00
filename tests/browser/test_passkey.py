"""A passkey made, used and lost, with an authenticator that Chromium pretends to have."""

from playwright.sync_api import expect

from tests.browser.conftest import sign_in

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def still_me(page, house):
    """Before a second step is changed, Casa may ask once more who it is."""
    if page.locator("input[name=password]").count():
        page.locator("input[name=password]").fill(house.password)
        page.get_by_role("button", name="Continue", exact=True).click()


def test_a_passkey_is_made_and_opens_the_inbox_without_a_password(open_page, house):
    page = open_page(signed_in=False)
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    device = wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    sign_in(page, house)

    page.goto(f"{house.address}/account/2fa/webauthn/add/")
    still_me(page, house)
    page.locator("#passkey-add [name=name]").fill("Pretend laptop")
    alone = page.locator("#passkey-add [name=passwordless]")
    if alone.count():
        alone.check()
    page.get_by_role("button", name="Add this device").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    assert len(wire.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    page.context.clear_cookies()
    page.goto(f"{house.address}/account/login/")
    page.get_by_role("button", name="Continue with a passkey").click()
    page.wait_for_url("**/inbox/**")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()

    page.goto(f"{house.address}/account/2fa/webauthn/")
    page.get_by_role("link", name="Remove").click()
    page.wait_for_load_state()
    still_me(page, house)
    page.locator("form .danger").click()
    expect(page.get_by_text("No passkeys yet")).to_be_visible()
