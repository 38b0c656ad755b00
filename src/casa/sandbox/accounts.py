"""The demo's accounts at the pretend vendors, with credentials that follow from the demo's secret key.

The seed step and the sandbox run in two processes and must name the same credentials: both derive them here. A
provider's sandbox says how with ``open_demo(world, token)``; those that have none are opened by the adapters below.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from functools import partial
from types import ModuleType
from uuid import UUID, uuid5

from casa.lib.pretend import Text, World
from casa.providers.hospitable import sandbox as hospitable
from casa.providers.twilio import sandbox_state as twilio
from casa.providers.twilio.sandbox_registered import register
from casa.sandbox.guests import HOST_PHONE
from casa.sandbox.providers import sandboxes
from casa.sandbox.reviews import Review

OWNER = "ines@example.com"
NAMES = UUID("6f1c1f0e-5a53-4a5e-9c0b-2f6d3a1b7c44")
DEFAULT_URL = "http://127.0.0.1:8401"

Token = Callable[[str, int], str]
Opener = Callable[[World, Token], dict[str, str]]


def demo_accounts(secret: str, sandbox_url: str = DEFAULT_URL) -> dict[str, dict[str, str]]:
    """What a host would fill in to connect each provider of the demo, by provider key and field name."""
    return open_accounts(World(), secret, sandbox_url)


def open_accounts(world: World, secret: str, sandbox_url: str = DEFAULT_URL) -> dict[str, dict[str, str]]:
    """Open the demo's account at every pretend vendor of this world; returns the credentials."""
    opened = {
        key: opener(world, partial(_token, secret, key))
        for key, module in sandboxes().items()
        if (opener := _opener(key, module)) is not None
    }
    if "openai_compatible" in opened:
        # No vendor host stands for the owner's own model server: it is reached where the pretend world is served.
        opened["openai_compatible"]["base_url"] = f"{sandbox_url.rstrip('/')}/openai_compatible/model.local/v1"
    return opened


def _opener(key: str, module: ModuleType) -> Opener | None:
    own: Opener | None = getattr(module, "open_demo", None)
    return own or ADAPTERS.get(key)


def _token(secret: str, key: str, name: str, digits: int) -> str:
    """Hexadecimal digits that follow from the secret."""
    made = hmac.digest(secret.encode(), f"casa-demo:{key}:{name}".encode(), hashlib.sha512).hex()
    return made[:digits]


def _open_hospitable(world: World, token: Token) -> dict[str, str]:
    return hospitable.open_account(
        world, email=OWNER, token="pat_" + token("token", 60), webhook_secret=token("webhook_secret", 40)
    )


def _open_twilio(world: World, token: Token) -> dict[str, str]:
    account = twilio.PretendAccount(
        "AC" + token("account_sid", 32), token("auth_token", 32), "Juniper Stays", world.clock()
    )
    key = "SK" + token("api_key_sid", 32)
    account.api_keys[key] = token("api_key_secret", 32)
    number = twilio.add_number(account, HOST_PHONE, world.clock())
    _rename(account.numbers, number, "PN" + token("number", 32))
    service = twilio.add_service(account, [HOST_PHONE], world.clock())
    account.services[service]["use_inbound_webhook_on_number"] = True
    register(account, service, world.clock())
    twilio.accounts(world)[account.sid] = account
    return {
        "account_sid": account.sid,
        "auth_token": account.auth_token,
        "api_key_sid": key,
        "api_key_secret": account.api_keys[key],
        "from_number": HOST_PHONE,
        "messaging_service_sid": "",
    }


ADAPTERS: Mapping[str, Opener] = {"hospitable": _open_hospitable, "twilio": _open_twilio}


def remember(world: World, account_sid: str, reviews: list[Review]) -> None:
    """Give the vendors their memory of the time before the demo: old texts at Twilio, reviews at Hospitable."""
    account = twilio.accounts(world)[account_sid]
    for text in world.texts:
        _remember_text(account, text)
    kept = world.shelf("hospitable").setdefault("reviews", [])
    kept += [
        {
            "id": str(uuid5(NAMES, review.id)),
            "booking_id": review.booking_id,
            "rating": review.rating,
            "text": review.text,
            "private": review.private,
            "response": None,
            "at": review.at,
        }
        for review in reviews
    ]


def _remember_text(account: twilio.PretendAccount, text: Text) -> None:
    incoming = text.recipient == HOST_PHONE
    message = twilio.add_message(
        account,
        text.at,
        body=text.body,
        date_sent=format_datetime(text.at),
        direction="inbound" if incoming else "outbound-api",
        status="received" if incoming else "delivered",
        to=text.recipient,
        **{"from": text.sender},
    )
    _rename(account.messages, message, "SM" + uuid5(NAMES, f"{account.sid}:{text.id}").hex)


def _rename(table: dict[str, twilio.Resource], resource: twilio.Resource, sid: str) -> None:
    """Give a resource an id that is the same whenever the world is built, so that nothing is imported twice."""
    old = resource["sid"]
    del table[old]
    resource.update(sid=sid, uri=resource["uri"].replace(old, sid))
    if "subresource_uris" in resource:
        uris = resource["subresource_uris"]
        resource["subresource_uris"] = {name: uri.replace(old, sid) for name, uri in uris.items()}
    table[sid] = resource
