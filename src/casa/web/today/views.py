"""Today: who waits, who comes and goes, the next fourteen nights."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.roles import may, may_see_property
from casa.core.assistant.models import Run
from casa.core.connections.queries import needing_somebody
from casa.core.inbox import queries
from casa.core.people.models import Person
from casa.core.stays.models import Reservation, ReservationStatus
from casa.core.stays.queries import comings_and_goings, guests, nights, occupied, properties
from casa.core.vault.fields import warm
from casa.web.inbox import show
from casa.web.workspace import WorkspaceRequest, right

GREETINGS = ((5, "Good night"), (12, "Good morning"), (18, "Good afternoon"), (24, "Good evening"))
WAITING = 8
DAYS = 3  # of comings and goings to choose from
THIN = 0.4  # of the homes booked; below it a night is worth a look


@right("stays.read")
def today(request: WorkspaceRequest) -> HttpResponse:
    now = timezone.localtime()
    mine = request.member.property_ids
    homes = (properties().filter(id__in=mine) if mine else properties()).count()
    calendar = occupied(now.date(), within=mine)
    needs = _needs(request)
    trouble = needing_somebody() if may(request.member, "connections.read") else []
    return render(
        request,
        "today/page.html",
        _comings(request, now.date())
        | {
            "greeting": next(words for hour, words in GREETINGS if now.hour < hour),
            "first_name": request.user.first_name,
            "date_words": f"{now:%A} {now.day} {now:%B}, {now:%-I:%M %p}",
            "full_words": f"{calendar[0][1]} of {homes} homes full tonight" if homes else "",
            "needs": needs,
            "count": needs["count"] + len(trouble),
            "nights": [_night(day, count, homes, index) for index, (day, count) in enumerate(calendar)],
            "homes": homes,
            "shares": _shares(calendar, homes),
            "thin": _thin(calendar, homes),
            "trouble": trouble,
            "done_words": _done_words(request, now),
        },
    )


def _comings(request: WorkspaceRequest, today: date) -> dict[str, Any]:
    """Who comes and goes on the chosen day, and how many on each of the three days to choose from."""
    asked = request.GET.get("day", "")
    chosen = int(asked) if asked in ("1", "2") else 0
    days = (comings_and_goings(today + timedelta(days=ahead)) for ahead in range(DAYS))
    found = [(_mine(request, ins), _mine(request, outs)) for ins, outs in days]
    arriving, leaving = found[chosen]
    staying = _staying(request, today + timedelta(days=chosen))
    _warm(arriving + leaving + staying)
    return {
        "arriving": [_stay(request, stay, "check_in") for stay in arriving],
        "leaving": [_stay(request, stay, "check_out") for stay in leaving],
        "staying": [_stay(request, stay, "") for stay in staying],
        "days": [
            {"ahead": ahead, "current": ahead == chosen, "count": len(ins) + len(outs),
             "label": f"{today + timedelta(days=ahead):%a}" if ahead else "Today"}
            for ahead, (ins, outs) in enumerate(found)
        ],
    }  # fmt: skip


def _staying(request: WorkspaceRequest, day: date) -> list[Reservation]:
    """The stays that neither begin nor end on a day."""
    booked = Reservation.objects.filter(workspace_id=request.workspace.id, status=ReservationStatus.CONFIRMED)
    within = booked.filter(arrival__lt=day, departure__gt=day).select_related("property", "person")
    return _mine(request, within.order_by("departure", "property__name"))


def _mine(request: WorkspaceRequest, stays: Iterable[Reservation]) -> list[Reservation]:
    """The stays in homes that this member looks after."""
    return [stay for stay in stays if may_see_property(request.member, stay.property_id)]


def _done_words(request: WorkspaceRequest, now: Any) -> str:
    """What the assistant did since midnight, from its ledger."""
    if not may(request.member, "actions.read"):
        return ""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Run.objects.filter(workspace_id=request.workspace.id, at__gte=midnight, purpose="draft")
    counted = dict(rows.order_by().values_list("outcome").annotate(count=Count("id")))
    read = sum(counted.values())
    if not read:
        return ""
    sent = counted.get("sent", 0) + counted.get("edited", 0)
    left = counted.get("person", 0) + counted.get("nothing", 0)
    return f"{read} read, {read - left - counted.get('failed', 0)} drafted, {sent} sent by you, {left} left to you."


def _needs(request: WorkspaceRequest) -> dict[str, Any]:
    if not may(request.member, "inbox.read"):
        return {"rows": [], "count": 0}
    page = queries.queue(request.member, "needs", queries.Filters())
    now, slug = timezone.now(), request.workspace.slug
    rows = [show.queue_row(row, slug, now) for row in page.rows[:WAITING]]
    return {"rows": rows, "count": queries.waiting(request.member)}


def _warm(stays: list[Reservation]) -> None:
    people: list[Person] = [stay.person for stay in stays if stay.person is not None]
    warm(people)


def _stay(request: WorkspaceRequest, stay: Reservation, clock: str) -> dict[str, Any]:
    count = nights(stay)
    known = stay.person is not None and may(request.member, "people.read")
    return {
        "url": reverse("person", args=[request.workspace.slug, stay.person_id]) if known else "",
        "time": show.clock(getattr(stay, clock)) if clock else f"to {stay.departure:%a} {stay.departure.day}",
        "name": stay.person.shown_name if stay.person else "Guest",
        "home": stay.property.name,
        "house": stay.property.house,
        "hue": stay.property.hue,
        "words": f"{count} night, {guests(stay)}" if count == 1 else f"{count} nights, {guests(stay)}",
        "past": clock == "check_out" and getattr(stay, clock) < timezone.now(),
    }


def _night(day: Any, count: int, homes: int, index: int) -> dict[str, Any]:
    """One bar of the plot, in the units of its 424 × 186 drawing."""
    share = min(count / homes, 1) if homes else 0
    height = round(share * 130, 1)
    return {
        "letter": f"{day:%a}"[0],
        "day": day.day,
        "count": count,
        "x": index * 30.5 + 3,
        "middle": index * 30.5 + 13,
        "y": round(150 - height, 1),
        "label_y": round(145 - height, 1),
        "height": height,
        "tone": "now" if index == 0 else "thin" if share < THIN else "",
    }


def _thin(calendar: list[tuple[Any, int]], homes: int) -> str:
    """The nights worth a look, in a sentence."""
    days = [f"{day:%a} {day.day}" for day, count in calendar if homes and count / homes < THIN]
    if not days or len(days) > 5:
        return f"{len(days)} of 14 nights are thin." if days else ""
    return f"{' and '.join([', '.join(days[:-1]), days[-1]] if days[1:] else days)} {'are' if days[1:] else 'is'} thin."


def _shares(calendar: list[tuple[Any, int]], homes: int) -> list[tuple[str, str]]:
    if not homes:
        return []
    weeks = (("Next seven nights", calendar[:7]), ("The seven after", calendar[7:14]))
    return [(words, f"{round(100 * sum(count for _, count in part) / (homes * len(part)))}%") for words, part in weeks]
