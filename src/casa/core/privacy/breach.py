"""The breach register: what got out, whom it concerns, who was told, within 72 hours (CA-7, GDPR art. 33, 34)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.models import Read, User
from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id
from casa.core.people.models import Person
from casa.core.privacy import datamap
from casa.core.privacy.evidence import count
from casa.core.privacy.models import Breach, BreachNote
from casa.core.vault.fields import warm

TELL_WITHIN = timedelta(hours=72)
LARGEST = 10 * 1024 * 1024
LONGEST = 10_000
TO_AUTHORITY = "The notice to the authority, as it was sent"
TO_PEOPLE = "The notice to the people concerned, as it was sent"
OPEN = "(not known yet)"
NO_CONTACT = "(no contact yet: add one under Settings)"
"""What stands in a notice where nobody has written anything yet."""


@dataclass(frozen=True, slots=True)
class Affected:
    """Whom a breach concerns: how many people, and which kinds of their data."""

    people: int
    kinds: tuple[str, ...]
    by_reads: bool
    """Counted from what one account opened; otherwise everybody is counted."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of an incident by now, in the words of who looks into it."""

    story: str = ""
    consequences: str = ""
    measures: str = ""
    advice: str = ""
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class File:
    """Evidence as a file."""

    name: str
    content_type: str
    blob: bytes


def open_breach(
    title: str, story: str, begins: datetime, ends: datetime | None = None, *, account: User | None = None
) -> Breach:
    """Write down that something got out. The 72 hours run from now, since now it is known."""
    now = timezone.now()
    if not title.strip():
        raise NotPossible("Say in a few words what happened.")
    if begins > now or (ends is not None and ends < begins):
        raise NotPossible("Check the two times: it began before it ended, and not in the future.")
    scope = current_scope()
    row = Breach.objects.create(
        workspace_id=scope.workspace_id, title=title.strip()[:200], story=story.strip(), known_at=now, begins=begins,
        ends=ends, account=account, opened_by_id=scope.user_id,
    )  # fmt: skip
    log_action("privacy.breach_opened", row.id)
    touch("privacy")
    return row


def due_at(row: Breach) -> datetime:
    return row.known_at + TELL_WITHIN


def late(row: Breach) -> bool:
    """Whether the authority was told too late, or is still not told when it should be."""
    return (row.authority_told_at or timezone.now()) > due_at(row)


def describe(row: Breach, said: Said) -> None:
    """What is known by now; both notices are made from it (GDPR art. 33(4): information may follow in phases)."""
    _still_open(row)
    if said.ends is not None and not row.begins <= said.ends <= timezone.now():
        raise NotPossible("Check when it ended: after it began, and not in the future.")
    row.story, row.consequences = said.story.strip()[:LONGEST], said.consequences.strip()[:LONGEST]
    row.measures, row.advice = said.measures.strip()[:LONGEST], said.advice.strip()[:LONGEST]
    row.ends = said.ends
    row.save(update_fields=["story", "consequences", "measures", "advice", "ends"])
    log_action("privacy.breach_described", row.id)
    touch("privacy")


def note(row: Breach, words: str, file: File | None = None) -> BreachNote:
    """Keep a piece of evidence, as it is; a closed breach takes no more."""
    _still_open(row)
    if not words.strip():
        raise NotPossible("Write what was found.")
    if file is not None and len(file.blob) > LARGEST:
        raise NotPossible("This file is larger than 10 MB. Keep it elsewhere and write down where.")
    touch("privacy")
    return keep(row, words, file)


def keep(row: Breach, words: str, file: File | None = None) -> BreachNote:
    """Write down a line of evidence, also what Casa itself has done."""
    scope = current_scope()
    kept = BreachNote(workspace_id=scope.workspace_id, breach=row, words=words.strip(), by_id=scope.user_id)
    if file is not None:
        kept.name, kept.content_type = file.name[:200], file.content_type[:100]
        kept.blob, kept.size = file.blob, len(file.blob)
    kept.save(force_insert=True)
    return kept


def affected_people(row: Breach) -> QuerySet[Person]:
    """Those whose data the account opened in that time; without an account everybody, since nothing rules them out."""
    people = Person.objects.filter(workspace_id=current_workspace_id(), merged_into=None)
    if row.account_id is None:
        return people.filter(created_at__lte=row.ends or timezone.now())
    return people.filter(id__in=_reads(row).values("person_id"))


def _reads(row: Breach) -> QuerySet[Read]:
    here = Read.objects.filter(workspace_id=current_workspace_id(), user_id__isnull=False)
    reads = here.filter(user=row.account, slot__gte=_minute(row.begins))
    return reads.filter(slot__lte=row.ends) if row.ends else reads


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def affected(row: Breach) -> Affected:
    kinds = tuple(dict.fromkeys(datamap.CLASS_WORDS[kind] for kind in _kinds(row)))
    return Affected(affected_people(row).count(), kinds, row.account_id is not None)


THEIRS = ("identity", "contact", "content", "access", "proof")
"""Kinds of data that are somebody's own; the rest is the business's."""
OPENED = {
    "search": ("identity",), "code": ("identity", "access"), "conversation": ("identity", "contact", "content"),
    "person": ("identity", "contact", "content"), "export": ("identity", "contact", "content", "access", "proof"),
}  # fmt: skip
"""What somebody sees who opens a person for that reason."""


def _kinds(row: Breach) -> Iterator[str]:
    if row.account_id is None:
        yield from (field.kind for field in datamap.fields() if field.kind in THEIRS)
        return
    for reason in _reads(row).values_list("reason", flat=True).distinct().order_by("reason"):
        yield from OPENED.get(reason, ("identity", "contact", "content"))


def tell_authority(row: Breach, notice: str) -> None:
    """The authority was told in these words; they are kept as evidence."""
    _told(row, "authority_told_at", TO_AUTHORITY, notice)


def tell_people(row: Breach, notice: str) -> None:
    """Those concerned were told in these words; they are kept as evidence (see ``telling.py`` for the sending)."""
    _told(row, "people_told_at", TO_PEOPLE, notice)


def _told(row: Breach, field: str, title: str, notice: str) -> None:
    """Write down when somebody was told; the first time counts."""
    _still_open(row)
    if len(notice.strip()) < 40:
        raise NotPossible("Keep the words that were sent: paste the whole notice.")
    Breach.objects.filter(workspace_id=current_workspace_id(), id=row.id, **{field: None}).update(
        **{field: timezone.now()}
    )
    row.refresh_from_db()
    keep(row, f"{title}:\n\n{notice.strip()[:LONGEST]}")
    log_action(f"privacy.breach_{field.removesuffix('_at')}", row.id)
    touch("privacy")


def notice_sent(row: Breach) -> str:
    """The newest words in which those concerned were told; "" while they were not."""
    told = (one.words for one in reversed(notes(row)) if str(one.words).startswith(TO_PEOPLE))
    return next((str(words).partition("\n\n")[2] for words in told), "")


def close(row: Breach, report: str) -> None:
    """End it with a report. Not before the authority was told, or the report says why it need not be (art. 33(1))."""
    _still_open(row)
    if len(report.strip()) < 40:
        raise NotPossible("Write what happened, what was done, and why it will not happen again.")
    if row.authority_told_at is None and "no risk" not in report.lower():
        raise NotPossible("Tell the authority first, or say in the report why there is no risk to anybody.")
    row.closed_at, row.report = timezone.now(), report.strip()
    row.save(update_fields=["closed_at", "report"])
    log_action("privacy.breach_closed", row.id)
    touch("privacy")


def _still_open(row: Breach) -> None:
    if row.closed_at is not None:
        raise NotPossible("This incident is closed. Open a new one for what came after.")


def authority_notice(row: Breach) -> str:
    """The notice to the authority, with what art. 33(3) asks for."""
    told, brand = affected(row), default_brand()
    contact = brand.support_email or brand.support_phone or NO_CONTACT
    return (
        f"{brand.name} gives notice of a personal data breach (GDPR art. 33).\n\n"
        f"What happened: {row.title}. {row.story or ''}\n"
        f"When: from {when(row.begins)}{f' to {when(row.ends)}' if row.ends else ', still going on'}. "
        f"Known to us since {when(row.known_at)}.\n"
        f"Whom it concerns: about {count(told.people, 'person', 'people')}.\n"
        f"Which data: {', '.join(told.kinds) or 'none'}.\n"
        f"Likely consequences: {row.consequences or OPEN}\nWhat we have done: {row.measures or OPEN}\n"
        f"Contact: {contact}\n"
    )


def people_notice(row: Breach) -> str:
    """The notice to those concerned, in plain words (art. 34(2))."""
    told, brand = affected(row), default_brand()
    contact = brand.support_email or brand.support_phone or NO_CONTACT
    return (
        f"Something happened to data of yours at {brand.name}.\n\n{row.title}. It began on {when(row.begins)}. "
        f"It concerns: {', '.join(told.kinds).lower() or 'nothing of yours'}.\n\n"
        f"What may follow: {row.consequences or OPEN}\nWhat we have done: {row.measures or OPEN}\n"
        f"What you can do: {row.advice or OPEN}\n\nAsk us anything: {contact}\n"
    )


def is_whole(notice: str) -> bool:
    """Whether a notice has no gap left."""
    return OPEN not in notice and NO_CONTACT not in notice


def when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b %Y}, {local:%I:%M %p}".replace(", 0", ", ")


def register(limit: int = 50, after: UUID | None = None) -> list[Breach]:
    """The register, the newest first."""
    rows = Breach.objects.filter(workspace_id=current_workspace_id()).select_related("account", "opened_by")
    return list((rows.filter(id__lt=after) if after else rows).order_by("-id")[:limit])


def breach(breach_id: UUID) -> Breach:
    """Raises Breach.DoesNotExist."""
    rows = Breach.objects.select_related("account", "opened_by")
    return rows.get(workspace_id=current_workspace_id(), id=breach_id)


def notes(row: Breach, limit: int = 200) -> list[BreachNote]:
    """The evidence, the oldest first, without the contents of files."""
    rows = BreachNote.objects.filter(workspace_id=row.workspace_id, breach=row).select_related("by").defer("blob")
    return list(rows.order_by("at", "id")[:limit])


def people_page(row: Breach, limit: int = 40, after: UUID | None = None) -> list[Person]:
    """Those whom it concerns, keyset-paged. The caller writes down the look."""
    rows = affected_people(row).order_by("id")
    found = list((rows.filter(id__gt=after) if after else rows)[:limit])
    warm(found)
    return found
