"""The address of a page's live stream. The stream itself is ``casa.edge.live``, which knows no Django."""

import time

from django.conf import settings

from casa.lib.tickets import make_ticket
from casa.web.workspace import WorkspaceRequest


def live_ticket(request: WorkspaceRequest) -> str:
    """A ticket for this user, workspace and session; empty where there is no session to bind it to."""
    session = request.session.session_key
    if not session:
        return ""
    user = request.user
    return make_ticket(settings.SECRET_KEY, user.id, request.workspace.id, session, user.password, time.time())


def live_url(request: WorkspaceRequest) -> str:
    """Where the page listens (``data-live-url``); empty means it asks every few seconds instead."""
    ticket = live_ticket(request)
    return f"/live/{ticket}" if ticket else ""
