"""Search over every message, back to the first one, without the database reading any of them.

Words are exact; the last one typed may be a beginning, expanded through the workspace's sealed dictionary. People are
found by names and phone digits. Newest quarter first, and no further back than it takes to fill a page.
"""

import bisect
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

from django.db import connection
from django.utils import timezone

from casa.core.accounts.scope import current_scope, current_workspace_id
from casa.core.inbox.models import Message, Word
from casa.core.vault.crypto import token
from casa.core.vault.fields import Sealed, warm
from casa.core.vault.keyring import index_key
from casa.core.vault.tokens import fold, quarters_back, words
from casa.lib.ids import new_id

PAGE = 25
EXPANDED = 40
DICTIONARY_SECONDS = 60.0
OVERLAP_MS = 10 * 60 * 1000
WINDOWS = (1, 3, 12, 100)  # quarters asked for at once, going back
EARLIEST = 25  # years


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that matches, with what matched in it."""

    message: Message
    snippet: tuple[tuple[str, bool], ...]


def search(query: str, before: datetime | None = None, limit: int = PAGE) -> list[Hit]:
    """Messages holding every word of the query, newest first."""
    wanted = words(query)[:6]
    if not wanted:
        return []
    spellings = [*([word] for word in wanted[:-1]), beginnings(wanted[-1])]
    found = _ids(spellings, before or timezone.now(), limit)
    hits = Message.objects.filter(workspace_id=current_workspace_id(), id__in=found)
    hits = hits.filter(conversation__person__restricted_at=None)  # kept, but used for nothing (GDPR art. 18)
    hits = hits.select_related("conversation__person").defer("tokens", "conversation__person__tokens")
    rows = sorted(hits, key=lambda row: (row.sent_at, row.id), reverse=True)
    warm(rows, [row.conversation.person for row in rows])
    return [Hit(row, snippet(row.body, spellings)) for row in rows]


def _ids(spellings: list[list[str]], before: datetime, limit: int) -> list[UUID]:
    found: list[UUID] = []
    for salts, newest, oldest in _windows(before):
        with connection.cursor() as cursor:
            cursor.execute(
                "select id from inbox_search(%s::bigint[][], %s, %s, %s)",
                [_groups(spellings, salts), min(newest, before), oldest, limit - len(found)],
            )
            found += [row[0] for row in cursor.fetchall()]
        if len(found) >= limit:
            break
    return found


def _groups(spellings: list[list[str]], salts: list[str]) -> list[list[int]]:
    """One row a word, all of a length: the database's arrays are rectangular. A message has the tokens of one
    quarter only, so that those of several may be asked for at once."""
    key = index_key()
    rows = [[token(key, salt, word) for salt in salts for word in group] for group in spellings]
    width = max(len(row) for row in rows)
    return [row + [row[0]] * (width - len(row)) for row in rows]


def _windows(before: datetime) -> Iterator[tuple[list[str], datetime, datetime]]:
    """Quarters back in time, as (their salts, until, since): each step asks for more of them at once."""
    today, begun = before.astimezone(UTC).date(), 0
    quarters = list(quarters_back(today, date(today.year - EARLIEST, 1, 1)))
    for size in WINDOWS:
        salts = quarters[begun : begun + size]
        if salts:
            yield salts, _begins(salts[0], after=1), _begins(salts[-1])
        begun += size


def _begins(salt: str, after: int = 0) -> datetime:
    """When a quarter begins, or the one so many after it."""
    place = int(salt[:4]) * 4 + int(salt[5]) - 1 + after
    return datetime(place // 4, place % 4 * 3 + 1, 1, tzinfo=UTC)


def beginnings(start: str) -> list[str]:
    """The word itself and words of the workspace's dictionary that begin with it."""
    if len(start) < 3:
        return [start]
    known = dictionary()
    first = bisect.bisect_left(known, start)
    more = itertools.takewhile(lambda word: word.startswith(start), itertools.islice(known, first, None))
    return [start, *sorted((word for word in more if word != start), key=len)[: EXPANDED - 1]]


@dataclass(slots=True)
class Dictionary:
    """A workspace's words in order, as far as they have been read."""

    words: list[str]
    until: UUID
    fresh_until: float
    keys_version: int


_dictionaries: dict[UUID, Dictionary] = {}


def dictionary() -> list[str]:
    """Every word that occurs in the workspace's messages, in order. New ones are read once a minute and process."""
    workspace_id = current_workspace_id()
    kept, version = _dictionaries.get(workspace_id), current_scope().keys_version
    kept = kept if kept and kept.keys_version == version else None  # an erasure took words out: all is read anew
    if kept is None or kept.fresh_until < time.monotonic():
        began = kept.until if kept else UUID(int=0)
        now = new_id()
        known = sorted({*_words_since(began), *(kept.words if kept else ())})
        # A word is numbered before it is committed: what the last minutes numbered is read again.
        until = UUID(int=max(now.int - (OVERLAP_MS << 80), 0))
        kept = _dictionaries[workspace_id] = Dictionary(known, until, time.monotonic() + DICTIONARY_SECONDS, version)
    return kept.words


def _words_since(number: UUID) -> Iterator[str]:
    """The words numbered after this, opened without a model's weight: there may be tens of thousands."""
    workspace_id, field = current_workspace_id(), Word._meta.get_field("sealed")
    with connection.cursor() as cursor:
        cursor.execute("select id, sealed from inbox_word where workspace_id = %s and id > %s", [workspace_id, number])
        for word_id, sealed in cursor.fetchall():
            yield field.open(SimpleNamespace(workspace_id=workspace_id, pk=word_id), Sealed(sealed))


def snippet(body: str, spellings: list[list[str]], around: int = 70) -> tuple[tuple[str, bool], ...]:
    """The part of a message around the first match, cut into (text, matched) pieces."""
    wanted = {word for group in spellings for word in group}
    pieces: list[tuple[str, bool]] = []
    at = 0
    marks = [(start, end) for start, end in _words_at(body) if fold(body[start:end]) in wanted]
    first = max(marks[0][0] - around, 0) if marks else 0
    last = min(first + around * 3, len(body))
    at = first
    for start, end in marks:
        if start < first or end > last:
            continue
        pieces += [(body[at:start], False), (body[start:end], True)]
        at = end
    pieces.append((body[at:last], False))
    return tuple(piece for piece in pieces if piece[0])


def _words_at(body: str) -> Iterator[tuple[int, int]]:
    start = None
    for place, char in enumerate(body + " "):
        inside = char.isalnum() or char == "_"
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            yield start, place
            start = None
