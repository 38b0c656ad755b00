"""Search over every message, back to the first one, without the database reading any of them.

Words are exact; the last one typed may be a beginning, expanded through the workspace's sealed dictionary. People are
found by names and phone digits. Newest quarter first, and no further back than it takes to fill a page.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.inbox.models import Message, Word
from casa.core.vault.crypto import token
from casa.core.vault.fields import warm
from casa.core.vault.keyring import index_key
from casa.core.vault.tokens import fold, quarters_back, words

PAGE = 25
EXPANDED = 40
DICTIONARY_SECONDS = 60.0
_dictionaries: dict[UUID, tuple[float, list[str]]] = {}


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
    rows = sorted(hits.select_related("conversation__person"), key=lambda row: (row.sent_at, row.id), reverse=True)
    warm(rows, [row.conversation.person for row in rows])
    return [Hit(row, snippet(row.body, spellings)) for row in rows]


def _ids(spellings: list[list[str]], before: datetime, limit: int) -> list[UUID]:
    found: list[UUID] = []
    for salt, newest, oldest in _quarters(before):
        with connection.cursor() as cursor:
            cursor.execute(
                "select id from inbox_search(%s::bigint[][], %s, %s, %s)",
                [_groups(spellings, salt), min(newest, before), oldest, limit - len(found)],
            )
            found += [row[0] for row in cursor.fetchall()]
        if len(found) >= limit:
            break
    return found


def _groups(spellings: list[list[str]], salt: str) -> list[list[int]]:
    """One row a word, all of a length: the database's arrays are rectangular."""
    key = index_key()
    rows = [[token(key, salt, word) for word in group] for group in spellings]
    width = max(len(row) for row in rows)
    return [row + [row[0]] * (width - len(row)) for row in rows]


def _quarters(before: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    for salt in quarters_back(before.astimezone(UTC).date(), _oldest_day()):
        year, number = int(salt[:4]), int(salt[5])
        begins = datetime(year, number * 3 - 2, 1, tzinfo=UTC)
        ends = datetime(year + number // 4, number * 3 % 12 + 1, 1, tzinfo=UTC)
        yield salt, ends, begins


def _oldest_day() -> date:
    first = Message.objects.filter(workspace_id=current_workspace_id()).aggregate(at=Min("sent_at"))["at"]
    return first.astimezone(UTC).date() if first else timezone.now().date()


def beginnings(start: str) -> list[str]:
    """The word itself and words of the workspace's dictionary that begin with it."""
    if len(start) < 3:
        return [start]
    more = [word for word in dictionary() if word.startswith(start) and word != start]
    return [start, *sorted(more, key=len)[: EXPANDED - 1]]


def dictionary() -> list[str]:
    """Every word that occurs in the workspace's messages; opened once a minute and process."""
    workspace_id = current_workspace_id()
    kept = _dictionaries.get(workspace_id)
    if kept is None or kept[0] < time.monotonic():
        rows = list(Word.objects.filter(workspace_id=workspace_id))
        warm(rows)
        kept = (time.monotonic() + DICTIONARY_SECONDS, [row.sealed for row in rows])
        _dictionaries[workspace_id] = kept
    return kept[1]


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
