"""What pages read of people."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from casa.core.accounts.prepared import prepared
from casa.core.accounts.scope import current_workspace_id
from casa.core.people.models import Identity, Merge, Person, Tag, Tagged
from casa.core.vault.crypto import token
from casa.core.vault.fields import warm
from casa.core.vault.keyring import index_key
from casa.core.vault.tokens import words

Within = Q | None
"""Which people a narrowed member may see, as a condition; None: everybody."""


def people(within: Within = None) -> QuerySet[Person]:
    """Everybody who has not been merged into somebody else, and whose data is not restricted (GDPR art. 18)."""
    rows = Person.objects.filter(workspace_id=current_workspace_id(), merged_into=None, restricted_at=None)
    return rows.filter(within) if within is not None else rows


def person(person_id: UUID, within: Within = None) -> Person:
    """Raises Person.DoesNotExist."""
    rows = Person.objects.filter(workspace_id=current_workspace_id())
    return (rows.filter(within) if within is not None else rows).get(id=person_id)


def identities(person_id: UUID) -> list[Identity]:
    rows = _identities(current_workspace_id(), person_id)
    warm(rows)
    return rows


@prepared
def _identities(workspace_id: UUID, person_id: UUID) -> QuerySet[Identity]:
    return Identity.objects.filter(workspace_id=workspace_id, person_id=person_id).order_by("created_at")


def last_merge(person_id: UUID) -> Merge | None:
    rows = Merge.objects.filter(workspace_id=current_workspace_id(), kept_id=person_id, undone_at=None)
    return rows.order_by("-at").first()


def page(
    before: Person | None = None, limit: int = 40, within: Within = None, tag: Tag | None = None
) -> Sequence[Person]:
    """The newest people, keyset-paged; with a tag, those who have it."""
    rows = people(within).order_by("-created_at", "-id")
    if tag is not None:
        have = Tagged.objects.filter(workspace_id=tag.workspace_id, tag=tag)
        rows = rows.filter(id__in=have.values("person_id"))
    if before is not None:
        same = Q(created_at=before.created_at, id__lt=before.id)  # one sync makes many in one moment
        rows = rows.filter(Q(created_at__lt=before.created_at) | same)
    found = list(rows[:limit])
    warm(found)
    return found


def named(query: str, limit: int = 20, within: Within = None) -> list[Person]:
    """People whose name begins, or whose number holds, what was typed."""
    tokens = search_tokens(query)
    if not tokens:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select id from people_search(%s::bigint[], %s)", [tokens, limit])
        ids = [row[0] for row in cursor.fetchall()]
    found = list(people(within).filter(id__in=ids).order_by("-created_at"))
    warm(found)
    return found


def search_tokens(query: str) -> list[int]:
    """Tokens for a typed query: digits as a run of a number, words as beginnings of names."""
    key, digits = index_key(), "".join(char for char in query if char.isdigit())
    if len(digits) >= 4 and not any(char.isalpha() for char in query):
        return [token(key, "phone", digits)]
    return [token(key, "name", word[:12]) for word in words(query)]
