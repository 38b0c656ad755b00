"""What the pretend Twilio knows of a business and its campaigns, as rows under ``PretendAccount.registered``."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casa.providers.twilio.sandbox_state import PretendAccount

Resource = dict[str, Any]
PRIMARY_POLICY = "RN6433641899984f951173ef1738c3bdd0"
CAMPAIGN_LIMITS = {"att": {"mps": 600, "msg_class": "A"}, "tmobile": {"brand_tier": "UPPER_MID"}}


def stamp(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def shelf(account: "PretendAccount", name: str) -> dict[str, Resource]:
    """The account's rows of one kind, by id."""
    return account.registered.setdefault(name, {})


def register(account: "PretendAccount", service: str, now: datetime, use_case: str = "MIXED") -> None:
    """Give an account an approved business, and the numbers of a service an approved campaign."""
    primary(account, now)
    brand = add_row(account, "brands", "BN", now, status="APPROVED", identity_status="VERIFIED", brand_score=75)
    brand.update(brand_type="STANDARD", tcr_id="BX" + brand["sid"][-5:].upper(), errors=[])
    name = account.name
    add_campaign(
        account,
        service,
        now,
        campaign_status="VERIFIED",
        brand_registration_sid=brand["sid"],
        us_app_to_person_usecase=use_case,
        description=f"{name} writes to guests about their stays, and to those who asked for offers.",
        message_flow="Guests agree on the booking page with a box that is not ticked beforehand.",
        message_samples=[
            f"{name}: your door code is 4821. Reply STOP to opt out.",
            f"{name}: 10% off your next stay at https://example.com. Reply STOP to opt out.",
        ],
    )


def primary(account: "PretendAccount", now: datetime) -> Resource:
    """The account's own business profile, which only Twilio's console makes."""
    return add_row(
        account,
        "CustomerProfiles",
        "BU",
        now,
        friendly_name=account.name,
        policy_sid=PRIMARY_POLICY,
        status="twilio-approved",
    )


def add_campaign(account: "PretendAccount", service: str, now: datetime, **values: Any) -> Resource:
    given = {
        "messaging_service_sid": service,
        "campaign_status": "IN_PROGRESS",
        "campaign_id": None,
        "has_embedded_links": True,
        "has_embedded_phone": False,
        "rate_limits": CAMPAIGN_LIMITS,
        "mock": False,
        "errors": [],
        **values,
    }
    return add_row(account, "campaigns", "QE", now, **given)


def add_row(account: "PretendAccount", kind: str, prefix: str, now: datetime, **values: Any) -> Resource:
    sid = prefix + secrets.token_hex(16)
    made = {"sid": sid, "account_sid": account.sid, "date_created": stamp(now), "date_updated": stamp(now), **values}
    shelf(account, kind)[sid] = made
    return made
