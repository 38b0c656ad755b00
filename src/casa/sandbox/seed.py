"""``python -m casa.sandbox.seed``: a workspace in the pretend world, connected like a real one. Safe to repeat.

Nothing is written into the database behind the product's back: accounts are made and connected by the rules that a
person's clicks call, and everything else comes in through the providers' wire formats.
"""

import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any

from casa.lib.http import Door
from casa.sandbox.outreach import furnish

OWNER, BUSINESS = "Ines Moreau", "Juniper Stays"
TEAM = (("Theo Park", "theo@example.com", "manager"), ("Marisol Vega", "marisol@example.com", "cleaner"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casa.config.settings")
    import django

    django.setup()
    from django.conf import settings

    marker = Path(settings.ENVIRONMENT.data) / "demo.json"
    if marker.exists():
        return
    login = seed(str(settings.SANDBOX_URL), settings.SECRET_KEY)
    partial = marker.with_suffix(".new")
    partial.write_text(json.dumps(login))
    partial.chmod(0o600)
    partial.rename(marker)


def seed(sandbox_url: str, secret: str) -> dict[str, str]:
    """Make the workspace, connect its accounts and read them once; how to sign in."""
    from casa.core.accounts.scope import workspace_scope
    from casa.core.connections.doors import hook_url
    from casa.sandbox.accounts import OWNER as EMAIL
    from casa.sandbox.accounts import demo_accounts

    password = secrets.token_urlsafe(9)
    user = _user(EMAIL, OWNER)
    user.set_password(password)
    user.save(update_fields=["password"])
    workspace = _workspace(user)
    connected = {}
    for provider, values in demo_accounts(secret, sandbox_url).items():
        if provider in ("twilio", "hospitable"):
            with workspace_scope(workspace.id, user.id):
                connection = connected[provider] = _connect(provider, values)
                address = hook_url(connection)
            _read(workspace.id, connection.id)
            if provider == "hospitable":
                _paste_webhook(sandbox_url, values["token"], address)
    with workspace_scope(workspace.id, user.id):
        _set_doors(secret)
    furnish(workspace.id, user.id, connected["twilio"], lambda: _hush(sandbox_url))
    return {"email": EMAIL, "password": password, "workspace": workspace.slug}


def _user(email: str, name: str) -> Any:
    """Somebody of the pretend business, of age like everybody who signs up."""
    from django.utils import timezone

    from casa.core.accounts.models import User

    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, name=name, adult_affirmed_at=timezone.now())


def _workspace(user: Any) -> Any:
    from casa.core.accounts.models import Brand, Member
    from casa.core.accounts.queries import memberships
    from casa.core.accounts.rules import open_workspace
    from casa.core.accounts.scope import workspace_scope

    found = memberships(user)
    workspace = found[0].workspace if found else open_workspace(user, BUSINESS)
    with workspace_scope(workspace.id, user.id):
        Brand.objects.filter(workspace=workspace).update(signature="Ines", support_phone="+1 828 555 0100")
        for name, email, role in TEAM:
            Member.objects.get_or_create(workspace=workspace, user=_user(email, name), defaults={"role": role})
    return workspace


def _set_doors(secret: str) -> None:
    """Each home has a door code, as a host would type it in."""
    from casa.core.stays.queries import properties
    from casa.core.stays.rules import set_door

    for home in properties():
        digits = int.from_bytes(hmac.digest(secret.encode(), home.name.encode(), "sha256")[:4], "big")
        set_door(home, "front door", f"{1000 + digits % 9000}")


def _connect(provider: str, values: dict[str, str]) -> Any:
    from casa.core.connections.rules import connect

    return connect(provider, values)


def _read(workspace_id: Any, connection_id: Any) -> None:
    """The first reading, so that the first screen is already full; the worker finds nothing left to do."""
    from casa.core.inbox.sync import run

    run(workspace_id, connection_id)


def _paste_webhook(sandbox_url: str, token: str, address: str) -> None:
    """What a host does by hand in the vendor's settings page: there is no API for it."""
    door = Door(own=frozenset({sandbox_url}))
    door.request("POST", f"{sandbox_url}/hospitable/_casa/webhook", body={"token": token, "url": address})


def _hush(sandbox_url: str) -> None:
    """What is told of last month shall not be answered today."""
    Door(own=frozenset({sandbox_url})).request("POST", f"{sandbox_url}/_casa/hush")


if __name__ == "__main__":
    main()
