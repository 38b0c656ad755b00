"""Campaigns in words: kinds, states, times."""

from datetime import datetime, timedelta

from django.utils import timezone

from casa.core.campaigns.models import CampaignState

KINDS = {
    "marketing": ("Promotional", "Offer", "Something to sell. Goes only to people who agreed to offers in writing."),
    "service": ("Service", "Service message", "News about the house or a stay: a closed pool, a changed rule."),
    "reminder": ("Reminder", "Reminder", "Before something they have booked with you."),
}
KIND_ICONS = {"marketing": "megaphone", "service": "house", "reminder": "bell"}
STATES = {
    CampaignState.DRAFT: ("Draft", ""),
    CampaignState.SCHEDULED: ("Scheduled", "wait"),
    CampaignState.SENDING: ("Sending", "ok"),
    CampaignState.PAUSED: ("Paused", "wait"),
    CampaignState.DONE: ("Sent", ""),
    CampaignState.CANCELLED: ("Cancelled", ""),
}
PEOPLE = {
    "marketing": ("Agreed to offers from {} in writing", "Booked or wrote, but never agreed to offers"),
    "service": ("Agreed to messages about their stay or visit", "Never agreed to messages from {}"),
    "reminder": ("Agreed to messages about their stay or visit", "Never agreed to messages from {}"),
}


def moment(at: datetime) -> str:
    """9:00 AM today, tomorrow at 9:00 AM, else Tue 24 Nov, 9:00 AM; on the reader's own clock."""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        return f"{local:%-I:%M %p} today"
    if local.date() == today + timedelta(days=1):
        return f"tomorrow at {local:%-I:%M %p}"
    return f"{local:%a} {local.day} {local:%b}, {local:%-I:%M %p}"


def day_part(at: datetime) -> str:
    """later today, tomorrow, by Tue 24 Nov."""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        return "later today"
    return "tomorrow" if local.date() == today + timedelta(days=1) else f"by {local:%a} {local.day} {local:%b}"


def span(length: timedelta) -> str:
    """6 minutes, 2 hours; at least a few seconds."""
    seconds = length.total_seconds()
    if seconds < 45:
        return "a few seconds"
    if seconds < 5400:
        return _many(round(seconds / 60), "minute")
    return _many(round(seconds / 3600), "hour") if seconds < 172_800 else _many(round(seconds / 86_400), "day")


def _many(count: int, noun: str) -> str:
    return f"{max(count, 1)} {noun}" + ("" if count <= 1 else "s")


def persons(count: int) -> str:
    return f"{count:,} {'person' if count == 1 else 'people'}"
