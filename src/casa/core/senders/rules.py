"""Reading numbers, filling in forms, handing them in, hearing the answer. Carriers' answers come days later."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.jobs import defer, schedule
from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id
from casa.core.connections import registry
from casa.core.connections.contract import Ability
from casa.core.connections.models import Connection
from casa.core.senders import checks
from casa.core.senders.models import (
    BrandRegistration,
    CampaignRegistration,
    Registered,
    RegistrationState,
    Sender,
    TollFreeVerification,
)
from casa.core.vault.crypto import blind
from casa.core.vault.keyring import index_key
from casa.lib.ids import new_id

BUSINESS_FIELDS = (
    "legal_name", "entity", "vertical", "street", "city", "region", "postal_code", "country", "website",
    "support_email", "support_phone", "stock_exchange", "stock_symbol", "contact",
)  # fmt: skip
CAMPAIGN_FIELDS = (
    "description", "message_flow", "samples", "opt_in_keywords", "opt_out_keywords", "help_keywords", "opt_in_message",
    "opt_out_message", "help_message", "privacy_url", "terms_url", "embedded_link", "embedded_phone", "number_pool",
    "direct_lending", "age_gated", "affiliate",
)  # fmt: skip
TOLL_FREE_FIELDS = (
    "registration_type", "use_case_categories", "summary", "sample", "volume", "opt_in_type", "opt_in_image_url",
    "opt_in_keywords", "privacy_url", "terms_url", "age_gated",
)  # fmt: skip
SOON = timedelta(minutes=10)  # how often a form in review is looked after
LATER = timedelta(hours=6)


def save_business(brand: Brand, connection: Connection, values: Mapping[str, Any]) -> BrandRegistration:
    """Keep what was filled in of a business, complete or not. Raises NotPossible while it is in review.

    ``values``: those of BUSINESS_FIELDS that were filled in, and ``ein``; an empty ``ein`` keeps the one that is there.
    """
    row = BrandRegistration.objects.filter(workspace_id=current_workspace_id(), brand=brand).first()
    made = row is None
    row = row or BrandRegistration(id=new_id(), workspace_id=current_workspace_id(), brand=brand)
    _editable(row)
    row.connection = connection
    _take(row, values, BUSINESS_FIELDS)
    digits = "".join(char for char in str(values.get("ein") or "") if char.isdigit())
    if digits:
        row.ein, row.ein_lookup = digits, _ein_token(digits)
        if ein_taken(row):
            raise NotPossible("Another of your brands has this tax number. One number stands for one brand.")
    row.save(force_insert=made)
    log_action("senders.business_saved", row.id)
    return row


def _ein_token(digits: str) -> bytes:
    return blind(index_key(), "ein", digits)


def ein_taken(row: BrandRegistration) -> bool:
    """R51 (711): whether another brand of the workspace has this tax number."""
    others = BrandRegistration.objects.filter(workspace_id=row.workspace_id, ein_lookup=row.ein_lookup)
    return row.ein_lookup is not None and others.exclude(id=row.id).exists()


def save_campaign(
    business: BrandRegistration,
    values: Mapping[str, Any],
    *,
    row: CampaignRegistration | None = None,
    sender_ids: list[UUID] | None = None,
) -> CampaignRegistration:
    """Keep what was filled in of a campaign and which numbers it is sent from.

    The use case stays as it was handed in (R52). Raises NotPossible while it is in review.
    """
    made = row is None
    row = row or CampaignRegistration(id=new_id(), workspace_id=current_workspace_id(), business=business)
    _editable(row)
    row.connection = business.connection
    _take(row, values, CAMPAIGN_FIELDS)
    if row.submitted_at is None:
        row.use_case = str(values.get("use_case", row.use_case))
    row.save(force_insert=made)
    if sender_ids is not None:
        mine = Sender.objects.filter(workspace_id=row.workspace_id, connection=row.connection)
        mine.filter(campaign=row).exclude(id__in=sender_ids).update(campaign=None)
        mine.filter(id__in=sender_ids).update(campaign=row)
    log_action("senders.campaign_saved", row.id)
    return row


def save_toll_free(sender: Sender, business: BrandRegistration, values: Mapping[str, Any]) -> TollFreeVerification:
    """Keep what was filled in of a toll-free verification. Raises NotPossible while it is in review."""
    row = TollFreeVerification.objects.filter(workspace_id=current_workspace_id(), sender=sender).first()
    made = row is None
    row = row or TollFreeVerification(id=new_id(), workspace_id=current_workspace_id(), sender=sender)
    _editable(row)
    row.connection, row.business = sender.connection, business
    _take(row, values, TOLL_FREE_FIELDS)
    row.save(force_insert=made)
    log_action("senders.toll_free_saved", row.id)
    return row


def _editable(row: Registered) -> None:
    if not row.editable:
        raise NotPossible("This is with the carriers now. It can be changed once they have answered.")


def _take(row: Registered, values: Mapping[str, Any], fields: tuple[str, ...]) -> None:
    for field in fields:
        if field in values:
            setattr(row, field, values[field])


def findings(row: Registered) -> tuple[checks.Finding, ...]:
    """What the carriers would turn down in a form as it stands (R51-R61)."""
    if isinstance(row, BrandRegistration):
        return checks.business(row, ein_taken=ein_taken(row))
    if isinstance(row, CampaignRegistration):
        return checks.campaign(row, row.business.brand.name, Sender.objects.filter(campaign=row, gone_at=None).count())
    if isinstance(row, TollFreeVerification):
        return checks.toll_free(row, row.business)
    raise TypeError(type(row).__name__)


def submit(row: Registered) -> None:
    """Hand a form in, by a job. Raises NotPossible with the first thing that would be turned down."""
    held = type(row)._default_manager.select_for_update().get(pk=row.pk)
    _editable(held)
    if not registry.can(held.connection.provider, Ability.REGISTRATION):
        raise NotPossible("This provider takes registrations in its own console only.")
    if wrong := checks.blocking(findings(held)):
        raise NotPossible(wrong[0].words)
    if isinstance(held, CampaignRegistration) and held.business.state != RegistrationState.APPROVED:
        raise NotPossible("The business has to be approved first. That takes minutes to a few days.")
    held.state, held.trouble, held.submitted_at = RegistrationState.SUBMITTING, "", timezone.now()
    held.save(update_fields=["state", "trouble", "submitted_at"])
    log_action("senders.submitted", held.pk)
    defer("senders.submit", queue="sync", lock=f"senders:{held.connection_id}", **ids(held))
    touch("senders")


def ids(row: Registered) -> dict[str, str]:
    return {"workspace_id": str(row.workspace_id), "registration_id": str(row.pk)}


def ask_to_read(connection: Connection) -> None:
    """Read the numbers of a connection again now."""
    if registry.can(connection.provider, Ability.REGISTRATION):
        where = {"workspace_id": str(connection.workspace_id), "connection_id": str(connection.id)}
        defer("senders.read", queue="sync", once=f"senders:{connection.id}", **where)


def read_again_at(connection: Connection, moment: datetime) -> None:
    """When the provider is asked next; one appointment a connection."""
    args = {"connection_id": str(connection.id)}
    schedule("senders.read", moment, f"senders:{connection.id}", queue="sync", args=args)
