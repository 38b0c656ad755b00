"""Senders as pages show them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from casa.core.senders import checks
from casa.core.senders.models import (
    BrandRegistration,
    CampaignRegistration,
    Registered,
    RegistrationState,
    Sender,
    SenderKind,
    TollFreeVerification,
)
from casa.core.senders.queries import standing_from
from casa.core.senders.reasons import meaning
from casa.core.senders.site import WORDS as SITE_WORDS
from casa.core.templates.queries import templates, texts_of
from casa.lib.phones import shown
from casa.web.inbox.show import ago, date_words

TITLES = {"business": "Your business", "campaign": "What you send", "toll_free": "Toll-free verification"}
KIND_WORDS = {"reply": "answers", "service": "stays", "reminder": "reminders", "marketing": "offers"}
TONES = {"approved": "ok", "pending": "wait", "submitting": "wait", "rejected": "bad", "suspended": "bad"}
ANCHORS = {"contact": "contact_first_name", "affiliate": "description"}
LOCKED = {
    RegistrationState.APPROVED: "The carriers have approved this, so it stays as it is.",
    RegistrationState.SUSPENDED: "The carriers have suspended this. Ask your provider's support to open it again.",
}
IN_REVIEW = "This is with the carriers now. It can be changed once they have answered."
MOST_MATCHES = 30
ALIKE = 0.34  # of the words that a text and its sample share at least


def number(row: Sender, verification: TollFreeVerification | None, slug: str) -> dict[str, Any]:
    """One number with how it stands and what to do about it."""
    standing = standing_from(row)
    rate = f"{standing.per_second:g} a second" + (f", {standing.per_day:,} a day" if standing.per_day else "")
    toll_free = row.kind == SenderKind.TOLL_FREE
    return {
        "id": str(row.id),
        "address": shown(row.address),
        "provider": row.connection.label,
        "kind": row.get_kind_display(),
        "state": row.get_state_display(),
        "tone": "ok" if standing.approved else TONES.get(row.state, "wait"),
        "words": "" if standing.approved else standing.words.split(". ")[0].rstrip(".") + ".",  # the rest leads here
        "may": [{"words": words, "yes": kind in standing.allows} for kind, words in KIND_WORDS.items()],
        "rate": rate if standing.approved else "",
        "since": date_words(row.since) if row.since else "",
        "checked": ago(row.checked_at),
        "reasons": row.reasons,
        "form_url": reverse("sender_toll_free", args=[slug, row.id]) if toll_free else "",
        "form_state": state(verification) if verification else None,
    }


def covered(rows: Iterable[Sender]) -> dict[str, int]:
    standings = [standing_from(row) for row in rows]
    return {"approved": sum(one.approved for one in standings), "blocked": sum(not one.approved for one in standings)}


def steps(business: BrandRegistration | None, campaign: CampaignRegistration | None, slug: str) -> list[dict[str, Any]]:
    """The two forms of a local number, in their order."""
    approved = business is not None and business.state == RegistrationState.APPROVED
    return [
        _step("Your business", "Who writes: as on the tax record.", business, reverse("sender_business", args=[slug]))
        | {"site": _site(business), "open": True},
        _step(
            "What you send",
            "To whom, in what words, with what leave.",
            campaign,
            reverse("sender_campaign", args=[slug]),
        )
        | {"open": business is not None, "waits": not approved},
    ]


def _step(title: str, words: str, row: Registered | None, url: str) -> dict[str, Any]:
    told = state(row)
    return {
        "title": title,
        "words": words,
        "url": url,
        "state": told,
        "reasons": row.reasons if row is not None and row.state != RegistrationState.APPROVED else [],
        "trouble": row.trouble if row is not None else "",
        "progress": _progress(row),
        "editable": row is None or row.editable,
    }


def state(row: Registered | None) -> dict[str, str]:
    if row is None:
        return {"words": "Not begun", "tone": "none"}
    return {"words": str(row.get_state_display()), "tone": TONES.get(row.state, "none")}


def _progress(row: Registered | None) -> list[dict[str, str]]:
    """The way of a form: sent, looked at, decided."""
    if row is None or row.submitted_at is None:
        return []
    lines = [{"words": "Sent", "when": date_words(row.submitted_at)}]
    if row.checked_at:
        lines.append({"words": "Last asked", "when": ago(row.checked_at)})
    if row.decided_at:
        lines.append({"words": str(row.get_state_display()), "when": date_words(row.decided_at)})
    return lines


def _site(row: BrandRegistration | None) -> dict[str, Any] | None:
    """R55: what a reviewer would miss on the website."""
    if row is None or row.site_checked_at is None:
        return None
    findings = [{"words": SITE_WORDS[code], "todo": _todo(code)} for code in row.site_findings if code in SITE_WORDS]
    return {"findings": findings, "when": ago(row.site_checked_at)}


def _todo(code: str) -> str:
    plain = code.split("_")[0]
    return meaning(plain).todo if plain.isdigit() else "Write the legal name on the website, for example in its footer."


def verdicts(findings: tuple[checks.Finding, ...]) -> dict[str, Any]:
    rows = [
        {"rule": one.rule, "field": ANCHORS.get(one.field, one.field), "words": one.words, "blocks": one.blocks}
        for one in findings
    ]
    return {"rows": rows, "blocking": sum(one.blocks for one in findings)}


def values_of(row: Registered) -> dict[str, Any]:
    """A row's values by the form's names. The tax number is never shown again."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.local_fields if field.attname != "ein"}
    contact = getattr(row, "contact", None) or {}
    return values | {f"contact_{name}": value for name, value in contact.items()}


def said(row: Registered) -> dict[str, str]:
    """What the carriers said, by field, while the form can be corrected."""
    if row.state != RegistrationState.REJECTED:
        return {}
    return {field: str(one["todo"]) for one in row.reasons for field in one.get("fields", [])}


def locked(row: Registered) -> str:
    """Why a form cannot be changed now, "" while it can."""
    return "" if row.editable else LOCKED.get(RegistrationState(row.state), IN_REVIEW)


def check_url(slug: str, step: str, row: Registered) -> str:
    if isinstance(row, TollFreeVerification):
        return reverse("sender_toll_free_check", args=[slug, row.sender_id])
    return reverse(f"sender_{step}_check", args=[slug])


def choice(row: Sender, ticked: bool) -> dict[str, Any]:
    return {"id": str(row.id), "address": shown(row.address), "state": row.get_state_display(), "ticked": ticked}


def matches(row: CampaignRegistration) -> list[dict[str, Any]]:
    """R54: each saved text with the sample it belongs to, those that match none first. Two queries."""
    rows = list(templates()[:MOST_MATCHES])
    texts = texts_of([one.id for one in rows])
    found = []
    for one in rows:
        body = next((text.body for text in texts.get(one.id, []) if text.language == one.language), "")
        place, likeness = checks.best_sample(body or "", row.samples)
        found.append({"name": one.name, "sample": place + 1 if likeness >= ALIKE else 0})
    return sorted(found, key=lambda each: (each["sample"] != 0, each["name"]))


def first_campaign(business: BrandRegistration) -> CampaignRegistration:
    """A campaign to begin with: the answers the law asks for are written already."""
    name, mail = business.brand.name, business.support_email
    return CampaignRegistration(
        workspace_id=business.workspace_id,
        business=business,
        opt_in_keywords=["START"],
        opt_out_keywords=["STOP"],
        help_keywords=["HELP"],
        opt_in_message=f"{name}: you will get texts about your stay and offers, up to 4 a month. "
        "Message and data rates may apply. Reply HELP for help, STOP to end.",
        opt_out_message=f"{name}: you will get no more texts from us.",
        help_message=f"{name}: write to {mail} for help. Reply STOP to end.",
        samples=[f"{name}: your door code is 4821. Reply STOP to opt out."],
    )
