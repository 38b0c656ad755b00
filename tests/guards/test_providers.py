"""Every provider keeps the shape of a provider: a passport, one file an ability, a suite, a page to read."""

import ast
import inspect

import pytest

from casa.core.connections import contract, registry
from casa.core.connections.contract import Ability, AuthKind
from tests.guards.house import CASA, name, tree

PROTOCOLS = {
    Ability.CONNECT: contract.Connect,
    Ability.SEND: contract.Send,
    Ability.WEBHOOKS: contract.Webhooks,
    Ability.SYNC: contract.Sync,
    Ability.MEDIA: contract.FetchMedia,
    Ability.LLM: contract.LanguageModel,
    Ability.ERASE: contract.Erase,
    Ability.REGISTRATION: contract.Registration,
}
KEYS = sorted(registry.manifests())
PAIRS = [(key, ability) for key in KEYS for ability in sorted(registry.manifest(key).abilities)]


def folder(key: str):
    return CASA / "providers" / key


def test_there_are_providers():
    assert {"anthropic", "hospitable", "openai_compatible", "twilio"} <= set(KEYS)
    folders = {path.name for path in (CASA / "providers").iterdir() if (path / "manifest.py").exists()}
    assert folders == set(KEYS)


def test_every_ability_of_the_contract_has_a_protocol():
    assert set(PROTOCOLS) == set(Ability)


@pytest.mark.parametrize(("key", "ability"), PAIRS)
def test_an_ability_is_a_file_that_keeps_its_protocol(key, ability):
    module = registry.ability(key, ability)
    promised = PROTOCOLS[ability]
    for verb in (word for word in vars(promised) if not word.startswith("_")):
        if verb == "read_back" and not hasattr(module, verb):
            assert "read_back" in registry.manifest(key).exempt
            continue
        wanted = list(inspect.signature(getattr(promised, verb)).parameters)[1:]
        assert list(inspect.signature(getattr(module, verb)).parameters)[: len(wanted)] == wanted, f"{key}.{verb}"


@pytest.mark.parametrize("key", KEYS)
def test_a_file_of_an_ability_is_declared(key):
    there = {ability for ability in Ability if (folder(key) / f"{ability.value}.py").exists()}
    assert there == registry.manifest(key).abilities


@pytest.mark.parametrize("key", KEYS)
def test_the_passport_is_whole(key):
    passport = registry.manifest(key)
    assert passport.key == key
    assert passport.tagline
    assert passport.initials
    assert 0 <= passport.hue <= 11
    assert passport.auth in set(AuthKind)
    assert passport.oauth is not None or passport.auth != AuthKind.OAUTH2
    assert passport.processor.legal_name
    assert passport.processor.country
    assert passport.processor.purpose
    assert passport.processor.data
    assert passport.hosts or any(field.name == "base_url" for field in passport.fields), "where does it talk to?"
    assert all("/" not in host and "*" not in host for host in passport.hosts)
    assert passport.may_do
    assert all(len(reason) > 12 for reason in passport.exempt.values())


@pytest.mark.parametrize("key", KEYS)
def test_secrets_are_called_secret(key):
    for field in registry.manifest(key).fields:
        hint = f"{field.name} {field.label}".lower()
        if any(word in hint for word in ("secret", "token", "api key", "api_key")):
            assert field.secret, f"{key}.{field.name}"
        assert "password" not in hint


@pytest.mark.parametrize("key", KEYS)
def test_what_must_lie_in_the_folder(key):
    for file in ("README.md", "manifest.py", "sandbox.py", "tests/__init__.py", "tests/test_suite.py"):
        assert (folder(key) / file).exists(), f"{key}/{file}"


@pytest.mark.parametrize("key", KEYS)
def test_the_suite_is_inherited(key):
    suite = tree(folder(key) / "tests" / "test_suite.py")
    bases = [base for node in suite.body if isinstance(node, ast.ClassDef) for base in node.bases]
    assert any(getattr(base, "id", "") == "ProviderSuite" for base in bases)


@pytest.mark.parametrize("key", KEYS)
def test_the_passport_imports_nothing_but_the_contract(key):
    path = folder(key) / "manifest.py"
    nodes = list(ast.walk(tree(path)))
    imported = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    outside = {module for module in imported if module.startswith("casa.")}
    assert outside == {"casa.core.connections.contract"}, name(path)
