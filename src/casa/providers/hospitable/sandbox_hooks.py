"""The sandbox's webhooks: signed, posted in order, repeated after 1 s, 5 s, 10 s, 1 h and 6 h until answered 200.

``world.shelf("hospitable")["retry_scale"]`` shortens the waits. The signature is written here anew, not taken from
``webhooks.py``: the two are compared by tests.
"""

import hashlib
import hmac
import json
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from casa.lib.http import Door, HttpFailure
from casa.lib.pretend import Booking, Home, ThreadMessage, World
from casa.providers.hospitable.sandbox_shapes import (
    KEY,
    Json,
    home_json,
    message_json,
    stay_json,
    utc,
    uuid_of,
)

WAITS = (1.0, 5.0, 10.0, 3600.0, 21600.0)
HELD_AT_MOST = 2.0  # seconds
PATIENCE = 10.0  # seconds a receiver may take to answer
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
STAY_INCLUDES = {
    "guest": "reservation:read",
    "properties": "property:read",
    "financials": "financials:read",
}


@dataclass(frozen=True, slots=True)
class Post:
    """One webhook on its way."""

    url: str
    secret: str
    body: bytes
    tried: int = 0


@dataclass(slots=True)
class Target:
    """The queue of one address. One thread posts from it while there is something to post."""

    waiting: deque[Post] = field(default_factory=deque)
    held: list[Post] = field(default_factory=list)  # to be overtaken by the next one
    busy: bool = False


class Hooks:
    """Posts webhooks for the accounts of a world, each address in its own order."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.targets: dict[str, Target] = {}
        self.lock = threading.Lock()
        self.before: dict[str, Booking] = dict(world.bookings)
        world.on("thread_message", self.message_written)
        world.on("booking", self.booking_changed)
        world.on("home", self.home_changed)

    def notice(self) -> None:
        """Remember bookings that were added quietly, so that their first change is not told as their beginning."""
        with self.world.lock:
            for booking in self.world.bookings.values():
                self.before.setdefault(booking.id, booking)

    # ------------------------------------------------------------------------------------------ what happened

    def message_written(self, news: str, message: ThreadMessage) -> None:
        """A message appeared in a thread, whoever wrote it."""
        booking = self.world.bookings.get(message.booking_id)
        if booking is not None:
            data = message_json(self.world, booking, message)
            self.tell("message.created", data, home_id=booking.home_id, scope="message:read")

    def booking_changed(self, news: str, booking: Booking) -> None:
        """A booking was made or changed. A cancellation is a change of status: there is no action for it."""
        before = self.before.get(booking.id)
        self.before[booking.id] = booking
        if booking.status == "inquiry":
            return
        created = before is None or before.status == "inquiry"
        triggers = [] if created or before is None else triggers_of(before, booking)
        if created or triggers:
            self.tell_stay("reservation.created" if created else "reservation.changed", booking, triggers)

    def home_changed(self, news: str, home: Home) -> None:
        data = home_json(self.world, home, frozenset({"details", "listings"}))
        self.tell("property.changed", data, home_id=home.id, scope="property:read", triggers=["details"])

    def tell_stay(self, action: str, booking: Booking, triggers: list[str], partial: bool = False) -> None:
        """A reservation's news. ``partial``: as Hospitable sometimes does, only what changed and not even the id."""
        for account in self._accounts(booking.home_id, "reservation:read"):
            include = frozenset(name for name, scope in STAY_INCLUDES.items() if scope in account["scopes"])
            data = stay_json(self.world, booking, include)
            kept = {name: data[name] for name in ("check_in", "check_out", "guests")} if partial else data
            self._post(account, action, kept, triggers)

    def tell(
        self, action: str, data: Any, *, home_id: str = "", scope: str = "", triggers: list[str] | None = None
    ) -> None:
        """News for every account that may know it."""
        for account in self._accounts(home_id, scope):
            self._post(account, action, data, triggers)

    def tell_account(self, account: Json, action: str, data: Any, triggers: list[str] | None = None) -> None:
        """News for one account (test deliveries, the end of an integration)."""
        self._post(account, action, data, triggers)

    # ------------------------------------------------------------------------------------------ the post

    def _accounts(self, home_id: str, scope: str) -> list[Json]:
        accounts: dict[str, Json] = self.world.shelf(KEY).get("accounts", {})
        return [
            account
            for account in accounts.values()
            if account["webhook_url"]
            and (not scope or scope in account["scopes"])
            and (not home_id or account["homes"] is None or home_id in account["homes"])
        ]

    def _post(self, account: Json, action: str, data: Any, triggers: list[str] | None) -> None:
        envelope = {"id": ulid(self.world), "data": data, "action": action}
        if triggers:
            envelope["triggers"] = triggers
        envelope |= {"created": utc(self.world.clock()), "version": "v2"}
        body = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
        post = Post(account["webhook_url"], account["webhook_secret"], body)
        fault = self.world.fault_for(KEY, f"webhook:{action}", frozenset({"duplicate", "reorder"}))
        if fault and fault.kind == "reorder":
            self._hold_back(post)
        else:
            self._enqueue(post, times=2 if fault else 1)

    def _enqueue(self, post: Post, times: int = 1) -> None:
        with self.lock:
            target = self.targets.setdefault(post.url, Target())
            target.waiting.extend([post] * times + target.held)
            target.held.clear()
            if target.busy:
                return
            target.busy = True
        threading.Thread(target=self._drain, args=(target,), daemon=True).start()

    def _hold_back(self, post: Post) -> None:
        """Reorder: this one waits until the next one has overtaken it, or for a while if none comes."""
        with self.lock:
            self.targets.setdefault(post.url, Target()).held.append(post)
        timer = threading.Timer(HELD_AT_MOST, self._release, (post,))
        timer.daemon = True
        timer.start()

    def _release(self, post: Post) -> None:
        with self.lock:
            held = self.targets[post.url].held
            waits = post in held
            if waits:
                held.remove(post)
        if waits:
            self._enqueue(post)

    def _drain(self, target: Target) -> None:
        while True:
            with self.lock:
                if not target.waiting:
                    target.busy = False
                    return
                post = target.waiting.popleft()
            self._deliver(post)

    def _deliver(self, post: Post) -> None:
        """Try now and soon again, so that the order holds; the long waits let the others pass."""
        while not self._arrives(post):
            if post.tried >= len(WAITS):
                return
            wait, post = WAITS[post.tried] * self._scale(), replace(post, tried=post.tried + 1)
            if wait > WAITS[2]:
                self._later(wait, post)
                return
            time.sleep(wait)

    def _later(self, seconds: float, post: Post) -> None:
        timer = threading.Timer(seconds, self._enqueue, (post,))
        timer.daemon = True
        timer.start()

    def _arrives(self, post: Post) -> bool:
        parts = urlsplit(post.url)
        door = Door(own=frozenset({f"{parts.scheme}://{parts.netloc}"}))
        headers = {"content-type": "application/json", "signature": signature(post.secret, post.body)}
        try:
            return door.request("POST", post.url, content=post.body, headers=headers, timeout=PATIENCE).status == 200
        except HttpFailure:
            return False

    def _scale(self) -> float:
        return float(self.world.shelf(KEY).get("retry_scale", 1.0))


def signature(secret: str, body: bytes) -> str:
    """Lower-case hex HMAC-SHA256 of the exact bytes, without prefix or timestamp."""
    return hmac.digest(secret.encode(), body, hashlib.sha256).hex()


def triggers_of(before: Booking, after: Booking) -> list[str]:
    """Which triggers a change carries; none where nothing the webhook watches has changed."""
    watched = {
        "status_changed": ("status",),
        "dates_changed": ("arrival", "departure"),
        "guests_changed": ("adults", "children", "infants", "pets"),
        "listing_changed": ("home_id",),
        "financials_changed": ("payout", "total"),
    }
    return [
        trigger
        for trigger, names in watched.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    ]


def ulid(world: World) -> str:
    """A ULID: the world's milliseconds and 80 random bits in Crockford's base 32."""
    number = int(world.clock().timestamp() * 1000) << 80 | secrets.randbits(80)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def merged(hooks: Hooks, previous: Home, new: Home) -> None:
    """Two homes became one: told as merged and changed, never as deleted."""
    ids = {"previous_id": uuid_of("property", previous.id), "new_id": uuid_of("property", new.id)}
    hooks.tell("property.merged", ids, home_id=new.id, scope="property:read")
    hooks.home_changed("home", new)
