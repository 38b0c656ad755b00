"""The contract, checked for a model server that asks for a key."""

from dataclasses import replace

import pytest

from casa.providers.openai_compatible import sandbox
from casa.providers.openai_compatible.tests.conftest import Bench
from casa.testing.provider_suite import Pretend, ProviderSuite


class TestModelServer(ProviderSuite):
    @pytest.fixture
    def pretend(self, bench: Bench) -> Pretend:
        sandbox.open_account(bench.world, api_key="sk-local-0123456789", base_url=bench.base)
        account = replace(bench.account, secrets={"api_key": "sk-local-0123456789"})
        wrong = replace(bench.account, secrets={"api_key": "sk-never-was-good"})
        return Pretend("openai_compatible", bench.world, account, bench.door, wrong)
