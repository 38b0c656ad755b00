"""What a recipient may look at and change by themselves: which programs, stop each, stop all, when and how (R22, R46).

The address of the page is signed and ends. Stopping needs nothing else; seeing what stands, opening it again and
wishes need a code that was sent to the number or e-mail itself.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.utils import timezone

from casa.core.accounts.models import Brand
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import current_workspace_id
from casa.core.accounts.spoken import Words
from casa.core.consent.ledger import address_of, hold_address, live_stop, stops_of
from casa.core.consent.models import ConsentEvent, Preference, Program
from casa.core.consent.writing import suppress
from casa.core.people.models import Identity
from casa.lib.ids import new_id

SALT = "casa.preferences"
LASTS = timedelta(days=180)
CODE_LASTS = 600  # seconds
CODE_TRIES = 5
SEEN_LASTS = 1800  # seconds that a code opens the page for
CHANNELS = {"phone": "sms", "email": "email"}
say = Words.beside(__file__)


class Ended(Exception):
    """This address is forged, damaged, out of date, or its person is gone."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose preferences: one address of one person with one brand."""

    workspace_id: UUID
    brand_id: UUID
    identity_id: UUID


@dataclass(frozen=True, slots=True)
class Stream:
    """A program as a recipient sees it. ``on``: they agreed and have not stopped it."""

    key: str
    name: str
    words: str
    on: bool
    since: datetime | None


def token_for(brand_id: UUID, identity: Identity) -> str:
    """The address of somebody's preferences, for a link in what we send them."""
    raw = identity.workspace_id.bytes + brand_id.bytes + identity.id.bytes
    return signing.TimestampSigner(salt=SALT).sign(base64.urlsafe_b64encode(raw).decode())


def place_of(token: str) -> Place:
    """Raises Ended."""
    try:
        raw = base64.urlsafe_b64decode(signing.TimestampSigner(salt=SALT).unsign(token, max_age=LASTS))
    except (signing.BadSignature, binascii.Error) as wrong:
        raise Ended from wrong
    if len(raw) != 48:
        raise Ended
    return Place(*(UUID(bytes=raw[start : start + 16]) for start in (0, 16, 32)))


def identity_at(place: Place) -> Identity:
    """Inside the place's workspace. Raises Ended when the person has been erased meanwhile."""
    rows = Identity.objects.filter(workspace_id=place.workspace_id, id=place.identity_id, kind__in=tuple(CHANNELS))
    found = rows.select_related("person").first()
    if found is None:
        raise Ended
    return found


# ------------------------------------------------------------------------------------------------ the code


def new_code(place: Place) -> str:
    """Six digits, good for ten minutes and five tries; the one before it ends."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    cache.set(_spot(place), {"mark": _mark(place, code), "tries": 0}, CODE_LASTS)
    return code


def code_is(place: Place, typed: str) -> bool:
    """Whether this is the code that was sent; it opens once."""
    kept = cache.get(_spot(place))
    if kept is None or kept["tries"] >= CODE_TRIES:
        return False
    if hmac.compare_digest(kept["mark"], _mark(place, "".join(typed.split()))):
        cache.delete(_spot(place))
        return True
    cache.set(_spot(place), {**kept, "tries": kept["tries"] + 1}, CODE_LASTS)
    return False


def code_words(brand: Brand, code: str) -> str:
    """The message with a code, in the language of the page."""
    return say("message", brand=brand.name, code=code)


def opened(place: Place) -> str:
    """What the browser carries after the right code, for half an hour."""
    return signing.TimestampSigner(salt=f"{SALT}.seen").sign(str(place.identity_id))


def is_opened(place: Place, carried: str) -> bool:
    try:
        who = signing.TimestampSigner(salt=f"{SALT}.seen").unsign(carried, max_age=SEEN_LASTS)
    except signing.BadSignature:
        return False
    return who == str(place.identity_id)


def _spot(place: Place) -> str:
    return f"code:{place.brand_id}:{place.identity_id}"


def _mark(place: Place, code: str) -> str:
    key = f"{SALT}|{settings.SECRET_KEY}".encode()
    return hmac.new(key, f"{_spot(place)}|{code}".encode(), hashlib.sha256).hexdigest()


# ------------------------------------------------------------------------------------------------ what stands


def streams(brand_id: UUID, identity: Identity) -> list[Stream]:
    """What they agreed to, program by program, and whether it is still on."""
    address, channel = address_of(identity.kind, identity.value), CHANNELS[identity.kind]
    rows = ConsentEvent.objects.filter(
        workspace_id=current_workspace_id(), brand_id=brand_id, address=address, channel=channel
    )
    since = {row.program: row.occurred_at for row in rows.order_by("-occurred_at")}
    known = {row.key: row for row in Program.objects.filter(workspace_id=current_workspace_id(), brand_id=brand_id)}
    ended = stopped_programs(brand_id, identity)
    whole = live_stop(brand_id, identity.kind, identity.value, channel) is not None
    return [_stream(key, known.get(key), when, not whole and key not in ended) for key, when in since.items()]


def _stream(key: str, program: Program | None, since: datetime, on: bool) -> Stream:
    if program is None:
        return Stream(key, say("booking.name"), say("booking.words"), on, since)
    return Stream(key, program.name, program.description or program.frequency_words, on, since)


def stopped_programs(brand_id: UUID, identity: Identity) -> set[str]:
    """Programs that they stopped by themselves and did not open again."""
    return set(stops_of(brand_id, identity.kind, identity.value, CHANNELS[identity.kind]).programs)


def wishes(brand_id: UUID, identity: Identity) -> list[Preference]:
    """When and how they want to be reached, as it stands."""
    rows = Preference.objects.filter(
        workspace_id=current_workspace_id(), brand_id=brand_id, address=address_of(identity.kind, identity.value)
    )
    return list(rows.filter(withdrawn_at=None).order_by("-at"))


# ------------------------------------------------------------------------------------------------ what they change


def stop_all(brand_id: UUID, identity: Identity) -> bool:
    """Nothing more to this address (R22: a page is as good as a STOP); False when that stood already."""
    hold_address(brand_id, identity.kind, identity.value)
    if live_stop(brand_id, identity.kind, identity.value, CHANNELS[identity.kind]) is not None:
        return False
    return suppress(brand_id, CHANNELS[identity.kind], identity.kind, identity.value, "freeform", rule="R22")


def set_program(brand_id: UUID, identity: Identity, key: str, on: bool) -> None:
    """Stop one program, or open one again that they themselves stopped; never one they did not agree to (R31)."""
    if on and key not in stopped_programs(brand_id, identity):
        raise NotPossible(say("nothing_to_open"))
    suppress(
        brand_id, CHANNELS[identity.kind], identity.kind, identity.value, "freeform", "program",
        rule="R31" if on else "R22", restores=on, program=key[:40],
    )  # fmt: skip


def wish_hours(brand_id: UUID, identity: Identity, starts: time | None, ends: time | None) -> None:
    """Only between these times of their day (R46); none takes the wish back."""
    if (starts is None) != (ends is None) or (starts and ends and starts >= ends):
        raise NotPossible(say("hours"))
    _withdraw(brand_id, identity, "hours")
    if starts is not None:
        _wish(brand_id, identity, "hours", starts=starts, ends=ends)


def wish_channel(brand_id: UUID, identity: Identity, channel: str) -> None:
    """Only by text, only by e-mail, or "" for both (R46)."""
    if channel not in ("", "sms", "email"):
        raise NotPossible(say("channel"))
    _withdraw(brand_id, identity, "channel")
    if channel:
        _wish(brand_id, identity, "channel", channel=channel)


def _withdraw(brand_id: UUID, identity: Identity, kind: str) -> None:
    rows = Preference.objects.filter(
        workspace_id=current_workspace_id(), brand_id=brand_id, address=address_of(identity.kind, identity.value)
    )
    rows.filter(kind=kind, withdrawn_at=None).update(withdrawn_at=timezone.now())


def _wish(brand_id: UUID, identity: Identity, kind: str, **more: object) -> None:
    Preference.objects.create(
        id=new_id(),
        workspace_id=current_workspace_id(),
        brand_id=brand_id,
        address=address_of(identity.kind, identity.value),
        kind=kind,
        at=timezone.now(),
        **more,
    )


def code_key(place: Place, code: str) -> UUID:
    """The outbox key of one code: asked twice, sent once each."""
    return uuid5(place.identity_id, f"code:{code}:{new_id()}")
