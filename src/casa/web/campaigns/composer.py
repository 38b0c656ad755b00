"""Writing a campaign: the page, and everything that is saved while one writes."""

from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import rules
from casa.core.campaigns.counting import count_campaign
from casa.core.campaigns.models import Campaign, CampaignState, Count
from casa.core.campaigns.offers import Offer, offer_of
from casa.core.campaigns.rules import Draft
from casa.core.campaigns.texts import LETTERS, wordings
from casa.core.campaigns.trying import words_beside
from casa.core.stays.queries import properties
from casa.core.templates import queries as templates
from casa.core.templates.models import Template
from casa.web.answers import is_fragment, refusal, says_why
from casa.web.campaigns.people import one
from casa.web.campaigns.preflight import checks, opened
from casa.web.campaigns.progress import progress_page
from casa.web.campaigns.reach import latest, reach_face
from casa.web.campaigns.reading import LANGUAGE_WORDS, place_of, reading
from casa.web.campaigns.timing import choices
from casa.web.campaigns.words import KINDS
from casa.web.inbox.show import clock
from casa.web.texting import names
from casa.web.workspace import WorkspaceRequest, right


@right("campaigns.read")
def campaign(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """A draft is written here; what is on its way or over shows how far it is."""
    row = one(request, id)
    if row.state != CampaignState.DRAFT:
        return progress_page(request, row)
    return render(request, "campaigns/composer.html", page(request, row))


def page(request: WorkspaceRequest, row: Campaign, problem: str = "") -> dict[str, Any]:
    """Everything on the page."""
    count = count_campaign(row)
    known = wordings(row)
    return {
        **_frame(request, row),
        **_follows(request, row, count),
        "problem": problem,
        "reach": reach_face(row, count, request.workspace.slug),
        "names": names(row.kind),
        "letters": [{"letter": letter, "current": letter == place_of(request, row)[1]} for letter in known],
        "may_add": len(known) < len(LETTERS),
        "languages": _languages(request, row),
        "saved_texts": _saved_texts(row) if may(request.member, "campaigns.edit") else [],
        "test_words": words_beside(row),
        "offer": _offer(row),
        "shares": (10, 20, 30, 50),
        "first": True,
    }


def _frame(request: WorkspaceRequest, row: Campaign) -> dict[str, Any]:
    """What every piece of the page needs."""
    return {
        "row": row,
        "tab": "campaigns",
        "kind": KINDS[row.kind][0],
        "saved": clock(row.changed_at),
        "may_edit": may(request.member, "campaigns.edit"),
        "may_send": may(request.member, "campaigns.send"),
        "may_pick": may(request.member, "people.read"),
        "signup_url": _page("consent_pages", request.workspace.slug),
    }


def _page(name: str, slug: str) -> str:
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""


def _follows(request: WorkspaceRequest, row: Campaign, count: Count | None) -> dict[str, Any]:
    """What follows from the text and the count: phone, weight, checks, times."""
    return {
        "text": reading(request, row, count),
        "checks": checks(row, count, request.workspace.slug),
        "when": choices(row, count),
    }


def _languages(request: WorkspaceRequest, row: Campaign) -> list[dict[str, Any]]:
    known, letter, language = place_of(request, row)
    written = known[letter].texts if letter in known else {}
    return [
        {"key": key, "words": words, "current": key == language, "written": bool(written.get(key))}
        for key, words in LANGUAGE_WORDS.items()
    ]


def _offer(row: Campaign) -> dict[str, Any]:
    """What it offers, in a line and as the form shows it."""
    offer, homes = offer_of(row), list(properties().filter(removed_at=None).order_by("name")[:200])
    names = [home.name for home in homes if home.id in offer.homes]
    where = "" if not names else f" at {names[0]}" if len(names) == 1 else f" in {len(names)} homes"
    nights = f"Nights of {_short(offer.first)} to {_short(offer.last)}{where}" if offer.first and offer.last else ""
    code = (
        f"code {offer.code}" + (f" until {_short(offer.code_until)}" if offer.code_until else "") if offer.code else ""
    )
    words = ", ".join(part for part in (nights, code) if part)
    return {
        "words": words[:1].upper() + words[1:],
        "homes": [{"id": str(home.id), "name": home.name, "on": home.id in offer.homes} for home in homes],
    }


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _saved_texts(row: Campaign) -> list[dict[str, str]]:
    rows = [each for each in templates.page(kind=row.kind, limit=20) if each.ready]
    return [{"id": str(each.id), "name": each.name} for each in rows if each.brand_id in (None, row.brand_id)]


# ------------------------------------------------------------------------------------------------ saving


def edits(view: Any) -> Any:
    """A post that changes a draft: held, refused in words, answered with the pieces that follow or the whole page."""

    @require_POST
    @wraps(view)
    def guarded(request: WorkspaceRequest, id: UUID) -> HttpResponse:
        row = held(request, id)
        try:
            answer: HttpResponse | None = view(request, row)
        except NotPossible as refused:
            if is_fragment(request):
                return refusal(request, str(refused))
            return render(request, "campaigns/composer.html", page(request, row, str(refused)), status=422)
        return answer or back(request, row)

    return guarded


def held(request: WorkspaceRequest, id: UUID) -> Campaign:
    """The campaign, held; a colleague's test text is no campaign of its own. 404 where there is none."""
    one(request, id)
    return rules.held(id)


def back(request: WorkspaceRequest, row: Campaign) -> HttpResponse:
    """To the same wording and language."""
    query = QueryDict(mutable=True)
    for name in ("letter", "language", "person"):
        if request.POST.get(name):
            query[name] = request.POST[name]
    where = reverse("campaign", args=[request.workspace.slug, row.id])
    return redirect(f"{where}?{query.urlencode()}" if query else where)


def _pieces(request: WorkspaceRequest, row: Campaign) -> HttpResponse:
    return render(request, "campaigns/pieces.html", {**_frame(request, row), **_follows(request, row, latest(row))})


@right("campaigns.edit")
@edits
def name(request: WorkspaceRequest, row: Campaign) -> HttpResponse | None:
    rules.change(row, Draft(name=request.POST.get("name", "")))
    return render(request, "campaigns/saved.html", _frame(request, row)) if is_fragment(request) else None


@right("campaigns.edit")
@edits
def text(request: WorkspaceRequest, row: Campaign) -> HttpResponse | None:
    """The text as it is typed; what follows from it comes back."""
    _, letter, language = place_of(request, row)
    rules.word(row, letter, request.POST.get("body", "").replace("\r\n", "\n"), language)
    return _pieces(request, row) if is_fragment(request) else None


@right("campaigns.edit")
@edits
def wording(request: WorkspaceRequest, row: Campaign) -> HttpResponse:
    """One more wording, beginning as the first one reads."""
    known = wordings(row)
    letter = next((each for each in LETTERS if each not in known), "")
    if not letter:
        raise NotPossible("A campaign has at most four wordings.")
    first = next(iter(known.values()), None)
    for language, body in (first.texts if first and any(first.texts.values()) else {"en": ""}).items():
        rules.word(row, letter, body, language)
    return redirect(f"{reverse('campaign', args=[request.workspace.slug, row.id])}?letter={letter}")


@right("campaigns.edit")
@edits
def drop_wording(request: WorkspaceRequest, row: Campaign) -> HttpResponse:
    rules.unword(row, request.POST.get("letter", ""))
    return redirect("campaign", request.workspace.slug, row.id)


@right("campaigns.edit")
@edits
def saved_text(request: WorkspaceRequest, row: Campaign) -> None:
    """Take a saved text for the wording that is open."""
    try:
        template = templates.template(UUID(request.POST.get("template", "")))
    except (ValueError, Template.DoesNotExist):
        raise NotPossible("That saved text is no longer there. Choose again.") from None
    rules.word_from(row, place_of(request, row)[1], template)


@right("campaigns.edit")
@edits
def trial(request: WorkspaceRequest, row: Campaign) -> None:
    """How the wordings are tried: on how many first, what decides, after how long."""
    share, hours = request.POST.get("test_share", ""), request.POST.get("winner_hours", "")
    rules.change(
        row,
        Draft(
            test_share=int(share) if share.isdigit() else 0,
            winner_by=request.POST.get("winner_by") or None,
            winner_hours=int(hours) if hours.isdigit() else None,
        ),
    )


@right("campaigns.edit")
@edits
def nights(request: WorkspaceRequest, row: Campaign) -> None:
    """What it offers: nights, where, and the code for them. Empty: nothing. Who has booked some of them is left out."""
    try:
        first, last, until = (_day(request.POST.get(name, "")) for name in ("first", "last", "code_until"))
        homes = tuple(UUID(each) for each in request.POST.getlist("home"))
    except ValueError:
        raise NotPossible("Pick whole days, such as 29 November 2026.") from None
    rules.change(row, Draft(offer=Offer(first, last, homes, request.POST.get("code", ""), until)))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@right("campaigns.read")
def reach(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Counted again; with what hangs on the number."""
    row = one(request, id)
    if row.state != CampaignState.DRAFT:
        raise Http404
    count = count_campaign(row)
    found = {"reach": reach_face(row, count, request.workspace.slug), **_follows(request, row, count)}
    return render(request, "campaigns/reach_pieces.html", {**_frame(request, row), **found})


@right("campaigns.read")
@says_why
def links(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The links of the text, opened now."""
    row = one(request, id)
    return render(request, "campaigns/links.html", {"row": row, "links": opened(row)})
