"""What pages read of people."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from casa.core.accounts.scope import current_workspace_id
from casa.core.people.models import Identity, Merge, Person
from casa.core.vault.crypto import token
from casa.core.vault.fields import warm
from casa.core.vault.keyring import index_key
from casa.core.vault.tokens import words


def people() -> QuerySet[Person]:
    """Everybody who has not been merged into somebody else."""
    return Person.objects.filter(workspace_id=current_workspace_id(), merged_into=None)


def person(person_id: UUID) -> Person:
    """Raises Person.DoesNotExist."""
    return Person.objects.get(workspace_id=current_workspace_id(), id=person_id)


def identities(person_id: UUID) -> list[Identity]:
    rows = list(
        Identity.objects.filter(workspace_id=current_workspace_id(), person_id=person_id).order_by("created_at")
    )
    warm(rows)
    return rows


def last_merge(person_id: UUID) -> Merge | None:
    rows = Merge.objects.filter(workspace_id=current_workspace_id(), kept_id=person_id, undone_at=None)
    return rows.order_by("-at").first()


def page(before: Person | None = None, limit: int = 40) -> Sequence[Person]:
    """The newest people, keyset-paged."""
    rows = people().order_by("-created_at", "-id")
    if before is not None:
        rows = rows.filter(created_at__lte=before.created_at).exclude(id=before.id)
    found = list(rows[:limit])
    warm(found)
    return found


def named(query: str, limit: int = 20) -> list[Person]:
    """People whose name begins, or whose number holds, what was typed."""
    tokens = search_tokens(query)
    if not tokens:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select id from people_search(%s::bigint[], %s)", [tokens, limit])
        ids = [row[0] for row in cursor.fetchall()]
    found = list(people().filter(id__in=ids).order_by("-created_at"))
    warm(found)
    return found


def search_tokens(query: str) -> list[int]:
    """Tokens for a typed query: digits as a run of a number, words as beginnings of names."""
    key, digits = index_key(), "".join(char for char in query if char.isdigit())
    if len(digits) >= 4 and not any(char.isalpha() for char in query):
        return [token(key, "phone", digits)]
    return [token(key, "name", word[:12]) for word in words(query)]
