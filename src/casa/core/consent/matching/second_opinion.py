"""Ask a language model where the rules are silent or in doubt: with its help, never by it alone (R21).

The model may only make us more careful. It turns "nothing" or "a person should look" into an end of marketing and a
person's review; it never lifts, narrows or clears anything, whatever it answers.
"""

from collections.abc import Callable
from dataclasses import replace

from .verdict import Verdict

SURE = 0.5
"""From this probability on the message is treated as a possible revocation."""

Ask = Callable[[str], float]
"""Given the sender's own words, the probability (0 to 1) that they ask not to be contacted."""

_ASKED_ABOUT = ("none", "review", "route_human")


def second_opinion(verdict: Verdict, text: str, ask: Ask) -> Verdict:
    """The verdict, or a more careful one if `ask` finds a revocation that the rules did not see.

    `ask` is not called where the rules have decided, nor for reactions and robots. What it raises is the caller's to
    handle: the first verdict then stands.
    """
    if verdict.label != "none" or verdict.effect not in _ASKED_ABOUT or ask(text) < SURE:
        return verdict
    return replace(
        verdict,
        label="revocation_freeform",
        scope="marketing",
        effect="suppress_and_review",
        why="No rule matches, but a language model reads it as a possible request to stop.",
        rule="R21",
        matcher="model",
    )
