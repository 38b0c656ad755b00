"""What is held of somebody, as a host calls it and in the words of whoever reads their own page."""

from collections.abc import Mapping, Sequence
from typing import Any

from casa.core.accounts.spoken import Words, number
from casa.core.people.models import Person
from casa.core.privacy import kinds
from casa.core.privacy.kinds import KINDS
from casa.core.privacy.retention import KEEPINGS, counted, span
from casa.core.privacy.targets import target_of

COUNTED: dict[str, dict[str, str]] = {
    "assistant": {"Drafts": "drafts"},
    "campaigns": {"Planned messages": "planned", "Campaign recipients": "recipients"},
    "messages": {"Messages": "messages", "Pictures and files": "files"},
    "appointments": {"Appointments": "appointments"},
    "stays": {"Reservations": "stays", "Reviews": "reviews"},
    "consent": {"Consents": "agreed", "Stop list": "stopped", "Wishes": "wishes"},
    "deliveries": {"Raw deliveries": "notices"},
    "access": {"Reads of their data": "reads", "Requests": "requests"},
    "people": {"Numbers, e-mails, accounts": "ways", "Tags": "tags"},
}
"""What one would ask for by name, as the table calls it; the rest of a kind is told as one number."""
GROUNDS = {
    kinds.MONEY: "money", kinds.PROOF: "proof", kinds.STOPPED: "stopped", kinds.ACCOUNT: "account",
    kinds.ASKED: "asked", kinds.HELD: "held", kinds.DECIDED: "decided",
}  # fmt: skip
"""Our grounds for keeping something, with our own numbering of rules, and what the table calls them."""
say = Words.beside(__file__)


def held_of(person: Person) -> list[dict[str, Any]]:
    """How much of each kind is held of them, how long, and what would stay after an erasure; as a host calls it."""
    target, rules = target_of(person.id), {rule.kind: rule for rule in KEEPINGS}
    found = []
    for kind in KINDS:
        counts = {label: count for label, count in kind.count(target).items() if count}
        keeping = rules.get({"stays": "reservations"}.get(kind.name, kind.name))
        if counts:
            keeps = list(dict.fromkeys(ground for label, ground in kind.keeps.items() if label in counts))
            found.append({
                "kind": kind.name,
                "label": kind.label,
                "counts": list(counts.items()),
                "days": keeping.days() if keeping else 0,
                "kept": span(keeping.days()) if keeping else "",
                "grounds": keeps,
                "keeps": keeps[0] if keeps else "",
            })  # fmt: skip
    return found


def told_of(person: Person) -> list[dict[str, Any]]:
    """The same in the words of whoever reads about themselves, in their language; every ground of what would stay."""
    return [
        {
            "label": say(f"kind.{one['kind']}"),
            "counts": _counted(COUNTED[one["kind"]], one["counts"]),
            "kept": _span(one["days"]) if one["days"] else "",
            "grounds": [say(f"ground.{GROUNDS[ground]}") for ground in one["grounds"]],
        }
        for one in held_of(person)
    ]


def _counted(words: Mapping[str, str], counts: Sequence[tuple[str, int]]) -> list[str]:
    named = [(words[label], count) for label, count in counts if label in words]
    rest = sum(count for label, count in counts if label not in words)
    told = named + ([("beside" if named else "records", rest)] if rest else [])
    return [say("count.line", label=say(f"count.{name}"), count=number(count)) for name, count in told]


def _span(days: int) -> str:
    """As ``retention.span`` says it to hosts."""
    count, unit = counted(days)
    return say(f"span.{unit}{'s' if count > 1 else ''}", count=number(count))
