"""Drafting: gather facts, compose or ask a model, check, keep, and write the ledger.

A conversation has one living draft, for its newest message; a newer message makes it stale. With AI switched off for
the workspace or withdrawn by the person, nothing leaves the house and nothing is drafted.
"""

import time
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casa.core.accounts.jobs import defer
from casa.core.accounts.live import touch
from casa.core.accounts.queries import default_brand, workspace
from casa.core.accounts.rules import NotPossible, log_action, log_reads
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.assistant import compose, fence, prompt
from casa.core.assistant.check import Dropped, check
from casa.core.assistant.facts import Fact, Situation, gather
from casa.core.assistant.models import Draft, DraftState, Run
from casa.core.assistant.queries import ALIVE, living_draft
from casa.core.assistant.situation import situation_of
from casa.core.connections import registry
from casa.core.connections.contract import Ability, Completion, Prompt, ProviderFailure
from casa.core.connections.doors import Purpose, account_of, door_of
from casa.core.connections.models import Connection
from casa.core.connections.rules import note_failure, note_ok
from casa.core.consent.gate import TEXTS
from casa.core.consent.ledger import live_stop
from casa.core.consent.matching import unclear
from casa.core.inbox.models import Conversation, Direction, Message
from casa.core.inbox.rules import mark_urgent
from casa.core.inbox.stopping import hear_question
from casa.core.people.queries import identities
from casa.lib.http import Door
from casa.lib.ids import new_id

BUILT_IN = "built-in"
URGENT_WORDS = "Needs you now"


@dataclass(frozen=True, slots=True)
class Work:
    """Everything one drafting needs, opened while the workspace scope was open."""

    draft_id: UUID
    message: str
    situation: Situation
    facts: list[Fact]
    read: compose.Triage
    connection: Connection | None
    account: Any = None
    door: Door | None = None


def write_draft(workspace_id: UUID, conversation_id: UUID) -> None:
    """Draft an answer to what a guest wrote last. Safe to repeat; the model is asked outside any transaction."""
    with workspace_scope(workspace_id):
        work = _begin(conversation_id)
    if work is None:
        return
    started = time.monotonic()
    answer, asked, completion, trouble = _compose(workspace_id, work)
    with workspace_scope(workspace_id):
        _keep(work, answer, asked, completion, trouble, int((time.monotonic() - started) * 1000))


def _begin(conversation_id: UUID) -> Work | None:
    conversation = (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("person", "property", "reservation__property")
        .filter(workspace_id=current_workspace_id(), id=conversation_id)
        .first()
    )
    if conversation is None:
        return None
    if has_stopped(conversation):  # R33: no machine answers them; what stood there is dropped (R41)
        hear_question(conversation)
        dismiss_draft(conversation)
        return None
    if not may_draft(conversation):
        return None
    asked = unanswered(conversation)
    if not asked or _already(conversation, asked[-1]):
        return None
    draft = _start(conversation, asked[-1])
    situation = situation_of(conversation)
    text = "\n".join(message.body for message in asked)
    read = compose.triage(text, situation.language, situation.host_signature)
    log_reads([conversation.person_id], "draft", by_assistant=True)
    work = Work(draft.id, text, situation, gather(situation), read, model_connection())
    if work.connection is None:
        return work
    _ask_whether_they_stop(asked)
    return replace(work, account=account_of(work.connection), door=door_of(work.connection, Purpose.DRAFTING))


def _ask_whether_they_stop(asked: list[Message]) -> None:
    """Queue a second opinion on each text that might ask us to stop and in which no rule hears it (R21)."""
    for message in asked:
        if message.channel in TEXTS and unclear(message.body):
            here = {"workspace_id": str(message.workspace_id), "message_id": str(message.id)}
            defer("assistant.second_opinion", queue="assist", once=f"assistant.second_opinion:{message.id}", **here)


def may_draft(conversation: Conversation) -> bool:
    """AI is on for the workspace, this person has not withdrawn their leave (promise CA-1c), and their data is not
    restricted (GDPR art. 18)."""
    person = conversation.person
    return workspace(conversation.workspace_id).ai_enabled and person.ai_allowed and person.restricted_at is None


def has_stopped(conversation: Conversation) -> bool:
    """They write by text and stand on the stop list: a person answers, if the gate lets them."""
    if conversation.channel not in TEXTS:
        return False
    numbers = (row.value for row in identities(conversation.person_id) if row.kind == "phone")
    return any(live_stop(default_brand().id, "phone", number, "sms") is not None for number in numbers)


def unanswered(conversation: Conversation, most: int = 5) -> list[Message]:
    """What the guest wrote since our last word, oldest first."""
    rows = Message.objects.filter(
        workspace_id=conversation.workspace_id, conversation=conversation, direction__in=(Direction.IN, Direction.OUT)
    ).order_by("-sent_at", "-id")[:20]
    found: list[Message] = []
    for message in rows:
        if message.direction == Direction.OUT and not message.automatic and message.status != "cancelled":
            break
        if conversation.waiting_since and message.sent_at < conversation.waiting_since:
            break
        if message.direction == Direction.IN and not message.automatic:
            found.append(message)
    return list(reversed(found[:most]))


def _already(conversation: Conversation, last: Message) -> bool:
    draft = living_draft(conversation)
    return draft is not None and draft.for_message_id == last.id and draft.state != DraftState.READING


def _start(conversation: Conversation, last: Message) -> Draft:
    retire(conversation, DraftState.STALE)
    draft = Draft.objects.create(
        id=new_id(),
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        person_id=conversation.person_id,
        for_message=last,
    )
    touch(f"conversation:{conversation.id}")
    return draft


def retire(conversation: Conversation, state: str) -> int:
    """End the living draft."""
    rows = Draft.objects.filter(workspace_id=conversation.workspace_id, conversation=conversation, state__in=ALIVE)
    return rows.update(state=state, changed_at=timezone.now())


def model_connection() -> Connection | None:
    """The connected language model, if there is one."""
    rows = Connection.objects.filter(workspace_id=current_workspace_id(), disconnected_at=None)
    return next((row for row in rows.order_by("connected_at") if registry.can(row.provider, Ability.LLM)), None)


# ------------------------------------------------------------------------------------------------ composing

Answer = tuple[compose.Draft, tuple[Dropped, ...]]


def _compose(workspace_id: UUID, work: Work) -> tuple[Answer, prompt.Prompt | None, Completion | None, str]:
    """With the model where one is set and may see the message; else, or when it fails, from the facts alone."""
    if work.connection is None or work.read.decision != "draft":
        return _built_in(work), None, None, ""
    asked = prompt.build(work.message, work.situation, work.facts, work.read.language)
    if fence.unmasked(asked):
        return _built_in(work), None, None, fence.WORDS
    if not still_wanted(workspace_id, work):
        return _built_in(work), None, None, ""
    try:
        completion = _ask(work, asked)
        if not completion.complete:
            return _built_in(work), asked, completion, "The model's answer was cut short."
        answer = prompt.read_answer(completion.text, work.facts, asked.table)
        done = prompt.finish(answer, work.situation, work.facts, work.read)
        return (done.draft, done.dropped), asked, completion, ""
    except ProviderFailure as failure:
        with workspace_scope(workspace_id):
            note_failure(work.connection, failure)
        return _built_in(work), asked, None, failure.for_user
    except prompt.BadAnswer as bad:
        return _built_in(work), asked, None, str(bad)


def still_wanted(workspace_id: UUID, work: Work) -> bool:
    """Whether nobody withdrew their leave, or wrote on, since the drafting began: asked before anything leaves."""
    with workspace_scope(workspace_id):
        return Draft.objects.filter(workspace_id=workspace_id, id=work.draft_id, state=DraftState.READING).exists()


def _built_in(work: Work) -> Answer:
    done = check(compose.compose(work.message, work.situation, work.facts, work.read), work.facts, work.situation.now)
    return done.draft, done.dropped


def _ask(work: Work, asked: prompt.Prompt) -> Completion:
    assert work.connection is not None
    request = Prompt(
        asked.system,
        tuple((str(line["role"]), str(line["content"])) for line in asked.messages),
        schema=asked.schema,
        opaque_user=str(work.draft_id),
    )
    found: Completion = registry.ability(work.connection.provider, Ability.LLM).complete(
        work.account, work.door, request
    )
    return found


# ------------------------------------------------------------------------------------------------ keeping

STATES = {"draft": DraftState.READY, "person": DraftState.PERSON, "nothing": DraftState.NOTHING}


def _keep(
    work: Work, answer: Answer, asked: prompt.Prompt | None, completion: Completion | None, trouble: str, took: int
) -> None:
    """Store the draft unless something newer has overtaken it; the ledger gets its row either way."""
    made, dropped = answer
    draft = Draft.objects.select_for_update().get(id=work.draft_id)
    if draft.state == DraftState.READING:
        draft.state = STATES[made.decision]
        draft.content = _content(made, work.facts)
        draft.reason = made.reason[:200]
        draft.urgent = URGENT_WORDS if made.urgent else ""
        draft.model = completion.model if completion and not trouble else BUILT_IN
        draft.changed_at = timezone.now()
        draft.save()
        _show(draft)
    _write_run(work, draft, made, dropped, asked, completion, trouble, took)
    if work.connection is not None and completion is not None:
        note_ok(work.connection)


def _content(made: compose.Draft, facts: list[Fact]) -> dict[str, Any]:
    cited = {fact_id for claim in made.claims for fact_id in claim.fact_ids}
    return {
        "greeting": made.greeting,
        "claims": [{"text": claim.text, "facts": list(claim.fact_ids), "sure": claim.sure} for claim in made.claims],
        "holding": made.holding,
        "closing": made.closing,
        "unanswered": list(made.unanswered),
        "language": made.language,
        "facts": [
            {"id": fact.id, "kind": fact.kind, "label": fact.label, "text": fact.text, "where": fact.where}
            for fact in facts
            if fact.id in cited
        ],
    }


def _show(draft: Draft) -> None:
    conversation = Conversation.objects.select_for_update().get(id=draft.conversation_id)
    conversation.has_draft = draft.state == DraftState.READY
    conversation.save(update_fields=["has_draft"])
    if draft.urgent and not conversation.urgent:
        mark_urgent(conversation, draft.urgent)
    touch("inbox", f"conversation:{conversation.id}")


def _write_run(
    work: Work,
    draft: Draft,
    made: compose.Draft,
    dropped: tuple[Dropped, ...],
    asked: prompt.Prompt | None,
    completion: Completion | None,
    trouble: str,
    took: int,
) -> None:
    """One row of the AI ledger (promise CF-1e): what left, masked; what came back; what became of it."""
    Run.objects.create(
        id=new_id(),
        workspace_id=draft.workspace_id,
        conversation_id=draft.conversation_id,
        person_id=draft.person_id,
        draft=draft,
        connection=work.connection,
        model=completion.model if completion else BUILT_IN,
        left_house=asked is not None,
        prompt={"system": asked.system, "messages": [dict(line) for line in asked.messages]} if asked else None,
        answer=completion.text if completion else None,
        fact_ids=[fact.id for fact in work.facts],
        dropped=len(dropped),
        input_tokens=completion.input_tokens if completion else 0,
        output_tokens=completion.output_tokens if completion else 0,
        took_ms=took,
        outcome=STATES[made.decision].value,
        trouble=trouble[:200],
    )


# ----------------------------------------------------------------------------------------------- what people do with it


def ask_again(conversation: Conversation) -> None:
    """Redo: a fresh draft from the facts as they are now."""
    if not may_draft(conversation):
        raise NotPossible("The assistant is switched off here.")
    retire(conversation, DraftState.STALE)
    last = unanswered(conversation)
    if last:
        _start(conversation, last[-1])
    defer(
        "assistant.draft",
        queue="assist",
        once=f"assistant.draft:{conversation.id}",
        workspace_id=str(conversation.workspace_id),
        conversation_id=str(conversation.id),
    )
    log_action("assistant.asked_again", conversation.id)


def dismiss_draft(conversation: Conversation) -> None:
    """The host will write it alone."""
    if retire(conversation, DraftState.DISMISSED):
        _outcome(conversation, "dismissed")
    conversation.has_draft = False
    conversation.save(update_fields=["has_draft"])
    touch("inbox", f"conversation:{conversation.id}")


def note_used(conversation: Conversation, draft_id: str, sent: str) -> None:
    """A reply went out while a draft stood there: used as it was, edited, or passed over."""
    draft = living_draft(conversation)
    if draft is None:
        return
    share = edited_share(plain(draft), sent)
    used = str(draft.id) == draft_id
    Draft.objects.filter(id=draft.id).update(state=DraftState.USED if used else DraftState.STALE)
    _outcome(conversation, ("sent" if share == 0 else "edited") if used else "passed_over", share if used else None)


def _outcome(conversation: Conversation, outcome: str, share: float | None = None) -> None:
    with transaction.atomic():
        run = (
            Run.objects.filter(workspace_id=conversation.workspace_id, conversation=conversation, purpose="draft")
            .order_by("-at")
            .first()
        )
        if run is not None:
            Run.objects.filter(id=run.id).update(outcome=outcome, edited_share=share)


def plain(draft: Draft) -> str:
    """A draft as the text that would be sent, on one line."""
    content = draft.content or {}
    said, holding = [claim["text"] for claim in content.get("claims", [])], content.get("holding", "")
    body = [holding, *said] if draft.urgent else [*said, holding]
    return " ".join(part for part in (content.get("greeting", ""), *body, content.get("closing", "")) if part)


def edited_share(before: str, after: str) -> float:
    """How much of a draft was changed before it was sent, 0 to 1."""
    return round(1 - SequenceMatcher(None, before.split(), after.split()).ratio(), 3)
