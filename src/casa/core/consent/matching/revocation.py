"""The free-text path: does a message, in any words, ask not to be contacted? (R21, R14, R46, R47, R48)"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import phrases
from .frames import find_frame, find_vague
from .opinion import may_be_revocation
from .prefilter import Search
from .verdict import Scope, Verdict
from .wishes import preference_of, program_of
from .word_groups import WORDS

_TEXTS = re.compile(
    r"\b(?:text\w*|messag\w*|sms|mms|notif\w*|alerts?|contact\w*|writ(?:e|ing)|remind\w*|communicat\w*)\b"
)
_CALLS = re.compile(
    r"\b(?:call|calls|calling|phone calls|phoning|ringing|ring|robocalls?|dialing|dial|called|robocalling|dialer|"
    r"llam\w+|appel\w+|phone (?:me|us))\b"
)
_ADS = re.compile(
    r"\b(?:promo\w*|ads?|adverts?|advertis\w*|offers?|deals?|coupons?|discounts?|sales?|specials?|marketing|market|"
    r"newsletters?|commercials?|surveys?|campaigns?|publicidad|ofertas?)\b"
)
_EVERYTHING = re.compile(
    r"\b(?:all (?:future |further |your |these |of )?(?:texts?|messag\w+|communicat\w+|contact)|everything|anything|"
    r"(?:and|or) (?:dont |stop |quit |never )?(?:text|messag)\w*|"
    r"(?:text|call|email)\w* , (?:text|call|email)\w*(?: ,)? or)\b"
)
_KEEPS_STAY = re.compile(
    rf"\b(?:only|just|except|but (?!not )|unless|other than|besides|apart from|keep|still (?:want|need|send)|"
    rf"fine with|ok with)\b[^.?]{{0,40}}?\b{WORDS['STAY']}s?\b"
)
_OTHER_CHANNEL = re.compile(
    r"(?<!dont )(?<!not )(?<!or )(?<!never )\b(?:(?:email|phone|ring|whatsapp|mail) (?:me|us)\b|call (?:me|us)\b|"
    r"(?<=[,.] )(?:please |just )?(?:call|email) (?:[.,]|dont|not)|(?:use|using|by|via|through|over|prefer|check) "
    r"(?:my |the |an? )?(?:calls?|email|whatsapp|app|airbnb|vrbo|phone)\b|(?:email|calls?|phone|phone calls) "
    r"(?:only|instead|is (?:fine|better|best|ok)|me)|(?:only|just) (?:use |by |via )?(?:email|calls?|phone)|"
    r"just (?:call|email|phone|ring)|call instead|(?:email|"
    r"call) (?:works|instead))"
)
_WRITING = re.compile(r"\b(?:text\w*|messag\w*|mensaj\w*|sms|escrib\w*|ecri\w*|email\w*|contact\w*)\b")
_TEXTS_WELCOME = re.compile(
    r"\b(?:texts?|texting|messages?|sms) (?:is |are )?(?:fine|ok|okay|better|best|good|only|instead|works?)\b|"
    r"\b(?:just|only|prefer|rather|can|may|por|par|mejor|solo) (?:a |un |por )?(?:text\w*|messages?|mensajes?|sms)\b|"
    r"(?<!dont )(?<!not )(?<!or )(?<!never )\btext (?:me|us)\b(?! again| anymore| any| ever)"
)
_NO_CALL_LIST = re.compile(r"\b(?:no|dont) call (?:list|registry)|\bregistered dont call\b")
_NOT_BY_TEXT = re.compile(r"\binstead of (?:\w+ )?(?:text|messag)")
_ONLY = re.compile(r"\b(?:only|strictly|exclusively)\b")
_LAUGHTER = re.compile(
    r"\b(?:haha\w*|lol|lmao|hehe\w*|rofl|kidding|jk|cute|beautiful|gorgeous|amazing|hilarious|too funny|too kind|"
    r"sweet|the best|so nice|love (?:it|this|that)|keep (?:them|it|em) coming)\b|[😂🤣😍😆😄😁🥰❤]"
)
_WANTS_MORE = re.compile(
    r"^ \. (?:i|we) (?:consent|agree|accept)\b|(?<!dont )(?<!not )(?<!never )\bsend (?:me|us) more\b|^ \. more\b|"
    r"^ \. (?:please )?(?:(?:i|we) )?(?:want|need|would like) (?:to (?:get|receive) )?(?:\w+ )?"
    r"(?:texts|reminders|messages|updates) \.|"
    r"\bvolver a recibir\b|\b(?:start|can) (?:text|send|messag|contact)\w* (?:me|us) again\b|"
    r"\bdont let the\b|\b(?:resume|restart|continue|resubscribe|keep "
    r"(?:getting|receiving|sending|texting|me|us)|add (?:me|us) back|sign (?:me|us) up|opt (?:me )?(?:back )?in)\b|"
    r"(?<!dont )(?<!not )(?<!never )(?<!to )(?<!you )\btext me (?!again|anymore|one|any|every|all)"
)
# A lone "stop" among other sentences counts when the rest of the message is a grievance about the contact.
_LONE_STOP = re.compile(
    r"(?:[.,?] (?:please |just |now |again |and |so |pls )*|\bplease )(?:stop|unsubscribe|quit|end|remove me|remove|"
    r"remove it|delete it|make (?:it|them|this) stop)(?: please| now| this| it| already| immediately| thank you| "
    r"thanks)* [.,]"
)
_GRIEVANCE = re.compile(
    r"\b(?:spam\w*|scam\w*|who is this|whos this|who are you|who the|not interested|unsolicited|unwanted|dont want|"
    r"never signed|didnt sign|registry|do not call|(?:your|these|the|more|many|of|any|getting|receiving) (?:\w+ "
    r")?(?:texts?|messages?|calls?|sms|reminders|notifications|emails|ads|promos|promotions|offers)|my number|"
    r"harass\w*|annoying|annoyed|enough|bother\w*|wrong (?:number|person)|every (?:day|week|hour)|not a customer|dont "
    r"know you|subscri\w*|(?:still|keep|keeps) (?:getting|texting|sending|messaging)|this number|text too|too many|too "
    r"much|leave me|passed away|died|deceased|moved|fuck\w*|sick of|tired of|blocking|block|times?|warning|last time|"
    r"consent|list|privacy|opt out|asked|mass text|not me|dont text|texting|no longer)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A message in spoken form with the ordinary meanings taken out, and the preferences found on the way."""

    whole: str
    rest: str
    preference: str | None


def read(spoken: str) -> Reading:
    """Take false friends and time preferences out of a spoken text."""
    rest = spoken
    for pattern in phrases.FALSE_FRIENDS:
        rest = pattern.sub(" ", rest)
    preference = None
    for phrase in phrases.PREFERENCES:
        without = phrase.pattern.sub(" ", rest)
        if without != rest:
            preference = preference or phrase.why
            rest = without
    return Reading(spoken, re.sub(r" +", " ", rest), preference)


def find_revocation(spoken: str) -> Verdict | None:
    """Decide about free text; None when nothing in it is about consent or preference."""
    reading = read(spoken)
    for step in (_complaint, _wrong_number, _request, _unclear, _decline, _vague, _preference, _opinion):
        verdict = step(reading)
        if verdict:
            wish = preference_of(reading.preference or verdict.effect, spoken)
            return replace(verdict, preference=wish) if wish else verdict
    return None


def _any(patterns: Iterable[Search], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _freeform(scope: Scope, effect: str, why: str, rule: str) -> Verdict:
    return Verdict("revocation_freeform", scope, effect, why, rule, "freeform")


def _complaint(reading: Reading) -> Verdict | None:
    """R47: a complaint about the messages, or a legal threat, ends contact and keeps the evidence."""
    if _any(phrases.MESSAGING_COMPLAINTS, reading.rest):
        return _freeform("all", "suppress_and_preserve", "The person complains about being contacted.", "R47")
    if not _any(phrases.LEGAL_THREATS, reading.rest):
        return None
    if phrases.STAY_MATTERS.search(reading.whole):
        return _request(reading) or Verdict(
            "none", None, "preserve", "A legal threat about the stay, not about messages.", "R47", "freeform"
        )
    return _freeform("all", "suppress_and_preserve", "The person threatens legal action.", "R47")


def _wrong_number(reading: Reading) -> Verdict | None:
    """R14: the number belongs to somebody who never gave consent."""
    if _any(phrases.WRONG_NUMBERS, reading.rest):
        return _freeform("all", "suppress_number", "The number belongs to somebody else.", "R14")
    return None


def _request(reading: Reading) -> Verdict | None:
    """R21: any words a reasonable person would understand."""
    for phrase in phrases.FOREIGN:
        found = phrase.pattern.search(reading.rest)
        if found and not (phrase.why.endswith("says stop.") and _LAUGHTER.search(reading.whole)):
            scope: Scope = _scope(reading, found) if phrase.scope in (None, "all") else phrase.scope  # type: ignore[assignment]
            return _freeform(scope, "suppress", phrase.why, "R21" if scope == "all" else "R26")
    framed = find_frame(reading.whole)
    if framed:
        if framed.why.endswith("somebody elses."):
            return _freeform("all", "suppress_number", "The number belongs to somebody else.", "R14")
        declines = framed.why.endswith("the advertising.")
        scope = "marketing" if declines else _scope_of(reading, framed.words, framed.tail)
        verdict = _freeform(scope, "suppress", framed.why, "R21" if scope == "all" else "R26")
        return replace(verdict, program=program_of(framed.words))
    return None


def _scope(reading: Reading, found: re.Match[str]) -> Scope:
    """Narrow what a request ends: the words it used, and what the rest of the message keeps (R26)."""
    tail = re.split(r"[.?]", reading.rest[found.end() - 1 :], maxsplit=1)[0]
    return _scope_of(reading, found.group(), " ".join(tail.split()[:6]))


def _scope_of(reading: Reading, words: str, tail: str) -> Scope:
    said = f"{words} {tail}"
    if _EVERYTHING.search(said):
        return "all"
    if _ADS.search(said) or _KEEPS_STAY.search(reading.whole):
        return "marketing"
    if _NOT_BY_TEXT.search(words):
        return "sms"
    if _refuses_only_calls(reading.whole, f"{words} {tail.split(' ')[0]}"):
        return "voice"
    if _TEXTS.search(words) and not _CALLS.search(words) and _OTHER_CHANNEL.search(reading.rest):
        return "sms"
    return "all"


def _refuses_only_calls(whole: str, refused: str) -> bool:
    """Calls are refused, and texts either welcome or not spoken of (R29)."""
    if _NO_CALL_LIST.search(whole):
        return False
    if _TEXTS_WELCOME.search(whole):
        return _CALLS.search(whole) is not None
    return _CALLS.search(refused) is not None and not _WRITING.search(whole)


def _unclear(reading: Reading) -> Verdict | None:
    """R21: between the two thresholds marketing ends and a person reads it."""
    if _any(phrases.UNCLEAR, reading.rest):
        return _freeform("marketing", "suppress_and_review", "The message may be a request to stop.", "R21")
    return None


def _decline(reading: Reading) -> Verdict | None:
    """R48: a refusal or abuse alone ends marketing; a person reads it."""
    english = phrases.NOT_INTERESTED.search(reading.rest) and _any(phrases.DECLINES, reading.rest)
    if english or _any(phrases.FOREIGN_DECLINES, reading.rest):
        return _freeform("marketing", "suppress_and_review", "The person declines.", "R48")
    if _any(phrases.ABUSE, reading.rest):
        return _freeform("marketing", "suppress_and_review", "The message is nothing but abuse.", "R48")
    return None


def _vague(reading: Reading) -> Verdict | None:
    """R21: a word that says stop and little else, where nothing else could be meant."""
    vague = find_vague(reading.whole)
    if vague and not _LAUGHTER.search(reading.whole):
        if vague.why.endswith("says stop.") or _GRIEVANCE.search(reading.rest):
            return _freeform("all", "suppress", vague.why, "R21")
        return _freeform("marketing", "suppress_and_review", vague.why, "R21")
    if _LONE_STOP.search(reading.whole) and _GRIEVANCE.search(reading.rest) and not _LAUGHTER.search(reading.whole):
        return _freeform("all", "suppress", "The person says stop and complains about the messages.", "R21")
    return None


def _preference(reading: Reading) -> Verdict | None:
    """R46: when and how to be reached is kept as a wish, not as a revocation."""
    hours = "preference:hours" if phrases.FOREIGN_HOURS.search(reading.whole) else None
    if wish := reading.preference or hours:
        return Verdict("none", None, wish, "A wish about when or where to be reached.", "R46", "freeform")
    for phrase in phrases.CHANNEL_WISHES:
        if phrase.pattern.search(reading.rest):
            scope: Scope = phrase.scope  # type: ignore[assignment]
            if scope == "sms" and _ONLY.search(reading.rest):
                return _freeform(scope, phrase.why, "The person wants to be reached by no other way than one.", "R46")
            return Verdict("none", scope, phrase.why, "A wish about the channel to be reached on.", "R46", "freeform")
    return None


def _opinion(reading: Reading) -> Verdict | None:
    """R21, the middle: no rule speaks, but it reads like a request to stop."""
    if not may_be_revocation(reading.rest) or _LAUGHTER.search(reading.whole) or _WANTS_MORE.search(reading.whole):
        return None
    why = "No rule matches, but the message reads like a request to stop."
    return Verdict("revocation_freeform", "marketing", "suppress_and_review", why, "R21", "model")
