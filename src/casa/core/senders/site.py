"""R55: what reviewers look for on a website, looked for beforehand. Findings are shown; they stop nothing."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.scope import workspace_scope
from casa.core.connections.doors import Purpose, errand
from casa.core.senders.models import BrandRegistration, CampaignRegistration
from casa.lib.http import Door, HttpFailure

MOST = 2_000_000  # bytes of a page that are read
TAGS = re.compile(r"(?is)<(script|style)\b.*?</\1>|<[^>]+>")
SHARED = re.compile(
    r"(?:mobile|phone|sms|text)[^.]{0,120}(?:not|never|no)[^.]{0,80}(?:shar|sold|sell|disclos)[^.]{0,120}(?:third|affiliat|market)"
    r"|(?:not|never|no)[^.]{0,60}(?:shar|sell|disclos)[^.]{0,120}(?:mobile|phone|sms|text)[^.]{0,160}(?:third|affiliat|market)",
    re.IGNORECASE,
)
NEEDED = (
    ("806_stop", r"\bstop\b", "The page does not say that texting STOP ends the texts."),
    ("806_help", r"\bhelp\b", "The page does not say that texting HELP gets help."),
    ("806_rates", r"data rates", "The page does not say that message and data rates may apply."),
    (
        "806_often",
        r"frequency|(?:per|a|each) (?:day|week|month)|var(?:y|ies)",
        "The page does not say how often you text.",
    ),
    (
        "803",
        r"(?:agree|consent|sign up|opt.?in)[^.]{0,160}(?:text|sms|message)",
        "No words of consent to texts were found.",
    ),
)
WORDS = {code: words for code, _, words in NEEDED} | {
    "804": "A page did not open. Try every address yourself, without signing in.",
    "805": "The privacy policy does not say that mobile information is not shared with third parties for marketing.",
    "708": "The website speaks of sharing leads or of partners' offers, which reviewers turn down.",
    "name": "The legal name was not found on the website. Reviewers compare the two.",
}


def look(workspace_id: UUID, business_id: UUID) -> None:
    """Open the website, the privacy policy and the terms, and keep what a reviewer would miss."""
    with workspace_scope(workspace_id):
        row = BrandRegistration.objects.filter(workspace_id=workspace_id, id=business_id).first()
        if row is None:
            return
        campaign = CampaignRegistration.objects.filter(workspace_id=workspace_id, business=row).order_by("id").last()
        addresses = {
            "website": row.website,
            "privacy": campaign.privacy_url if campaign else "",
            "terms": campaign.terms_url if campaign else "",
        }
        name = row.legal_name
    found = missing({part: fetch(url) for part, url in addresses.items() if url}, name)
    with workspace_scope(workspace_id):
        rows = BrandRegistration.objects.filter(workspace_id=workspace_id, id=business_id)
        rows.update(site_findings=list(found), site_checked_at=timezone.now())
        touch("senders")


def fetch(url: str) -> str | None:
    """The words of a page through the guarded door; None where it does not open."""
    host = urlsplit(url).hostname or ""
    routes = {f"https://{host}": f"{settings.SANDBOX_URL}/site/{host}"} if settings.SANDBOX_URL else {}
    try:
        goes = errand("", Purpose.WEBSITE)
        door = Door(hosts=frozenset({host, f"www.{host}"}), routes=routes, errand=goes)
        reply = door.request("GET", url, limit=MOST, follow=3)
    except HttpFailure:
        return None
    return plain(reply.text) if reply.ok else None


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", TAGS.sub(" ", html))


def missing(pages: Mapping[str, str | None], legal_name: str) -> tuple[str, ...]:
    """Codes of what a reviewer would miss (pure). ``pages``: part -> its words, None where it did not open."""
    found = ["804"] if any(words is None for words in pages.values()) else []
    everything = " ".join(words for words in pages.values() if words)
    if not everything:
        return tuple(found)
    found += [code for code, pattern, _ in NEEDED if not re.search(pattern, everything, re.IGNORECASE)]
    if not SHARED.search(pages.get("privacy") or everything):
        found.append("805")
    if re.search(r"lead generation|(?:shar|sell)\w* (?:your )?leads", everything, re.IGNORECASE):
        found.append("708")
    if _bare(legal_name) and _bare(legal_name) not in _bare(everything):
        found.append("name")
    return tuple(found)


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\b(?:llc|inc|ltd|corp)\b", "", text.lower()))
