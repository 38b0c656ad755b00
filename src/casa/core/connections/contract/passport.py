"""A provider's passport: data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Ability(StrEnum):
    """What a provider can do. Each ability is one file of that name in its folder and one Protocol below."""

    CONNECT = "connect"  # test credentials, name the account
    SEND = "send"
    WEBHOOKS = "webhooks"
    SYNC = "sync"
    MEDIA = "media"
    LLM = "llm"
    ERASE = "erase"
    REGISTRATION = "registration"  # numbers with the carriers: 10DLC, toll-free


class AuthKind(StrEnum):
    """How a connection proves itself. There is no kind "password" (promise CA-6d)."""

    KEY = "key"
    OAUTH2 = "oauth2"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the host fills in to connect. ``secret`` ones live in the vault under the connection's key."""

    name: str
    label: str
    help: str = ""
    secret: bool = False
    required: bool = True
    pattern: str = ""
    example: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OAuth2:
    """Authorization-code flow with PKCE and state. ``json_body``: the token endpoint takes JSON, not a form."""

    authorize_url: str
    token_url: str
    scopes: tuple[str, ...] = ()
    json_body: bool = False
    pkce: bool = True
    rotates_refresh: bool = True
    redirect_in_url: bool = True


@dataclass(frozen=True, slots=True)
class Processor:
    """What the public sub-processor page says of this third party (promises CF-5a, CA-4, CA-9)."""

    legal_name: str
    country: str
    purpose: str
    data: tuple[str, ...]
    terms_url: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A provider's passport: data only, imported to list the catalogue without importing the rest of the folder."""

    key: str
    name: str
    tagline: str
    group: str  # "Bookings and prices", "Messages and calls", "Doors and homes", "Money", "Being found", "Assistant"
    initials: str
    hue: int  # 0-11, the tile's colour
    auth: AuthKind
    abilities: frozenset[Ability]
    processor: Processor
    hosts: tuple[str, ...]  # every host it talks to; nothing else is let through the door
    fields: tuple[Field, ...] = ()
    oauth: OAuth2 | None = None
    channels: tuple[str, ...] = ()  # channels it can carry: sms, mms, airbnb, vrbo, booking, direct …
    may_do: tuple[str, ...] = ()  # plain words for the connections page, e.g. "Send messages as you"
    holds: tuple[str, ...] = ()  # kinds of record synced from it, plain words
    idempotent_send: bool = False
    sends_per_second: float = 1.0
    sweep_seconds: int = 300  # how often to re-read what a missed webhook lost
    webhook_help: str = ""  # where the host pastes the address, when there is no API for it
    exempt: Mapping[str, str] = field(default_factory=dict)  # ability or rule -> one sentence why it does not apply
