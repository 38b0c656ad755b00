"""Trying a key, and learning which models it may use."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from casa.core.connections.contract import Account, AccountFacts, BadPayload, Refused
from casa.lib.http import Door
from casa.providers.anthropic import client, mapping
from casa.providers.anthropic.mapping import Model

PAGES = 10
# Which line to start a newcomer on: able and quick enough for short replies. Any model can be chosen afterwards.
PREFERRED_LINE = "sonnet"


def test(account: Account, door: Door) -> AccountFacts:
    """Try the key by listing its models. Raises AuthFailed, NotReady, or Refused when there is none to use."""
    models = _models(account, door)
    chosen = _chosen(account.settings.get("model", ""), models)
    return AccountFacts(
        ref=_ref(account),
        label=f"Anthropic, {chosen.name}",
        settings={
            "model": chosen.id,
            "model_choices": json.dumps([[model.id, model.name] for model in models]),
        },
        warnings=_warnings(account.settings, chosen),
    )


def set_up(account: Account, door: Door) -> None:
    """Nothing to tell Anthropic: it calls nobody."""


def tear_down(account: Account, door: Door) -> None:
    """Keys can only be removed in Anthropic's console, so there is nothing to undo from here."""


def _models(account: Account, door: Door) -> list[Model]:
    """Every model the key may use, newest first. Raises BadPayload for a list without entries."""
    found: list[Model] = []
    after = ""
    for _ in range(PAGES):
        page = client.list_models(account, door, after)
        found += [model for model in map(mapping.model, _entries(page)) if model and model.lifecycle != "retired"]
        after = str(page.get("last_id") or "") if page.get("has_more") else ""
        if not after:
            break
    return found


def _entries(page: Any) -> Sequence[Any]:
    entries = page.get("data") if isinstance(page, Mapping) else None
    if not isinstance(entries, list):
        raise BadPayload("Anthropic's list of models was not in a shape Casa knows.")
    return entries


def _chosen(wanted: str, models: Sequence[Model]) -> Model:
    """The model asked for, or a current one."""
    if wanted:
        named = [model for model in models if model.id == wanted]
        if not named:
            raise Refused("This key cannot use that model. Leave the model empty, or choose one from the list.")
        return named[0]
    active = [model for model in models if model.lifecycle == "active"] or list(models)
    if not active:
        raise Refused("This key may not use any model. Check its workspace in Anthropic's console.")
    return next((model for model in active if model.line == PREFERRED_LINE), active[0])


def _warnings(settings: Mapping[str, str], chosen: Model) -> tuple[str, ...]:
    warnings = []
    if chosen.lifecycle == "deprecated":
        when = f" on {chosen.ends}" if chosen.ends else " soon"
        warnings.append(f"{chosen.name} ends{when}. Choose a newer model before then.")
    if settings.get("retention") != "zero":
        warnings.append(
            "Zero data retention is not arranged for this account, so Anthropic keeps requests for a limited time. "
            "Ask Anthropic for it, then say so here."
        )
    return tuple(warnings)


def _ref(account: Account) -> str:
    """Anthropic does not name the account to an API key, so the key's fingerprint stands for it."""
    return hashlib.sha256(b"casa-anthropic:" + account.secrets.get("api_key", "").encode()).hexdigest()[:24]
