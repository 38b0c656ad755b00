"""Reading a campaign on one's own phone first.

The same text takes the same road: a campaign of one person, through the same gate, with a consent of its own that holds
for this and nothing else.
"""

from dataclasses import dataclass

from django.utils import timezone

from casa.core.accounts.models import User
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.campaigns.models import Campaign, CampaignState, Recipient, Variant
from casa.core.campaigns.people import batch_for, entry_of
from casa.core.campaigns.rules import carries_texts, go_on
from casa.core.campaigns.texts import Composed, Wording, compose, wordings
from casa.core.connections.models import Connection
from casa.core.consent.ledger import address_of
from casa.core.consent.proof import Proof, record
from casa.core.inbox.bulk import foresee
from casa.core.people.models import Identity
from casa.core.people.rules import lookup, recognise
from casa.core.templates import batch_pictures
from casa.core.templates.queries import house_of
from casa.core.templates.situation import facts_of
from casa.lib.ids import new_id
from casa.lib.phones import NotAPhone, e164

PROGRAM = "test"
ASKED = (
    "I ask {brand} to send me this text, by an automated system, at the number I typed, to see how it reads. "
    "This is not a condition of any purchase. One message. Msg & data rates may apply. "
    "Reply HELP for help, STOP to end."
)
"""What stands beside the button, word for word: it makes the click a written consent, to this text alone (R3, R8)."""


@dataclass(frozen=True, slots=True)
class Click:
    """Where the button was pressed; kept with the consent (R8)."""

    url: str
    ip: str
    user_agent: str


def words_beside(campaign: Campaign) -> str:
    """What the page shows beside "Text me a test"."""
    return ASKED.format(brand=campaign.brand.name)


def send_test(campaign: Campaign, letter: str, number: str, user: User, click: Click) -> Recipient:
    """Send one wording to the member's own number, soon. Raises NotPossible, with the gate's words where it says no."""
    wording, connection = wordings(campaign).get(letter), campaign.connection
    if wording is None or not any(wording.texts.values()):
        raise NotPossible("Write what it says first.")
    if connection is None or not connection.live or not carries_texts(connection):
        raise NotPossible("Connect an account that sends texts.")
    to = _identity(number, user)
    _agree(campaign, to.value, click)
    text = compose(
        wording, campaign.kind, house_of(campaign.brand), facts_of(to.person_id, campaign.brand), timezone.now()
    )
    _ask(campaign, connection, wording, to, text)
    row = _write(campaign, wording, to)
    batch_pictures.copy(campaign.id, row.campaign_id)
    log_action("campaigns.tested", campaign.id, letter=letter)
    go_on(row.campaign)
    return row


def _identity(number: str, user: User) -> Identity:
    try:
        phone = e164(number)
    except NotAPhone as error:
        raise NotPossible(str(error)) from error
    person = recognise("phone", phone, user.name)
    return Identity.objects.select_related("person").get(
        workspace_id=person.workspace_id, kind="phone", lookup=lookup("phone", phone)
    )


def _agree(campaign: Campaign, phone: str, click: Click) -> None:
    now = timezone.now()
    proof = Proof(now, words_beside(campaign), "signed", "web", click.url, click.ip, click.user_agent)
    record(campaign.brand, PROGRAM, campaign.kind, "phone", phone, "test", proof, new_id(), now=now)


def _ask(campaign: Campaign, connection: Connection, wording: Wording, to: Identity, text: Composed) -> None:
    if text.trouble:
        raise NotPossible(text.trouble)
    batch = batch_for(campaign.brand, connection, campaign.kind, PROGRAM, channel=campaign.channel)
    verdict = foresee(batch, [entry_of(new_id(), to.person_id, to, text, wording)])[0].verdict
    if not verdict.allowed:
        raise NotPossible(verdict.words)


def _write(campaign: Campaign, wording: Wording, to: Identity) -> Recipient:
    now = timezone.now()
    made = Campaign.objects.create(
        workspace_id=campaign.workspace_id,
        test_of=campaign,
        brand=campaign.brand,
        connection=campaign.connection,
        name=campaign.name,
        kind=campaign.kind,
        program=PROGRAM,
        state=CampaignState.SENDING,
        channel=campaign.channel,
        stop_on_reply=False,
        stop_on_booking=False,
        created_by_id=campaign.created_by_id,
        starts_at=now,
        started_at=now,
        taken_at=now,
    )
    Variant.objects.create(
        workspace_id=campaign.workspace_id,
        campaign=made,
        letter=wording.letter,
        template_id=wording.template_id,
        language=wording.language,
        texts=dict(wording.texts),
    )
    return Recipient.objects.create(
        workspace_id=campaign.workspace_id,
        campaign=made,
        person_id=to.person_id,
        identity=to,
        address=address_of(to.kind, to.value),
        variant=wording.letter,
        not_before=now,
    )
