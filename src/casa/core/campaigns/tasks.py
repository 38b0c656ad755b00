"""Jobs of campaigns; each calls one rule. Arguments are ids."""

from uuid import UUID

from procrastinate.contrib.django import app

from casa.core.accounts.jobs import RETRY
from casa.core.campaigns import counting, sending, sequences, stepping


@app.task(name="campaigns.go_on", queue="bulk", retry=RETRY)
def go_on(workspace_id: str, campaign_id: str) -> None:
    sending.go_on(UUID(workspace_id), UUID(campaign_id))


@app.task(name="campaigns.count", queue="bulk", retry=RETRY)
def count(workspace_id: str, count_id: str) -> None:
    counting.count_on(UUID(workspace_id), UUID(count_id))


@app.task(name="campaigns.forget_count", queue="bulk", retry=RETRY)
def forget_count(workspace_id: str, count_id: str) -> None:
    counting.forget(UUID(workspace_id), UUID(count_id))


@app.task(name="campaigns.plan_all", queue="bulk", retry=RETRY)
def plan_all(workspace_id: str) -> None:
    sequences.plan_all(UUID(workspace_id))


@app.task(name="campaigns.plan_birthdays", queue="bulk", retry=RETRY)
def plan_birthdays(workspace_id: str) -> None:
    sequences.plan_birthdays(UUID(workspace_id))


@app.task(name="campaigns.send_step", queue="realtime", retry=RETRY)
def send_step(workspace_id: str, planned_id: str) -> None:
    stepping.send_step(UUID(workspace_id), UUID(planned_id))


@app.task(name="campaigns.sweep", queue="system")
def sweep() -> None:
    sending.sweep()
    stepping.sweep()
