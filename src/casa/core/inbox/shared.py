"""Pictures that many messages share (a campaign's), as the files of each of them.

They are kept once, with the batch, and never once a recipient: what is made here is not stored. Nobody's picture is
among them, so that a copy or the erasing of somebody's data has nothing to do with them.
"""

from collections.abc import Iterable
from uuid import UUID

from casa.core.accounts.scope import current_workspace_id
from casa.core.inbox.models import Attachment, Outbox
from casa.core.templates.models import BatchPicture


def pictures_of(rows: Iterable[Outbox]) -> dict[UUID, list[Attachment]]:
    """By message, in their order and without what is in them; one query, and none where no row is of a batch."""
    batches = {row.message_id: row.batch for row in rows if row.batch}
    if not batches:
        return {}
    kept = BatchPicture.objects.filter(workspace_id=current_workspace_id(), batch__in=set(batches.values()))
    of_batch: dict[UUID, list[BatchPicture]] = {}
    for picture in kept.defer("blob").order_by("position", "id"):
        of_batch.setdefault(picture.batch, []).append(picture)
    return {
        message_id: [_as_file(picture) for picture in of_batch[batch]]
        for message_id, batch in batches.items()
        if batch in of_batch
    }


def picture(picture_id: UUID) -> Attachment | None:
    """One with its content, once it has gone out to somebody. It is the business's own: every member may see it."""
    rows = BatchPicture.objects.filter(workspace_id=current_workspace_id(), id=picture_id)
    found = rows.exclude(public_until=None).first()  # asked for by a provider, so handed over
    if found is None:
        return None
    file = _as_file(found)
    file.blob = found.blob
    return file


def _as_file(picture: BatchPicture) -> Attachment:
    return Attachment(
        id=picture.id, workspace_id=picture.workspace_id, kind="image", content_type=picture.content_type,
        size=picture.size, width=picture.width, height=picture.height,
    )  # fmt: skip
