"""Jobs of the inbox; each calls one rule. Arguments are ids."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from casa.core.accounts.jobs import RETRY
from casa.core.accounts.scope import workspace_scope
from casa.core.connections.intake import drain as drain_deliveries
from casa.core.inbox import attachments, intake, outbox, rules, sync


@app.task(name="inbox.drain", queue="realtime", retry=RETRY)
def drain(workspace_id: str) -> None:
    drain_deliveries(UUID(workspace_id), intake.hear_first, intake.place)


@app.task(name="inbox.hand_over", queue="realtime", retry=RETRY)
def hand_over(workspace_id: str, conversation_id: str) -> None:
    outbox.drain(UUID(workspace_id), UUID(conversation_id))


@app.task(name="inbox.look", queue="system", retry=RETRY)
def look(workspace_id: str, outbox_id: str) -> None:
    outbox.look(UUID(workspace_id), UUID(outbox_id))


@app.task(name="inbox.settle", queue="system")
def settle() -> None:
    outbox.settle_stuck()


@app.task(name="inbox.wake", queue="realtime", retry=RETRY)
def wake(workspace_id: str, conversation_id: str) -> None:
    with workspace_scope(UUID(workspace_id)):
        conversation = rules.held(UUID(conversation_id))
        if conversation.status == "snoozed" and (conversation.snoozed_until or timezone.now()) <= timezone.now():
            rules.reopen(conversation)


@app.task(name="inbox.fetch_media", queue="sync", retry=RETRY)
def fetch_media(workspace_id: str, message_id: str) -> None:
    attachments.fetch(UUID(workspace_id), UUID(message_id))


@app.task(name="inbox.sync", queue="sync", retry=RETRY)
def sync_connection(workspace_id: str, connection_id: str) -> None:
    sync.run(UUID(workspace_id), UUID(connection_id))


@app.task(name="inbox.refetch", queue="sync", retry=RETRY)
def refetch(workspace_id: str, connection_id: str, kind: str, external_id: str) -> None:
    sync.refetch(UUID(workspace_id), UUID(connection_id), kind, external_id)


@app.task(name="connections.erase", queue="bulk", retry=RETRY)
def erase(workspace_id: str, connection_id: str) -> None:
    sync.erase_synced(UUID(workspace_id), UUID(connection_id))
