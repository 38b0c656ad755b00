"""People: everybody who wrote or booked, and all that is known of one of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from casa.core.accounts.queries import default_brand, readers
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible, log_reads
from casa.core.assistant import leave
from casa.core.consent.ledger import standing
from casa.core.inbox import queries as inbox
from casa.core.inbox.merging import merge_with, split_again
from casa.core.people import queries, rules
from casa.core.people.models import Identity, Person, Tag
from casa.core.people.tags import tags as known_tags
from casa.core.people.tags import tags_of
from casa.core.stays.queries import dates, nights, reservations_of
from casa.lib.phones import NotAPhone, e164, shown
from casa.web.answers import is_fragment
from casa.web.inbox import restricted
from casa.web.inbox.context import KINDS, LANGUAGES
from casa.web.inbox.show import date_words, initials, short_time, user_face
from casa.web.people import tags
from casa.web.people.appointments import appointments_face
from casa.web.people.consent import panel, stop_of
from casa.web.workspace import WorkspaceRequest, right


@right("people.read")
def people(request: WorkspaceRequest) -> HttpResponse:
    """The newest people, or those a query finds; keyset-paged."""
    query = request.GET.get("q", "").strip()[:100]
    before = _one(request, request.GET["before"]) if request.GET.get("before") else None
    within = inbox.visible_people(request.member)
    tag = tags.wanted(request)
    found = queries.named(query, 40, within) if query else queries.page(before, within=within, tag=tag)
    log_reads([person.id for person in found], "search")
    ids = [person.id for person in found]
    stays, sorted_as = reservations_of(ids), tags_of(ids)
    rows = [
        _row(person, stays.get(person.id, []), request.workspace.slug)
        | {"tags": tags.faces(sorted_as.get(person.id, []))}
        for person in found
    ]
    base = reverse("people", args=[request.workspace.slug])
    more = f"{base}?{urlencode(_next(found[-1], tag))}" if not query and len(found) == 40 else None
    context: dict[str, Any] = {"rows": rows, "query": query, "next_url": more, "empty": not rows}
    context |= {
        "may_import": may(request.member, "people.merge"),
        "may_edit": may(request.member, "people.edit"),
        "tag": tags.faces([tag])[0] if tag else None,
        "known_tags": tags.faces(known_tags()),
    }
    return render(request, "people/rows.html" if is_fragment(request) else "people/page.html", context)


def _next(last: Person, tag: Tag | None) -> dict[str, str]:
    return {"before": str(last.id), **({"tag": str(tag.id)} if tag else {})}


def _one(request: WorkspaceRequest, text: str) -> Person:
    """The person, if they are within the member's part of the workspace."""
    try:
        return queries.person(UUID(text), inbox.visible_people(request.member))
    except (ValueError, Person.DoesNotExist):
        raise Http404 from None


def _row(person: Person, stays: list[Any], slug: str) -> dict[str, Any]:
    last = stays[0] if stays else None
    return {
        "id": str(person.id),
        "url": reverse("person", args=[slug, person.id]),
        "name": person.shown_name,
        "initials": initials(person.shown_name),
        "hue": person.hue,
        "location": person.location or "",
        "language": LANGUAGES.get(person.language[:2], ""),
        "stays": len([stay for stay in stays if stay.status == "confirmed"]),
        "last": f"{last.property.name}, {dates(last)}{_year(last)}" if last else "",
        "since": date_words(person.created_at),
    }


def _year(stay: Any) -> str:
    return "" if stay.arrival.year == timezone.localdate().year else f" {stay.arrival.year}"


@right("people.read")
def person(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found = _one(request, str(id))
    if found.merged_into_id:
        return redirect("person", request.workspace.slug, found.merged_into_id)
    if not restricted.is_open(request, found):
        return restricted.closed(request, found)
    log_reads([found.id], "person")
    return render(request, "people/person.html", _person(request, found))


def _in_place(where: str) -> Callable[[Any], Any]:
    """A rule's refusal is shown on the person's page, beside the form ``where``, with what was typed."""

    def guard(view: Any) -> Any:
        @wraps(view)
        def guarded(request: WorkspaceRequest, id: UUID) -> HttpResponse:
            try:
                return view(request, id)  # type: ignore[no-any-return]
            except NotPossible as refused:
                problem = {"where": where, "words": str(refused), "typed": request.POST}
                return render(
                    request, "people/person.html", _person(request, _one(request, str(id)), problem), status=422
                )

        return guarded

    return guard


def _person(request: WorkspaceRequest, found: Person, problem: dict[str, Any] | None = None) -> dict[str, Any]:
    mine = queries.identities(found.id)
    stays = reservations_of([found.id]).get(found.id, [])
    talks = inbox.with_people(request.member, [found])
    slug = request.workspace.slug
    return {
        "person": _row(found, stays, slug) | {"notes": found.notes or "", "ai_allowed": found.ai_allowed},
        "identities": [_identity(row) for row in mine],
        "stays": [_stay(stay) for stay in stays],
        "conversation_url": reverse("conversation", args=[slug, talks[0].id]) if talks else None,
        "appointments": appointments_face(found, slug),
        "privacy_url": reverse("privacy_person", args=[slug, found.id]) if may(request.member, "privacy.read") else "",
        **tags.part(found),
        "consent": panel(request, mine),
        "stop_words": _stop_words(mine),
        "readers": [_reader(row) for row in readers(found.id, 12)],
        "merge": queries.last_merge(found.id),
        "same": _same(request, found),
        "same_query": request.GET.get("same", ""),
        "problem": problem,
        "may_edit": may(request.member, "people.edit"),
        "may_merge": may(request.member, "people.merge"),
    }


def _same(request: WorkspaceRequest, found: Person) -> list[dict[str, Any]] | None:
    """Who else may be this person, by what was searched for; None where nothing was."""
    query = request.GET.get("same", "").strip()[:100]
    if not query or not may(request.member, "people.merge"):
        return None
    others = [row for row in queries.named(query, 6) if row.id != found.id]
    log_reads([row.id for row in others], "search")
    stays = reservations_of([row.id for row in others])
    return [_row(row, stays.get(row.id, []), request.workspace.slug) for row in others]


def _identity(row: Identity) -> dict[str, str]:
    words, icon = KINDS.get(row.kind, (row.kind.removeprefix("platform:").capitalize() + " account", "at-sign"))
    value = shown(row.value) if row.kind == "phone" else row.value
    return {"kind": words, "icon": icon, "value": f"{value[:8]}…" if row.kind.startswith("platform:") else value}


def _stay(stay: Any) -> dict[str, Any]:
    return {
        "home": stay.property.name, "house": stay.property.house, "hue": stay.property.hue,
        "dates": f"{dates(stay)} {stay.arrival.year}", "nights": nights(stay), "platform": stay.platform,
        "status": stay.get_status_display(), "payout": f"${stay.payout / 100:,.2f}" if stay.payout else "",
    }  # fmt: skip


def _stop_words(mine: list[Identity]) -> str:
    phone = next((row for row in mine if row.kind == "phone"), None)
    if phone is None:
        return ""
    now = standing(default_brand().id, "phone", phone.value, "sms")
    return now.words if now.suppressed else ""


def _reader(row: Any) -> dict[str, Any]:
    face = {"name": "Casa, to draft", "initials": "", "hue": 0, "ai": True}
    if row.user is not None and not row.by_assistant:
        face = user_face(row.user) | {"ai": False}
    return face | {"time": short_time(row.slot, timezone.now()), "reason": row.reason}


def _back(request: WorkspaceRequest, found: Person, words: str = "") -> HttpResponse:
    if words:
        messages.success(request, words)
    return redirect("person", request.workspace.slug, found.id)


@right("people.edit")
@require_POST
@_in_place("name")
def rename(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found, name = _one(request, str(id)), request.POST.get("name", "").strip()
    if not name:
        raise NotPossible("Write a name first.")
    rules.rename(found, name)
    return _back(request, found, "Name saved.")


@right("people.edit")
@require_POST
def notes(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found = _one(request, str(id))
    rules.write_notes(found, request.POST.get("notes", ""))
    return _back(request, found, "Notes saved.")


@right("people.edit")
@require_POST
@_in_place("tag")
def tag(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found = _one(request, str(id))
    return _back(request, found, tags.change(request, found))


@right("people.edit")
@require_POST
@_in_place("birthday")
def birthday(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found = _one(request, str(id))
    return _back(request, found, tags.change_birthday(request, found))


@right("people.edit")
@require_POST
def ai(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found = _one(request, str(id))
    allowed = request.POST.get("allowed") == "1"
    leave.let(found, allowed)
    return _back(request, found, "Casa may draft again." if allowed else "Withdrawn. Casa drafts nothing for them.")


@right("people.edit")
@require_POST
@_in_place("identity")
def add_identity(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """One more phone or e-mail; one that is somebody else's is offered as a merge."""
    found, value = _one(request, str(id)), request.POST.get("value", "").strip()
    kind = "email" if "@" in value else "phone"
    try:
        value = value if kind == "email" else e164(value)
    except NotAPhone as wrong:
        raise NotPossible(str(wrong)) from wrong
    if rules.add_identity(found, kind, value).person_id != found.id:
        raise NotPossible("This belongs to somebody else. Merge the two people if they are one.")
    return _back(request, found)


@right("consent.record")
@require_POST
@_in_place("stop")
def stop(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """A colleague heard them say that they want no more messages (R22)."""
    return stop_of(request, _one(request, str(id)))


@right("people.merge")
@require_POST
@_in_place("merge")
def merge(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found = _one(request, str(id))
    other = request.POST.get("other", "").strip()
    merge_with(found, _one(request, other))
    return _back(request, found, "Merged. You can take it back below.")


@right("people.merge")
@require_POST
@_in_place("merge")
def split(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found = _one(request, str(id))
    record = queries.last_merge(found.id)
    if record is None:
        raise NotPossible("There is no merge to take back.")
    split_again(record)
    return _back(request, found, "They are two people again.")
