"""Pictures that travel with every text of a batch (a campaign): kept once, fetched under one signed address.

A provider fetches what it delivers. While rows of the batch are handed over the address works, and for an hour more.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Count, QuerySet
from django.utils import timezone

from casa.core.accounts.rules import log_action
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.templates.models import BatchPicture, Template, TemplateMedia
from casa.core.templates.pictures import Drawn, drawn
from casa.core.templates.queries import media
from casa.lib.ids import new_id

OPEN_FOR = timedelta(hours=1)
COUNTRIES = frozenset({"US", "CA"})  # where carriers deliver pictures as such
_signer = Signer(salt="picture of a batch")


def pictures(batch: UUID) -> QuerySet[BatchPicture]:
    """In their order; without what is in them."""
    rows = BatchPicture.objects.filter(workspace_id=current_workspace_id(), batch=batch)
    return rows.defer("blob").order_by("position", "id")


def counts(batches: Iterable[UUID]) -> dict[UUID, int]:
    """How many pictures travel with each; one query."""
    rows = BatchPicture.objects.filter(workspace_id=current_workspace_id(), batch__in=list(batches))
    return dict(rows.values_list("batch").annotate(Count("id")).order_by())


def add(batch: UUID, body: bytes) -> BatchPicture:
    """One more picture, as small as the others leave room for (R75). Raises NotPossible."""
    made = _keep(batch, drawn(body, pictures(batch)))
    log_action("templates.batch_picture_added", batch)
    return made


def _keep(batch: UUID, picture: Drawn) -> BatchPicture:
    return BatchPicture.objects.create(id=new_id(), workspace_id=current_workspace_id(), batch=batch, **picture)


def _as_drawn(row: BatchPicture | TemplateMedia, position: int) -> Drawn:
    return Drawn(
        position=position, content_type=row.content_type, blob=bytes(row.blob), size=row.size, width=row.width,
        height=row.height,
    )  # fmt: skip


def take_over(batch: UUID, template: Template) -> None:
    """A saved text's own pictures in place of those there are; a text without any leaves them."""
    theirs = media(template.id)
    if not theirs:
        return
    pictures(batch).delete()
    for place, row in enumerate(theirs):
        _keep(batch, _as_drawn(row, place))


def copy(batch: UUID, to: UUID) -> None:
    for row in pictures(batch):
        _keep(to, _as_drawn(row, row.position))


def urls(batch: UUID) -> tuple[str, ...]:
    """Addresses a provider may fetch them from now; one query, one more each half hour."""
    rows = list(pictures(batch).values_list("id", "public_until"))
    now = timezone.now()
    if any(until is None or until < now + OPEN_FOR / 2 for _, until in rows):
        pictures(batch).update(public_until=now + OPEN_FOR)
    return tuple(f"{settings.BASE_URL}/media/{_signer.sign(key.hex)}" for key, _ in rows)


def served(token: str) -> BatchPicture | None:
    """The picture behind an address, opened, while it may be fetched. For before any workspace is open."""
    try:
        key = UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    found = BatchPicture.objects.using("system").filter(id=key, public_until__gte=timezone.now()).first()
    if found is None:
        return None
    with workspace_scope(found.workspace_id):
        row = BatchPicture.objects.get(id=found.id)
        row.blob = bytes(row.blob)
    return row
