"""What a campaign offers: nights in some homes, and the code that gets them. Who has them already is left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import current_workspace_id
from casa.core.campaigns import filters
from casa.core.campaigns.models import Campaign
from casa.core.stays.models import Property

MOST_HOMES = 200
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,19}")
_NAMED = re.compile(r"\b(?:code|código|codigo)\b[\s:“”\"'«]*([A-Z0-9][A-Z0-9-]{2,19})\b")


@dataclass(frozen=True, slots=True)
class Offer:
    """``first``–``last``: the nights, both included; ``homes``: where (none: anywhere); ``code``: what they type to get
    it, good until ``code_until`` is over (None: it does not end)."""

    first: date | None = None
    last: date | None = None
    homes: tuple[UUID, ...] = ()
    code: str = ""
    code_until: date | None = None


def offer_of(campaign: Campaign) -> Offer:
    homes = tuple(UUID(each) for each in campaign.offer_homes)
    return Offer(campaign.offer_from, campaign.offer_until, homes, campaign.code, campaign.code_until)


def write_offer(campaign: Campaign, offer: Offer) -> None:
    """Take an offer over; the caller saves. Raises NotPossible."""
    if (offer.first is None) != (offer.last is None):
        raise NotPossible("Pick the first night and the last.")
    if offer.first and offer.last and offer.last < offer.first:
        raise NotPossible("The first night comes before the last.")
    if offer.homes and not offer.first:
        raise NotPossible("Say which nights in these homes it is about.")
    campaign.offer_from, campaign.offer_until = offer.first, offer.last
    campaign.offer_homes = [str(each) for each in _known(offer.homes)]
    campaign.code, campaign.code_until = _code(offer.code), offer.code_until if offer.code.strip() else None


def _known(homes: tuple[UUID, ...]) -> list[UUID]:
    rows = Property.objects.filter(workspace_id=current_workspace_id(), id__in=homes[:MOST_HOMES])
    found = set(rows.values_list("id", flat=True))
    if len(found) != len(set(homes)):
        raise NotPossible("One of these homes is no longer there. Choose them again.")
    return [each for each in homes if each in found]


def _code(typed: str) -> str:
    code = typed.strip().upper()
    if code and not _CODE.fullmatch(code):
        raise NotPossible("A code has 3 to 20 letters, digits or dashes.")
    return code


def booked_homes(campaign: Campaign) -> list[UUID]:
    """The homes whose bookings count as its result: those it offers, else those its audience is about; empty: all."""
    return list(offer_of(campaign).homes or filters.homes(filters.read(campaign.filter)))


def wrong_codes(offer: Offer, texts: Iterable[str]) -> str:
    """What is wrong with the codes that texts name, in words; "" where each says the offer's own (pure)."""
    for text in texts:
        named = {code for code in _NAMED.findall(text) if not code.isdigit()}
        other = next((code for code in sorted(named) if code != offer.code), "")
        if other and offer.code:
            return f"The text says the code {other}. The code of this campaign is {offer.code}."
        if other:
            return f"The text names the code {other}. Write it down under “What it offers”, so that Casa can check it."
        if offer.code and not re.search(rf"(?<![\w-]){re.escape(offer.code)}(?![\w-])", text):
            return f"The text does not say the code {offer.code}. Put it in, or take the code out of the offer."
    return ""
