"""The contract, checked for Anthropic."""

from dataclasses import replace

import pytest

from casa.providers.anthropic.tests.conftest import Bench
from casa.testing.provider_suite import Pretend, ProviderSuite


class TestAnthropic(ProviderSuite):
    @pytest.fixture
    def pretend(self, bench: Bench) -> Pretend:
        wrong = replace(bench.account, secrets={"api_key": "sk-ant-api03-never-was-good"})
        return Pretend("anthropic", bench.world, bench.account, bench.door, wrong)
