"""The promise board: checks that look at the evidence and write down what they found, and what pages show of them."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.privacy import registry
from casa.core.privacy.evidence import Found
from casa.core.privacy.models import CheckState, PromiseCheck
from casa.core.privacy.registry import Promise

log = logging.getLogger(__name__)

DAYS = 30
LATE = 3
"""How many times its pause a check may be late before its row says that it is not checked."""
WORSE = {CheckState.HOLDS: 0, CheckState.PERSON: 1, CheckState.BROKEN: 2}
NOT_CHECKED = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One promise on the board. ``state``: a CheckState, or "unknown" where the last look is too long ago; ``days``
    the worst of each of the last 30, oldest first, "" where nothing was looked at."""

    promise: Promise
    state: str
    words: str
    at: datetime | None
    days: tuple[str, ...]


def check(promise: Promise) -> PromiseCheck:
    """Look at one promise's evidence now and write down what it shows. A look that fails shows that it is broken."""
    found = _look(promise)
    now = timezone.now()
    row, made = PromiseCheck.objects.select_for_update().get_or_create(
        workspace_id=current_workspace_id(),
        promise=promise.id,
        day=timezone.localdate(now),
        defaults={"state": found.state, "worst": found.state, "words": found.words, "at": now},
    )
    if not made:
        row.state, row.words, row.at = found.state, found.words, now
        row.worst = max(row.worst, found.state, key=lambda state: WORSE[CheckState(state)])
        row.save(update_fields=["state", "worst", "words", "at"])
    return row


def _look(promise: Promise) -> Found:
    missing = promise.missing()
    if missing:
        return Found(f"Not kept: {missing}"[:200], CheckState.BROKEN)
    try:
        with transaction.atomic():
            return promise.shown_by.measure()
    except Exception as error:
        log.warning("the check of the promise %s failed: %s", promise.id, type(error).__name__)
        return Found("The check itself failed. Look into the log of the worker.", CheckState.BROKEN)


def check_all(promises: Iterable[Promise] = ()) -> int:
    """Every promise, or those given; how many do not hold."""
    rows = [check(promise) for promise in promises or registry.promises()]
    touch("privacy")
    return sum(row.state == CheckState.BROKEN for row in rows)


def check_due(workspace_id: UUID) -> int:
    """Those of one workspace whose pause is over, each in a transaction of its own; how many were looked at."""
    with workspace_scope(workspace_id):
        last = {row.promise: row.at for row in _newest()}
    waiting = registry.due(last.get, timezone.now() + timedelta(seconds=30))
    for promise in waiting:
        with workspace_scope(workspace_id):
            check(promise)
    if waiting:
        with workspace_scope(workspace_id):
            touch("privacy")
    return len(waiting)


def rows() -> list[Row]:
    """The board, in one question to the database."""
    today, now = timezone.localdate(), timezone.now()
    told = PromiseCheck.objects.filter(workspace_id=current_workspace_id(), day__gt=today - timedelta(days=DAYS))
    by_promise: dict[str, dict[date, PromiseCheck]] = {}
    for row in told:
        by_promise.setdefault(row.promise, {})[row.day] = row
    return [_row(promise, by_promise.get(promise.id, {}), today, now) for promise in registry.promises()]


def row(promise: Promise) -> Row:
    """One line of the board."""
    return next(found for found in rows() if found.promise.id == promise.id)


def _row(promise: Promise, days: dict[date, PromiseCheck], today: date, now: datetime) -> Row:
    last = max(days.values(), key=lambda found: found.at, default=None)
    shown = tuple(
        days[day].worst if day in days else ""
        for day in (today - timedelta(days=back) for back in reversed(range(DAYS)))
    )
    if last is None:
        return Row(promise, NOT_CHECKED, "Not checked yet", None, shown)
    late = now - last.at > timedelta(seconds=promise.every * LATE)
    return Row(promise, NOT_CHECKED if late else last.state, last.words, last.at, shown)


def _newest() -> Iterable[PromiseCheck]:
    """The newest check of each promise."""
    rows_ = PromiseCheck.objects.filter(
        workspace_id=current_workspace_id(), day__gte=timezone.localdate() - timedelta(days=1)
    )
    return rows_.order_by("at")
