"""The provider's truth against ours, every night (R42): what it refused or could not deliver, which we did not know.

A connection's log is read page by page, the provider asked outside any transaction. Each page counts once, whatever
breaks off: its counts and the cursor that leads on are one transaction. A line on the stop list names the message, so
that a page read twice writes it once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection as database
from django.db.models import F
from django.utils import timezone

from casa.core.accounts.jobs import schedule
from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.queries import default_brand, workspace
from casa.core.accounts.rules import log_action
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.connections import registry
from casa.core.connections.contract import Ability, DeliveryStatus, Fact, MessageStatus, Page, ProviderFailure
from casa.core.connections.doors import account_of, door_of
from casa.core.connections.models import Connection
from casa.core.connections.oauth import refresh
from casa.core.connections.rules import note_failure, note_ok
from casa.core.consent.carriers import OPTED_OUT, forget_unreached, learn
from casa.core.consent.gate import TEXTS
from casa.core.consent.ledger import StopLine, address_of, consents, fold_stops, hold_address, stop_lines
from casa.core.consent.models import Decision, Reconciliation
from casa.lib.ids import new_id

NIGHT, NIGHTS = 3, 120  # from three in the morning by the business's clock, spread over so many minutes
AGAIN = timedelta(hours=20)  # a job that comes twice reads once a night
LATER = timedelta(hours=1)
ANSWERED = timedelta(minutes=5)  # the provider's own confirmation of a STOP, and ours, leave within it (R24)
UNDER_WAY = timedelta(minutes=15)  # between our hand-off and the provider's own time for it
TAKEN = (MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ)
ONLY_HERE = """
select count(*) from (
  select distinct on (address) address, restores, reason from consent_suppression
  where workspace_id = %s and brand_id = %s and channel = 'sms' and scope in ('all', 'channel')
  order by address, occurred_at desc, restores, recorded_at desc) as newest
where not restores and reason in ('freeform', 'staff', 'complaint', 'wrong_number') and not exists (
  select from consent_suppression s where s.workspace_id = %s and s.brand_id = %s and s.address = newest.address
  and s.reason in ('keyword', 'provider') and not s.restores)
"""


def carries_texts(provider: str) -> bool:
    """Whether a provider sends texts and can be asked for its log."""
    known = registry.manifests().get(provider)
    return known is not None and bool(TEXTS & set(known.channels)) and Ability.SYNC in known.abilities


def reconcile(workspace_id: UUID, connection_id: UUID) -> None:
    """Read a connection's log to its end and say when to read it again. Safe to run twice; goes on where it broke off.

    Raises ProviderFailure for the queue to come again.
    """
    with workspace_scope(workspace_id):
        connection = Connection.objects.select_related("brand").filter(id=connection_id, disconnected_at=None).first()
        if connection is None or not carries_texts(connection.provider):
            return
        run = _open(connection)
        again_at(connection, next_night(connection.id, timezone.now()))
    if run is None:
        return
    try:
        _read(workspace_id, connection, run)
    except ProviderFailure as failure:
        with workspace_scope(workspace_id):
            note_failure(connection, failure)
            again_at(connection, timezone.now() + LATER)
        raise


def _read(workspace_id: UUID, connection: Connection, run: Reconciliation) -> None:
    with workspace_scope(workspace_id):
        connection = refresh(connection.id)
        account, door, brand = account_of(connection), door_of(connection), connection.brand or default_brand()
    for page in registry.ability(connection.provider, Ability.SYNC).pages(account, door, run.cursor):
        _take(workspace_id, brand, run, page)
    with workspace_scope(workspace_id):
        note_ok(connection)
        _finish(brand, run)


def _open(connection: Connection) -> Reconciliation | None:
    """The reading that broke off, or a new one from where the last ended; None where that was just now."""
    mine = Reconciliation.objects.filter(workspace_id=connection.workspace_id, connection=connection)
    last = mine.order_by("-began_at").first()
    if last is not None and last.finished_at is None:
        return last
    now = timezone.now()
    if last is not None and now - last.began_at < AGAIN:
        return None
    fresh = Reconciliation(
        id=new_id(), workspace_id=connection.workspace_id, connection=connection, began_at=now,
        cursor=last.cursor if last else {},
    )  # fmt: skip
    Reconciliation.objects.bulk_create([fresh], ignore_conflicts=True)
    return mine.get(finished_at=None)


def _finish(brand: Brand, run: Reconciliation) -> None:
    now = timezone.now()
    Reconciliation.objects.filter(id=run.id).update(finished_at=now, only_here=_only_here(brand))
    forget_unreached(now)
    older = Reconciliation.objects.filter(workspace_id=run.workspace_id, connection_id=run.connection_id)
    older.filter(finished_at__lt=now - timedelta(days=90)).delete()
    found = Reconciliation.objects.get(id=run.id)
    log_action("consent.reconciled", run.id, read=found.read, refused=found.refused, unreachable=found.unreachable)
    touch("consent")


def _only_here(brand: Brand) -> int:
    """How many stopped us in their own words or through a person: no provider's list has them."""
    here = [current_workspace_id(), brand.id]
    with database.cursor() as cursor:
        cursor.execute(ONLY_HERE, here + here)
        return int(cursor.fetchone()[0])


# ------------------------------------------------------------------------------------------------ one page


def _take(workspace_id: UUID, brand: Brand, run: Reconciliation, page: Page) -> None:
    with workspace_scope(workspace_id):
        news = list(_news(page.facts))
        lines = _lines(brand, news)
        unknown = [fact for fact in news if fact.suppress and not _is_known(fact, *lines[_address(fact)])]
        elsewhere = len(_elsewhere(run, brand, news, lines))
    for fact in unknown:  # each by itself: one address is held at a time
        with workspace_scope(workspace_id):
            _learn(brand, run, fact)
    with workspace_scope(workspace_id):
        rows = Reconciliation.objects.filter(id=run.id)
        rows.update(
            cursor=dict(page.cursor or run.cursor),
            read=F("read") + len(page.facts),
            elsewhere=F("elsewhere") + elsewhere,
        )


def _news(facts: Iterable[Fact]) -> Iterable[DeliveryStatus]:
    for fact in facts:
        if isinstance(fact, DeliveryStatus) and fact.recipient is not None and fact.recipient.kind == "phone":
            yield fact


def _address(fact: DeliveryStatus) -> bytes:
    assert fact.recipient is not None
    return address_of(fact.recipient.kind, fact.recipient.value)


Lines = Mapping[bytes, tuple[Sequence[StopLine], Sequence[Any]]]


def _lines(brand: Brand, news: Sequence[DeliveryStatus]) -> Lines:
    """What the ledgers have of everybody on a page, in two questions."""
    addresses = list({_address(fact) for fact in news})
    stops, agreed = stop_lines(brand.id, addresses), consents(brand.id, addresses)
    return {address: (stops.get(address, []), agreed.get(address, [])) for address in addresses}


def _is_known(fact: DeliveryStatus, lines: Sequence[StopLine], agreed: Sequence[Any]) -> bool:
    """Whether they are stopped already, or we have heard something newer of them: a START opens what was refused."""
    return fold_stops(lines, agreed, "sms").whole is not None or any(line.occurred_at >= fact.at for line in lines)


def _learn(brand: Brand, run: Reconciliation, fact: DeliveryStatus) -> None:
    """Under the address's lock, and looked at again there: a page may tell of one number more than once."""
    assert fact.recipient is not None
    spot = fact.recipient
    hold_address(brand.id, spot.kind, spot.value)
    if _is_known(fact, *_lines(brand, [fact])[_address(fact)]):
        return
    if learn(brand.id, "sms", spot.kind, spot.value, fact.suppress, f"provider:{fact.external_id}", fact.at):
        counted = "refused" if fact.suppress == OPTED_OUT else "unreachable"
        Reconciliation.objects.filter(id=run.id).update(**{counted: F(counted) + 1})


def _elsewhere(run: Reconciliation, brand: Brand, news: Sequence[DeliveryStatus], lines: Lines) -> list[DeliveryStatus]:
    """Texts to somebody who had stopped us that did not pass our gate: another program uses the number."""
    since = _last_began(run)
    late = [fact for fact in news if _is_late(fact, lines, since)]
    if not late:
        return []
    rows = Decision.objects.filter(
        workspace_id=run.workspace_id, brand_id=brand.id, answer="allow", address__in=[_address(fact) for fact in late]
    )
    ours: dict[bytes, list[datetime]] = {}
    for address, at in rows.values_list("address", "at"):
        ours.setdefault(bytes(address or b""), []).append(at)
    return [fact for fact in late if not _left_here(fact, ours.get(_address(fact), []))]


def _last_began(run: Reconciliation) -> datetime | None:
    """What was sent before then was counted by the reading before this one: they overlap."""
    mine = Reconciliation.objects.filter(workspace_id=run.workspace_id, connection_id=run.connection_id)
    return mine.exclude(id=run.id).order_by("-began_at").values_list("began_at", flat=True).first()


def _is_late(fact: DeliveryStatus, lines: Lines, since: datetime | None) -> bool:
    sent = fact.sent_at
    if sent is None or fact.status not in TAKEN or (since is not None and sent <= since):
        return False
    stop = fold_stops(*lines[_address(fact)], "sms").whole
    return stop is not None and sent > stop.recorded_at + ANSWERED


def _left_here(fact: DeliveryStatus, decided: Iterable[datetime]) -> bool:
    assert fact.sent_at is not None
    return any(fact.sent_at - UNDER_WAY <= at <= fact.sent_at + timedelta(minutes=1) for at in decided)


# ------------------------------------------------------------------------------------------------ when


def again_at(connection: Connection, moment: datetime) -> None:
    """When the log is read next; one appointment a connection."""
    args = {"connection_id": str(connection.id)}
    schedule("consent.reconcile", moment, f"reconcile:{connection.id}", queue="sync", args=args)


def next_night(connection_id: UUID, now: datetime) -> datetime:
    """A minute of the coming night, always the same one for a connection, by the business's own clock."""
    zone = ZoneInfo(workspace(current_workspace_id()).timezone)
    local = now.astimezone(zone)
    minute = connection_id.int % NIGHTS
    at = local.replace(hour=NIGHT + minute // 60, minute=minute % 60, second=0, microsecond=0)
    return at if at > local else (at + timedelta(days=1))
