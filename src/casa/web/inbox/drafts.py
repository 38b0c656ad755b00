"""A draft as the composer shows it: pieces of text with their sources beside them."""

from typing import Any

from django.urls import reverse

from casa.core.assistant.models import Draft

ICONS = {
    "knowledge": "book-open", "reservation": "calendar-range", "property": "house", "calendar": "calendar-check",
    "message": "message-square-text", "policy": "scale",
}  # fmt: skip


def draft_view(draft: Draft | None, slug: str) -> dict[str, Any] | None:
    """None where there is nothing to show."""
    if draft is None:
        return None
    content = draft.content or {}
    facts = {fact["id"]: fact for fact in content.get("facts", [])}
    claims = [_piece(claim, facts, slug) for claim in content.get("claims", [])]
    holding = _frame(content.get("holding", ""))
    said = holding + claims if draft.urgent else claims + holding  # calm words come first
    greeting, closing = _frame(content.get("greeting", ""), "{}\n"), _frame(content.get("closing", ""), "\n{}")
    return {
        "id": str(draft.id),
        "state": draft.state,
        "pieces": greeting + said + closing if said else [],
        "unanswered": content.get("unanswered", []),
        "note": "" if any(piece["sources"] for piece in claims) else "nothing that Casa knows answers this",
        "urgent": bool(draft.urgent),
        "reason": draft.reason,
        "lang": content.get("language", ""),
        "model_words": "" if draft.model in ("", "built-in") else f"Written with {draft.model}",
    }


def _frame(words: str, line: str = "{}") -> list[dict[str, Any]]:
    """What states nothing and so has no source; greeting and name stand on lines of their own, as in a letter."""
    return [{"text": line.format(words), "sources": []}] if words else []


def _piece(claim: dict[str, Any], facts: dict[str, Any], slug: str) -> dict[str, Any]:
    known = [facts[fact_id] for fact_id in claim.get("facts", []) if fact_id in facts]
    return {"text": claim["text"], "sources": [_source(fact, slug) for fact in known]}


def _source(fact: dict[str, Any], slug: str) -> dict[str, Any]:
    knowledge = fact["kind"] == "knowledge"
    return {
        "label": fact["label"],
        "icon": ICONS.get(fact["kind"], "book-open"),
        "passage": fact["text"],
        "url": reverse("knowledge", args=[slug]) + f"#k-{fact['id'].split(':', 1)[1]}" if knowledge else "",
    }
