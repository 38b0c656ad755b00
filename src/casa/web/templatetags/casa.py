"""Template words of the house: icons from the sprite, steps of a ring, a draft as plain text."""

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

STEP_PERCENT = 5
HUES = 12


@cache
def _sprite() -> str:
    return static("casa/icons.svg")


@register.simple_tag
@lru_cache(4096)  # a page has hundreds, of a few dozen kinds
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """One icon of the sprite. `size` is "", "s", "xs" or "l"; with `label` it speaks, otherwise it is decoration."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    css = f"i {size}".strip()
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', css, spoken, _sprite(), name)


@register.simple_tag
def cell(size: str = "") -> SafeString:
    """The assistant's mark, one cell of honeycomb; always with its text name."""
    css = f"cell {size}".strip()
    markup = '<svg class="{}" role="img" aria-label="Written by Casa"><use href="{}#cell"></use></svg>'
    return format_html(markup, css, _sprite())


@register.filter
def step(percent: float | int | None) -> str:
    """The class `p-0` to `p-20` nearest to a percentage (styles may not stand in attributes)."""
    bounded = min(max(float(percent or 0), 0.0), 100.0)
    return f"p-{round(bounded / STEP_PERCENT)}"


@register.filter
def hue(value: int | str | None) -> str:
    """The class of one of the twelve hues; any whole number is folded into them."""
    try:
        return f"h-{int(value or 0) % HUES}"
    except ValueError:
        return "h-0"


@register.filter
def capped(count: int | None) -> str:
    """A number as far as it was counted: 99+ for more."""
    return "" if not count else str(count) if count <= 99 else "99+"


@register.filter
def plain(pieces: Iterable[Any] | None) -> str:
    """A draft's pieces as the text that would be sent: what stands before each source chip, joined by spaces."""
    texts = (_piece_text(piece).strip(" ") for piece in pieces or ())
    return " ".join(text for text in texts if text).replace(" \n", "\n").replace("\n ", "\n")


@register.filter
def as_json(value: Any) -> str:
    """A value for a `data-` attribute that a module reads with JSON.parse; escaped like any other text."""
    return json.dumps(value)


def _piece_text(piece: Any) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, dict):
        return str(piece.get("text", ""))
    return str(getattr(piece, "text", ""))
