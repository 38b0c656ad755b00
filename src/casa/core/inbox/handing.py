"""Handing over many rows that have just been claimed: every one at once, so that the gate's word is fresh for each."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import connection as database

from casa.core.accounts.live import touch
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.connections.contract import Sent
from casa.core.connections.rules import note_ok
from casa.core.inbox.models import Outbox
from casa.core.inbox.outbox import answer, not_sent, outgoing_of

AT_ONCE = 40  # texts of a batch on their way to the provider at the same time
_threads = ThreadPoolExecutor(AT_ONCE, "bulk")


def hand_over_many(workspace_id: UUID, rows: Sequence[Outbox]) -> list[Exception]:
    """Call the provider for each row, one thread a row, then note what it said; the failures among the answers.

    At most ``AT_ONCE`` rows: none waits for another, so each leaves a moment after its gate.
    """
    if not rows:
        return []
    with workspace_scope(workspace_id):
        outgoing = [outgoing_of(row) for row in rows]
    answers = list(_threads.map(answer, rows, outgoing))
    said = [(row, each) for row, each in zip(rows, answers, strict=True) if isinstance(each, Sent)]
    failed = [(row, each) for row, each in zip(rows, answers, strict=True) if isinstance(each, Exception)]
    with workspace_scope(workspace_id):
        _were_sent(said)
        if said:
            note_ok(said[0][0].connection)
    for row, failure in failed:
        with workspace_scope(workspace_id):
            not_sent(row, failure)
    return [failure for _, failure in failed]


def _were_sent(said: Sequence[tuple[Outbox, Sent]]) -> None:
    """What the outbox notes of one that left, for many with two statements. News that was quicker stays."""
    with database.cursor() as cursor:
        cursor.execute(
            "update inbox_outbox set state = 'sent', changed_at = now() where workspace_id = %s and id = any(%s) "
            "and state in ('sending', 'unsure', 'queued', 'held')",
            [current_workspace_id(), [row.id for row, _ in said]],
        )
        cursor.execute(
            "update inbox_message m set external_id = coalesce(m.external_id, n.external_id), "
            "segments = coalesce(n.segments, m.segments), status = case when status_rank <= 2 then 'sent' else status "
            "end, status_at = case when status_rank <= 2 then now() else status_at end, "
            "status_rank = greatest(status_rank, 2) "
            "from unnest(%s::uuid[], %s::text[], %s::int[]) as n(id, external_id, segments) "
            "where m.workspace_id = %s and m.id = n.id",
            [
                [row.message_id for row, _ in said],
                [sent.external_id or None for _, sent in said],
                [sent.segments for _, sent in said],
                current_workspace_id(),
            ],
        )
    touch("inbox", *(f"conversation:{row.conversation_id}" for row, _ in said))
