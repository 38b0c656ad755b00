"""Who a business is, in Twilio's Trust Hub: a customer profile and, on top of it, an A2P messaging profile.

Each step looks for what an earlier try made (by our reference in its name) before it makes it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from casa.core.connections.contract import Account, BusinessForm, Refused
from casa.lib.http import Door
from casa.providers.twilio import registration_client as client
from casa.providers.twilio import registration_mapping as mapping
from casa.providers.twilio.mapping import word

HUB = client.TRUSTHUB
SENT = frozenset({"pending-review", "in-review", "twilio-approved"})
Ids = Mapping[str, str]


def steps(account: Account, door: Door, form: BusinessForm, done: Ids) -> Mapping[str, Callable[[], str]]:
    """The steps in their order; each gives the id of what it made."""

    def user(part: str, kind: str, values: dict[str, str]) -> Callable[[], str]:
        return lambda: _made(account, door, "EndUsers", form, part, Type=kind, Attributes=client.attributes(values))

    def bundle(where: str, part: str, policy: str) -> Callable[[], str]:
        return lambda: _made(account, door, where, form, part, Email=form.support_email, PolicySid=policy)

    return {
        "primary": lambda: _primary(account, door),
        "profile": bundle("CustomerProfiles", "profile", mapping.PROFILE_POLICY),
        "business": user("business", "customer_profile_business_information", mapping.business_information(form)),
        "contact": user("contact", "authorized_representative_1", mapping.representative(form)),
        "address": lambda: _address(account, door, form),
        "document": lambda: _document(account, door, form, done["address"]),
        "profile_sent": lambda: _send(
            account,
            door,
            f"CustomerProfiles/{done['profile']}",
            mapping.PROFILE_POLICY,
            [done[part] for part in ("primary", "business", "contact", "document")],
        ),
        "a2p": bundle("TrustProducts", "a2p", mapping.A2P_POLICY),
        "messaging": user("messaging", "us_a2p_messaging_profile_information", mapping.messaging_profile(form)),
        "a2p_sent": lambda: _send(
            account,
            door,
            f"TrustProducts/{done['a2p']}",
            mapping.A2P_POLICY,
            [done["messaging"], done["profile"]],
        ),
    }


def correct(account: Account, door: Door, form: BusinessForm, done: Ids) -> None:
    """Write the corrected details over what was turned down."""
    for part, values in (
        ("business", mapping.business_information(form)),
        ("contact", mapping.representative(form)),
        ("messaging", mapping.messaging_profile(form)),
    ):
        form_of = {"Attributes": client.attributes(values)}
        client.make(account, door, f"{HUB}/EndUsers/{done[part]}", form_of)
    url = client.addresses_url(account).removesuffix(".json")
    client.make(account, door, f"{url}/{done['address']}.json", mapping.address(form, _name(form, "address")))


def _name(form: BusinessForm, part: str) -> str:
    return f"Casa {form.reference} {part}"


def _primary(account: Account, door: Door) -> str:
    """The account's own approved business profile. Twilio lets only its console make that one."""
    params = {"PolicySid": mapping.PRIMARY_POLICY, "Status": "twilio-approved"}
    for row in client.rows(account, door, f"{HUB}/CustomerProfiles", "results", params):
        if word(row, "policy_sid") == mapping.PRIMARY_POLICY and word(row, "status") == "twilio-approved":
            return word(row, "sid")
    raise Refused("Your Twilio account has no approved business profile yet. Finish it in Twilio under Trust Hub.")


def _made(account: Account, door: Door, where: str, form: BusinessForm, part: str, **more: str) -> str:
    name = _name(form, part)
    for row in client.rows(account, door, f"{HUB}/{where}", "results"):
        if word(row, "friendly_name") == name:
            return word(row, "sid")
    return word(client.make(account, door, f"{HUB}/{where}", {"FriendlyName": name, **more}), "sid")


def _address(account: Account, door: Door, form: BusinessForm) -> str:
    name = _name(form, "address")
    for row in client.addresses(account, door):
        if word(row, "friendly_name") == name:
            return word(row, "sid")
    wish = mapping.address(form, name)
    return word(client.make(account, door, client.addresses_url(account), wish), "sid")


def _document(account: Account, door: Door, form: BusinessForm, address: str) -> str:
    attributes = client.attributes({"address_sids": address})
    where = "SupportingDocuments"
    return _made(account, door, where, form, "document", Type="customer_profile_address", Attributes=attributes)


def _send(account: Account, door: Door, bundle: str, policy: str, parts: list[str]) -> str:
    """Hang the parts on a bundle, have Twilio say whether it is whole, and hand it in; "yes" when that is done."""
    url = f"{HUB}/{bundle}"
    there = {word(row, "object_sid") for row in client.rows(account, door, f"{url}/EntityAssignments", "results")}
    for part in parts:
        if part not in there:
            client.make(account, door, f"{url}/EntityAssignments", {"ObjectSid": part})
    if word(client.read(account, door, url), "status") in SENT:
        return "yes"
    judged: Mapping[str, Any] = client.make(account, door, f"{url}/Evaluations", {"PolicySid": policy})
    if word(judged, "status") != "compliant":
        raise Refused("Twilio says the business's details are not complete. Check name, address, EIN and contact.")
    client.make(account, door, url, {"Status": "pending-review"})
    return "yes"
