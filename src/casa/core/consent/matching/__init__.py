"""Read a message for consent: opt-out, opt-in, help, free-text revocation (R20 to R22, R31 to R40, R46 to
R48).

    verdict = classify("please take me off your list", Context(opted_out=False, last_outbound="..."))
    verdict.label        stop, start, help, revocation_freeform, none
    verdict.suppresses   label is stop or revocation_freeform: end consent within `scope` at once
    verdict.scope        all, marketing, sms, voice, email; None where nothing ends
    verdict.band         clear, or review: `scope` ends at once and a person reads it within one business day (R21, R48)
    verdict.program      the one kind of message that was named (reminders, surveys, newsletter, updates), or ""
    verdict.preference   None or Preference(kind="hours"|"channel"|"number", channel, starts, ends) (R46)
    verdict.complaint    complaint or legal threat (R47); may come with label none, when it is about the stay
    verdict.wrong_number the number is somebody else's: consent for it is void (R14)
    verdict.effect       one word for what to do, see EFFECTS; verdict.why, verdict.rule, verdict.matcher: for R44

`unclear(text)`: no rule hears anything in it, yet it is near enough to a request to ask somebody (R21).

"Email only" is a revocation of scope sms and a preference channel=email; "I prefer email" has that scope and preference
too, though with label none: texting ends and nothing was revoked (R46).

Pure: no database, no network, no state. `decide.py` holds the order of decisions, the other modules its
tables. These are read on the first text, and each pattern is compiled for the first text that may hold it.
"""

from .verdict import EFFECTS, Band, Context, Label, Preference, Scope, Verdict

__all__ = ["EFFECTS", "Band", "Context", "Label", "Preference", "Scope", "Verdict", "classify", "unclear"]


def classify(text: str, context: Context = Context()) -> Verdict:  # noqa: B008 - frozen, so safe to share
    """What a message means for consent: see ``decide.classify``."""
    from .decide import classify as decide  # whoever only names the types needs no tables

    return decide(text, context)


def unclear(text: str) -> bool:
    """Whether nothing stops for a text, though it may ask for it: see ``decide.unclear``."""
    from .decide import unclear as decide

    return decide(text)
