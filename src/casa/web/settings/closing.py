"""Closing the workspace: what goes and when, the typed name, and opening it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casa.core.accounts.rules import NotPossible
from casa.core.privacy import closing
from casa.web.workspace import WorkspaceRequest, right


@right("workspace.edit")
def page(request: WorkspaceRequest) -> HttpResponse:
    return _show(request)


@right("workspace.edit")
@require_POST
def close(request: WorkspaceRequest) -> HttpResponse:
    try:
        closing.close(request.POST.get("name", ""))
    except NotPossible as refusal:
        return _show(request, str(refusal))
    messages.success(request, "The workspace is closed. You can open it again for thirty days.")
    return redirect("settings_closing", request.workspace.slug)


@right("workspace.edit")
@require_POST
def reopen(request: WorkspaceRequest) -> HttpResponse:
    try:
        closing.reopen()
    except NotPossible as refusal:
        return _show(request, str(refusal))
    messages.success(request, "The workspace is open again. Connect your accounts again to send and receive.")
    return redirect("settings_closing", request.workspace.slug)


def _show(request: WorkspaceRequest, problem: str = "") -> HttpResponse:
    context = {"row": closing.standing(), "problem": problem, "days": closing.GRACE.days}
    return render(request, "settings/closing.html", context, status=422 if problem else 200)
