"""Jobs of consent; each calls one rule. Arguments are ids."""

from uuid import UUID

from procrastinate.contrib.django import app

from casa.core.accounts.jobs import RETRY
from casa.core.consent import imports, reconcile


@app.task(name="consent.import", queue="bulk", retry=RETRY)
def bring_in(workspace_id: str, run_id: str) -> None:
    imports.carry_on(UUID(workspace_id), UUID(run_id))


@app.task(name="consent.reconcile", queue="sync", retry=RETRY)
def read_truth(workspace_id: str, connection_id: str) -> None:
    reconcile.reconcile(UUID(workspace_id), UUID(connection_id))
