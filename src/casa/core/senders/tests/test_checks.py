"""What carriers turn down, found before they see it (R51-R60)."""

import pytest

from casa.core.senders import checks
from casa.core.senders.models import BrandRegistration, CampaignRegistration, TollFreeVerification
from casa.core.senders.reasons import MEANINGS, meaning
from casa.core.senders.site import missing, plain

WHO = {"first_name": "Ines", "last_name": "Varga", "title": "Owner", "email": "i@example.com", "phone": "+14155550111"}
GOOD_BUSINESS = {
    "legal_name": "Juniper Stays LLC", "ein": "123456789", "entity": "private", "vertical": "HOSPITALITY",
    "street": "1 Lake Road", "city": "Asheville", "region": "NC", "postal_code": "28801", "country": "US",
    "website": "https://juniper.example.com", "support_email": "help@example.com", "support_phone": "+14155550112",
    "contact": WHO,
}  # fmt: skip
GOOD_CAMPAIGN = {
    "use_case": "MIXED",
    "description": "Juniper Stays writes to its own guests about their stays, and to those who asked for offers.",
    "message_flow": "Guests tick a box that is empty beforehand on https://juniper.example.com/texts when they book.",
    "samples": [
        "Juniper Stays: your door code is 4821. Reply STOP to opt out.",
        "Juniper Stays: autumn weekends at https://juniper.example.com. Reply STOP to opt out.",
    ],
    "opt_out_keywords": ["STOP"], "help_keywords": ["HELP"], "opt_in_keywords": ["START"],
    "opt_in_message": "Juniper Stays: you are in. Up to 4 texts a month. Message and data rates may apply. "
    "Reply HELP for help, STOP to end.",
    "opt_out_message": "Juniper Stays: you will get no more texts.",
    "help_message": "Juniper Stays: write to help@example.com.",
    "privacy_url": "https://juniper.example.com/privacy", "terms_url": "https://juniper.example.com/terms",
    "embedded_link": True,
}  # fmt: skip
GOOD_TOLL_FREE = {
    "use_case_categories": ["CUSTOMER_CARE"], "summary": "Door codes and answers for guests of our own homes.",
    "sample": "Juniper Stays: your door code is 4821.", "volume": "1,000", "opt_in_type": "WEB_FORM",
    "opt_in_image_url": "https://juniper.example.com/form.png", "opt_in_keywords": ["START"],
    "privacy_url": "https://juniper.example.com/privacy", "terms_url": "https://juniper.example.com/terms",
}  # fmt: skip


def of_business(**changes):
    return {(f.rule, f.field) for f in checks.business(BrandRegistration(**(GOOD_BUSINESS | changes)))}


def of_campaign(numbers=1, **changes):
    row = CampaignRegistration(**(GOOD_CAMPAIGN | changes))
    return {(f.rule, f.field) for f in checks.campaign(row, "Juniper Stays", numbers)}


def of_toll_free(who=None, **changes):
    business = BrandRegistration(**(GOOD_BUSINESS | (who or {})))
    return {(f.rule, f.field) for f in checks.toll_free(TollFreeVerification(**(GOOD_TOLL_FREE | changes)), business)}


def test_what_is_right_gives_no_finding():
    assert of_business() == of_campaign() == of_toll_free() == set()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"legal_name": ""}, "legal_name"),
        ({"legal_name": "Airbnb Inc"}, "legal_name"),  # 710
        ({"ein": "12345"}, "ein"),
        ({"entity": "public"}, "stock_symbol"),
        ({"entity": "sole"}, "entity"),
        ({"vertical": "SPACE"}, "vertical"),
        ({"street": ""}, "street"),
        ({"region": "North Carolina"}, "region"),
        ({"country": "FR"}, "country"),
        ({"website": "juniper.example.com"}, "website"),
        ({"support_email": "help"}, "support_email"),
        ({"support_phone": "555"}, "support_phone"),
        ({"contact": WHO | {"title": ""}}, "contact"),
    ],
)
def test_r51_a_business_is_as_on_its_tax_record(changes, field):
    assert of_business(**changes) == {("R51", field)}


def test_r51_one_tax_number_for_one_brand():
    (told,) = checks.business(BrandRegistration(**GOOD_BUSINESS), ein_taken=True)
    assert "711" in told.words


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"description": "x" * 39}, ("R52", "description")),
        ({"description": "x" * 4097}, ("R52", "description")),
        ({"message_flow": "see https://a.com " + "x" * 2048}, ("R52", "message_flow")),
        ({"use_case": "FUN"}, ("R53", "use_case")),
        ({"samples": GOOD_CAMPAIGN["samples"][1:]}, ("R52", "samples")),
        ({"samples": [*GOOD_CAMPAIGN["samples"], "too short"]}, ("R52", "samples")),
        ({"samples": [GOOD_CAMPAIGN["samples"][1]] * 2}, ("R54", "samples")),
        ({"embedded_link": False}, ("R54", "embedded_link")),  # 602
        ({"embedded_phone": True}, ("R54", "embedded_phone")),
        ({"samples": [*GOOD_CAMPAIGN["samples"], "Call (828) 555-0142 about your stay."]}, ("R54", "embedded_phone")),
        ({"samples": [*GOOD_CAMPAIGN["samples"], "See https://bit.ly/abc for more of it"]}, ("R57", "samples")),
        ({"affiliate": True}, ("R56", "affiliate")),
        ({"description": GOOD_CAMPAIGN["description"] + " With CBD."}, ("R56", "description")),
        ({"opt_out_keywords": ["END"]}, ("R52", "opt_out_keywords")),
        ({"help_keywords": []}, ("R52", "help_keywords")),
        ({"privacy_url": "http://a.example.com"}, ("R52", "privacy_url")),
        ({"opt_in_message": "Juniper Stays: reply STOP or HELP. Data rates apply."}, ("R55", "opt_in_message")),
        ({"help_message": "Write to help@example.com now."}, ("R52", "help_message")),
        ({"message_flow": "Guests tick a box on our booking page that is empty before."}, ("R55", "message_flow")),
    ],
)
def test_a_campaign_that_would_be_turned_down(changes, told):
    assert of_campaign(**changes) == {told}


@pytest.mark.parametrize(("numbers", "told"), [(49, set()), (50, {("R58", "numbers")}), (0, {("R59", "numbers")})])
def test_r58_at_most_49_numbers_and_r59_at_least_one(numbers, told):
    assert of_campaign(numbers) == told


def test_r58_a_pool_with_leave_may_be_larger():
    assert of_campaign(80, number_pool=True) == set()


@pytest.mark.parametrize("field", sorted(GOOD_TOLL_FREE))
def test_r60_a_toll_free_verification_is_whole(field):
    empty = [] if isinstance(GOOD_TOLL_FREE[field], list) else ""
    assert field in {named for _, named in of_toll_free(**{field: empty})}


def test_r60_since_february_2026_a_sole_proprietor_names_a_registration_too():
    assert of_toll_free(who={"entity": "sole"}) == set()
    assert of_toll_free(who={"entity": "sole", "ein": ""}) == {("R60", "ein")}


def test_a_finding_that_only_advises_does_not_block():
    row = CampaignRegistration(
        **(GOOD_CAMPAIGN | {"message_flow": "Guests tick an empty box on our booking page then."})
    )
    assert checks.blocking(checks.campaign(row, "Juniper Stays", 1)) == ()


def test_r54_a_text_is_matched_to_its_sample():
    place, likeness = checks.best_sample(
        "Juniper Stays: your door code is {{ code }}. STOP ends.", GOOD_CAMPAIGN["samples"]
    )
    assert (place, likeness > 0.5) == (0, True)
    assert checks.best_sample("Win a boat", [])[0] == -1
    assert checks.best_sample("Win big boats tonight", GOOD_CAMPAIGN["samples"])[1] < 0.2


@pytest.mark.parametrize("code", ["601", "602", "708", "710", "711", "803", "804", "805", "806"])
def test_every_rejection_of_the_rule_book_has_words_and_something_to_do(code):
    found = meaning(code)
    assert found is MEANINGS[code]
    assert found.words.endswith(".")
    assert found.todo.endswith(".")


GOOD_PAGE = (
    "Juniper Stays. I agree to get texts about my stay, up to 4 texts a month. Message and data rates may apply. "
    "Reply HELP for help and STOP to end. Mobile information is not shared with third parties for marketing."
)


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ({"website": GOOD_PAGE}, ()),
        ({"website": GOOD_PAGE, "terms": None}, ("804",)),
        ({"website": None}, ("804",)),
        ({"website": GOOD_PAGE, "privacy": "We love your privacy."}, ("805",)),
        ({"website": GOOD_PAGE.replace("STOP", "END")}, ("806_stop",)),
        ({"website": GOOD_PAGE.replace("data rates", "costs")}, ("806_rates",)),
        ({"website": GOOD_PAGE.replace("I agree to get texts about", "About")}, ("803",)),
        ({"website": GOOD_PAGE + " We share leads with partners."}, ("708",)),
        ({"website": GOOD_PAGE.replace("Juniper", "Cedar")}, ("name",)),
    ],
)
def test_r55_what_a_reviewer_would_miss_on_the_site(pages, told):
    assert missing(pages, "Juniper Stays LLC") == told


def test_a_page_is_read_without_its_scripts():
    assert plain("<p>Reply <b>STOP</b></p><script>var x='HELP'</script>").strip() == "Reply STOP"
