"""Reads one message before anything is written: its language, its questions, and what the fences say."""

import re
from dataclasses import dataclass

from casa.core.assistant.compose import fences, intents
from casa.core.assistant.compose.draft import Decision
from casa.core.assistant.compose.language import detect
from casa.core.assistant.concepts import concepts_in
from casa.core.assistant.text import content_stems, fold, spelled, split_sentences

NOT_A_QUESTION = "No question that Casa can read"
MAX_ASKS = 12
_LONGEST = 4000  # characters; a guest's message is shorter, and patterns should not run over a novel

_CLAUSE = re.compile(
    r"\s*(?:,|;)?\s+(?:and(?: also)?|also|plus|oh and|y(?: tambien)?|ademas|et(?: aussi)?"
    r"|ainsi que)\s+(?=(?:what|where|when|how|who|which|is|are|can|could|do|does|did|may|will|would|if|any"
    r"|que|donde|cuando|como|hay|podemos|puedo|se puede|tienen?|cual|est-ce|ou|quand|comment|quel(?:le)?"
    r"|peut-on|pouvons|y a|avez|a quelle)\b)"
)
_QUESTION = re.compile(
    r"\?|^(?:\W*(?:hi|hello|hey|hola|bonjour)\b[^a-z]*\w*\W*)?(?:what|where|when|how|who|which|why|is|are"
    r"|can|could|do|does|did|may|will|would|should|any|que|donde|cuando|como|hay|podemos|puedo|tienen?|cual"
    r"|cuanto|est-ce|ou|quand|comment|quel(?:le)?|peut-on|pouvons|y a|avez|a quelle|combien)\b"
    r"|\b(?:wonder\w*|let (?:me|us) know|tell (?:me|us)|need|want|would like|looking for|please send"
    r"|send (?:me|us)|give (?:me|us)|quisiera|necesit\w+|queremos|quiero|me gustaria|voudr\w+|besoin"
    r"|aimer\w+)\b"
)
_POINTER = re.compile(
    r"\b(?:it|that|this|them|they|these|those|one|ones|(?<!is )(?<!are )there|so|still|trick|normal|ok|okay|possible"
    r"|eso|esto|ello|lo|uno|alli|asi"
    r"|cela|ca|ce|c'est|en|y)\b"
)
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hola|bonjour|bonsoir|salut|buen[oa]s (?:dias|tardes|noches)|good (?:morning"
    r"|evening|afternoon))(?: there| again)?(?:[ ,]+(?!we\b|i\b|is\b|can\b|what\b|where\b|how\b"
    r"|do\b)[a-z'-]+)?\s*[,!.:]+\s*"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question or statement of a message. `fence` names the topic that keeps the assistant away from it.

    `nearness` is how near in meaning its intent is where no keyword named it, else 0.
    """

    text: str
    intents: tuple[str, ...] = ()
    fence: str | None = None
    is_question: bool = True
    nearness: float = 0.0


@dataclass(frozen=True, slots=True)
class Triage:
    """What a message asks and who may answer it. `urgent_kind` is set where someone needs help now."""

    decision: Decision
    reason: str
    language: str
    asks: tuple[Ask, ...] = ()
    urgent_kind: str | None = None

    @property
    def urgent(self) -> bool:
        """Whether someone needs help now."""
        return self.urgent_kind is not None

    @property
    def fences(self) -> tuple[str, ...]:
        """The topics that need a person, in the order they come up."""
        return tuple(dict.fromkeys(ask.fence for ask in self.asks if ask.fence))

    @property
    def intents(self) -> tuple[str, ...]:
        """All intents of the message, in order, without repeats."""
        return tuple(dict.fromkeys(name for ask in self.asks for name in ask.intents))


def triage(message: str, language: str = "en", host_name: str = "") -> Triage:
    """Sorts one guest message. Pure; asked before a model is, so that a fence costs no request.

    `language` is the one known of the guest, for messages too short to tell.
    """
    message = spelled(message[:_LONGEST].replace("…", "..."))  # … is one sign that folding would make longer
    spoken = detect(message, language)
    if fences.needs_no_answer(message, host_name):
        return Triage("nothing", "Nothing is asked", spoken)
    urgent = fences.urgent_in(message)
    asks = tuple(_read(part, spoken) for part in split_asks(message, host_name))
    fenced = next((ask.fence for ask in asks if ask.fence), None) or fences.fence_in(message)
    if urgent:
        return Triage("person", fences.REASONS[urgent], spoken, asks, urgent)
    if fenced:
        return Triage("person", fences.REASONS[fenced], spoken, asks)
    if not any(ask.intents or ask.is_question for ask in asks):
        if all(fences.is_glad_news(ask.text) for ask in asks):
            return Triage("nothing", "Good news, nothing is asked", spoken)
        return Triage("person", NOT_A_QUESTION, spoken, asks)
    return Triage("draft", "", spoken, asks)


def split_asks(message: str, host_name: str = "") -> list[str]:
    """The questions and statements of a message, greetings and thanks left out; at most `MAX_ASKS`.

    'What is the Wi-Fi and where do we park?' is two.
    """
    asks = []
    for sentence in split_sentences(_without_greeting(message)):
        for part in _clauses(sentence):
            if not fences.needs_no_answer(part, host_name):
                asks.append(part)
    return _with_what_came_before(asks)[:MAX_ASKS]


def _with_what_came_before(parts: list[str]) -> list[str]:
    """'We bring two cars. Is there somewhere to put them?' is one ask: the second sentence points at the first."""
    joined: list[str] = []
    for part in parts:
        points_back = _POINTER.search(fold(part)) and len(part.split()) <= 9
        if joined and points_back and not _asks(joined[-1], ()) and not _names_something(part):
            joined[-1] = f"{joined[-1]} {part}" if joined[-1][-1] in ".!,;:" else f"{joined[-1]}. {part}"
        else:
            joined.append(part)
    return joined


def _names_something(part: str) -> bool:
    return bool(concepts_in(part) or intents.by_keywords(part) or fences.fence_in(part))


def _without_greeting(message: str) -> str:
    found = _GREETING.match(fold(message))
    # Folding drops accents; where that changed the length, offsets no longer fit and the greeting may stay.
    return message[found.end() :] if found and len(fold(message)) == len(message) else message


def _clauses(sentence: str) -> list[str]:
    plain = fold(sentence)
    if len(plain) != len(sentence):
        plain = sentence.lower()
    cuts = [(m.start(), m.end()) for m in _CLAUSE.finditer(plain)]
    parts, at = [], 0
    for start, end in cuts:
        parts.append(sentence[at:start])
        at = end
    parts.append(sentence[at:])
    return [part.strip(" ,;") for part in parts if part.strip(" ,;")]


# These are wishes even without a question mark: "we'll arrive around 6", "late checkout on Friday".
_WISHES = frozenset({"arrival_info", "early_checkin", "late_checkout"})
_REPORT = re.compile(
    r"^\W*(?:just |we |i |we've |we're |i'm )*(?:checked|made|got|arrived|left|leaving|here|in|out|found|are|have|had)"
    r"\b"
)


def _asks(part: str, found: tuple[str, ...]) -> bool:
    """A question by its form, or a few words that name a thing ("wifi pls")."""
    if any(_QUESTION.search(fold(sentence)) for sentence in split_sentences(part)):
        return True
    plain = fold(part)
    return bool(found) and len(plain.split()) <= 5 and not _REPORT.match(plain)


def _read(part: str, language: str) -> Ask:
    fence = fences.urgent_in(part) or fences.fence_in(part)
    found = intents.by_keywords(part)
    question = _asks(part, found)
    if not question:
        found = tuple(name for name in found if name in _WISHES)
    if not fence and not found and len(content_stems(part)) > 1:
        near = intents.by_meaning(part, language)
        if near and near[0] in fences.FENCES:
            fence = near[0]
        elif near and question:
            return Ask(part, (near[0],), None, question, near[1])
    return Ask(part, found, fence, question)
