"""What stands in for a control while a proof has it switched off (see ``prove.py``). Nothing else uses this."""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Any

from casa.core.accounts.walls import APP, SYSTEM
from casa.core.connections.contract import AccountFacts
from casa.core.vault.fields import Sealed


class _Everything(tuple[str, ...]):
    """Every reason there is."""

    def __contains__(self, item: object) -> bool:
        return True


EVERY_REASON = _Everything(("keyword", "freeform", "provider", "staff", "complaint", "wrong_number", "unreachable"))
AT_ONCE = timedelta(0)
NO_KINDS: tuple[str, ...] = ()


def same_digest(_line: Any) -> bytes:
    """A digest that says nothing of its line."""
    return bytes(32)


def no_holds(_person_ids: Any) -> Any:
    from casa.core.privacy.models import LegalHold

    return LegalHold.objects.none()


def tell_exactly(_key: str, _week: Any, exact: int) -> int:
    return exact


def mask_nothing(text: str, *_keep: Any, table: Any = None, **_known: Any) -> Any:
    from casa.core.assistant.mask import Masked

    return Masked(text, dict(table or {}))


def close_openly(field: Any, row: Any, value: Any) -> Sealed:
    return Sealed(field.encode(value))


def any_base_url(values: Any, port: int) -> str:
    return str(values.get("CASA_BASE_URL", "")) or f"http://127.0.0.1:{port}"


def open_policy(table: str, _using: str, _check: str) -> Iterator[str]:
    yield f"drop policy if exists wall on {table}"
    yield f"create policy wall on {table} to {APP} using (true) with check (true)"
    yield f"drop policy if exists system on {table}"
    yield f"create policy system on {table} to {SYSTEM}, current_user using (true) with check (true)"


def spelled_as_given(_kind: str, value: str) -> str:
    return value


def any_account(_provider: str, _settings: Any, _secrets: Any) -> AccountFacts:
    return AccountFacts(ref="anything", label="Anything", settings={}, warnings=())


class WithPasswords(StrEnum):
    """Kinds of connection with one that asks for a password."""

    KEY = "key"
    OAUTH2 = "oauth2"
    NONE = "none"
    PASSWORD = "password"  # noqa: S105 - the word, not one
