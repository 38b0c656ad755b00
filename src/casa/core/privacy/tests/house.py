"""What the tests of privacy share: somebody whose data lies everywhere, and somebody beside them who stays."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from casa.core.accounts.rules import log_reads
from casa.core.connections.contract import Handle, IncomingMessage, RawRequest
from casa.core.connections.models import Connection, Delivery
from casa.core.connections.wire import seal_request
from casa.core.consent.rules import hear
from casa.core.inbox.rules import record_incoming
from casa.core.people.models import Person
from casa.core.people.rules import find
from casa.core.privacy import erase
from casa.core.privacy.models import Erasure
from casa.core.stays.models import Reservation
from casa.core.vault.tests.planted import PHONE, plant
from casa.lib.ids import new_id
from casa.testing.fixtures import Cast

OTHER = "+18285550777"


@dataclass
class Full:
    """A business in which one guest has left something in every table; ``other`` is the guest who stays."""

    cast: Cast
    connection: Connection
    person: Person
    other: Person

    def scope(self):
        return self.cast.scope()


def furnish(cast: Cast) -> Full:
    plant(cast)
    with cast.scope():
        connection = Connection.objects.get(workspace_id=cast.workspace.id)
        Reservation.objects.update(arrival=date(2026, 1, 5), departure=date(2026, 1, 9))
        hear(cast.brand, "sms", "phone", PHONE, "STOP", datetime.now(UTC), new_id().hex)
        deliver(connection, f"From=%2B{PHONE[1:]}&Body=raw+heron".encode())
        deliver(connection, b'{"guest": "somebody else", "phone": "+1 828 555 0777"}')
        other = say(connection, "the heron sleeps, says everybody", OTHER)
        person = find("phone", PHONE)
        log_reads([person.id, other.id], "person")
        return Full(cast, connection, person, other)


def deliver(connection: Connection, body: bytes) -> None:
    request = RawRequest("POST", "https://x", {}, body, datetime.now(UTC))
    Delivery.objects.create(
        workspace_id=connection.workspace_id, connection=connection, key=new_id().bytes, sealed=seal_request(request),
        state="done",
    )  # fmt: skip


def say(connection: Connection, words: str, phone: str = PHONE) -> Person:
    """Somebody writes; who that is."""
    message = record_incoming(
        connection, IncomingMessage(new_id().hex, "sms", Handle("phone", phone), words, datetime.now(UTC))
    )
    return Person.objects.get(id=message.person_id)


def erase_whole(full: Full, person: Person | None = None) -> Erasure:
    with full.scope():
        row = erase.begin(person or full.person)
    erase.go_on(row.workspace_id, row.id)
    with full.scope():
        return Erasure.objects.get(id=row.id)
