"""Tags and birthdays on pages: on one person, on many at once from the list, and the tags themselves."""

from calendar import month_name
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.campaigns.planning import replan_people
from casa.core.inbox.queries import visible_people
from casa.core.people import queries, tags
from casa.core.people.birthdays import birthday_of, keep_birthday
from casa.core.people.models import Person, Tag
from casa.web.workspace import WorkspaceRequest, right


def faces(found: Iterable[Tag]) -> list[dict[str, Any]]:
    return [{"id": str(tag.id), "name": tag.name, "hue": tag.hue} for tag in found]


def part(found: Person) -> dict[str, Any]:
    """What the person's page shows of both."""
    day = birthday_of(found)
    return {
        "tags": faces(tags.tags_of([found.id]).get(found.id, [])),
        "known_tags": faces(tags.tags()),
        "birthday": {"month": day[0], "day": day[1], "words": f"{day[1]} {month_name[day[0]]}"} if day else None,
        "months": [(number, month_name[number]) for number in range(1, 13)],
    }


def wanted(request: WorkspaceRequest) -> Tag | None:
    """The tag the list is narrowed to. 404 where there is none of that id."""
    text = request.GET.get("tag", "")
    return one(text) if text else None


def one(text: str) -> Tag:
    try:
        return tags.tag(UUID(text))
    except (ValueError, Tag.DoesNotExist):
        raise Http404 from None


# ------------------------------------------------------------------------------------------------ on one person


def change(request: WorkspaceRequest, found: Person) -> str:
    """Add the tag that was typed, or take one off; what was done, in words. Raises NotPossible."""
    if request.POST.get("take"):
        tag = one(request.POST["take"])
        tags.take_off(tag, [found.id])
        return f"“{tag.name}” is taken off."
    tag = tags.tag_named(request.POST.get("tag", ""))
    tags.put_on(tag, [found.id])
    return f"“{tag.name}” is on."


def change_birthday(request: WorkspaceRequest, found: Person) -> str:
    """Month and day, or neither; what hangs on it follows. Raises NotPossible."""
    month, day = request.POST.get("month", ""), request.POST.get("day", "").strip()
    if not month and not day:
        keep_birthday(found, None)
        words = "The birthday is forgotten."
    elif month.isdecimal() and day.isdecimal():
        keep_birthday(found, (int(month), int(day)))
        words = "The birthday is kept."
    else:
        raise NotPossible("Pick a month and write the day, or leave both empty.")
    replan_people([found])
    return words


# ------------------------------------------------------------------------------------------------ on many


@right("people.edit")
@require_POST
def many(request: WorkspaceRequest) -> HttpResponse:
    """Put a tag on the people that are ticked, or take it off."""
    try:
        _tag_many(request)
    except NotPossible as refused:
        messages.error(request, str(refused))
    narrowed = request.POST.get("narrowed", "")
    where = reverse("people", args=[request.workspace.slug])
    return redirect(f"{where}?tag={one(narrowed).id}" if narrowed else where)


def _tag_many(request: WorkspaceRequest) -> None:
    ids = _ids(request)
    if not ids:
        raise NotPossible("Tick the people first.")
    if request.POST.get("do") == "take":
        tag = _known(request.POST.get("tag", ""))
        done = tags.take_off(tag, ids)
        messages.success(request, f"“{tag.name}” is taken off {_people(done)}.")
        return
    tag = tags.tag_named(request.POST.get("tag", ""))
    done = tags.put_on(tag, ids)
    said = f"is on {_people(done)} more" if done else "was on all of them already"
    messages.success(request, f"“{tag.name}” {said}.")


def _known(name: str) -> Tag:
    found = tags.find_tag(name)
    if found is None:
        raise NotPossible("There is no such tag. Write one that they have.")
    return found


def _ids(request: WorkspaceRequest) -> list[UUID]:
    """Those of the ticked people who are within the member's part of the workspace."""
    try:
        asked = [UUID(text) for text in request.POST.getlist("person")[: tags.AT_ONCE]]
    except ValueError:
        raise Http404 from None
    rows = queries.people(visible_people(request.member)).filter(id__in=asked)
    return list(rows.values_list("id", flat=True))


def _people(count: int) -> str:
    return f"{count:,} {'person' if count == 1 else 'people'}"


# ------------------------------------------------------------------------------------------------ the tags themselves


@right("people.read")
def all_tags(request: WorkspaceRequest) -> HttpResponse:
    """Every tag, how many have it, and those that were put away."""
    return _page(request)


def _page(request: WorkspaceRequest, problem: dict[str, str] | None = None) -> HttpResponse:
    count = tags.people_with()
    context = {
        "rows": [face | {"many": count.get(UUID(face["id"]), 0)} for face in faces(tags.tags())],
        "away": faces(tags.tags(archived=True)),
        "may_edit": may(request.member, "people.edit"),
        "problem": problem,
    }
    return render(request, "people/tags.html", context, status=422 if problem else 200)


@right("people.edit")
@require_POST
def change_tag(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Rename a tag, put it away, or fetch it back."""
    tag, do = one(str(id)), request.POST.get("do", "")
    try:
        if do in ("away", "back"):
            tags.archive_tag(tag, away=do == "away")
        else:
            tags.rename_tag(tag, request.POST.get("name", ""))
    except NotPossible as refused:
        return _page(request, {"id": str(tag.id), "words": str(refused)})
    done = {"away": "is put away. Who has it keeps it", "back": "is back"}.get(do, "is its name now")
    messages.success(request, f"“{tag.name}” {done}.")
    return redirect("tags", request.workspace.slug)
