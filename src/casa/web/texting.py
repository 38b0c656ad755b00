"""A text beside what it weighs, how it gets shorter, which names it may use: for every page that has one to write."""

from typing import Any

from casa.core.templates.catalogue import GROUPS, GUARDED, VARIABLES
from casa.core.templates.lint import Finding
from casa.core.templates.shorten import Swap
from casa.core.templates.weight import Weight, money


def weight_face(weight: Weight) -> dict[str, Any]:
    """Characters, segments and price in words; ``fills`` says how full each segment is."""
    fills = [
        {"number": number, "units": units, "of": weight.per_segment, "percent": 100 * units / weight.per_segment}
        for number, units in enumerate(weight.fills, 1)
    ]
    return {
        "characters": weight.characters,
        "segments": weight.segments,
        "small": bool(weight.offenders),
        "offenders": " ".join(weight.offenders[:6]),
        "repaired": " ".join(weight.repaired[:6]),
        "price": money(weight.price, weight.currency),
        "thousand": money(weight.price * 1000, weight.currency),
        "pictures": weight.pictures,
        "fills": fills,
        "over": weight.over,
    }


def shorter(weight: Weight, swaps: tuple[Swap, ...], lighter_segments: int) -> dict[str, Any] | None:
    """How to save a part, where the text has more than one."""
    if weight.segments <= 1 and not weight.offenders:
        return None
    return {
        "over": weight.over,
        "goal": "one" if weight.segments == 2 else str(weight.segments - 1),
        "swaps": swaps[:8],
        "reaches": lighter_segments < weight.segments,
        "becomes": lighter_segments,
    }


def finding_face(found: Finding, body: str) -> dict[str, Any]:
    """A finding with the place it is about, so that a click can mend it."""
    return {
        "words": found.words, "rule": found.rule, "blocks": found.blocks, "fix": found.fix,
        "start": found.start, "end": found.end, "before": body[found.start : found.end],
        "fixable": bool(found.fix),
    }  # fmt: skip


def brand_initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalnum())[:3]


def names(kind: str) -> list[dict[str, Any]]:
    """The names that may be filled in, by group; secrets only where the text is no offer."""
    grouped: dict[str, list[dict[str, str]]] = {key: [] for key in GROUPS}
    for variable in VARIABLES.values():
        if kind != "marketing" or variable.personal != GUARDED:
            fallback = ' | "there"' if variable.name == "guest.first_name" else ""
            row = {"words": variable.words, "insert": f"{{{{ {variable.name}{fallback} }}}}", "name": variable.name}
            grouped[variable.group].append(row)
    return [{"label": GROUPS[key], "rows": rows, "links": key == "link"} for key, rows in grouped.items() if rows]
