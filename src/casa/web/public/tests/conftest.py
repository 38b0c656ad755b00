"""Somebody's own page, with two programs that they agreed to."""

from datetime import UTC, datetime

import pytest

from casa.core.consent import preferences as rules
from casa.core.consent.disclosures import save_program
from casa.core.consent.proof import Proof, record
from casa.core.people.models import Identity
from casa.core.people.rules import recognise
from casa.lib.ids import new_id

GUEST = "+18285550142"
NOW = datetime.now(UTC)


@pytest.fixture
def address(stage):
    """Hannah's own page; she agreed to offers and to reminders."""
    stage.connect("twilio")
    with stage.cast.scope():
        recognise("phone", GUEST, "Hannah")
        for name, kind in (("Offers", "marketing"), ("Reminders", "reminder")):
            program = save_program(stage.cast.brand, name, kind, frequency="Monthly")
            proof = Proof(NOW, "Laurel & Pine Stays may text me", "box_ticked", "sms")
            record(stage.cast.brand, program.key, kind, "phone", GUEST, "form", proof, new_id(), now=NOW)
        return f"/p/me/{rules.token_for(stage.cast.brand.id, Identity.objects.get())}"
