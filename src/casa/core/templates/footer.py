"""The legal lines of a text. Code adds them at the end of what somebody wrote, and nobody can take them out.

Every line is in the GSM-7 alphabet: a footer must never double the price of a text (R70).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from casa.core.templates.spoken import known

EVERY = timedelta(days=30)  # R49: at least monthly in any text
FULL = "full"  # STOP, HELP and rates: every offer, and the first text of a program (R11, R49)
SHORT = "short"  # STOP alone: the monthly reminder in any other text (R49)

_LINES = {
    ("en", FULL): "Reply STOP to opt out, HELP for help. Msg & data rates may apply.",
    ("en", SHORT): "Reply STOP to opt out.",
    ("es", FULL): "Responde STOP para darte de baja, HELP para ayuda. Pueden aplicarse tarifas de mensajes y datos.",
    ("es", SHORT): "Responde STOP para darte de baja.",
    ("fr", FULL): "Répondez STOP pour ne plus rien recevoir, HELP pour de l'aide. Des frais peuvent s'appliquer.",
    ("fr", SHORT): "Répondez STOP pour ne plus rien recevoir.",
}
_CONTACT = {"en": "Questions: {}.", "es": "Preguntas: {}.", "fr": "Questions : {}."}


@dataclass(frozen=True, slots=True)
class House:
    """What a text must say of its sender: its name, where people reach it, which web hosts are its own (R57)."""

    name: str
    phone: str = ""
    email: str = ""
    hosts: frozenset[str] = frozenset()

    @property
    def contact(self) -> str:
        return self.phone or self.email


def footer(house: House, kind: str, language: str, *, opens: bool = False, last_at: datetime | None = None,
           now: datetime | None = None) -> str:  # fmt: skip
    """The legal line for one text, or "" where none is due.

    An offer always has the full one (R49), so has the first text of a program, with whom to call (R11). Any other
    text has the short one when the person has not read one for 30 days: give ``last_at`` (None: never) with ``now``;
    without ``now`` no reminder is due, as in an answer to what they wrote.
    """
    short = known(language)
    if opens and house.contact:
        return f"{_LINES[short, FULL]} {_CONTACT[short].format(house.contact)}"
    if kind == "marketing" or opens:
        return _LINES[short, FULL]
    if now is not None and kind != "reply" and (last_at is None or now - last_at >= EVERY):
        return _LINES[short, SHORT]
    return ""


def with_footer(text: str, line: str) -> str:
    """The text as it leaves: the legal line stands on a line of its own."""
    return f"{text.rstrip()}\n{line}" if line else text.rstrip()


def has_footer(text: str) -> bool:
    """Whether a text as it left told how to stop, in any of our languages."""
    return any(text.rstrip().endswith(line) or f"\n{line}" in text for line in _LINES.values())
