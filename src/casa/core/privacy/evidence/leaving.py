"""Evidence of what reaches third parties, and of what the assistant does."""

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from casa.core.accounts.models import Read
from casa.core.accounts.queries import workspace
from casa.core.accounts.scope import current_workspace_id
from casa.core.assistant import fence
from casa.core.assistant.mask import mask
from casa.core.assistant.models import Draft, DraftState, Run
from casa.core.connections import queries as connections
from casa.core.people.models import Person
from casa.core.privacy import datamap
from casa.core.privacy.evidence import Evidence, Fact, Facts, Found, count, found, paged, since
from casa.core.privacy.models import Transfer
from casa.core.vault.fields import warm

LAST_PROMPTS = 100
OUTCOME_WORDS = {
    "ready": "drafted", "person": "handed to a person", "nothing": "had nothing to say", "failed": "failed",
    "sent": "drafted, sent as it was", "edited": "drafted, sent after changes", "dismissed": "drafted, dismissed",
}  # fmt: skip


def transfers() -> QuerySet[Transfer]:
    return Transfer.objects.filter(workspace_id=current_workspace_id())


def egress() -> Found:
    told = transfers().filter(day__gte=since().date()).aggregate(sent=Sum("count"), refused=Sum("refused"))
    connected = {row.provider for row in connections.connections()} | {""}
    live = transfers().filter(day=timezone.now().date(), count__gt=0)
    strange = live.exclude(provider__in=connected).exclude(purpose="disconnecting").count()
    words = f"{told['sent'] or 0:,} requests, {told['refused'] or 0:,} refused"
    return found(words, person=bool(strange))


def egress_listed(_after: str) -> Facts:
    rows = transfers().filter(day__gte=since().date()).order_by("-day", "host", "purpose")[:200]
    return Facts(tuple(_transfer(row) for row in rows))


def _transfer(row: Transfer) -> Fact:
    went = f"{row.purpose.capitalize()}: {count(row.count, 'request')}, {row.refused:,} refused."
    words = f"{row.day.day} {row.day:%b %Y}, {row.host}"
    return Fact(words, f"{went} {', '.join(row.data)}", None, "wait" if row.refused else "ok")


def masked() -> Found:
    """The newest prompts that left, read again by today's mask: it finds nothing more to take out."""
    rows = list(_left()[:LAST_PROMPTS])
    warm(rows)
    open_ = sum(_holds_something(row) for row in rows)
    return found(f"{count(len(rows), 'prompt')} read again, {open_:,} with something in it", fine=not open_)


def _left() -> QuerySet[Run]:
    return Run.objects.filter(workspace_id=current_workspace_id(), left_house=True).order_by("-at")


def _holds_something(row: Run) -> bool:
    texts = (str(line.get("content", "")) for line in (row.prompt or {}).get("messages", ()))
    return any(kind in PRIVATE for text in texts for kind in _kinds(text))


PRIVATE = frozenset({"phone", "email", "card", "iban", "code"})


def _kinds(text: str) -> set[str]:
    return {placeholder[1:].split("-")[0] for placeholder in mask(text).table}


def masked_listed(after: str) -> Facts:
    return paged(_left(), "at", _run, after)


def stopped() -> Found:
    """Requests that the last look kept in the house."""
    rows = _runs().filter(at__gte=since())
    kept = rows.filter(trouble=fence.WORDS).count()
    return found(f"{count(rows.filter(left_house=True).count(), 'request')} left, {kept:,} stopped", person=bool(kept))


def stopped_listed(after: str) -> Facts:
    return paged(_runs().filter(Q(left_house=True) | Q(trouble=fence.WORDS)), "at", _run, after)


def _run(row: Run) -> Fact:
    tokens = f"{row.model}, {row.input_tokens + row.output_tokens:,} tokens" if row.left_house else "Made in the house"
    return Fact(f"Casa {OUTCOME_WORDS.get(row.outcome, row.outcome)}", tokens, row.at, "ok", row.person_id)


def _runs() -> QuerySet[Run]:
    return Run.objects.filter(workspace_id=current_workspace_id())


def sources() -> Found:
    told = _runs().filter(at__gte=since()).aggregate(runs=Count("id"), dropped=Sum("dropped"))
    return found(f"{count(told['runs'], 'draft')}, {told['dropped'] or 0:,} unsupported lines dropped")


def runs_listed(after: str) -> Facts:
    return paged(_runs(), "at", _run, after)


def ai_off() -> Found:
    """Nobody who withdrew has a living draft; with AI off in the whole workspace nobody has."""
    on = workspace(current_workspace_id()).ai_enabled
    drafts = Draft.objects.filter(workspace_id=current_workspace_id(), state__in=(DraftState.READING, DraftState.READY))
    against = (drafts.filter(person__ai_allowed=False) if on else drafts).count()
    withdrawn = _withdrawn().count()
    words = f"{count(withdrawn, 'guest')} withdrew" if on else "Off for everybody"
    return found(f"{words}, {count(against, 'draft')} against it", fine=not against)


def _withdrawn() -> QuerySet[Person]:
    return Person.objects.filter(workspace_id=current_workspace_id(), ai_allowed=False, merged_into=None)


def ai_off_listed(after: str) -> Facts:
    return paged(_withdrawn(), "created_at", lambda row: Fact("", "AI is off for them", None, "ok", row.id), after)


def runs() -> Found:
    """Each look of the assistant at somebody is followed by its line in the AI ledger."""
    written = _runs().filter(at__gte=since()).count()
    drafts = Draft.objects.filter(workspace_id=current_workspace_id(), created_at__gte=since())
    bare = drafts.exclude(state__in=(DraftState.READING, DraftState.STALE))
    unwritten = bare.exclude(id__in=_runs().filter(draft__isnull=False).values("draft_id")).count()
    looks = Read.objects.filter(workspace_id=current_workspace_id(), by_assistant=True, slot__gte=since()).count()
    words = f"{count(written, 'run')}, {count(looks, 'look')}, {unwritten:,} unwritten"
    return found(words, fine=not unwritten)


def named() -> Found:
    listed = {row.key for row in datamap.processors()}
    connected = {row.provider for row in connections.connections()}
    return found(f"{len(listed & connected)} of {len(connected)} named", fine=connected <= listed)


def named_listed(_after: str) -> Facts:
    return Facts(tuple(
        Fact(row.legal_name, f"{row.country}. {row.purpose}. {', '.join(row.data)}", tone="ok")
        for row in datamap.processors()
    ))  # fmt: skip


EGRESS = Evidence("Requests to other services, by day and purpose", egress, egress_listed)
MASKED = Evidence("Each request to a language model", masked, masked_listed)
STOPPED = Evidence("Each request that left for a model, or was stopped", stopped, stopped_listed)
SOURCES = Evidence("What the assistant wrote", sources, runs_listed)
AI_OFF = Evidence("Guests for whom AI is off", ai_off, ai_off_listed)
RUNS = Evidence("The AI ledger, the newest first", runs, runs_listed)
NAMED = Evidence("Who handles data for you, because you connected them", named, named_listed)
