"""The contract, checked for Twilio."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from casa.core.connections.contract import Account, RawRequest
from casa.lib.http import Door
from casa.lib.pretend import Text, World
from casa.providers.twilio.sandbox_state import accounts
from casa.providers.twilio.tests.conftest import GUEST, OURS, Receiver, account_for, outgoing
from casa.testing.provider_suite import Pretend, ProviderSuite


class TestTwilio(ProviderSuite):
    @pytest.fixture
    def hooks(self, world: World, account: Account, door: Door, receiver: Receiver) -> tuple[RawRequest, ...]:
        """Two texts from a guest, as Twilio posts them."""
        from casa.providers.twilio import connect

        connect.set_up(account, door)
        for words in ("Hello", "Are you there?"):
            world.text(Text(uuid4().hex, GUEST, OURS, words, datetime.now(UTC)))
        got = tuple(receiver.wait(2)[:2])
        return tuple(replace(request, received_at=datetime(2026, 11, 1, tzinfo=UTC)) for request in got)

    @pytest.fixture
    def pretend(
        self, world: World, account: Account, credentials: dict[str, str], door: Door, hooks: tuple[RawRequest, ...]
    ) -> Pretend:
        taken = accounts(world)[credentials["account_sid"]]
        never = dict.fromkeys(("auth_token", "api_key_secret"), "f" * 32)
        return Pretend(
            "twilio",
            world,
            account,
            door,
            wrong=account_for(credentials | never, account.hook_url),
            outgoing=lambda: outgoing(reference=str(uuid4()), handed_off_at=datetime.now(UTC)),
            arrived=lambda: sum(row["direction"].startswith("outbound") for row in taken.messages.values()),
            hooks=hooks,
            unknown_ids=("SM" + "0" * 32, "not an id"),
            forgettable=lambda: [sid for sid, row in taken.messages.items() if row["direction"] == "inbound"],
        )
