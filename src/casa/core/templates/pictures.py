"""Pictures that texts carry: drawn anew, 500 KB in all, which every carrier takes (R75)."""

from typing import Any, TypedDict

from django.db.models import QuerySet, Sum

from casa.core.accounts.rules import NotPossible, log_action
from casa.core.templates.models import Template, TemplateMedia
from casa.lib.ids import new_id
from casa.lib.pictures import NotAFile, shrink

TOGETHER = 500_000  # bytes; the safe total (R75)
MOST = 10
LARGEST = 10_000_000  # bytes that are read at all


class Drawn(TypedDict):
    """A picture as its row keeps it, behind those that are there."""

    position: int
    content_type: str
    blob: bytes
    size: int
    width: int
    height: int


def drawn(body: bytes, beside: QuerySet[Any]) -> Drawn:
    """A picture drawn anew, as small as those it stands beside leave room for. Raises NotPossible."""
    count, taken = beside.count(), beside.aggregate(total=Sum("size"))["total"] or 0
    if count >= MOST:
        raise NotPossible(f"{MOST} pictures are the most that one text carries.")
    if len(body) > LARGEST:
        raise NotPossible("This picture is larger than 10 MB. Pick a smaller one.")
    try:
        blob, content_type, width, height = shrink(body, TOGETHER - taken)
    except NotAFile as refusal:
        raise NotPossible(str(refusal)) from refusal
    return Drawn(position=count, content_type=content_type, blob=blob, size=len(blob), width=width, height=height)


def add_picture(row: Template, body: bytes) -> TemplateMedia:
    """One more picture of a saved text. Raises NotPossible."""
    mine = TemplateMedia.objects.filter(workspace_id=row.workspace_id, template=row)
    media = TemplateMedia.objects.create(id=new_id(), workspace_id=row.workspace_id, template=row, **drawn(body, mine))
    log_action("templates.picture_added", row.id)
    return media


def remove_picture(media: TemplateMedia) -> None:
    media.delete()
    log_action("templates.picture_removed", media.template_id)
