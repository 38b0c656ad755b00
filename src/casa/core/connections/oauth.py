"""OAuth 2: authorization code with PKCE and state bound to the user; refresh by one holder at a time.

State and verifier live ten minutes in ``Authorization``; only a hash of the state is kept (ASVS 10.2.1, 10.2.2). Tokens
are stored in the same transaction that used the old one, because both rotate.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from casa.core.accounts.models import Member, User
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.connections import registry
from casa.core.connections.contract import AuthFailed, NotReady, OAuth2, ProviderFailure
from casa.core.connections.doors import Purpose, door_for
from casa.core.connections.models import Authorization, Connection
from casa.core.connections.rules import connect, split_fields
from casa.lib.http import HttpFailure, Reply
from casa.lib.ids import new_id, new_token

Denied = ProviderFailure  # what pages catch: they do not know the contract
LIVES = timedelta(minutes=10)
EARLY = timedelta(minutes=10)  # refresh before it ends


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the token endpoint gave. ``expires_in`` in seconds."""

    access: str
    refresh: str
    expires_in: int


def redirect_url() -> str:
    return f"{settings.BASE_URL}/oauth/done/"


def begin(user: User, provider: str, values: Mapping[str, str]) -> str:
    """The provider's sign-in address for this attempt."""
    oauth = _oauth(provider)
    typed, secrets = split_fields(provider, values)
    state, verifier = new_token(), new_token(48)
    Authorization.objects.filter(workspace_id=current_workspace_id(), expires_at__lt=timezone.now()).delete()
    Authorization.objects.create(
        id=new_id(), workspace_id=current_workspace_id(), user=user, provider=provider, state_hash=_hash(state),
        verifier=verifier, settings={"settings": typed, "secrets": secrets}, expires_at=timezone.now() + LIVES,
    )  # fmt: skip
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {"client_id": typed.get("client_id", ""), "response_type": "code", "state": state}
    if oauth.redirect_in_url:
        query["redirect_uri"] = redirect_url()
    if oauth.scopes:
        query["scope"] = " ".join(oauth.scopes)
    if oauth.pkce:
        query |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    return f"{oauth.authorize_url}?{urlencode(query)}"


def finish(user: User, state: str, code: str) -> tuple[UUID, Connection]:
    """The provider sent the user back. Raises NotPossible for a state that is not theirs, used, or too old."""
    found = Authorization.objects.using("system").filter(state_hash=_hash(state)).first()
    if not state or found is None or found.user_id != user.id or found.expires_at < timezone.now():
        raise NotPossible("This sign-in has ended. Start again from the connections page.")
    with workspace_scope(found.workspace_id, user.id):
        member = Member.objects.filter(workspace_id=found.workspace_id, user=user).first()
        if member is None or not may(member, "connections.edit"):
            raise NotPossible("You may no longer connect accounts here. Ask an owner.")
        attempt = Authorization.objects.select_for_update().filter(id=found.id).first()
        if attempt is None:
            raise NotPossible("This sign-in has been used. Start again from the connections page.")
        kept, verifier = attempt.settings, attempt.verifier
        attempt.delete()
        values = kept["settings"] | kept["secrets"]
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_url()}
        tokens = _exchange(found.provider, values, {**asked, "code_verifier": verifier})
        connection = connect(found.provider, values, secrets=_secrets(tokens))
        _note_expiry(connection, tokens)
        return found.workspace_id, connection


def refresh(connection_id: UUID) -> Connection:
    """New tokens for an access that ends soon; whoever holds the row's lock does it, the rest find it done.

    Returns the connection as it is now. Every reading asks first, and readings come more often than accesses end.
    """
    row = Connection.objects.select_for_update().get(workspace_id=current_workspace_id(), id=connection_id)
    ends_soon = row.expires_at is not None and row.expires_at - timezone.now() <= EARLY
    if not ends_soon or not (row.secrets or {}).get("refresh_token"):
        return row
    values = {**row.settings, **row.secrets}
    tokens = _exchange(row.provider, values, {"grant_type": "refresh_token", "refresh_token": values["refresh_token"]})
    row.secrets = {**row.secrets, **_secrets(tokens)}
    row.save(update_fields=["secrets"])
    _note_expiry(row, tokens)
    return row


def _exchange(provider: str, values: Mapping[str, str], asked: dict[str, str]) -> Tokens:
    oauth = _oauth(provider)
    body = {"client_id": values.get("client_id", ""), "client_secret": values.get("client_secret", ""), **asked}
    if not oauth.pkce:
        body.pop("code_verifier", None)
    try:
        way = {"body": body} if oauth.json_body else {"form": body}
        door = door_for(provider, purpose=Purpose.CONNECTING)
        reply = door.request("POST", oauth.token_url, headers={"accept": "application/json"}, **way)  # type: ignore[arg-type]
    except HttpFailure as failure:
        raise NotReady("Their sign-in service did not answer.") from failure
    return _tokens(reply)


def _tokens(reply: Reply) -> Tokens:
    if reply.status in (400, 401, 403):
        raise AuthFailed("They no longer accept this sign-in. Connect it again.")
    if not reply.ok:
        raise NotReady("Their sign-in service is not well right now.")
    try:
        data = reply.json()
        return Tokens(str(data["access_token"]), str(data.get("refresh_token", "")), int(data.get("expires_in", 3600)))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotReady("Their sign-in service gave an answer Casa does not understand.") from None


def _secrets(tokens: Tokens) -> dict[str, str]:
    found = {"access_token": tokens.access}
    return found | ({"refresh_token": tokens.refresh} if tokens.refresh else {})


def _note_expiry(connection: Connection, tokens: Tokens) -> None:
    expires = timezone.now() + timedelta(seconds=tokens.expires_in)
    Connection.objects.filter(id=connection.id).update(expires_at=expires)


def _oauth(provider: str) -> OAuth2:
    oauth = registry.manifest(provider).oauth
    if oauth is None:
        raise NotPossible("This provider is connected with a key.")
    return oauth


def _hash(state: str) -> bytes:
    return hashlib.sha256(state.encode()).digest()
