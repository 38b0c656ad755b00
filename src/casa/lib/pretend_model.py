"""The pretend language model behind the model providers' sandboxes: small, honest, and never canned.

It reads what any model reads: facts and a guest's message, either as one JSON object (``{"facts": [{"id", "about",
"text"}], "message", "language"}``) or as lines of JSON (``{"id": …, "text": …}``) with the message after them. It
picks the sentences of the facts that share the most telling words with each question and quotes them with their
ids. What no fact speaks of, it calls unanswered.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and any are as at be been but by can could do does for from get give had has have hello help hey hi "
        "how i if in is it its just know let like me much my need of on one or our out please should so some tell "
        "thank thanks that the their there they this time to up us want was we were what when where which who why "
        "will with would you your al cuál de del el en es hora la las los qué un una por para que hay le les des du "
        "est et heure pour quel quelle nous vous je il",
    )
)
SAME = {
    "wifi": "wi-fi", "internet": "wi-fi", "wlan": "wi-fi", "park": "parking", "car": "parking", "cars": "parking",
    "dog": "pet", "cat": "pet", "dogs": "pet", "trash": "rubbish", "garbage": "rubbish", "bin": "rubbish",
    "clave": "password", "contraseña": "password", "passe": "password", "heating": "heat", "heater": "heat",
    "arrive": "check-in", "arrival": "check-in", "leave": "check-out",
    "entrada": "check-in", "arrivée": "check-in", "salida": "check-out", "départ": "check-out", "jacuzzi": "tub",
}  # fmt: skip
ENOUGH = 0.3  # the part of a question's weight that a sentence must share before it is quoted
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
TWO_WORDS = re.compile(r"\bcheck(?:ing)?[ -]?(in|out)\b")
SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a fact, and the fact's id."""

    text: str
    fact: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model found for a message: ``quotes`` in the order asked, ``unanswered`` in the guest's words."""

    quotes: tuple[Quote, ...]
    unanswered: tuple[str, ...]


def answer(texts: Sequence[str], schema: Mapping[str, Any] | None) -> str:
    """The model's whole answer to the user's turns: JSON where a schema is asked for, plain sentences otherwise."""
    whole = _object(texts[-1]) if texts else None
    told = whole if whole is not None and isinstance(whole.get("facts"), list) else None
    if told is not None:
        reading = read(str(told.get("message", "")), *_told_facts(told["facts"]))
    else:
        reading = read(_last_question(texts), read_facts(texts))
    if schema is None:
        spoken = [quote.text for quote in reading.quotes]
        return " ".join(spoken) if spoken else "I do not know that from what I was given."
    return json.dumps(_fill(schema, reading, str((told or {}).get("language") or "en")), ensure_ascii=False)


def read_facts(texts: Iterable[str]) -> dict[str, str]:
    """The facts among the lines: every line that is a JSON object with an id and a text."""
    found = {}
    for line in (line for text in texts for line in text.splitlines()):
        thing = _object(line)
        if thing is not None and "id" in thing and isinstance(thing.get("text"), str):
            found[str(thing["id"])] = thing["text"]
    return found


def _told_facts(entries: Sequence[Any]) -> tuple[dict[str, str], dict[str, str]]:
    """The facts of one JSON object: their texts, and what they are about, by id."""
    whole = [one for one in entries if isinstance(one, dict) and one.get("id") and isinstance(one.get("text"), str)]
    return {str(one["id"]): one["text"] for one in whole}, {str(one["id"]): str(one.get("about", "")) for one in whole}


def read(question: str, facts: Mapping[str, str], about: Mapping[str, str] | None = None) -> Reading:
    """Quote for each thing asked the sentence that shares the most telling words with it.

    ``about`` says in a few words what a fact is about; it counts as if each of its sentences said so.
    """
    parts = [(key, part.strip()) for key, text in facts.items() for part in SENTENCE.split(text)]
    sentences = [Quote(part, key) for key, part in parts if part]
    labels = about or {}
    said = [words(f"{labels.get(quote.fact, '')} {quote.text}") for quote in sentences]
    weights = _weights(said)
    quotes: list[Quote] = []
    unanswered = []
    for asked in _asked(question):
        found = _best([_overlap(asked, bag, weights) for bag in said], sentences)
        quotes += [found] if found and found not in quotes else []
        unanswered += [] if found else [asked]
    return Reading(tuple(quotes), tuple(unanswered))


def _best(scores: Sequence[float], sentences: Sequence[Quote]) -> Quote | None:
    """The sentence that shares most with what is asked, with its neighbours in the same fact that share as much."""
    top = max(scores, default=0.0)
    if top < ENOUGH:
        return None
    fact = sentences[scores.index(top)].fact
    told = [one.text for one, score in zip(sentences, scores, strict=True) if one.fact == fact and score == top]
    return Quote(" ".join(told), fact)


def words(text: str) -> set[str]:
    """The telling words of a text, stemmed lightly, with a few synonyms made one."""
    joined = TWO_WORDS.sub(r"check-\1", text.lower())
    found = (SAME.get(word, word) for word in WORD.findall(joined))
    return {_stem(word) for word in found if word not in STOP_WORDS and len(word) > 1}


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _weights(bags: Sequence[set[str]]) -> dict[str, float]:
    """How telling each word is: the fewer sentences have it, the more."""
    counts = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + len(bags) / n) for word, n in counts.items()}


def _overlap(question: str, said: set[str], weights: Mapping[str, float]) -> float:
    """The part of the question's weight that the sentence shares, 0 to 1; a word in no fact weighs like a rare one."""
    rarest = max(weights.values(), default=1.0)
    asked = {word: weights.get(word, rarest) for word in words(question)}
    shared = sum(asked[word] for word in asked.keys() & said)
    return shared / (sum(asked.values()) or 1.0)


def _asked(message: str) -> list[str]:
    """The questions in a message; its sentences where nothing is marked as a question; nothing for a mere thanks."""
    parts = [part.strip() for part in SENTENCE.split(message) if words(part)]
    marked = [part for part in parts if part.endswith("?")]
    return (marked or parts)[:6]


def _last_question(texts: Sequence[str]) -> str:
    """The guest's message: what is left of the last turn after the facts, without the headings around it."""
    lines = texts[-1].splitlines() if texts else []
    places = [i for i, line in enumerate(lines) if (_object(line) or {}).get("id") is not None]
    after = lines[places[-1] + 1 :] if places else lines
    kept = [_told(line) for line in after if not re.fullmatch(r"\s*(?:[#<\[].*|[^.?!]{1,60}:)\s*", line)]
    return "\n".join(line for line in kept if line.strip())


def _told(line: str) -> str:
    """A line of the message; the text inside where the line is a JSON object."""
    thing = _object(line)
    return line if thing is None else " ".join(str(value) for value in thing.values() if isinstance(value, str))


def _object(line: str) -> dict[str, Any] | None:
    if not line.lstrip().startswith("{"):
        return None
    try:
        thing = json.loads(line)
    except ValueError:
        return None
    return thing if isinstance(thing, dict) else None


def _fill(schema: Mapping[str, Any], reading: Reading, language: str) -> Any:
    """An answer of the schema's shape; the fields a model would know by name hold what was found."""
    known = {
        "claims": [{"text": quote.text, "facts": [quote.fact]} for quote in reading.quotes],
        "unanswered": list(reading.unanswered),
        "decision": "draft" if reading.quotes else "person" if reading.unanswered else "nothing",
        "reason": "" if reading.quotes or not reading.unanswered else "No fact answers this",
        "language": language,
    }
    shape = schema.get("properties", {})
    return {name: known[name] if name in known else _empty(part) for name, part in shape.items()}


def _empty(part: Mapping[str, Any]) -> Any:
    """The least value of a JSON-schema part."""
    if part.get("enum"):
        return part["enum"][0]
    kind = part.get("type")
    kind = kind[0] if isinstance(kind, list) and kind else kind
    if kind == "object":
        return {name: _empty(inner) for name, inner in part.get("properties", {}).items()}
    return {"array": [], "string": "", "boolean": False, "integer": 0, "number": 0}.get(str(kind))
