"""What pages and the assistant read of stays."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.stays.models import Property, Reservation, ReservationStatus

ALIVE = (ReservationStatus.CONFIRMED, ReservationStatus.REQUEST, ReservationStatus.INQUIRY)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where somebody is in their stay. ``key``: ask, soon, in, past, none."""

    key: str
    reservation: Reservation | None
    words: str


def properties() -> QuerySet[Property]:
    return Property.objects.filter(workspace_id=current_workspace_id(), removed_at=None).order_by("name")


def reservations_of(person_ids: Iterable[UUID]) -> dict[UUID, list[Reservation]]:
    """Each person's stays, newest arrival first, with one query."""
    rows = Reservation.objects.filter(workspace_id=current_workspace_id(), person_id__in=list(person_ids))
    found: dict[UUID, list[Reservation]] = {}
    for row in rows.select_related("property").order_by("-arrival"):
        found.setdefault(row.person_id, []).append(row)  # type: ignore[arg-type]
    return found


def current_stay(stays: Iterable[Reservation], now: datetime) -> Reservation | None:
    """The stay a conversation is about: in house, else the next one, else an inquiry, else the last one."""
    live = [stay for stay in stays if stay.status in ALIVE]
    booked = [stay for stay in live if stay.status == ReservationStatus.CONFIRMED]
    here = [stay for stay in booked if begins(stay) <= now < ends(stay)]
    ahead = sorted((stay for stay in live if begins(stay) > now), key=begins)
    past = sorted((stay for stay in booked if ends(stay) <= now), key=ends)
    return next(iter(here), None) or next(iter(ahead), None) or (past[-1] if past else None)


def stage_of(stay: Reservation | None, now: datetime) -> Stage:
    """Stage and words of a stay, by the clock of the reader's time zone."""
    if stay is None:
        return Stage("none", None, "")
    if stay.status != ReservationStatus.CONFIRMED:
        return Stage("ask", stay, f"Asking · {dates(stay)}, {guests(stay)}")
    if now < begins(stay):
        return Stage("soon", stay, _arrives(stay, now))
    if now < ends(stay):
        night = min((timezone.localdate(now) - stay.arrival).days + 1, nights(stay))
        return Stage("in", stay, f"In house · night {max(night, 1)} of {nights(stay)}")
    return Stage("past", stay, f"Left {day_words(stay.departure, timezone.localdate(now))}")


def begins(stay: Reservation) -> datetime:
    """When they may come in; ``rules.apply_reservation`` always writes it."""
    return stay.check_in or datetime.combine(stay.arrival, time(16), UTC)


def ends(stay: Reservation) -> datetime:
    """When they have to leave."""
    return stay.check_out or datetime.combine(stay.departure, time(11), UTC)


def nights(stay: Reservation) -> int:
    return max((stay.departure - stay.arrival).days, 1)


def guests(stay: Reservation) -> str:
    count = stay.guest_count()
    return f"{count} guest" if count == 1 else f"{count} guests"


def dates(stay: Reservation) -> str:
    """12–16 Oct, or 30 Sep – 2 Oct."""
    first, last = stay.arrival, stay.departure
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%b}"
    return f"{first.day} {first:%b} – {last.day} {last:%b}"


def day_words(day: date, today: date) -> str:
    """Today, tomorrow, yesterday, a weekday within the week, else a date."""
    away = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if away in near:
        return near[away]
    return f"{day:%A}" if -6 <= away <= 6 else f"{day.day} {day:%b}"


def _arrives(stay: Reservation, now: datetime) -> str:
    local = timezone.localtime(begins(stay))
    if local.date() == timezone.localdate(now):
        return f"Arrives today, {local:%-I:%M %p}"
    away = (local.date() - timezone.localdate(now)).days
    return f"Arrives {local:%a}" if away <= 6 else f"Arrives {local:%a} {local.day} {local:%b}"


def neighbours(stay: Reservation) -> tuple[Reservation | None, Reservation | None]:
    """The confirmed stays just before and just after this one in the same home."""
    others = Reservation.objects.filter(
        workspace_id=stay.workspace_id, property_id=stay.property_id, status=ReservationStatus.CONFIRMED
    ).exclude(id=stay.id)
    before = others.filter(departure__lte=stay.arrival).order_by("-departure").first()
    after = others.filter(arrival__gte=stay.departure).order_by("arrival").first()
    return before, after


def comings_and_goings(day: date) -> tuple[list[Reservation], list[Reservation]]:
    """Who arrives and who leaves on a day, by clock."""
    booked = Reservation.objects.filter(workspace_id=current_workspace_id(), status=ReservationStatus.CONFIRMED)
    booked = booked.select_related("property", "person")
    return (
        list(booked.filter(arrival=day).order_by("check_in")),
        list(booked.filter(departure=day).order_by("check_out")),
    )


def occupied(first: date, days: int = 14, within: Collection[UUID] = ()) -> list[tuple[date, int]]:
    """For each night from ``first`` on, how many homes are booked; ``within`` these homes, if any are named."""
    last = first + timedelta(days=days)
    rows = Reservation.objects.filter(
        Q(arrival__lt=last) & Q(departure__gt=first),
        workspace_id=current_workspace_id(),
        status=ReservationStatus.CONFIRMED,
    ).values_list("property_id", "arrival", "departure")
    rows = rows.filter(property_id__in=within) if within else rows
    nights_taken = [set() for _ in range(days)]  # type: list[set[UUID]]
    for home, arrival, departure in rows:
        for number in range(max((arrival - first).days, 0), min((departure - first).days, days)):
            nights_taken[number].add(home)
    return [(first + timedelta(days=number), len(homes)) for number, homes in enumerate(nights_taken)]
