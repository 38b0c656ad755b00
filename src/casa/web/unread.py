"""Policies that somebody has yet to read: noted in their session when they sign in or join, asked before any page.

Looking costs a few queries at sign-in and none afterwards (promises CA-12, CF-10).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from casa.core.accounts.models import User
from casa.core.accounts.queries import memberships
from casa.core.accounts.scope import workspace_scope
from casa.core.privacy import policies

UNREAD = "unread_policies"


def note_unread(request: HttpRequest, user: User) -> None:
    """Remember in which workspaces something in force was not accepted yet."""
    found = []
    for member in memberships(user):
        with workspace_scope(member.workspace_id, user.id):
            if policies.owed(user):
                found.append(str(member.workspace_id))
    if found or UNREAD in request.session:
        request.session[UNREAD] = found


def ask_first(request: Any, view: Any) -> HttpResponse | None:
    """The page that asks, where a page is opened in a workspace whose policies are unread; None otherwise."""
    if request.method != "GET" or getattr(view, "before_policies", False):
        return None
    if str(request.workspace.id) not in request.session.get(UNREAD, ()):
        return None
    where = reverse("privacy_accept", args=[request.workspace.slug])
    return redirect(f"{where}?{urlencode({'next': request.get_full_path()})}")


def has_read(request: Any) -> None:
    """They accepted what was owed here."""
    left = [one for one in request.session.get(UNREAD, ()) if one != str(request.workspace.id)]
    request.session[UNREAD] = left
