"""Finding the server and the models it has."""

import hashlib
import json
from dataclasses import replace
from urllib.parse import urlsplit

from casa.core.connections.contract import Account, AccountFacts, BadPayload, ProviderFailure, Refused
from casa.lib.http import Door, is_public
from casa.providers.openai_compatible import client, mapping


def test(account: Account, door: Door) -> AccountFacts:
    """List the server's models, trying the address with /v1 behind it too. Raises what the first address said."""
    base, models = _found(account, door)
    wanted = account.settings.get("model", "")
    if wanted and wanted not in models:
        raise Refused("The server does not list that model. Load it there, or leave the model empty.", code="no_model")
    if not models:
        raise Refused("The server has no model yet. Load one there, then connect again.", code="no_model")
    chosen = wanted or models[0]
    return AccountFacts(
        ref=hashlib.sha256(base.encode()).hexdigest()[:24],
        label=f"{urlsplit(base).netloc}, {chosen}",
        settings={
            "base_url": base,
            "model": chosen,
            "model_choices": json.dumps([[name, name] for name in models]),
        },
        warnings=_warnings(base),
    )


def set_up(account: Account, door: Door) -> None:
    """Nothing to tell a model server: it calls nobody."""


def tear_down(account: Account, door: Door) -> None:
    """Nothing was set up, so there is nothing to undo."""


def _found(account: Account, door: Door) -> tuple[str, list[str]]:
    base = client.base_url(account)
    try:
        return base, mapping.model_ids(client.list_models(account, door))
    except (Refused, BadPayload):
        if base.endswith("/v1"):
            raise
        try:
            with_version = replace(account, settings={**account.settings, "base_url": base + "/v1"})
            return base + "/v1", mapping.model_ids(client.list_models(with_version, door))
        except ProviderFailure:
            pass
        raise


def _warnings(base: str) -> tuple[str, ...]:
    """Plain http is fine inside one's own house only."""
    parts = urlsplit(base)
    if parts.scheme == "https" or _is_inside(parts.hostname or ""):
        return ()
    return ("This address is not encrypted. Use https unless the server stands in your own network.",)


def _is_inside(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal", ".home.arpa"))
