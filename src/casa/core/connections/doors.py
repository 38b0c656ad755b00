"""A connection as its provider sees it: the account with its open secrets, and a door to its hosts only."""

from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings

from casa.core.accounts.scope import current_workspace_id, in_scope
from casa.core.connections import registry
from casa.core.connections.contract import Account, Manifest
from casa.core.connections.models import Connection
from casa.lib.http import Door, Errand


def account_of(connection: Connection) -> Account:
    """The account with its secrets. Raises CannotOpen once the connection's key is destroyed."""
    secrets = {name: str(value) for name, value in (connection.secrets or {}).items()}
    values = {name: str(value) for name, value in connection.settings.items()}
    return Account(str(connection.id), values, secrets, hook_url(connection))


def hook_url(connection: Connection) -> str:
    """The public address this connection's webhooks come to; unguessable."""
    if not connection.hook_token:
        return ""
    return f"{settings.BASE_URL}/hook/{connection.provider}/{connection.hook_token}"


class Purpose:
    """What requests to third parties are for, as the log of transfers says it."""

    CONNECTING = "connecting"
    DISCONNECTING = "disconnecting"
    READING = "reading bookings and messages"
    SENDING = "sending messages"
    ERASING = "erasing a person"
    DRAFTING = "drafting replies"
    STOPPING = "asking whether a text means stop"
    REGISTERING = "registering numbers"
    PICTURES = "fetching pictures"
    WEBSITE = "looking at the website"


DATA = {
    Purpose.CONNECTING: ("Credentials",),
    Purpose.DISCONNECTING: ("Credentials",),
    Purpose.READING: ("Ids of bookings",),
    Purpose.SENDING: ("Phone or platform ids", "Messages"),
    Purpose.ERASING: ("Ids of messages",),
    Purpose.DRAFTING: ("Masked messages", "House facts"),
    Purpose.STOPPING: ("Masked messages",),
    Purpose.REGISTERING: ("The business’s details",),
    Purpose.PICTURES: ("Nothing but the picture’s address",),
    Purpose.WEBSITE: ("Nothing but the page’s address",),
}
ANYWHERE = frozenset({Purpose.PICTURES, Purpose.WEBSITE})
"""Errands whose host a guest's picture or the business's own website names; no data goes with them."""


def errand(provider: str, purpose: str) -> Errand:
    """What a request of the open workspace is for."""
    whose = str(current_workspace_id()) if in_scope() else ""
    return Errand(whose, provider, purpose, DATA[purpose])


def is_declared(host: str, goes: Errand | None) -> bool:
    """Whether a host belongs to the service the request is for: the guard of this process (promise CF-3g)."""
    if goes is None:
        return False
    if goes.purpose in ANYWHERE:
        return True
    return goes.provider in registry.manifests() and host in registry.manifest(goes.provider).hosts


def door_for(provider: str, own_address: str = "", purpose: str = Purpose.READING) -> Door:
    """A door that opens to this provider's hosts, and to the owner's own server where they named one."""
    manifest = registry.manifest(provider)
    own = frozenset({_origin(own_address)}) if own_address and not manifest.hosts else frozenset[str]()
    return Door(hosts=frozenset(manifest.hosts), routes=routes(manifest), own=own, errand=errand(provider, purpose))


def door_of(connection: Connection, purpose: str = Purpose.READING) -> Door:
    door = door_for(connection.provider, str(connection.settings.get("base_url", "")), purpose)
    return replace(
        door, errand=replace(door.errand or errand(connection.provider, purpose), whose=str(connection.workspace_id))
    )


def routes(manifest: Manifest) -> dict[str, str]:
    """In a demo or a test every vendor host leads to its sandbox; in real use there are none."""
    if not settings.SANDBOX_URL:
        return {}
    return {f"https://{host}": f"{settings.SANDBOX_URL}/{manifest.key}/{host}" for host in manifest.hosts}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
