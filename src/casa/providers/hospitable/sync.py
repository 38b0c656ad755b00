"""Reading everything from Hospitable, page by page, in an order that can be taken up again after a failure.

There is no "changed since" for homes, reservations or reviews. So a run re-reads them and hands over only what is
not exactly as the last run saw it, and reads a thread only if somebody wrote in it. Once a day a deep run also covers
the past year and the reviews, and hands over everything: a webhook may have told the core something since that was
taken back again.

The cursor: ``last`` the beginning of the last whole run, ``deep`` the day of the last deep one, ``seen`` a
fingerprint of each row by page and the last message of threads just read, ``homes`` their ids, and while a run is
under way ``run`` (its beginning), ``run_deep`` (its kind) and the ``step`` and ``page`` to go on with.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from casa.core.connections.contract import (
    Account,
    BadPayload,
    Fact,
    Hint,
    Page,
    PropertyFact,
    Refused,
    ReservationFact,
)
from casa.lib.http import Door
from casa.providers.hospitable import client
from casa.providers.hospitable.mapping import (
    as_of,
    inquiry_fact,
    message_fact,
    platform,
    property_fact,
    removed_property,
    reservation_fact,
    review_fact,
)
from casa.providers.hospitable.reading import moment, reference, rows, table, text, texts, whole
from casa.providers.hospitable.windows import PAST, Window, asked, half_years

log = logging.getLogger(__name__)

HOMES_A_CALL = 40  # keeps the address short: each home adds 50 characters to it
THREADS_A_PAGE = 10  # what is read again after a failure
OVERLAP = timedelta(minutes=10)  # messages that were on their way while the last run began
RECENT = timedelta(days=1)  # what a hint without an id looks back
MARK = 12  # hexadecimal digits of a fingerprint
THREAD = "thread:"
SETTLED = timedelta(seconds=5)  # a second message may come within the second of the last one


@dataclass(frozen=True, slots=True)
class Step:
    """One listing to walk through: which phase, which homes, which stretch of time."""

    phase: str
    homes: tuple[str, ...]
    window: Window | None = None

    @property
    def name(self) -> str:
        stretch = self.window[0].isoformat() if self.window else "all"
        return f"{self.phase}:{stretch}:{_fingerprint(self.homes)}"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the sync, with all it needs to go on."""

    account: Account
    door: Door
    began: datetime
    deep: bool
    since: datetime
    cursor: Mapping[str, Any]
    known: frozenset[str]  # fingerprints of what need not be handed over again
    seen: dict[str, str] = field(default_factory=dict)
    homes: list[str] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)  # read in this run: the stretches overlap by a day


Walk = Callable[[Run, Step, int], tuple[client.Read, list[Fact]]]
Mapped = Callable[[Mapping[str, Any]], Fact]


def pages(account: Account, door: Door, cursor: Mapping[str, Any]) -> Iterator[Page]:
    """Everything changed since the cursor: homes, reservations (and inquiries), messages, reviews.

    ``done`` and ``total`` count listings. Any failure leaves the last page's cursor good to go on with.
    """
    run = _run_of(account, door, cursor)
    yield from _homes(run)
    steps = _steps(run)
    first, page = _where(run)
    for number in range(first, len(steps)):
        yield from _walk(run, steps, number, page if number == first else 1)
    yield Page((), _finished(run), len(steps) + 1, len(steps) + 1)


def refetch(account: Account, door: Door, hint: Hint) -> Sequence[Fact]:
    """Read again what a hint points at; nothing where it is gone. A hint without an id reads the last day again."""
    known = {"property": _one_property, "reservation": _one_reservation, "messages": _one_thread}.get(hint.kind)
    if known and hint.external_id:
        return known(account, door, hint.external_id)
    recent = {"last": as_of(datetime.now(UTC) - RECENT), "deep": datetime.now(UTC).date().isoformat()}
    return [fact for page in pages(account, door, recent) for fact in page.facts]


# ------------------------------------------------------------------------------------------------- the run


def _run_of(account: Account, door: Door, cursor: Mapping[str, Any]) -> Run:
    """A new run, or the one under way. A deep one knows nothing, or the homes it has itself handed over already."""
    began, last = moment(cursor.get("run")), moment(cursor.get("last"))
    now = began or datetime.now(UTC)
    due = last is None or cursor.get("deep") != now.date().isoformat()
    deep = cursor.get("run_deep") is True if began else due
    seen = {name: mark for name, mark in table(cursor.get("seen")).items() if isinstance(mark, str)}
    handed_over = _marks_in(seen, "properties:") if began else frozenset()
    known = handed_over if deep else _marks_in(seen)
    return Run(account, door, now, deep, last - OVERLAP if last else now - PAST, cursor, known, seen)


def _where(run: Run) -> tuple[int, int]:
    """The step and page to go on with; the beginning where no run is under way or the homes changed since."""
    if not moment(run.cursor.get("run")) or run.cursor.get("homes") != run.homes:
        return 0, 1
    return max(whole(run.cursor.get("step")) or 0, 0), max(whole(run.cursor.get("page")) or 1, 1)


def _steps(run: Run) -> list[Step]:
    batches = [tuple(run.homes[at : at + HOMES_A_CALL]) for at in range(0, len(run.homes), HOMES_A_CALL)]
    today = run.began.date()
    stays, threads = half_years(today, deep=run.deep), half_years(today)
    found = [Step("reservations", batch, window) for window in stays for batch in batches]
    found += [Step("inquiries", batch) for batch in batches]
    found += [Step("messages", batch, window) for window in threads for batch in batches]
    return found + ([Step("reviews", (home,)) for home in run.homes] if run.deep else [])


def _homes(run: Run) -> Iterator[Page]:
    """The homes, at the beginning of every run, also of one taken up again: all else needs their ids."""
    page, last = 1, False
    while not last:
        read = client.properties(run.account, run.door, page)
        last = read.is_last
        run.homes.extend(found for row in read.rows if (found := reference(row.get("id"))))
        facts = _fresh(run, "properties", page, read, partial(property_fact, sequence=as_of(read.at)))
        if last:
            run.homes.sort()  # the same batches whatever the order they came in
            facts += [fact for home in _vanished(run) for fact in _one_property(run.account, run.door, home)]
            yield Page(tuple(facts), _under_way(run, *_where(run)), 1, len(_steps(run)) + 1)
        else:
            yield Page(tuple(facts))
        page += 1


def _vanished(run: Run) -> list[str]:
    """Homes the last run saw and this one does not: each is asked for by name before it counts as removed."""
    known = run.cursor.get("homes")
    return [home for home in texts(known, 10_000) if home not in run.homes]


def _walk(run: Run, steps: Sequence[Step], number: int, page: int) -> Iterator[Page]:
    """The pages of one step. Left out: what the key may not read (testing it warned of that), what is gone since."""
    last = False
    while not last:
        try:
            read, facts = PHASES[steps[number].phase](run, steps[number], page)
        except Refused as refusal:
            if refusal.code not in (client.SCOPE, client.MISSING):
                raise
            return
        page, last = page + 1, read.is_last
        onward = (number + 1, 1) if last else (number, page)
        yield Page(tuple(facts), _under_way(run, *onward), onward[0] + 1, len(steps) + 1)


def _under_way(run: Run, step: int, page: int) -> dict[str, Any]:
    kept = {name: run.cursor[name] for name in ("last", "deep") if name in run.cursor}
    began = {"run": as_of(run.began), "run_deep": run.deep, "step": step, "page": page}
    return {**kept, **began, "homes": list(run.homes), "seen": dict(run.seen)}


def _finished(run: Run) -> dict[str, Any]:
    """The cursor of a whole run. Stretches no longer asked for and threads long since quiet are forgotten."""
    deep = run.began.date().isoformat() if run.deep else text(run.cursor.get("deep"), 10)
    names = {step.name for step in _steps(replace(run, deep=True))} | {"properties"}
    since = as_of(run.began - OVERLAP)
    seen = {
        name: mark
        for name, mark in run.seen.items()
        if name.rpartition(":")[0] in names or (name.startswith(THREAD) and mark >= since)
    }
    return {"last": as_of(run.began), "deep": deep, "homes": list(run.homes), "seen": seen}


# ------------------------------------------------------------------------------------------------- the phases


def _reservations(run: Run, step: Step, page: int) -> tuple[client.Read, list[Fact]]:
    read = client.reservations(run.account, run.door, step.homes, asked(_window(step)), page)
    sequence = as_of(read.at)
    return read, _fresh(run, step.name, page, read, lambda row: reservation_fact(row, sequence))


def _inquiries(run: Run, step: Step, page: int) -> tuple[client.Read, list[Fact]]:
    read = client.inquiries(run.account, run.door, step.homes, page, run.since)
    ids = [found for row in read.rows if (found := reference(row.get("id")))]
    return read, [fact for found in ids for fact in _one_inquiry(run.account, run.door, found)]


def _messages(run: Run, step: Step, page: int) -> tuple[client.Read, list[Fact]]:
    read = client.reservations(
        run.account, run.door, step.homes, asked(_window(step)), page, per_page=THREADS_A_PAGE, since=run.since
    )
    moved = [row for row in read.rows if _was_written_in(run, row)]
    facts = [fact for row in moved for fact in _thread_facts(run.account, run.door, row)]
    for row in moved:
        run.threads.add(reference(row.get("id")))
        last = moment(row.get("last_message_at"))
        if last and run.began - OVERLAP <= last < read.at - SETTLED:  # older ones are not asked for again
            run.seen[THREAD + reference(row.get("id"))] = as_of(last)
    return read, facts


def _reviews(run: Run, step: Step, page: int) -> tuple[client.Read, list[Fact]]:
    read = client.reviews(run.account, run.door, step.homes[0], page)
    return read, _fresh(run, step.name, page, read, lambda row: review_fact(row, step.homes[0]))


PHASES: Mapping[str, Walk] = {
    "reservations": _reservations,
    "inquiries": _inquiries,
    "messages": _messages,
    "reviews": _reviews,
}


def _was_written_in(run: Run, row: Mapping[str, Any]) -> bool:
    """Since the last run began, and not already read: a thread can be read only twice a minute.

    The time is checked here too: by which clock the filter counts is not documented.
    """
    last = moment(row.get("last_message_at"))
    thread = reference(row.get("id"))
    if last is None or last < run.since or thread in run.threads:
        return False
    return run.seen.get(THREAD + thread) != as_of(last)


def _window(step: Step) -> tuple[date, date]:
    assert step.window is not None  # every step of these phases has one
    return step.window


# ------------------------------------------------------------------------------------------------- one thing


def _one_property(account: Account, door: Door, external_id: str) -> list[Fact]:
    try:
        read = client.one_property(account, door, external_id)
    except Refused as refusal:
        if refusal.code != client.MISSING:
            raise
        return [removed_property(external_id, as_of(datetime.now(UTC)))]
    return [property_fact(read.one, as_of(read.at))]


def _one_reservation(account: Account, door: Door, external_id: str) -> list[Fact]:
    """A reservation, or the inquiry of that id."""
    read = _reservation_or_none(account, door, external_id)
    return [reservation_fact(read.one, as_of(read.at))] if read else _one_inquiry(account, door, external_id)


def _one_thread(account: Account, door: Door, external_id: str) -> list[Fact]:
    """A reservation's messages; of an inquiry, the inquiry itself as well."""
    read = _reservation_or_none(account, door, external_id)
    return _thread_facts(account, door, read.one) if read else _one_inquiry(account, door, external_id)


def _reservation_or_none(account: Account, door: Door, external_id: str) -> client.Read | None:
    try:
        return client.reservation(account, door, external_id)
    except Refused as refusal:
        if refusal.code != client.MISSING:
            raise
        return None


def _thread_facts(account: Account, door: Door, row: Mapping[str, Any]) -> list[Fact]:
    external_id, channel = reference(row.get("id")), platform(row.get("platform"))
    if not external_id:
        return []
    try:
        thread = client.thread(account, door, external_id)
    except Refused as refusal:
        if refusal.code != client.MISSING:
            raise
        return []
    return _mapped(thread.rows, lambda message: message_fact(message, external_id, channel))


def _one_inquiry(account: Account, door: Door, external_id: str) -> list[Fact]:
    """An inquiry and its messages; the reservation and its thread where it has become one; nothing where it is gone."""
    try:
        read = client.inquiry(account, door, external_id)
    except client.Moved as moved:
        return _became(account, door, moved.reservation_id)
    except Refused as refusal:
        if refusal.code != client.MISSING:
            raise
        return []
    found = inquiry_fact(read.one, as_of(read.at))
    channel = found.platform
    return [found, *_mapped(rows(read.one.get("messages")), lambda message: _of_inquiry(message, found, channel))]


def _became(account: Account, door: Door, reservation_id: str) -> list[Fact]:
    read = _reservation_or_none(account, door, reservation_id)
    if read is None:
        return []
    return [reservation_fact(read.one, as_of(read.at)), *_thread_facts(account, door, read.one)]


def _of_inquiry(message: Mapping[str, Any], inquiry: ReservationFact, channel: str) -> Fact:
    return message_fact({"conversation_id": inquiry.external_id, **message}, inquiry.external_id, channel)


# ------------------------------------------------------------------------------------------------- pages


def _fresh(run: Run, name: str, page: int, read: client.Read, mapped: Mapped) -> list[Fact]:
    """The facts of a page that are not exactly what they were at the last run."""
    facts = _mapped(read.rows, mapped)
    marks = [_mark(fact) for fact in facts]
    run.seen[f"{name}:{page}"] = "".join(marks)
    if read.is_last:
        for later in [key for key in run.seen if key.startswith(f"{name}:") and _page_of(key) > page]:
            del run.seen[later]
    return [fact for fact, mark in zip(facts, marks, strict=True) if mark not in run.known]


def _mapped(found: Sequence[Mapping[str, Any]], mapped: Mapped) -> list[Fact]:
    """The facts of these rows. A row that cannot be read is left out and logged: it must not stop all others."""
    facts: list[Fact] = []
    for row in found:
        try:
            facts.append(mapped(row))
        except BadPayload as error:
            log.warning("Left out of the sync: %s (%s)", error.for_user, reference(row.get("id")) or "no id")
    return facts


def _mark(fact: Fact) -> str:
    """A fingerprint of all a fact says except when it was read."""
    timeless = replace(fact, sequence="") if isinstance(fact, PropertyFact | ReservationFact) else fact
    return _fingerprint(timeless)


def _marks_in(seen: Mapping[str, str], of: str = "") -> frozenset[str]:
    """The fingerprints of the pages whose names begin so."""
    pages_of = [marks for name, marks in seen.items() if name.startswith(of) and not name.startswith(THREAD)]
    return frozenset(marks[at : at + MARK] for marks in pages_of for at in range(0, len(marks), MARK))


def _page_of(name: str) -> int:
    page = name.rpartition(":")[2]
    return int(page) if page.isdecimal() else 0


def _fingerprint(thing: object) -> str:
    return sha256(repr(thing).encode("utf-8", "backslashreplace")).hexdigest()[:MARK]
