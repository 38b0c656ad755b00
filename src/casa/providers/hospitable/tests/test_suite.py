"""The contract, checked for Hospitable."""

import pytest

from casa.lib.pretend import ThreadMessage, World
from casa.providers.hospitable.tests.conftest import Connected, Inbox
from casa.testing.provider_suite import Pretend, ProviderSuite


class TestHospitable(ProviderSuite):
    @pytest.fixture
    def pretend(self, world: World, hooked: Connected, inbox: Inbox) -> Pretend:
        for number, words in enumerate(("Hello", "Is the stove electric?")):
            world.write(ThreadMessage(f"w{number}", "stay-1", "guest", words, world.clock()))
        return Pretend(
            "hospitable",
            world,
            hooked.account,
            hooked.door,
            wrong=hooked.with_token("never-was-good"),
            outgoing=lambda: hooked.outgoing("Dogs are welcome here."),
            arrived=lambda: len([row for row in world.thread["stay-1"] if row.sender == "host"]),
            hooks=tuple(inbox.wait(2)[:2]),
        )
