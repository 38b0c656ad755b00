"""From a choice of people to addresses, and what the gate says of each. Batch by batch; memory never grows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from casa.core.accounts.models import Brand
from casa.core.accounts.scope import current_workspace_id
from casa.core.campaigns import filters, outcomes
from casa.core.campaigns.filters import CLASSES, Consent
from casa.core.campaigns.models import Campaign
from casa.core.campaigns.offers import offer_of
from casa.core.campaigns.pictures import not_for
from casa.core.campaigns.texts import Composed, Wording, compose
from casa.core.connections.models import Connection
from casa.core.consent.gate import Verdict
from casa.core.consent.ledger import STRENGTH, address_of, family
from casa.core.consent.models import ConsentEvent
from casa.core.inbox.bulk import Batch, Entry, foresee
from casa.core.people.models import Identity, Person
from casa.core.people.queries import Within, people
from casa.core.templates.queries import hosts_of, house_of
from casa.core.templates.render import EXAMPLE, Facts
from casa.core.templates.situation import facts_of_many
from casa.core.vault.fields import warm

BY_REASON = {
    "consent": outcomes.NO_CONSENT,
    "unproven": outcomes.NO_CONSENT,
    "suppressed": outcomes.OPTED_OUT,
    "wish": outcomes.OPTED_OUT,
    "wrong_number": outcomes.GONE,
    "unreachable": outcomes.GONE,
    "reassigned": outcomes.GONE,
    "landline": outcomes.NO_NUMBER,
    "number": outcomes.NO_NUMBER,
    "country": outcomes.NO_NUMBER,
    "relay": outcomes.RELAY,
    "do_not_call": outcomes.DO_NOT_CALL,
    "greeting": outcomes.GREETING,
    "over": outcomes.OVER,
    "quiet": outcomes.NO_HOUR,
    "overdue": outcomes.OVERDUE,
    "sender": outcomes.SENDER,
    "content": outcomes.TEXT,
    "empty": outcomes.TEXT,
    "length": outcomes.TEXT,
}
"""The gate's reasons to block, as the lists of a campaign sort them; a test reads the gate for more."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One person and what would happen now. ``place``: the state of their number, where one is known."""

    person_id: UUID
    outcome: str
    words: str = ""
    rule: str = ""
    until: datetime | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody is texted, or why not."""

    identity: Identity | None
    outcome: str = ""


def picked(tree: filters.All, within: Within = None) -> QuerySet[Person]:
    """Everybody a choice means, as a question to the database."""
    return people(within).filter(filters.condition(tree, timezone.localdate()))


def reach(ids: Sequence[UUID]) -> dict[UUID, Reach]:
    """The newest number of each person, in one query. Who is known only through a platform is not texted (R14)."""
    rows = list(
        Identity.objects.filter(workspace_id=current_workspace_id(), person_id__in=ids).order_by("-created_at", "id")
    )
    phones: dict[UUID, Identity] = {}
    others: set[UUID] = set()
    for row in rows:
        if row.kind == "phone":
            phones.setdefault(row.person_id, row)
        elif row.kind.startswith("platform:"):
            others.add(row.person_id)
    warm(phones.values())
    return {each: _reach(phones.get(each), each in others) for each in ids}


def _reach(phone: Identity | None, platform: bool) -> Reach:
    if phone is not None:
        return Reach(phone)
    return Reach(None, outcomes.RELAY if platform else outcomes.NO_NUMBER)


def already_booked(campaign: Campaign | None, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Who has some of the nights the offer is about."""
    if campaign is None or not campaign.offer_from or not campaign.offer_until:
        return frozenset()
    homes = offer_of(campaign).homes
    rows = people().filter(filters.booked_between(campaign.offer_from, campaign.offer_until, homes), id__in=ids)
    return frozenset(rows.values_list("id", flat=True))


def agreed(tree: filters.All, brand: Brand, reached: Mapping[UUID, Reach]) -> frozenset[UUID]:
    """Who has agreed to every program the choice asks for; one query."""
    wanted = filters.consents(tree)
    addresses = {address_of("phone", each.identity.value): key for key, each in reached.items() if each.identity}
    if not wanted:
        return frozenset(reached)
    rows = ConsentEvent.objects.filter(
        workspace_id=current_workspace_id(),
        brand=brand,
        address__in=list(addresses),
        channel=family("sms"),
        program__in=[each.program for each in wanted],
    )
    has: dict[UUID, set[Consent]] = {}
    for address, program, strength in rows.values_list("address", "program", "consent_class"):
        classes = [each for each in CLASSES if STRENGTH[each] <= STRENGTH[strength]]
        has.setdefault(addresses[bytes(address)], set()).update(Consent(program, each) for each in classes)
    return frozenset(key for key in reached if has.get(key, set()).issuperset(wanted))


def judge(
    batch: Sequence[Person],
    tree: filters.All,
    kind: str,
    program: str,
    brand: Brand,
    connection: Connection | None,
    campaign: Campaign | None = None,
    wording: Wording | None = None,
) -> list[Judged]:
    """What would happen to each of these people right now. Who has not agreed to what the choice asks for is not in
    the answer: they were not picked."""
    ids = [person.id for person in batch]
    reached = reach(ids)
    meant = agreed(tree, brand, reached)
    taken = already_booked(campaign, ids)
    texts = _texts(ids, kind, brand, wording)
    found = [Judged(key, reached[key].outcome) for key in ids if key in meant and reached[key].identity is None]
    asked = {key: reached[key].identity for key in ids if key in meant and reached[key].identity is not None}
    found += [Judged(key, outcomes.BOOKED) for key in asked if key in taken]
    left = {key: identity for key, identity in asked.items() if identity is not None and key not in taken}
    wordless = not_for({key: identity.value for key, identity in left.items()}, campaign)
    found += [Judged(key, outcomes.PICTURE) for key in wordless]
    left = {key: identity for key, identity in left.items() if key not in wordless}
    found += [Judged(key, outcomes.TEXT, texts[key].trouble) for key in left if texts[key].trouble]
    entries = [
        entry_of(key, key, identity, texts[key], wording) for key, identity in left.items() if not texts[key].trouble
    ]
    if connection is None:
        return found + [Judged(entry.id, outcomes.SENDER, "Connect an account that sends texts.") for entry in entries]
    asked_as = batch_for(brand, connection, kind, program)
    for each in foresee(asked_as, entries):
        place, verdict = str(each.facts.get("state") or ""), each.verdict
        found.append(Judged(each.entry.id, outcome_of(verdict), verdict.words, verdict.rule, verdict.until, place))
    return found


def batch_for(
    brand: Brand, connection: Connection, kind: str, program: str, batch_id: UUID | None = None, **more: Any
) -> Batch:
    """What all texts of a campaign share."""
    sender = str(connection.settings.get("from_number", ""))
    return Batch(batch_id or brand.id, brand, connection, kind, program, sender, hosts_of(brand), **more)


def entry_of(row_id: UUID, person_id: UUID, to: Identity, text: Composed, wording: Wording | None) -> Entry:
    """One text on its way to the gate."""
    template_id, kind = (wording.template_id, wording.template_kind) if wording else (None, "")
    return Entry(row_id, person_id, to, text.text, text.language, template_id, kind)


def _texts(ids: Sequence[UUID], kind: str, brand: Brand, wording: Wording | None) -> dict[UUID, Composed]:
    if wording is None or not wording.texts:
        return dict.fromkeys(ids, Composed("Hello", "en"))
    house, now, facts = house_of(brand), timezone.now(), facts_of_many(ids, brand)
    return {key: compose(wording, kind, house, facts.get(key, Facts(key, values=EXAMPLE.values)), now) for key in ids}


def outcome_of(verdict: Verdict) -> str:
    """The word for a verdict."""
    if verdict.answer == "allow":
        return outcomes.NOW
    if verdict.answer == "hold":
        return outcomes.CAP if verdict.reason in ("cap", "rate") else outcomes.QUIET
    return BY_REASON.get(verdict.reason, outcomes.OTHER)


def opened(rows: Iterable[Person]) -> list[Person]:
    """People with their names open, for a list that shows them."""
    listed = list(rows)
    warm(listed)
    return listed
