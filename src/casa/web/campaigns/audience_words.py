"""A choice of people in plain words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from casa.core.campaigns import filters
from casa.core.campaigns.filters import Filter
from casa.core.people.tags import named
from casa.core.stays.models import Property

LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French", "de": "German", "it": "Italian", "pt": "Portuguese"}
PLATFORMS = {"airbnb": "Airbnb", "vrbo": "Vrbo", "booking": "Booking.com", "direct": "your own site"}


def in_words(tree: filters.All) -> str:
    """everyone who stayed since Oct 2024, at Laurel Cottage; one query each where homes or tags are named."""
    if not tree.of:
        return "everybody you know"
    ids, tag_ids = filters.homes(tree), filters.tags(tree)
    names = dict(Property.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}
    names |= named(tag_ids) if tag_ids else {}
    return "everyone " + ", ".join(_words(part, names) for part in tree.of)


def _words(part: Filter, names: dict[Any, str]) -> str:
    if isinstance(part, filters.All | filters.Either):
        joined = (" and " if isinstance(part, filters.All) else " or ").join(_words(each, names) for each in part.of)
        return f"who ({joined})" if joined else "there is"
    if isinstance(part, filters.Tagged):
        return f"with the tag {_either(sorted(names.get(key, 'that is gone') for key in part.tag_ids))}"
    if isinstance(part, filters.Not):
        return f"but not {_words(part.of, names)}"
    if isinstance(part, filters.AtHome):
        return f"at {_either(sorted(names.get(key, 'a home that is gone') for key in part.property_ids))}"
    say = _SAYS.get(type(part))
    return say(part) if say else ""


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _day(day: date) -> str:
    return f"{day:%b %Y}" if day.day == 1 else f"{day.day} {day:%b %Y}"


def _stayed(part: filters.Stayed) -> str:
    if part.last_days:
        return f"who stayed in the last {part.last_days} days"
    if part.since and part.until:
        return f"who stayed between {_day(part.since)} and {_day(part.until)}"
    if part.since:
        return f"who stayed since {_day(part.since)}"
    return f"who stayed before {_day(part.until)}" if part.until else "who ever stayed"


def _arriving(part: filters.Arriving) -> str:
    if part.next_days is not None:
        return f"who arrives in the next {part.next_days} days"
    if part.since and part.until:
        return f"who arrives between {_day(part.since)} and {_day(part.until)}"
    return f"who arrives from {_day(part.since)}" if part.since else "who has a stay ahead"


def _stays(part: filters.Stays) -> str:
    if part.at_most is None:
        return f"with at least {part.at_least} {'stay' if part.at_least == 1 else 'stays'}"
    return f"with {part.at_least} to {part.at_most} stays"


_SAYS: dict[type, Callable[[Any], str]] = {
    filters.Stayed: _stayed,
    filters.Arriving: _arriving,
    filters.InHouse: lambda _: "who is in house now",
    filters.InCity: lambda part: f"who booked in {_either(list(part.cities))}",
    filters.Stays: _stays,
    filters.NotBookedAgain: lambda _: "who has not booked again",
    filters.Platform: lambda part: f"who booked over {_either([PLATFORMS.get(each, each) for each in part.names])}",
    filters.Language: lambda part: f"who speaks {_either([LANGUAGES.get(each, each) for each in part.codes])}",
    filters.Birthday: lambda part: (
        f"with a birthday in the next {part.next_days} days" if part.next_days else "whose birthday is today"
    ),
    filters.Reachable: lambda part: "with a number" if part.kind == "phone" else "with an e-mail address",
    filters.Consent: lambda part: (
        f"who agreed to {part.program.replace('_', ' ')}" + (" in writing" if part.consent_class == "written" else "")
    ),
    filters.People: lambda part: f"of {len(part.person_ids)} you named",
}
