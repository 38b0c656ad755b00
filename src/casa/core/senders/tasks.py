"""Jobs of the senders room; each calls one rule. Arguments are ids."""

from uuid import UUID

from procrastinate.contrib.django import app

from casa.core.accounts.jobs import RETRY
from casa.core.senders import reading, site


@app.task(name="senders.read", queue="sync", retry=RETRY)
def read(workspace_id: str, connection_id: str) -> None:
    reading.read(UUID(workspace_id), UUID(connection_id))


@app.task(name="senders.submit", queue="sync", retry=RETRY)
def submit(workspace_id: str, registration_id: str) -> None:
    reading.carry_out(UUID(workspace_id), UUID(registration_id))


@app.task(name="senders.look_at_site", queue="bulk", retry=RETRY)
def look_at_site(workspace_id: str, business_id: str) -> None:
    site.look(UUID(workspace_id), UUID(business_id))
