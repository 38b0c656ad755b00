"""Jobs of the connections room; each calls one rule."""

from uuid import UUID

from procrastinate.contrib.django import app

from casa.core.accounts.jobs import RETRY
from casa.core.accounts.scope import workspace_scope
from casa.core.connections import rules
from casa.core.connections.models import Connection


@app.task(name="connections.set_up", queue="sync", retry=RETRY)
def set_up(workspace_id: str, connection_id: str) -> None:
    with workspace_scope(UUID(workspace_id)):
        connection = Connection.objects.filter(id=connection_id, disconnected_at=None).first()
        if connection is not None:
            rules.set_up(connection)
