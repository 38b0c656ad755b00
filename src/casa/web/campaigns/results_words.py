"""The figures of a campaign in words."""

from typing import Any

from casa.core.campaigns.models import Campaign, CampaignKind
from casa.core.campaigns.responses import Booked
from casa.core.campaigns.results import Results
from casa.core.campaigns.uncertainty import compare, share_range
from casa.core.templates.weight import money

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$"}


def tiles(row: Campaign, found: Results, stays: Booked) -> list[dict[str, Any]]:
    """The figures at the head of the page, the most telling first."""
    made = [
        _tile("Delivered", found.delivered, f"of {found.sent:,} that left", "check-check", "ok"),
        _tile("Wrote back", found.replied, _percent(found.replied, found.sent), "message-circle", ""),
        _tile("Opted out", found.opted_out, _percent(found.opted_out, found.sent), "shield-ban", ""),
        _tile("Not delivered", found.failed, _percent(found.failed, found.sent), "circle-alert", _bad(found.failed)),
    ]
    if row.kind == CampaignKind.REMINDER:
        made.insert(1, _tile("Confirmed", found.confirmed, _percent(found.confirmed, found.sent), "check", "ok"))
    if row.kind == CampaignKind.MARKETING:
        made.insert(
            1, _tile("Booked", found.booked, booked_words(stays), "calendar-check", "ok" if found.booked else "")
        )
    if found.unsure:
        made.append(_tile("On the way", found.unsure, "Casa asks what became of them", "circle-help", "wait"))
    texts = f"{found.segments:,} segment{'' if found.segments == 1 else 's'}"
    return [*made, _tile("Cost", money(found.cost, found.currency), texts, "wallet", "")]


def _tile(label: str, value: int | str, words: str, icon: str, tone: str) -> dict[str, Any]:
    shown = f"{value:,}" if isinstance(value, int) else value
    return {"label": label, "value": shown, "words": words, "icon": icon, "tone": tone}


def _bad(failed: int) -> str:
    return "bad" if failed else ""


def _percent(part: int, whole: int) -> str:
    """One place while it is below ten, since that is where such shares lie."""
    if not whole:
        return "nobody yet"
    share = part / whole * 100
    return f"{share:.1f} %" if 0 < share < 10 else f"{share:.0f} %"


def booked_words(stays: Booked) -> str:
    """What was booked: "7 nights, $1,240"."""
    if not stays.stays:
        return "within 30 days"
    nights = f"{stays.nights} night{'' if stays.nights == 1 else 's'}"
    return f"{nights}, {_amount(stays.value, stays.currency)}" if stays.value else nights


def _amount(minor: int, currency: str) -> str:
    sign = SIGNS.get(currency)
    return f"{sign}{minor / 100:,.0f}" if sign else f"{minor / 100:,.0f} {currency}"


def variants(found: list[Results], texts: dict[str, str], winner: str) -> list[dict[str, Any]]:
    """Each wording with its figures; the ranges are where the true share lies nineteen times in twenty."""
    return [
        {"letter": each.letter, "text": texts.get(each.letter, ""), "sent": each.sent, "delivered": each.delivered,
         "cells": [_cell(each, name) for name in ("replied", "opted_out", "booked")], "won": each.letter == winner}
        for each in found if each.letter
    ]  # fmt: skip


def _cell(each: Results, name: str) -> dict[str, Any]:
    many = getattr(each, name)
    low, high = share_range(many, each.sent)
    return {"many": many, "share": _percent(many, each.sent), "range": f"{low * 100:.0f} to {high * 100:.0f} %"}


def verdicts(found: list[Results], kind: str) -> list[str]:
    """What the wordings' difference says, and what it does not."""
    asked = [("replied", "replies")] + ([("booked", "bookings")] if kind == CampaignKind.MARKETING else [])
    known = [each for each in found if each.letter]
    return [
        compare({each.letter: (getattr(each, name), each.sent) for each in known}, what).words for name, what in asked
    ]
