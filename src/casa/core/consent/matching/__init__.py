"""Read a message for consent: opt-out, opt-in, help, free-text revocation (R20 to R22, R31 to R40, R46 to
R48).

    classify("please take me off your list").label == "revocation_freeform"

Pure: no database, no network, no state. `decide.py` holds the order of decisions, the other modules its
tables.
"""

from .verdict import EFFECTS, Context, Label, Scope, Verdict

__all__ = ["EFFECTS", "Context", "Label", "Scope", "Verdict", "classify"]


def classify(text: str, context: Context = Context()) -> Verdict:  # noqa: B008 - frozen, so safe to share
    """What a message means for consent: see ``decide.classify``."""
    from .decide import classify as decide  # compiles the tables: a third of a second

    return decide(text, context)
