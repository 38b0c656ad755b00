"""What a provider says of a number becomes ours: an opt-out it knows of, a number nobody has (R14, R42, R77)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.ledger import address_of, hold_address
from casa.core.consent.models import Unreached
from casa.core.consent.writing import suppress
from casa.lib.ids import new_id

OPTED_OUT, LANDLINE, UNREACHABLE = "opted_out", "landline", "unreachable"
REASONS = {OPTED_OUT: ("provider", "R42"), LANDLINE: ("unreachable", "R14"), UNREACHABLE: ("unreachable", "R14")}
TWICE_WITHIN = timedelta(days=90)  # a phone that is off for a night is not a number that ended (R14)
LONGEST_REF = 80


def learn(brand_id: UUID, channel: str, kind: str, value: str, what: str, ref: str, at: datetime | None = None) -> bool:
    """Write down what a provider said of an address; whether the stop list has a new line.

    ``what``: opted_out, landline or unreachable, as in the contract; anything else teaches nothing. ``ref`` names the
    message, so that the same news teaches once. ``at``: when it was said. An address nobody has is stopped when a
    second message fails so: one may be a phone that was switched off.
    """
    if what not in REASONS:
        return False
    hold_address(brand_id, kind, value)
    if what == UNREACHABLE and not _again(brand_id, address_of(kind, value), ref, at or timezone.now()):
        return False
    reason, rule = REASONS[what]
    return suppress(brand_id, channel, kind, value, reason, ref=ref[:LONGEST_REF], rule=rule, at=at)


def _again(brand_id: UUID, address: bytes, ref: str, at: datetime) -> bool:
    """Note that a message failed; whether another one had, lately."""
    row = Unreached(
        id=new_id(),
        workspace_id=current_workspace_id(),
        brand_id=brand_id,
        address=address,
        ref=ref[:LONGEST_REF],
        at=at,
    )
    Unreached.objects.bulk_create([row], ignore_conflicts=True)
    others = Unreached.objects.filter(
        workspace_id=current_workspace_id(), brand_id=brand_id, address=address, at__gt=at - TWICE_WITHIN,
        at__lt=at + TWICE_WITHIN,
    )  # fmt: skip
    return others.exclude(ref=row.ref).exists()


def forget_unreached(before: datetime) -> int:
    """Failures that no second one followed; how many went."""
    rows = Unreached.objects.filter(workspace_id=current_workspace_id(), at__lt=before - TWICE_WITHIN)
    return int(rows.delete()[0])
