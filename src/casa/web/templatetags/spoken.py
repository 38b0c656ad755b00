"""Template words of pages that speak a guest's language: a text by its name, days, numbers, sizes."""

from typing import Any

from django import template

from casa.core.accounts import spoken
from casa.core.accounts.spoken import Words
from casa.web.spoken import say as said_everywhere

register = template.Library()
register.filter("day", spoken.day)
register.filter("moment", spoken.moment)
register.filter("number", spoken.number)
register.filter("size", spoken.size)
register.simple_tag(spoken.spoken_now)


@register.simple_tag(takes_context=True)
def say(context: template.Context, which: str, **places: Any) -> str:
    """The text of that name, from the page's own table (``words``) or the one for every such page."""
    words: Words = context.get("words") or said_everywhere
    return words(which, **places)
