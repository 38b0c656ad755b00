"""The pretend Twilio behaves like the real one: its webhooks, its faults, what the official SDK sees."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.routing import Mount
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from casa.core.connections.contract import Hint
from casa.lib.http import Door
from casa.lib.pretend import Fault, File, Text
from casa.providers.twilio import connect, erase, media, sandbox, send, sync, webhooks
from casa.providers.twilio.manifest import MANIFEST
from casa.providers.twilio.sandbox import SANDBOX_ROUTES
from casa.providers.twilio.sandbox_state import accounts, open_account

from .conftest import GUEST, OURS, Receiver, account_for, eventually, outgoing

SPECS = Path(__file__).parents[6] / "shared" / "providers" / "specs"
API_SPEC = SPECS / "twilio_api_v2010_messaging_calls.json"
# The description demands an id here and shows an empty text in its own examples, which is what arrives.
EMPTY_IN_ITS_EXAMPLES = frozenset({"sms_application_sid", "voice_application_sid"})
SERVICE_SPEC = SPECS / "twilio_messaging_v1_services.json"


class Rewriting(TwilioHttpClient):
    """The SDK's own HTTP client, led to the pretend hosts."""

    def __init__(self, base):
        super().__init__(timeout=5)
        self.base = base

    def request(self, method, uri, *args, **kwargs):
        return super().request(method, uri.replace("https://", f"{self.base}/", 1), *args, **kwargs)


@pytest.fixture
def sdk(base, credentials):
    client = Rewriting(base)
    yield Client(credentials["account_sid"], credentials["auth_token"], http_client=client)
    client.session.close()


# -------------------------------------------------------------------------------- the official SDK


def test_the_sdk_sends_lists_fetches_redacts_and_deletes(world, sdk):
    first = sdk.messages.create(to=GUEST, from_=OURS, body="Welcome 😀")
    assert (first.sid[:2], first.status, first.num_segments, first.direction) == (
        "SM",
        "queued",
        "1",
        "outbound-api",
    )
    assert abs(first.date_created - datetime.now(UTC)) < timedelta(seconds=5)
    eventually(lambda: sdk.messages(first.sid).fetch().status == "delivered")
    for number in range(5):
        sdk.messages.create(to=GUEST, from_=OURS, body=f"Text {number}")
    eventually(lambda: all(row.status == "delivered" for row in sdk.messages.list()))
    listed = sdk.messages.list(to=GUEST, page_size=2)
    assert [row.body for row in listed] == ["Text 4", "Text 3", "Text 2", "Text 1", "Text 0", "Welcome 😀"]
    today = datetime.now(UTC)
    assert len(sdk.messages.list(date_sent_after=today - timedelta(hours=1))) == 6
    assert sdk.messages.list(date_sent_before=today - timedelta(hours=1)) == []
    assert len(sdk.messages.list(date_sent=today.date(), from_=OURS)) == 6
    assert sdk.messages(first.sid).update(body="").body == ""
    assert sdk.messages(first.sid).delete() is True
    with pytest.raises(TwilioRestException) as caught:
        sdk.messages(first.sid).fetch()
    assert (caught.value.status, caught.value.code) == (404, 20404)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"to": "12", "from_": OURS, "body": "x"}, 21211),
        ({"to": GUEST, "from_": "+14155550999", "body": "x"}, 21606),
        ({"to": GUEST, "from_": OURS}, 21602),
        ({"to": GUEST, "from_": OURS, "body": "a" * 1601}, 21617),
        ({"to": GUEST, "body": "x"}, 21603),
        ({"to": OURS, "from_": OURS, "body": "x"}, 21266),
        ({"to": GUEST, "messaging_service_sid": "MG0", "body": "x"}, 21701),
        ({"to": GUEST, "from_": OURS, "body": "x", "status_callback": "https://a_b.example.com/"}, 21609),
        ({"to": GUEST, "from_": OURS, "media_url": ["ftp://example.com/a"]}, 21620),
    ],
)
def test_the_sdk_sees_twilios_own_error_numbers(sdk, wish, code):
    with pytest.raises(TwilioRestException) as caught:
        sdk.messages.create(**wish)
    assert (caught.value.status, caught.value.code) == (400, code)


def test_the_sdk_sees_opt_out_authentication_and_throttling(world, base, sdk, credentials):
    world.text(Text("t1", GUEST, OURS, "CANCEL", world.clock()))
    eventually(lambda: any("unsubscribed" in text.body for text in world.texts))
    with pytest.raises(TwilioRestException) as caught:
        sdk.messages.create(to=GUEST, from_=OURS, body="x")
    assert caught.value.code == 21610
    world.shelf("twilio")["concurrency"] = 0
    with pytest.raises(TwilioRestException) as caught:
        sdk.messages("SM" + "0" * 32).fetch()
    assert (caught.value.status, caught.value.code) == (429, 20429)
    del world.shelf("twilio")["concurrency"]
    key = Client(
        credentials["api_key_sid"],
        credentials["api_key_secret"],
        credentials["account_sid"],
        http_client=sdk.http_client,
    )
    assert [each.body for each in key.messages.list()] == ["CANCEL"]
    with pytest.raises(TwilioRestException) as caught:
        key.api.accounts(credentials["account_sid"]).fetch()
    assert (caught.value.status, caught.value.code) == (401, 20003)


def test_the_sdk_reads_accounts_numbers_services_and_media(world, base, sdk, credentials):
    assert sdk.api.accounts(credentials["account_sid"]).fetch().friendly_name == "Harbor Stays"
    [number] = sdk.incoming_phone_numbers.list(phone_number=OURS)
    assert number.capabilities["sms"] is True
    assert number.update(sms_url="https://stay.example.com/x").sms_url == "https://stay.example.com/x"
    world.files["f1"] = File("f1", "image/png", b"png")
    world.text(Text("t1", GUEST, OURS, "look", world.clock(), ("f1",)))
    [message] = sdk.messages.list(from_=GUEST)
    assert (message.sid[:2], message.direction, message.num_media) == ("MM", "inbound", "1")
    [file] = sdk.messages(message.sid).media.list()
    assert (file.content_type, file.parent_sid) == ("image/png", message.sid)
    other = open_account(world, numbers=["+14155550101"], service=True)
    service = Client(other["account_sid"], other["auth_token"], http_client=sdk.http_client).messaging.v1.services(
        other["messaging_service_sid"]
    )
    assert service.fetch().use_inbound_webhook_on_number is False
    assert [each.phone_number for each in service.phone_numbers.list()] == ["+14155550101"]
    assert service.update(inbound_request_url="https://stay.example.com/y").inbound_request_url.endswith("/y")


def fields_of(request):
    return {name: values[0] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}


def test_the_sdks_validator_accepts_every_webhook(world, door, account, receiver):
    connect.set_up(account, door)
    world.text(Text("t1", GUEST, OURS, "Grüße 😀 & = + שלום", world.clock()))
    send.send(account, door, outgoing())
    validator = RequestValidator(account.secrets["auth_token"])
    for request in receiver.wait(3):
        signature = request.headers["x-twilio-signature"]
        assert validator.validate(request.url, fields_of(request), signature)
        assert not validator.validate(request.url, fields_of(request) | {"Body": "x"}, signature)


def test_a_shared_key_signs_the_new_way(world, base, door, account, receiver):
    admin = Door(own=frozenset({base.rpartition("/")[0]}))
    sid = account.settings["account_sid"]
    assert admin.request("POST", f"{base}/_casa/accounts/{sid}", body={"shared_key_secret": "k3y"}).ok
    send.send(account, door, outgoing())
    request = receiver.wait(1)[0]
    signature = request.headers["x-twilio-signature"]
    assert RequestValidator("k3y").validate(request.url, fields_of(request), signature, "HMAC_SHA256")
    webhooks.verify(request, account_for({**account.settings, **account.secrets, "shared_key_secret": "k3y"}))


def test_it_can_be_mounted_under_its_key(world, stage, credentials):
    mounted = stage.put(Starlette(routes=[Mount("/twilio", app=sandbox.build(world))]))
    door = Door(routes={f"https://{host}": f"{mounted}/twilio/{host}" for host in SANDBOX_ROUTES})
    account = account_for(credentials)
    for number in range(3):
        send.send(account, door, outgoing(f"Text {number}"))
    listed = door.request(
        "GET",
        f"https://api.twilio.com/2010-04-01/Accounts/{account.settings['account_sid']}/Messages.json?PageSize=2",
        auth=(account.settings["account_sid"], account.secrets["auth_token"]),
    ).json()
    assert listed["next_page_uri"].startswith(f"/2010-04-01/Accounts/{account.settings['account_sid']}/Messages.json?")
    connect.test(account, door)


def test_two_builds_of_one_world_hear_a_text_once(world, base, account):
    sandbox.build(world)
    world.text(Text("t1", GUEST, OURS, "hello", world.clock()))
    assert len(accounts(world)[account.settings["account_sid"]].messages) == 1


def test_accounts_are_opened_over_http_too(world, base):
    admin = Door(own=frozenset({base.rpartition("/")[0]}))
    made = admin.request("POST", f"{base}/_casa/accounts", body={"numbers": ["+14155550177"], "service": True}).json()
    assert accounts(world)[made["account_sid"]].number("+14155550177")["sid"].startswith("PN")
    assert admin.request("POST", f"{base}/_casa/accounts/AC0").status == 404


# -------------------------------------------------------------------------------- webhooks


def states(receiver: Receiver, count: int) -> list[str]:
    return [fields_of(request)["MessageStatus"] for request in receiver.wait(count)]


def test_webhooks_come_twice_when_a_fault_says_so(world, door, account, receiver):
    world.break_next(Fault("twilio", "duplicate", "/hooks/"))
    send.send(account, door, outgoing())
    assert states(receiver, 3) == ["sent", "sent", "delivered"]
    ids = {webhooks.delivery_id(request) for request in receiver.got}
    assert len(ids) == 2


def test_webhooks_come_out_of_order_when_a_fault_says_so(world, door, account, receiver):
    world.shelf("twilio")["retry_scale"] = 1.0
    world.break_next(Fault("twilio", "reorder", "/hooks/"))
    send.send(account, door, outgoing())
    assert states(receiver, 2) == ["delivered", "sent"]


def test_a_failing_address_is_called_once_then_the_fallback(world, door, account, receiver, stage):
    connect.set_up(account, door)
    fallback = Receiver()
    fallback.base = stage.put(fallback)
    [number] = accounts(world)[account.settings["account_sid"]].numbers.values()
    number["sms_fallback_url"] = f"{fallback.base}/other"
    receiver.status = 500
    world.text(Text("t1", GUEST, OURS, "hello", world.clock()))
    [saved] = fallback.wait(1)
    assert len(receiver.got) == 1
    assert RequestValidator(account.secrets["auth_token"]).validate(
        saved.url, fields_of(saved), saved.headers["x-twilio-signature"]
    )
    assert world.shelf("twilio").get("alerts", []) == []


def test_an_address_nobody_answers_is_tried_twice_and_noted(world, door, account):
    [number] = accounts(world)[account.settings["account_sid"]].numbers.values()
    number["sms_url"] = "http://127.0.0.1:9/hooks"
    world.text(Text("t1", GUEST, OURS, "hello", world.clock()))
    eventually(lambda: world.shelf("twilio").get("alerts") == [{"code": "11205", "url": number["sms_url"]}])


def test_only_advanced_opt_out_names_the_keyword(world, door, receiver):
    for advanced in (False, True):
        account = account_for(
            open_account(world, numbers=[f"+1415555011{int(advanced)}"], advanced_opt_out=advanced),
            f"{receiver.base}/h",
        )
        connect.set_up(account, door)
        world.text(Text("t", GUEST, account.settings["from_number"], "Stop", world.clock()))
        request = receiver.wait(int(advanced) + 1)[-1]
        assert fields_of(request).get("OptOutType") == ("STOP" if advanced else None)
        assert webhooks.parse(request, account)[0].opt_out == "stop"


def test_opting_out_of_a_service_covers_its_pool(world, door):
    account = account_for(open_account(world, numbers=[OURS, "+14155550101"], service=True))
    world.text(Text("t", GUEST, "+14155550101", "unsubscribe", world.clock()))
    theirs = accounts(world)[account.settings["account_sid"]]
    assert theirs.has_opted_out(GUEST, OURS)
    world.text(Text("t", GUEST, OURS, "I will stop by at 5", world.clock()))
    assert theirs.has_opted_out(GUEST, OURS)
    world.text(Text("t", GUEST, OURS, "Yes", world.clock()))
    assert not theirs.has_opted_out(GUEST, OURS)


# -------------------------------------------------------------------------------- the published API


def spec_of(path: Path):
    if not path.exists():
        pytest.skip("the vendor's API description is not on this machine")
    return json.loads(path.read_text())


def operation(spec, method, path):
    """The published operation behind a request, matched by its path's shape."""
    wanted = path.strip("/").split("/")
    for template, item in spec["paths"].items():
        parts = template.strip("/").split("/")
        same = len(parts) == len(wanted) and all(
            p == w or ("{" in p and p.endswith(".json") == w.endswith(".json"))
            for p, w in zip(parts, wanted, strict=True)
        )
        if same and method.lower() in item:
            return item[method.lower()]
    return None


def strict(spec, schema):
    """The published schema, references resolved, null allowed where it says so, and no unknown field."""
    if "$ref" in schema:
        return strict(spec, spec["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    made = {k: v for k, v in schema.items() if k in ("type", "enum", "pattern", "minLength", "maxLength")}
    if "properties" in schema:
        made["properties"] = {
            name: {"anyOf": [strict(spec, each), {"const": ""}]}
            if name in EMPTY_IN_ITS_EXAMPLES
            else strict(spec, each)
            for name, each in schema["properties"].items()
        }
        made["additionalProperties"] = False
    if "items" in schema:
        made["items"] = strict(spec, schema["items"])
    return {"anyOf": [made, {"type": "null"}]} if schema.get("nullable") else made


def answer_schema(spec, found):
    [answer] = [each for code, each in found["responses"].items() if code.startswith("2")]
    content = answer.get("content", {}).get("application/json")
    return strict(spec, content["schema"]) if content else None


class Recorder:
    """A door that keeps what went through."""

    def __init__(self, door):
        self.door, self.seen = door, []

    def request(self, method, url, **parts):
        reply = self.door.request(method, url, **parts)
        self.seen.append((method, url, parts, reply))
        return reply


def everything(world, door, account, receiver):
    """Each thing our client does, once."""
    recorder = Recorder(door)
    world.files["f1"] = File("f1", "image/png", b"png")
    connect.test(account, recorder)
    connect.set_up(account, recorder)
    world.text(Text("t1", GUEST, OURS, "look", world.clock(), ("f1",)))
    sent = send.send(account, recorder, outgoing(media_urls=("http://127.0.0.1:9/x.png",)))
    eventually(lambda: sync.refetch(account, door, hint_of(sent))[0].status.value == "failed")
    send.read_back(account, recorder, outgoing(), frozenset())
    sync.refetch(account, recorder, hint_of(sent))
    facts = [fact for page in sync.pages(account, recorder, {"since": "2026-01-01"}) for fact in page.facts]
    media.fetch(account, recorder, facts[-1].media[0], 1000)
    connect.tear_down(account, recorder)
    erase.forget(account, recorder, [fact.external_id for fact in facts])
    return recorder.seen


def hint_of(sent):
    return Hint("messages", sent.external_id)


def check(spec, method, url, parts, reply):
    """The request has only published parameters and values; the answer has the published shape."""
    found = operation(spec, method, urlsplit(url).path)
    assert found is not None, f"{method} {urlsplit(url).path} is not published"
    asked = parse_qs(urlsplit(url).query) | (parts.get("params") or {})
    assert set(asked) <= {each["name"] for each in found["parameters"]} | {"Page", "PageToken", "PageSize"}
    form = parts.get("form") or {}
    content = found.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded")
    published = content["schema"]["properties"] if content else {}
    assert set(form) <= set(published)
    for name, value in form.items():
        enum = published[name].get("enum")
        assert enum is None or value in enum
    schema = answer_schema(spec, found)
    if schema and reply.ok:
        Draft202012Validator(schema).validate(reply.json())


@pytest.mark.parametrize("service", [False, True])
def test_requests_and_answers_fit_the_published_description(world, door, receiver, service):
    api, messaging = spec_of(API_SPEC), spec_of(SERVICE_SPEC)
    account = account_for(open_account(world, numbers=[OURS], service=service), f"{receiver.base}/hooks/t")
    checked = 0
    for method, url, parts, reply in everything(world, door, account, receiver):
        path = urlsplit(url).path
        if path.count("/") == 3 and path.startswith("/2010"):
            continue  # the account itself is not in the published slice
        if "/Media/" in path and not path.endswith(".json"):
            continue  # the bytes of a file are not in the published description
        check(messaging if "messaging." in url else api, method, url, parts, reply)
        checked += 1
    assert checked >= (14 if service else 10)


def test_the_routes_are_the_manifests_hosts():
    assert set(SANDBOX_ROUTES) == set(MANIFEST.hosts)
