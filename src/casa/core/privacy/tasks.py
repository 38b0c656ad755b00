"""Jobs of the privacy room; each calls one rule. Arguments are ids."""

from uuid import UUID

from procrastinate.contrib.django import app

from casa.core.accounts.jobs import RETRY
from casa.core.privacy import erase


@app.task(name="privacy.erase", queue="bulk", retry=RETRY)
def erase_person(workspace_id: str, erasure_id: str) -> None:
    erase.go_on(UUID(workspace_id), UUID(erasure_id))
