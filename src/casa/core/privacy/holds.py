"""What holds an erasure back: a legal hold with its reason, and business with the person that is still open."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id
from casa.core.appointments.models import KEPT, Appointment
from casa.core.privacy.models import LegalHold
from casa.core.stays.models import Reservation, ReservationStatus


def hold(person_id: UUID | None, reason: str) -> LegalHold:
    """Keep everything of a person (None: of everybody) until this is lifted. Needs its reason (GDPR art. 17(3))."""
    if not reason.strip():
        raise NotPossible("Write why this must be kept, such as the case it is needed for.")
    scope = current_scope()
    row = LegalHold.objects.create(
        workspace_id=scope.workspace_id, person_id=person_id, reason=reason.strip()[:2000], placed_by_id=scope.user_id
    )
    log_action("privacy.hold_placed", person_id, hold=str(row.id))
    return row


def lift(hold_id: UUID) -> None:
    """End a legal hold; what waited for it goes on by itself at the next sweep."""
    scope = current_scope()
    standing = LegalHold.objects.filter(workspace_id=scope.workspace_id, id=hold_id, lifted_at=None)
    if standing.update(lifted_at=timezone.now(), lifted_by_id=scope.user_id):
        log_action("privacy.hold_lifted", hold_id)


def holds_on(person_ids: Iterable[UUID]) -> QuerySet[LegalHold]:
    """The holds that stand over any of these people."""
    theirs = Q(person_id__in=list(person_ids)) | Q(person_id=None)
    return LegalHold.objects.filter(theirs, workspace_id=current_workspace_id(), lifted_at=None)


def open_business(person_ids: Iterable[UUID], now: datetime | None = None) -> str:
    """What still has to be done with them, in the host's words; empty when nothing is (GDPR art. 6(1)(b))."""
    now, ids, here = now or timezone.now(), list(person_ids), current_workspace_id()
    stay = Reservation.objects.filter(
        workspace_id=here, person_id__in=ids, status=ReservationStatus.CONFIRMED, departure__gte=now.date()
    )
    last = stay.order_by("-departure").first()
    if last is not None:
        return (
            f"They have a stay until {last.departure:%b} {last.departure.day}. Erase them after it, or cancel it first."
        )
    visits = Appointment.objects.filter(workspace_id=here, person_id__in=ids, ends_at__gte=now, status__in=KEPT)
    if visits.exists():
        return "They have an appointment that is still to come. Erase them after it, or cancel it first."
    return ""
