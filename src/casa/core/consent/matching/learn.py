"""Learn the weights of `opinion.py` from the labelled examples: `python -m casa.core.consent.matching.learn`.

Logistic regression by stochastic gradient descent, in the order of one fixed seed: the same examples give the same
weights. A message is as much a request as its clearest sentence, so only that sentence learns from it. The last round
of examples is never learned from: it is there to be measured on.
"""

import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from casa.lib.text import fold

from .opinion import WEIGHTS, features, sentences
from .revocation import read
from .spoken import spoken

EXAMPLES = Path(__file__).with_name("tests")
ROUNDS, RATE, PULL, SEED = 25, 0.5, 1e-5, 1
RARE = 2
"""A feature seen in fewer messages is not learned."""

Bag = list[set[str]]


def main() -> None:
    """Read the examples, learn, write the weights."""
    lessons = [(bag(text), wanted) for text, wanted in texts(learned_files())]
    bias, weights = learn(lessons)
    kept = {feature: round(100 * weight) for feature, weight in sorted(weights.items()) if abs(weight) >= 0.02}
    WEIGHTS.write_text(json.dumps({"bias": round(bias, 3), "weights": kept}, ensure_ascii=False, indent=0) + "\n")


def learned_files() -> list[Path]:
    """Every file of examples but the last round."""
    return [EXAMPLES / "examples.jsonl", *sorted(EXAMPLES.glob("round_*.jsonl"))[:-1]]


def texts(files: Iterable[Path]) -> Iterable[tuple[str, bool]]:
    """Text and whether it is a revocation, for all free text whose label does not hang on what was said before."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            example = json.loads(line)
            if example["label"] in ("none", "revocation_freeform") and len(example["acceptable"]) == 1:
                yield example["text"], example["label"] == "revocation_freeform"


def bag(text: str) -> Bag:
    """The features of each sentence, once ordinary meanings are out."""
    return [features(sentence) for sentence in sentences(read(spoken(fold(text))).rest)]


def learn(lessons: list[tuple[Bag, bool]]) -> tuple[float, dict[str, float]]:
    """Bias and weights."""
    seen = Counter(feature for found, _ in lessons for feature in set().union(*found))
    known = [([{f for f in found if seen[f] >= RARE} for found in bags], wanted) for bags, wanted in lessons if bags]
    order = random.Random(SEED)  # noqa: S311 - an order, not a secret
    weights: dict[str, float] = defaultdict(float)
    bias = -1.0
    for epoch in range(ROUNDS):
        order.shuffle(known)
        rate = RATE / (1 + 0.3 * epoch)
        for bags, wanted in known:
            found = max(bags, key=lambda found: _sum(weights, found))
            error = 1 / (1 + math.exp(-bias - _sum(weights, found))) - wanted
            share = 1 / math.sqrt(max(1, len(found)))
            for feature in found:
                weights[feature] -= rate * (error * share + PULL * weights[feature])
            bias -= 0.1 * rate * error
    return bias, weights


def _sum(weights: dict[str, float], found: set[str]) -> float:
    return sum(weights[feature] for feature in found) / math.sqrt(max(1, len(found)))


if __name__ == "__main__":
    main()
