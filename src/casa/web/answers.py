"""Small answers that pages give: a refusal in words, a fragment or a whole page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from casa.core.accounts.rules import NotPossible
from casa.web.workspace import WorkspaceRequest

View = TypeVar("View", bound=Callable[..., HttpResponse])


def refusal(request: WorkspaceRequest, words: str, status: int = 409) -> HttpResponse:
    """A plain sentence why not: scripts read it from ``data-reason``; a form sent without script gets a whole page."""
    page = "parts/error.html" if is_fragment(request) else "refused.html"
    return render(request, page, {"words": words, "back": _came_from(request)}, status=status)


def _came_from(request: WorkspaceRequest) -> str:
    """The page of ours that the form stood on."""
    before = request.headers.get("referer", "")
    here = url_has_allowed_host_and_scheme(before, {request.get_host()})
    return before if here else reverse("inbox", args=[request.workspace.slug])


def says_why(view: View) -> View:
    """A rule's NotPossible becomes its sentence."""

    @wraps(view)
    def guarded(request: WorkspaceRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotPossible as refused:
            return refusal(request, str(refused))

    return guarded  # type: ignore[return-value]


def is_fragment(request: WorkspaceRequest) -> bool:
    """Whether a script asked for a piece of a page (and not the browser for its history)."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def picture(blob: bytes, content_type: str) -> HttpResponse:
    """A picture of ours that never changes: the reader's own browser may keep it for an hour."""
    answer = HttpResponse(blob, content_type=content_type)
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def done() -> HttpResponse:
    return HttpResponse(status=204)
