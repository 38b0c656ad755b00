"""Twilio's words of registration and ours. Pure tables; an unknown word becomes the cautious value, never an error."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from casa.core.connections.contract import BusinessForm, CampaignForm, Reason, TollFreeForm
from casa.providers.twilio.mapping import word

# Static ids of Trust Hub's policies: what a bundle of each kind must hold.
PRIMARY_POLICY = "RN6433641899984f951173ef1738c3bdd0"
PROFILE_POLICY = "RNdfbf3fae0e1107f8aded0e7cead80bf5"
A2P_POLICY = "RNb0d4771c2c98518d916a3d4cd70a8f8b"

CAMPAIGN = {
    "VERIFIED": "approved",
    "IN_PROGRESS": "pending",
    "PENDING": "pending",
    "FAILED": "rejected",
    "SUSPENDED": "suspended",
    "EXPIRED": "suspended",
}
BRAND = {
    "APPROVED": "approved",
    "PENDING": "pending",
    "IN_REVIEW": "pending",
    "FAILED": "rejected",
    "SUSPENDED": "suspended",
    "DELETION_PENDING": "suspended",
    "DELETION_FAILED": "suspended",
}
TOLL_FREE = {
    "TWILIO_APPROVED": "approved",
    "PENDING_REVIEW": "pending",
    "IN_REVIEW": "pending",
    "TWILIO_REJECTED": "rejected",
}
# T-Mobile's tier of a brand: segments a second over all carriers and a day at T-Mobile (R76).
TIERS = {
    "TOP": (225.0, 200_000),
    "UPPER_MID": (120.0, 40_000),
    "LOWER_MID": (12.0, 10_000),
    "LOW": (1.0, 2_000),
}
COMPANY = {
    "private": ("Limited Liability Corporation", "private", "PRIVATE_PROFIT"),
    "public": ("Corporation", "public", "PUBLIC_PROFIT"),
    "nonprofit": ("Non-profit Corporation", "non-profit", "NON_PROFIT"),
    "government": ("Corporation", "government", "GOVERNMENT"),
    "sole": ("Sole Proprietorship", "private", "SOLE_PROPRIETOR"),
}
# Twilio's error numbers for which the industry has one (R51, R54, R55); the rest is told by what its words speak of.
CODES = {"30885": "708", "30889": "602", "30893": "601", "30795": "709", "30799": "709"}
SPEAKS_OF = (
    ("privacy", "805"),
    ("third part", "805"),
    ("lead gen", "708"),
    ("affiliate", "708"),
    ("embedded", "602"),
    ("sample", "601"),
    ("website", "804"),
    ("url", "804"),
    ("call to action", "803"),
    ("opt-in", "803"),
    ("opt in", "803"),
    ("consent", "803"),
    ("frequency", "806"),
    ("rates", "806"),
    ("opt-out", "806"),
    ("help message", "806"),
    ("tax", "709"),
    ("ein", "709"),
    ("legal company name", "709"),
    ("duplicate", "711"),
)
FIELDS = {
    "description": "description",
    "message_flow": "message_flow",
    "message_samples": "samples",
    "has_embedded_links": "embedded_link",
    "has_embedded_phone": "embedded_phone",
    "privacy_policy_url": "privacy_url",
    "terms_and_conditions_url": "terms_url",
    "help_message": "help_message",
    "opt_out_message": "opt_out_message",
    "opt_in_message": "opt_in_message",
    "us_app_to_person_usecase": "use_case",
    "use_case_summary": "summary",
    "production_message_sample": "sample",
    "opt_in_image_urls": "opt_in_image_url",
    "business_website": "website",
    "tax_id": "ein",
    "stock_symbol": "stock_symbol",
}


def reasons(resource: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Why it was turned down, from ``errors`` or ``rejection_reasons``; the vendor's sentences stay behind."""
    found = resource.get("errors") or resource.get("rejection_reasons") or []
    told = [_reason(each) for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
    single = resource.get("error_code")
    if not told and single:
        told = [_reason({"code": single, "reason": word(resource, "rejection_reason")})]
    return tuple(dict.fromkeys(told))


def _reason(error: Mapping[str, Any]) -> Reason:
    vendor = str(error.get("error_code") or error.get("code") or "")[:12]
    words = word(error, "description", "reason", "error_description").lower()
    named = error.get("fields")
    fields = tuple(_named(named)) if isinstance(named, list) else ()
    code = CODES.get(vendor) or next((code for part, code in SPEAKS_OF if part in f" {words} "), "")
    return Reason(code, vendor, fields)


def _named(fields: Iterable[object]) -> Iterable[str]:
    return (FIELDS[name] for each in fields if (name := str(each).lower()) in FIELDS)


def rates(resource: Mapping[str, Any]) -> tuple[float | None, int | None]:
    """Segments a second and a day that the carriers grant a campaign; None where they did not say."""
    limits = resource.get("rate_limits")
    carrier = limits.get("tmobile") if isinstance(limits, Mapping) else None
    tier = carrier.get("brand_tier") if isinstance(carrier, Mapping) else None
    return TIERS.get(tier, (None, None)) if isinstance(tier, str) else (None, None)


def moment(text: object) -> datetime | None:
    """A date of the newer APIs ("2026-11-21T18:02:11Z"), in UTC; None where there is none."""
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found.astimezone(UTC) if found and found.tzinfo else None


def samples(resource: Mapping[str, Any]) -> tuple[str, ...]:
    found = resource.get("message_samples")
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def capabilities(number: Mapping[str, Any]) -> tuple[str, ...]:
    found = number.get("capabilities")
    return tuple(name for name, able in found.items() if able) if isinstance(found, Mapping) else ()


def business_information(form: BusinessForm) -> dict[str, str]:
    return {
        "business_name": form.legal_name,
        "business_identity": "direct_customer",
        "business_type": COMPANY[form.entity][0],
        "business_industry": form.vertical,
        "business_registration_identifier": "EIN" if form.country == "US" else "CBN",
        "business_registration_number": form.ein,
        "business_regions_of_operation": "USA_AND_CANADA",
        "website_url": form.website,
    }


def representative(form: BusinessForm) -> dict[str, str]:
    return {
        "first_name": form.contact.first_name,
        "last_name": form.contact.last_name,
        "business_title": form.contact.title,
        "job_position": "Other",
        "email": form.contact.email,
        "phone_number": form.contact.phone,
    }


def messaging_profile(form: BusinessForm) -> dict[str, str]:
    return {
        "company_type": COMPANY[form.entity][1],
        "stock_exchange": form.stock_exchange or "NONE",
        "stock_ticker": form.stock_symbol,
        "brand_contact_email": form.contact.email if form.entity == "public" else "",
    }


def address(form: BusinessForm, name: str) -> dict[str, str]:
    return {
        "FriendlyName": name,
        "CustomerName": form.legal_name,
        "Street": form.street,
        "City": form.city,
        "Region": form.region,
        "PostalCode": form.postal_code,
        "IsoCountry": form.country,
    }


def campaign(form: CampaignForm) -> dict[str, Any]:
    """What may be changed after a rejection as well; ``whole_campaign`` adds what is fixed once sent."""
    return {
        "Description": form.description,
        "MessageFlow": form.message_flow,
        "MessageSamples": list(form.samples),
        "HasEmbeddedLinks": _yes(form.embedded_link),
        "HasEmbeddedPhone": _yes(form.embedded_phone),
        "AgeGated": _yes(form.age_gated),
        "DirectLending": _yes(form.direct_lending),
        "PrivacyPolicyUrl": form.privacy_url,
        "TermsAndConditionsUrl": form.terms_url,
    }


def whole_campaign(form: CampaignForm, brand: str) -> dict[str, Any]:
    return {
        **campaign(form),
        "BrandRegistrationSid": brand,
        "UsAppToPersonUsecase": form.use_case,
        "SubscriberOptIn": "true",
        "OptInMessage": form.opt_in_message,
        "OptOutMessage": form.opt_out_message,
        "HelpMessage": form.help_message,
        "OptInKeywords": list(form.opt_in_keywords),
        "OptOutKeywords": list(form.opt_out_keywords),
        "HelpKeywords": list(form.help_keywords),
    }


def verification(form: TollFreeForm) -> dict[str, Any]:
    who = form.business
    return {
        "BusinessName": who.legal_name,
        "DoingBusinessAs": who.brand_name,
        "BusinessWebsite": who.website,
        "BusinessType": COMPANY[who.entity][2],
        "BusinessRegistrationNumber": who.ein,
        "BusinessRegistrationAuthority": form.registration_type,
        "BusinessRegistrationCountry": who.country,
        "BusinessRegistrationPhoneNumber": who.support_phone,
        "BusinessStreetAddress": who.street,
        "BusinessCity": who.city,
        "BusinessStateProvinceRegion": who.region,
        "BusinessPostalCode": who.postal_code,
        "BusinessCountry": who.country,
        "BusinessContactFirstName": who.contact.first_name,
        "BusinessContactLastName": who.contact.last_name,
        "BusinessContactEmail": who.contact.email,
        "BusinessContactPhone": who.contact.phone,
        "NotificationEmail": who.support_email,
        "UseCaseCategories": list(form.use_case_categories),
        "UseCaseSummary": form.summary,
        "ProductionMessageSample": form.sample,
        "OptInImageUrls": [form.opt_in_image_url],
        "OptInType": form.opt_in_type,
        "OptInKeywords": list(form.opt_in_keywords),
        "MessageVolume": form.volume,
        "PrivacyPolicyUrl": form.privacy_url,
        "TermsAndConditionsUrl": form.terms_url,
        "AgeGatedContent": _yes(form.age_gated),
    }


def _yes(value: bool) -> str:
    return "true" if value else "false"
