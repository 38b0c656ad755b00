"""A guest's own page: a link that ends, opened with a code sent to a number or e-mail that we know of them.

Whoever only has the link sees nothing of anybody. Codes end after ten minutes and five tries; a new one ends the old.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from casa.core.accounts.models import Brand, Read
from casa.core.accounts.queries import default_brand, workspace
from casa.core.accounts.rules import NotPossible, hash_token, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id
from casa.core.accounts.spoken import Words, between
from casa.core.inbox.asking import send_automatic, senders
from casa.core.people.models import Identity, Person
from casa.core.people.queries import identities
from casa.core.privacy.erase import whole
from casa.core.privacy.models import GuestLink
from casa.core.stays.queries import reservations_of
from casa.lib.ids import new_id, new_token

LINK_LASTS = timedelta(days=30)
CODE_LASTS = timedelta(minutes=10)
OPEN_FOR = timedelta(minutes=30)
TRIES, CODES = 5, 6
HOW = {"phone": "sms", "email": "email"}
say = Words.beside(__file__)


class Ended(Exception):
    """This link is unknown, out of date, or its person is gone."""


def make_link(person: Person) -> str:
    """A new link to somebody's own page; its token, which is kept nowhere."""
    token, scope = new_token(), current_scope()
    GuestLink.objects.create(
        workspace_id=scope.workspace_id,
        person_id=whole(person).id,
        token_hash=hash_token(token),
        expires_at=timezone.now() + LINK_LASTS,
    )
    log_action("privacy.link_made", person.id)
    return token


def link_of(token: str) -> GuestLink:
    """The link behind a token, before any workspace is open. Raises Ended."""
    row = GuestLink.objects.using("system").filter(token_hash=hash_token(token)).first()
    if row is None or row.expires_at < timezone.now():
        raise Ended
    return row


def held(link_id: UUID) -> tuple[GuestLink, Person]:
    """The link, held until the transaction ends, and whose it is. Raises Ended."""
    row = GuestLink.objects.select_for_update().filter(workspace_id=current_workspace_id(), id=link_id).first()
    person = Person.objects.filter(workspace_id=current_workspace_id(), id=row.person_id).first() if row else None
    if row is None or person is None:
        raise Ended
    return row, whole(person)


def ways_to(person: Person) -> list[Identity]:
    """Where a code can go: their e-mails, and their numbers where an account of ours sends texts."""
    texts = bool(senders(default_brand().id, "phone"))
    return [row for row in identities(person.id) if row.kind == "email" or (row.kind == "phone" and texts)]


def send_code(row: GuestLink, person: Person, identity_id: UUID | None) -> None:
    """Send a fresh code to one of their own addresses, in the language of the page. Raises NotPossible."""
    way = next((one for one in ways_to(person) if one.id == identity_id), None)
    if way is None:
        raise NotPossible(say("pick_way"))
    if row.codes >= CODES:
        raise NotPossible(say("too_many"))
    code, brand = f"{secrets.randbelow(10**6):06d}", default_brand()
    if not _sent(brand, way, say("message", code=code, brand=brand.name), code):
        raise NotPossible(say("not_sent"))
    row.code_hash, row.code_until = _mark(row, f"{HOW[way.kind]}:{code}"), timezone.now() + CODE_LASTS
    row.codes, row.tries = row.codes + 1, 0
    row.save(update_fields=["code_hash", "code_until", "codes", "tries"])


def _sent(brand: Brand, way: Identity, words: str, code: str) -> bool:
    """By an account that reaches them, else by Casa's own mail: a code tells nothing about anybody."""
    if send_automatic(brand.id, way.kind, way.value, words, new_id(), secret=code) is not None:
        return True
    return way.kind == "email" and bool(send_mail(say("subject", brand=brand.name), words, None, [way.value]))


def open_with(row: GuestLink, code: str, now: datetime | None = None) -> str:
    """The right code opens the page for half an hour; what the browser has to bring along. Raises NotPossible."""
    now = now or timezone.now()
    if row.code_hash is None or row.code_until is None or row.code_until < now or row.tries >= TRIES:
        raise NotPossible(say("code_ended"))
    row.tries += 1
    row.save(update_fields=["tries"])
    how = next((way for way in HOW.values() if _fits(row, f"{way}:{code.strip()}")), None)
    if how is None:
        raise WrongCode(say("wrong_code"))
    seen = f"{how}.{new_token()}"
    row.session_hash, row.session_until = hash_token(seen), now + OPEN_FOR
    row.code_hash = None
    row.save(update_fields=["session_hash", "session_until", "code_hash"])
    log_action("privacy.page_opened", row.person_id)
    return seen


class WrongCode(NotPossible):
    """Counted: the try must be kept although it is refused."""


def opened_how(row: GuestLink, seen: str) -> str:
    """``sms`` or ``email`` while the page is open for this browser, else empty."""
    here = row.session_hash is not None and hmac.compare_digest(bytes(row.session_hash), hash_token(seen))
    fresh = row.session_until is not None and row.session_until >= timezone.now()
    return seen.split(".", 1)[0] if here and fresh and "." in seen else ""


def _mark(row: GuestLink, said: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"{row.id}|{said}".encode(), hashlib.sha256).digest()


def _fits(row: GuestLink, said: str) -> bool:
    return hmac.compare_digest(bytes(row.code_hash or b""), _mark(row, said))


# ------------------------------------------------------------------------------------------------ what they see


def known_of(person: Person) -> dict[str, Any]:
    """Who we think they are: what they would want to see corrected. ``name`` is empty where we know none."""
    stays = reservations_of([person.id]).get(person.id, [])
    return {
        "name": person.name or "",
        "reached": [row.value for row in identities(person.id) if row.kind in HOW],
        "stays": [f"{stay.property.name}, {between(stay.arrival, stay.departure)}" for stay in stays[:5]],
        "ai": person.ai_allowed and workspace(person.workspace_id).ai_enabled,
    }


def who_read(person: Person, limit: int = 40) -> list[Read]:
    """Who opened their data and why, the newest first."""
    rows = Read.objects.filter(workspace_id=current_workspace_id(), person_id=person.id).select_related("user")
    return list(rows.order_by("-slot", "-id")[:limit])
