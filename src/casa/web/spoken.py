"""The language of a page that a guest opens: their choice, what is known of them, or what their browser asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from casa.core.accounts.spoken import LANGUAGES, Words, known, spoken_now

say = Words.beside(__file__)


@contextmanager
def spoken_to(request: HttpRequest, theirs: str = "", *, browser: bool = True) -> Iterator[None]:
    """Speak the language they chose, else ``theirs`` (the person's), else the first of their browser's that we have,
    else English. ``browser=False``: another person is looking, whose browser says nothing about them."""
    asked = _of_browser(request) if browser else ""
    with translation.override(chosen(request) or known(theirs) or asked or "en"):
        yield


def chosen(request: HttpRequest) -> str:
    """What they picked at the foot of the page; "" before they did. It stands in the address, so forms carry it."""
    picked = request.GET.get("lang", "")
    return picked if picked in LANGUAGES else ""


def _of_browser(request: HttpRequest) -> str:
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    return next((known(language) for language, weight in wanted if weight and known(language)), "")


def switch(**carried: str) -> list[dict[str, Any]]:
    """The languages as the foot offers them. ``carried``: what else the address has to keep."""
    kept = {name: value for name, value in carried.items() if value}
    return [
        {"code": code, "name": name, "here": code == spoken_now(), "query": urlencode({"lang": code, **kept})}
        for code, name in LANGUAGES.items()
    ]
