"""A passkey belongs to a name: where Casa is reached by a number, none is offered."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize(("host", "offered"), [("localhost", True), ("127.0.0.1", False), ("[::1]", False)])
def test_a_passkey_is_offered_only_where_it_can_work(database, host, offered):
    page = Client(headers={"host": f"{host}:8400"}).get(reverse("account_login")).content.decode()
    assert ("Continue with a passkey" in page) is offered
    assert "Continue with password" in page
