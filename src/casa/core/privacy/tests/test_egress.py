"""What leaves: the guard of the process, and the log of transfers."""

from unittest.mock import patch

import pytest

from casa.core.connections.doors import Purpose, door_of, errand
from casa.core.privacy.models import Transfer
from casa.core.privacy.transfers import transfers
from casa.lib.http import Door, Errand, ForbiddenAddress


@pytest.fixture
def gone():
    """Whatever another test left to be written."""
    transfers.write()


@pytest.mark.parametrize("goes", [
    None,
    Errand(provider="twilio", purpose=Purpose.SENDING),
    Errand(provider="nobody", purpose=Purpose.SENDING),
], ids=["no errand", "another service's host", "an unknown service"])  # fmt: skip
def test_a_door_that_was_opened_too_wide_still_leads_nowhere(database, goes):
    """Promise CF-3g: the guard of the process refuses what no service declares, whatever the door says."""
    door = Door(hosts=frozenset({"collector.example.com"}), errand=goes)
    with patch.object(Door, "_exchange") as exchange, pytest.raises(ForbiddenAddress, match="no service"):
        door.request("POST", "https://collector.example.com/")
    exchange.assert_not_called()


def test_a_services_own_host_is_let_through(database):
    door = Door(hosts=frozenset({"api.twilio.com"}), errand=Errand(provider="twilio", purpose=Purpose.SENDING))
    with patch.object(Door, "_exchange") as exchange:
        door.request("GET", "https://api.twilio.com/2010-04-01/Accounts.json")
    exchange.assert_called_once()


def test_a_website_may_be_looked_at_anywhere(database):
    door = Door(hosts=frozenset({"fern.example.com"}), errand=errand("", Purpose.WEBSITE))
    with patch.object(Door, "_exchange") as exchange:
        door.request("GET", "https://fern.example.com/")
    exchange.assert_called_once()


def test_transfers_are_counted_by_day_host_and_purpose_without_content(stage, gone):
    connection = stage.connect("twilio")
    transfers.write()
    with stage.cast.scope():
        Transfer.objects.all().delete()
        door = door_of(connection, Purpose.SENDING)
    with patch.object(Door, "_exchange"):
        for _ in range(3):
            door.request(
                "POST", "https://api.twilio.com/Messages.json", form={"Body": "Hello Hannah", "To": "+18285550142"}
            )
    with pytest.raises(ForbiddenAddress):
        door.request("POST", "https://collector.example.com/", form={"Body": "Hello Hannah"})
    transfers.write()
    with stage.cast.scope():
        rows = {row.host: row for row in Transfer.objects.all()}
        sent, refused = rows["api.twilio.com"], rows["collector.example.com"]
        assert (sent.count, sent.refused, sent.purpose, sent.provider) == (3, 0, "sending messages", "twilio")
        assert (refused.count, refused.refused) == (0, 1)
        assert not [value for row in rows.values() for value in vars(row).values() if "Hannah" in str(value)]
    with patch.object(Door, "_exchange"):
        door.request("POST", "https://api.twilio.com/Messages.json")
    transfers.write()
    with stage.cast.scope():
        assert Transfer.objects.get(host="api.twilio.com").count == 4


def test_connecting_and_reading_are_told_apart(stage, gone):
    stage.connect("hospitable")
    transfers.write()
    with stage.cast.scope():
        assert "connecting" in set(Transfer.objects.values_list("purpose", flat=True))


def test_what_cannot_be_written_is_kept(stage, gone):
    from django.db import OperationalError

    with patch("casa.core.privacy.transfers.connections") as broken:
        broken.__getitem__.return_value.cursor.side_effect = OperationalError
        transfers.note("api.twilio.com", Errand(str(stage.cast.workspace.id), "twilio", Purpose.SENDING), True)
        transfers.write()
    transfers.write()
    with stage.cast.scope():
        assert Transfer.objects.get(host="api.twilio.com").count == 1
