"""One of everything that stands in the room of privacy: a request, a hold, an erasure that waits, a copy, a link."""

from uuid import UUID

from casa.core.people.models import Person
from casa.core.privacy import guests, holds, retention, rights
from casa.core.privacy.models import Erasure, ErasureState, Export
from casa.lib.ids import new_id


def rights_of(person: Person, word: str) -> dict[str, UUID]:
    """Made by the real rules; the erasure and the copy are of nobody, so that the person stays for the other tries."""
    asked = rights.ask(person, "correct", f"My name is {word}")
    hold = holds.hold(person.id, f"The case of {word}")
    guests.make_link(person)
    retention.keep_for("messages", 400)
    here = {"workspace_id": person.workspace_id, "person_id": new_id()}
    erasure = Erasure.objects.create(**here, state=ErasureState.DONE, targets={"of": word}, words=[word])
    copy = Export.objects.create(**here)
    return {"request": asked.id, "hold": hold.id, "erasure": erasure.id, "copy": copy.id}
