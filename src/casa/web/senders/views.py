"""Senders: how each number stands with the carriers, and the three forms that make it stand better."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from casa.core.accounts.jobs import defer
from casa.core.accounts.queries import default_brand
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.senders import checks, queries, rules
from casa.core.senders.models import (
    BrandRegistration,
    CampaignRegistration,
    Registered,
    RegistrationState,
    Sender,
    SenderKind,
    TollFreeVerification,
)
from casa.web.senders import forms, show
from casa.web.workspace import WorkspaceRequest, right


@right("senders.read")
def senders(request: WorkspaceRequest) -> HttpResponse:
    slug, business = request.workspace.slug, queries.business_of(default_brand().id)
    campaign, numbers = queries.campaign_of(business), queries.senders()
    verified = queries.verifications()
    context = {
        "rows": [show.number(row, verified.get(row.id), slug) for row in numbers],
        "steps": show.steps(business, campaign, slug),
        "idle": queries.idle_words(campaign, timezone.now()) if campaign else "",
        "connections": queries.registering(),
        "covered": show.covered(numbers),
        "may_edit": may(request.member, "senders.edit"),
    }
    return render(request, "senders/page.html", context)


@right("senders.edit")
@require_POST
def read_now(request: WorkspaceRequest) -> HttpResponse:
    for connection in queries.registering():
        rules.ask_to_read(connection)
    messages.success(request, "Casa is asking your provider. This page shows the answer by itself.")
    return redirect("senders", request.workspace.slug)


@right("senders.edit")
def business(request: WorkspaceRequest) -> HttpResponse:
    brand, connections = default_brand(), queries.registering()
    row = queries.business_of(brand.id)
    if not connections:
        return _no_provider(request)
    if request.method != "POST":
        blank = BrandRegistration(workspace_id=request.workspace.id, brand=brand, website="",
                                  support_email=brand.support_email, support_phone=brand.support_phone)  # fmt: skip
        return _form(request, "business", forms.BUSINESS, row or blank)
    values = forms.typed(request.POST, forms.BUSINESS)
    try:
        row = rules.save_business(brand, row.connection if row else connections[0], values)
        return _saved(request, row)
    except NotPossible as refused:
        return _form(request, "business", forms.BUSINESS, _tried_business(request, values), str(refused))


@right("senders.edit")
@require_POST
def check_business(request: WorkspaceRequest) -> HttpResponse:
    return _checked(request, _tried_business(request, forms.typed(request.POST, forms.BUSINESS)))


def _tried_business(request: WorkspaceRequest, values: dict[str, Any]) -> BrandRegistration:
    """The row as it would be; nothing is written."""
    brand = default_brand()
    row = queries.business_of(brand.id) or BrandRegistration(workspace_id=request.workspace.id, brand=brand)
    ein = values.pop("ein", "")
    for name, value in values.items():
        setattr(row, name, value)
    if ein:
        row.ein = ein
    return row


@right("senders.edit")
@require_POST
def look_at_site(request: WorkspaceRequest) -> HttpResponse:
    """R55: look at the website as a reviewer would; the answer comes by a job."""
    row = queries.business_of(default_brand().id)
    if row is None or not row.website:
        messages.error(request, "Save the website of the business first.")
        return redirect("sender_business", request.workspace.slug)
    where = {"workspace_id": str(row.workspace_id), "business_id": str(row.id)}
    defer("senders.look_at_site", queue="bulk", once=f"site:{row.id}", **where)
    messages.success(request, "Casa is looking at your website. What it finds is shown under Senders.")
    return redirect("senders", request.workspace.slug)


@right("senders.edit")
def campaign(request: WorkspaceRequest) -> HttpResponse:
    business = queries.business_of(default_brand().id)
    if business is None:
        messages.error(request, "Fill in the business first: the campaign stands in its name.")
        return redirect("sender_business", request.workspace.slug)
    row = queries.campaign_of(business)
    if request.method != "POST":
        return _form(request, "campaign", forms.CAMPAIGN, row or show.first_campaign(business))
    values, chosen = forms.typed(request.POST, forms.CAMPAIGN), _chosen(request, business)
    try:
        return _saved(request, rules.save_campaign(business, values, row=row, sender_ids=chosen))
    except NotPossible as refused:
        return _form(request, "campaign", forms.CAMPAIGN, _tried_campaign(business, values), str(refused))


def _chosen(request: WorkspaceRequest, business: BrandRegistration) -> list[UUID]:
    wanted = set(request.POST.getlist("numbers"))
    return [row.id for row in _choices(business) if str(row.id) in wanted]


def _choices(business: BrandRegistration) -> list[Sender]:
    local = (row for row in queries.senders() if row.kind == SenderKind.LOCAL)
    return [row for row in local if row.connection_id == business.connection_id]


@right("senders.edit")
@require_POST
def check_campaign(request: WorkspaceRequest) -> HttpResponse:
    business = queries.business_of(default_brand().id)
    if business is None:
        raise Http404
    row = _tried_campaign(business, forms.typed(request.POST, forms.CAMPAIGN))
    return _checked(request, row, len(_chosen(request, business)))


def _tried_campaign(business: BrandRegistration, values: dict[str, Any]) -> CampaignRegistration:
    row = queries.campaign_of(business) or CampaignRegistration(workspace_id=business.workspace_id, business=business)
    if row.submitted_at is not None:
        values.pop("use_case", None)
    for name, value in values.items():
        setattr(row, name, value)
    return row


@right("senders.edit")
def toll_free(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    sender = _toll_free_number(id)
    business, row = queries.business_of(default_brand().id), queries.verification_of(sender)
    if business is None:
        messages.error(request, "Fill in the business first: the verification stands in its name.")
        return redirect("sender_business", request.workspace.slug)
    if request.method != "POST":
        return _form(request, "toll_free", forms.TOLL_FREE, row or _blank(sender, business))
    values = forms.typed(request.POST, forms.TOLL_FREE)
    try:
        return _saved(request, rules.save_toll_free(sender, business, values))
    except NotPossible as refused:
        return _form(
            request, "toll_free", forms.TOLL_FREE, _tried(row or _blank(sender, business), values), str(refused)
        )


@right("senders.edit")
@require_POST
def check_toll_free(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    sender = _toll_free_number(id)
    business = queries.business_of(default_brand().id)
    if business is None:
        raise Http404
    row = queries.verification_of(sender) or _blank(sender, business)
    return _checked(request, _tried(row, forms.typed(request.POST, forms.TOLL_FREE)))


def _toll_free_number(sender_id: UUID) -> Sender:
    try:
        row = queries.sender(sender_id)
    except Sender.DoesNotExist:
        raise Http404 from None
    if row.kind != SenderKind.TOLL_FREE:
        raise Http404
    return row


def _blank(sender: Sender, business: BrandRegistration) -> TollFreeVerification:
    return TollFreeVerification(workspace_id=sender.workspace_id, sender=sender, business=business)


def _tried(row: TollFreeVerification, values: dict[str, Any]) -> TollFreeVerification:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _saved(request: WorkspaceRequest, row: Registered) -> HttpResponse:
    """After saving: handed in when that was asked for. Raises NotPossible with the first thing that is wrong."""
    if "submit" in request.POST:
        rules.submit(row)
        messages.success(request, "Sent. Reviews take minutes to a few weeks; this page shows how it stands.")
    else:
        messages.success(request, "Saved.")
    return redirect("senders", request.workspace.slug)


def _checked(request: WorkspaceRequest, row: Registered, numbers: int | None = None) -> HttpResponse:
    return render(request, "senders/checks.html", {"checks": show.verdicts(_findings(row, numbers))})


def _findings(row: Registered, numbers: int | None = None) -> tuple[checks.Finding, ...]:
    if isinstance(row, CampaignRegistration) and numbers is not None:
        return checks.campaign(row, row.business.brand.name, numbers)
    return rules.findings(row)


def _form(
    request: WorkspaceRequest, step: str, parts: tuple[forms.Part, ...], row: Registered, problem: str = ""
) -> HttpResponse:
    """A form with what is known; after a refusal with what was typed and what is wrong. Nothing is lost."""
    numbers = _choices(row.business) if isinstance(row, CampaignRegistration) else []
    chosen = set(request.POST.getlist("numbers")) if request.method == "POST" else None
    ticked = [one for one in numbers if (one.campaign_id == row.pk if chosen is None else str(one.id) in chosen)]
    count = len(ticked) if isinstance(row, CampaignRegistration) else None
    context = {
        "step": step,
        "title": show.TITLES[step],
        "parts": forms.shown(parts, show.values_of(row), show.said(row) if not problem else {}),
        "checks": show.verdicts(_findings(row, count)),
        "checks_url": show.check_url(request.workspace.slug, step, row),
        "numbers": [show.choice(one, one in ticked) for one in numbers],
        "problem": problem or row.trouble,
        "reasons": row.reasons if row.state == RegistrationState.REJECTED else [],
        "state": show.state(row),
        "editable": row.editable,
        "locked": show.locked(row),
        "matches": show.matches(row) if isinstance(row, CampaignRegistration) else [],
        "has_ein": isinstance(row, BrandRegistration) and bool(row.ein_lookup),
    }
    return render(request, "senders/form.html", context, status=422 if problem else 200)


def _no_provider(request: WorkspaceRequest) -> HttpResponse:
    messages.error(request, "Connect a number first. Then Casa can register it.")
    return redirect("connections", request.workspace.slug)
