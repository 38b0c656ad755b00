"""A house in which a guest left something everywhere, and another guest whom texts reach."""

import pytest

from casa.core.connections.models import Connection
from casa.core.privacy.tests.house import OTHER, furnish, say
from casa.lib.ids import new_id


@pytest.fixture
def full(cast):
    full = furnish(cast)
    with full.scope():
        texting = Connection(
            id=new_id(), workspace_id=cast.workspace.id, provider="twilio", account_ref=new_id().hex, label="Texts",
            brand=cast.brand, secrets={"auth_token": "x"}, settings={"from_number": "+14155550100"},
        )  # fmt: skip
        texting.save(force_insert=True)
        say(texting, "is the heron awake?", OTHER)
    return full
