"""Pages outside a workspace: where to go after signing in, invitations, files a provider fetches."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casa.core.accounts.queries import memberships
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible, accept_invitation, open_workspace
from casa.core.accounts.scope import workspace_scope
from casa.core.connections.oauth import Denied, finish
from casa.core.connections.wire import hook_hash
from casa.core.inbox.models import Attachment
from casa.core.templates import batch_pictures
from casa.web.unread import note_unread


def home(request: Any) -> HttpResponse:
    """To the inbox of the last workspace; a user without one gets their first."""
    if not request.user.is_authenticated:
        return redirect_to_login("/")
    token = request.session.pop("invitation", None)
    if token:
        return _join(request, token)
    found = memberships(request.user)
    if not found:
        return redirect("inbox", open_workspace(request.user, f"{request.user.first_name}’s homes").slug)
    first = "inbox" if may(found[0], "inbox.read") else "today"
    return redirect(first, found[0].workspace.slug)


def invitation(request: Any, token: str) -> HttpResponse:
    """A colleague follows the link they were sent; signing up or in comes first."""
    if not request.user.is_authenticated:
        request.session["invitation"] = token
        return redirect("account_signup")
    return _join(request, token)


def _join(request: Any, token: str) -> HttpResponse:
    try:
        joined = accept_invitation(token, request.user)
        note_unread(request, request.user)
        return redirect("inbox", joined.slug)
    except NotPossible as refused:
        return render(request, "account/invitation_ended.html", {"words": str(refused)}, status=410)


def media(request: HttpRequest, token: str) -> HttpResponse:
    """A file of ours that a provider fetches to deliver it: unguessable address, one hour."""
    if (shared := batch_pictures.served(token)) is not None:
        return _file(shared.blob, shared.content_type)
    found = Attachment.objects.using("system").filter(public_hash=hook_hash(token)).first()
    if found is None or found.public_until is None or found.public_until < timezone.now():
        raise Http404
    with workspace_scope(found.workspace_id):
        file = Attachment.objects.get(id=found.id)
        body = file.blob
    return _file(body, file.content_type)


def _file(body: bytes, content_type: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "offline.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def oauth_done(request: Any) -> HttpResponse:
    """A provider sends the user back after its sign-in; its marketplace may do so without our state."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    try:
        workspace_id, connection = finish(request.user, request.GET.get("state", ""), request.GET.get("code", ""))
    except (NotPossible, Denied) as refused:
        return render(request, "account/invitation_ended.html", {"words": str(refused)}, status=410)
    slug = next(row.workspace.slug for row in memberships(request.user) if row.workspace_id == workspace_id)
    return redirect("connection", slug, connection.id)
