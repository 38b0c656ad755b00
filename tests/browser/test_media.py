"""A picture on its way out: attached, sent, fetched by the carrier, on the guest's phone."""

import io
import json
import time
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_inbox import talk

GUEST = "Hannah Lindqvist"


def picture():
    made = io.BytesIO()
    Image.new("RGB", (320, 200), (38, 104, 91)).save(made, "PNG")
    return {"name": "key-box.png", "mimeType": "image/png", "buffer": made.getvalue()}


def on_their_phone(house, words):
    with urlopen(f"{house.world}/_casa/guests/{house.guest(GUEST)}", timeout=10) as answer:
        texts = json.load(answer)["texts"]
    return next((text for text in texts if words in text["body"] and not text["guest"]), None)


def test_a_picture_reaches_the_guests_phone(open_page, house):
    words = f"The key box is the green one {int(time.time())}"
    page = talk(open_page("inbox/"), house, GUEST)
    page.locator("input[data-files]").set_input_files(picture())
    expect(page.locator("#files input[name=attachment]")).to_have_count(1)
    page.locator("#reply-text").fill(words)
    expect(page.locator("#verdict[data-can-send=yes]")).to_be_visible()
    page.locator("#send-button").click()

    sent = page.locator("#thread-flow .msg.out", has_text=words)
    expect(sent).to_contain_text("Delivered", timeout=45_000)
    expect(sent.locator("img")).to_have_count(1)
    arrived = on_their_phone(house, words)
    assert arrived is not None
    assert len(arrived["media"]) == 1
    with urlopen(f"{house.world}/_casa/files/{arrived['media'][0]}", timeout=10) as answer:
        seen = Image.open(io.BytesIO(answer.read()))
    assert seen.size == (320, 200)
