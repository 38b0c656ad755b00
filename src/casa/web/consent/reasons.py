"""A decision of the gate in words."""

from datetime import datetime
from typing import Any

from casa.core.consent.models import Decision

ANSWERS = {"allow": ("Let through", "shield-check", "ok"), "hold": ("Held", "clock", "wait"),
           "block": ("Not sent", "shield-ban", "bad")}  # fmt: skip
LABELS = {
    "channel": "Channel", "kind": "Kind of message", "program": "Program", "suppressed": "On the stop list",
    "suppression_reason": "Why on the stop list", "suppression_checked_at": "Stop list read at",
    "consent_class": "What they agreed to", "consent_source": "How they agreed", "consent_at": "Agreed on",
    "reply_within_day": "Answers their message of the last day", "relay": "A platform’s relay number",
    "number_check": "Reassigned-number check", "do_not_call": "On do-not-call lists", "segments": "Parts of the text",
    "country": "Country of the number", "states": "States it may be in", "recipient_zone": "Their clock",
    "zone_source": "How the clock is known", "local_time": "Their time then",
    "contacts_in_a_day": "Messages to them in a day", "sender_kind": "Kind of sender",
    "sender_approved": "Sender approved", "sent_today": "Sent today, all together",
    "gate_version": "Version of the gate",
}  # fmt: skip


def face(decision: Decision) -> dict[str, Any]:
    """One decision; the facts are those written beside it, in the order in which they count."""
    words, icon, tone = ANSWERS.get(decision.answer, (decision.answer, "circle-help", ""))
    facts = decision.facts
    return {
        "answer": words, "icon": icon, "tone": tone, "rule": decision.rule, "at": decision.at, "until": decision.until,
        "words": facts.get("words", ""), "source": facts.get("source", ""),
        "facts": [(label, said(facts[key])) for key, label in LABELS.items() if key in facts],
    }  # fmt: skip


def said(value: object) -> str:
    """A fact as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "none"
    text = str(value) if value not in (None, "") else "none"
    if len(text) > 15 and text[10:11] == "T":
        return f"{datetime.fromisoformat(text):%-d %b %Y, %-I:%M %p %Z}".strip()
    return text.replace("_", " ")
