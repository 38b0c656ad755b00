"""All guests together: a page of figures, for owners only."""

import pytest
from django.urls import reverse

from casa.core.privacy import analytics
from casa.testing.fixtures import signed_in


def address(cast):
    return reverse("privacy_together", args=[cast.workspace.slug])


def test_an_owner_sees_figures_and_what_they_are_worth(cast, monkeypatch):
    monkeypatch.setattr(analytics, "SMALLEST", 0)
    page = signed_in(cast.alice).get(address(cast)).content.decode()
    assert "Guests who wrote" in page
    assert "so that no guest can be found in it" in " ".join(page.split())


def test_an_empty_house_is_told_nothing(cast):
    page = signed_in(cast.alice).get(address(cast)).content.decode()
    assert page.count("so nothing is shown") == len(analytics.COUNTS) + len(analytics.ANSWERED)


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("vera", 403), ("charlie", 404)])
def test_nobody_else_opens_it(cast, who, status):
    assert signed_in(getattr(cast, who)).get(address(cast)).status_code == status
