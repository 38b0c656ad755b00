"""The contract as tests. A provider's own test class inherits :class:`ProviderSuite` and states its fixture.

    class TestProvider(ProviderSuite):
        @pytest.fixture
        def pretend(self, ...) -> Pretend:
            ...

The fixture gives an account at the provider's own sandbox, reached over real HTTP. Each test asks what the core relies
on; one that needs an ability the provider does not declare is skipped.
"""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, get_args

import pytest

from casa.core.connections import registry
from casa.core.connections.contract import (
    Ability,
    Account,
    AccountFacts,
    AuthFailed,
    BadPayload,
    BadSignature,
    Completion,
    Fact,
    IncomingMessage,
    Manifest,
    NotReady,
    Outgoing,
    Page,
    Prompt,
    PropertyFact,
    ProviderFailure,
    RawRequest,
    ReadBackKind,
    Refused,
    ReservationFact,
    ReviewFact,
    Sent,
    Unsure,
)
from casa.lib.http import Door
from casa.lib.pretend import Fault, World

FACTS = get_args(Fact)
SILENCE = 0.3  # seconds a hanging vendor is silent before it hangs up
PROMPT = Prompt("You answer guests.", (("user", "Is there parking?"),), max_tokens=60)
KNOWN_NONE: frozenset[str] = frozenset()
STRANGE = (b"", b"{}", b"[]", b"null", b"\xff\xfe\x00", b'{"id": 1', b"[" * 5000, b"a=b&c", b'{"data": []}')


@dataclass(frozen=True)
class Pretend:
    """An account at a provider's sandbox.

    ``wrong``: the same account with credentials that were never good. ``outgoing`` makes a fresh message that the
    sandbox will take; ``arrived`` counts what it took. ``hooks`` are genuine webhooks for ``account``, signed.
    ``forgettable`` gives the ids of records that lie there and can be erased now.
    """

    key: str
    world: World
    account: Account
    door: Door
    wrong: Account
    outgoing: Callable[[], Outgoing] | None = None
    arrived: Callable[[], int] | None = None
    hooks: tuple[RawRequest, ...] = ()
    unknown_ids: tuple[str, ...] = field(default_factory=tuple)
    forgettable: Callable[[], list[str]] | None = None

    @property
    def manifest(self) -> Manifest:
        return registry.manifest(self.key)

    def ability(self, wanted: Ability) -> Any:
        """The ability's module; the test is skipped where the provider does not have it."""
        if not registry.can(self.key, wanted):
            pytest.skip(f"{self.manifest.name} does not declare {wanted.value}")
        return registry.ability(self.key, wanted)

    def breaks(self, kind: str, times: int = 1, status: int = 500, **headers: str) -> None:
        """The next requests go wrong."""
        fault = Fault(self.key, kind, status=status, seconds=SILENCE, times=times)
        fault.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        self.world.break_next(fault)

    def secrets(self) -> list[str]:
        return [value for value in self.account.secrets.values() if len(value) >= 6]


class ProviderSuite:
    """What the core relies on, for every ability a provider declares."""

    @pytest.fixture
    def pretend(self) -> Pretend:
        """To be stated by the provider's class."""
        raise TypeError("State the pretend fixture in the provider's own test class.")

    # ------------------------------------------------------------------------------------------- connecting

    def test_good_credentials_name_the_account(self, pretend: Pretend) -> None:
        found = pretend.ability(Ability.CONNECT).test(pretend.account, pretend.door)
        assert isinstance(found, AccountFacts)
        assert found.ref
        assert found.label
        again = pretend.ability(Ability.CONNECT).test(pretend.account, pretend.door)
        assert again.ref == found.ref, "connecting twice must update the same connection"
        told = json.dumps([found.ref, found.label, dict(found.settings), found.warnings])
        assert not [secret for secret in pretend.secrets() if secret in told], "a secret in plain settings"

    def test_wrong_credentials_are_refused_in_plain_words(self, pretend: Pretend) -> None:
        with pytest.raises((AuthFailed, Refused)) as told:
            pretend.ability(Ability.CONNECT).test(pretend.wrong, pretend.door)
        plain(told.value, pretend)

    @pytest.mark.parametrize("kind", ["status", "hang", "drop"])
    def test_an_unwell_provider_is_not_the_hosts_fault(self, pretend: Pretend, kind: str) -> None:
        pretend.breaks(kind, times=9, status=503)
        with pytest.raises(NotReady) as told:
            pretend.ability(Ability.CONNECT).test(pretend.account, pretend.door)
        plain(told.value, pretend)

    def test_a_busy_provider_says_when_to_come_again(self, pretend: Pretend) -> None:
        pretend.breaks("status", times=9, status=429, retry_after="7")
        with pytest.raises(NotReady) as told:
            pretend.ability(Ability.CONNECT).test(pretend.account, pretend.door)
        assert 0 < told.value.retry_after <= 3600

    def test_setting_up_and_tearing_down_may_be_repeated(self, pretend: Pretend) -> None:
        module = pretend.ability(Ability.CONNECT)
        for verb in (module.set_up, module.set_up, module.tear_down, module.tear_down):
            verb(pretend.account, pretend.door)

    def test_no_request_leaves_for_a_host_the_passport_does_not_name(self, pretend: Pretend) -> None:
        closed = replace(pretend.door, hosts=frozenset(), routes={}, own=frozenset())
        with pytest.raises(ProviderFailure):
            pretend.ability(Ability.CONNECT).test(pretend.account, closed)

    # ---------------------------------------------------------------------------------------------- sending

    def test_a_message_is_taken_once(self, pretend: Pretend) -> None:
        module, outgoing, arrived = sending(pretend)
        taken = module.send(pretend.account, pretend.door, outgoing)
        assert isinstance(taken, Sent)
        assert taken.external_id
        assert arrived() == 1

    def test_busy_means_surely_not_sent(self, pretend: Pretend) -> None:
        module, outgoing, arrived = sending(pretend)
        pretend.breaks("status", status=429, retry_after="3")
        with pytest.raises(NotReady) as told:
            module.send(pretend.account, pretend.door, outgoing)
        assert told.value.retry_after > 0
        assert arrived() == 0

    def test_an_ended_key_asks_the_host_to_connect_again(self, pretend: Pretend) -> None:
        module, outgoing, arrived = sending(pretend)
        with pytest.raises(AuthFailed) as told:
            module.send(pretend.wrong, pretend.door, outgoing)
        plain(told.value, pretend)
        assert arrived() == 0

    @pytest.mark.parametrize("kind", ["drop", "hang", "after", "after_hang"])
    def test_no_answer_after_a_write_is_unsure(self, pretend: Pretend, kind: str) -> None:
        """Nobody may send it again before somebody has looked."""
        module, outgoing, arrived = sending(pretend)
        pretend.breaks(kind, status=500)
        with pytest.raises(Unsure) as told:
            module.send(pretend.account, pretend.door, outgoing)
        plain(told.value, pretend)
        assert arrived() == (1 if kind.startswith("after") else 0)

    def test_what_did_arrive_is_never_called_absent(self, pretend: Pretend) -> None:
        module, outgoing, arrived = sending(pretend)
        pretend.breaks("after_hang")
        with pytest.raises(Unsure):
            module.send(pretend.account, pretend.door, outgoing)
        assert arrived() == 1
        found = module.read_back(pretend.account, pretend.door, outgoing, KNOWN_NONE)
        assert found.kind != ReadBackKind.ABSENT
        assert (found.kind == ReadBackKind.FOUND) == (found.sent is not None)

    def test_a_message_of_ours_that_is_known_is_not_taken_for_another(self, pretend: Pretend) -> None:
        module, outgoing, _ = sending(pretend)
        taken = module.send(pretend.account, pretend.door, outgoing)
        found = module.read_back(pretend.account, pretend.door, outgoing, frozenset({taken.external_id}))
        assert found.sent is None or found.sent.external_id != taken.external_id

    # --------------------------------------------------------------------------------------------- webhooks

    def test_genuine_webhooks_are_believed_and_understood(self, pretend: Pretend) -> None:
        for module, hook in hooks(pretend):
            before = copy.deepcopy(hook)
            module.verify(hook, pretend.account)
            facts = module.parse(hook, pretend.account)
            assert all(isinstance(fact, FACTS) for fact in facts)
            assert module.parse(hook, pretend.account) == facts, "reading a webhook twice gives the same"
            assert 200 <= module.answer(hook).status < 300
            assert hook == before

    def test_forged_webhooks_are_refused(self, pretend: Pretend) -> None:
        for module, hook in hooks(pretend):
            unsigned = {name: value for name, value in hook.headers.items() if "signature" not in name.lower()}
            forged = [replace(hook, headers=unsigned), *(replace(hook, body=body) for body in changed(hook.body))]
            for attempt in forged:
                with pytest.raises(BadSignature) as told:
                    module.verify(attempt, pretend.account)
                plain(told.value, pretend)

    def test_a_webhook_for_another_account_is_refused(self, pretend: Pretend) -> None:
        stranger = Account("c2", {}, {name: f"not-{value}" for name, value in pretend.account.secrets.items()})
        for module, hook in hooks(pretend):
            with pytest.raises(BadSignature):
                module.verify(hook, replace(stranger, hook_url=pretend.account.hook_url))

    def test_an_account_without_secrets_believes_nothing(self, pretend: Pretend) -> None:
        for module, hook in hooks(pretend):
            with pytest.raises(BadSignature):
                module.verify(hook, Account("c3", {}, {}, pretend.account.hook_url))

    def test_a_repeated_delivery_has_the_same_id_and_another_one_its_own(self, pretend: Pretend) -> None:
        ids = []
        for module, hook in hooks(pretend):
            ids.append(module.delivery_id(hook))
            assert module.delivery_id(copy.deepcopy(hook)) == ids[-1]
        assert all(ids)
        assert len(set(ids)) == len(ids)

    @pytest.mark.parametrize(
        "body",
        STRANGE,
        ids=lambda body: repr(body[:12]),
    )
    def test_what_cannot_be_understood_is_a_bad_payload_and_nothing_worse(self, pretend: Pretend, body: bytes) -> None:
        for module, hook in hooks(pretend):
            strange = replace(hook, body=body)
            try:
                facts = module.parse(strange, pretend.account)
            except BadPayload as told:
                plain(told, pretend)
            else:
                assert all(isinstance(fact, FACTS) for fact in facts)
            assert module.delivery_id(strange)

    # ---------------------------------------------------------------------------------------------- reading

    def test_a_first_reading_ends_and_its_cursor_can_be_kept(self, pretend: Pretend) -> None:
        pages = list(pretend.ability(Ability.SYNC).pages(pretend.account, pretend.door, {}))
        cursor: Any = None
        for page in pages:
            assert isinstance(page, Page)
            assert all(isinstance(fact, FACTS) for fact in page.facts)
            cursor = page.cursor if page.cursor is not None else cursor
            assert json.loads(json.dumps(cursor)) == (dict(cursor) if cursor is not None else None)
        told = [fact for page in pages for fact in page.facts]
        assert in_order(told), "properties, reservations, messages, reviews"
        list(pretend.ability(Ability.SYNC).pages(pretend.account, pretend.door, cursor or {}))

    def test_reading_with_an_ended_key_or_at_a_busy_hour(self, pretend: Pretend) -> None:
        module = pretend.ability(Ability.SYNC)
        with pytest.raises(AuthFailed):
            list(module.pages(pretend.wrong, pretend.door, {}))
        pretend.breaks("status", times=9, status=429, retry_after="2")
        with pytest.raises(NotReady):
            list(module.pages(pretend.account, pretend.door, {}))

    @pytest.mark.parametrize("kind", ["hang", "drop", "status"])
    def test_a_reading_that_breaks_off_may_be_begun_again(self, pretend: Pretend, kind: str) -> None:
        module = pretend.ability(Ability.SYNC)
        pretend.breaks(kind, times=9, status=500)
        with pytest.raises(NotReady):
            list(module.pages(pretend.account, pretend.door, {}))
        pretend.world.faults.clear()
        assert list(module.pages(pretend.account, pretend.door, {}))

    # ------------------------------------------------------------------------------------- models, forgetting

    def test_a_model_answers_whole(self, pretend: Pretend) -> None:
        answer = pretend.ability(Ability.LLM).complete(pretend.account, pretend.door, PROMPT)
        assert isinstance(answer, Completion)
        assert answer.complete
        assert answer.text
        assert answer.model

    @pytest.mark.parametrize(("kind", "status"), [("status", 429), ("status", 503), ("hang", 0), ("drop", 0)])
    def test_a_model_that_does_not_answer_is_asked_later(self, pretend: Pretend, kind: str, status: int) -> None:
        module = pretend.ability(Ability.LLM)
        pretend.breaks(kind, times=9, status=status)
        with pytest.raises(NotReady) as told:
            module.complete(pretend.account, pretend.door, PROMPT)
        plain(told.value, pretend)

    def test_a_model_with_a_wrong_key_says_so(self, pretend: Pretend) -> None:
        with pytest.raises(AuthFailed):
            pretend.ability(Ability.LLM).complete(pretend.wrong, pretend.door, PROMPT)

    def test_forgetting_what_is_not_there_is_no_failure(self, pretend: Pretend) -> None:
        module = pretend.ability(Ability.ERASE)
        assert module.forget(pretend.account, pretend.door, []) == 0
        for _ in range(2):
            confirmed = module.forget(pretend.account, pretend.door, list(pretend.unknown_ids))
            assert 0 <= confirmed <= len(pretend.unknown_ids)

    @pytest.mark.parametrize("status", [429, 503])
    def test_forgetting_at_a_busy_hour_is_asked_again_later(self, pretend: Pretend, status: int) -> None:
        module, ids = forgetting(pretend)
        pretend.breaks("status", times=9, status=status, retry_after="7")
        with pytest.raises(NotReady) as told:
            module.forget(pretend.account, pretend.door, ids)
        plain(told.value, pretend)
        assert told.value.retry_after == 7, "not before the provider wants to be asked"
        pretend.world.faults.clear()
        assert module.forget(pretend.account, pretend.door, ids) == len(ids)

    def test_forgetting_with_an_ended_key_asks_the_host_to_connect_again(self, pretend: Pretend) -> None:
        module, ids = forgetting(pretend)
        with pytest.raises(AuthFailed) as told:
            module.forget(pretend.wrong, pretend.door, ids)
        plain(told.value, pretend)


def sending(pretend: Pretend) -> tuple[Any, Outgoing, Callable[[], int]]:
    """The module, a message and the count of what arrived since now."""
    module = pretend.ability(Ability.SEND)
    assert pretend.outgoing is not None, "a provider that sends states an outgoing message"
    assert pretend.arrived is not None
    count, before = pretend.arrived, pretend.arrived()
    return module, pretend.outgoing(), lambda: count() - before


def forgetting(pretend: Pretend) -> tuple[Any, list[str]]:
    """The module, and a message that lies at the provider."""
    module = pretend.ability(Ability.ERASE)
    assert pretend.forgettable is not None, "a provider that erases states what it can be asked to erase"
    return module, pretend.forgettable()


def hooks(pretend: Pretend) -> list[tuple[Any, RawRequest]]:
    module = pretend.ability(Ability.WEBHOOKS)
    assert len(pretend.hooks) >= 2, "a provider with webhooks states at least two genuine ones"
    return [(module, hook) for hook in pretend.hooks]


def changed(body: bytes) -> list[bytes]:
    """A body with one byte more, one less, and one other."""
    middle = len(body) // 2
    other = b"x" if body[middle : middle + 1] != b"x" else b"y"
    return [body + b" ", body[:-1], body[:middle] + other + body[middle + 1 :]]


def in_order(facts: list[Any]) -> bool:
    """Whether each kind is told before the kinds that refer to it."""
    order = (PropertyFact, ReservationFact, IncomingMessage, ReviewFact)
    places = [order.index(type(fact)) for fact in facts if type(fact) in order]
    return places == sorted(places)


def plain(told: ProviderFailure, pretend: Pretend) -> None:
    """A failure's words are for the host: a sentence, no secret, nothing of a traceback."""
    assert told.for_user.endswith((".", "?"))
    assert told.for_user[0].isupper()
    assert "Traceback" not in told.for_user
    assert not [secret for secret in pretend.secrets() if secret in f"{told.for_user} {told.code} {told!r}"]
