"""The workspace's dictionary of words, where a person's own words outlive their messages unless taken out.

A word goes only when no message of anybody else has it; what everybody writes tells nothing of anybody.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import islice
from uuid import UUID

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.inbox.models import Message, Word
from casa.core.vault.crypto import CannotOpen, token
from casa.core.vault.fields import warm
from casa.core.vault.keyring import index_key
from casa.core.vault.tokens import quarters_back, words

AT_ONCE = 500
RECENT = 2000  # messages that tell which words are everybody's


def words_of(person_ids: Iterable[UUID]) -> list[str]:
    """Every searchable word that these people's threads hold. Run it before their messages go."""
    found: set[str] = set()
    for batch in _messages(list(person_ids)):
        warm(batch)
        for row in batch:
            found.update(words(_body(row)))
    return sorted(found)


def _messages(ids: list[UUID]) -> Iterator[list[Message]]:
    rows = Message.objects.filter(workspace_id=current_workspace_id(), person_id__in=ids).order_by("pk")
    rows = rows.only("workspace_id", "body")
    last: UUID | None = None
    while batch := list(rows.filter(pk__gt=last)[:AT_ONCE] if last else rows[:AT_ONCE]):
        yield batch
        last = batch[-1].pk


def _body(row: Message) -> str:
    try:
        return str(row.body)
    except CannotOpen:
        return ""


def unused(found: Iterable[str]) -> list[str]:
    """Those of these words that no message of the workspace has any more."""
    salts = _quarters()
    key, wanted = index_key(), list(dict.fromkeys(found))
    if not salts:
        return wanted
    known = _recent()
    _take_up()
    numbers = {word: [token(key, salt, word) for salt in salts] for word in wanted}
    rare = [word for word, group in numbers.items() if not known.intersection(group)]
    gone: list[str] = []
    pieces = iter(rare)
    while batch := list(islice(pieces, AT_ONCE)):
        gone += _unused({word: numbers[word] for word in batch})
    return gone


def _unused(numbers: dict[str, list[int]]) -> list[str]:
    """Those whose tokens nothing has: what is found is left out, and the rest asked for again."""
    left = dict(numbers)
    while left:
        used = _used([number for group in left.values() for number in group])
        if not used:
            break
        left = {word: group for word, group in left.items() if not used.intersection(group)}
    return list(left)


def _quarters() -> list[str]:
    """The salts of every quarter that messages are from."""
    oldest = Message.objects.filter(workspace_id=current_workspace_id()).aggregate(first=Min("sent_at"))["first"]
    return list(quarters_back(timezone.now().date(), oldest.astimezone(UTC).date())) if oldest else []


def _recent() -> set[int]:
    rows = Message.objects.filter(workspace_id=current_workspace_id()).order_by("-sent_at", "-id")
    return {number for tokens in rows.values_list("tokens", flat=True)[:RECENT] for number in tokens}


def _take_up() -> None:
    """The index takes up what was said lately: asked about thousands of words, it would read that anew each time."""
    with connection.cursor() as cursor:
        cursor.execute("select privacy_take_up_words()")


def _used(tokens: list[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("select privacy_words_used(%s::bigint[], %s)", [tokens, RECENT])
        return {row[0] for row in cursor.fetchall()}


def forget(gone: list[str]) -> int:
    """Take words out of the dictionary; how many were in it."""
    key, left = index_key(), 0
    pieces = iter(gone)
    while batch := list(islice(pieces, AT_ONCE)):
        numbers = [token(key, "word", word) for word in batch]
        rows = Word.objects.filter(workspace_id=current_workspace_id(), token__in=numbers)
        left += rows._raw_delete(using=rows.db)
    return left
