"""One Protocol an ability; an ability is one file of its name in the provider's folder."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from casa.core.connections.contract.arriving import (
    Account,
    AccountFacts,
    Answer,
    Fact,
    Hint,
    MediaRef,
    Page,
    RawRequest,
)
from casa.core.connections.contract.leaving import Completion, Media, Outgoing, Prompt, ReadBack, Sent
from casa.lib.http import Door


class Connect(Protocol):
    """``connect.py``"""

    def test(self, account: Account, door: Door) -> AccountFacts:
        """Try the credentials before anything is saved. Raises AuthFailed or Refused with words for the host."""

    def set_up(self, account: Account, door: Door) -> None:
        """Tell the provider our webhook address where it has an API for it. Safe to repeat."""

    def tear_down(self, account: Account, door: Door) -> None:
        """Undo :meth:`set_up` and revoke tokens where the provider has an API for it. Safe to repeat."""


class Send(Protocol):
    """``send.py``"""

    def send(self, account: Account, door: Door, outgoing: Outgoing) -> Sent:
        """Hand one message over. Raises NotReady, AuthFailed, Refused or Unsure."""

    def read_back(self, account: Account, door: Door, outgoing: Outgoing, known: frozenset[str]) -> ReadBack:
        """Look for an unsure message. ``known``: external ids that belong to other messages of ours."""


class Webhooks(Protocol):
    """``webhooks.py``: pure functions of the request and the secrets."""

    def verify(self, request: RawRequest, account: Account) -> None:
        """Return if the request is genuine, raise BadSignature otherwise. Nothing is parsed before this."""

    def delivery_id(self, request: RawRequest) -> str:
        """The event's own id, or a hash of the body where there is none: a repeat is stored once."""

    def answer(self, request: RawRequest) -> Answer:
        """What the sender expects to hear."""

    def parse(self, request: RawRequest, account: Account) -> list[Fact]:
        """The facts in it. Raises BadPayload; unknown kinds give no facts, never an exception."""


class Sync(Protocol):
    """``sync.py``"""

    def pages(self, account: Account, door: Door, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """Everything changed since the cursor, all of it for an empty one.

        In this order: properties, reservations, messages, reviews.
        """

    def refetch(self, account: Account, door: Door, hint: Hint) -> Sequence[Fact]:
        """Read again what a hint points at."""


class FetchMedia(Protocol):
    """``media.py``"""

    def fetch(self, account: Account, door: Door, ref: MediaRef, limit: int) -> Media:
        """The bytes behind a reference, at most ``limit`` of them."""


class LanguageModel(Protocol):
    """``llm.py``"""

    def complete(self, account: Account, door: Door, prompt: Prompt) -> Completion:
        """One whole answer."""


class Erase(Protocol):
    """``erase.py``"""

    def forget(self, account: Account, door: Door, external_ids: Sequence[str]) -> int:
        """Erase messages or people at the provider; how many it confirmed."""


Clock = Callable[[], datetime]
