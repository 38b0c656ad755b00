"""A restarted demo hears its guests again: the vendors still know where to tell, and whom not to."""

from datetime import UTC, datetime

from casa.lib.http import Door
from casa.lib.pretend import Text
from casa.providers.twilio import sandbox_state as twilio
from casa.sandbox import serve
from casa.sandbox.accounts import demo_accounts
from casa.sandbox.guests import HOST_PHONE
from casa.testing.serve import serve as serving

SECRET = "a secret that is long enough for a test"
BEGAN = datetime(2026, 11, 20, 15, tzinfo=UTC)
GUEST, HOOK = "+17045550118", "http://127.0.0.1:9/hook/twilio/t0ken"


def start(note):
    world = serve.pretend_world(BEGAN)
    return world, serve.application(world, SECRET, "http://127.0.0.1:8401", BEGAN, note=note)


def account_of(world):
    return next(iter(twilio.accounts(world).values()))


def test_what_vendors_were_told_outlives_a_restart(tmp_path):
    note, given = tmp_path / "vendors.json", demo_accounts(SECRET)
    world, app = start(note)
    with serving(app) as url:
        door = Door(own=frozenset({url}))
        sid, key = given["twilio"]["account_sid"], (given["twilio"]["account_sid"], given["twilio"]["auth_token"])
        number = account_of(world).number(HOST_PHONE)
        where = f"{url}/twilio/api.twilio.com/2010-04-01/Accounts/{sid}/IncomingPhoneNumbers/{number['sid']}.json"
        door.request("POST", where, form={"SmsUrl": HOOK}, auth=key)
        account_of(world).opted_out.add((GUEST, account_of(world).audience(HOST_PHONE)))
        told = {"token": given["hospitable"]["token"], "url": HOOK}
        door.request("POST", f"{url}/hospitable/_casa/webhook", body=told)
    again, _ = start(note)
    assert account_of(again).number(HOST_PHONE)["sms_url"] == HOOK
    assert account_of(again).has_opted_out(GUEST, HOST_PHONE)
    assert [each["webhook_url"] for each in again.shelf("hospitable")["accounts"].values()] == [HOOK]


def test_a_damaged_note_counts_as_none(tmp_path):
    note = tmp_path / "vendors.json"
    for text in ("{", "[]", '{"twilio": {"AC1": 3}}', '{"twilio": 3}'):
        note.write_text(text)
        world, _ = start(note)
        assert not account_of(world).opted_out


def test_without_a_folder_nothing_is_written():
    world, app = start(None)
    with serving(app) as url:
        Door(own=frozenset({url})).request("POST", f"{url}/_casa/hush")
    assert isinstance(world.texts[0], Text)
