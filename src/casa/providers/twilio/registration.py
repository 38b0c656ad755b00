"""Registering numbers at Twilio: who the business is, what it sends, and what Twilio says of each number."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from casa.core.connections.contract import (
    Account,
    BusinessForm,
    CampaignForm,
    Progress,
    Refused,
    SenderFact,
    TollFreeForm,
)
from casa.lib.http import Door
from casa.providers.twilio import registration_client as client
from casa.providers.twilio import registration_mapping as mapping
from casa.providers.twilio import registration_trusthub as trusthub
from casa.providers.twilio.mapping import word

Json = Mapping[str, Any]
Ids = Mapping[str, str]
Step = Callable[[], str]
TOLL_FREE_AREAS = frozenset({"800", "833", "844", "855", "866", "877", "888"})


def senders(account: Account, door: Door) -> Sequence[SenderFact]:
    """Every number of the account: a local one stands as its messaging service's campaign does, a toll-free one as
    its verification. A number in no service, or in one without a campaign, is not registered."""
    campaigns: dict[str, tuple[str, Json]] = {}
    for service in client.services(account, door):
        sid = word(service, "sid")
        registered = client.campaigns(account, door, sid)
        for number in client.pool(account, door, sid):
            campaigns[word(number, "phone_number")] = (sid, registered[0] if registered else {})
    verified = {word(row, "tollfree_phone_number_sid"): row for row in client.toll_free(account, door)}
    return [_sender(number, campaigns, verified) for number in client.numbers(account, door)]


def _sender(number: Json, campaigns: Mapping[str, tuple[str, Json]], verified: Mapping[str, Json]) -> SenderFact:
    phone, sid = word(number, "phone_number"), word(number, "sid")
    service, campaign = campaigns.get(phone, ("", {}))
    if phone.startswith("+1") and phone[2:5] in TOLL_FREE_AREAS:
        found = verified.get(sid, {})
        state = mapping.TOLL_FREE.get(word(found, "status"), "pending") if found else "unregistered"
    else:
        found = campaign
        state = mapping.CAMPAIGN.get(word(found, "campaign_status"), "pending") if found else "unregistered"
    per_second, per_day = mapping.rates(campaign)
    return SenderFact(
        address=phone,
        external_id=sid,
        state=state,
        capabilities=mapping.capabilities(number),
        service_ref=service,
        campaign_ref=word(campaign, "sid"),
        use_case=word(campaign, "us_app_to_person_usecase"),
        links=campaign.get("has_embedded_links") is not False,
        samples=mapping.samples(campaign),
        per_second=per_second,
        per_day=per_day,
        since=mapping.moment(found.get("date_updated")) if state == "approved" else None,
        reasons=mapping.reasons(found),
    )


def submit_business(account: Account, door: Door, form: BusinessForm, known: Ids) -> Iterator[Progress]:
    """A customer profile and an A2P profile in Trust Hub, then the brand. After a rejection the same are corrected."""
    if form.entity == "sole":
        raise Refused("A sole proprietor without an EIN registers in Twilio's console. Casa then reads the result.")
    done = dict(known)
    if "brand" in done:
        trusthub.correct(account, door, form, done)
        client.make(account, door, f"{client.BRANDS}/{done['brand']}", {})
    yield from _each(done, trusthub.steps(account, door, form, done))
    yield from _each(done, {"brand": lambda: _brand(account, door, done)})
    yield business_status(account, door, done)


def _each(done: dict[str, str], steps: Mapping[str, Step]) -> Iterator[Progress]:
    for name, step in steps.items():
        if name not in done:
            done[name] = step()
            yield Progress("submitting", dict(done))


def _brand(account: Account, door: Door, done: Ids) -> str:
    profiles = {"CustomerProfileBundleSid": done["profile"], "A2PProfileBundleSid": done["a2p"]}
    for row in client.rows(account, door, client.BRANDS, "data"):
        if word(row, "a2p_profile_bundle_sid") == done["a2p"]:
            return word(row, "sid")
    return word(client.make(account, door, client.BRANDS, {**profiles, "BrandType": "STANDARD"}), "sid")


def business_status(account: Account, door: Door, known: Ids) -> Progress:
    """How the brand stands. A brand whose identity was not confirmed is approved by nobody."""
    brand = client.read(account, door, f"{client.BRANDS}/{known['brand']}")
    state = mapping.BRAND.get(word(brand, "status"), "pending")
    if state == "approved" and word(brand, "identity_status") == "UNVERIFIED":
        state = "rejected"
    score = brand.get("brand_score")
    return Progress(state, dict(known), mapping.reasons(brand), score if isinstance(score, int) else None)


def submit_campaign(account: Account, door: Door, form: CampaignForm, business: Ids, known: Ids) -> Iterator[Progress]:
    """A messaging service with the numbers in it, and its campaign. After a rejection the same is corrected."""
    done = dict(known)
    if "campaign" in done:
        url = f"{client.service_url(done['service'])}/Compliance/Usa2p/{done['campaign']}"
        client.make(account, door, url, mapping.campaign(form))
    yield from _each(done, {"service": lambda: _service(account, door, form)})
    _put_numbers(account, door, form, done["service"])
    yield from _each(done, {"campaign": lambda: _campaign(account, door, form, business["brand"], done["service"])})
    yield campaign_status(account, door, done)


def _service(account: Account, door: Door, form: CampaignForm) -> str:
    """The service of ours, or the one that already has the numbers: a number can be in one only."""
    ours = f"Casa {form.reference}"
    for row in client.services(account, door):
        sid = word(row, "sid")
        if word(row, "friendly_name") == ours:
            return sid
        if form.numbers and {word(each, "sid") for each in client.pool(account, door, sid)} & set(form.numbers):
            return sid
    made = client.make(
        account,
        door,
        client.service_url("").rstrip("/"),
        {"FriendlyName": ours, "InboundRequestUrl": account.hook_url, "Usecase": "mixed"},
    )
    return word(made, "sid")


def _put_numbers(account: Account, door: Door, form: CampaignForm, service: str) -> None:
    there = {word(each, "sid") for each in client.pool(account, door, service)}
    for number in form.numbers:
        if number not in there:
            url = f"{client.service_url(service)}/PhoneNumbers"
            client.make(account, door, url, {"PhoneNumberSid": number})


def _campaign(account: Account, door: Door, form: CampaignForm, brand: str, service: str) -> str:
    for row in client.campaigns(account, door, service):
        return word(row, "sid")
    url = f"{client.service_url(service)}/Compliance/Usa2p"
    return word(client.make(account, door, url, mapping.whole_campaign(form, brand)), "sid")


def campaign_status(account: Account, door: Door, known: Ids) -> Progress:
    """How the campaign stands, and the speed the carriers grant it."""
    url = f"{client.service_url(known['service'])}/Compliance/Usa2p/{known['campaign']}"
    row = client.read(account, door, url)
    per_second, per_day = mapping.rates(row)
    state = mapping.CAMPAIGN.get(word(row, "campaign_status"), "pending")
    return Progress(state, dict(known), mapping.reasons(row), per_second=per_second, per_day=per_day)


def submit_toll_free(account: Account, door: Door, form: TollFreeForm, known: Ids) -> Iterator[Progress]:
    """The verification of the number. Twilio keeps one a number: a second try corrects it."""
    done = dict(known)
    if "verification" in done:
        _correct(account, door, form, done["verification"])
    yield from _each(done, {"verification": lambda: _verification(account, door, form)})
    yield toll_free_status(account, door, done)


def _correct(account: Account, door: Door, form: TollFreeForm, sid: str) -> None:
    there = client.read(account, door, f"{client.TOLL_FREE}/{sid}")
    if word(there, "status") != "TWILIO_REJECTED":
        return
    if there.get("edit_allowed") is False:
        raise Refused("Twilio takes no correction of this verification. Ask Twilio's support to open it again.")
    client.make(account, door, f"{client.TOLL_FREE}/{sid}", mapping.verification(form))


def _verification(account: Account, door: Door, form: TollFreeForm) -> str:
    for row in client.toll_free(account, door, form.number):
        return word(row, "sid")
    wish = {
        **mapping.verification(form),
        "TollfreePhoneNumberSid": form.number,
        "ExternalReferenceId": form.reference,
    }
    return word(client.make(account, door, client.TOLL_FREE, wish), "sid")


def toll_free_status(account: Account, door: Door, known: Ids) -> Progress:
    """How the verification stands."""
    row = client.read(account, door, f"{client.TOLL_FREE}/{known['verification']}")
    state = mapping.TOLL_FREE.get(word(row, "status"), "pending")
    return Progress(state, dict(known), mapping.reasons(row))
