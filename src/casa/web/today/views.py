"""Today: who waits, who comes and goes, the next fourteen nights."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casa.core.accounts.roles import may
from casa.core.connections.queries import needing_somebody
from casa.core.inbox import queries
from casa.core.people.models import Person
from casa.core.stays.models import Reservation
from casa.core.stays.queries import comings_and_goings, guests, nights, occupied, properties
from casa.core.vault.fields import warm
from casa.web.inbox import show
from casa.web.workspace import WorkspaceRequest, right

GREETINGS = ((5, "Good night"), (12, "Good morning"), (18, "Good afternoon"), (24, "Good evening"))
WAITING = 6
THIN = 0.4  # of the homes booked; below it a night is worth a look


@right("stays.read")
def today(request: WorkspaceRequest) -> HttpResponse:
    now = timezone.localtime()
    arriving, leaving = comings_and_goings(now.date())
    homes = properties().count()
    calendar = occupied(now.date())
    needs = _needs(request)
    trouble = needing_somebody() if may(request.member, "connections.read") else []
    _warm(arriving + leaving)
    return render(
        request,
        "today/page.html",
        {
            "greeting": next(words for hour, words in GREETINGS if now.hour < hour),
            "first_name": request.user.first_name,
            "date_words": f"{now:%A} {now.day} {now:%B}, {now:%-I:%M %p}",
            "full_words": f"{calendar[0][1]} of {homes} homes full tonight" if homes else "",
            "needs": needs,
            "count": needs["count"] + len(trouble),
            "arriving": [_stay(stay, "check_in") for stay in arriving],
            "leaving": [_stay(stay, "check_out") for stay in leaving],
            "nights": [_night(day, count, homes, index) for index, (day, count) in enumerate(calendar)],
            "homes": homes,
            "shares": _shares(calendar, homes),
            "trouble": trouble,
        },
    )


def _needs(request: WorkspaceRequest) -> dict[str, Any]:
    if not may(request.member, "inbox.read"):
        return {"rows": [], "count": 0}
    page = queries.queue(request.member, "needs", queries.Filters())
    now, slug = timezone.now(), request.workspace.slug
    rows = [show.queue_row(row, slug, "", now) for row in page.rows[:WAITING]]
    return {"rows": rows, "count": queries.waiting(request.member)}


def _warm(stays: list[Reservation]) -> None:
    people: list[Person] = [stay.person for stay in stays if stay.person is not None]
    warm(people)


def _stay(stay: Reservation, clock: str) -> dict[str, Any]:
    count = nights(stay)
    return {
        "time": show.clock(getattr(stay, clock)),
        "name": stay.person.shown_name if stay.person else "Guest",
        "home": stay.property.name,
        "house": stay.property.house,
        "hue": stay.property.hue,
        "words": f"{count} night, {guests(stay)}" if count == 1 else f"{count} nights, {guests(stay)}",
        "past": getattr(stay, clock) < timezone.now(),
    }


def _night(day: Any, count: int, homes: int, index: int) -> dict[str, Any]:
    """One bar of the plot, in the units of its 420 × 190 drawing."""
    share = count / homes if homes else 0
    height = round(share * 130, 1)
    return {
        "letter": f"{day:%a}"[0],
        "day": day.day,
        "count": count,
        "x": index * 30 + 4,
        "middle": index * 30 + 15,
        "y": round(150 - height, 1),
        "label_y": round(145 - height, 1),
        "height": height,
        "tone": "now" if index == 0 else "thin" if share < THIN else "",
    }


def _shares(calendar: list[tuple[Any, int]], homes: int) -> list[tuple[str, str]]:
    if not homes:
        return []
    weeks = (("Next seven nights", calendar[:7]), ("The seven after", calendar[7:14]))
    return [(words, f"{round(100 * sum(count for _, count in part) / (homes * len(part)))}%") for words, part in weeks]
