"""How much a difference between two wordings says. Pure: counts in, a chance and words out."""

from dataclasses import dataclass
from math import comb, erfc, sqrt

EXACT = 2000  # people; above, the normal curve is as good
Z = 1.96  # the range that holds nineteen times in twenty


@dataclass(frozen=True, slots=True)
class Verdict:
    """``chance``: how often two equally good wordings would come out this far apart or further, in the same
    direction. ``better`` is "" where nothing can be said."""

    better: str
    chance: float
    words: str


def share_range(hits: int, people: int) -> tuple[float, float]:
    """Where the true share lies, nineteen times in twenty (Wilson 1927: holds for few people and for no hits too)."""
    if people <= 0:
        return 0.0, 1.0
    share, spread = hits / people, Z * Z / people
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / people + spread / (4 * people)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def chance_of(more: tuple[int, int], less: tuple[int, int]) -> float:
    """One-sided: (hits, people) of the seemingly better and of the other. Fisher's exact test for few people."""
    (a, n), (b, m) = more, less
    if not n or not m:
        return 1.0
    return _exact(a, n, b, m) if n + m <= EXACT else _normal(a, n, b, m)


def _exact(a: int, n: int, b: int, m: int) -> float:
    hits = a + b
    ways = sum(comb(n, k) * comb(m, hits - k) for k in range(a, min(hits, n) + 1) if hits - k <= m)
    return float(ways / comb(n + m, hits))


def _normal(a: int, n: int, b: int, m: int) -> float:
    both = (a + b) / (n + m)
    error = sqrt(both * (1 - both) * (1 / n + 1 / m))
    return 1.0 if error == 0 else erfc((a / n - b / m) / error / sqrt(2)) / 2


def compare(tried: dict[str, tuple[int, int]], what: str) -> Verdict:
    """The best wording against the next one, by ``what`` ("replies"). ``tried``: letter -> (hits, people)."""
    known = sorted(((hits / people, letter) for letter, (hits, people) in tried.items() if people), reverse=True)
    if len(known) < 2 or not sum(hits for hits, _ in tried.values()):
        return Verdict("", 1.0, f"No {what} yet, so nothing can be said.")
    (first, letter), (second, other) = known[:2]
    if first == second:
        return Verdict("", 1.0, f"{letter} and {other} got the same share of {what}.")
    chance = chance_of(tried[letter], tried[other])
    return Verdict(letter, chance, f"{letter} got the larger share of {what}. {_chance_words(chance)}")


def _chance_words(chance: float) -> str:
    if chance < 0.01:
        return "It is hardly chance: two equally good texts would differ this much less than once in a hundred times."
    if chance < 0.05:
        return (
            f"It is probably better: equally good texts would differ this much about once in {round(1 / chance)} times."
        )
    if chance < 0.2:
        return f"It may be chance: equally good texts would differ this much about once in {round(1 / chance)} times."
    return "It is too close to tell: equally good texts often differ this much. Ask more people."
