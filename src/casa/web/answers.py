"""Small answers that pages give: a refusal in words, a fragment or a whole page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render

from casa.core.accounts.rules import NotPossible
from casa.web.workspace import WorkspaceRequest

View = TypeVar("View", bound=Callable[..., HttpResponse])


def refusal(request: WorkspaceRequest, words: str, status: int = 409) -> HttpResponse:
    """A plain sentence why not; scripts read it from ``data-reason``, people from the page."""
    return render(request, "parts/error.html", {"words": words}, status=status)


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


def done() -> HttpResponse:
    return HttpResponse(status=204)
