"""The keyword path: does the whole message come down to one keyword? (R20, R31, R32, R35, R36)

Never by substring and never by first word: whatever is left after politeness, signature and repeats must be
the word.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from casa.lib.text import edit_distance, fold, is_one_slip_away, squeeze_runs, words

from . import keywords
from .envelope import drop_inline_name, drop_signature
from .lexicon import single
from .prefilter import Search
from .real_words import REAL_WORDS

Family = Literal["stop", "start", "start_in_context", "yes", "agreement", "help"]

LONGEST = 160
"""A text with more characters (white space squeezed) than this is not a keyword with politeness around it."""

_EXACT: dict[str, Family] = {
    **dict.fromkeys(keywords.AGREEMENT, "agreement"),
    **dict.fromkeys(keywords.YES_WORDS, "yes"),
    **dict.fromkeys(keywords.HELP_WORDS, "help"),
    **dict.fromkeys(keywords.START_IN_CONTEXT, "start_in_context"),
    **dict.fromkeys(keywords.START_WORDS, "start"),
    **dict.fromkeys(keywords.STOP_WORDS | keywords.STOP_PHRASES | keywords.STOP_ODD, "stop"),
}
_JOINED: dict[str, Family] = {phrase.replace(" ", ""): family for phrase, family in _EXACT.items() if len(phrase) > 2}
_FUZZY: dict[Family, list[str]] = {
    "stop": sorted(keywords.FUZZY_STOP),
    "start": sorted(keywords.FUZZY_START),
    "help": sorted(keywords.FUZZY_HELP),
}
_APART = sorted(keywords.FUZZY_APART)
_KNOWN = REAL_WORDS | keywords.POLITE_WORDS | {word for phrase in _EXACT for word in phrase.split()}
_POLITE_PHRASE = re.compile(rf"\b(?:{'|'.join(sorted(keywords.POLITE_PHRASES, key=len, reverse=True))})\b")
_POLITE_LONG = {word[0]: word for word in ("please", "thanks", "gracias", "favor", "merci")}
_POLITE_SHORT = keywords.POLITE_WORDS - {"k"}  # "plss" is "pls"
_FOOTER_ECHO = re.compile(keywords.FOOTER_ECHO)
_FOOTER_LEAD = re.compile(keywords.FOOTER_LEAD.format(word=r"(?P<word>\w+)"))
_DIGIT_LETTERS = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s"})
_SIGN_LETTERS = str.maketrans({"$": "s", "@": "a", "€": "e", "!": "i"})
_URGENT = re.compile(rf"\b(?:{'|'.join(sorted(keywords.URGENT))})\b")
_THANKS_FOR = Search(r" (?:and |but )?(?:thanks|thank you|thank u|thx|gracias|merci)(?: \w+ much)? (?:for|por|pour) .*")
_MARKUP = re.compile(r"</?(?:b|i|u|p|em|strong|br|div|span)\s*/?>")
_SIGN_IN_WORD = re.compile(r"(?<![^\s\"'(*])[$@€](?=[a-z])|(?<=[a-z])[$@€!](?=[a-z])")


@dataclass(frozen=True, slots=True)
class KeywordMatch:
    """A keyword found. `word`: the spelling in the table; `exact`: no misspelling; `bare`: nothing stood
    around it."""

    family: Family
    word: str
    exact: bool
    bare: bool


def match_keyword(text: str) -> KeywordMatch | None:
    """Find the keyword that the whole text comes down to, or None. `text` has lost its quotations already."""
    if len(text) > LONGEST:
        distinct = list(dict.fromkeys(words(fold(drop_signature(text)))))
        if len(distinct) > 12:
            return None
        text = " ".join(distinct)  # one word a thousand times is that word
    unsigned = drop_signature(text)
    return _match_all(text) or (_match_all(unsigned) if unsigned != text else None)


def is_wordless(text: str) -> bool:
    """Say whether nothing but politeness, a signature and symbols is left of a text."""
    return not _without_politeness(words(fold(drop_signature(text))))


def _match_all(text: str) -> KeywordMatch | None:
    folded = _SIGN_IN_WORD.sub(lambda sign: sign.group().translate(_SIGN_LETTERS), _MARKUP.sub("", fold(text)))
    for version in dict.fromkeys((folded, drop_inline_name(folded))):
        tokens = _join_spaced_letters(words(version))
        plain = _without_politeness(tokens)
        found = _match_tokens(tokens, tokens) or (_match_tokens(plain, tokens) if plain != tokens else None)
        if found or (found := _match_urgent(tokens)):
            return found
    return None


def _match_urgent(written: list[str]) -> KeywordMatch | None:
    """ "Cancel now" and "stop, thanks for the stay" are keywords; "help now" is no HELP that a canned answer would do
    for (R37)."""
    said = " ".join(written)
    calm = _THANKS_FOR.sub("", _URGENT.sub("", said))
    found = _match_tokens(_without_politeness(calm.split()), written) if calm != said else None
    return found if found and (found.family == "stop" or found.word == "unstop") else None


def _match_tokens(tokens: list[str], written: list[str]) -> KeywordMatch | None:
    if not tokens or len(tokens) > 12:
        return None
    bare = tokens == written
    phrase = " ".join(_without_repeats(tokens))
    found = _lookup(phrase, len(tokens))
    if found:
        return KeywordMatch(found[0], found[1], True, bare)
    if _FOOTER_ECHO.fullmatch(phrase) and phrase != "stop":
        return KeywordMatch("stop", "stop", True, bare)
    return _match_each(tokens, bare) or _match_apart(tokens, bare)


def _lookup(phrase: str, count: int) -> tuple[Family, str] | None:
    if phrase in _EXACT:
        return _EXACT[phrase], phrase
    lead = _FOOTER_LEAD.fullmatch(phrase)
    if lead and _EXACT.get(lead["word"]) in ("stop", "start", "help"):
        return _EXACT[lead["word"]], lead["word"]
    joined = phrase.replace(" ", "")
    if count <= 4 and joined in _JOINED:
        return _JOINED[joined], joined
    return None


def _match_each(tokens: list[str], bare: bool) -> KeywordMatch | None:
    """Several keywords of one family in a row, or a misspelling: "stop unsubscribe cancel", "sotp"."""
    found: list[tuple[Family, str, bool]] = []
    for token in dict.fromkeys(tokens):
        match = _match_word(token)
        if match is None or match[0] != (found or [match])[0][0]:
            return None
        found.append(match)
    return KeywordMatch(found[0][0], found[0][1], all(exact for _, _, exact in found), bare)


def _match_apart(tokens: list[str], bare: bool) -> KeywordMatch | None:
    """A keyword of several words, one of them misspelt or parted at the wrong place: "opt oput", "un subscirbe"."""
    joined = "".join(tokens)
    if not 2 <= len(tokens) <= 4 or joined in _KNOWN or not joined.isascii():
        return None
    slip = next((known for known in _APART if known[0] == joined[0] and is_one_slip_away(joined, known)), None)
    return KeywordMatch("stop", slip, False, bare) if slip else None


@cache
def _stretched() -> dict[str, tuple[Family, str]]:
    """Keywords by their letters without any doubling, for "stooopp"."""
    return {single(phrase): (family, phrase) for phrase, family in _EXACT.items() if len(phrase) > 2}


def _match_word(token: str) -> tuple[Family, str, bool] | None:
    """Family, spelling and whether it is exact, for one word."""
    if token in _EXACT:
        return _EXACT[token], token, True
    if token in _KNOWN or len(token) > 24:
        return None
    plain = token.translate(_DIGIT_LETTERS) if re.search(r"[a-z]", token) else token
    squeezed = squeeze_runs(plain)
    for spelling in (plain, squeezed):
        if spelling in _EXACT:
            return _EXACT[spelling], spelling, False
    stretched = _stretched().get(single(plain))
    if stretched and len(plain) > len(stretched[1]):
        return stretched[0], stretched[1], False
    return _near(squeezed)


def _near(token: str) -> tuple[Family, str, bool] | None:
    """The keyword one typing error away (two for words of nine letters and more), unless the token is a real
    word."""
    if len(token) < 3 or token in _KNOWN or not token.isascii() or any(letter.isdigit() for letter in token):
        return None
    for family, spellings in _FUZZY.items():
        for spelling in spellings:
            if _is_slip(token, spelling):
                return family, spelling, False
    return None


def _is_slip(token: str, spelling: str) -> bool:
    allowed = 2 if len(spelling) >= 9 else 1
    if abs(len(token) - len(spelling)) > allowed or len(set(token) ^ set(spelling)) > 2 * allowed:
        return False
    if len(token) == 3 and token not in keywords.SHORTENED:
        return False
    return edit_distance(token, spelling, allowed) <= allowed


def _join_spaced_letters(tokens: list[str]) -> list[str]:
    """Join runs of three or more single letters: "s t o p" is "stop"."""
    joined: list[str] = []
    run: list[str] = []
    for token in [*tokens, ""]:
        if len(token) == 1:
            run.append(token)
            continue
        joined.extend(["".join(run)] if len(run) >= 3 else run)
        run = []
        if token:
            joined.append(token)
    return joined


def _without_repeats(tokens: list[str]) -> list[str]:
    """Reduce a message that says one word or phrase over and over to saying it once."""
    for size in range(1, len(tokens) // 2 + 1):
        if len(tokens) % size == 0 and tokens == tokens[:size] * (len(tokens) // size):
            return tokens[:size]
    return tokens


def _without_politeness(tokens: list[str]) -> list[str]:
    phrase = _POLITE_PHRASE.sub(" ", " ".join(tokens))
    return [word for word in phrase.split() if not _is_polite(word)]


def _is_polite(word: str) -> bool:
    """A word of politeness, also when misspelt: "plaese", "thnaks"."""
    if word in keywords.POLITE_WORDS or single(word) in _POLITE_SHORT:
        return True
    meant = _POLITE_LONG.get(word[0]) if 4 <= len(word) <= 8 else None
    return meant is not None and word not in _KNOWN and is_one_slip_away(word, meant)
