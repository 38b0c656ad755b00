"""The last look at a request before it leaves for a model (promise CA-3c): what is private in it keeps it here.

Masking comes first and takes everything out; this is asked of the finished request, so that a way around the mask, or
a mistake in how a request is put together, ends in the built-in composer and not at a model provider.
"""

import json
from collections.abc import Iterator
from typing import Any

from casa.core.assistant.mask import mask
from casa.core.assistant.prompt import Prompt

PRIVATE = frozenset({"phone", "email", "card", "iban", "code"})
OURS = frozenset({"id", "now", "language"})
"""What in a request is written by Casa itself: ids of facts, the time, a language."""
WORDS = "The request held something private, so it was not sent. Casa wrote this draft itself."


def unmasked(asked: Prompt) -> frozenset[str]:
    """The kinds of private values that stand openly in a request; empty when it may leave."""
    texts = [text for line in asked.messages for text in _texts(str(line["content"]))]
    found = {kind for text in texts for kind in _kinds(text)}
    if any(value in text for value in asked.table.values() if len(value) >= 4 for text in texts):
        found.add("known value")
    return frozenset(found)


def _kinds(text: str) -> set[str]:
    return {placeholder[1:].split("-")[0] for placeholder in mask(text).table} & PRIVATE


def _texts(content: str) -> Iterator[str]:
    """Every text in the data of a request; a request that is no data is one text."""
    try:
        yield from _strings(json.loads(content))
    except ValueError:
        yield content


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _strings(value) if key not in OURS else ()
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
