"""Wishes beside or instead of a revocation: when and where to be reached, and which kind of message was named (R46)."""

import re
from datetime import time

from .verdict import Preference

_CHANNELS = {"email_only": "email", "text_only": "sms", "call_only": "voice"}
_CLOCK = r"(?:las |la )?(?P<hour>\d{1,2}|noon|midnight)(?:[: .](?P<minute>\d\d))?(?: ?(?P<half>am|pm|a m|p m|h))?\b"
_AFTER = re.compile(rf"\b(?:after|past|later than|despues de|apres|passe) {_CLOCK}")
_BEFORE = re.compile(rf"\b(?:before|until|till?|earlier than|prior to|antes de|hasta|avant) {_CLOCK}")
_WELCOME = re.compile(
    r"\b(?:only|just|better|fine|ok|best|after) (?:text |call |message )?(?:me |us )?(?:after|before)\b"
)
_NAMED = {"hour": {"noon": 12, "midnight": 0}}
_PROGRAMS = (
    ("reminders", re.compile(r"\b(?:reminders?|reminding|recordatorios?|rappels?)\b")),
    ("surveys", re.compile(r"\b(?:surveys?|reviews?|feedback|encuestas?|sondages?)\b")),
    ("newsletter", re.compile(r"\b(?:newsletters?|boletin(?:es)?|infolettres?)\b")),
    ("updates", re.compile(r"\b(?:updates|alerts|notifications|notificaciones|alertas|alertes)\b")),
)
_ANY_MESSAGE = re.compile(r"\b(?:texts?|texting|messages?|messaging|sms|contact\w*|calls?|calling|mensajes?|textos?)\b")


def preference_of(effect: str, said: str) -> Preference | None:
    """The wish that an effect such as "preference:hours" names, its hours read from the text in spoken form."""
    kind = effect.removeprefix("preference:")
    if kind == effect:
        return None
    if kind in _CHANNELS:
        return Preference("channel", channel=_CHANNELS[kind])  # type: ignore[arg-type]
    return quiet_hours(said) if kind == "hours" else Preference("number")


def quiet_hours(said: str) -> Preference:
    """Read "not after nine" as quiet from 21:00 and "not before 8" as quiet until 08:00.

    Hours without am or pm are of the evening after "after" and of the morning after "before". A wish that names the
    welcome hours instead ("only after 5"), or none, has no times: a person reads it.
    """
    if _WELCOME.search(said):
        return Preference("hours")
    after, before = _AFTER.search(said), _BEFORE.search(said)
    return Preference("hours", starts=_time(after, evening=True), ends=_time(before, evening=False))


def _time(found: re.Match[str] | None, *, evening: bool) -> time | None:
    if found is None:
        return None
    hour = _NAMED["hour"].get(found["hour"])
    if hour is None:
        hour = int(found["hour"])
        half = (found["half"] or "").replace(" ", "")
        afternoon = half == "pm" or (not half and evening and hour < 12)
        hour = hour % 12 + 12 * afternoon if half in ("am", "pm") or afternoon else hour
    minute = int(found["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def program_of(words: str) -> str:
    """The one kind of message that a request names, or "" when it names messages as such or several kinds."""
    named = [name for name, pattern in _PROGRAMS if pattern.search(words)]
    return named[0] if len(named) == 1 and not _ANY_MESSAGE.search(words) else ""
