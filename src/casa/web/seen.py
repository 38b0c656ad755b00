"""Whom a member may open: of the homes they look after."""

from uuid import UUID

from django.http import Http404

from casa.core.inbox.queries import visible_people
from casa.core.people.models import Person
from casa.core.people.queries import person
from casa.web.workspace import WorkspaceRequest


def seen_person(request: WorkspaceRequest, id: UUID) -> Person:
    """The person behind an address. 404 for whom this member may not see."""
    try:
        return person(id, visible_people(request.member))
    except Person.DoesNotExist:
        raise Http404 from None
