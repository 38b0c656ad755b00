"""Second-factor secrets hang on the master key without a data key between, so a rotation has to seal them anew."""

from collections import Counter
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

SEALED = ("secret", "seed", "migrated_codes")
"""Where allauth keeps what it asked us to seal: one text, or a list of them."""


def rewrap_second_factors() -> int:
    """Seal every second-factor secret anew under the current master key; how many people's were."""
    current = settings.MASTER_KEYS.current
    waiting = [pk for pk, data in _rows() if set(_epochs(data)) - {current}]
    return sum(_rewrap(pk) for pk in waiting)


def second_factor_epochs() -> Counter[int]:
    """How many second factors hang on each master key."""
    return Counter(epoch for _, data in _rows() for epoch in set(_epochs(data)))


def _rows() -> list[tuple[int, dict[str, Any]]]:
    return list(Authenticator.objects.using("system").values_list("pk", "data"))


def _epochs(data: dict[str, Any]) -> list[int]:
    return [int(text.split(":", 1)[0]) for name in SEALED if name in data for text in _texts(data[name])]


def _texts(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _rewrap(pk: int) -> bool:
    """One row, locked: the same moment may bring a used recovery code. False when nothing could or need be done."""
    with transaction.atomic(using="system"):
        row = Authenticator.objects.using("system").select_for_update().filter(pk=pk).first()
        if row is None or not set(_epochs(row.data)) <= set(settings.MASTER_KEYS.keys):
            return False
        for name in SEALED:
            if name in row.data:
                row.data[name] = _sealed_anew(row.data[name])
        row.save(using="system", update_fields=["data"])
    return True


def _sealed_anew(value: str | list[str]) -> str | list[str]:
    adapter = get_adapter()
    if isinstance(value, list):
        return [adapter.encrypt(adapter.decrypt(text)) for text in value]
    return str(adapter.encrypt(adapter.decrypt(value)))
