"""What people ask of us and how it is answered: seven rights, 30 days, one extension, never a refusal without ground.

A right that needs nobody's judgment (stop messages, no AI, restrict, object to promotions) takes effect with the
request. One that shows or destroys data waits until somebody has made sure that it is them (GDPR art. 12(6)).
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id
from casa.core.assistant import leave
from casa.core.inbox.stopping import stop_person
from casa.core.people.models import Person
from casa.core.people.rules import restrict
from casa.core.privacy import erase, export
from casa.core.privacy.guests import say
from casa.core.privacy.models import Request, RequestKind, RequestState

ANSWER_WITHIN = timedelta(days=30)  # CF-8, CA-8; GDPR art. 12(3) says one month
EXTENSION = timedelta(days=60)  # GDPR art. 12(3): two further months, once
NEEDS_IDENTITY = (RequestKind.ACCESS, RequestKind.CORRECT, RequestKind.ERASE)
AT_ONCE = (RequestKind.STOP, RequestKind.WITHDRAW_AI, RequestKind.RESTRICT)
VERIFIED = {"sms": "a code to their phone", "email": "a code to their e-mail", "staff": "a colleague made sure"}
LONGEST = 2000


def ask(person: Person, kind: str, words: str = "", *, verified: str = "", now: datetime | None = None) -> Request:
    """Somebody uses a right. One open request of a kind is enough; ``verified``: how we know that it is them."""
    if kind not in RequestKind.values:
        raise NotPossible(say("pick_right"))
    person, now, scope = erase.whole(person), now or timezone.now(), current_scope()
    row = _open(person.id, kind) or Request(
        workspace_id=scope.workspace_id, person_id=person.id, kind=kind, received_at=now, due_at=now + ANSWER_WITHIN
    )
    row.words = words.strip()[:LONGEST] or row.words
    row.by_link = row.by_link or verified in ("sms", "email")
    if verified:
        row.verified_at, row.verified_how = now, verified
    row.save()
    log_action("privacy.asked", person.id, request=str(row.id), kind=kind)
    _take_effect(person, row)
    touch("privacy")
    return row


def _open(person_id: UUID, kind: str) -> Request | None:
    rows = Request.objects.filter(workspace_id=current_workspace_id(), person_id=person_id, kind=kind)
    return rows.filter(state=RequestState.OPEN).first()


def _take_effect(person: Person, row: Request) -> None:
    """What needs no judgment is done with the request itself."""
    if row.kind == RequestKind.RESTRICT:
        restrict(person)
    if row.kind in (RequestKind.WITHDRAW_AI, RequestKind.RESTRICT):
        leave.let(person, False)
    if row.kind in (RequestKind.STOP, RequestKind.RESTRICT, RequestKind.OBJECT):
        _stop(person, "marketing" if row.kind == RequestKind.OBJECT else "all")
    if row.kind in AT_ONCE:
        _settle(row, RequestState.DONE)


def _stop(person: Person, scope: str) -> None:
    try:
        stop_person(default_brand().id, person, scope, "Asked for under their privacy rights.")
    except NotPossible:  # they have neither a number nor an e-mail: there is nothing to stop
        log_action("privacy.nothing_to_stop", person.id)


def vouch(row: Request) -> None:
    """A colleague made sure that it is them, on the phone or at the door."""
    if row.verified_at is None:
        row.verified_at, row.verified_how = timezone.now(), "staff"
        row.save(update_fields=["verified_at", "verified_how"])
        log_action("privacy.identity_checked", row.person_id, request=str(row.id))


def fulfil(row: Request) -> None:
    """Do what was asked. Access and erasure go on as jobs and settle the request at their end."""
    _still_open(row)
    if row.kind in NEEDS_IDENTITY and row.verified_at is None:
        raise NotPossible("First make sure that it is them: send their own link, or ask them what only they know.")
    person = Person.objects.get(workspace_id=row.workspace_id, id=row.person_id)
    if row.kind == RequestKind.ERASE:
        row.erasure_id = erase.begin(person).id
    elif row.kind == RequestKind.ACCESS:
        row.export_id = export.begin(person).id
    row.save(update_fields=["erasure_id", "export_id"])
    if row.kind not in (RequestKind.ERASE, RequestKind.ACCESS):
        _settle(row, RequestState.DONE)


def settle_done(work_id: UUID) -> None:
    """An erasure or a copy is done: so is the request it was begun for."""
    rows = Request.objects.filter(workspace_id=current_workspace_id(), state=RequestState.OPEN)
    for row in rows.filter(Q(erasure_id=work_id) | Q(export_id=work_id)):
        _settle(row, RequestState.DONE)


def extend(row: Request, ground: str) -> None:
    """60 more days, once, in time, and with the reason that they are told (GDPR art. 12(3))."""
    _still_open(row)
    if row.extended_at is not None:
        raise NotPossible("This was extended once already. Answer it by its day, or refuse it with the ground.")
    if timezone.now() > row.due_at:
        raise NotPossible("Its day is over: it can no longer be extended. Answer it now.")
    row.ground, row.extended_at = _ground(ground), timezone.now()
    row.due_at += EXTENSION
    row.save(update_fields=["ground", "extended_at", "due_at"])
    log_action("privacy.request_extended", row.person_id, request=str(row.id))
    touch("privacy")


def refuse(row: Request, ground: str) -> None:
    """Not done, and why. A stop is never refused (R22)."""
    _still_open(row)
    row.ground = _ground(ground)
    row.save(update_fields=["ground"])
    _settle(row, RequestState.REFUSED)


def _ground(words: str) -> str:
    if len(words.strip()) < 10:
        raise NotPossible("Write the ground in a sentence; they have a right to read it.")
    return words.strip()[:LONGEST]


def _still_open(row: Request) -> None:
    if row.state != RequestState.OPEN:
        raise NotPossible("This request is settled already.")


def _settle(row: Request, state: str) -> None:
    row.state, row.settled_at, row.settled_by_id = state, timezone.now(), current_scope().user_id
    row.save(update_fields=["state", "settled_at", "settled_by_id"])
    log_action(f"privacy.request_{state}", row.person_id, request=str(row.id), kind=row.kind)
    touch("privacy")


def page(*, settled: bool, limit: int = 25, after: UUID | None = None) -> list[Request]:
    """Open requests, the most urgent first; or settled ones, the newest first. Keyset-paged."""
    rows: Any = Request.objects.filter(workspace_id=current_workspace_id())
    rows = rows.exclude(state=RequestState.OPEN) if settled else rows.filter(state=RequestState.OPEN)
    order = ("-settled_at", "-id") if settled else ("due_at", "id")
    last = rows.filter(id=after).first() if after else None
    if last is not None and settled:
        rows = rows.filter(Q(settled_at__lt=last.settled_at) | Q(settled_at=last.settled_at, id__lt=last.id))
    elif last is not None:
        rows = rows.filter(Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, id__gt=last.id))
    return list(rows.order_by(*order)[:limit])


def request(request_id: UUID) -> Request:
    """Raises Request.DoesNotExist."""
    return Request.objects.get(workspace_id=current_workspace_id(), id=request_id)
