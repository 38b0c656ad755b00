"""Tags: words of the business for some of its people, put on one by one or on many at once."""

import zlib
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id
from casa.core.people.models import Person, Tag, Tagged
from casa.core.vault.crypto import blind
from casa.core.vault.fields import warm
from casa.core.vault.keyring import index_key
from casa.core.vault.tokens import fold
from casa.lib.ids import new_id

LONGEST, MOST_TAGS = 40, 200
AT_ONCE = 1000  # people
HUES = 12


def tag_named(name: str) -> Tag:
    """The tag of that name in any spelling of case and accents; new, or fetched back, if it is not in use."""
    name = _clean(name)
    found = find_tag(name)
    if found is None:
        return _make(name)
    if found.archived_at:
        archive_tag(found, away=False)
    return found


def find_tag(name: str) -> Tag | None:
    """The tag of that name, in use or put away."""
    return Tag.objects.filter(workspace_id=current_workspace_id(), lookup=_lookup(" ".join(name.split()))).first()


def _make(name: str) -> Tag:
    rows = Tag.objects.filter(workspace_id=current_workspace_id())
    if rows.filter(archived_at=None).count() >= MOST_TAGS:
        raise NotPossible(f"There are {MOST_TAGS} tags already. Put one away first.")
    key = _lookup(name)
    made = Tag(id=new_id(), workspace_id=current_workspace_id(), name=name, lookup=key, hue=zlib.crc32(key) % HUES)
    Tag.objects.bulk_create([made], ignore_conflicts=True)
    found = rows.get(lookup=key)  # whoever was faster
    log_action("people.tag_made", found.id)
    return found


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise NotPossible("Write the tag first.")
    if len(name) > LONGEST:
        raise NotPossible(f"Shorten the tag to at most {LONGEST} characters.")
    return name


def _lookup(name: str) -> bytes:
    return blind(index_key(), "tag", fold(name))


def rename_tag(tag: Tag, name: str) -> None:
    """Another word for the same people. Raises NotPossible where another tag has it."""
    name = _clean(name)
    key = _lookup(name)
    others = Tag.objects.filter(workspace_id=tag.workspace_id, lookup=key).exclude(id=tag.id)
    if others.exists():
        raise NotPossible("Another tag has this name. Pick a different one.")
    tag.name, tag.lookup = name, key
    tag.save(update_fields=["name", "lookup"])
    log_action("people.tag_renamed", tag.id)


def archive_tag(tag: Tag, away: bool = True) -> None:
    """Offer it no more, or fetch it back. Who has it keeps it, so that no audience grows by it."""
    tag.archived_at = timezone.now() if away else None
    tag.save(update_fields=["archived_at"])
    log_action("people.tag_archived" if away else "people.tag_restored", tag.id)


def put_on(tag: Tag, person_ids: Iterable[UUID]) -> int:
    """Give people a tag; how many did not have it. People of somebody else are passed over. Safe to repeat."""
    wanted = _here(person_ids)
    with transaction.atomic():
        have = set(_tagged(tag, wanted).values_list("person_id", flat=True))
        fresh = [
            Tagged(id=new_id(), workspace_id=tag.workspace_id, person_id=each, tag=tag)
            for each in wanted
            if each not in have
        ]
        Tagged.objects.bulk_create(fresh, ignore_conflicts=True)
    _log("people.tagged", tag, [row.person_id for row in fresh])
    return len(fresh)


def take_off(tag: Tag, person_ids: Iterable[UUID]) -> int:
    """Take a tag from people; how many had it."""
    rows = _tagged(tag, _here(person_ids))
    had = list(rows.values_list("person_id", flat=True))
    rows.delete()
    _log("people.untagged", tag, had)
    return len(had)


def _here(person_ids: Iterable[UUID]) -> list[UUID]:
    ids = list(dict.fromkeys(person_ids))
    if len(ids) > AT_ONCE:
        raise NotPossible(f"Pick at most {AT_ONCE:,} people at once.")
    rows = Person.objects.filter(workspace_id=current_workspace_id(), merged_into=None, id__in=ids)
    return list(rows.values_list("id", flat=True))


def _tagged(tag: Tag, person_ids: Sequence[UUID]) -> QuerySet[Tagged]:
    return Tagged.objects.filter(workspace_id=tag.workspace_id, tag=tag, person_id__in=person_ids)


def _log(verb: str, tag: Tag, person_ids: Sequence[UUID]) -> None:
    """One line of the action log, however many people it concerns."""
    if person_ids:
        one = person_ids[0] if len(person_ids) == 1 else None
        log_action(verb, one, tag=str(tag.id), people=len(person_ids))


# ------------------------------------------------------------------------------------------------ two records as one


def join_tags(kept: Person, gone: Person) -> list[str]:
    """The other record's tags come along; the ids of the rows this took, for taking it back."""
    rows = Tagged.objects.filter(workspace_id=kept.workspace_id)
    have = set(rows.filter(person=kept).values_list("tag_id", flat=True))
    theirs = rows.filter(person=gone).exclude(tag_id__in=have).values_list("tag_id", flat=True)
    made = [Tagged(id=new_id(), workspace_id=kept.workspace_id, person=kept, tag_id=each) for each in theirs]
    Tagged.objects.bulk_create(made)
    return [str(row.id) for row in made]


def part_tags(ids: Iterable[str]) -> None:
    """Take ``join_tags`` back."""
    Tagged.objects.filter(workspace_id=current_workspace_id(), id__in=list(ids)).delete()


# ------------------------------------------------------------------------------------------------ reading


def tags(*, archived: bool = False) -> list[Tag]:
    """The tags that are offered, by name; or those that were put away."""
    rows = list(Tag.objects.filter(workspace_id=current_workspace_id(), archived_at__isnull=not archived))
    warm(rows)
    return sorted(rows, key=lambda tag: fold(tag.name))


def tag(tag_id: UUID) -> Tag:
    """Raises Tag.DoesNotExist."""
    return Tag.objects.get(workspace_id=current_workspace_id(), id=tag_id)


def named(tag_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these tags; one query."""
    rows = list(Tag.objects.filter(workspace_id=current_workspace_id(), id__in=list(tag_ids)))
    warm(rows)
    return {row.id: row.name for row in rows}


def tags_of(person_ids: Iterable[UUID]) -> dict[UUID, list[Tag]]:
    """The tags each of these people has, by name; one query."""
    rows = Tagged.objects.filter(
        workspace_id=current_workspace_id(), person_id__in=list(person_ids), tag__archived_at=None
    )
    listed = list(rows.select_related("tag"))
    warm([row.tag for row in listed])
    found: dict[UUID, list[Tag]] = {}
    for row in sorted(listed, key=lambda row: fold(row.tag.name)):
        found.setdefault(row.person_id, []).append(row.tag)
    return found


def people_with() -> dict[UUID, int]:
    """How many people have each tag; one query."""
    rows = Tagged.objects.filter(workspace_id=current_workspace_id(), person__merged_into=None)
    return dict(rows.values_list("tag_id").annotate(Count("id")).order_by())
