"""One automatic message to somebody who may be new here: the question of an opt-in, its confirmation, a code.

Consent stands before the inbox and says what is owed; whoever hears that (a public page, the intake) calls this.
"""

from uuid import UUID

from django.utils import timezone

from casa.core.accounts.queries import default_brand
from casa.core.accounts.scope import current_workspace_id
from casa.core.connections import registry
from casa.core.connections.contract import Ability
from casa.core.connections.models import Connection
from casa.core.inbox.models import Message
from casa.core.inbox.outbox import queue_reply
from casa.core.inbox.rules import conversation_with
from casa.core.inbox.ways import Way, ways
from casa.core.people.rules import lookup, recognise

CHANNELS = {"phone": "sms", "email": "email"}


def senders(brand_id: UUID, kind: str) -> list[Connection]:
    """Our accounts that send to numbers, or to e-mail addresses, for this brand."""
    rows = Connection.objects.filter(workspace_id=current_workspace_id(), disconnected_at=None)
    return [row for row in rows.order_by("connected_at") if _sends(row, kind) and _speaks_for(row, brand_id)]


def _sends(connection: Connection, kind: str) -> bool:
    provider = connection.provider
    return registry.can(provider, Ability.SEND) and CHANNELS[kind] in registry.manifest(provider).channels


def _speaks_for(connection: Connection, brand_id: UUID) -> bool:
    return (connection.brand_id or default_brand().id) == brand_id


def send_automatic(
    brand_id: UUID, kind: str, value: str, words: str, key: UUID, name: str = "", program: str = "", secret: str = ""
) -> Message | None:
    """Put it into the outbox, once for each ``key``. None where no account of ours reaches them. ``program``: what they
    joined, where this confirms it (R11). ``secret``: a code in it, which colleagues must not read."""
    if not senders(brand_id, kind):
        return None
    person = recognise(kind, value, name)
    conversation = conversation_with(person, CHANNELS[kind], timezone.now())
    mine = lookup(kind, value)
    way = next((way for way in ways(conversation) if _fits(way, brand_id, kind, mine)), None)
    if way is None:
        return None
    return queue_reply(
        conversation, way, words, author=None, key=key, kind="compliance", program=program, secret=secret
    )


def _fits(way: Way, brand_id: UUID, kind: str, mine: bytes) -> bool:
    right = way.channel == CHANNELS[kind] and bytes(way.identity.lookup) == mine
    return right and _speaks_for(way.connection, brand_id)
