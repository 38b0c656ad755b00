"""What the matcher is told and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Literal, Self

Label = Literal["stop", "start", "help", "revocation_freeform", "none"]
Scope = Literal["all", "marketing", "sms", "voice", "email"]
Band = Literal["clear", "review"]
Matcher = Literal["keyword", "fuzzy", "symbol", "freeform", "model", "ignored", "context", "none"]


@dataclass(frozen=True, slots=True)
class Context:
    """What was true when the message came in.

    `opted_out`: the sender is on the stop list of this brand. `pending_optin`: our last question was whether
    they want messages. `last_outbound`: the text we sent last, to tell its echo (a reaction, a quote) from an
    answer.
    """

    opted_out: bool = False
    pending_optin: bool = False
    last_outbound: str = ""

    @classmethod
    def from_mapping(cls, facts: Mapping[str, object]) -> Self:
        """Read a context from JSON; `pending_prompt: "double_opt_in"` is another way to say
        `pending_optin`."""
        pending = bool(facts.get("pending_optin")) or facts.get("pending_prompt") in ("double_opt_in", "opt_in")
        return cls(
            opted_out=bool(facts.get("opted_out")),
            pending_optin=pending,
            last_outbound=str(facts.get("last_outbound") or ""),
        )


@dataclass(frozen=True, slots=True)
class Preference:
    """A wish about when or where to be reached (R46): never a revocation by itself.

    `kind` hours: do not reach them from `starts` to `ends`, their own clock; None where they named no hour we can
    read. `kind` channel: reach them by `channel` only. `kind` number: reach them at another number.
    """

    kind: Literal["hours", "channel", "number"]
    channel: Literal["", "sms", "voice", "email"] = ""
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message means for consent.

    `label`: stop and revocation_freeform both end consent within `scope`; start is a wish to come back.
    `effect`: what the consent rules do with it (see `EFFECTS`). `why`: one plain sentence for the audit row
    (R44), free of personal data. `rule`: the rule number. `matcher`: which part of the matcher decided.
    `program`: the one kind of message that was named (reminders, surveys, newsletter, updates) or ""; `scope` stays
    as wide as if it were not named, so that whoever knows no programs stops too much and not too little.
    `preference`: a wish about hours or channel, also beside a revocation.
    """

    label: Label
    scope: Scope | None
    effect: str
    why: str
    rule: str
    matcher: Matcher
    program: str = ""
    preference: Preference | None = None

    @property
    def suppresses(self) -> bool:
        """True when consent ends within `scope` at once."""
        return self.label in ("stop", "revocation_freeform")

    @property
    def band(self) -> Band:
        """review: stop what `scope` says at once, and a person reads the message within one business day (R21)."""
        return "review" if self.effect in ("suppress_and_review", "suppress_and_ask", "review") else "clear"

    @property
    def complaint(self) -> bool:
        """A complaint or a legal threat: keep the evidence and tell the owner (R47). It need not end contact."""
        return self.effect in ("suppress_and_preserve", "preserve")

    @property
    def wrong_number(self) -> bool:
        """The number belongs to somebody who never agreed: consent for it is void (R14)."""
        return self.effect == "suppress_number"


EFFECTS: Mapping[str, str] = {
    "suppress": "Stop sending within the scope.",
    "suppress_and_ask": "Stop sending; open a task, because the person may have meant the booking (R34).",
    "suppress_and_review": "Stop sending within the scope; a person reads it within one business day (R21, R48).",
    "suppress_number": "Stop sending; the number belongs to somebody else (R14).",
    "suppress_and_preserve": "Stop sending; keep the evidence and tell the owner (R47).",
    "preserve": "A legal threat about the stay: keep the evidence and tell the owner, sending goes on (R47).",
    "review": "Nothing is stopped; a person reads it within one business day (R48).",
    "resubscribe_prior_scope": "Restore what was consented to before, if a keyword ended it (R31).",
    "confirm_opt_in": "Record the consent that was asked for (R32).",
    "reconsent_prompt": "Ask them to send START (R31).",
    "nothing_to_restore": "START from somebody who is not on the stop list.",
    "help_reply": "Answer once with the contact details (R12).",
    "route_human": "A request for a person (R37).",
    "page_human": "An emergency (R37).",
    "ignore": "A reaction, a quotation or a robot: never act, never answer (R38).",
    "preference:hours": "Store hours in which they do not want to be reached (R46).",
    "preference:email_only": "Store that they want e-mail only; texting to them stops (R46).",
    "preference:text_only": "Store that they want texts only (R46).",
    "preference:call_only": "Store that they want calls only (R46).",
    "preference:number": "Store another number to use (R46).",
    "none": "Nothing.",
}
