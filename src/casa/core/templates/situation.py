"""What is known of many people at once, with a fixed number of queries however many they are."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from casa.core.accounts.models import Brand, Workspace
from casa.core.accounts.queries import default_brand, workspace
from casa.core.accounts.scope import current_workspace_id
from casa.core.appointments.models import KEPT, Appointment
from casa.core.people.models import Person
from casa.core.stays.models import Property, Reservation, ReservationStatus
from casa.core.stays.queries import begins, current_stay, ends, nights, reservations_of
from casa.core.templates.catalogue import LINKS, Value
from casa.core.templates.models import BrandLink
from casa.core.templates.render import EXAMPLE, Facts
from casa.core.vault.fields import warm
from casa.lib.phones import shown

AFTER = timedelta(days=400)  # a stay that ended longer ago is no longer what a text is about
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\- ]|\.(?= |$))*")  # a dot inside a word is a web address


def facts_of(
    person_id: UUID, brand: Brand | None = None, *, stay_id: UUID | None = None, appointment_id: UUID | None = None
) -> Facts:
    """What is known of one person (see ``facts_of_many``)."""
    stays = {person_id: stay_id} if stay_id else {}
    visits = {person_id: appointment_id} if appointment_id else {}
    return facts_of_many([person_id], brand, stays=stays, appointments=visits).get(person_id, Facts(person_id))


def facts_of_many(
    person_ids: Iterable[UUID],
    brand: Brand | None = None,
    *,
    stays: Mapping[UUID, UUID] | None = None,
    appointments: Mapping[UUID, UUID] | None = None,
    now: datetime | None = None,
) -> dict[UUID, Facts]:
    """Facts for each of these people; people who are not there are left out.

    The stay is the one named in ``stays`` (person -> reservation), else the one a conversation would be about: in
    house, next, or last. The appointment is the one named in ``appointments``, else their next one. ``brand`` is the
    sender, the default one if none is given. A secret (door code, wifi password) is only among the facts of a guest
    with a booked stay, from the workspace's ``code_hours`` before check-in until checkout. The caller writes the
    read log.
    """
    ids, moment = list(dict.fromkeys(person_ids)), now or timezone.now()
    people = list(Person.objects.filter(workspace_id=current_workspace_id(), id__in=ids))
    booked = reservations_of(ids)
    house, sender = workspace(current_workspace_id()), brand or default_brand()
    shared = _brand_values(sender) | _link_values(sender)
    about = {person.id: _stay_of(booked.get(person.id, []), (stays or {}).get(person.id), moment) for person in people}
    visits = _visits(ids, appointments or {}, moment)
    there = [stay for stay in about.values() if stay]
    warm(people, visits.values(), there, [stay.property for stay in there])
    here = ZoneInfo(house.timezone)
    found = {}
    for person in people:
        values = _person_values(person, about[person.id], house, moment) | _visit_values(visits.get(person.id), here)
        whole = {key: value for key, value in {**shared, **values}.items() if value != ""}
        found[person.id] = Facts(person.id, person.name or "", person.language, whole)
    return found


def _stay_of(mine: list[Reservation], wanted: UUID | None, now: datetime) -> Reservation | None:
    if wanted is not None:
        return next((stay for stay in mine if stay.id == wanted), None)
    found = current_stay(mine, now)
    return found if found is not None and now - ends(found) <= AFTER else None


def _person_values(person: Person, stay: Reservation | None, house: Workspace, now: datetime) -> dict[str, Value]:
    name = person.name or ""
    values: dict[str, Value] = {"guest.first_name": first_name(name), "guest.full_name": full_name(name)}
    if stay is not None:
        values |= _stay_values(stay, house) | _home_values(stay, house, now)
    return values


def _visits(ids: list[UUID], wanted: Mapping[UUID, UUID], now: datetime) -> dict[UUID, Appointment]:
    """Each person's appointment: the one asked for, whatever became of it, else the next that is kept; one query."""
    rows = Appointment.objects.filter(workspace_id=current_workspace_id(), person_id__in=ids)
    next_ones = Q(status__in=KEPT, starts_at__gt=now) & ~Q(person_id__in=list(wanted))
    rows = rows.filter(next_ones | Q(id__in=list(wanted.values()))).select_related("service", "staff")
    found: dict[UUID, Appointment] = {}
    for row in rows.order_by("person_id", "starts_at").distinct("person_id"):
        if wanted.get(row.person_id, row.id) == row.id:
            found[row.person_id] = row
    return found


def _visit_values(visit: Appointment | None, zone: ZoneInfo) -> dict[str, Value]:
    if visit is None:
        return {}
    starts = visit.starts_at.astimezone(zone)
    return {
        "appointment.service": visit.service.name,
        "appointment.staff": visit.staff.name,
        "appointment.place": visit.place or "",
        "appointment.date": starts.date(),
        "appointment.time": starts.time(),
    }


def first_name(name: str) -> str:
    """How to greet somebody, "" where what we have is no name (a number, an address, "Guest")."""
    whole = full_name(name)
    return whole.split(" ")[0] if whole else ""


def full_name(name: str) -> str:
    """A name as people write it; "" where it holds what no name holds: guests type it themselves."""
    plain = " ".join(name.split())
    if not _NAME.fullmatch(plain) or len(plain) > 60 or plain.casefold() in ("guest", "unknown guest", "unknown"):
        return ""
    return " ".join(map(_cased, plain.split(" ")))


def _cased(part: str) -> str:
    return part.capitalize() if part.isalpha() and (part.islower() or (part.isupper() and len(part) > 2)) else part


def _stay_values(stay: Reservation, house: Workspace) -> dict[str, Value]:
    zone = _zone(stay.property, house)
    return {
        "stay.arrival": stay.arrival,
        "stay.departure": stay.departure,
        "stay.check_in": begins(stay).astimezone(zone).time(),
        "stay.check_out": ends(stay).astimezone(zone).time(),
        "stay.nights": nights(stay),
        "stay.guests": stay.guest_count() or "",
        "stay.code": stay.code or "",
        "home.name": stay.property.name,
        "home.city": stay.property.city,
    }


def _home_values(stay: Reservation, house: Workspace, now: datetime) -> dict[str, Value]:
    """What only a booked guest may read, and what only one who is about to come or there may."""
    if stay.status != ReservationStatus.CONFIRMED:
        return {}
    home, wifi = stay.property, stay.property.wifi or {}
    values: dict[str, Value] = {"home.address": home.address or "", "home.wifi_name": wifi.get("name") or ""}
    if begins(stay) - timedelta(hours=house.code_hours) <= now <= ends(stay):
        values["code.door"] = (home.door or {}).get("code") or ""
        values["code.wifi"] = wifi.get("password") or ""
    return values


def _zone(home: Property, house: Workspace) -> ZoneInfo:
    return ZoneInfo(home.timezone or house.timezone)


def example(brand: Brand) -> Facts:
    """A made-up guest who is written to by this brand."""
    own = {key: value for key, value in (_brand_values(brand) | _link_values(brand)).items() if value != ""}
    return EXAMPLE.given(**own)


def _brand_values(brand: Brand) -> dict[str, Value]:
    return {
        "brand.name": brand.name,
        "brand.phone": shown(brand.support_phone) if brand.support_phone else "",
        "brand.email": brand.support_email,
        "host.first_name": brand.signature,
    }


def _link_values(brand: Brand) -> dict[str, Value]:
    rows = BrandLink.objects.filter(workspace_id=brand.workspace_id, brand=brand, key__in=LINKS)
    return {f"link.{row.key}": row.url for row in rows}
