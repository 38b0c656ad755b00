"""The facts of many cases, in a fixed number of questions however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Max, Sum
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.deadlines import TO_STOP, business_days_ago
from casa.core.consent.gate.agreeing import program_of, programs_for
from casa.core.consent.gate.case import Case, Known
from casa.core.consent.gate.sending import day_began
from casa.core.consent.gate.timing import A_DAY
from casa.core.consent.ledger import (
    RELAY,
    ConsentLine,
    StopLine,
    address_of,
    best_consent,
    consents,
    fold_stops,
    stop_lines,
)
from casa.core.consent.models import (
    Decision,
    DoNotCallList,
    DoNotCallNumber,
    NumberCheck,
    Preference,
    Review,
)
from casa.core.consent.places import area_country, area_of, place_of
from casa.core.senders.queries import SenderStanding, standings_of
from casa.lib.phones import country, is_e164, is_landline
from casa.lib.sms import segments

LIST_LASTS = timedelta(days=31)  # R15
SIGN_UPS = ("form", "keyword")  # consent that our own pages and keywords took, and that we confirm (R11)
Wishes = tuple[tuple[time | None, time | None], ...]


@dataclass(slots=True)
class Facts:
    """What was read for all cases together, by address."""

    stops: dict[bytes, list[StopLine]]
    agreed: dict[bytes, list[ConsentLine]]
    hours: dict[bytes, Wishes] = field(default_factory=dict)
    channels: dict[bytes, frozenset[str]] = field(default_factory=dict)
    listed: dict[bytes, tuple[str, ...]] = field(default_factory=dict)
    lists_stale: bool = False
    checks: dict[bytes, tuple[str, datetime]] = field(default_factory=dict)
    contacts: dict[bytes, list[datetime]] = field(default_factory=dict)
    templates: dict[bytes, set[tuple[UUID, str]]] = field(default_factory=dict)
    senders: dict[tuple[UUID, str], SenderStanding] = field(default_factory=dict)
    sent_today: int = 0
    overdue: bool = False
    greetings: dict[tuple[bytes, str], datetime] = field(default_factory=dict)
    checked_at: datetime | None = None


def gather(brand_id: UUID, cases: Sequence[Case], addresses: Sequence[bytes]) -> Facts:
    """Read everything the checks ask about; what only messages that we begin are asked is read only for such."""
    wanted, now = list(dict.fromkeys(addresses)), max(case.now for case in cases)
    found = Facts(stop_lines(brand_id, wanted), consents(brand_id, wanted), checked_at=timezone.now())
    pairs = {(case.connection_id, case.sender) for case in cases if case.connection_id and case.texts}
    if pairs:
        found.senders = standings_of((connection_id, sender) for connection_id, sender in pairs if connection_id)
    if any(case.unasked for case in cases):
        _read_wishes(found, brand_id, wanted)
        _read_contacts(found, brand_id, wanted, now)
        found.sent_today = _sent_today(brand_id, now) if _limited(found.senders.values()) else 0
        found.overdue = _overdue(brand_id, now)
    if any(case.kind == "marketing" for case in cases):
        _read_lists(found, wanted, now)
        _read_checks(found, wanted)
        _read_greetings(found, brand_id, wanted)
    return found


def _here() -> dict[str, UUID]:
    return {"workspace_id": current_workspace_id()}


def _read_wishes(found: Facts, brand_id: UUID, addresses: list[bytes]) -> None:
    rows = Preference.objects.filter(**_here(), brand_id=brand_id, address__in=addresses, withdrawn_at=None)
    for address, kind, starts, ends, channel in rows.values_list("address", "kind", "starts", "ends", "channel"):
        spot = bytes(address)
        if kind == "hours":
            found.hours[spot] = (*found.hours.get(spot, ()), (starts, ends))
        elif kind == "channel":
            found.channels[spot] = found.channels.get(spot, frozenset()) | {channel}


def _read_contacts(found: Facts, brand_id: UUID, addresses: list[bytes], now: datetime) -> None:
    """What we began in the last 24 hours: one contact for each message, however often it was tried (R82)."""
    rows = Decision.objects.filter(
        **_here(),
        brand_id=brand_id,
        address__in=addresses,
        answer="allow",
        at__gt=now - A_DAY,
        kind__in=("service", "reminder", "marketing"),
    )
    told = rows.values("address", "outbox_id", "template_id", "sender").annotate(last=Max("at"))
    for row in told:
        spot = bytes(row["address"] or b"")
        found.contacts.setdefault(spot, []).append(row["last"])
        if row["template_id"] and row["sender"]:
            found.templates.setdefault(spot, set()).add((row["template_id"], row["sender"]))


def _limited(senders: Iterable[SenderStanding]) -> bool:
    return any(sender.per_day is not None for sender in senders)


def _sent_today(brand_id: UUID, now: datetime) -> int:
    rows = Decision.objects.filter(
        **_here(), brand_id=brand_id, answer="allow", segments__gt=0, at__gte=day_began(now), at__lte=now
    )
    return int(rows.aggregate(total=Sum("segments"))["total"] or 0)


def _overdue(brand_id: UUID, now: datetime) -> bool:
    rows = Review.objects.filter(
        **_here(), brand_id=brand_id, settled_at=None, kind__in=("revocation", "complaint"),
        at__lte=business_days_ago(now, TO_STOP),
    )  # fmt: skip
    return rows.exists()


def _read_lists(found: Facts, addresses: list[bytes], now: datetime) -> None:
    """The newest list of each kind and state; an older one of the same does not count any more."""
    newest: dict[tuple[str, str], DoNotCallList] = {}
    for row in DoNotCallList.objects.filter(**_here()).order_by("as_of", "loaded_at"):
        newest[row.kind, row.state] = row
    found.lists_stale = any((now.date() - row.as_of) > LIST_LASTS for row in newest.values())
    names = {row.id: row.name for row in newest.values()}
    rows = DoNotCallNumber.objects.filter(**_here(), address__in=addresses, list_id__in=list(names))
    for address, list_id in rows.values_list("address", "list_id"):
        found.listed[bytes(address)] = (*found.listed.get(bytes(address), ()), names[list_id])


def _read_checks(found: Facts, addresses: list[bytes]) -> None:
    rows = NumberCheck.objects.filter(**_here(), address__in=addresses).order_by("queried_at")
    for address, result, at in rows.values_list("address", "result", "queried_at"):
        found.checks[bytes(address)] = (result, at)


def _read_greetings(found: Facts, brand_id: UUID, addresses: list[bytes]) -> None:
    """When the last confirmation or offer of a program left to those who signed up here (R11)."""
    joined = [each for each in addresses if any(_signed_up(line) for line in found.agreed.get(each, ()))]
    if not joined:
        return
    rows = Decision.objects.filter(
        **_here(), brand_id=brand_id, address__in=joined, answer="allow", kind__in=("compliance", "marketing")
    )
    for address, program, at in rows.values_list("address", "facts__program").annotate(Max("at")).order_by():
        found.greetings[bytes(address or b""), str(program or "")] = at


def _signed_up(line: ConsentLine) -> bool:
    return line.source in SIGN_UPS and line.consent_class == "written"


# ------------------------------------------------------------------------------------------------ one case


def known_of(case: Case, address: bytes, facts: Facts, sent_today: int) -> Known:
    """One case's facts, out of what was read for all."""
    agreed = facts.agreed.get(address, ())
    stops = fold_stops(facts.stops.get(address, ()), agreed, case.channel)
    area = area_of(case.address) if case.texts else ""
    land = country_of(case.address) if case.texts else ""
    check = facts.checks.get(address, ("", None))
    best = best_consent(agreed, case.channel, programs_for(case), stops.voided_at)
    return Known(
        address=address,
        country=land,
        place=place_of(area, land.removesuffix(":landline"), case.state, case.zip_code, case.zone),
        segments=segments(case.body).count if case.texts else 0,
        stop=stops.against(case.kind, program_of(case)),
        consent=best,
        relay=_is_relay(agreed, best),
        reassigned=check[0],
        reassigned_at=check[1],
        do_not_call=facts.listed.get(address, ()),
        lists_stale=facts.lists_stale,
        wishes=facts.hours.get(address, ()),
        only_channels=facts.channels.get(address, frozenset()),
        contacts=facts.contacts.get(address, ()),
        other_senders=_other_senders(case, facts.templates.get(address, set())),
        sender=facts.senders.get((case.connection_id, case.sender)) if case.connection_id else None,
        sent_today=sent_today,
        overdue=facts.overdue,
        greeted=best is None or not _signed_up(best) or _was_greeted(facts, address, best),
        checked_at=facts.checked_at,
    )


def _was_greeted(facts: Facts, address: bytes, consent: ConsentLine) -> bool:
    at = facts.greetings.get((address, consent.program))
    return at is not None and at >= consent.occurred_at


def _is_relay(agreed: Iterable[ConsentLine], best: ConsentLine | None) -> bool:
    """R124, R125: a platform gave us this address, and they have not agreed outside of it since."""
    return any(line.medium == RELAY for line in agreed) and (best is None or best.consent_class != "written")


def _other_senders(case: Case, seen: Iterable[tuple[UUID, str]]) -> frozenset[str]:
    return frozenset(sender for template_id, sender in seen if template_id == case.template_id) - {case.sender}


def addresses_of(cases: Iterable[Case]) -> list[bytes]:
    return [address_of(case.address_kind, case.address) for case in cases]


@lru_cache(maxsize=4096)
def country_of(number: str) -> str:
    """The country of a number; "?" for what is no number, "GB:landline" for one that takes no texts."""
    if number.startswith("+1") and (known := area_country(area_of(number))) and number[2:].isdigit():
        return known if is_e164(number) else "?"
    if not is_e164(number):
        return "?"
    return f"{country(number)}:landline" if is_landline(number) else country(number)
