"""What is done with campaigns and audiences. A draft is written here; ``sending`` carries it out.

draft → scheduled → sending ⇄ paused → done | cancelled. Scheduled can be taken back: for the ten seconds after Send, or
until its time has come.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from casa.core.accounts.jobs import defer, schedule, unschedule
from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id
from casa.core.campaigns import filters
from casa.core.campaigns.checks import refuse_unready
from casa.core.campaigns.models import Audience, Campaign, CampaignKind, CampaignState, Recipient, Variant, When
from casa.core.campaigns.offers import Offer, write_offer
from casa.core.campaigns.texts import LETTERS
from casa.core.connections import registry
from casa.core.connections.contract import Ability
from casa.core.connections.models import Connection
from casa.core.inbox.bulk import end_batch
from casa.core.templates import batch_pictures
from casa.core.templates.models import BatchPicture, Template
from casa.core.templates.queries import texts_of

UNDO = timedelta(seconds=10)
EARLIEST_ZONE = timedelta(hours=14)  # where a day begins first
LONGEST = 1600
MOST_AHEAD = timedelta(days=366)
CANCELLED = "The campaign was cancelled before this left."
RUNNING = (CampaignState.SCHEDULED, CampaignState.SENDING, CampaignState.PAUSED)


@dataclass(frozen=True, slots=True)
class Draft:
    """What can be changed in a draft; None leaves it as it is. ``filter`` is data for ``filters.read``."""

    name: str | None = None
    filter: Mapping[str, object] | None = None
    audience_id: UUID | None = None
    connection_id: UUID | None = None
    program: str | None = None
    offer: Offer | None = None
    stop_on_reply: bool | None = None
    stop_on_booking: bool | None = None
    test_share: int | None = None
    winner_by: str | None = None
    winner_hours: int | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """When it begins. ``at`` for ``When.AT``; ``day`` and ``clock`` for ``When.LOCAL``."""

    when: str = When.NOW
    at: datetime | None = None
    day: date | None = None
    clock: time | None = None


# ------------------------------------------------------------------------------------------------ audiences


def save_audience(name: str, data: Mapping[str, object], audience: Audience | None = None) -> Audience:
    """Keep a choice of people under a name, or change one that is kept. Raises NotPossible."""
    if not name.strip():
        raise NotPossible("Give the audience a name.")
    tree, here = filters.read(data), current_scope()
    row = audience or Audience(workspace_id=here.workspace_id, created_by_id=here.user_id)
    row.name, row.filter, row.changed_at = name.strip()[:120], filters.write(tree), timezone.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NotPossible("Another audience has this name. Pick a different one.") from error
    log_action("campaigns.audience_saved", row.id)
    return row


def archive_audience(audience: Audience, away: bool = True) -> None:
    """Put it away, or fetch it back (undo). Campaigns that were made from it keep their own copy."""
    audience.archived_at = timezone.now() if away else None
    try:
        with transaction.atomic():
            audience.save(update_fields=["archived_at"])
    except IntegrityError as error:
        raise NotPossible("Another audience has this name by now. Rename that one first.") from error
    log_action("campaigns.audience_archived" if away else "campaigns.audience_restored", audience.id)


# ------------------------------------------------------------------------------------------------ drafts


def draft(name: str, kind: str, brand: Brand | None = None) -> Campaign:
    """A new campaign with one empty wording. Its kind never changes: consent hangs on it (R2)."""
    if kind not in CampaignKind.values:
        raise NotPossible("Pick what kind of message this is.")
    here, sender = current_scope(), sender_connection()
    made = Campaign.objects.create(
        workspace_id=here.workspace_id,
        brand=brand or default_brand(),
        connection=sender,
        name=name.strip()[:120] or "Untitled campaign",
        kind=kind,
        program=kind,
        filter=filters.write(filters.All()),
        stop_on_reply=kind == CampaignKind.MARKETING,
        stop_on_booking=kind == CampaignKind.MARKETING,
        created_by_id=here.user_id,
    )
    Variant.objects.create(workspace_id=here.workspace_id, campaign=made, letter="A", texts={})
    log_action("campaigns.drafted", made.id, kind=kind)
    return made


def sender_connection() -> Connection | None:
    """The account that texts leave from: the first that is connected and carries texts."""
    rows = Connection.objects.filter(workspace_id=current_workspace_id(), disconnected_at=None).order_by("connected_at")
    return next((row for row in rows if carries_texts(row)), None)


def carries_texts(connection: Connection) -> bool:
    able = registry.can(connection.provider, Ability.SEND)
    return able and "sms" in registry.manifest(connection.provider).channels


def held(campaign_id: UUID) -> Campaign:
    """The campaign, held until the transaction ends. Raises Campaign.DoesNotExist."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("brand", "connection")
    return rows.get(workspace_id=current_workspace_id(), id=campaign_id)


def change(campaign: Campaign, new: Draft) -> None:
    """Write what was changed in a draft. Raises NotPossible."""
    _only_draft(campaign)
    if new.name is not None:
        campaign.name = new.name.strip()[:120] or "Untitled campaign"
    if new.filter is not None:
        campaign.filter, campaign.audience_id = filters.write(filters.read(new.filter)), None
    if new.audience_id is not None:
        audience = _mine(Audience, new.audience_id)
        campaign.audience, campaign.filter = audience, audience.filter
    if new.connection_id is not None:
        campaign.connection = _texting(new.connection_id)
    if new.offer is not None:
        write_offer(campaign, new.offer)
    _change_rest(campaign, new)
    _save(campaign)


def _change_rest(campaign: Campaign, new: Draft) -> None:
    if new.test_share is not None and not 0 <= new.test_share <= 50:
        raise NotPossible("Try the wordings on at most half of the people.")
    if new.winner_by is not None and new.winner_by not in ("replies", "bookings"):
        raise NotPossible("The better wording is the one with more replies or with more bookings.")
    if new.winner_hours is not None and not 1 <= new.winner_hours <= 72:
        raise NotPossible("Wait between 1 and 72 hours for the better wording.")
    if new.program is not None and not new.program.strip():
        raise NotPossible("Pick what they agreed to.")
    for name in ("program", "stop_on_reply", "stop_on_booking", "test_share", "winner_by", "winner_hours"):
        value = getattr(new, name)
        if value is not None:
            setattr(campaign, name, value)


def _texting(connection_id: UUID) -> Connection:
    found: Connection = _mine(Connection, connection_id)
    if not found.live or not carries_texts(found):
        raise NotPossible("Pick an account that is connected and sends texts.")
    return found


def _mine(model: type, row_id: UUID):  # type: ignore[no-untyped-def]
    found = model.objects.filter(workspace_id=current_workspace_id(), id=row_id).first()  # type: ignore[attr-defined]
    if found is None:
        raise NotPossible("That is no longer there. Choose again.")
    return found


def _only_draft(campaign: Campaign) -> None:
    if campaign.state != CampaignState.DRAFT:
        raise NotPossible("This campaign is already on its way. Take it back, or make a copy.")


def _save(campaign: Campaign) -> None:
    campaign.changed_at = timezone.now()
    campaign.save()
    touch("campaigns", f"campaign:{campaign.id}")


def word(campaign: Campaign, letter: str, body: str, language: str = "en") -> Variant:
    """Write one language of a wording. A new letter is a new wording: up to four."""
    _only_draft(campaign)
    if len(body) > LONGEST:
        raise NotPossible(f"Shorten the text to at most {LONGEST:,} characters.")
    row = _variant(campaign, letter)
    row.texts = {**(row.texts or {}), language: body.strip()}
    row.texts = {name: text for name, text in row.texts.items() if text}
    if row.language not in row.texts and row.texts:
        row.language = next(iter(row.texts))
    row.save()
    _save(campaign)
    return row


def word_from(campaign: Campaign, letter: str, template: Template) -> Variant:
    """Take a saved text, all its languages. Its kind must be the campaign's: that was settled when it was reviewed."""
    _only_draft(campaign)
    if not template.ready:
        raise NotPossible("This saved text is a draft. Finish it first.")
    if template.brand_id not in (None, campaign.brand_id):
        raise NotPossible("This saved text belongs to another brand. Pick one of this brand, or of every brand.")
    if template.kind != campaign.kind:
        raise NotPossible("This saved text is for another kind of message. Pick one of the same kind.")
    row = _variant(campaign, letter)
    row.template, row.language = template, template.language
    row.texts = {text.language: text.body for text in texts_of([template.id]).get(template.id, [])}
    row.save()
    batch_pictures.take_over(campaign.id, template)
    _save(campaign)
    return row


def add_picture(campaign: Campaign, body: bytes) -> BatchPicture:
    """One more picture, for every wording. Raises NotPossible."""
    _only_draft(campaign)
    made = batch_pictures.add(campaign.id, body)
    _save(campaign)
    return made


def remove_picture(campaign: Campaign, picture_id: UUID) -> None:
    _only_draft(campaign)
    batch_pictures.pictures(campaign.id).filter(id=picture_id).delete()
    _save(campaign)


def _variant(campaign: Campaign, letter: str) -> Variant:
    if letter not in LETTERS or len(letter) != 1:
        raise NotPossible("A campaign has at most four wordings.")
    mine = Variant.objects.filter(workspace_id=campaign.workspace_id, campaign=campaign, letter=letter).first()
    return mine or Variant(workspace_id=campaign.workspace_id, campaign=campaign, letter=letter, texts={})


def unword(campaign: Campaign, letter: str) -> None:
    """Take a wording out; one stays."""
    _only_draft(campaign)
    mine = Variant.objects.filter(workspace_id=campaign.workspace_id, campaign=campaign)
    if mine.count() <= 1:
        raise NotPossible("A campaign needs one wording.")
    mine.filter(letter=letter).delete()
    _save(campaign)


def copy(campaign: Campaign) -> Campaign:
    """A draft that says the same to the same choice of people."""
    here, rows = current_scope(), list(Variant.objects.filter(workspace_id=campaign.workspace_id, campaign=campaign))
    made = draft(f"{campaign.name} (copy)", campaign.kind, campaign.brand)
    for name in ("connection_id", "audience_id", "program", "filter", "offer_from", "offer_until", "offer_homes",
                 "code", "code_until", "stop_on_reply",
                 "stop_on_booking", "test_share", "winner_by", "winner_hours"):  # fmt: skip
        setattr(made, name, getattr(campaign, name))
    _save(made)
    Variant.objects.filter(workspace_id=here.workspace_id, campaign=made).delete()
    batch_pictures.copy(campaign.id, made.id)
    for row in rows:
        Variant.objects.create(
            workspace_id=here.workspace_id,
            campaign=made,
            letter=row.letter,
            template_id=row.template_id,
            language=row.language,
            texts=row.texts,
        )
    return made


def throw_away(campaign: Campaign) -> None:
    """A draft that is not wanted."""
    _only_draft(campaign)
    log_action("campaigns.draft_deleted", campaign.id)
    batch_pictures.pictures(campaign.id).delete()
    campaign.delete()
    touch("campaigns")


# ------------------------------------------------------------------------------------------------ on its way


def send(campaign: Campaign, timing: Timing = Timing()) -> datetime:
    """Let it go: in ten seconds, or at its time. Gives when it begins. Raises NotPossible where something is missing.

    What the checks find wrong is the page's to show (``checks.before``); what must not be is refused here too.
    """
    _only_draft(campaign)
    refuse_unready(campaign)
    if timing.when == When.LOCAL and campaign.test_share:
        raise NotPossible("Trying wordings first needs one moment for all. Pick a time, or send one wording.")
    campaign.when, campaign.local_day, campaign.local_time = timing.when, timing.day, timing.clock
    campaign.starts_at, campaign.state = _begins(timing), CampaignState.SCHEDULED
    if campaign.code_until and timezone.localdate(campaign.starts_at) > campaign.code_until:
        raise NotPossible(f"The code {campaign.code} ends before it goes out. Send earlier, or give it more time.")
    _save(campaign)
    schedule("campaigns.go_on", campaign.starts_at, _key(campaign), queue="bulk", args=_ids(campaign))
    log_action("campaigns.sent", campaign.id, when=timing.when, kind=campaign.kind)
    return campaign.starts_at


def _begins(timing: Timing) -> datetime:
    soonest = timezone.now() + UNDO
    if timing.when == When.NOW:
        return soonest
    at = timing.at
    if timing.when == When.LOCAL and timing.day and timing.clock:
        at = datetime.combine(timing.day, timing.clock, timezone.get_fixed_timezone(EARLIEST_ZONE))
        if at + timedelta(hours=26) < timezone.now():
            raise NotPossible("That hour is over everywhere. Pick a later one.")
        at = max(at, soonest)
    if at is None or at < timezone.now():
        raise NotPossible("Pick a time that is still to come.")
    if at > timezone.now() + MOST_AHEAD:
        raise NotPossible("Pick a time within a year.")
    return max(at, soonest)


def take_back(campaign: Campaign) -> None:
    """Undo: it is a draft again. Raises NotPossible once it has begun."""
    if campaign.state != CampaignState.SCHEDULED:
        raise NotPossible("It has already begun. Cancel it to keep back what has not left.")
    unschedule(_key(campaign))
    campaign.state, campaign.starts_at = CampaignState.DRAFT, None
    _save(campaign)
    log_action("campaigns.taken_back", campaign.id)


def pause(campaign: Campaign, why: str = "") -> None:
    """Nothing more leaves from this commit on. ``why``: Casa itself does it, in words for the host."""
    if campaign.state != CampaignState.SENDING:
        raise NotPossible("Only a campaign that is being sent can be paused.")
    campaign.state, campaign.trouble = CampaignState.PAUSED, why[:300]
    unschedule(_key(campaign))
    _save(campaign)
    log_action("campaigns.paused_itself" if why else "campaigns.paused", campaign.id)


def resume(campaign: Campaign) -> None:
    """Go on with those who have not got it."""
    if campaign.state != CampaignState.PAUSED:
        raise NotPossible("This campaign is not paused.")
    campaign.state, campaign.trouble, campaign.watched_from = CampaignState.SENDING, "", timezone.now()
    _save(campaign)
    go_on(campaign)
    log_action("campaigns.resumed", campaign.id)


def cancel(campaign: Campaign) -> int:
    """Stop for good: who has not been handed over never gets it. How many those are."""
    if campaign.state not in RUNNING:
        raise NotPossible("This campaign is not on its way.")
    campaign.state, campaign.ended_at = CampaignState.CANCELLED, timezone.now()
    unschedule(_key(campaign))
    _save(campaign)
    rows = Recipient.objects.filter(workspace_id=campaign.workspace_id, campaign=campaign, state="waiting")
    ended: int = rows.update(state="ended", reason="cancelled", words="You cancelled the campaign.", at=timezone.now())
    ended += end_batch(campaign.id, CANCELLED)
    log_action("campaigns.cancelled", campaign.id, kept_back=ended)
    return ended


def go_on(campaign: Campaign) -> None:
    """A job for it, soon."""
    defer("campaigns.go_on", queue="bulk", once=f"campaign:{campaign.id}", **_all_ids(campaign))


def _key(campaign: Campaign) -> str:
    return f"campaign:{campaign.id}"


def _ids(campaign: Campaign) -> dict[str, str]:
    return {"campaign_id": str(campaign.id)}


def _all_ids(campaign: Campaign) -> dict[str, str]:
    return {"workspace_id": str(campaign.workspace_id), **_ids(campaign)}
