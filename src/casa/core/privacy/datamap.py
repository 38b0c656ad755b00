"""Where personal data stands: each field with its purpose, class, source, retention and reader (GDPR art. 30).

Two data files beside this one: ``datamap.toml`` holds what is personal, ``plain.toml`` every other text with the reason
why it may stand in the clear. The guards and the pages read both from here, so neither says less than the other.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import models

from casa.core.accounts.models import Role
from casa.core.accounts.roles import RIGHTS
from casa.core.connections import queries as connections
from casa.core.connections import registry
from casa.core.privacy import closing
from casa.core.privacy.retention import keeping, span
from casa.core.vault.fields import EncryptedField

HERE = Path(__file__).parent
CLASS_WORDS = {
    "identity": "Who they are", "contact": "How to reach them", "content": "What they wrote", "access": "How to get in",
    "proof": "Proof of consent", "credential": "Credentials", "business": "The business’s own words",
}  # fmt: skip


def _kept(kind: str) -> str:
    """A kind's keeping time as the sweep has it: one table of times, in ``retention``."""
    rule = keeping(kind)
    chosen = f"{span(rule.floor)} to {span(rule.ceiling)} as you set"
    return f"Until they ask, or {span(rule.default)} ({chosen})"


KEEP_WORDS = {
    "account": f"Until the workspace is closed, then {closing.GRACE.days} days",
    "people": "Until they ask",
    "messages": _kept("messages"),
    "stays": f"{_kept('reservations')}; of an erased guest dates and amounts stay",
    "assistant": _kept("assistant"),
    "consent": "5 years after the last message; the stop list for good",
    "appointments": _kept("appointments"),
    "connection": "Key at once when disconnected, the rest in 30 days",
    "requests": "3 years after the answer",
    "business": "Until you remove it",
}  # fmt: skip
PLAUSIBLE_HOST = "plausible.io"  # run by its maker; any other one is the owner's
COUNTING_FOR = "Counting which pages colleagues open"
COUNTED = ("Names of pages, without anybody’s id", "Network addresses of colleagues")
SEALED_UNDER = {
    "person": "their own key", "workspace": "the business’s key", "connection": "the connection’s key",
    "ledger": "the ledgers’ key",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One column with personal data. ``label`` is "room.Model.field"; ``sealed``: under which key, "" when plain."""

    label: str
    activity: str
    purpose: str
    kind: str
    source: str
    keeps: str
    read: str
    sealed: str

    @property
    def readers(self) -> tuple[str, ...]:
        """The roles that may open it, as people call them."""
        return tuple(str(Role(role).label) for role, rights in RIGHTS.items() if self.read in rights)


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the records of processing."""

    key: str
    words: str
    ground: str
    subjects: str
    classes: tuple[str, ...]
    purposes: tuple[str, ...]
    keeps: tuple[str, ...]
    fields: int


@dataclass(frozen=True, slots=True)
class SubProcessor:
    """A third party that handles data for this business, because it is connected."""

    key: str
    name: str
    legal_name: str
    country: str
    purpose: str
    data: tuple[str, ...]
    terms_url: str
    accounts: int


@cache
def plain() -> Mapping[str, str]:
    """Every text that stands in the clear, "room.Model.field", with the reason."""
    told = tomllib.loads((HERE / "plain.toml").read_text())
    reasons: dict[str, str] = told["reason"]
    return {label: reasons.get(why, why) for label, why in told["plain"].items()}


@cache
def fields() -> tuple[PersonalField, ...]:
    """Every field with personal data, by activity."""
    return tuple(_field(label, row, name) for label, row in _map()["table"].items() for name in row["fields"])


def unmapped() -> set[str]:
    """Sealed fields that the map does not name. None, or the guards fail."""
    rooms = [model for model in apps.get_models() if model.__module__.startswith("casa.core.")]
    sealed = {
        f"{model._meta.label}.{field.name}"
        for model in rooms
        for field in model._meta.local_fields
        if isinstance(field, EncryptedField)
    }
    return sealed - {field.label for field in fields()}


def activities() -> list[Activity]:
    """The records of processing (art. 30(1)), made from the fields."""
    return [_activity(key, row) for key, row in _map()["activity"].items()]


def processors() -> list[SubProcessor]:
    """Who handles data for this business now: one line a service, from its passport (promises CF-5a, CA-4, CA-9), and
    whoever counts pages."""
    counted: dict[str, int] = {}
    for row in connections.connections():
        counted[row.provider] = counted.get(row.provider, 0) + 1
    return [_processor(key, counted[key]) for key in sorted(counted)] + _counting()


def _counting() -> list[SubProcessor]:
    """The Plausible that the owner has named, where they have: it is not connected, but told the names of pages."""
    host = urlsplit(settings.PLAUSIBLE_URL).hostname or ""
    if not host:
        return []
    theirs = host == PLAUSIBLE_HOST
    legal_name = "Plausible Insights OÜ" if theirs else f"Plausible at {host}"
    country = "Estonia" if theirs else "A server of the owner’s choosing"
    terms = f"https://{PLAUSIBLE_HOST}/dpa" if theirs else ""
    return [SubProcessor("plausible", "Plausible", legal_name, country, COUNTING_FOR, COUNTED, terms, 1)]


@cache
def _map() -> dict[str, Any]:
    return tomllib.loads((HERE / "datamap.toml").read_text())


def _field(label: str, row: dict[str, Any], name: str) -> PersonalField:
    column: models.Field[Any, Any] = apps.get_model(label)._meta.get_field(name)
    sealed = SEALED_UNDER[column.under] if isinstance(column, EncryptedField) else ""
    return PersonalField(
        f"{label}.{name}",
        row["activity"],
        row["purpose"],
        row["class"],
        row["source"],
        row["keeps"],
        row["read"],
        sealed,
    )


def _activity(key: str, row: dict[str, str]) -> Activity:
    mine = [field for field in fields() if field.activity == key]
    return Activity(
        key,
        row["words"],
        row["ground"],
        row["subjects"],
        tuple(dict.fromkeys(CLASS_WORDS[field.kind] for field in mine)),
        tuple(dict.fromkeys(field.purpose for field in mine)),
        tuple(dict.fromkeys(KEEP_WORDS[field.keeps] for field in mine)),
        len(mine),
    )


def _processor(key: str, accounts: int) -> SubProcessor:
    manifest = registry.manifest(key)
    told = manifest.processor
    return SubProcessor(
        key, manifest.name, told.legal_name, told.country, told.purpose, told.data, told.terms_url, accounts
    )
