"""Two to four wordings on a part of the people; the better one to the rest."""

from datetime import datetime, timedelta

from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.rules import log_action
from casa.core.campaigns.models import Campaign, Recipient, RecipientState
from casa.core.campaigns.results import Results, by_variant
from casa.core.campaigns.texts import LETTERS


def winner_due(campaign: Campaign) -> datetime | None:
    """When the better wording is chosen; None where there is nothing to choose any more."""
    if not campaign.test_share or campaign.winner or campaign.started_at is None:
        return None
    return campaign.started_at + timedelta(hours=campaign.winner_hours) if _parked(campaign).exists() else None


def _parked(campaign: Campaign):  # type: ignore[no-untyped-def]
    return Recipient.objects.filter(
        workspace_id=campaign.workspace_id, campaign=campaign, state=RecipientState.WAITING, variant=""
    )


def choose_winner(campaign: Campaign) -> str:
    """Choose when its time has come, and let the rest go with it; the letter, or ""."""
    due = winner_due(campaign)
    if due is None or due > timezone.now():
        return ""
    letter = better(by_variant(campaign), campaign.winner_by)
    campaign.winner, campaign.winner_at = letter, timezone.now()
    campaign.save(update_fields=["winner", "winner_at"])
    _parked(campaign).update(variant=letter, not_before=timezone.now())
    log_action("campaigns.winner_chosen", campaign.id, letter=letter, by=campaign.winner_by)
    touch(f"campaign:{campaign.id}")
    return letter


def better(tried: list[Results], by: str) -> str:
    """The letter with the larger share; the fewer opt-outs, then the earlier letter, break a tie (pure)."""
    name = "booked" if by == "bookings" else "replied"
    ranked = sorted(tried, key=lambda each: (-each.share(name), each.share("opted_out"), each.letter))
    return ranked[0].letter if ranked else LETTERS[0]
