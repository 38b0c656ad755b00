"""A decision of the gate in words: what was answered, by which rule, with which facts."""

from typing import Any

from casa.core.consent.law import explain
from casa.core.consent.models import Decision

ANSWERS = {"allow": ("Let through", "shield-check", "ok"), "hold": ("Held", "clock", "wait"),
           "block": ("Not sent", "shield-ban", "bad")}  # fmt: skip


def face(decision: Decision) -> dict[str, Any]:
    """One decision; the facts are those written beside it at that moment."""
    said = explain(decision)
    words, icon, tone = ANSWERS.get(said.answer, (said.answer, "circle-help", ""))
    return {
        "answer": words, "icon": icon, "tone": tone, "rule": decision.rule, "at": said.at, "until": said.until,
        "words": said.words, "source": said.source, "facts": said.facts, "version": said.gate_version,
        "title": said.law.title if said.law else "", "law": said.law.words if said.law else "",
    }  # fmt: skip
