"""Writing the list down when a campaign begins: everybody who was meant, once, with the address and the wording.

Batch by batch, each its own transaction, going on where the last one ended: a crash in the middle takes nobody twice.
Nothing is asked of the gate here. It decides when each text leaves, and what it says then counts.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.scope import workspace_scope
from casa.core.campaigns import filters, outcomes
from casa.core.campaigns.models import Campaign, CampaignState, Recipient, RecipientState, When
from casa.core.campaigns.people import Reach, agreed, already_booked, picked, reach
from casa.core.campaigns.pictures import not_for
from casa.core.campaigns.rules import held
from casa.core.campaigns.texts import wordings
from casa.core.consent.ledger import address_of
from casa.core.consent.places import area_of, place_of
from casa.core.people.models import Person
from casa.lib.ids import new_id
from casa.lib.phones import country

BATCH = 500
PLACES = 10_000
PARKED = timedelta(days=36_500)  # waits for the better wording, not for a time


def take(workspace_id: UUID, campaign_id: UUID) -> bool:
    """Write the list down to its end; False when the campaign was paused or cancelled meanwhile."""
    while True:
        with workspace_scope(workspace_id):
            campaign = held(campaign_id)
            if campaign.state != CampaignState.SENDING:
                return False
            if campaign.taken_at is not None:
                return True
            _take_batch(campaign)
            touch(f"campaign:{campaign.id}")


def _take_batch(campaign: Campaign) -> None:
    tree = filters.read(campaign.filter)
    rows = picked(tree).order_by("id")
    batch = list((rows.filter(id__gt=campaign.taken_to) if campaign.taken_to else rows)[:BATCH])
    _write(campaign, tree, batch)
    campaign.taken_to = batch[-1].id if batch else campaign.taken_to
    campaign.taken_at = timezone.now() if len(batch) < BATCH else None
    campaign.save(update_fields=["taken_to", "taken_at"])


def _write(campaign: Campaign, tree: filters.All, batch: Sequence[Person]) -> None:
    ids = [person.id for person in batch]
    reached = reach(ids)
    meant, booked = agreed(tree, campaign.brand, reached), already_booked(campaign, ids)
    letters = sorted(wordings(campaign))
    wordless = not_for({key: each.identity.value for key, each in reached.items() if each.identity}, campaign)
    out = dict.fromkeys(wordless, outcomes.PICTURE) | dict.fromkeys(booked, outcomes.BOOKED)
    made = [_recipient(campaign, key, reached[key], out.get(key, ""), letters) for key in ids if key in meant]
    Recipient.objects.bulk_create(made, ignore_conflicts=True)
    there = Recipient.objects.filter(workspace_id=campaign.workspace_id, campaign=campaign, person_id__in=ids)
    known = set(there.values_list("person_id", flat=True))
    double = [_left_out(campaign, row.person_id, outcomes.DUPLICATE) for row in made if row.person_id not in known]
    Recipient.objects.bulk_create(double, ignore_conflicts=True)


def _recipient(campaign: Campaign, person_id: UUID, to: Reach, out: str, letters: Sequence[str]) -> Recipient:
    if to.identity is None or out:
        return _left_out(campaign, person_id, to.outcome or out)
    address = address_of(to.identity.kind, to.identity.value)
    share = place(campaign.id, address)
    letter = wording_for(share, letters, campaign.test_share)
    return Recipient(
        id=new_id(),
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        person_id=person_id,
        identity=to.identity,
        address=address,
        share=share,
        variant=letter,
        not_before=leaves_at(campaign, to.identity.value) if letter else timezone.now() + PARKED,
    )


def _left_out(campaign: Campaign, person_id: UUID, reason: str) -> Recipient:
    return Recipient(
        id=new_id(),
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        person_id=person_id,
        state=RecipientState.LEFT_OUT,
        reason=reason,
        words=outcomes.OUTCOMES[reason].words,
        not_before=timezone.now(),
    )


def place(campaign_id: UUID, address: bytes) -> int:
    """A stable place from 0 to 9999: the same address in the same campaign, always (pure)."""
    return int.from_bytes(blake2b(address, key=campaign_id.bytes, digest_size=8).digest(), "big") % PLACES


def wording_for(share: int, letters: Sequence[str], test_share: int) -> str:
    """Which wording a place reads; "" while it waits for the better one (pure)."""
    if len(letters) > 1 and test_share and share >= test_share * PLACES // 100:
        return ""
    return letters[share % len(letters)]


def leaves_at(campaign: Campaign, number: str) -> datetime:
    """Now, or its hour on the recipient's own clock: where a number may be in several zones, in the last of them."""
    if campaign.when != When.LOCAL or campaign.local_day is None or campaign.local_time is None:
        return timezone.now()
    local = datetime.combine(campaign.local_day, campaign.local_time)
    names = place_of(area_of(number), country(number)).zones or {str(timezone.get_current_timezone())}
    return max(local.replace(tzinfo=ZoneInfo(name)) for name in names)
