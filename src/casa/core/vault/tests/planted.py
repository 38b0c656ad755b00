"""A business full of words that occur nowhere else, planted through the real rules. Looked for with ``reading``."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from casa.core.accounts.models import User
from casa.core.assistant.models import Draft, DraftState, Knowledge, Run
from casa.core.assistant.tasks import take_details
from casa.core.connections.contract import (
    GuestFact,
    Handle,
    IncomingMessage,
    PropertyFact,
    RawRequest,
    ReservationFact,
    ReviewFact,
)
from casa.core.connections.models import Authorization, Connection, Delivery
from casa.core.connections.wire import seal_request
from casa.core.consent.rules import hear, note_consent
from casa.core.inbox.models import Attachment, Conversation
from casa.core.inbox.rules import record_incoming, write_note
from casa.core.people.models import Person
from casa.core.people.rules import write_notes
from casa.core.stays.rules import apply_property, apply_reservation, apply_review
from casa.lib.ids import new_id
from casa.testing.fixtures import Cast

PHONE = "+18285559173"
PLANTED = {
    "name": "Zephyrine Quackenbush",
    "phone": PHONE,
    "phone digits": "8285559173",
    "e-mail": "zephyrine@quackenbush.example",
    "where from": "Llanfairpwll",
    "message": "the heron sleeps by the boathouse",
    "note": "prefers the turquoise eiderdown",
    "notes on the person": "allergic to marzipan",
    "token": "tok-7f3a-never-in-the-clear",
    "second token": "refresh-91bd-never-in-the-clear",
    "hook token": "hook-55aa-never-in-the-clear",
    "cursor": "cursor-of-their-calendar",
    "knowledge": "the fusebox hides behind the grandfather clock",
    "knowledge title": "Where the fusebox hides",
    "wifi name": "QuackNet",
    "wifi password": "periwinkle-otter-42",
    "house manual": "the kettle whistles in B flat",
    "address": "17 Candlewick Passage",
    "booking code": "HMQUACK77",
    "review": "a most luminous porridge",
    "private review": "the bathtub hums",
    "review's answer": "we tuned the bathtub",
    "draft": "bring galoshes for the causeway",
    "prompt": "masked prompt about galoshes",
    "answer": "answer about galoshes",
    "file": "contents of the picnic list",
    "file name": "picnic-for-zephyrine.txt",
    "file address": "https://media.example/zephyrine-picnic",
    "raw webhook": "raw heron payload",
    "verifier": "verifier-never-in-the-clear",
    "typed secret": "client-secret-never-in-the-clear",
    "stop words": "STOP pestering the heron",
    "disclosure": "I agree to texts about my heron",
    "totp seed": "JBSWY3DPEHPK3PXQ",
    "recovery seed": "recovery-seed-never-in-the-clear",
}
IN_THE_CLEAR = "Quackenbush Lettings"  # a business's own name: plain by design, and proof that the search finds things


def plant(cast: Cast) -> None:
    """All of it, by the rules that production uses."""
    with cast.scope():
        cast.workspace.name = IN_THE_CLEAR
        cast.workspace.save(update_fields=["name"])
        connection = _connection(cast)
        _stay(connection)
        conversation = _talk(connection, cast.alice)
        _consent(cast)
        _assistant(conversation)
    second_factor(cast.alice)


def _connection(cast: Cast) -> Connection:
    row = Connection(
        id=new_id(), workspace_id=cast.workspace.id, provider="hospitable", account_ref=new_id().hex, label="Bookings",
        brand=cast.brand, secrets={"token": PLANTED["token"], "refresh_token": PLANTED["second token"]},
        hook_token=PLANTED["hook token"], cursor={"next": PLANTED["cursor"]},
    )  # fmt: skip
    row.save(force_insert=True)
    request = RawRequest("POST", "https://x", {}, PLANTED["raw webhook"].encode(), datetime.now(UTC))
    Delivery.objects.create(
        workspace_id=row.workspace_id, connection=row, key=new_id().bytes, sealed=seal_request(request), state="done"
    )
    Authorization.objects.create(
        id=new_id(), workspace_id=row.workspace_id, user=cast.alice, provider="hospitable", state_hash=new_id().bytes,
        verifier=PLANTED["verifier"], settings={"secrets": {"client_secret": PLANTED["typed secret"]}},
        expires_at=datetime.now(UTC) + timedelta(minutes=10),
    )  # fmt: skip
    return row


def _stay(connection: Connection) -> None:
    now = datetime.now(UTC)
    home = apply_property(
        connection,
        PropertyFact(
            "h1", "The Boathouse", "1", address=PLANTED["address"], check_in=time(16),
            details={"Kitchen": PLANTED["house manual"]}, wifi_name=PLANTED["wifi name"],
            wifi_password=PLANTED["wifi password"],
        ),
    )  # fmt: skip
    first, last = PLANTED["name"].split()
    guest = GuestFact("g1", first, last, (PLANTED["e-mail"],), (PHONE,), "en", PLANTED["where from"])
    fact = ReservationFact("r1", "h1", "direct", "confirmed", now.date(), now.date() + timedelta(2), "1")
    apply_reservation(connection, replace(fact, code=PLANTED["booking code"], guest=guest))
    apply_review(
        connection,
        ReviewFact(
            "v1", "r1", "h1", 4.0, PLANTED["review"], PLANTED["private review"], PLANTED["name"], now,
            PLANTED["review's answer"],
        ),
    )  # fmt: skip
    take_details(str(home.workspace_id), str(home.id))


def _talk(connection: Connection, author: User) -> Conversation:
    fact = IncomingMessage("m1", "sms", Handle("phone", PHONE), PLANTED["message"], datetime.now(UTC))
    message = record_incoming(connection, fact)
    assert message is not None
    conversation = Conversation.objects.get(id=message.conversation_id)
    write_note(conversation, author, PLANTED["note"])
    write_notes(Person.objects.get(id=message.person_id), PLANTED["notes on the person"])
    Attachment.objects.create(
        id=new_id(), workspace_id=message.workspace_id, message=message, person_id=message.person_id, kind="file",
        name=PLANTED["file name"], source=PLANTED["file address"], blob=PLANTED["file"].encode(),
    )  # fmt: skip
    return conversation


def _consent(cast: Cast) -> None:
    now = datetime.now(UTC)
    hear(cast.brand, "sms", "phone", PHONE, PLANTED["stop words"], now, new_id().hex)
    note_consent(
        cast.brand.id, "sms", "phone", PHONE, "express", "form", "box_ticked", at=now, disclosure=PLANTED["disclosure"]
    )


def _assistant(conversation: Conversation) -> None:
    here = {"workspace_id": conversation.workspace_id, "person_id": conversation.person_id}
    here |= {"conversation_id": conversation.id}
    Knowledge.objects.create(
        id=new_id(), workspace_id=conversation.workspace_id, title=PLANTED["knowledge title"], text=PLANTED["knowledge"]
    )
    Draft.objects.filter(conversation=conversation).delete()
    draft = Draft.objects.create(
        id=new_id(), **here, state=DraftState.READY, content={"claims": [{"text": PLANTED["draft"]}]}
    )
    Run.objects.create(
        id=new_id(), **here, draft=draft, model="built-in", outcome="ready", prompt={"system": PLANTED["prompt"]},
        answer=PLANTED["answer"],
    )  # fmt: skip


def crowd(cast: Cast, guests: int) -> dict[str, tuple[str, ...]]:
    """So many more guests, each with seven texts of their own, by the same rules; the texts by phone number.
    ``plant`` comes first: they stay in its home and write through its connection."""
    return dict(_guest(cast, number) for number in range(guests))


def _guest(cast: Cast, number: int) -> tuple[str, tuple[str, ...]]:
    mark, phone, now = f"Vexwarble{number:03d}", f"+44794600{1000 + number}", datetime.now(UTC)
    name, mail, code = f"{mark} Thistlequill", f"{mark}@thistlequill.example".lower(), f"HM{mark}".upper()
    said, note, notes = (f"{mark} {words}" for words in ("hides the tortoise", "pays in doubloons", "fears the piano"))
    left = now.date() - timedelta(days=3)
    with cast.scope():
        connection = Connection.objects.get(workspace_id=cast.workspace.id, provider="hospitable")
        guest = GuestFact(new_id().hex, *name.split(), (mail,), (phone,), "en")
        fact = ReservationFact(new_id().hex, "h1", "direct", "confirmed", left - timedelta(days=2), left, "1")
        apply_reservation(connection, replace(fact, code=code, guest=guest))
        message = record_incoming(connection, IncomingMessage(new_id().hex, "sms", Handle("phone", phone), said, now))
        assert message is not None
        write_note(message.conversation, cast.alice, note)
        write_notes(Person.objects.get(id=message.person_id), notes)
    return phone, (name, mail, code, said, note, notes, phone)


def second_factor(user: User) -> None:
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    for kind, name in (("totp", "totp seed"), ("recovery_codes", "recovery seed")):
        field = "secret" if kind == "totp" else "seed"
        Authenticator.objects.create(user=user, type=kind, data={field: get_adapter().encrypt(PLANTED[name])})
