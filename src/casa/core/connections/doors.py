"""A connection as its provider sees it: the account with its open secrets, and a door to its hosts only."""

from urllib.parse import urlsplit

from django.conf import settings

from casa.core.connections import registry
from casa.core.connections.contract import Account, Manifest
from casa.core.connections.models import Connection
from casa.lib.http import Door


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


def door_for(provider: str, own_address: str = "") -> Door:
    """A door that opens to this provider's hosts, and to the owner's own server where they named one."""
    manifest = registry.manifest(provider)
    own = frozenset({_origin(own_address)}) if own_address and not manifest.hosts else frozenset[str]()
    return Door(hosts=frozenset(manifest.hosts), routes=routes(manifest), own=own)


def door_of(connection: Connection) -> Door:
    return door_for(connection.provider, str(connection.settings.get("base_url", "")))


def routes(manifest: Manifest) -> dict[str, str]:
    """In a demo or a test every vendor host leads to its sandbox; in real use there are none."""
    if not settings.SANDBOX_URL:
        return {}
    return {f"https://{host}": f"{settings.SANDBOX_URL}/{manifest.key}/{host}" for host in manifest.hosts}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
