"""The words of messages: keyed stand-ins to search by, and the workspace's dictionary of what was ever said."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection as database
from django.db import transaction

from casa.core.accounts.scope import current_scope, current_workspace_id
from casa.core.inbox.models import Word
from casa.core.vault.crypto import token
from casa.core.vault.keyring import index_key
from casa.core.vault.tokens import quarter, word_tokens, words
from casa.lib.ids import new_id

_learned: defaultdict[tuple[UUID, int], set[int]] = defaultdict(set)
"""Words this process knows to be in the dictionary; forgotten when keys go, since an erasure takes words out."""


def search_tokens(text: str, at: datetime) -> list[int]:
    """Keyed stand-ins for the words of a text; new words join the workspace's dictionary."""
    found = words(text)
    learn(found)
    return tokens_of(found, at)


def tokens_of(found: Iterable[str], at: datetime) -> list[int]:
    """The keyed stand-ins of words said at a time."""
    return word_tokens(index_key(), quarter(at.astimezone(UTC).date()), found)


def learn(found: Iterable[str]) -> None:
    """New words join the workspace's dictionary."""
    key = index_key()
    workspace_id = current_workspace_id()
    known = _learned[workspace_id, current_scope().keys_version]
    rows = {number: word for word in found if (number := token(key, "word", word)) not in known}
    if not rows:
        return
    with database.cursor() as cursor:
        cursor.execute(
            "select t from unnest(%s::bigint[]) t where not exists "
            "(select from inbox_word w where w.workspace_id = %s and w.token = t)",
            [list(rows), workspace_id],
        )
        fresh = [row[0] for row in cursor.fetchall()]
    made = [Word(id=new_id(), workspace_id=workspace_id, token=number, sealed=rows[number]) for number in fresh]
    Word.objects.bulk_create(made, ignore_conflicts=True)
    transaction.on_commit(lambda: known.update(rows))
