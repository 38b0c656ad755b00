"""One of everything that stands in the room of privacy: a request, a hold, an erasure that waits, a copy, a link."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from casa.core.accounts.models import User
from casa.core.connections.models import Connection
from casa.core.inbox.models import Message
from casa.core.people.models import Person
from casa.core.privacy import breach, guests, holds, policies, retention, rights
from casa.core.privacy.board import check
from casa.core.privacy.models import (
    Closing,
    Erasure,
    ErasureState,
    Export,
    PolicyNotice,
    PossibleRequest,
    ProviderErasure,
    Transfer,
)
from casa.core.privacy.registry import promise
from casa.lib.ids import new_id


def rights_of(person: Person, owner: User, word: str) -> dict[str, UUID]:
    """Made by the real rules; the erasure and the copy are of nobody, so that the person stays for the other tries."""
    asked = rights.ask(person, "correct", f"My name is {word}")
    hold = holds.hold(person.id, f"The case of {word}")
    guests.make_link(person)
    retention.keep_for("messages", 400)
    here = {"workspace_id": person.workspace_id, "person_id": new_id()}
    erasure = Erasure.objects.create(**here, state=ErasureState.DONE, targets={"of": word}, words=[word])
    copy = Export.objects.create(**here)
    connection = Connection.objects.filter(workspace_id=person.workspace_id).order_by("id").first()
    ProviderErasure.objects.create(
        workspace_id=person.workspace_id,
        erasure=erasure,
        connection=connection,
        provider="twilio",
        asked=1,
        refs=[word],
    )
    said = Message.objects.filter(person=person, direction="in").earliest("sent_at")
    maybe = PossibleRequest.objects.create(workspace_id=person.workspace_id, message=said, kind="erase")
    Closing.objects.create(workspace_id=person.workspace_id, gone_on=datetime.now(UTC) + timedelta(days=30))
    ids = {"request": asked.id, "hold": hold.id, "erasure": erasure.id, "copy": copy.id, "maybe": maybe.id}
    return ids | _answered_for(person, owner, word)


def _answered_for(person: Person, owner: User, word: str) -> dict[str, UUID]:
    """What the business has to be able to show: a promise checked, a transfer counted, a breach, a policy accepted."""
    now = datetime.now(UTC)
    check(promise("stop"))
    Transfer.objects.create(
        id=new_id(), workspace_id=person.workspace_id, day=now.date(), host="api.twilio.com", purpose="sending"
    )
    row = breach.open_breach(f"The {word} list", f"A list of {word} lay open", now - timedelta(days=1))
    proof = breach.note(row, f"Found beside the {word}", breach.File(f"{word}.txt", "text/plain", word.encode()))
    version = policies.publish("privacy", f"About {word}. " * 20, now.date() + timedelta(days=31), significant=True)
    policies.accept(version, owner)
    PolicyNotice.objects.create(workspace_id=person.workspace_id, version=version, user=owner)
    return {"incident": row.id, "proof": proof.id, "policy": version.id}
