"""The free-text path: does a message, in any words, ask not to be contacted? (R21, R14, R46, R47, R48)"""

import re
from dataclasses import dataclass

from . import phrases
from .verdict import Scope, Verdict

# Without one of these, English prose holds nothing for the tables below.
_ENGLISH_CUE = re.compile(
    r"\b(?:stop|quit|quitting|cease|halt|desist|refrain|discontinue|end|terminate|enough|knock|cut|dont|never|no|not|wouldnt|shouldnt|"
    r"didnt|isnt|doesnt|aint|remove|removed|delete|deleted|take|taken|taking|get|drop|erase|erased|strike|scratch|exclude|cancel|unsubscrib\w*|opt\w*|revok\w*|"
    r"withdr\w*|rescind\w*|retract\w*|consent|permission|authorization|leave|lose|forget|go|fuck|f|piss|eff|block\w*|report\w*|want|wants|out|off|"
    r"wrong|number|tcpa|fcc|ftc|sue|suing|lawyer|attorney|court|legal|illegal|harass\w*|registry|spam|scam|junk|interested|uninterested|only|"
    r"just|prefer|email|text|call|turn|sick|tired|done|fed|object|nobody|noone|unsolicited|unwanted|disturb|pause|suspend|disable|kill|layoff|lay|"
    r"screw|suck|eat|shut|kiss|die|asshole|bitch|stfu|gfy|fu|scammers?|spammers?|count|complain\w*|forward\w*|file|contact|purge|toss|burn|new|my)\b"
)
_TEXTS = re.compile(r"\b(?:text\w*|messag\w*|sms|mms|notif\w*|alerts?|contact\w*|this|these|anything|sending|writing|remind\w*|communicat\w*|everything|all)\b")
_CALLS = re.compile(r"\b(?:call|calls|calling|phone calls|phoning|ringing|ring|robocalls?|dialing|dial|called|robocalling|dialer|phone)\b")
_EMAILS = re.compile(r"\b(?:emails?|emailing|emailed)\b")
_ADS = re.compile(
    r"\b(?:promo\w*|ads?|adverts?|advertis\w*|offers?|deals?|coupons?|discounts?|sales?|specials?|marketing|market|newsletters?|solicit\w*|commercials?|"
    r"surveys?|campaigns?|blasts?|broadcasts?|publicidad|ofertas?|newsletter)\b"
)
_EVERYTHING = re.compile(r"\b(?:all (?:future |further |your |these |of )?(?:texts?|messag\w+|communicat\w+|contact)|everything|anything|(?:and|or) (?:text|messag)\w*)\b")
_KEEPS_STAY = re.compile(
    rf"\b(?:only|just|except|but|unless|other than|besides|apart from|keep|still (?:want|need|send)|fine with|ok with)\b[^.?]{{0,40}}?\b{phrases.english.WORDS['STAY']}s?\b"
)
_OTHER_CHANNEL = re.compile(
    r"(?<!dont )(?<!not )(?<!or )(?<!never )\b(?:(?:email|phone|ring|whatsapp|mail) (?:me|us)\b|call (?:me|us)\b|(?:use|using|by|via|through|over|prefer|check) (?:my |the |an? )?(?:email|whatsapp|app|airbnb|vrbo|phone)\b|"
    r"(?:email|calls?|phone|phone calls) (?:only|instead|is (?:fine|better|best|ok)|me)|(?:only|just) (?:use |by |via )?(?:email|calls?|phone)|just (?:call|email|phone|ring)|call instead|(?:email|call) (?:works|instead))"
)
_TEXT_INSTEAD = re.compile(r"\b(?:text (?:me|us|instead|only)|texts (?:only|are)|just (?:text|message)|message me|only text|send a text|by text)\b")
_LAUGHTER = re.compile(r"\b(?:haha\w*|lol|lmao|omg|hehe\w*|rofl|cute|beautiful|gorgeous|amazing|hilarious|too funny)\b|[😂🤣😍😆😄😁🥰❤]")
# A lone "stop" among other sentences counts when the rest of the message is a grievance about the contact.
_LONE_STOP = re.compile(r"[.,?] (?:please |just |now |again )*(?:stop|unsubscribe|quit|end|remove me)(?: please| now| this| it| already| immediately| thank you| thanks)* [.,]")
_GRIEVANCE = re.compile(
    r"\b(?:spam\w*|scam\w*|who is this|whos this|who are you|who the|not interested|unsolicited|unwanted|dont want|never signed|didnt sign|registry|do not call|"
    r"(?:your|these|the|more|many|of|any|getting|receiving) (?:\w+ )?(?:texts?|messages?|calls?|sms|reminders|notifications|emails|ads|promos|promotions|offers)|my number|"
    r"harass\w*|annoying|annoyed|enough|bother\w*|wrong (?:number|person)|every (?:day|week|hour)|not a customer|dont know you|subscri\w*|(?:still|keep|keeps) (?:getting|texting|sending|messaging)|"
    r"leave me|passed away|died|deceased|moved|fuck\w*|sick of|tired of|blocking|block|times?|warning|last time|consent|list|privacy|opt out|asked|mass text|not me|dont text|texting|no longer)\b"
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
        rest = pattern.blank(rest)
    preference = None
    for phrase in phrases.PREFERENCES:
        without = phrase.pattern.blank(rest)
        if without != rest:
            preference = preference or phrase.why
            rest = without
    return Reading(spoken, re.sub(r" +", " ", rest), preference)


def find_revocation(spoken: str) -> Verdict | None:
    """Decide about free text; None when nothing in it is about consent or preference."""
    if not (_ENGLISH_CUE.search(spoken) or phrases.FOREIGN_CUE.search(spoken)):
        return None
    reading = read(spoken)
    for step in (_complaint, _wrong_number, _request, _decline, _preference):
        verdict = step(reading)
        if verdict:
            return verdict
    return None


def _freeform(scope: Scope, effect: str, why: str, rule: str) -> Verdict:
    return Verdict("revocation_freeform", scope, effect, why, rule, "freeform")


def _complaint(reading: Reading) -> Verdict | None:
    """R47: a complaint about the messages, or a legal threat, ends contact and keeps the evidence."""
    if any(pattern.search(reading.rest) for pattern in phrases.MESSAGING_COMPLAINTS):
        return _freeform("all", "suppress_and_preserve", "The person complains about being contacted.", "R47")
    if not any(pattern.search(reading.rest) for pattern in phrases.LEGAL_THREATS):
        return None
    if phrases.STAY_MATTERS.search(reading.whole):
        return _request(reading) or Verdict(
            "none", None, "preserve", "A legal threat about the stay, not about messages.", "R47", "freeform"
        )
    return _freeform("all", "suppress_and_preserve", "The person threatens legal action.", "R47")


def _wrong_number(reading: Reading) -> Verdict | None:
    """R14: the number belongs to somebody who never gave consent."""
    if any(pattern.search(reading.rest) for pattern in phrases.WRONG_NUMBERS):
        return _freeform("all", "suppress_number", "The number belongs to somebody else.", "R14")
    return None


def _request(reading: Reading) -> Verdict | None:
    """R21: any words a reasonable person would understand."""
    for phrase in (*phrases.ENGLISH, *phrases.FOREIGN):
        found = phrase.pattern.search(reading.rest)
        if found and not (phrase.why.endswith("says stop.") and _LAUGHTER.search(reading.whole)):
            scope: Scope = _scope(reading, found) if phrase.scope in (None, "all") else phrase.scope  # type: ignore[assignment]
            return _freeform(scope, "suppress", phrase.why, "R21" if scope == "all" else "R26")
    if _LONE_STOP.search(reading.rest) and _GRIEVANCE.search(reading.rest) and not _LAUGHTER.search(reading.whole):
        return _freeform("all", "suppress", "The person says stop and complains about the messages.", "R21")
    return None


def _scope(reading: Reading, found: re.Match[str]) -> Scope:
    """Narrow what a request ends: the words it used, and what the rest of the message keeps (R26)."""
    end = found.end()
    tail = re.split(r"[.?]", reading.rest[end - 1 :], maxsplit=1)[0]
    said = found.group() + " " + " ".join(tail.split()[:6])
    if _EVERYTHING.search(said):
        return "all"
    if _ADS.search(said) or _KEEPS_STAY.search(reading.whole):
        return "marketing"
    texts, calls = bool(_TEXTS.search(found.group())), bool(_CALLS.search(found.group()))
    if calls and not texts:
        return "voice"
    if texts and not calls and _OTHER_CHANNEL.search(reading.rest):
        return "sms"
    return "all"


def _decline(reading: Reading) -> Verdict | None:
    """R48: a refusal or abuse alone ends marketing; a person reads it."""
    if any(pattern.search(reading.rest) for pattern in phrases.DECLINES) and phrases.NOT_INTERESTED.search(reading.rest):
        return _freeform("marketing", "suppress_and_review", "The person declines.", "R48")
    if any(pattern.search(reading.rest) for pattern in phrases.ABUSE):
        return _freeform("marketing", "suppress_and_review", "The message is nothing but abuse.", "R48")
    return None


def _preference(reading: Reading) -> Verdict | None:
    """R46: when and how to be reached is kept as a wish, not as a revocation."""
    if reading.preference:
        return Verdict("none", None, reading.preference, "A wish about when or where to be reached.", "R46", "freeform")
    for phrase in phrases.CHANNEL_WISHES:
        if phrase.pattern.search(reading.rest):
            scope: Scope = phrase.scope  # type: ignore[assignment]
            return Verdict("none", scope, phrase.why, "A wish about the channel to be reached on.", "R46", "freeform")
    return None
