"""What is looked at before a campaign goes; each finding says what to do. ``refuse_unready`` forbids."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import current_workspace_id
from casa.core.campaigns.models import Campaign, CampaignKind, Count
from casa.core.campaigns.offers import offer_of, wrong_codes
from casa.core.campaigns.outcomes import BOOKED, CAP
from casa.core.campaigns.pictures import pictures_of, sender_trouble
from casa.core.campaigns.texts import Wording, wordings
from casa.core.consent.models import DoNotCallList
from casa.core.senders.queries import SenderStanding, standing_of
from casa.core.templates.lint import Finding, lint
from casa.core.templates.queries import house_of

LIST_AGE = timedelta(days=31)  # R15


@dataclass(frozen=True, slots=True)
class Check:
    """One line of "Before it goes". ``level``: pass, warn, stop. ``value`` is the figure beside it; ``fix`` names what
    the page offers: text, sender, leave_out_booked, offer, list, variants, or "" where no click can do anything."""

    key: str
    level: str
    title: str
    words: str = ""
    value: str = ""
    rule: str = ""
    fix: str = ""


def before(campaign: Campaign, count: Count | None = None) -> list[Check]:
    """Everything that is looked at; the stopping ones first."""
    known = wordings(campaign)
    found = [
        *_text(campaign, known),
        *_codes(campaign, known),
        *_sender(campaign),
        *_people(campaign, count),
        *_list(campaign),
    ]
    order = {"stop": 0, "warn": 1, "pass": 2}
    return sorted(found, key=lambda check: order[check.level])


def refuse_unready(campaign: Campaign) -> None:
    """Raises NotPossible with the first thing that must be put right."""
    for check in before(campaign):
        if check.level == "stop":
            raise NotPossible(check.words or check.title)


def findings(campaign: Campaign, wording: Wording) -> list[Finding]:
    """What the linter says of every language of a wording."""
    house = house_of(campaign.brand)
    return [
        finding
        for body in wording.texts.values()
        for finding in lint(body, campaign.kind, house, opens=wording.opens, channel=campaign.channel)
    ]


def _text(campaign: Campaign, known: dict[str, Wording]) -> list[Check]:
    empty = [letter for letter, wording in known.items() if not any(wording.texts.values())]
    if empty or not known:
        return [Check("text", "stop", "The text is empty", "Write what it says first.", fix="text")]
    said = [finding for wording in known.values() for finding in findings(campaign, wording)]
    stops = [
        Check("text", "stop" if finding.blocks else "warn", "The text needs a change", finding.words, rule=finding.rule,
              fix="text")
        for finding in said
    ]  # fmt: skip
    wrong = [w for w in known.values() if w.template_kind and w.template_kind != campaign.kind]
    if wrong:
        words = "A saved text has become another kind of message. Take it again."
        stops.append(Check("kind", "stop", "The saved text is of another kind", words, rule="R2", fix="text"))
    footer = Check("footer", "pass", "How to stop is in every text", "Casa adds it; it cannot be removed.", rule="R49")
    fine = [Check("text", "pass", "The text follows the carriers' rules", rule="R34"), footer]
    return stops or fine


def _codes(campaign: Campaign, known: dict[str, Wording]) -> list[Check]:
    """The code in every text is the campaign's own, and still good."""
    offer = offer_of(campaign)
    wrong = wrong_codes(offer, [body for wording in known.values() for body in wording.texts.values() if body])
    if wrong:
        return [Check("code", "stop" if offer.code else "warn", "The code needs a look", wrong, fix="offer")]
    if offer.code_until and offer.code_until < timezone.localdate():
        words = f"It ended on {offer.code_until.day} {offer.code_until:%b}. Give it more time, or take it out."
        return [Check("code", "stop", f"The code {offer.code} has ended", words, fix="offer")]
    until = f"until {offer.code_until.day} {offer.code_until:%b}" if offer.code_until else ""
    return [Check("code", "pass", f"Every text says the code {offer.code}", value=until)] if offer.code else []


def _sender(campaign: Campaign) -> list[Check]:
    if campaign.connection is None or not campaign.connection.live:
        words = "Connect an account that sends texts."
        return [Check("sender", "stop", "There is no number to send from", words, fix="sender")]
    stands, wordless = standing(campaign), pictures_trouble(campaign)
    if wordless:
        return [Check("picture", "stop", "Your number cannot send a picture", wordless, rule="R75", fix="sender")]
    if campaign.kind in stands.allows:
        since = f"since {stands.since.day} {stands.since:%b}" if stands.since else ""
        return [Check("sender", "pass", "Your number is approved for this", value=since, rule=stands.rule or "R50")]
    words = stands.words or "Your number may not send this kind of message. See Senders."
    return [Check("sender", "stop", "Your number may not send this", words, rule=stands.rule or "R50", fix="sender")]


def pictures_trouble(campaign: Campaign) -> str:
    """Why its pictures cannot leave, in words."""
    return sender_trouble(campaign, sender_of(campaign)) if pictures_of(campaign) else ""


def standing(campaign: Campaign) -> SenderStanding:
    """How the number it leaves from stands. Raises AssertionError without a connection."""
    assert campaign.connection is not None
    return standing_of(campaign.connection.id, sender_of(campaign))


def sender_of(campaign: Campaign) -> str:
    """Always the same number: nobody gets one campaign from two (R58)."""
    return str(campaign.connection.settings.get("from_number", "")) if campaign.connection else ""


def _people(campaign: Campaign, count: Count | None) -> list[Check]:
    if count is None:
        return []
    found = []
    capped, booked = count.totals.get(CAP, 0), count.totals.get(BOOKED, 0)
    if booked:
        words = "They are left out: they would see an offer for nights they have."
        found.append(Check("booked", "pass", f"{booked:,} of them already booked those nights", words))
    elif campaign.kind == CampaignKind.MARKETING and not campaign.offer_from:
        words = "Say which nights the offer is about, and who has booked them is left out."
        found.append(Check("booked", "warn", "Who has already booked is not looked at", words, fix="leave_out_booked"))
    if capped:
        words = "They get it when a day has passed since the third."
        found.append(Check("cap", "warn", f"{capped:,} have had three texts today", words, rule="R82"))
    else:
        found.append(Check("cap", "pass", "Nobody gets more than three texts a day", rule="R82"))
    return found


def _list(campaign: Campaign) -> list[Check]:
    """R15: a national list older than 31 days proves nothing; who agreed in writing does not depend on it."""
    if campaign.kind != CampaignKind.MARKETING:
        return []
    rows = DoNotCallList.objects.filter(workspace_id=current_workspace_id(), kind="national").order_by("-as_of")
    newest = rows.values_list("as_of", flat=True).first()
    if newest is None:
        words = "Only people who agreed in writing get offers, so none is needed."
        return [Check("list", "pass", "No do-not-call list is needed", words, rule="R15")]
    days = (timezone.localdate() - newest).days
    if timedelta(days=days) > LIST_AGE:
        words = "Load a new one; until then only people who agreed in writing get offers."
        return [Check("list", "warn", "The do-not-call list is old", words, f"{days} days", "R15", "list")]
    return [Check("list", "pass", "The do-not-call list is fresh", value=f"{days} days, limit 31", rule="R15")]
