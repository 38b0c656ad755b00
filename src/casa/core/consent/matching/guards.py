"""What holds a sentence frame back: a question, a condition, a report, a denial, another object, an hour (R36, R46)."""

import re
from itertools import pairwise

from .lexicon import CLASSES

MARKS = ".?,"


def _words(names: str, more: str = "") -> frozenset[str]:
    return frozenset(word for name in names.split() for word in CLASSES[name].split()) | frozenset(more.split())


_THINGS = _words("THING DEVICE")
_DEVICES = _words("DEVICE BOOKING")
_BUSY = _words("BUSY")
_MESSAGES = _words("", "text texts texting message messages messaging sms mensajes textos sold moved owner")
_TIMES = _words("TIME") - {"now"}
_NOT_TIMED = _words("", "i you we u ive all this that")
_CEASES = _words("CEASE")
_OPTING = frozenset({"opt", "opting", "opted"})
_CEASING = _words("CEASE REMOVE OPTOUT", "turn shut cancel leave opt opted opting me us off to")
# "Ask X to stop": these X are we, our machines, or no subject at all.
_OURS = _words(
    "THEIRS MSG JUNK WANT",
    "number you u need how have has had going able trying way had must ought supposed and or not please them it"
    " possible requesting asking writing hoping wishing electing choose chose decided elect prefer intend"
    " plan right time moment minute second",
)
_OTHERWISE = _words("", "call email phone")
_PLACES = _words("", "from off on in at de du")

# What, standing before a frame in its clause, makes it a question, a condition or a report.
_BEFORE = re.compile(
    r"\b(?:if|when|once|after|until|unless|case|whether|does|would|will) (?:i|we|it|my \w+)\b|\b(?:what|why|how) "
    r"(?:happens|happened|did|does|have|come)\b|\b(?:says|reads|shows|said to|accidentally|mistakenly)\b|(?<!how "
    r")(?<!where )\b(?:did|have|am|was|were|do) (?:i|we)(?! (?:\w+ )?(?:tell|say|said|ask|told|asked|have))\b"
)
_DENIES = re.compile(
    r"(?<!if )\b(?:dont|not|never|no|cant|wont|didnt|doesnt|couldnt|havent|without|wasnt|werent|isnt|arent|ne|n)(?: "
    r"(?:even|ever|want|to|you|trying|mean|really|just|please|need|have|be|us|me|plan|ask|let|them|it|\w+ing)){0,3} $"
)
_MYSELF = re.compile(r"\b(?:i|we) (?:will|can|should|could|must|may|might|better)(?: just| now)? $")
_REPROACHES = re.compile(
    r"\b(?:you|u|these|this|your|people|guys) (?:just )?(?:wont|dont|never|cant|didnt)\b|\bwont you\b"
)
_INSTEAD = re.compile(
    r"(?:, )?(?:please |just )*(?P<verb>text|message|call) me\b|(?:, |and )*(?:just )?(?:knock|"
    r"(?:use|add|save|try) (?:this|the|my) (?:one|cell|mobile|other|new))\b"
)
_FROM_OTHERS = re.compile(
    r"from (?:the|my|our|other|airbnb|vrbo) (?!office|company|team|list)|on (?:the )?(?:airbnb|vrbo|facebook|"
    r"messenger)\b"
)


def is_held_back(tokens: list[str], start: int, tail: list[str]) -> bool:
    """Whether the frame that begins at word `start` and goes on with `tail` means something else."""
    if tokens[start] == "didnt" and tokens[start + 1] in ("get", "see", "receive"):
        return True
    if tokens[start] in _OPTING and speaks_of_things(tokens):
        return True
    if _is_about_things(tail) or _goes_elsewhere(tokens[start : start + 3], tail):
        return True
    before = _clause_before(tokens, start)
    if _BEFORE.search(before) or _MYSELF.search(before):
        return True
    if tokens[start] in _CEASING:
        return bool(_DENIES.search(before) and not _REPROACHES.search(before)) or _asks_another(before.split())
    return tokens[start] not in _CEASES and not _BUSY.isdisjoint(tokens)


def speaks_of_things(tokens: list[str]) -> bool:
    """A message that names a thing which could stop or be removed, and no messages."""
    return not _THINGS.isdisjoint(tokens) and _MESSAGES.isdisjoint(tokens)


def tail_of(tokens: list[str], start: int) -> list[str]:
    """The next six words of the sentence."""
    tail = []
    for word in tokens[start : start + 6]:
        if word in (".", "?"):
            break
        tail.append(word)
    return tail


def is_about_time(tail: list[str]) -> bool:
    """R46: "after nine" narrows the wish to hours; "after I told you" does not."""
    return "effective" not in tail and any(
        (word in _TIMES and after not in _NOT_TIMED) or (word.isdigit() and after in ("am", "pm", "h"))
        for word, after in pairwise([*tail, ""])
    )


def _clause_before(tokens: list[str], start: int) -> str:
    first = start
    while first and tokens[first - 1] not in MARKS:
        first -= 1
    return "".join(f"{word} " for word in tokens[first:start])


def _asks_another(before: list[str]) -> bool:
    """ "Ask the neighbours to stop": neither we nor our machines."""
    if len(before) < 3 or before[-1] != "to" or before[0] == "how":
        return False
    return before[-2] not in _OURS or (before[-3] in ("my", "our") and before[-2] not in ("number", "phone"))


def _goes_elsewhere(words: list[str], tail: list[str]) -> bool:
    """ "Don't call her, call me", "don't text, knock": but "don't text me, call me" ends the texts."""
    found = _INSTEAD.match(" ".join(tail))
    return found is not None and (found["verb"] != "call" or "call" in words)


def _is_about_things(tail: list[str]) -> bool:
    """ "from the lease", "on the thermostat", "from the pool company", "by mistake": not our messages."""
    said = " ".join(tail)
    here = tail[: tail.index(",")] if "," in tail else tail
    if not {"accident", "mistake"}.isdisjoint(tail) or ("instead" in here and _OTHERWISE.isdisjoint(here)):
        return True
    if _FROM_OTHERS.match(said):
        return True
    return any(
        word in _DEVICES
        and not _PLACES.isdisjoint(here[max(0, place - 3) : place])
        and here[place + 1 :][:1] != ["company"]
        for place, word in enumerate(here)
    )
