"""Contacts from a file: looked at first, brought in by a job, taken back within the day (R10).

A row gets the consent that its own proof carries, and ``unproven`` without: such a person can never get promotions.
No row opens anything that somebody stopped, and the same file twice changes nothing twice.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone

from casa.core.accounts.jobs import defer
from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id, workspace_scope
from casa.core.consent.ledger import address_of, live_stop
from casa.core.consent.models import ConsentClass, Import, ImportedPerson, Program, ProgramKind
from casa.core.consent.proof import CHANNELS, Proof, class_of, missing_proof, record
from casa.core.consent.tables import Line, Table, lines, read_table
from casa.core.people.birthdays import keep_birthday
from casa.core.people.models import Person
from casa.core.people.rules import add_identities, first_known, make_person, rename
from casa.core.people.tags import put_on, tag_named
from casa.core.vault.models import KeyKind
from casa.core.vault.rules import destroy_keys
from casa.lib.ids import new_id
from casa.lib.text import fold

AT_ONCE = 100  # rows a transaction
SHOWN = 200  # problems a page
SHOWN_TAGS = 20
TAKE_BACK_WITHIN = timedelta(hours=24)
NO_PROGRAM = "import"


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that stays out, or comes in with less than it claims. ``number`` as the spreadsheet counts."""

    number: int
    words: str
    stays_out: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What an import would do; nothing of it is written. ``tags`` with how many people would get each."""

    rows: int
    people: int
    proven: int
    unproven: int
    left_out: int
    repeated: int
    birthdays: int
    tags: tuple[tuple[str, int], ...] = field(default_factory=tuple)
    more_tags: int = 0
    problems: tuple[Problem, ...] = field(default_factory=tuple)
    more_problems: int = 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """Whom the rows above name, and their tags: one however it is spelled, as it was spelled first."""

    handles: set[tuple[str, str]] = field(default_factory=set)
    tagged: Counter[str] = field(default_factory=Counter)
    spelled: dict[str, str] = field(default_factory=dict)

    def take_tags(self, names: tuple[str, ...]) -> None:
        self.tagged.update(self.spelled.setdefault(fold(name), name) for name in names)

    def most_tags(self) -> tuple[tuple[str, int], ...]:
        return tuple(self.tagged.most_common(SHOWN_TAGS))


def begin(brand: Brand, program: Program | None, raw: bytes, columns: dict[str, int], region: str = "US") -> Import:
    """Keep the file, sealed, until it is in. Raises NotPossible when it cannot be read."""
    table = read_table(raw)
    run = Import.objects.create(
        id=new_id(),
        workspace_id=current_workspace_id(),
        brand=brand,
        program=program,
        file=raw,
        columns=columns,
        region=region,
        state="checking",
        rows=len(table.rows),
        made_by_id=current_scope().user_id,
    )
    log_action("people.import_begun", run.id, rows=run.rows)
    return run


def change(run: Import, columns: dict[str, int], program: Program | None, region: str) -> None:
    """Another reading of the same file, before anything is in."""
    if run.state != "checking":
        raise NotPossible("This import has already begun.")
    _needs(columns)
    run.columns, run.program, run.region = columns, program, region
    run.save(update_fields=["columns", "program", "region"])


def _needs(columns: dict[str, int]) -> None:
    if not {"phone", "email"} & set(columns):
        raise NotPossible("Say which column holds the mobile number or the e-mail address.")
    if len(set(columns.values())) != len(columns):
        raise NotPossible("One column cannot be two things. Pick each column once.")


def look(run: Import) -> Look:
    """The dry run: counts, and the first problems by row."""
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    seen = _Seen()
    for line in lines(_table(run), run.columns, run.region):
        problem = _looked(run, line, counts, seen)
        if problem is not None:
            counts["problems"] += 1
            problems += [problem] if len(problems) < SHOWN else []
    return Look(
        run.rows, counts["people"], counts["proven"], counts["unproven"], counts["left_out"], counts["repeated"],
        counts["birthdays"], seen.most_tags(), max(len(seen.tagged) - SHOWN_TAGS, 0), tuple(problems),
        counts["problems"] - len(problems),
    )  # fmt: skip


def _looked(run: Import, line: Line, counts: Counter[str], seen: _Seen) -> Problem | None:
    if line.trouble:
        counts["left_out"] += 1
        return Problem(line.number, line.trouble, stays_out=True)
    if any(handle in seen.handles for handle in _handles(line)):
        counts["repeated"] += 1
        return Problem(line.number, "The same number or address stands above. It is read once.", stays_out=False)
    seen.handles.update(_handles(line))
    seen.take_tags(line.tags)
    counts["people"] += 1
    counts["birthdays"] += line.birthday is not None
    gaps = _gaps(run, line)
    counts["unproven" if gaps else "proven"] += 1
    claims = run.program is not None and (line.agreed_at or line.disclosure or line.action)
    words = f"{line.doubt} Proof lacks {'; '.join(gaps)}." if gaps and claims else line.doubt
    return Problem(line.number, words.strip(), stays_out=False) if words else None


def _handles(line: Line) -> list[tuple[str, str]]:
    return [handle for handle in (("phone", line.phone), ("email", line.email)) if handle[1]]


def _gaps(run: Import, line: Line) -> tuple[str, ...]:
    kind = "phone" if line.phone else "email"
    if run.program is None:
        return ("a program it is for",)
    return missing_proof(_proof(line), run.brand, run.program.kind, CHANNELS[kind])


def _proof(line: Line) -> Proof:
    return Proof(
        line.agreed_at, line.disclosure, line.action, line.medium, line.url, line.ip, line.user_agent, line.evidence,
        line.name,
    )  # fmt: skip


def start(run: Import) -> None:
    """Bring them in, in the background."""
    if run.state != "checking":
        raise NotPossible("This import has already begun.")
    _needs(run.columns)
    run.state = "running"
    run.save(update_fields=["state"])
    log_action("people.import_started", run.id, rows=run.rows)
    defer(
        "consent.import", queue="bulk", once=f"import:{run.id}", workspace_id=str(run.workspace_id), run_id=str(run.id)
    )


def carry_on(workspace_id: UUID, run_id: UUID) -> None:
    """Bring in what is not in yet, some rows a transaction; safe to run again after a crash, and twice at once."""
    with workspace_scope(workspace_id):
        run = Import.objects.select_related("brand", "program").get(id=run_id)
        waiting = islice(lines(_table(run), run.columns, run.region), run.done, None) if run.file else iter(())
    while batch := list(islice(waiting, AT_ONCE)):
        with workspace_scope(workspace_id, run.made_by_id):
            if not _bring(run.id, batch):
                return
    with workspace_scope(workspace_id, run.made_by_id):
        _finish(run.id)


def _bring(run_id: UUID, batch: list[Line]) -> bool:
    """One batch, if it is still its turn; another worker may have done it."""
    run = Import.objects.select_for_update(of=("self",)).select_related("brand", "program").get(id=run_id)
    if run.state != "running" or run.done != batch[0].number - 2:
        return False
    counts = Counter(run.counts)
    tagged: dict[str, list[UUID]] = {}
    for line in batch:
        counts.update(_take(run, line, tagged))
    counts.update(_tag(tagged))
    run.counts, run.done = dict(counts), run.done + len(batch)
    run.save(update_fields=["counts", "done"])
    touch(f"import:{run.id}")
    return True


def _take(run: Import, line: Line, tagged: dict[str, list[UUID]]) -> Iterator[str]:
    if line.trouble:
        yield "left_out"
        return
    person, fresh = _person(line)
    if fresh:
        ImportedPerson.objects.create(id=new_id(), workspace_id=run.workspace_id, run=run, person=person)
    yield "made" if fresh else "known"
    for name in line.tags:
        tagged.setdefault(name, []).append(person.id)
    if line.birthday and not person.birthday:  # like a name: what is known stays
        keep_birthday(person, line.birthday)
        yield "birthdays"
    for kind, value in _handles(line):
        yield _consent(run, line, kind, value)
        if live_stop(run.brand_id, kind, value, CHANNELS[kind]) is not None:
            yield "stopped"


def _tag(tagged: dict[str, list[UUID]]) -> Counter[str]:
    """Put the tags of some rows on; a tag that would be one too many for the business is left out and counted."""
    counts: Counter[str] = Counter()
    for name, people in tagged.items():
        try:
            counts["tagged"] += put_on(tag_named(name), people)
        except NotPossible:
            counts["untagged"] += len(people)
    return counts


def _person(line: Line) -> tuple[Person, bool]:
    handles = _handles(line)
    known = first_known(handles)
    if known is None:
        return make_person(line.name, line.language, handles), True
    add_identities(known, handles)
    if line.name and not known.name:
        rename(known, line.name)
    return known, False


def _consent(run: Import, line: Line, kind: str, value: str) -> str:
    """The consent a row's proof carries. Its reference is what it says, so that the same row is one line for good."""
    proof, program = _proof(line), run.program
    key, program_kind = (program.key, program.kind) if program else (NO_PROGRAM, ProgramKind.SERVICE.value)
    found = class_of(proof, run.brand, program_kind, CHANNELS[kind]) if program else ConsentClass.UNPROVEN
    when = proof.at.isoformat() if proof.at else ""
    said = f"import:{run.brand_id}:{key}:{kind}:{address_of(kind, value).hex()}:{found}:{when}:{proof.disclosure}"
    shown = proof if program else Proof(None, name=proof.name, medium="import")
    more: dict[str, object] = {"import": str(run.id), "row": line.number}
    written = record(
        run.brand, key, program_kind, kind, value, "import", shown, uuid5(NAMESPACE_OID, said), more=more,
        now=timezone.now(),
    )  # fmt: skip
    return ("proven" if found != ConsentClass.UNPROVEN else "unproven") if written else "same"


def _finish(run_id: UUID) -> None:
    run = Import.objects.select_for_update(of=("self",)).get(id=run_id)
    if run.state != "running" or run.done < run.rows:
        return
    run.state, run.finished_at, run.file = "done", timezone.now(), None
    run.save(update_fields=["state", "finished_at", "file"])
    log_action("people.import_finished", run.id, **run.counts)
    touch(f"import:{run.id}")


def can_take_back(run: Import, now: datetime | None = None) -> bool:
    ended = run.finished_at
    return run.state == "done" and ended is not None and (now or timezone.now()) - ended < TAKE_BACK_WITHIN


def imported(run: Import) -> list[UUID]:
    """The people this import made, and nobody who was here before."""
    return list(
        ImportedPerson.objects.filter(workspace_id=run.workspace_id, run=run).values_list("person_id", flat=True)
    )


def take_back(run: Import, busy: Collection[UUID]) -> int:
    """Remove the people it made, except those who have written, booked or been changed since (``busy``); how many.

    Lines of the ledgers stay: what was claimed to be agreed, and who brought it in, remains to be seen.
    """
    if not can_take_back(run):
        raise NotPossible("An import can be taken back for a day after it is in.")
    here = Person.objects.filter(workspace_id=run.workspace_id, id__in=imported(run))
    gone = list(here.filter(notes=None, merged_into=None).exclude(id__in=list(busy)).values_list("id", flat=True))
    Person.objects.filter(workspace_id=run.workspace_id, id__in=gone).delete()
    for person_id in gone:
        destroy_keys(KeyKind.PERSON, person_id)
    run.state, run.counts = "undone", {**run.counts, "removed": len(gone)}
    run.save(update_fields=["state", "counts"])
    log_action("people.import_taken_back", run.id, removed=len(gone))
    return len(gone)


def _table(run: Import) -> Table:
    if run.file is None:
        raise NotPossible("This file is in already and is no longer kept.")
    return read_table(run.file)
