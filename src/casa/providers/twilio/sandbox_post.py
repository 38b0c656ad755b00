"""The pretend Twilio's post: what happens a little later, and the webhooks that tell of it.

A :class:`Courier` runs steps at their time in one thread and posts webhooks in order, one thread per target.
The signing here is written from the published description, apart from the code that checks it.
"""

import base64
import hashlib
import heapq
import hmac
import itertools
import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from casa.lib.http import Door, HttpFailure, NotSent
from casa.lib.pretend import World
from casa.providers.twilio.sandbox_state import KEY, PretendAccount

ANSWER_WITHIN = 15.0  # seconds Twilio waits
IDLE_SECONDS = 1.0  # a thread with nothing to do for so long ends
REORDER_WAIT = 0.5
SHUFFLES = frozenset({"duplicate", "reorder"})

Step = Callable[[], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """One webhook to deliver. ``fallback`` is called once where ``url`` answers badly or not at all."""

    url: str
    form: Mapping[str, str]
    token: str
    shared_key: tuple[str, str] | None = None
    fallback: str = ""


class Courier:
    """Does things later. One for each world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._wake = threading.Condition()
        self._steps: list[tuple[float, int, Step]] = []
        self._order = itertools.count()
        self._running = False
        self._lanes: dict[str, _Lane] = {}

    def later(self, seconds: float, step: Step) -> None:
        """Run ``step`` after so many seconds; steps of the same moment keep their order."""
        with self._wake:
            heapq.heappush(self._steps, (time.monotonic() + seconds, next(self._order), step))
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, name="twilio-courier", daemon=True).start()
            self._wake.notify()

    def post(self, post: Post) -> None:
        """Queue a webhook behind the others for the same address."""
        target = post.url.split("?")[0]
        with self._wake:
            lane = self._lanes.get(target)
            if lane is None or not lane.add(post):
                lane = self._lanes[target] = _Lane(self._world)
                lane.add(post)
                threading.Thread(target=lane.run, name="twilio-webhooks", daemon=True).start()

    def _run(self) -> None:
        while (step := self._next()) is not None:
            try:
                step()
            except Exception:  # a listener of the world failed: the other messages still travel
                log.exception("a step of the pretend Twilio failed")

    def _next(self) -> Step | None:
        """The next step when its time has come; None after an idle while, which ends the thread."""
        with self._wake:
            while True:
                now = time.monotonic()
                if self._steps and self._steps[0][0] <= now:
                    return heapq.heappop(self._steps)[2]
                wait = self._steps[0][0] - now if self._steps else IDLE_SECONDS
                if not self._wake.wait(wait) and not self._steps:
                    self._running = False
                    return None


@dataclass(slots=True)
class _Lane:
    """The webhooks for one address, posted one after the other."""

    world: World
    waiting: deque[Post] = field(default_factory=deque)
    wake: threading.Condition = field(default_factory=threading.Condition)
    ended: bool = False

    def add(self, post: Post) -> bool:
        with self.wake:
            if not self.ended:
                self.waiting.append(post)
                self.wake.notify()
            return not self.ended

    def run(self) -> None:
        while (post := self._take(IDLE_SECONDS, ends=True)) is not None:
            fault = self.world.fault_for(KEY, urlsplit(post.url).path, SHUFFLES)
            if fault is None:
                deliver(self.world, post)
            elif fault.kind == "duplicate":
                deliver(self.world, post)
                deliver(self.world, post)
            else:
                overtaking = self._take(REORDER_WAIT * scale(self.world), ends=False)
                for each in filter(None, (overtaking, post)):
                    deliver(self.world, each)

    def _take(self, seconds: float, *, ends: bool) -> Post | None:
        with self.wake:
            self.wake.wait_for(lambda: self.waiting, seconds)
            if self.waiting:
                return self.waiting.popleft()
            self.ended = ends or self.ended
            return None


def courier(world: World) -> Courier:
    """The world's courier."""
    with world.lock:
        found: Courier = world.shelf(KEY).setdefault("courier", Courier(world))
        return found


def scale(world: World) -> float:
    """How much shorter than Twilio's own the waits are."""
    return float(world.shelf(KEY).get("retry_scale", 1.0))


def post_form(world: World, account: PretendAccount, url: str, form: Mapping[str, str], fallback: str = "") -> None:
    """Tell one of the account's addresses something; nothing where no address is set."""
    if url:
        courier(world).post(Post(url, form, account.auth_token, account.shared_key, fallback))


def deliver(world: World, post: Post) -> None:
    """Post a webhook as Twilio does: once, again when nobody could be reached, then to the fallback address.

    What stays undelivered is noted under ``alerts`` with Twilio's number for it, as the real debugger would.
    """
    token = str(uuid.uuid4())
    problem = _attempt(post, post.url, token)
    if problem == "11205":
        time.sleep(0.5 * scale(world))
        problem = _attempt(post, post.url, token)
    if problem and post.fallback:
        problem = _attempt(post, post.fallback, token)
    if problem:
        with world.lock:
            world.shelf(KEY).setdefault("alerts", []).append({"code": problem, "url": post.url})


def _attempt(post: Post, url: str, token: str) -> str:
    """The error number of one attempt, "" when it was taken."""
    address = url.split("#")[0]
    parts = urlsplit(address)
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "user-agent": "TwilioProxy/1.1",
        "i-twilio-idempotency-token": token,
        **signature_headers(post, address),
    }
    door = Door(own=frozenset({f"{parts.scheme}://{parts.netloc}"}), timeout=ANSWER_WITHIN)
    try:
        reply = door.request("POST", address, headers=headers, content=urlencode(post.form).encode())
    except NotSent:
        return "11205"
    except HttpFailure:
        return "11200"
    return "" if reply.ok else "11200"


def signature_headers(post: Post, address: str) -> dict[str, str]:
    """The signature over the address and every field, by the auth token or, once chosen, by a shared key."""
    text = address
    for name, value in sorted(post.form.items()):
        text += name + value
    if post.shared_key is None:
        digest = hmac.new(post.token.encode(), text.encode(), hashlib.sha1).digest()
        return {"x-twilio-signature": base64.b64encode(digest).decode()}
    key, secret = post.shared_key
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return {
        "x-twilio-signature": base64.b64encode(digest).decode(),
        "x-twilio-webhooks-signature-settings": f"key={key},algorithm=HMAC_SHA256",
    }
