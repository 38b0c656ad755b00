"""Two businesses with the same things in each, so that one can be tried with the other's ids."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from casa.core.accounts.models import Brand, Member, User, Workspace
from casa.core.accounts.queries import memberships
from casa.core.accounts.rules import invite, log_reads
from casa.core.accounts.scope import workspace_scope
from casa.core.assistant.models import Draft, DraftState, Knowledge, Run
from casa.core.connections.contract import (
    Handle,
    IncomingMessage,
    PropertyFact,
    ReservationFact,
    ReviewFact,
    SenderFact,
)
from casa.core.connections.models import Authorization, Connection, Delivery
from casa.core.connections.rules import count_call
from casa.core.connections.settled import note_echo
from casa.core.consent.gate import Case
from casa.core.consent.rules import decide_and_record, note_consent, suppress
from casa.core.inbox import outbox
from casa.core.inbox.merging import merge_with
from casa.core.inbox.models import Attachment, Conversation, Message, Outbox, Presence
from casa.core.inbox.rules import held, look, record_incoming, snooze, write_note
from casa.core.inbox.ways import way_of
from casa.core.people.birthdays import keep_birthday
from casa.core.people.models import Identity, Person, Tag
from casa.core.people.rules import recognise
from casa.core.people.tags import put_on, tag_named
from casa.core.senders.models import Sender
from casa.core.senders.reading import take_senders
from casa.core.senders.rules import save_business, save_campaign, save_toll_free
from casa.core.stays.models import Property
from casa.core.stays.rules import apply_property, apply_reservation, apply_review
from casa.core.templates.models import TemplateMedia
from casa.core.templates.rules import make, set_link
from casa.lib.ids import new_id
from casa.testing.fixtures import Cast
from tests.walls.agreements import agree
from tests.walls.outreach import reach_out
from tests.walls.rights import rights_of
from tests.walls.visits import visit

WORD = "marmalade"


@dataclass(frozen=True, slots=True)
class Business:
    """A workspace with one of everything in it. ``ids``: kind -> id."""

    workspace: Workspace
    owner: User
    phone: str
    ids: dict[str, UUID]

    def scope(self):
        return workspace_scope(self.workspace.id, self.owner.id)


def furnish(workspace: Workspace, owner: User, phone: str) -> Business:
    """One of everything, made by the real rules. The same phone numbers in both businesses: neither may notice."""
    with workspace_scope(workspace.id, owner.id):
        invite(Member.objects.get(workspace=workspace, user=owner), "new@example.com", "agent")
        brand = Brand.objects.get(workspace=workspace)
        connection = _connection(brand, owner)
        home = apply_property(connection, PropertyFact("home-1", f"Cabin {WORD}", "1", check_in=time(16)))
        person = _guest(connection, phone)
        conversation = Conversation.objects.get(person=person)
        _rest(brand, connection, conversation, owner, phone)
        ids = {
            "connection": connection.id,
            "conversation": conversation.id,
            "message": Message.objects.filter(direction="in").latest("sent_at").id,
            "outgoing": Outbox.objects.latest("created_at").message_id,
            "attachment": Attachment.objects.latest("id").id,
            "person": person.id,
            "identity": Identity.objects.filter(person=person).latest("created_at").id,
            "knowledge": Knowledge.objects.latest("created_at").id,
            "home": home.id,
            "member": Member.objects.latest("joined_at").id,
            **agree(brand, phone, WORD),
            **_saved_text(brand),
            **_registration(brand, connection),
            **visit(person, WORD),
            "tag": _sorted_as(person).id,
            **reach_out(brand, connection, person, WORD),
            **rights_of(person, owner, WORD),
        }
    return Business(workspace, owner, phone, ids)


def _sorted_as(person: Person) -> Tag:
    tag = tag_named(WORD)
    put_on(tag, [person.id])
    keep_birthday(person, (5, 4))
    return tag


def _registration(brand: Brand, connection: Connection) -> dict[str, UUID]:
    """A toll-free number, the business behind it, and both forms."""
    take_senders(connection, [SenderFact("+18335550100", "PN1", "unregistered")])
    sender = Sender.objects.get(connection=connection)
    business = save_business(brand, connection, {"legal_name": WORD, "street": WORD, "contact": {"first_name": WORD}})
    save_campaign(business, {"use_case": "MIXED", "description": WORD})
    save_toll_free(sender, business, {"summary": WORD})
    return {"sender": sender.id}


def _saved_text(brand: Brand) -> dict[str, UUID]:
    """A text with a picture, and a link of the brand's."""
    row = make("Breakfast", "reply", {"en": f"There is {WORD}."})
    picture = TemplateMedia(id=new_id(), workspace_id=brand.workspace_id, template=row, content_type="image/jpeg")
    picture.blob, picture.size, picture.width, picture.height = WORD.encode(), 9, 1, 1
    picture.save(force_insert=True)
    set_link(brand, "guide", "https://guide.example/breakfast")
    return {"template": row.id, "picture": picture.id}


def _connection(brand: Brand, owner: User) -> Connection:
    row = Connection(
        id=new_id(),
        workspace_id=brand.workspace_id,
        provider="twilio",
        account_ref="AC1",
        label="Texts",
        brand=brand,
        secrets={"auth_token": f"token {WORD}"},
        settings={"from_number": "+14155550100"},
        connected_by=owner,
    )
    row.save(force_insert=True)
    Delivery.objects.create(
        workspace_id=row.workspace_id, connection=row, key=new_id().bytes, sealed=b"raw", state="done"
    )
    return row


def _guest(connection: Connection, phone: str) -> Person:
    now = datetime.now(UTC)
    fact = IncomingMessage("SM1", "sms", Handle("phone", phone), f"Is there {WORD} for breakfast?", now)
    message = record_incoming(connection, fact)
    assert message is not None
    note_echo(connection, "SM2", message.id, named=True)
    Attachment.objects.create(
        id=new_id(),
        workspace_id=message.workspace_id,
        message=message,
        person_id=message.person_id,
        kind="file",
        content_type="text/plain",
        name=f"{WORD}.txt",
        blob=WORD.encode(),
        size=9,
    )
    return Person.objects.get(id=message.person_id)


def _rest(brand: Brand, connection: Connection, conversation: Conversation, owner: User, phone: str) -> None:
    here, now = {"workspace_id": brand.workspace_id}, datetime.now(UTC)
    arrival = now.date()
    stay = ReservationFact("stay-1", "home-1", "direct", "confirmed", arrival, arrival + timedelta(3), "1")
    reservation = apply_reservation(connection, stay).reservation
    reservation.person_id = conversation.person_id
    reservation.save()
    apply_review(connection, ReviewFact("r1", "stay-1", "home-1", 5.0, WORD, "", "Ann", now))
    held(conversation.id)
    outbox.queue_reply(conversation, way_of(conversation), f"There is {WORD}.", author=owner)
    write_note(conversation, owner, f"Likes {WORD}")
    look(conversation.id)
    gone = recognise("email", "old@example.com", f"Old {WORD}")
    merge_with(Person.objects.get(id=conversation.person_id), gone)
    note_consent(brand.id, "sms", "phone", phone, "express", "booking", "gave_number", at=now)
    suppress(brand.id, "sms", "phone", "+18285550199", "staff")
    decide_and_record(Case(brand.id, "sms", "phone", phone, "reply", WORD, now, now), new_id())
    count_call(connection, failed=False)
    log_reads([conversation.person_id], "person")
    Knowledge.objects.create(id=new_id(), **here, title=WORD, text=f"The {WORD} is in the pantry.", author=owner)
    draft = Draft.objects.create(
        id=new_id(), **here, conversation=conversation, person_id=conversation.person_id, state=DraftState.USED
    )
    Run.objects.create(
        id=new_id(), **here, conversation=conversation, person_id=conversation.person_id, draft=draft,
        model="built-in", outcome="used", prompt={"system": WORD}, answer=WORD,
    )  # fmt: skip
    Authorization.objects.create(
        id=new_id(), **here, user=owner, provider="hospitable", state_hash=new_id().bytes, verifier="v", settings={},
        expires_at=now + timedelta(minutes=10),
    )  # fmt: skip
    second = Conversation.objects.filter(**here).exclude(id=conversation.id).first()
    snooze(held((second or conversation).id), now + timedelta(days=1))
    assert Presence.objects.filter(**here).exists()
    assert Property.objects.filter(**here).exists()


def two(cast: Cast) -> tuple[Business, Business]:
    """Alice's business and Charlie's."""
    theirs = memberships(cast.charlie)[0].workspace
    return furnish(cast.workspace, cast.alice, "+18285550142"), furnish(theirs, cast.charlie, "+18285550142")
