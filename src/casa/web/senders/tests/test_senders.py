"""Senders: what stands on the page, what a form checks while it is filled in, who may do what."""

import pytest
from django.urls import reverse

from casa.core.connections.contract import SenderFact
from casa.core.senders import queries, reading
from casa.core.senders.models import BrandRegistration, CampaignRegistration, Sender, TollFreeVerification
from casa.core.senders.tests.test_checks import GOOD_CAMPAIGN, GOOD_TOLL_FREE
from casa.providers.twilio.sandbox_registered import primary
from casa.providers.twilio.sandbox_state import accounts
from casa.testing.fixtures import signed_in

LOCAL, FREE = "+14155550100", "+18335550100"
BUSINESS = {
    "legal_name": "Laurel and Pine LLC", "ein": "12-3456789", "entity": "private", "vertical": "HOSPITALITY",
    "street": "1 Lake Road", "city": "Asheville", "region": "NC", "postal_code": "28801", "country": "US",
    "website": "https://laurel.example.com", "support_email": "help@example.com", "support_phone": "(415) 555-0112",
    "contact_first_name": "Alice", "contact_last_name": "Moreau", "contact_title": "Owner",
    "contact_email": "alice@example.com", "contact_phone": "+1 415 555 0111", "stock_exchange": "", "stock_symbol": "",
}  # fmt: skip
NAME = "Laurel & Pine Stays"


def campaign(number, **changes):
    texts = {
        name: value.replace("Juniper Stays", NAME) for name, value in GOOD_CAMPAIGN.items() if isinstance(value, str)
    }
    lists = {name: ", ".join(GOOD_CAMPAIGN[name]) for name in ("opt_in_keywords", "opt_out_keywords", "help_keywords")}
    samples = [one.replace("Juniper Stays", NAME) for one in GOOD_CAMPAIGN["samples"]]
    return texts | lists | {"samples": samples, "embedded_link": "1", "numbers": [str(number.id)]} | changes


@pytest.fixture
def connection(stage):
    """An account with two numbers in no campaign yet, whose business profile Twilio's console has made."""
    found = stage.connect("twilio", numbers=[LOCAL, FREE], registered=False)
    primary(accounts(stage.world)[found.settings["account_sid"]], stage.world.clock())
    reading.read(stage.cast.workspace.id, found.id)
    return found


def url(stage, name, *args):
    return reverse(name, args=[stage.cast.workspace.slug, *args])


def post(stage, name, values, *args, user=None):
    return signed_in(user or stage.cast.alice).post(url(stage, name, *args), values)


def page(stage, name="senders", *args, user=None):
    return signed_in(user or stage.cast.alice).get(url(stage, name, *args))


def one(stage, model, **which):
    with stage.cast.scope():
        return model.objects.get(workspace=stage.cast.workspace, **which)


def carry_out(stage, row):
    """The job that hands it in, and the reading that hears the answer."""
    reading.carry_out(stage.cast.workspace.id, row.id)
    reading.read(stage.cast.workspace.id, row.connection_id)


def test_before_anything_is_connected_the_page_says_what_to_do(stage):
    assert "No number connected" in page(stage).content.decode()


def test_each_number_says_how_it_stands_and_what_it_may_send(stage, connection):
    words = page(stage).content.decode()
    assert "(415) 555-0100" in words
    assert words.count("Not registered") == 2
    assert "Carriers block this number until it is registered" in words
    assert "Verify it" in words


def test_from_an_unknown_number_to_an_approved_one(stage, connection):
    """The whole way as a host walks it: business, campaign, answer of the carriers, the number reads as approved."""
    assert post(stage, "sender_business", BUSINESS | {"submit": "1"}).status_code == 302
    carry_out(stage, one(stage, BrandRegistration))
    business = one(stage, BrandRegistration)
    assert (business.state, business.score) == ("approved", 75)
    number = one(stage, Sender, address=LOCAL)
    assert post(stage, "sender_campaign", campaign(number) | {"submit": "1"}).status_code == 302
    carry_out(stage, one(stage, CampaignRegistration))
    with stage.cast.scope():
        standing = queries.standing_of(connection.id, LOCAL)
    assert (standing.approved, "marketing" in standing.allows) == (True, True)
    assert "Registered" in page(stage).content.decode()


def test_a_toll_free_number_is_verified(stage, connection):
    post(stage, "sender_business", BUSINESS)
    number = one(stage, Sender, address=FREE)
    typed = GOOD_TOLL_FREE | {"opt_in_keywords": "START", "submit": "1"}
    assert post(stage, "sender_toll_free", typed, number.id).status_code == 302
    carry_out(stage, one(stage, TollFreeVerification))
    assert one(stage, TollFreeVerification).state == "approved"
    assert one(stage, Sender, address=FREE).state == "approved"


def test_what_would_be_turned_down_is_not_sent_and_nothing_typed_is_lost(stage, connection):
    told = post(stage, "sender_business", BUSINESS | {"region": "North Carolina", "submit": "1"})
    assert told.status_code == 422
    words = told.content.decode()
    assert "Enter the state or province with its two letters" in words
    assert "Laurel and Pine LLC" in words
    assert one(stage, BrandRegistration).state == "draft"


def test_the_tax_number_is_sealed_and_never_shown_again(stage, connection):
    post(stage, "sender_business", BUSINESS)
    assert "123456789" not in page(stage, "sender_business").content.decode()
    post(stage, "sender_business", BUSINESS | {"ein": "", "city": "Boone"})
    with stage.cast.scope():
        row = BrandRegistration.objects.get(workspace=stage.cast.workspace)
        assert (row.ein, row.city) == ("123456789", "Boone")


def test_a_rejection_is_told_with_what_to_do_and_the_form_opens_again(stage, connection):
    error = {"error_code": 30799, "description": "tax id", "fields": ["tax_id"]}
    stage.world.shelf("twilio")["reviews"] = {"brand": error}
    post(stage, "sender_business", BUSINESS | {"submit": "1"})
    carry_out(stage, one(stage, BrandRegistration))
    words = page(stage).content.decode()
    assert "was not found on the tax record" in words
    assert "Copy them letter by letter" in words
    stage.world.shelf("twilio")["reviews"] = {}
    assert post(stage, "sender_business", BUSINESS | {"ein": "98-7654321", "submit": "1"}).status_code == 302
    carry_out(stage, one(stage, BrandRegistration))
    assert one(stage, BrandRegistration).state == "approved"


def test_what_is_in_review_cannot_be_changed(stage, connection):
    stage.world.shelf("twilio")["reviews"] = "hold"
    post(stage, "sender_business", BUSINESS | {"submit": "1"})
    carry_out(stage, one(stage, BrandRegistration))
    assert one(stage, BrandRegistration).state == "pending"
    told = post(stage, "sender_business", BUSINESS | {"city": "Boone"})
    assert told.status_code == 422
    assert one(stage, BrandRegistration).city == "Asheville"


def test_a_provider_that_refuses_opens_the_form_again_with_its_words(stage):
    found = stage.connect("twilio", registered=False)
    reading.read(stage.cast.workspace.id, found.id)
    post(stage, "sender_business", BUSINESS | {"submit": "1"})
    reading.carry_out(stage.cast.workspace.id, one(stage, BrandRegistration).id)
    row = one(stage, BrandRegistration)
    assert (row.state, "Trust Hub" in row.trouble) == ("draft", True)


def test_handing_in_twice_makes_one(stage, connection):
    post(stage, "sender_business", BUSINESS | {"submit": "1"})
    row = one(stage, BrandRegistration)
    for _ in range(2):
        reading.carry_out(stage.cast.workspace.id, row.id)
    held = accounts(stage.world)[connection.settings["account_sid"]].registered
    assert (len(held["brands"]), len(held["EndUsers"])) == (1, 3)


def test_checks_come_while_typing_and_write_nothing(stage, connection):
    told = post(stage, "sender_business_check", BUSINESS | {"website": "laurel.example.com"}).content.decode()
    assert "Enter the website with https:// in front." in told
    assert "R51" in told
    with stage.cast.scope():
        assert not BrandRegistration.objects.filter(workspace=stage.cast.workspace).exists()


def test_a_colleague_without_the_right_and_a_stranger(stage, connection):
    number = one(stage, Sender, address=FREE)
    assert [page(stage, user=user).status_code for user in (stage.cast.bob, stage.cast.vera)] == [403, 403]
    assert page(stage, user=stage.cast.charlie).status_code == 404
    for name, args in (("sender_business", ()), ("sender_campaign", ()), ("sender_toll_free", (number.id,))):
        assert post(stage, name, BUSINESS, *args, user=stage.cast.bob).status_code == 403
        assert post(stage, name, BUSINESS, *args, user=stage.cast.charlie).status_code == 404


def test_a_local_number_has_no_toll_free_form(stage, connection):
    assert page(stage, "sender_toll_free", one(stage, Sender, address=LOCAL).id).status_code == 404


def test_the_page_asks_no_more_with_more_numbers(stage, connection, count_queries):
    browser = signed_in(stage.cast.alice)

    def asked():
        with count_queries() as queries_made:
            assert browser.get(url(stage, "senders")).status_code == 200
        return len(queries_made)

    asked()
    few = asked()
    with stage.cast.scope():
        reading.take_senders(connection, [SenderFact(f"+1415555{n:04d}", f"PN{n}", "approved") for n in range(60)])
    assert asked() == few


def test_r59_a_campaign_without_a_number_is_warned_of(stage, connection):
    post(stage, "sender_business", BUSINESS | {"submit": "1"})
    carry_out(stage, one(stage, BrandRegistration))
    number = one(stage, Sender, address=LOCAL)
    post(stage, "sender_campaign", campaign(number) | {"submit": "1"})
    carry_out(stage, one(stage, CampaignRegistration))
    with stage.cast.scope():
        Sender.objects.filter(id=number.id).update(campaign=None)
        reading.take_senders(connection, [])
    assert "Carriers may suspend it in 15 days." in page(stage).content.decode()
