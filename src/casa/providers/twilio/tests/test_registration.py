"""Registration at the pretend Twilio: what is sent, what is read, what a repeat does, what a rejection says."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from casa.core.connections.contract import AuthFailed, BusinessForm, CampaignForm, Contact, Reason, Refused, Unsure
from casa.core.connections.contract import TollFreeForm as Form
from casa.providers.twilio import registration
from casa.providers.twilio import registration_client as client
from casa.providers.twilio import registration_mapping as mapping
from casa.providers.twilio.sandbox_registered import primary
from casa.providers.twilio.sandbox_state import accounts, open_account

from .conftest import OURS, account_for

SPEC = Path(__file__).parents[6] / "shared" / "providers" / "specs" / "twilio_messaging_v1_services.json"
WHO = Contact("Ines", "Varga", "Owner", "ines@example.com", "+14155550111")
BUSINESS = BusinessForm(
    "b-1", "Juniper", "Juniper Stays LLC", "12-3456789", "private", "HOSPITALITY", "1 Lake Road", "Asheville", "NC",
    "28801", "US", "https://example.com", "help@example.com", "+14155550112", WHO,
)  # fmt: skip


def campaign(number: str) -> CampaignForm:
    return CampaignForm(
        "c-1", "Juniper", "MIXED", "Juniper Stays writes to its guests about their stays and offers.",
        "Guests tick a box that is empty beforehand at https://example.com/texts.",
        ("Juniper: your code is 4821. Reply STOP to opt out.", "Juniper: 10% off. Reply STOP to opt out."),
        ("START",), ("STOP",), ("HELP",), "Juniper: you are in. Reply STOP to opt out.",
        "Juniper: you will get no more texts.", "Juniper: write to help@example.com.",
        "https://example.com/privacy", "https://example.com/terms", True, False, False, False, (number,),
    )  # fmt: skip


def toll_free(number: str) -> Form:
    return Form(
        "t-1", number, BUSINESS, "EIN", ("CUSTOMER_CARE",), "Door codes for guests.", "Your code is 4821.", "1,000",
        "WEB_FORM", "https://example.com/form.png", ("START",), "https://example.com/privacy",
        "https://example.com/terms", False,
    )  # fmt: skip


@pytest.fixture
def fresh(world):
    """An account whose number is in no campaign yet, with the business profile that Twilio's console makes."""
    account = account_for(open_account(world, numbers=[OURS, "+18335550100"], registered=False))
    held = accounts(world)[account.settings["account_sid"]]
    primary(held, world.clock())
    return account


def held(world, account):
    return accounts(world)[account.settings["account_sid"]]


def number(world, account, phone=OURS):
    return held(world, account).number(phone)["sid"]


def business(fresh, door, known=None):
    return list(registration.submit_business(fresh, door, BUSINESS, known or {}))


def test_a_registered_number_says_so_itself(account, door):
    (told,) = registration.senders(account, door)
    assert (told.address, told.state, told.use_case, told.links) == (OURS, "approved", "MIXED", True)
    assert told.samples
    assert (told.per_second, told.per_day) == (120.0, 40_000)
    assert "sms" in told.capabilities


def test_a_number_in_no_campaign_is_not_registered(fresh, door):
    assert [fact.state for fact in registration.senders(fresh, door)] == ["unregistered", "unregistered"]


def test_a_whole_registration_makes_the_number_approved(world, fresh, door):
    steps = business(fresh, door)
    assert [step.state for step in steps][-1] == "approved"
    assert steps[-1].score == 75
    wish = campaign(number(world, fresh))
    last = list(registration.submit_campaign(fresh, door, wish, steps[-1].external, {}))[-1]
    assert last.state == "approved"
    assert registration.senders(fresh, door)[0].state == "approved"
    verified = list(registration.submit_toll_free(fresh, door, toll_free(number(world, fresh, "+18335550100")), {}))[-1]
    assert verified.state == "approved"
    assert registration.senders(fresh, door)[1].state == "approved"


@pytest.mark.parametrize("path", ["EndUsers", "/CustomerProfiles", "/TrustProducts", "BrandRegistrations", "Addresses"])
def test_a_step_whose_answer_was_lost_is_found_and_not_made_twice(monkeypatch, world, fresh, door, path):
    """The request arrived, the answer did not: the job comes again with what it knew."""
    known: dict[str, str] = {}
    really, lost = client.make, []

    def once(account, door, url, form):
        made = really(account, door, url, form)
        if path in url and not lost:
            lost.append(url)
            raise Unsure("Twilio did not answer. Casa checks whether it went through.")
        return made

    monkeypatch.setattr(client, "make", once)
    with suppress(Unsure):
        for step in registration.submit_business(fresh, door, BUSINESS, known):
            known = dict(step.external)
    assert len(lost) == 1
    assert business(fresh, door, known)[-1].state == "approved"
    rows = held(world, fresh).registered
    assert (len(rows["EndUsers"]), len(rows["TrustProducts"]), len(rows["brands"])) == (3, 1, 1)
    assert (len(rows["addresses"]), len(rows["CustomerProfiles"])) == (1, 2)


def test_a_rejection_is_told_by_number_and_field_and_can_be_corrected(world, fresh, door):
    done = business(fresh, door)[-1].external
    error = {"error_code": 30893, "fields": ["MESSAGE_SAMPLES"], "description": "samples do not match"}
    world.shelf("twilio")["reviews"] = {"campaign": error}
    wish = campaign(number(world, fresh))
    told = list(registration.submit_campaign(fresh, door, wish, done, {}))[-1]
    assert (told.state, told.reasons) == ("rejected", (Reason("601", "30893", ("samples",)),))
    world.shelf("twilio")["reviews"] = {}
    again = list(registration.submit_campaign(fresh, door, wish, done, told.external))[-1]
    assert again.state == "approved"
    assert len(held(world, fresh).registered["campaigns"]) == 1


def test_a_brand_that_could_not_be_confirmed_is_corrected_in_place(world, fresh, door):
    world.shelf("twilio")["reviews"] = {"brand": {"error_code": 30799, "description": "tax id", "fields": ["tax_id"]}}
    told = business(fresh, door)[-1]
    assert (told.state, told.reasons[0].code, told.reasons[0].fields) == ("rejected", "709", ("ein",))
    world.shelf("twilio")["reviews"] = {}
    right = replace(BUSINESS, ein="98-7654321")
    assert list(registration.submit_business(fresh, door, right, told.external))[-1].state == "approved"
    users = held(world, fresh).registered["EndUsers"].values()
    assert [row["attributes"].get("business_registration_number") for row in users][0] == "98-7654321"


def test_an_account_without_a_business_profile_is_told_where_to_make_one(world, door):
    account = account_for(open_account(world, numbers=[OURS], registered=False))
    with pytest.raises(Refused) as told:
        business(account, door)
    assert "Trust Hub" in told.value.for_user


def test_a_sole_proprietor_is_told_where_to_go(fresh, door):
    with pytest.raises(Refused):
        list(registration.submit_business(fresh, door, replace(BUSINESS, entity="sole"), {}))


def test_reading_with_an_ended_key_asks_to_connect_again(account, door):
    ended = replace(account, secrets={"auth_token": "f" * 32})
    with pytest.raises(AuthFailed):
        registration.senders(ended, door)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ({"error_code": 30889, "description": "embedded phone number"}, "602"),
        ({"error_code": 39999, "description": "The privacy policy shares data with third parties"}, "805"),
        ({"error_code": 39999, "description": "Call to action is missing"}, "803"),
        ({"error_code": 39999, "description": "Website cannot be reached"}, "804"),
        ({"error_code": 39999, "description": "lead generation"}, "708"),
        ({"error_code": 39999, "description": "something new"}, ""),
    ],
)
def test_their_errors_become_the_industrys_numbers(error, code):
    assert mapping.reasons({"errors": [error]})[0].code == code


@pytest.mark.skipif(not SPEC.exists(), reason="the official description is not on this machine")
def test_what_is_sent_is_what_the_official_description_knows():
    spec = json.loads(SPEC.read_text())
    asked = {
        "/v1/Services/{MessagingServiceSid}/Compliance/Usa2p": mapping.whole_campaign(campaign("PN1"), "BN1"),
        "/v1/Services/{MessagingServiceSid}/Compliance/Usa2p/{Sid}": mapping.campaign(campaign("PN1")),
        "/v1/a2p/BrandRegistrations": dict.fromkeys(["CustomerProfileBundleSid", "A2PProfileBundleSid", "BrandType"]),
        "/v1/Services": dict.fromkeys(["FriendlyName", "InboundRequestUrl", "Usecase"]),
        "/v1/Services/{ServiceSid}/PhoneNumbers": dict.fromkeys(["PhoneNumberSid"]),
    }
    for path, sent in asked.items():
        schema = next(iter(spec["paths"][path]["post"]["requestBody"]["content"].values()))["schema"]
        assert set(sent) <= set(schema["properties"]), path
        assert set(schema.get("required", [])) <= set(sent), path


def test_the_official_sdk_reads_the_same_from_the_sandbox(world, base, account, credentials):
    from twilio.rest import Client

    from .test_sandbox import Rewriting

    http = Rewriting(base)
    sdk = Client(credentials["account_sid"], credentials["auth_token"], http_client=http)
    (service,) = sdk.messaging.v1.services.list()
    (row,) = sdk.messaging.v1.services(service.sid).us_app_to_person.list()
    assert (row.campaign_status, row.us_app_to_person_usecase) == ("VERIFIED", "MIXED")
    assert sdk.messaging.v1.brand_registrations.list()[0].status == "APPROVED"
    assert sdk.trusthub.v1.customer_profiles.list()[0].status == "twilio-approved"
    assert sdk.messaging.v1.tollfree_verifications.list() == []
    http.session.close()


def test_lists_go_into_the_form_as_repeated_fields(world, fresh, door):
    """A list of samples is sent as the API reads it: the same name again and again."""
    done = business(fresh, door)[-1].external
    list(registration.submit_campaign(fresh, door, campaign(number(world, fresh)), done, {}))
    (row,) = held(world, fresh).registered["campaigns"].values()
    assert len(row["message_samples"]) == 2
