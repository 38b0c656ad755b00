"""Sending, and everything that can be done to a campaign on its way."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import counting, rules
from casa.core.campaigns.counting import count_campaign
from casa.core.campaigns.models import Campaign
from casa.core.campaigns.trying import Click, send_test
from casa.lib.phones import shown
from casa.web.answers import done, is_fragment, says_why
from casa.web.campaigns.composer import edits, held
from casa.web.campaigns.reading import place_of
from casa.web.campaigns.timing import timing
from casa.web.campaigns.words import persons
from casa.web.workspace import WorkspaceRequest, right


@right("campaigns.send")
@edits
def send(request: WorkspaceRequest, row: Campaign) -> HttpResponse:
    """Let it go to as many as were agreed to. Who would come in addition is asked about first."""
    when, agreed = timing(request.POST), request.POST.get("people", "")
    tally = counting.tally(count_campaign(row, counting.STANDS))
    if not tally.done:
        raise NotPossible("Casa is still counting who gets it. Send when the number stands.")
    if not tally.gets:
        raise NotPossible("Nobody would get it as it stands. See why, and choose other people.")
    if not agreed.isdigit() or int(agreed) < tally.gets:
        raise NotPossible(f"By now it would go to {persons(tally.gets)}. Look again, then send.")
    rules.send(row, when)
    return redirect("campaign", request.workspace.slug, row.id)


@right("campaigns.send")
@edits
def test(request: WorkspaceRequest, row: Campaign) -> None:
    """The open wording to the member's own phone, by the same road."""
    click = Click(request.build_absolute_uri(), _address(request), request.headers.get("user-agent", "")[:300])
    number = request.POST.get("number", "")
    send_test(row, place_of(request, row)[1], number, request.user, click)
    messages.success(request, f"On its way to {shown(number)}.")


def _address(request: WorkspaceRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _done(request: WorkspaceRequest, row: Campaign, words: str = "") -> HttpResponse:
    """An undo is sent by script; anything else goes back to the campaign."""
    if is_fragment(request):
        return done()
    if words:
        messages.success(request, words)
    return redirect("campaign", request.workspace.slug, row.id)


@right("campaigns.send")
@require_POST
@says_why
def take_back(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = held(request, id)
    rules.take_back(row)
    return _done(request, row, "Taken back. It is a draft again.")


@right("campaigns.send")
@require_POST
@says_why
def pause(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = held(request, id)
    rules.pause(row)
    return _done(request, row)


@right("campaigns.send")
@require_POST
@says_why
def resume(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = held(request, id)
    rules.resume(row)
    return _done(request, row)


@right("campaigns.send")
@require_POST
@says_why
def cancel(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = held(request, id)
    kept = rules.cancel(row)
    return _done(request, row, f"Cancelled. {persons(kept)} did not get it." if kept else "Cancelled.")


@right("campaigns.edit")
@require_POST
@says_why
def copy(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    made = rules.copy(held(request, id))
    messages.success(request, "This is a copy. Change what you like.")
    return redirect("campaign", request.workspace.slug, made.id)


@right("campaigns.edit")
@require_POST
@says_why
def throw_away(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """A draft that is not wanted; asked about first, since it does not come back."""
    row = held(request, id)
    name = row.name
    rules.throw_away(row)
    messages.success(request, f"{name} is deleted.")
    return redirect("campaigns", request.workspace.slug)
