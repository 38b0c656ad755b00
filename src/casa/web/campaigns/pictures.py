"""The pictures of a campaign: put in, taken out, shown."""

from uuid import UUID

from django.http import Http404, HttpResponse

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import rules
from casa.core.campaigns.models import Campaign
from casa.core.templates.models import BatchPicture
from casa.core.templates.pictures import LARGEST
from casa.web import answers
from casa.web.campaigns.composer import edits
from casa.web.workspace import WorkspaceRequest, right


@right("campaigns.edit")
@edits
def add(request: WorkspaceRequest, row: Campaign) -> None:
    """One more, drawn anew."""
    upload = request.FILES.get("picture")
    if upload is None:
        raise NotPossible("Pick a picture first.")
    rules.add_picture(row, upload.read(LARGEST + 1))


@right("campaigns.edit")
@edits
def remove(request: WorkspaceRequest, row: Campaign) -> None:
    try:
        rules.remove_picture(row, UUID(request.POST.get("picture", "")))
    except ValueError:
        raise NotPossible("This picture is no longer there.") from None


@right("campaigns.read")
def picture(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The picture itself, for the page."""
    found = BatchPicture.objects.filter(workspace_id=request.workspace.id, id=id).first()
    if found is None:
        raise Http404
    return answers.picture(found.blob, found.content_type)
