"""The web addresses in a text, as a phone would make them tappable."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ADDRESS = re.compile(
    r"(?<![\w@.\-])(?:https?://)?((?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})(?::\d+)?(?:/[^\s]*)?",
    re.IGNORECASE,
)
_NOT_AN_ENDING = frozenset({"pm", "am", "etc", "jpg", "png", "pdf"})  # "4.pm", "plan.pdf"
_TRAILING = ".,;:!?)]}'\"”’"


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a text. ``host`` is in small letters, without "www."."""

    url: str
    host: str
    start: int
    end: int


def links_in(text: str) -> Iterator[Link]:
    """Every web address, with or without https://; e-mail addresses are none."""
    for match in _ADDRESS.finditer(text):
        host = match.group(1).lower()
        if text[match.end(1) : match.end(1) + 1] == "@" or host.rsplit(".", 1)[-1] in _NOT_AN_ENDING:
            continue
        url = match.group().rstrip(_TRAILING)
        yield Link(url, host.removeprefix("www."), match.start(), match.start() + len(url))


def host_of(url: str) -> str:
    """The host of one address, "" where there is none."""
    return next((link.host for link in links_in(url)), "")
