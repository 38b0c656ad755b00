"""Jobs of the privacy room; each calls one rule. Arguments are ids."""

from uuid import UUID

from procrastinate.contrib.django import app

from casa.core.accounts.jobs import RETRY
from casa.core.accounts.scope import workspace_scope
from casa.core.privacy import board, closing, elsewhere, erase, export, policies, retention, telling


@app.task(name="privacy.erase", queue="bulk", retry=RETRY)
def erase_person(workspace_id: str, erasure_id: str) -> None:
    erase.go_on(UUID(workspace_id), UUID(erasure_id))


@app.task(name="privacy.erase_there", queue="bulk", retry=RETRY)
def erase_there(workspace_id: str, erasure_id: str) -> None:
    elsewhere.go_on(UUID(workspace_id), UUID(erasure_id))


@app.task(name="privacy.export", queue="bulk", retry=RETRY)
def make_export(workspace_id: str, export_id: str) -> None:
    export.make(UUID(workspace_id), UUID(export_id))


@app.task(name="privacy.forget_export", queue="bulk", retry=RETRY)
def forget_export(workspace_id: str, export_id: str) -> None:
    with workspace_scope(UUID(workspace_id)):
        export.forget(UUID(export_id))


@app.task(name="privacy.check", queue="system", retry=RETRY)
def check_promises(workspace_id: str) -> None:
    board.check_due(UUID(workspace_id))


@app.task(name="privacy.sweep", queue="bulk", retry=RETRY)
def sweep(workspace_id: str) -> None:
    retention.tidy(UUID(workspace_id))


@app.task(name="privacy.announce", queue="bulk", retry=RETRY)
def announce_policy(workspace_id: str, version_id: str) -> None:
    policies.announce(UUID(workspace_id), UUID(version_id))


@app.task(name="privacy.tell_people", queue="bulk", retry=RETRY)
def tell_people(workspace_id: str, breach_id: str) -> None:
    telling.go_on(UUID(workspace_id), UUID(breach_id))


@app.task(name="privacy.close", queue="bulk", retry=RETRY, lock="privacy.close")
def close_workspace(workspace_id: str) -> None:
    closing.go_on(UUID(workspace_id))
