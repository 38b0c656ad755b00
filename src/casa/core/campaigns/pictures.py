"""The pictures of a campaign: with them a text is a picture message, priced as one, for numbers that get them."""

from collections.abc import Mapping
from uuid import UUID

from casa.core.accounts.scope import current_workspace_id
from casa.core.campaigns.models import Campaign
from casa.core.senders.models import Sender
from casa.core.templates import batch_pictures
from casa.core.templates.batch_pictures import COUNTRIES
from casa.lib.phones import country


def pictures_of(campaign: Campaign) -> int:
    return batch_pictures.pictures(campaign.id).count()


def takes_pictures(number: str) -> bool:
    """Whether carriers deliver a picture to this number."""
    return country(number) in COUNTRIES


def not_for(numbers: Mapping[UUID, str], campaign: Campaign | None) -> frozenset[UUID]:
    """Whose number gets no pictures, where the campaign has one; one query."""
    if campaign is None or not pictures_of(campaign):
        return frozenset()
    return frozenset(key for key, number in numbers.items() if not takes_pictures(number))


def sender_trouble(campaign: Campaign, sender: str) -> str:
    """Why the number it leaves from cannot send pictures, in words; "" where it can, or nothing is known of it."""
    if campaign.connection_id is None:
        return ""
    rows = Sender.objects.filter(
        workspace_id=current_workspace_id(), connection_id=campaign.connection_id, address=sender, gone_at=None
    )
    able = rows.values_list("capabilities", flat=True).first()
    if not able or "mms" in {word.lower() for word in able}:
        return ""
    return "Your number sends words only. Take the picture out, or send from a number that carries pictures."
