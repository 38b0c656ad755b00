"""Erasing at third parties what lies there of a person: asked again until they answer, and told as it is (CA-8).

Messages are asked for by the provider's own ids, written down before ours go. A provider that erases nothing by program
stands in the certificate too, with what the host does then. Asking twice does no harm: see ``contract.Erase``.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min
from django.utils import timezone

from casa.core.accounts.jobs import defer, schedule
from casa.core.accounts.live import touch
from casa.core.accounts.rules import log_action
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.connections import registry
from casa.core.connections.contract import Ability, Account, AuthFailed, NotReady, ProviderFailure
from casa.core.connections.doors import Purpose, account_of, door_of
from casa.core.connections.models import Connection
from casa.core.connections.rules import note_failure
from casa.core.inbox.models import Message
from casa.core.privacy.kinds.base import Target
from casa.core.privacy.models import AskedState, Erasure, ErasureState, ProviderErasure
from casa.core.stays.models import Reservation
from casa.core.vault.crypto import CannotOpen
from casa.lib.http import Door

JOB = "privacy.erase_there"
AT_ONCE = 100  # records a question
TRIES = 24
LONGEST_PAUSE = timedelta(hours=6)  # with 24 tries: five days
WORST = (AskedState.WAITING, AskedState.GAVE_UP, AskedState.CANNOT, AskedState.DONE)


# ------------------------------------------------------------------------------------------------ writing down


def ask(erasure: Erasure, target: Target) -> None:
    """Write down what each provider is asked, and begin. Once more for what came in meanwhile."""
    refs, others = _messages(target), _stays(target)
    rows = Connection.objects.filter(workspace_id=target.workspace_id, id__in={*refs, *others}).order_by("id")
    for connection in rows:
        if connection.live and registry.can(connection.provider, Ability.ERASE):
            _write(erasure, connection, refs[connection.id])
        else:
            _cannot(erasure, connection, len(refs[connection.id]) + others.get(connection.id, 0))
    begin(erasure)


def _messages(target: Target) -> dict[UUID, list[str]]:
    """The provider's own ids of their messages, by connection."""
    rows = Message.objects.filter(workspace_id=target.workspace_id, person_id__in=target.person_ids)
    rows = rows.filter(connection__isnull=False, external_id__isnull=False).order_by("id")
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for connection_id, ref in rows.values_list("connection_id", "external_id").iterator():
        if connection_id and ref:
            found[connection_id].append(ref)
    return found


def _stays(target: Target) -> dict[UUID, int]:
    rows = Reservation.objects.filter(workspace_id=target.workspace_id, person_id__in=target.person_ids)
    return dict(rows.order_by().values_list("connection_id").annotate(count=Count("id")))


def _write(erasure: Erasure, connection: Connection, refs: list[str]) -> None:
    pieces = (refs[first : first + AT_ONCE] for first in range(0, len(refs), AT_ONCE))
    ProviderErasure.objects.bulk_create(
        ProviderErasure(**_of(erasure, connection), refs=piece, asked=len(piece), due_at=timezone.now())
        for piece in pieces
    )


def _cannot(erasure: Erasure, connection: Connection, held: int) -> None:
    told = _why_not(connection)
    state = {"state": AskedState.CANNOT, "words": told, "asked": held, "due_at": timezone.now()}
    ProviderErasure.objects.get_or_create(**_of(erasure, connection), state=AskedState.CANNOT, defaults=state)


def _of(erasure: Erasure, connection: Connection) -> dict[str, Any]:
    here = {"workspace_id": erasure.workspace_id, "erasure_id": erasure.id}
    return here | {"connection_id": connection.id, "provider": connection.provider}


def _why_not(connection: Connection) -> str:
    """What the host does where Casa cannot ask."""
    passport = registry.manifests().get(connection.provider)
    if passport is None or not connection.live:
        return f"{connection.label} is disconnected: Casa cannot ask. Write to them and ask them to erase this person."
    why = passport.exempt.get(Ability.ERASE, "")
    return f"{why} Write to {passport.processor.legal_name} and ask them to erase this person.".strip()


# ------------------------------------------------------------------------------------------------ asking


@dataclass(frozen=True, slots=True)
class _Question:
    row: ProviderErasure
    account: Account
    door: Door


def begin(erasure: Erasure) -> None:
    """Go on with what is due of an erasure; one waiting job is enough however often it is asked for."""
    due = _waiting(erasure.id).aggregate(first=Min("due_at"))["first"]
    here = {"workspace_id": str(erasure.workspace_id), "erasure_id": str(erasure.id)}
    if due is not None and due <= timezone.now():
        defer(JOB, queue="bulk", once=f"there:{erasure.id}", lock=f"there:{erasure.id}", **here)
    elif due is not None:
        schedule(JOB, due, f"there:{erasure.id}", queue="bulk", args={"erasure_id": str(erasure.id)})


def go_on(workspace_id: UUID, erasure_id: UUID) -> None:
    """Ask the next question that is due, note the answer, and queue what is left."""
    question = _next(workspace_id, erasure_id)
    if question is None:
        return
    try:
        module = registry.ability(question.row.provider, Ability.ERASE)
        gone, failure = module.forget(question.account, question.door, question.row.refs), None
    except ProviderFailure as error:
        gone, failure = 0, error
    with workspace_scope(workspace_id):
        _note(question.row, gone, failure)
        erasure = Erasure.objects.select_for_update().get(id=erasure_id)
        _tell(erasure)
        begin(erasure)


def _waiting(erasure_id: UUID) -> Any:
    rows = ProviderErasure.objects.filter(workspace_id=current_workspace_id(), erasure_id=erasure_id)
    return rows.filter(state=AskedState.WAITING)


def _next(workspace_id: UUID, erasure_id: UUID) -> _Question | None:
    """The next question with its account open. What can no longer be asked is noted, and the next one taken."""
    with workspace_scope(workspace_id):
        due = _waiting(erasure_id).filter(due_at__lte=timezone.now()).select_related("connection")
        for row in (rows := due.order_by("due_at", "id")):
            try:
                account = account_of(row.connection)
                row.refs = list(row.refs)
                if row.connection.live:
                    return _Question(row, account, door_of(row.connection, Purpose.ERASING))
            except CannotOpen:
                pass
            _end(row, AskedState.CANNOT, _why_not(row.connection))
        if rows:
            _tell(Erasure.objects.select_for_update().get(id=erasure_id))
    return None


def _note(row: ProviderErasure, gone: int, failure: ProviderFailure | None) -> None:
    if failure is None and gone >= row.asked:
        row.gone = row.asked
        _end(row, AskedState.DONE, "")
        return
    row.gone, row.tries = max(gone, row.gone), row.tries + 1
    if row.tries >= TRIES:
        name = registry.manifest(row.provider).processor.legal_name
        _end(row, AskedState.GAVE_UP, f"Casa asked for days. Write to {name} and ask them to erase this person.")
        return
    row.due_at, row.words = timezone.now() + _pause(row.tries, failure), failure.for_user[:300] if failure else ""
    row.save(update_fields=["gone", "tries", "due_at", "words"])
    if isinstance(failure, AuthFailed):
        note_failure(row.connection, failure)  # only the host can mend that: their page of accounts says so as well
    _waiting(row.erasure_id).filter(connection_id=row.connection_id, due_at__lt=row.due_at).update(due_at=row.due_at)


def _pause(tries: int, failure: ProviderFailure | None) -> timedelta:
    asked = timedelta(seconds=(failure.retry_after or 0) if isinstance(failure, NotReady) else 0)
    return max(asked, min(timedelta(minutes=2**tries), LONGEST_PAUSE))


def _end(row: ProviderErasure, state: str, words: str) -> None:
    row.state, row.words, row.refs = state, words[:300], None
    row.save(update_fields=["state", "words", "refs", "gone", "tries"])


def resume_unfinished() -> int:
    """What a crash cut off goes on; how many erasures. Run by the sweep, in each workspace."""
    rows = Erasure.objects.filter(workspace_id=current_workspace_id())
    waiting = ProviderErasure.objects.filter(workspace_id=current_workspace_id(), state=AskedState.WAITING)
    found = list(rows.filter(id__in=waiting.values("erasure_id")))
    for erasure in found:
        begin(erasure)
    return len(found)


# ------------------------------------------------------------------------------------------------ telling


def told(erasure_id: UUID) -> list[dict[str, Any]]:
    """Each provider with what it was asked and what came of it: plain data for the certificate."""
    rows = ProviderErasure.objects.filter(workspace_id=current_workspace_id(), erasure_id=erasure_id)
    by_account: defaultdict[UUID, list[ProviderErasure]] = defaultdict(list)
    for row in rows.defer("refs").select_related("connection").order_by("provider", "id"):
        by_account[row.connection_id].append(row)
    return [_line(group) for group in by_account.values()]


def _line(group: list[ProviderErasure]) -> dict[str, Any]:
    state = min((AskedState(row.state) for row in group), key=WORST.index)
    passport = registry.manifests().get(group[0].provider)
    return {
        "name": passport.name if passport else group[0].connection.label,
        "asked": sum(row.asked for row in group),
        "gone": sum(row.gone for row in group),
        "state": state.value,
        "state_words": str(state.label),
        "words": next((row.words for row in group if row.state == state and row.words), ""),
    }


def _tell(erasure: Erasure) -> None:
    """A certificate that is written already tells what came of it since."""
    lines = told(erasure.id)
    if erasure.state == ErasureState.DONE and erasure.certificate is not None:
        erasure.certificate = erasure.certificate | {"providers": lines}
        erasure.save(update_fields=["certificate"])
        touch("privacy")
    if lines and all(line["state"] != AskedState.WAITING for line in lines):
        log_action("privacy.providers_answered", erasure.person_id, erasure=str(erasure.id))
