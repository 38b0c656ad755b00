"""What a message asks of a person: to be read within a business day (R21, R33, R48), or kept as a wish (R46)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.rules import log_action
from casa.core.accounts.scope import current_scope
from casa.core.consent.deadlines import TO_READ, add_business_days
from casa.core.consent.ledger import address_of
from casa.core.consent.matching import Preference as Wish
from casa.core.consent.matching import Verdict
from casa.core.consent.models import Preference, Review
from casa.core.consent.writing import suppress
from casa.lib.ids import new_id


@dataclass(frozen=True, slots=True)
class Said:
    """A message on its way into the ledgers."""

    brand: Brand
    channel: str
    kind: str
    value: str
    text: str
    at: datetime
    ref: str
    received_on: str = ""

    def write(self, reason: str, scope: str, verdict: Verdict, *, channel: str = "", restores: bool = False) -> bool:
        return suppress(
            self.brand.id, channel or self.channel, self.kind, self.value, reason, scope, at=self.at, text=self.text,
            ref=self.ref, rule=verdict.rule, restores=restores, matcher=verdict.matcher, received_on=self.received_on,
            received_at=timezone.now(),
        )  # fmt: skip


def open_review(said: Said, kind: str) -> None:
    """Put a message before a person, to be read within one business day (R21, R33, R48). Once a message; of questions
    one at a time."""
    here = current_scope()
    rows = Review.objects.filter(
        workspace_id=here.workspace_id, brand=said.brand, address=address_of(said.kind, said.value), kind=kind
    )
    if rows.filter(message_ref=said.ref).exists() or (kind == "question" and rows.filter(settled_at=None).exists()):
        return
    now = timezone.now()
    review = Review.objects.create(
        id=new_id(),
        workspace_id=here.workspace_id,
        brand=said.brand,
        address=address_of(said.kind, said.value),
        address_kind=said.kind,
        channel=said.channel,
        kind=kind,
        value=said.value,
        text=said.text or None,
        message_ref=said.ref,
        at=now,
        due_at=now if kind == "complaint" else add_business_days(now, TO_READ),
    )
    log_action("consent.review_opened", review.id, kind=kind)
    touch("consent", "today")


def keep_wish(brand_id: UUID, kind: str, value: str, wish: Wish, *, text: str = "", ref: str = "") -> None:
    """The newest wish of a kind counts. The matcher names the quiet time; a wish is kept as the time that is left."""
    here = Preference.objects.filter(
        workspace_id=current_scope().workspace_id, brand_id=brand_id, address=address_of(kind, value), kind=wish.kind
    )
    if ref and here.filter(message_ref=ref).exists():
        return
    here.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    Preference.objects.create(
        id=new_id(),
        workspace_id=current_scope().workspace_id,
        brand_id=brand_id,
        address=address_of(kind, value),
        kind=wish.kind,
        starts=wish.ends,
        ends=wish.starts,
        channel=wish.channel,
        text=text or None,
        message_ref=ref,
        at=timezone.now(),
    )
