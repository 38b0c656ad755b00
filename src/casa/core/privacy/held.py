"""What is held of somebody, as a host calls it and in the words of whoever reads their own page."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from casa.core.people.models import Person
from casa.core.privacy.kinds import KINDS
from casa.core.privacy.retention import KEEPINGS, span
from casa.core.privacy.targets import target_of

HELD_AS = {
    "assistant": "Drafts of answers to you",
    "campaigns": "Messages sent to many",
    "messages": "What you wrote to us and we to you",
    "appointments": "Appointments",
    "stays": "Your stays",
    "consent": "What you agreed to and what you stopped",
    "deliveries": "Notices from where you booked and from phone companies, as they came",
    "access": "Who opened your data, and what you asked",
    "people": "Your name and how to reach you",
}
COUNTED: dict[str, dict[str, str]] = {
    "assistant": {"Drafts": "Drafts"},
    "campaigns": {"Planned messages": "Planned", "Campaign recipients": "Sent or meant for you"},
    "messages": {"Messages": "Messages", "Pictures and files": "Pictures and files"},
    "appointments": {"Appointments": "Appointments"},
    "stays": {"Reservations": "Stays", "Reviews": "Reviews"},
    "consent": {"Consents": "Times you agreed", "Stop list": "Times you said stop", "Wishes": "Wishes"},
    "deliveries": {"Raw deliveries": "Notices"},
    "access": {"Reads of their data": "Times it was opened", "Requests": "Requests"},
    "people": {"Numbers, e-mails, accounts": "Numbers, e-mails and accounts", "Tags": "Tags"},
}
"""What one would ask for by name; the rest of a kind is told as one number."""

_RULE = re.compile(r" \((?:R\d+|[A-Z]{2}-\w+)\)")  # our own numbering says nothing to a guest


def held_of(person: Person) -> list[dict[str, Any]]:
    """How much of each kind is held of them, how long, and what would stay after an erasure; as a host calls it."""
    target, rules = target_of(person.id), {rule.kind: rule for rule in KEEPINGS}
    found = []
    for kind in KINDS:
        counts = {label: count for label, count in kind.count(target).items() if count}
        keeping = rules.get({"stays": "reservations"}.get(kind.name, kind.name))
        if counts:
            keeps = [ground for label, ground in kind.keeps.items() if label in counts]
            found.append({
                "kind": kind.name,
                "label": kind.label,
                "counts": list(counts.items()),
                "kept": span(keeping.days()) if keeping else "",
                "keeps": keeps[0] if keeps else "",
            })  # fmt: skip
    return found


def told_of(person: Person) -> list[dict[str, Any]]:
    """The same in the words of whoever reads about themselves."""
    return [
        {
            **one,
            "label": HELD_AS[one["kind"]],
            "counts": _counted(COUNTED[one["kind"]], one["counts"]),
            "keeps": _RULE.sub("", one["keeps"]),
        }
        for one in held_of(person)
    ]


def _counted(words: Mapping[str, str], counts: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    named = [(words[label], count) for label, count in counts if label in words]
    rest = sum(count for label, count in counts if label not in words)
    return named + ([("Records beside them" if named else "Records", rest)] if rest else [])
