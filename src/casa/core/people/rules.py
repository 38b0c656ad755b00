"""Who somebody is: finding, naming, merging, splitting."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id
from casa.core.people.birthdays import keep_birthday, take_birthday
from casa.core.people.models import Identity, Merge, Person
from casa.core.people.tags import join_tags, part_tags
from casa.core.vault.crypto import blind
from casa.core.vault.keyring import index_key, keyring
from casa.core.vault.models import KeyKind
from casa.core.vault.tokens import name_tokens, phone_tokens
from casa.lib.ids import new_id
from casa.lib.phones import NotAPhone, e164

HUES = 12


def normal(kind: str, value: str) -> str:
    """A handle in its one spelling."""
    if kind == "phone":
        try:
            return e164(value)
        except NotAPhone:
            return value.strip()
    return value.strip().lower() if kind == "email" else value.strip()


def lookup(kind: str, value: str) -> bytes:
    """The keyed stand-in a handle is found by."""
    return blind(index_key(), kind, normal(kind, value))


def find(kind: str, value: str) -> Person | None:
    """The person a handle belongs to."""
    found = (
        Identity.objects.filter(workspace_id=current_workspace_id(), kind=kind, lookup=lookup(kind, value))
        .select_related("person")
        .first()
    )
    return found.person if found else None


def recognise(kind: str, value: str, name: str = "", language: str = "") -> Person:
    """The person behind a handle, made if it is new. Concurrent calls for one handle agree on one person."""
    _hold(lookup(kind, value))
    person = find(kind, value)
    if person is None:
        person = make_person(name, language, [(kind, value)])
    elif name and not person.name:
        rename(person, name)
    return person


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be made. ``handles`` are ways to reach them that are known to be nobody else's."""

    name: str = ""
    language: str = ""
    handles: tuple[tuple[str, str], ...] = ()
    location: str = ""


def make_person(name: str = "", language: str = "", handles: Iterable[tuple[str, str]] = ()) -> Person:
    """Somebody new. ``handles`` are ways to reach them that are known to be nobody else's."""
    return make_people([Newcomer(name, language, tuple(handles))])[0]


def make_people(newcomers: Sequence[Newcomer]) -> list[Person]:
    """Several new people at once, in the same order."""
    spelled = [_spelled(newcomer) for newcomer in newcomers]
    people = [_person(newcomer, handles) for newcomer, handles in zip(newcomers, spelled, strict=True)]
    keyring.make(KeyKind.PERSON, [person.id for person in people])
    Person.objects.bulk_create(people)
    identities = [
        _identity(person, *handle) for person, handles in zip(people, spelled, strict=True) for handle in handles
    ]
    if identities:
        Identity.objects.bulk_create(identities, ignore_conflicts=True)
    return people


def _spelled(newcomer: Newcomer) -> list[tuple[str, str]]:
    return list(dict.fromkeys((kind, normal(kind, value)) for kind, value in newcomer.handles if value))


def _person(newcomer: Newcomer, handles: Iterable[tuple[str, str]]) -> Person:
    person_id = new_id()
    person = Person(
        id=person_id,
        workspace_id=current_workspace_id(),
        name=newcomer.name.strip() or None,
        location=newcomer.location[:120] or None,
        language=newcomer.language[:8],
        hue=zlib.crc32(person_id.bytes) % HUES,
        tokens=_tokens(newcomer.name, handles),
    )
    person.is_new = True
    return person


def add_identity(person: Person, kind: str, value: str) -> Identity:
    """Note one more way to reach somebody. A handle that is somebody else's stays theirs."""
    workspace_id, key = current_workspace_id(), lookup(kind, value)
    found = Identity.objects.filter(workspace_id=workspace_id, kind=kind, lookup=key).first()
    if found is not None:
        return found
    made = Identity.objects.create(
        workspace_id=workspace_id, person=person, kind=kind, value=normal(kind, value), lookup=key
    )
    refresh_tokens(person)
    return made


def _identity(person: Person, kind: str, value: str) -> Identity:
    key = lookup(kind, value)
    return Identity(id=new_id(), workspace_id=person.workspace_id, person=person, kind=kind, value=value, lookup=key)


def add_identities(person: Person, handles: Iterable[tuple[str, str]]) -> None:
    """Note several ways to reach somebody at once. Handles that are somebody else's stay theirs."""
    wanted = {(kind, lookup(kind, value)): normal(kind, value) for kind, value in handles if value}
    here = Identity.objects.filter(workspace_id=person.workspace_id, lookup__in=[key for _, key in wanted])
    known = {(row.kind, bytes(row.lookup)) for row in here}
    fresh = [_identity(person, kind, value) for (kind, key), value in wanted.items() if (kind, key) not in known]
    if fresh:
        Identity.objects.bulk_create(fresh, ignore_conflicts=True)
        refresh_tokens(person)


def first_known(handles: Iterable[tuple[str, str]]) -> Person | None:
    """The person that one of these handles belongs to; the first handle that is known decides."""
    wanted = [(kind, lookup(kind, value)) for kind, value in handles if value]
    rows = Identity.objects.filter(workspace_id=current_workspace_id(), lookup__in=[key for _, key in wanted])
    found = {(row.kind, bytes(row.lookup)): row.person for row in rows.select_related("person")}
    return next((found[spot] for spot in wanted if spot in found), None)


def known_handles(handles: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these handles, in their one spelling, that belong to somebody; one query however many they are."""
    wanted = {(kind, lookup(kind, value)): (kind, normal(kind, value)) for kind, value in handles if value}
    here = Identity.objects.filter(workspace_id=current_workspace_id(), lookup__in=[key for _, key in wanted])
    spots = {(kind, bytes(key)) for kind, key in here.values_list("kind", "lookup")}
    return {handle for spot, handle in wanted.items() if spot in spots}


def rename(person: Person, name: str) -> None:
    person.name = name.strip()[:200]
    person.save(update_fields=["name"])
    refresh_tokens(person)


def write_notes(person: Person, notes: str) -> None:
    person.notes = notes.strip()[:5000] or None
    person.save(update_fields=["notes"])
    log_action("people.notes_changed", person.id)


def allow_ai(person: Person, allowed: bool) -> None:
    """Whether the assistant may work for this person (withdrawal takes effect with this commit). Not while their
    data is restricted: raises NotPossible."""
    if allowed and person.restricted_at is not None:
        raise NotPossible("They asked that their data is kept but not used. Lift that first.")
    person.ai_allowed = allowed
    person.save(update_fields=["ai_allowed"])
    log_action("people.ai_allowed" if allowed else "people.ai_withdrawn", person.id)


def restrict(person: Person, on: bool = True) -> None:
    """Keep a person's data and use it for nothing (GDPR art. 18), or (False) as before: no search, no list, no
    audience and no draft finds them from this commit on."""
    person.restricted_at = timezone.now() if on else None
    person.ai_allowed = person.ai_allowed and not on
    person.save(update_fields=["restricted_at", "ai_allowed"])
    log_action("people.restricted" if on else "people.restriction_lifted", person.id)


def refresh_tokens(person: Person) -> None:
    """Make the person findable by names and phone digits."""
    here = Identity.objects.filter(workspace_id=person.workspace_id, person=person)
    person.tokens = _tokens(person.name or "", [(row.kind, row.value) for row in here])
    person.save(update_fields=["tokens"])


def _tokens(name: str, handles: Iterable[tuple[str, str]]) -> list[int]:
    key = index_key()
    tokens = set(name_tokens(key, name))
    for kind, value in handles:
        tokens.update(phone_tokens(key, value[1:]) if kind == "phone" else name_tokens(key, value))
    return sorted(tokens)


def merge_people(kept: Person, gone: Person) -> Merge:
    """Two records are one person. Identities move; what belongs to other rooms follows there.

    The conversations are joined by ``inbox.rules.merge``, which calls this.
    """
    if kept.id == gone.id or gone.merged_into_id:
        raise NotPossible("These two are already one person.")
    moved = Identity.objects.filter(workspace_id=kept.workspace_id, person=gone)
    record = Merge.objects.create(
        workspace_id=kept.workspace_id, kept=kept, gone=gone, moved={"identities": [str(row.id) for row in moved]}
    )
    moved.update(person=kept)
    record.moved["tags"] = join_tags(kept, gone)
    record.moved["birthday"] = take_birthday(kept, gone)
    record.save(update_fields=["moved"])
    if not kept.name and gone.name:
        kept.name = gone.name
        kept.save(update_fields=["name"])
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    refresh_tokens(kept)
    log_action("people.merged", kept.id, gone=str(gone.id))
    return record


def split_people(record: Merge) -> None:
    """Take a merge back: the identities it moved return to the person they came from."""
    if record.undone_at:
        raise NotPossible("This merge has already been taken back.")
    with transaction.atomic():
        ids = record.moved.get("identities", [])
        for identity in Identity.objects.filter(workspace_id=record.workspace_id, id__in=ids):
            identity.value = identity.value  # opened under one key, sealed under the other's
            identity.person_id = record.gone_id
            identity.save(update_fields=["value", "person"])
        part_tags(record.moved.get("tags", []))
        if record.moved.get("birthday"):
            keep_birthday(record.kept, None)
        Person.objects.filter(id=record.gone_id).update(merged_into=None)
        record.undone_at = timezone.now()
        record.save(update_fields=["undone_at"])
        refresh_tokens(record.kept)
        refresh_tokens(Person.objects.get(id=record.gone_id))
        log_action("people.split", record.kept_id)


def _hold(key: bytes) -> None:
    number = int.from_bytes(key[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [number])
