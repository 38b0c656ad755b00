"""The data map: what it says is what is there."""

import pytest
from django.test import override_settings

from casa.core.connections.models import Connection
from casa.core.privacy import datamap, policies
from casa.core.privacy.retention import keeping, span


def test_who_is_connected_is_on_the_list(stage):
    """Promises CF-5a, CA-4, CA-9."""
    stage.connect("twilio")
    with stage.cast.scope():
        assert [row.legal_name for row in datamap.processors()] == ["Twilio Inc."]
        Connection.objects.filter(workspace=stage.cast.workspace).update(disconnected_at="2026-01-01T00:00Z")
        assert datamap.processors() == []


@pytest.mark.parametrize(
    ("url", "legal_name", "country"),
    [
        ("https://count.example.org", "Plausible at count.example.org", "A server of the owner’s choosing"),
        ("https://plausible.io", "Plausible Insights OÜ", "Estonia"),
    ],
)
def test_who_counts_pages_is_on_the_list_and_in_the_policy(cast, url, legal_name, country):
    with cast.scope():
        assert datamap.processors() == []
        assert "no other hosts." in policies.draft("privacy")
        with override_settings(PLAUSIBLE_URL=url):
            (row,) = datamap.processors()
            told = policies.draft("privacy")
    assert (row.legal_name, row.country) == (legal_name, country)
    assert legal_name in told
    assert f"those behind the sign-in tell {url} which page is open" in told
    assert "There are no trackers and no other hosts." not in told


def test_the_records_of_processing_have_every_field():
    told = datamap.activities()
    assert sum(activity.fields for activity in told) == len(datamap.fields())
    assert all(activity.ground and activity.subjects and activity.classes for activity in told)


def test_who_may_read_follows_the_roles():
    code = next(field for field in datamap.fields() if field.label == "stays.Reservation.code")
    assert code.readers == ("Owner", "Manager", "Agent")
    assert code.sealed == "the business’s key"


def test_what_is_said_of_keeping_is_what_the_sweep_does():
    for words, kind in (("messages", "messages"), ("stays", "reservations"), ("assistant", "assistant"),
                        ("appointments", "appointments")):  # fmt: skip
        rule, told = keeping(kind), datamap.KEEP_WORDS[words]
        for days in (rule.default, rule.floor, rule.ceiling):
            assert (f"{days // 365} year" if days % 365 == 0 else f"{days} days") in told


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (30, "30 days"), (90, "90 days"), (365, "1 year"), (400, "400 days"), (1095, "3 years"),
     (2555, "7 years")],
)  # fmt: skip
def test_days_are_said_as_people_say_them(days, words):
    assert span(days) == words
