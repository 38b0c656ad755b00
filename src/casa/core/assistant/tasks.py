"""Jobs of the assistant; each calls one rule."""

from uuid import UUID

from procrastinate.contrib.django import app

from casa.core.accounts.jobs import RETRY
from casa.core.accounts.scope import workspace_scope
from casa.core.assistant import knowledge, rules, second_opinion


@app.task(name="assistant.draft", queue="assist", retry=RETRY)
def draft(workspace_id: str, conversation_id: str) -> None:
    rules.write_draft(UUID(workspace_id), UUID(conversation_id))


@app.task(name="assistant.second_opinion", queue="assist", retry=RETRY)
def ask_whether_they_stop(workspace_id: str, message_id: str) -> None:
    second_opinion.ask(UUID(workspace_id), UUID(message_id))


@app.task(name="assistant.take_details", queue="bulk", retry=RETRY)
def take_details(workspace_id: str, property_id: str) -> None:
    with workspace_scope(UUID(workspace_id)):
        knowledge.take_details(UUID(property_id))


@app.task(name="assistant.learn", queue="bulk", retry=RETRY)
def learn(workspace_id: str) -> None:
    knowledge.learn(UUID(workspace_id))
