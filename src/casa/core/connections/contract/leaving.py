"""What goes out through a provider, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from casa.core.connections.contract.arriving import Handle, MessageStatus


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to hand over. ``reference`` is our outbox id: an idempotency key where the provider takes one.

    ``valid_until``: a provider that queues must not deliver it later (R85); None: whenever it can.
    """

    reference: str
    channel: str
    recipient: Handle
    body: str
    sender: Handle | None = None
    media_urls: tuple[str, ...] = ()
    thread_id: str = ""
    reservation_id: str = ""
    handed_off_at: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it. Taking is not delivering: the status only says what the provider said."""

    external_id: str
    status: MessageStatus = MessageStatus.QUEUED
    segments: int | None = None


class ReadBackKind(StrEnum):
    FOUND = "found"
    ABSENT = "absent"  # the provider's list is complete and it is not there: sending again is safe
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What looking for an unsure message at the provider showed."""

    kind: ReadBackKind
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request to a language model. All of it is already masked. ``schema``: JSON schema of the answer."""

    system: str
    messages: tuple[tuple[str, str], ...]  # (role, text), roles user | assistant
    max_tokens: int = 900
    schema: Mapping[str, Any] | None = None
    opaque_user: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's whole answer. ``complete`` is False when it was cut off or refused: such text never reaches a guest."""

    text: str
    model: str
    complete: bool
    stop_reason: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """Fetched bytes, not yet trusted."""

    content_type: str
    body: bytes
