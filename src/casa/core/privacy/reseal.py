"""What a taken-back merge left sealed under the wrong key, put under the right one before that key is destroyed.

While two records were one person, what was written was sealed under the kept one's key. After a split some of it
belongs to the other again: destroying the kept one's keys would take it along.
"""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from casa.core.accounts.scope import current_workspace_id
from casa.core.people.models import Merge
from casa.core.privacy.kinds.base import Target
from casa.core.vault.crypto import key_id_of
from casa.core.vault.fields import EncryptedField, Sealed, encrypted_fields
from casa.core.vault.models import DataKey, KeyKind


def free_others(target: Target) -> int:
    """Seal anew what others still have under these people's keys; how many rows."""
    others = _once_joined(target)
    rows = DataKey.objects.filter(workspace_id=target.workspace_id, kind=KeyKind.PERSON, holder__in=target.person_ids)
    keys = set(rows.values_list("id", flat=True))
    return sum(_free(model, fields, others, keys) for model, fields in _sealed_under_people()) if others else 0


def _once_joined(target: Target) -> set[UUID]:
    here, ids = current_workspace_id(), target.person_ids
    undone = Merge.objects.filter(workspace_id=here).exclude(undone_at=None)
    pairs = [*undone.filter(kept_id__in=ids).values_list("gone_id", flat=True)]
    pairs += undone.filter(gone_id__in=ids).values_list("kept_id", flat=True)
    return set(pairs) - set(ids)


def _sealed_under_people() -> Iterable[tuple[type[Model], list[EncryptedField]]]:
    for model in apps.get_models():
        fields = [field for field in encrypted_fields(model) if field.under == KeyKind.PERSON]
        if fields:
            yield model, fields


def _free(model: type[Model], fields: list[EncryptedField], others: set[UUID], keys: set[int]) -> int:
    holder, moved = fields[0].holder, 0
    rows = model._default_manager.filter(workspace_id=current_workspace_id(), **{f"{holder}__in": others})
    for row in rows.iterator(chunk_size=500):
        strange = [one for one in fields if _under(row, one, keys)]
        for one in strange:
            setattr(row, one.attname, getattr(row, one.attname))  # opened under one key, sealed under the other
        if strange:
            row.save(update_fields=[one.name for one in strange])
            moved += 1
    return moved


def _under(row: Model, field: EncryptedField, keys: set[int]) -> bool:
    value = row.__dict__.get(field.attname)
    return isinstance(value, Sealed) and key_id_of(value) in keys
