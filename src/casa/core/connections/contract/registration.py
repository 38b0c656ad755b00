"""Registering numbers with the carriers: what a provider is told of a business, and what it says back.

A submission is a row of steps. Each makes one thing at the provider and yields at once what exists so far
(``Progress.external``), so that it can be kept before the next step begins; handed back, it goes on where it broke
off. A step whose answer was lost is looked for by our reference before it is made again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from casa.core.connections.contract.arriving import Account
from casa.lib.http import Door

Ids = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was turned down. ``code``: the industry's own number where there is one (710, 803 …), else "".

    ``vendor_code`` is the provider's. ``fields``: our names of the fields it is about.
    """

    code: str = ""
    vendor_code: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SenderFact:
    """A number as the provider has it. ``state``: approved, pending, rejected, unregistered, suspended, unknown.

    ``use_case`` and what follows are those of the campaign it sends under; ``per_second``, ``per_day`` in segments.
    """

    address: str
    external_id: str
    state: str
    country: str = ""
    capabilities: tuple[str, ...] = ()
    service_ref: str = ""
    campaign_ref: str = ""
    use_case: str = ""
    links: bool = True
    samples: tuple[str, ...] = ()
    per_second: float | None = None
    per_day: int | None = None
    since: datetime | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """The person who answers for a business."""

    first_name: str
    last_name: str
    title: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class BusinessForm:
    """A business as on its tax record (R51). ``entity``: private, public, nonprofit, government, sole."""

    reference: str
    brand_name: str
    legal_name: str
    ein: str
    entity: str
    vertical: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    website: str
    support_email: str
    support_phone: str
    contact: Contact
    stock_exchange: str = ""
    stock_symbol: str = ""


@dataclass(frozen=True, slots=True)
class CampaignForm:
    """What a brand sends (R52). ``numbers``: ids of the numbers it is sent from."""

    reference: str
    name: str
    use_case: str
    description: str
    message_flow: str
    samples: tuple[str, ...]
    opt_in_keywords: tuple[str, ...]
    opt_out_keywords: tuple[str, ...]
    help_keywords: tuple[str, ...]
    opt_in_message: str
    opt_out_message: str
    help_message: str
    privacy_url: str
    terms_url: str
    embedded_link: bool
    embedded_phone: bool
    direct_lending: bool
    age_gated: bool
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TollFreeForm:
    """The verification of one toll-free number (R60). ``number`` is the provider's id of it."""

    reference: str
    number: str
    business: BusinessForm
    registration_type: str
    use_case_categories: tuple[str, ...]
    summary: str
    sample: str
    volume: str
    opt_in_type: str
    opt_in_image_url: str
    opt_in_keywords: tuple[str, ...]
    privacy_url: str
    terms_url: str
    age_gated: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How a registration stands. ``state``: submitting, pending, approved, rejected, suspended."""

    state: str
    external: Ids
    reasons: tuple[Reason, ...] = field(default=())
    score: int | None = None
    per_second: float | None = None
    per_day: int | None = None


class Registration(Protocol):
    """``registration.py``. ``known``: the ids that earlier progress yielded."""

    def senders(self, account: Account, door: Door) -> Sequence[SenderFact]:
        """Every number of the account, with the provider's truth of its registration."""

    def submit_business(self, account: Account, door: Door, form: BusinessForm, known: Ids) -> Iterator[Progress]:
        """Register the business. Raises Refused where it cannot be begun."""

    def business_status(self, account: Account, door: Door, known: Ids) -> Progress:
        """How the business's registration stands."""

    def submit_campaign(
        self, account: Account, door: Door, form: CampaignForm, business: Ids, known: Ids
    ) -> Iterator[Progress]:
        """Register what it sends and put its numbers there. ``business``: the ids of the approved business."""

    def campaign_status(self, account: Account, door: Door, known: Ids) -> Progress:
        """How the campaign's registration stands."""

    def submit_toll_free(self, account: Account, door: Door, form: TollFreeForm, known: Ids) -> Iterator[Progress]:
        """Ask for the verification of a toll-free number, or ask again after a rejection that allows it."""

    def toll_free_status(self, account: Account, door: Door, known: Ids) -> Progress:
        """How the verification stands."""
