"""How senders stand, for the gate and for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casa.core.accounts.scope import current_workspace_id
from casa.core.connections import registry
from casa.core.connections.contract import Ability
from casa.core.connections.models import Connection
from casa.core.senders.kinds import CARE, KINDS, covers, kind_of
from casa.core.senders.models import (
    BrandRegistration,
    CampaignRegistration,
    Sender,
    SenderKind,
    SenderState,
    TollFreeVerification,
)

IDLE_DAYS = 15  # R59
UNREAD = "Casa has not read this number's registration yet. Campaigns and reminders wait until it has."
BLOCKED = {
    SenderState.UNREGISTERED: {
        SenderKind.LOCAL: "Carriers block this number until it is registered. Register it under Senders.",
        SenderKind.TOLL_FREE: "Carriers block this toll-free number until it is verified. Verify it under Senders.",
    },
    SenderState.PENDING: {
        SenderKind.LOCAL: "This number's registration is still in review. Carriers block it until it is approved.",
        SenderKind.TOLL_FREE: "This toll-free number is still in review. Carriers block it until it is verified.",
    },
    SenderState.REJECTED: {
        SenderKind.LOCAL: "The carriers turned this number's registration down. See why under Senders.",
        SenderKind.TOLL_FREE: "The carriers turned this number's verification down. See why under Senders.",
    },
    SenderState.SUSPENDED: {
        SenderKind.LOCAL: "The carriers suspended this number's registration. See why under Senders.",
        SenderKind.TOLL_FREE: "The carriers suspended this toll-free number. See why under Senders.",
    },
}
RATE = {SenderKind.LOCAL: 1.0, SenderKind.TOLL_FREE: 3.0, SenderKind.SHORT_CODE: 100.0, SenderKind.OTHER: 1.0}


@dataclass(frozen=True, slots=True)
class SenderStanding:
    """What a sender may send. ``allows``: the gate's kinds; ``per_second`` and ``per_day`` count segments (R76).

    ``kind``: local, toll_free, short_code, other, or "" where there is no number (a platform, an e-mail). ``links``:
    whether the registration declared links, ``samples`` what it said is sent (R54; empty: nothing was declared).
    ``rule`` names what an absent kind rests on.
    """

    kind: str
    approved: bool
    allows: frozenset[str]
    words: str
    per_second: float
    per_day: int | None
    since: datetime | None
    links: bool = True
    samples: tuple[str, ...] = ()
    rule: str = ""


def standing_of(connection_id: UUID, sender: str) -> SenderStanding:
    """How one sender of a connection stands right now. ``sender``: E.164, a short code, or "" for the connection's own.

    A US or Canadian local number without an approved campaign, and a toll-free number that is not verified, may send
    the one answer to STOP and HELP the law asks for and nothing else (R50, R60). Numbers abroad are not covered. A
    number that was not read yet is closed to campaigns and reminders, since nothing says that carriers take them;
    answers and service messages go, with a warning: a guest at the door must not wait for our first reading, and a
    number that is not registered after all is refused by its provider, not by luck.
    """
    return standings_of([(connection_id, sender)])[connection_id, sender]


def standings_of(pairs: Iterable[tuple[UUID, str]]) -> dict[tuple[UUID, str], SenderStanding]:
    """How many senders stand, in two queries however many there are."""
    wanted = set(pairs)
    ids = {connection_id for connection_id, _ in wanted}
    workspace_id = current_workspace_id()
    connections = {row.id: row for row in Connection.objects.filter(workspace_id=workspace_id, id__in=ids)}
    rows: dict[UUID, dict[str, Sender]] = {}
    for row in Sender.objects.filter(workspace_id=workspace_id, connection_id__in=ids, gone_at=None):
        rows.setdefault(row.connection_id, {})[row.address] = row
    return {pair: _standing(connections.get(pair[0]), pair[1], rows.get(pair[0], {})) for pair in wanted}


def _standing(connection: Connection | None, sender: str, rows: dict[str, Sender]) -> SenderStanding:
    if connection is None or not _carries_texts(connection.provider):
        return SenderStanding("", True, KINDS, "", 1.0, None, None)
    address = sender or str(connection.settings.get("from_number", ""))
    if address in rows:
        return standing_from(rows[address])
    if not address and rows:  # a messaging service chooses the number: what every one of them may send
        return _weakest([standing_from(row) for row in rows.values()])
    return _unread(kind_of(address))


def _carries_texts(provider: str) -> bool:
    known = registry.manifests().get(provider)
    return known is not None and bool({"sms", "mms"} & set(known.channels))


def _unread(kind: SenderKind | None) -> SenderStanding:
    if kind is SenderKind.OTHER:
        return SenderStanding(kind, True, KINDS, "", RATE[kind], None, None)
    rule = "R60" if kind is SenderKind.TOLL_FREE else "R50"
    return SenderStanding(kind or "", False, CARE - {"reminder"}, UNREAD, 1.0, None, None, rule=rule)


def standing_from(row: Sender) -> SenderStanding:
    """A sender's standing from its row (pure)."""
    kind = SenderKind(row.kind)
    rate = row.per_second or RATE[kind]
    if kind is SenderKind.OTHER or (kind is SenderKind.SHORT_CODE and row.state == SenderState.UNKNOWN):
        return SenderStanding(kind, True, KINDS, "", rate, row.per_day, row.since)
    rule = "R60" if kind is SenderKind.TOLL_FREE else "R50"
    if row.state == SenderState.UNKNOWN:
        return _unread(kind)
    if row.state != SenderState.APPROVED:
        words = BLOCKED[SenderState(row.state)].get(kind, row.words or "This number may not send now.")
        return SenderStanding(kind, False, frozenset({"compliance"}), words, rate, row.per_day, row.since, rule=rule)
    allows = covers(row.kind, row.use_case)
    words = "" if allows == KINDS else "This number's registration does not cover this kind of message."
    rule = "" if allows == KINDS else "R53"
    samples = tuple(row.samples)
    return SenderStanding(kind, True, allows, words, rate, row.per_day, row.since, row.links, samples, rule)


def _weakest(standings: list[SenderStanding]) -> SenderStanding:
    """What all of them may send: nobody knows which number the provider will take."""
    worst = min(standings, key=lambda each: len(each.allows))
    allows = frozenset.intersection(*(each.allows for each in standings))
    links = all(each.links for each in standings)
    return SenderStanding(
        worst.kind,
        all(each.approved for each in standings),
        allows,
        worst.words,
        sum(each.per_second for each in standings),
        min((each.per_day for each in standings if each.per_day is not None), default=None),
        worst.since,
        links,
        worst.samples,
        worst.rule,
    )


def senders() -> list[Sender]:
    """Every number of the connections that are live, with its connection and campaign. One query."""
    rows = Sender.objects.filter(workspace_id=current_workspace_id(), gone_at=None, connection__disconnected_at=None)
    return list(rows.select_related("connection", "campaign").order_by("connection_id", "address"))


def sender(sender_id: UUID) -> Sender:
    """One number. Raises Sender.DoesNotExist."""
    rows = Sender.objects.filter(workspace_id=current_workspace_id(), gone_at=None, connection__disconnected_at=None)
    return rows.select_related("connection").get(id=sender_id)


def registers(provider: str) -> bool:
    """Whether a provider's numbers have a registration that Casa reads."""
    return registry.can(provider, Ability.REGISTRATION)


def registering() -> list[Connection]:
    """The live connections whose provider takes registrations."""
    rows = Connection.objects.filter(workspace_id=current_workspace_id(), disconnected_at=None).order_by("connected_at")
    return [row for row in rows if registers(row.provider)]


def business_of(brand_id: UUID) -> BrandRegistration | None:
    rows = BrandRegistration.objects.filter(workspace_id=current_workspace_id(), brand_id=brand_id)
    return rows.select_related("brand", "connection").first()


def campaign_of(business: BrandRegistration | None) -> CampaignRegistration | None:
    """The latest campaign of a business."""
    if business is None:
        return None
    rows = CampaignRegistration.objects.filter(workspace_id=business.workspace_id, business=business)
    return rows.select_related("business__brand", "connection").order_by("-created_at", "-id").first()


def verification_of(row: Sender) -> TollFreeVerification | None:
    rows = TollFreeVerification.objects.filter(workspace_id=row.workspace_id, sender=row)
    return rows.select_related("business__brand", "connection", "sender").first()


def verifications() -> dict[UUID, TollFreeVerification]:
    """Every toll-free verification by its number's id."""
    rows = TollFreeVerification.objects.filter(workspace_id=current_workspace_id())
    return {row.sender_id: row for row in rows}


def idle_words(campaign: CampaignRegistration, now: datetime) -> str:
    """R59: what to say of an approved campaign without a number; "" while nothing is wrong."""
    if campaign.idle_since is None:
        return ""
    days = (now - campaign.idle_since).days
    if days >= IDLE_DAYS:
        return f"No number for {days} days: carriers may suspend it. Choose a number or end the campaign."
    return f"No number is in it. Carriers may suspend it in {IDLE_DAYS - days} days."
