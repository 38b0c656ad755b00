"""Rows of ours as the forms a provider takes."""

from collections.abc import Callable, Iterator
from typing import Any

from casa.core.connections.contract import Account, BusinessForm, CampaignForm, Contact, Progress, TollFreeForm
from casa.core.senders.models import BrandRegistration, CampaignRegistration, Registered, Sender, TollFreeVerification
from casa.lib.http import Door

Steps = Callable[[Any, Account, Door], Iterator[Progress]]


def steps_of(row: Registered) -> Steps:
    """What handing this row in does at a provider. Reads everything it needs now; asks nothing later."""
    known = dict(row.external)
    if isinstance(row, BrandRegistration):
        form = business_form(row)
        return lambda provider, account, door: provider.submit_business(account, door, form, known)
    if isinstance(row, CampaignRegistration):
        wish, business = campaign_form(row), dict(row.business.external)
        return lambda provider, account, door: provider.submit_campaign(account, door, wish, business, known)
    if isinstance(row, TollFreeVerification):
        number = toll_free_form(row)
        return lambda provider, account, door: provider.submit_toll_free(account, door, number, known)
    raise TypeError(type(row).__name__)


def business_form(row: BrandRegistration) -> BusinessForm:
    contact = row.contact or {}
    names = ("first_name", "last_name", "title", "email", "phone")
    return BusinessForm(
        reference=str(row.id),
        brand_name=row.brand.name,
        legal_name=row.legal_name,
        ein=row.ein or "",
        entity=row.entity,
        vertical=row.vertical,
        street=row.street or "",
        city=row.city,
        region=row.region,
        postal_code=row.postal_code,
        country=row.country,
        website=row.website,
        support_email=row.support_email,
        support_phone=row.support_phone,
        contact=Contact(*(str(contact.get(name, "")) for name in names)),
        stock_exchange=row.stock_exchange,
        stock_symbol=row.stock_symbol,
    )


def campaign_form(row: CampaignRegistration) -> CampaignForm:
    numbers = Sender.objects.filter(workspace_id=row.workspace_id, campaign=row, gone_at=None)
    return CampaignForm(
        reference=str(row.id),
        name=row.business.brand.name,
        use_case=row.use_case,
        description=row.description,
        message_flow=row.message_flow,
        samples=tuple(row.samples),
        opt_in_keywords=tuple(row.opt_in_keywords),
        opt_out_keywords=tuple(row.opt_out_keywords),
        help_keywords=tuple(row.help_keywords),
        opt_in_message=row.opt_in_message,
        opt_out_message=row.opt_out_message,
        help_message=row.help_message,
        privacy_url=row.privacy_url,
        terms_url=row.terms_url,
        embedded_link=row.embedded_link,
        embedded_phone=row.embedded_phone,
        direct_lending=row.direct_lending,
        age_gated=row.age_gated,
        numbers=tuple(numbers.order_by("address").values_list("external_id", flat=True)),
    )


def toll_free_form(row: TollFreeVerification) -> TollFreeForm:
    return TollFreeForm(
        reference=str(row.id),
        number=row.sender.external_id,
        business=business_form(row.business),
        registration_type=row.registration_type,
        use_case_categories=tuple(row.use_case_categories),
        summary=row.summary,
        sample=row.sample,
        volume=row.volume,
        opt_in_type=row.opt_in_type,
        opt_in_image_url=row.opt_in_image_url,
        opt_in_keywords=tuple(row.opt_in_keywords),
        privacy_url=row.privacy_url,
        terms_url=row.terms_url,
        age_gated=row.age_gated,
    )
