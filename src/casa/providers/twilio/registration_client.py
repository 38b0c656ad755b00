"""The endpoints of Twilio that registration needs: Trust Hub, A2P brands and campaigns, toll-free verification."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from casa.core.connections.contract import Account, BadPayload
from casa.lib.http import Door
from casa.providers.twilio.client import API, MESSAGING, Json, Params, account_sid, call
from casa.providers.twilio.manifest import TRUSTHUB_HOST

TRUSTHUB = f"https://{TRUSTHUB_HOST}/v1"
PAGE_SIZE = "100"
MOST_PAGES = 100


def rows(account: Account, door: Door, url: str, name: str, params: Params | None = None) -> Iterator[Json]:
    """Every row of a listing of the newer APIs, page after page. A next page may only lead on at the same host."""
    query: dict[str, str] = {**(params or {}), "PageSize": PAGE_SIZE}
    root = "/".join(url.split("/")[:3]) + "/"
    for _ in range(MOST_PAGES):
        page = call(account, door, "GET", url, params=query)
        found, meta = page.get(name), page.get("meta")
        if not isinstance(found, list):
            raise BadPayload("Twilio sent a list Casa cannot read.")
        yield from (row for row in found if isinstance(row, Mapping))
        onward = meta.get("next_page_url") if isinstance(meta, Mapping) else None
        if not isinstance(onward, str) or not onward.startswith(root):
            return
        url, query = onward, {}


def read(account: Account, door: Door, url: str) -> Json:
    return call(account, door, "GET", url)


def make(account: Account, door: Door, url: str, form: Mapping[str, Any]) -> Json:
    """Write something there. Raises Unsure where Twilio may have taken it."""
    return call(account, door, "POST", url, form=form, write=True)


def numbers(account: Account, door: Door) -> list[Json]:
    """The account's phone numbers."""
    url = f"{API}/2010-04-01/Accounts/{account_sid(account)}/IncomingPhoneNumbers.json"
    page = call(account, door, "GET", url, params={"PageSize": "1000"})
    found = page.get("incoming_phone_numbers")
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def addresses_url(account: Account) -> str:
    return f"{API}/2010-04-01/Accounts/{account_sid(account)}/Addresses.json"


def addresses(account: Account, door: Door) -> list[Json]:
    found = call(account, door, "GET", addresses_url(account), params={"PageSize": "1000"}).get("addresses")
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def services(account: Account, door: Door) -> Iterator[Json]:
    return rows(account, door, f"{MESSAGING}/v1/Services", "services")


def service_url(sid: str) -> str:
    return f"{MESSAGING}/v1/Services/{sid}"


def campaigns(account: Account, door: Door, service: str) -> list[Json]:
    """The registered campaign of a messaging service; Twilio keeps at most one."""
    return list(rows(account, door, f"{service_url(service)}/Compliance/Usa2p", "compliance"))


def pool(account: Account, door: Door, service: str) -> list[Json]:
    """The numbers in a messaging service."""
    return list(rows(account, door, f"{service_url(service)}/PhoneNumbers", "phone_numbers"))


BRANDS = f"{MESSAGING}/v1/a2p/BrandRegistrations"
TOLL_FREE = f"{MESSAGING}/v1/Tollfree/Verifications"


def toll_free(account: Account, door: Door, number_sid: str = "") -> list[Json]:
    params = {"TollfreePhoneNumberSid": number_sid} if number_sid else {}
    return list(rows(account, door, TOLL_FREE, "verifications", params))


def attributes(values: Mapping[str, str]) -> str:
    """Trust Hub takes what is known of somebody as one JSON text in the form."""
    return json.dumps({name: value for name, value in values.items() if value}, separators=(",", ":"))
