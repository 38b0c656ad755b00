"""The paper at the end of an erasure: each store before and after, what stays and why, and that nothing is found.

It names nobody: counts, days and words of ours.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from casa.core.accounts.fields import InWorkspace
from casa.core.connections import settled
from casa.core.people.models import Identity, Person
from casa.core.people.queries import search_tokens
from casa.core.people.rules import lookup
from casa.core.privacy import elsewhere
from casa.core.privacy.kinds import KINDS
from casa.core.privacy.kinds.base import Target
from casa.core.privacy.models import Erasure
from casa.core.vault.models import DataKey, KeyKind

BACKUPS_READ_FOR = timedelta(days=30)
"""How long a master key of ours lives (``config/rotation.py``): a backup from before is unreadable after this."""
AMONG = 200  # people looked at with the same digits


def certify(row: Erasure, target: Target) -> dict[str, Any]:
    """Count and search everything once more. Plain data, to be kept and shown."""
    ended = row.ended_at or row.began_at
    return {
        "stores": [line for kind in KINDS for line in _lines(kind, row, target)],
        "providers": elsewhere.told(row.id),
        "keys_destroyed": row.keys_destroyed,
        "words_gone": row.words_gone,
        "stand_ins": settled.kept_since(row.began_at),
        "backups_unreadable_by": _backups_end(ended),
        "searched_for": len(target.handles),
        "found": [{"what": what, "count": count} for what, count in search(target, row.began_at)],
        "began": row.began_at.isoformat(),
        "ended": ended.isoformat(),
    }


def _lines(kind: Any, row: Erasure, target: Target) -> Iterator[dict[str, Any]]:
    for store in kind.stores:
        before, gone = row.counts[kind.name][store.label]
        after = store.count(target)
        yield {
            "kind": kind.label,
            "store": store.label,
            "before": max(before, gone),
            "after": after,
            "kept": (after if store.stays_whole else gone) if store.keeps else 0,
            "ground": store.keeps,
        }


def _backups_end(ended: datetime) -> str | None:
    """None where the host gives the master keys: they decide when an old one is destroyed."""
    ours = not isinstance(settings.MASTER_KEYS.keys, dict)
    return (ended + BACKUPS_READ_FOR).date().isoformat() if ours else None


def search(target: Target, before: datetime) -> Iterator[tuple[str, int]]:
    """Look for them by everything they were found by. Who has written anew since is somebody new and not counted."""
    yield "Rows that name them", sum(_naming(target))
    yield "Their numbers, e-mails and accounts, by keyed look-up", _looked_up(target, before)
    yield "Their numbers, by search", _searched(target, before)
    keys = DataKey.objects.filter(workspace_id=target.workspace_id, kind=KeyKind.PERSON, wrapped__isnull=False)
    yield "Keys that still open something of theirs", keys.filter(holder__in=target.person_ids).count()


def _naming(target: Target) -> Iterator[int]:
    """Every table that can name a person at all, except those kept with a ground."""
    kept = {store.model for kind in KINDS for store in kind.stores if store.keeps and store.stays_whole}
    for model, column in person_columns():
        if model not in kept:
            rows = model._default_manager.filter(workspace_id=target.workspace_id)
            yield rows.filter(**{f"{column}__in": target.person_ids}).count()


def person_columns() -> Iterator[tuple[type[InWorkspace], str]]:
    """Each column of a workspace's tables that holds a person's id, but for the erasure's own."""
    for model in apps.get_models():
        if not issubclass(model, InWorkspace) or model is Erasure:
            continue
        for field in model._meta.local_fields:
            if _names_a_person(field):
                yield model, field.attname
    yield Person, "id"


def _names_a_person(field: "models.Field[Any, Any]") -> bool:
    return field.related_model is Person if field.is_relation else field.attname == "person_id"


def _looked_up(target: Target, before: datetime) -> int:
    keys = [lookup(kind, value) for kind, value in target.handles]
    rows = Identity.objects.filter(workspace_id=target.workspace_id, lookup__in=keys, created_at__lt=before)
    return rows.count()


def _searched(target: Target, before: datetime) -> int:
    found: set[Any] = set()
    with connection.cursor() as cursor:
        for kind, value in target.handles:
            if kind == "phone":
                cursor.execute("select id from people_search(%s::bigint[], %s)", [search_tokens(value[-10:]), AMONG])
                found.update(row[0] for row in cursor.fetchall())
    return Person.objects.filter(workspace_id=target.workspace_id, id__in=found, created_at__lt=before).count()
