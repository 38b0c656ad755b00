"""Evidence of how data is kept: sealed, under which keys, and gone when it should be."""

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import Count, Q
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.connections.models import Connection, Delivery
from casa.core.privacy.evidence import Evidence, Fact, Facts, Found, count, found, paged
from casa.core.vault.crypto import VERSION, CannotOpen, key_id_of
from casa.core.vault.fields import EncryptedField, encrypted_fields
from casa.core.vault.models import DataKey, KeyKind

NEWEST = 50
"""Rows looked at of each sealed column: the newest, since a seal that was left out would show there first."""
ROWS_GONE_AFTER = timedelta(days=31)
EPOCH_LIVES = timedelta(days=31)
KIND_WORDS = {
    "workspace": "The business’s own key", "connection": "Keys of connections", "person": "Keys of people",
    "index": "Key for looking things up", "ledger": "Key of the consent ledgers",
}  # fmt: skip


def sealed_columns() -> list[tuple[type[models.Model], EncryptedField]]:
    """Every column whose contents are sealed."""
    rooms = [model for model in apps.get_models() if model.__module__.startswith("casa.core.")]
    return [(model, field) for model in rooms for field in encrypted_fields(model)]


def _unsealed(model: type[models.Model], field: EncryptedField) -> int:
    """How many of the newest raw values do not look like something sealed."""
    table, column = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(str(field.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {column} from {table} where workspace_id = %s and {column} is not null "  # noqa: S608 - our names
            "order by id desc limit %s",
            [current_workspace_id(), NEWEST],
        )
        return sum(not _is_sealed(bytes(value)) for (value,) in cursor.fetchall())


def _is_sealed(value: bytes) -> bool:
    try:
        return value[:1] == VERSION and key_id_of(value) > 0
    except CannotOpen:
        return False


def sealed() -> Found:
    columns = sealed_columns()
    open_ = sum(_unsealed(model, field) for model, field in columns)
    return found(f"{len(columns)} columns sealed, {open_:,} rows in the open", fine=not open_)


def sealed_listed(_after: str) -> Facts:
    return Facts(tuple(_columns()))


def _columns() -> Iterator[Fact]:
    for model, field in sealed_columns():
        words = f"{str(model._meta.verbose_name).capitalize()}: {field.verbose_name}"
        yield Fact(words, f"Sealed under {KIND_WORDS[field.under].lower()}", tone="ok")


def transit() -> Found:
    if settings.SECURE:
        held = settings.SECURE_HSTS_SECONDS >= 31_536_000 and settings.SESSION_COOKIE_SECURE
        return found("https everywhere, browsers told to insist", fine=held)
    return found("Open on this machine only")


def transit_listed(_after: str) -> Facts:
    secure = settings.SECURE
    insists = "A year, for every page" if settings.SECURE_HSTS_SECONDS else "Not needed on this machine alone"
    cookie = "Only over https" if settings.SESSION_COOKIE_SECURE else "Only on this machine"
    return Facts((
        Fact("Address of the pages", "https" if secure else "This machine alone", tone="ok"),
        Fact("Browsers insist on https", insists, tone="ok"),
        Fact("The session’s cookie travels", cookie, tone="ok"),
        Fact("Requests to other services", "https only; a plain address is refused", tone="ok"),
    ))  # fmt: skip


def disconnected() -> Found:
    ended = Connection.objects.filter(workspace_id=current_workspace_id(), disconnected_at__isnull=False)
    ids = list(ended.values_list("id", flat=True)[:1000])
    keys = DataKey.objects.filter(
        workspace_id=current_workspace_id(), kind=KeyKind.CONNECTION, holder__in=ids, wrapped__isnull=False
    ).count()
    late = ended.filter(disconnected_at__lt=timezone.now() - ROWS_GONE_AFTER).values("id")
    left = Delivery.objects.filter(workspace_id=current_workspace_id(), connection_id__in=late).count()
    words = f"{len(ids):,} ended, {count(keys, 'key')} left, {count(left, 'late record')}"
    return found(words, fine=not keys and not left)


def disconnected_listed(after: str) -> Facts:
    rows = Connection.objects.filter(workspace_id=current_workspace_id(), disconnected_at__isnull=False)
    return paged(
        rows, "disconnected_at", lambda row: Fact(row.label, "Its key is destroyed", row.disconnected_at, "ok"), after
    )


def epochs() -> Found:
    """Data keys hang on the newest master key, or on one that is soon moved on."""
    rows = _by_epoch()
    newest = settings.MASTER_KEYS.current
    behind = sum(living for epoch, living, _ in rows if epoch < newest - 5)
    living = sum(row[1] for row in rows)
    return found(f"{count(living, 'key')}, {behind:,} under an old master key", fine=not behind)


def _by_epoch() -> list[tuple[int, int, int]]:
    rows = DataKey.objects.filter(workspace_id=current_workspace_id()).values_list("epoch")
    told = rows.annotate(
        living=Count("id", filter=Q(wrapped__isnull=False)), gone=Count("id", filter=Q(wrapped=None))
    ).order_by("-epoch")
    return [(epoch, living, gone) for epoch, living, gone in told]


def epochs_listed(_after: str) -> Facts:
    return Facts(tuple(
        Fact(f"Master key {epoch}", f"{count(living, 'key')} under it, {gone:,} destroyed", tone="ok")
        for epoch, living, gone in _by_epoch()
    ))  # fmt: skip


SEALED = Evidence("Every sealed column of the database", sealed, sealed_listed)
TRANSIT = Evidence("How pages and requests travel", transit, transit_listed)
DISCONNECTED = Evidence("Connections that ended", disconnected, disconnected_listed)
EPOCHS = Evidence("Which master key each data key hangs on", epochs, epochs_listed)
