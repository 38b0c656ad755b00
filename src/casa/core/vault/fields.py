"""Encrypted model fields. Python sees text or bytes; the database sees ciphertext bound to its row.

A field names whose data key seals it: ``under="person"`` uses the key of the row's ``person_id``. Opening happens
when the attribute is read, once; ``warm`` opens the keys of many rows with one query first.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from casa.core.vault.crypto import field_context, key_id_of, seal, unseal
from casa.core.vault.keyring import keyring


class Sealed(bytes):
    """Ciphertext as read from the database, not opened yet."""


class Opened:
    """The attribute on the model: opens on first read."""

    def __init__(self, field: "EncryptedField") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        value = row.__dict__[self.field.attname]
        if isinstance(value, Sealed):
            value = row.__dict__[self.field.attname] = self.field.open(row, value)
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class EncryptedField(models.BinaryField):
    """The base: ``encode`` and ``decode`` give the kinds below."""

    descriptor_class = Opened

    if TYPE_CHECKING:  # what ``Opened`` gives is text, JSON or bytes, by the kind of field, and may be null

        def __get__(self, row: Any, owner: Any) -> Any: ...
        def __set__(self, row: Any, value: Any) -> None: ...

    def __init__(self, *args: Any, under: str = "workspace", holder: str = "", **kwargs: Any) -> None:
        self.under = under
        self.holder = holder or f"{under}_id"
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "under": self.under, "holder": self.holder}

    def contribute_to_class(self, cls: type, name: str, **kwargs: Any) -> None:  # type: ignore[override]
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, name, Opened(self))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else Sealed(value)

    def pre_save(self, row: models.Model, add: bool) -> Any:
        value = row.__dict__.get(self.attname)
        return value if value is None or isinstance(value, Sealed) else self.close(row, value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is encrypted: write it through its row, not through a query.")
        return super().get_db_prep_value(None if value is None else bytes(value), connection, prepared)

    def close(self, row: Any, value: Any) -> Sealed:
        """A value sealed for its place."""
        key = keyring.of(self.under, getattr(row, self.holder))
        return Sealed(seal(key.id, key.cipher, self.encode(value), self._context(row)))

    def open(self, row: Any, value: Sealed) -> Any:
        """The value again. Raises CannotOpen when its key is destroyed."""
        return self.decode(unseal(keyring.by_id(key_id_of(value)).cipher, value, self._context(row)))

    def _context(self, row: Any) -> bytes:
        workspace_id: UUID = row.workspace_id
        return field_context(self.model._meta.db_table, str(self.column), workspace_id, row.pk)

    def encode(self, value: Any) -> bytes:
        return bytes(value)

    def decode(self, plain: bytes) -> Any:
        return plain


class EncryptedText(EncryptedField):
    def encode(self, value: str) -> bytes:
        return value.encode()

    def decode(self, plain: bytes) -> str:
        return plain.decode()


class EncryptedJSON(EncryptedField):
    def encode(self, value: Any) -> bytes:
        return json.dumps(value, separators=(",", ":")).encode()

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)


class EncryptedBytes(EncryptedField):
    """Files and vectors."""


def encrypted_fields(model: type[models.Model]) -> list[EncryptedField]:
    return [field for field in model._meta.local_fields if isinstance(field, EncryptedField)]


def warm(*lists: Iterable[models.Model]) -> None:
    """Open the keys that these rows need with one query, so that reading them costs none."""
    ids = set()
    for rows in lists:
        for row in rows:
            for field in encrypted_fields(type(row)):
                value = row.__dict__.get(field.attname)
                if isinstance(value, Sealed):
                    ids.add(key_id_of(value))
    keyring.warm(ids)
