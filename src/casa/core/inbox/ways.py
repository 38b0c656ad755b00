"""The ways a person can be reached: which connection, which channel, which address."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from casa.core.accounts.prepared import prepared
from casa.core.accounts.scope import current_workspace_id
from casa.core.connections import registry
from casa.core.connections.contract import Ability
from casa.core.connections.models import Connection
from casa.core.inbox.models import Conversation
from casa.core.people.models import Identity
from casa.core.people.queries import identities
from casa.core.stays.models import Reservation
from casa.lib.phones import shown

CHANNELS = {
    "sms": "SMS",
    "mms": "MMS",
    "imessage": "iMessage",
    "email": "E-mail",
    "chat": "Web chat",
    "airbnb": "Airbnb",
    "vrbo": "Vrbo",
    "booking": "Booking.com",
    "direct": "Direct",
    "agoda": "Agoda",
    "manual": "Booking",
    "call": "Call",
}
LETTERS = {"airbnb": "A", "vrbo": "V", "booking": "B", "direct": "D"}
PLATFORMS = ("airbnb", "vrbo", "booking", "direct", "agoda")


@dataclass(frozen=True, slots=True)
class Way:
    """One way out to a person."""

    channel: str
    connection: Connection
    identity: Identity
    thread_id: str = ""
    reservation_ref: str = ""

    @property
    def key(self) -> str:
        return f"{self.channel}.{self.connection.id}.{self.identity.id}"

    @property
    def label(self) -> str:
        if self.identity.kind == "phone":
            return f"{CHANNELS[self.channel]} to {shown(self.identity.value)}"
        return CHANNELS.get(self.channel, self.channel)


def ways(conversation: Conversation) -> list[Way]:
    """Every way out, the one they last used first."""
    mine = identities(conversation.person_id)
    senders = _senders()
    found = [way for connection in senders for way in _over(connection, mine, conversation)]
    return sorted(found, key=lambda way: (way.channel != conversation.channel, way.channel != "sms"))


def _senders() -> list[Connection]:
    return [row for row in _connected(current_workspace_id()) if registry.can(row.provider, Ability.SEND)]


@prepared
def _connected(workspace_id: UUID) -> QuerySet[Connection]:
    return Connection.objects.filter(workspace_id=workspace_id, disconnected_at=None).order_by("connected_at")


def _over(connection: Connection, mine: list[Identity], conversation: Conversation) -> list[Way]:
    channels = registry.manifest(connection.provider).channels
    if "sms" in channels:
        return [Way("sms", connection, identity) for identity in mine if identity.kind == "phone"]
    if "email" in channels:
        return [Way("email", connection, identity) for identity in mine if identity.kind == "email"]
    return _through_bookings(connection, mine, conversation)


def _through_bookings(connection: Connection, mine: list[Identity], conversation: Conversation) -> list[Way]:
    """A platform's own thread: it hangs on a booking; the newest one speaks."""
    stays = Reservation.objects.filter(
        workspace_id=current_workspace_id(), person_id=conversation.person_id, connection=connection
    ).order_by("-arrival")
    own = next((identity for identity in mine if identity.kind == f"platform:{connection.provider}"), None)
    newest: dict[str, Reservation] = {}
    for stay in stays:
        if stay.platform in PLATFORMS:
            newest.setdefault(stay.platform, stay)
    if own is None:
        return []
    return [Way(name, connection, own, stay.thread_id, stay.external_id) for name, stay in newest.items()]


def way_of(conversation: Conversation, key: str = "") -> Way | None:
    """The way a key names, or the best one."""
    found = ways(conversation)
    return next((way for way in found if way.key == key), None) or next(iter(found), None)
