"""One message in, one verdict out. The order is that of R39: reactions and robots, keyword, context, free
text."""

import re
from collections.abc import Callable

from casa.lib.text import clip, fold

from . import english_grievances, envelope, keywords, phrases
from .keyword import KeywordMatch, is_wordless, match_keyword
from .opinion import DOUBT, score
from .prefilter import Search
from .revocation import find_revocation, read
from .spoken import spoken
from .verdict import Context, Matcher, Verdict

HEAD, TAIL = 6000, 2000
"""How much of a long message is read: its beginning and its end, after white space is squeezed."""

_NOTHING = Verdict("none", None, "none", "Nothing about consent.", "R36", "none")
_EMERGENCY = Search(
    r"\b(?:fire|smoke is|flood\w*|burst|gas (?:leak|smell)|smell(?:s|ing)? gas|carbon monoxide|bleeding|unconscious|"
    r"ambulance|911|112|heart attack|not breathing|break ?in|broke in|intruder|electrocuted|drowning|seizure|"
    r"overflowing|incendio|inondation|incendie)\b"
)
_ASKS_FOR_HELP = Search(
    r"\b(?:help|info|information|assist\w*|ayuda\w*|ayude\w*|aide[rz]?|aidez|hilfe|helfen|ajuda\w*|aiuto|aiutar\w*|"
    r"need someone|speak to|talk to a)\b"
)
_WANTS_BACK = re.compile(
    r"\b(?:start|resume|restart|begin|turn on|turn back on)(?: \w+){0,3} (?:texting|texts|messages|messaging|sending|"
    r"notifications|reminders|alerts|updates)\b|\b(?:want|like|need|have|get)(?: \w+){0,3} (?:texts|messages|"
    r"notifications|reminders|alerts|updates)(?: \w+){0,2} (?:back|again)\b|\b(?:sign|opt|put|add|resubscribe|re "
    r"subscribe|subscribe) (?:me|us) (?:back|up again|in again|again|back in|back up|back on)\b|\b(?:texted|sent|"
    r"replied|said|typed|unsubscribed|opted out|stopped) (?:stop |it |out )?by (?:mistake|accident)\b|\baccidentally "
    r"(?:\w+ )?(?:stop|unsubscribed|opted out|stopped|texted)\b|\b(?:keep|continue) (?:sending|texting|messaging)\b|"
    r"\b(?:can|may) (?:text|message|contact|send) (?:me|us) again\b|\bvolver a recibir\b|"
    r"\bundo (?:the )?(?:stop|opt out|unsubscribe)\b"
)
_BOOKING_QUESTION = re.compile(
    r"\b(?:reservation|booking|appointment|visit|stay|confirm|check ?in|check ?out|arrival|cleaning|service)\b"
)
_ABOUT_MESSAGES = re.compile(
    r"\b(?:texts?|messages?|subscrib\w+|unsubscrib\w+|opt\w*|alerts?|updates|notifications|start|sms|offers|news)\b"
)


def classify(text: str, context: Context = Context()) -> Verdict:  # noqa: B008 - frozen, so safe to share
    """Say what a message means for consent. Never raises, whatever the text; reads at most `HEAD + TAIL`
    characters.

    Pass every text part of a message joined by line feeds, with the MMS subject and an RCS postback (R40).
    """
    clipped = clip(text, HEAD, TAIL)
    folded = fold(clipped)
    if envelope.is_reaction(folded, context.last_outbound):  # R38
        return Verdict("none", None, "ignore", "A reaction that repeats a message.", "R38", "ignored")
    own = _own_words(clipped, context)
    verdict = _by_symbol(own) or _by_keyword(match_keyword(own), context)
    if verdict:
        return verdict
    if envelope.is_robot(folded):  # R38
        return Verdict("none", None, "ignore", "Written by a network, a phone or another business.", "R38", "ignored")
    return _not_this_person(own) or _by_free_text(folded if own is clipped else fold(own), context)


def unclear(text: str) -> bool:
    """Whether no rule speaks, though the words are near enough to a request to stop to ask somebody (R21)."""
    verdict = classify(text)
    if verdict.label != "none" or verdict.effect not in ("none", "route_human"):
        return False
    own = fold(_own_words(clip(text, HEAD, TAIL), Context()))
    return score(read(spoken(own)).rest) >= DOUBT


def _own_words(text: str, context: Context) -> str:
    """What the sender wrote themselves; a message made only of quotation marks and a keyword is still
    theirs."""
    own = envelope.drop_subject(text)
    if "\n" in own or own.startswith((">", "|")):
        own = envelope.drop_quotes(own)
    if context.last_outbound:
        own = envelope.drop_echo(own, context.last_outbound)
    if not own and "\n" not in text:
        return text.lstrip("> |")
    return own


def _by_symbol(text: str) -> Verdict | None:
    """R48: a lone symbol. Only the stop sign is a keyword; the others may be a greeting."""
    if len(text) > 80 or text.isascii() or not is_wordless(text):
        return None
    signs = set(text)
    if signs & keywords.STOP_SYMBOLS:
        return Verdict("stop", "all", "suppress", "A stop sign alone.", "R48", "symbol")
    if signs & keywords.REFUSAL_SYMBOLS:
        return Verdict(
            "revocation_freeform", "marketing", "suppress_and_review", "A refusal sign alone.", "R48", "symbol"
        )
    if signs & keywords.UNCLEAR_SYMBOLS:
        return Verdict("none", None, "review", "A sign that may be a refusal or a greeting.", "R48", "symbol")
    return None


def _not_this_person(text: str) -> Verdict | None:
    """R14: "I'm not Dave" as the whole message."""
    named = phrases.NOT_THIS_PERSON.match(text) if len(text) < 60 else None
    if named and named["name"].lower() not in english_grievances.NOT_A_PERSON:
        return Verdict(
            "revocation_freeform", "all", "suppress_number", "The number belongs to somebody else.", "R14", "freeform"
        )
    return None


def _by_keyword(match: KeywordMatch | None, context: Context) -> Verdict | None:
    return _FAMILIES[match.family](match, context) if match else None


def _stop(match: KeywordMatch, context: Context) -> Verdict:
    """R20, R34. CANCEL after a message about a booking ends consent, and a person asks about the booking."""
    cancels = match.word in ("cancel", "cancelar")
    about_booking = cancels and _BOOKING_QUESTION.search(fold(context.last_outbound))
    spelling = "" if match.exact else ", misspelt"
    why = f"The whole message is an opt-out keyword{spelling}."
    effect = "suppress_and_ask" if about_booking else "suppress"
    return Verdict("stop", "all", effect, why, "R34" if about_booking else "R20", _matcher(match))


def _start(match: KeywordMatch, context: Context) -> Verdict | None:
    """R31: START restores what was consented to before; a misspelling counts only from somebody who can come
    back."""
    if not match.exact and not (context.opted_out or context.pending_optin):
        return None
    if context.opted_out:
        return Verdict(
            "start", None, "resubscribe_prior_scope", "START from a person on the stop list.", "R31", _matcher(match)
        )
    if context.pending_optin:
        return Verdict("start", None, "confirm_opt_in", "START in answer to our question.", "R32", _matcher(match))
    return Verdict(
        "start", None, "nothing_to_restore", "START from a person who is not on the stop list.", "R31", "keyword"
    )


def _start_in_context(match: KeywordMatch, context: Context) -> Verdict | None:
    return _start(match, context) if context.opted_out or context.pending_optin else None


def _yes(match: KeywordMatch, context: Context) -> Verdict | None:
    """R32: YES restores only for a person on the stop list, and never when it answers a question about the
    booking."""
    if context.pending_optin:
        return _agreement(match, context)
    if context.opted_out and not _answers_something_else(context.last_outbound):
        return Verdict(
            "start", None, "resubscribe_prior_scope", "YES from a person on the stop list.", "R32", "context"
        )
    return None


def _answers_something_else(last_outbound: str) -> bool:
    ours = fold(last_outbound)
    asked = "?" in ours or re.search(r"\b(?:reply|text|say) (?:yes|y)\b", ours)
    return bool(asked) and not _ABOUT_MESSAGES.search(ours)


def _agreement(match: KeywordMatch, context: Context) -> Verdict | None:
    if not context.pending_optin or not match.exact:
        return None
    return Verdict("start", None, "confirm_opt_in", "Agreement to our opt-in question.", "R32", "context")


def _help(match: KeywordMatch, context: Context) -> Verdict | None:
    """R12, R37: the canned answer goes only to the keyword itself."""
    if match.exact:
        return Verdict("help", None, "help_reply", "The whole message is HELP or INFO.", "R37", "keyword")
    return None


_FAMILIES: dict[str, Callable[[KeywordMatch, Context], Verdict | None]] = {
    "stop": _stop,
    "start": _start,
    "start_in_context": _start_in_context,
    "yes": _yes,
    "agreement": _agreement,
    "help": _help,
}


def _matcher(match: KeywordMatch) -> Matcher:
    return "keyword" if match.exact else "fuzzy"


def _by_free_text(folded: str, context: Context) -> Verdict:
    said = spoken(folded)
    verdict = find_revocation(said)
    if verdict and verdict.suppresses:
        return verdict
    if context.opted_out and _WANTS_BACK.search(said):  # R31: never silently, they are asked to send START
        return Verdict(
            "start", None, "reconsent_prompt", "A wish in free text to get messages again.", "R31", "freeform"
        )
    if _EMERGENCY.search(said):  # R37
        return Verdict("none", None, "page_human", "An emergency.", "R37", "freeform")
    if verdict:
        return verdict
    if _ASKS_FOR_HELP.search(said):  # R37
        return Verdict("none", None, "route_human", "A request for a person.", "R37", "freeform")
    return _NOTHING
