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
from casa.core.privacy.models import Breach, BreachNote

TELL_WITHIN = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Affected:
    """Whom a breach concerns: how many people, and which kinds of their data."""

    people: int
    kinds: tuple[str, ...]
    by_reads: bool
    """Counted from what one account opened; otherwise everybody is counted."""


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


def note(row: Breach, words: str) -> BreachNote:
    """Keep a piece of evidence, as it is; a closed breach takes no more."""
    _still_open(row)
    if not words.strip():
        raise NotPossible("Write what was found.")
    scope = current_scope()
    return BreachNote.objects.create(
        workspace_id=scope.workspace_id, breach=row, words=words.strip(), by_id=scope.user_id
    )


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


OPENED = {
    "search": ("identity",), "code": ("identity", "access"), "conversation": ("identity", "contact", "content"),
    "person": ("identity", "contact", "content"), "export": ("identity", "contact", "content", "access", "proof"),
}  # fmt: skip
"""What somebody sees who opens a person for that reason."""


def _kinds(row: Breach) -> Iterator[str]:
    if row.account_id is None:
        yield from (field.kind for field in datamap.fields())
        return
    for reason in _reads(row).values_list("reason", flat=True).distinct().order_by("reason"):
        yield from OPENED.get(reason, ("identity", "contact", "content"))


def tell_authority(row: Breach) -> None:
    _tell(row, "authority_told_at", "privacy.breach_authority_told")


def tell_people(row: Breach) -> None:
    _tell(row, "people_told_at", "privacy.breach_people_told")


def _tell(row: Breach, field: str, verb: str) -> None:
    """Write down when somebody was told; the first time counts."""
    _still_open(row)
    Breach.objects.filter(workspace_id=current_workspace_id(), id=row.id, **{field: None}).update(
        **{field: timezone.now()}
    )
    row.refresh_from_db()
    log_action(verb, row.id)
    touch("privacy")


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
    contact = brand.support_email or brand.support_phone or "(add a contact under Settings)"
    return (
        f"{brand.name} gives notice of a personal data breach (GDPR art. 33).\n\n"
        f"What happened: {row.title}. {row.story or ''}\n"
        f"When: from {_when(row.begins)}{f' to {_when(row.ends)}' if row.ends else ', still going on'}. "
        f"Known to us since {_when(row.known_at)}.\n"
        f"Whom it concerns: about {told.people:,} people.\nWhich data: {', '.join(told.kinds) or 'none'}.\n"
        f"Likely consequences: (describe them)\nWhat we have done: (describe it)\nContact: {contact}\n"
    )


def people_notice(row: Breach) -> str:
    """The notice to those concerned, in plain words (art. 34(2))."""
    told, brand = affected(row), default_brand()
    contact = brand.support_email or brand.support_phone or "this address"
    return (
        f"Something happened to data of yours at {brand.name}.\n\n{row.title}. It began on {_when(row.begins)}. "
        f"It concerns: {', '.join(told.kinds).lower() or 'nothing of yours'}.\n\n"
        f"What we have done: (describe it)\nWhat you can do: (describe it)\n\nAsk us anything: {contact}\n"
    )


def _when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b %Y}, {local:%H:%M}"


def register(limit: int = 50, after: UUID | None = None) -> list[Breach]:
    """The register, the newest first."""
    rows = Breach.objects.filter(workspace_id=current_workspace_id()).select_related("account", "opened_by")
    return list((rows.filter(id__lt=after) if after else rows).order_by("-id")[:limit])
