"""The owner's own Plausible: none unless they name one, and never in the open."""

import pytest

from casa.config.environment import WrongSetting, load


def read(tmp_path, **values):
    return load({"CASA_DATA": str(tmp_path / "data"), **values})


def test_nobody_is_told_anything_unless_a_place_is_named(tmp_path):
    found = read(tmp_path, CASA_PLAUSIBLE_DOMAIN="casa.example.org")
    assert (found.plausible_url, found.plausible_domain) == ("", "")


def test_the_site_is_the_host_unless_it_is_named(tmp_path):
    where = {"CASA_PLAUSIBLE_URL": "https://count.example.org/", "CASA_BASE_URL": "https://casa.example.org"}
    found = read(tmp_path, **where)
    assert (found.plausible_url, found.plausible_domain) == ("https://count.example.org", "casa.example.org")
    assert read(tmp_path, **where, CASA_PLAUSIBLE_DOMAIN="ours").plausible_domain == "ours"


@pytest.mark.parametrize(
    "wrong",
    ["count.example.org", "http://count.example.org", "https://count.example.org/js", "https://a;b", "https://*"],
)
def test_an_address_that_would_widen_the_policy_is_refused(tmp_path, wrong):
    with pytest.raises(WrongSetting, match="CASA_PLAUSIBLE_URL"):
        read(tmp_path, CASA_PLAUSIBLE_URL=wrong)


def test_a_site_is_a_plain_name(tmp_path):
    with pytest.raises(WrongSetting, match="CASA_PLAUSIBLE_DOMAIN"):
        read(tmp_path, CASA_PLAUSIBLE_URL="https://count.example.org", CASA_PLAUSIBLE_DOMAIN='a" onload="')
