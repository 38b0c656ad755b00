"""What the provider says of the numbers and of the forms in review; and handing a form in, step by step.

The provider is asked outside any transaction. What it says is written in short ones.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.rules import log_action
from casa.core.accounts.scope import workspace_scope
from casa.core.connections import registry
from casa.core.connections.contract import (
    Ability,
    Account,
    AuthFailed,
    Progress,
    ProviderFailure,
    Refused,
    SenderFact,
)
from casa.core.connections.doors import Purpose, account_of, door_of
from casa.core.connections.models import Connection
from casa.core.connections.rules import note_failure, note_ok
from casa.core.senders import forms
from casa.core.senders.kinds import kind_of
from casa.core.senders.models import (
    BrandRegistration,
    CampaignRegistration,
    Registered,
    RegistrationState,
    Sender,
    SenderKind,
    SenderState,
    TollFreeVerification,
)
from casa.core.senders.reasons import told
from casa.core.senders.rules import LATER, SOON, read_again_at
from casa.lib.http import Door
from casa.lib.ids import new_id

FORMS: tuple[type[Registered], ...] = (BrandRegistration, CampaignRegistration, TollFreeVerification)
STATUS = {
    BrandRegistration: "business_status",
    CampaignRegistration: "campaign_status",
    TollFreeVerification: "toll_free_status",
}


def read(workspace_id: UUID, connection_id: UUID) -> None:
    """Read every number of a connection and every form in review, and say when to look again."""
    with workspace_scope(workspace_id):
        connection = Connection.objects.filter(id=connection_id, disconnected_at=None).first()
        if connection is None or not registry.can(connection.provider, Ability.REGISTRATION):
            return
        account, door = account_of(connection), door_of(connection, Purpose.REGISTERING)
        waiting = [row for model in FORMS for row in _in_review(model, connection)]
    provider: Any = registry.ability(connection.provider, Ability.REGISTRATION)
    try:
        heard = [(row, getattr(provider, STATUS[type(row)])(account, door, row.external)) for row in waiting]
        facts = provider.senders(account, door)
    except ProviderFailure as failure:
        with workspace_scope(workspace_id):
            note_failure(connection, failure)
            read_again_at(connection, timezone.now() + LATER)
        raise
    with workspace_scope(workspace_id):
        for row, progress in heard:
            note_progress(row, progress)
        take_senders(connection, facts)
        note_ok(connection)
        open_forms = any(_in_review(model, connection) for model in FORMS)
        read_again_at(connection, timezone.now() + (SOON if open_forms else LATER))
        touch("senders")


def _in_review(model: type[Registered], connection: Connection) -> list[Registered]:
    rows = model._default_manager.filter(workspace_id=connection.workspace_id, connection=connection)
    waiting = (RegistrationState.PENDING, RegistrationState.APPROVED, RegistrationState.SUSPENDED)
    states = waiting if model is CampaignRegistration else waiting[:1]  # a campaign may be suspended later (R59)
    return list(rows.filter(state__in=states))


def take_senders(connection: Connection, facts: Sequence[SenderFact]) -> None:
    """Bring the numbers up to date with what the provider listed; what it no longer lists is gone."""
    now = timezone.now()
    rows = {
        row.address: row for row in Sender.objects.filter(workspace_id=connection.workspace_id, connection=connection)
    }
    campaigns = _by_ref(connection)
    for fact in facts:
        kind = kind_of(fact.address)
        if kind is not None:
            _take(connection, rows.pop(fact.address, None), fact, kind, campaigns, now)
    gone = [row.id for row in rows.values() if row.gone_at is None]
    Sender.objects.filter(id__in=gone).update(gone_at=now)
    _note_idle(connection, now)


def _by_ref(connection: Connection) -> dict[str, CampaignRegistration]:
    rows = CampaignRegistration.objects.filter(workspace_id=connection.workspace_id, connection=connection)
    return {str(row.external.get("campaign")): row for row in rows if row.external.get("campaign")}


def _take(
    connection: Connection,
    row: Sender | None,
    fact: SenderFact,
    kind: SenderKind,
    campaigns: dict[str, CampaignRegistration],
    now: datetime,
) -> None:
    made = row is None
    row = row or Sender(id=new_id(), workspace_id=connection.workspace_id, connection=connection, address=fact.address)
    before = row.state
    state = fact.state if fact.state in SenderState.values else SenderState.UNKNOWN
    row.state = SenderState.APPROVED if kind == SenderKind.OTHER else state
    row.kind, row.external_id, row.service_ref = kind, fact.external_id[:60], fact.service_ref[:60]
    row.campaign_ref, row.use_case, row.links = fact.campaign_ref[:60], fact.use_case[:40], fact.links
    row.campaign = campaigns.get(fact.campaign_ref) or row.campaign
    row.capabilities = [word[:10] for word in fact.capabilities]
    row.samples, row.reasons = list(fact.samples), told(fact.reasons)
    row.per_second, row.per_day, row.since = fact.per_second, fact.per_day, fact.since
    row.checked_at, row.gone_at = now, None
    row.save(force_insert=made)
    if before != row.state:
        log_action("senders.state", row.id, before=before, now=row.state)


def _note_idle(connection: Connection, now: datetime) -> None:
    """R59: since when an approved campaign has had no number; carriers suspend it after 15 days."""
    mine = CampaignRegistration.objects.filter(workspace_id=connection.workspace_id, connection=connection)
    used = Sender.objects.filter(workspace_id=connection.workspace_id, gone_at=None).exclude(campaign=None)
    busy = list(used.values_list("campaign_id", flat=True).distinct())
    mine.filter(id__in=busy).exclude(idle_since=None).update(idle_since=None)
    idle = mine.filter(state=RegistrationState.APPROVED, idle_since=None).exclude(id__in=busy)
    idle.update(idle_since=now)


def carry_out(workspace_id: UUID, registration_id: UUID) -> None:
    """Hand one form in. Each step is kept before the next begins, so that a repeat goes on where it broke off.

    Raises NotReady and Unsure for the queue to come again. What the provider refuses opens the form again.
    """
    with workspace_scope(workspace_id):
        row = _submitting(workspace_id, registration_id)
        if row is None:
            return
        connection = row.connection
        account, door = account_of(connection), door_of(connection, Purpose.REGISTERING)
        steps = forms.steps_of(row)
    provider = registry.ability(connection.provider, Ability.REGISTRATION)
    try:
        _walk(workspace_id, row, steps, provider, account, door)
    except (Refused, AuthFailed) as failure:
        with workspace_scope(workspace_id):
            _open_again(row, failure)
    except ProviderFailure as failure:
        with workspace_scope(workspace_id):
            note_failure(connection, failure)
        raise


def _walk(workspace_id: UUID, row: Registered, steps: forms.Steps, provider: Any, account: Account, door: Door) -> None:
    for progress in steps(provider, account, door):
        with workspace_scope(workspace_id):
            note_progress(row, progress)
    with workspace_scope(workspace_id):
        read_again_at(row.connection, timezone.now() + SOON)


def _submitting(workspace_id: UUID, registration_id: UUID) -> Registered | None:
    for model in FORMS:
        found = model._default_manager.select_related("connection").filter(
            workspace_id=workspace_id, pk=registration_id
        )
        row = found.filter(state=RegistrationState.SUBMITTING).first()
        if row is not None:
            return row
    return None


def _open_again(row: Registered, failure: ProviderFailure) -> None:
    rows = type(row)._default_manager.filter(pk=row.pk, state=RegistrationState.SUBMITTING)
    rows.update(state=RegistrationState.DRAFT, trouble=failure.for_user[:300])
    if isinstance(failure, AuthFailed):
        note_failure(row.connection, failure)
    log_action("senders.refused", row.pk, code=failure.code)
    touch("senders")


def note_progress(row: Registered, progress: Progress) -> None:
    """Keep what the provider said of a form. An answer that is final is dated once."""
    held = type(row)._default_manager.select_for_update().get(pk=row.pk)
    before, now = held.state, timezone.now()
    held.state, held.external, held.checked_at = progress.state, dict(progress.external), now
    held.reasons = told(progress.reasons)
    decided = progress.state in (RegistrationState.APPROVED, RegistrationState.REJECTED, RegistrationState.SUSPENDED)
    if decided and (before != progress.state or held.decided_at is None):
        held.decided_at = now
        log_action("senders.decided", held.pk, state=str(progress.state))
    if isinstance(held, BrandRegistration) and progress.score is not None:
        held.score = progress.score
    if isinstance(held, CampaignRegistration) and progress.per_second is not None:
        held.per_second, held.per_day = progress.per_second, progress.per_day
    held.save()
    touch("senders")
