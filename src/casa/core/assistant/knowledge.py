"""Writing knowledge: by hand, from files, from what booking systems tell about a home."""

from uuid import UUID

from django.utils import timezone

from casa.core.accounts.jobs import defer
from casa.core.accounts.live import touch
from casa.core.accounts.models import User
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.assistant import embed
from casa.core.assistant.imports import UnreadableFile, read_file
from casa.core.assistant.models import Knowledge
from casa.core.stays.models import Property
from casa.lib.ids import new_id

LONGEST = 4000
BATCH = 20


def write(
    title: str, text: str, property_id: UUID | None, author: User | None, *, entry: Knowledge | None = None
) -> Knowledge:
    """Write or change an entry; its meaning is computed by a job. Raises NotPossible."""
    title, text = title.strip()[:120], text.strip()
    if not title or not text:
        raise NotPossible("An entry needs a title and a text.")
    if len(text) > LONGEST:
        raise NotPossible(f"This is longer than {LONGEST:,} characters. Make two entries of it.")
    entry = entry or Knowledge(id=new_id(), workspace_id=current_workspace_id(), author=author)
    entry.title, entry.text, entry.property_id = title, text, property_id
    entry.vectors, entry.updated_at = None, timezone.now()
    entry.save()
    log_action("knowledge.written", entry.id)
    ask_to_learn()
    touch("knowledge")
    return entry


def remove(entry: Knowledge) -> None:
    entry.removed_at = timezone.now()
    entry.save(update_fields=["removed_at"])
    log_action("knowledge.removed", entry.id)
    touch("knowledge")


def restore(entry: Knowledge) -> None:
    entry.removed_at = None
    entry.save(update_fields=["removed_at"])
    log_action("knowledge.restored", entry.id)
    touch("knowledge")


def import_file(name: str, data: bytes, property_id: UUID | None, author: User) -> int:
    """Entries from a Markdown, CSV or PDF file; how many. Raises NotPossible with what to do."""
    try:
        entries = read_file(name, data)
    except UnreadableFile as unreadable:
        raise NotPossible(str(unreadable)) from unreadable
    homes = {home.name.casefold(): home.id for home in Property.objects.filter(workspace_id=current_workspace_id())}
    rows = [
        Knowledge(
            id=new_id(),
            workspace_id=current_workspace_id(),
            property_id=homes.get(entry.property.casefold(), property_id),
            title=entry.title[:120],
            text=entry.text[:LONGEST],
            source=name.rsplit(".", 1)[-1].lower()[:16],
            author=author,
        )
        for entry in entries
    ]
    Knowledge.objects.bulk_create(rows)
    log_action("knowledge.imported", count=len(rows))
    ask_to_learn()
    touch("knowledge")
    return len(rows)


def take_details(property_id: UUID) -> None:
    """What a booking system holds about a home becomes entries; a changed text replaces its entry."""
    home = Property.objects.get(workspace_id=current_workspace_id(), id=property_id)
    for heading, text in (home.details or {}).items():
        ref = f"{home.external_id}:{heading}"[:120]
        known = Knowledge.objects.filter(workspace_id=home.workspace_id, property=home, source_ref=ref).first()
        if not text.strip() or (known is not None and known.text == text[:LONGEST]):
            continue
        entry = known or Knowledge(
            id=new_id(), workspace_id=home.workspace_id, property=home, connection_id=home.connection_id,
            source="provider", source_ref=ref,
        )  # fmt: skip
        entry.title, entry.text, entry.vectors = heading[:120], text[:LONGEST], None
        entry.save()
    ask_to_learn()


def ask_to_learn() -> None:
    workspace_id = str(current_workspace_id())
    defer("assistant.learn", queue="bulk", once=f"learn:{workspace_id}", workspace_id=workspace_id)


def learn(workspace_id: UUID) -> int:
    """Compute the meaning of entries that have none yet; how many. Safe to repeat; nothing without the model."""
    if not embed.available():
        return 0
    done = 0
    while batch := _batch(workspace_id):
        made = [(row_id, embed.encode_passage(title, text)) for row_id, title, text in batch]
        with workspace_scope(workspace_id):
            for row_id, vectors in made:
                row = Knowledge.objects.get(id=row_id)
                row.vectors = embed.pack(vectors)
                row.save(update_fields=["vectors"])
        done += len(made)
    return done


def _batch(workspace_id: UUID) -> list[tuple[UUID, str, str]]:
    with workspace_scope(workspace_id):
        rows = Knowledge.objects.filter(workspace_id=workspace_id, vectors=None, removed_at=None)[:BATCH]
        return [(row.id, row.title, row.text) for row in rows]
