"""The one way into a workspace for a page: sign-in, membership, right, scope, in that order.

A view under ``/w/<slug>/`` names the right it needs with ``@right``; one that names none is refused. The view runs
in one transaction inside the workspace; a stranger gets the same 404 as for a workspace that does not exist.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.models import Member, User, Workspace
from casa.core.accounts.queries import membership
from casa.core.accounts.roles import may
from casa.core.accounts.scope import workspace_scope
from casa.web.unread import ask_first

View = TypeVar("View", bound=Callable[..., HttpResponse])


class WorkspaceRequest(HttpRequest):
    """A request inside a workspace."""

    user: User
    workspace: Workspace
    member: Member
    waiting: int  # conversations that need a reply, where the page has counted them already


def right(name: str) -> Callable[[View], View]:
    """Name the right a view needs (``core/accounts/roles.py``)."""

    def mark(view: View) -> View:
        view.right = name  # type: ignore[attr-defined]
        return view

    return mark


class WorkspaceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        if _to_sign_in(response):  # signed out, or the session ended: nothing of a guest stays in the browser (CA-11)
            response["Clear-Site-Data"] = '"storage"'
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        if "workspace" not in kwargs:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        member = membership(request.user, kwargs.pop("workspace"))
        if member is None:
            raise Http404
        needed = getattr(view, "right", None)
        if needed is None or not may(member, needed):
            raise PermissionDenied
        request.workspace, request.member = member.workspace, member
        if asked := ask_first(request, view):
            return asked
        with workspace_scope(member.workspace_id, request.user.id), timezone.override(request.user.timezone):
            response: HttpResponse = view(request, *args, **kwargs)
        if settings.PLAUSIBLE_URL:  # the one host that the owner has named, and on these pages only
            response._csp_update = {"connect-src": [settings.PLAUSIBLE_URL]}  # type: ignore[attr-defined]
        return response


def _to_sign_in(response: HttpResponse) -> bool:
    address = response.headers.get("Location", "")
    return response.status_code in (301, 302, 303) and address.split("?")[0] == reverse(settings.LOGIN_URL)
