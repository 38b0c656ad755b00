"""What the pretend Twilio remembers: accounts, numbers, services, messages, media, who opted out.

Everything is kept as the resources the real API shows, so that what the sandbox answers is what it stores.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from casa.lib.pretend import World
from casa.providers.twilio.sandbox_registered import register

KEY = "twilio"
VERSION = "2010-04-01"
STOP_WORDS = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})

Resource = dict[str, Any]


def new_sid(prefix: str) -> str:
    """A resource id: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


@dataclass(slots=True)
class PretendAccount:
    """One customer of the pretend Twilio. ``shared_key``: (id, secret) once it signs the new way."""

    sid: str
    auth_token: str
    name: str
    opened_at: datetime
    trial: bool = False
    status: str = "active"
    api_keys: dict[str, str] = field(default_factory=dict)
    shared_key: tuple[str, str] | None = None
    advanced_opt_out: bool = False
    numbers: dict[str, Resource] = field(default_factory=dict)
    services: dict[str, Resource] = field(default_factory=dict)
    pools: dict[str, list[str]] = field(default_factory=dict)
    messages: dict[str, Resource] = field(default_factory=dict)
    callbacks: dict[str, str] = field(default_factory=dict)
    media: dict[str, list[Resource]] = field(default_factory=dict)
    opted_out: set[tuple[str, str]] = field(default_factory=set)
    verified: set[str] = field(default_factory=set)
    registered: dict[str, dict[str, Resource]] = field(default_factory=dict)

    def number(self, phone: str) -> Resource | None:
        """The resource of one of the account's numbers."""
        return next((each for each in self.numbers.values() if each["phone_number"] == phone), None)

    def service_of(self, phone: str) -> Resource | None:
        """The messaging service a number is in."""
        return next((self.services[sid] for sid, pool in self.pools.items() if phone in pool), None)

    def audience(self, phone: str) -> str:
        """What an opt-out from this number covers: the whole service, or the number alone."""
        service = self.service_of(phone)
        return str(service["sid"]) if service else phone

    def has_opted_out(self, guest: str, phone: str) -> bool:
        return (guest, self.audience(phone)) in self.opted_out

    def resource(self) -> Resource:
        """The account as ``GET /Accounts/{Sid}.json`` shows it."""
        uri = f"/{VERSION}/Accounts/{self.sid}.json"
        stamp = format_datetime(self.opened_at)
        return {
            "sid": self.sid,
            "friendly_name": self.name,
            "status": self.status,
            "type": "Trial" if self.trial else "Full",
            "auth_token": self.auth_token,
            "owner_account_sid": self.sid,
            "date_created": stamp,
            "date_updated": stamp,
            "uri": uri,
            "subresource_uris": {"messages": uri.replace(".json", "/Messages.json")},
        }


def accounts(world: World) -> dict[str, PretendAccount]:
    """All accounts by their id."""
    found: dict[str, PretendAccount] = world.shelf(KEY).setdefault("accounts", {})
    return found


def open_account(
    world: World,
    *,
    numbers: Iterable[str] = ("+14155550100",),
    name: str = "Harbor Stays",
    service: bool = False,
    trial: bool = False,
    advanced_opt_out: bool = False,
    registered: bool = True,
) -> dict[str, str]:
    """Open an account with these numbers; its credentials under the names of the connection's fields.

    ``service`` lets Casa send through the messaging service. ``registered``: the numbers are in one whose campaign
    the carriers approved, as they must be before a US number may send anything.
    """
    with world.lock:
        account = PretendAccount(new_sid("AC"), secrets.token_hex(16), name, world.clock(), trial=trial)
        account.advanced_opt_out = advanced_opt_out
        key, secret = new_sid("SK"), secrets.token_hex(16)
        account.api_keys[key] = secret
        phones = list(numbers)
        for phone in phones:
            add_number(account, phone, world.clock())
        service_sid = add_service(account, phones, world.clock()) if service or registered else ""
        if registered:
            register(account, service_sid, world.clock())
            account.services[service_sid]["use_inbound_webhook_on_number"] = not service
        accounts(world)[account.sid] = account
    return {
        "account_sid": account.sid,
        "auth_token": account.auth_token,
        "api_key_sid": key,
        "api_key_secret": secret,
        "from_number": phones[0] if phones else "",
        "messaging_service_sid": service_sid if service else "",
    }


def add_number(account: PretendAccount, phone: str, now: datetime) -> Resource:
    """Buy a number for the account."""
    sid = new_sid("PN")
    urls = dict.fromkeys(("sms_url", "sms_fallback_url", "voice_url", "voice_fallback_url", "status_callback"), "")
    methods = dict.fromkeys([f"{name.removesuffix('_url')}_method" for name in urls], "POST")
    empty = ("address_sid", "identity_sid", "bundle_sid", "trunk_sid", "emergency_address_sid")
    stamp = format_datetime(now)
    account.numbers[sid] = {
        "sid": sid,
        "account_sid": account.sid,
        "phone_number": phone,
        "friendly_name": phone,
        "address_requirements": "none",
        "api_version": VERSION,
        "beta": False,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "date_created": stamp,
        "date_updated": stamp,
        "emergency_status": "Inactive",
        "emergency_address_status": "unregistered",
        "origin": "twilio",
        "sms_application_sid": "",
        "voice_application_sid": "",
        "voice_caller_id_lookup": False,
        "voice_receive_mode": "voice",
        "status": "in-use",
        "type": "local",
        "uri": f"/{VERSION}/Accounts/{account.sid}/IncomingPhoneNumbers/{sid}.json",
        **urls,
        **methods,
        **dict.fromkeys(empty),
    }
    return account.numbers[sid]


def add_service(account: PretendAccount, phones: Iterable[str], now: datetime) -> str:
    """Open a messaging service over these numbers of the account; its id."""
    sid = new_sid("MG")
    url = f"https://messaging.twilio.com/v1/Services/{sid}"
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    account.pools[sid] = list(phones)
    account.services[sid] = {
        "sid": sid,
        "account_sid": account.sid,
        "friendly_name": f"{account.name} texts",
        "date_created": stamp,
        "date_updated": stamp,
        "inbound_request_url": None,
        "inbound_method": "POST",
        "fallback_url": None,
        "fallback_method": "POST",
        "status_callback": None,
        "sticky_sender": True,
        "mms_converter": True,
        "smart_encoding": False,
        "scan_message_content": "inherit",
        "fallback_to_long_code": False,
        "area_code_geomatch": True,
        "synchronous_validation": False,
        "validity_period": 36000,
        "url": url,
        "links": {"phone_numbers": f"{url}/PhoneNumbers"},
        "usecase": "undeclared",
        "us_app_to_person_registered": True,
        "use_inbound_webhook_on_number": False,
    }
    return sid


def add_message(account: PretendAccount, now: datetime, **values: Any) -> Resource:
    """Store a message resource; ``values`` override the fields of a fresh outgoing one."""
    sid = new_sid("MM" if values.get("num_media", "0") != "0" else "SM")
    uri = f"/{VERSION}/Accounts/{account.sid}/Messages/{sid}"
    stamp = format_datetime(now)
    account.messages[sid] = {
        "sid": sid,
        "account_sid": account.sid,
        "api_version": VERSION,
        "body": "",
        "date_created": stamp,
        "date_updated": stamp,
        "date_sent": None,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": None,
        "to": None,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": "USD",
        "status": "queued",
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "uri": f"{uri}.json",
        **values,
    }
    return account.messages[sid]


def add_media(account: PretendAccount, message: Resource, content_type: str, file_id: str, now: datetime) -> None:
    """Hang a file of the world on a message; ``file_id`` stays private to the sandbox."""
    sid = new_sid("ME")
    uri = f"/{VERSION}/Accounts/{account.sid}/Messages/{message['sid']}/Media/{sid}.json"
    stamp = format_datetime(now)
    resource = {
        "sid": sid,
        "account_sid": account.sid,
        "parent_sid": message["sid"],
        "content_type": content_type,
        "date_created": stamp,
        "date_updated": stamp,
        "uri": uri,
        "_file": file_id,
    }
    account.media.setdefault(message["sid"], []).append(resource)


def shown(resource: Resource) -> Resource:
    """A resource without what the sandbox keeps to itself."""
    return {name: value for name, value in resource.items() if not name.startswith("_")}
