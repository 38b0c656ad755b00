"""The pretend Twilio's A2P brands and campaigns, messaging services and toll-free verifications."""

from typing import Any

from starlette.responses import JSONResponse, Response

from casa.providers.twilio.sandbox_http import Call, Problem, not_found
from casa.providers.twilio.sandbox_registered import add_campaign, add_row, shelf, stamp
from casa.providers.twilio.sandbox_registration import found, listing, needed, verdict
from casa.providers.twilio.sandbox_state import Resource, add_service

CAMPAIGN_FIELDS = {
    "Description": "description",
    "MessageFlow": "message_flow",
    "PrivacyPolicyUrl": "privacy_policy_url",
    "TermsAndConditionsUrl": "terms_and_conditions_url",
    "OptInMessage": "opt_in_message",
    "OptOutMessage": "opt_out_message",
    "HelpMessage": "help_message",
}
FLAGS = {
    "HasEmbeddedLinks": "has_embedded_links",
    "HasEmbeddedPhone": "has_embedded_phone",
    "AgeGated": "age_gated",
    "DirectLending": "direct_lending",
}
VERIFICATION_NEEDS = (
    "BusinessName",
    "BusinessWebsite",
    "NotificationEmail",
    "UseCaseCategories",
    "UseCaseSummary",
    "ProductionMessageSample",
    "OptInImageUrls",
    "OptInType",
    "MessageVolume",
)
# Since 17 February 2026 a new verification names its registration (R60).
REGISTRATION_NEEDS = ("BusinessRegistrationNumber", "BusinessRegistrationAuthority", "BusinessRegistrationCountry")


def make_brand(call: Call) -> Response:
    given = needed(call, "CustomerProfileBundleSid", "A2PProfileBundleSid")
    for kind, name in (("CustomerProfiles", "CustomerProfileBundleSid"), ("TrustProducts", "A2PProfileBundleSid")):
        bundle = shelf(call.account, kind).get(given[name])
        if bundle is None or bundle["status"] == "draft":
            raise Problem(400, 20001, f"Invalid {name}")
    row = add_row(
        call.account,
        "brands",
        "BN",
        call.world.clock(),
        customer_profile_bundle_sid=given["CustomerProfileBundleSid"],
        a2p_profile_bundle_sid=given["A2PProfileBundleSid"],
        brand_type=call.field("BrandType") or "STANDARD",
        status="PENDING",
        identity_status=None,
        brand_score=None,
        errors=[],
    )
    return JSONResponse(row, 201)


def update_brand(call: Call) -> Response:
    row = found(call, "brands")
    if row["status"] != "FAILED":
        raise Problem(400, 20001, "Brand registration can not be updated")
    row.update(status="PENDING", errors=[])
    return JSONResponse(row)


def fetch_brand(call: Call) -> Response:
    row = found(call, "brands")
    said, error = verdict(call.world, "brand")
    if row["status"] == "PENDING" and said == "approve":
        row.update(status="APPROVED", identity_status="VERIFIED", brand_score=75)
    elif row["status"] == "PENDING" and said == "reject":
        row.update(status="FAILED", errors=[error])
    return JSONResponse(row)


def list_services(call: Call) -> Response:
    return listing(call, "services", list(call.account.services.values()))


def make_service(call: Call) -> Response:
    name = needed(call, "FriendlyName")["FriendlyName"]
    sid = add_service(call.account, [], call.world.clock())
    row = call.account.services[sid]
    row.update(
        friendly_name=name,
        inbound_request_url=call.field("InboundRequestUrl") or None,
        usecase=call.field("Usecase") or "undeclared",
        us_app_to_person_registered=False,
    )
    return JSONResponse(row, 201)


def add_number(call: Call) -> Response:
    sid = call.path["service"]
    number = call.account.numbers.get(needed(call, "PhoneNumberSid")["PhoneNumberSid"])
    if sid not in call.account.services or number is None:
        raise not_found(call.url_path)
    phone = number["phone_number"]
    if any(phone in pool for pool in call.account.pools.values()):
        raise Problem(409, 21710, "Phone Number is already in the Messaging Service.")
    call.account.pools[sid].append(phone)
    return JSONResponse({"sid": number["sid"], "service_sid": sid, "phone_number": phone}, 201)


def list_campaigns(call: Call) -> Response:
    rows = [row for row in shelf(call.account, "campaigns").values() if _in(call, row)]
    return listing(call, "compliance", [_reviewed(call, row) for row in rows])


def _in(call: Call, row: Resource) -> bool:
    return bool(row["messaging_service_sid"] == call.path["service"])


def make_campaign(call: Call) -> Response:
    names = ("BrandRegistrationSid", "Description", "MessageFlow", "UsAppToPersonUsecase", "MessageSamples")
    given = needed(call, *names, "HasEmbeddedLinks", "HasEmbeddedPhone")
    brand = shelf(call.account, "brands").get(given["BrandRegistrationSid"])
    if brand is None or brand["status"] != "APPROVED":
        raise Problem(400, 21714, "Brand Registration is not approved")
    if any(_in(call, row) for row in shelf(call.account, "campaigns").values()):
        raise Problem(409, 21717, "A Us App To Person already exists in this Messaging Service")
    row = add_campaign(
        call.account,
        call.path["service"],
        call.world.clock(),
        brand_registration_sid=brand["sid"],
        us_app_to_person_usecase=given["UsAppToPersonUsecase"],
        **_campaign_values(call),
    )
    return JSONResponse(row, 201)


def _campaign_values(call: Call) -> dict[str, Any]:
    samples = call.form.get("MessageSamples", [])
    long = len(call.field("Description")) >= 40 and len(call.field("MessageFlow")) >= 40
    if not long or not 2 <= len(samples) <= 5 or min(map(len, samples)) < 20:
        raise Problem(400, 21718, "Us App To Person campaign fields are too short")
    texts = {field: call.field(name) for name, field in CAMPAIGN_FIELDS.items() if name in call.form}
    flags = {field: call.field(name) == "true" for name, field in FLAGS.items() if name in call.form}
    return {**texts, **flags, "message_samples": samples}


def update_campaign(call: Call) -> Response:
    row = found(call, "campaigns")
    if row["campaign_status"] != "FAILED":
        raise Problem(400, 21719, "Only a failed campaign can be updated")
    row.update(campaign_status="IN_PROGRESS", errors=[], **_campaign_values(call))
    return JSONResponse(row)


def fetch_campaign(call: Call) -> Response:
    return JSONResponse(_reviewed(call, found(call, "campaigns")))


def _reviewed(call: Call, row: Resource) -> Resource:
    said, error = verdict(call.world, "campaign")
    if row["campaign_status"] == "IN_PROGRESS" and said != "hold":
        failed = said == "reject"
        row.update(campaign_status="FAILED" if failed else "VERIFIED", errors=[error] if failed else [])
        row["date_updated"] = stamp(call.world.clock())
    return row


def make_verification(call: Call) -> Response:
    needed(call, *VERIFICATION_NEEDS, *REGISTRATION_NEEDS, "TollfreePhoneNumberSid")
    if call.field("TollfreePhoneNumberSid") not in call.account.numbers:
        raise not_found(call.field("TollfreePhoneNumberSid"))
    row = add_row(call.account, "verifications", "HH", call.world.clock(), **_verification_values(call))
    row["tollfree_phone_number_sid"] = call.field("TollfreePhoneNumberSid")
    return JSONResponse(row, 201)


def _verification_values(call: Call) -> dict[str, Any]:
    return {
        "business_name": call.field("BusinessName"),
        "use_case_summary": call.field("UseCaseSummary"),
        "external_reference_id": call.field("ExternalReferenceId") or None,
        "status": "PENDING_REVIEW",
        "rejection_reason": None,
        "rejection_reasons": None,
        "error_code": None,
        "edit_allowed": None,
    }


def update_verification(call: Call) -> Response:
    row = found(call, "verifications")
    if row["status"] != "TWILIO_REJECTED" or not row["edit_allowed"]:
        raise Problem(400, 20001, "Verification can not be edited")
    row.update(status="PENDING_REVIEW", rejection_reasons=None, use_case_summary=call.field("UseCaseSummary"))
    return JSONResponse(row)


def list_verifications(call: Call) -> Response:
    wanted = call.filter("TollfreePhoneNumberSid")
    rows = shelf(call.account, "verifications").values()
    kept = [_judged(call, row) for row in rows if not wanted or row["tollfree_phone_number_sid"] == wanted]
    return listing(call, "verifications", kept)


def fetch_verification(call: Call) -> Response:
    return JSONResponse(_judged(call, found(call, "verifications")))


def _judged(call: Call, row: Resource) -> Resource:
    said, error = verdict(call.world, "toll_free")
    if row["status"] == "PENDING_REVIEW" and said == "approve":
        row["status"] = "TWILIO_APPROVED"
    elif row["status"] == "PENDING_REVIEW" and said == "reject":
        row.update(status="TWILIO_REJECTED", rejection_reasons=[error], edit_allowed=True)
    return row
