"""The closing report of an incident on paper: what happened, whom it concerned, who was told, and every piece of
evidence with the fingerprint of its file (GDPR art. 33(5): the controller documents any breach)."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import log_action
from casa.core.privacy import breach
from casa.core.privacy.evidence import count
from casa.core.privacy.models import Breach, BreachNote
from casa.lib.sms import repair

Line = tuple[int, str, str]
"""Size in points, weight ("B" or ""), words."""


def report(row: Breach) -> bytes:
    """The report as PDF. Printing it is written to the action log."""
    from fpdf import FPDF  # a third of a second to read, for who prints only

    paper = FPDF(format="letter")
    paper.set_auto_page_break(True, margin=18)
    paper.set_title(_latin(f"Incident: {row.title}"))
    paper.add_page()
    for size, weight, words in _lines(row):
        paper.set_font("Helvetica", weight, size)
        paper.multi_cell(0, size * 0.55, _latin(words), new_x="LMARGIN", new_y="NEXT")
        paper.ln(1.5)
    log_action("privacy.breach_printed", row.id)
    return bytes(paper.output())


def _lines(row: Breach) -> Iterator[Line]:
    told = breach.affected(row)
    yield 16, "B", str(row.title)
    yield 10, "", f"{default_brand().name}. Printed {breach.when(timezone.now())}."
    yield 12, "B", "What happened"
    yield 10, "", str(row.story or "Nobody has written it down.")
    ended = breach.when(row.ends) if row.ends else "it goes on"
    yield 10, "", f"Began {breach.when(row.begins)}, ended {ended}. Known since {breach.when(row.known_at)}."
    yield 12, "B", "Whom it concerns"
    how = "counted from what the account opened" if told.by_reads else "everybody, since nothing rules anybody out"
    yield 10, "", f"{count(told.people, 'person', 'people')}, {how}. Data: {', '.join(told.kinds) or 'none'}."
    yield 12, "B", "Who was told"
    yield 10, "", f"The authority: {_moment(row.authority_told_at)}. It was due by {breach.when(breach.due_at(row))}."
    yield 10, "", f"The people concerned: {_moment(row.people_told_at)}."
    yield from _titled("Likely consequences", row.consequences)
    yield from _titled("What was done", row.measures)
    yield from _titled("How it ended", row.report)
    yield 12, "B", "Evidence"
    for note in breach.notes(row):
        yield from _evidence(note)


def _titled(title: str, words: object) -> Iterator[Line]:
    if words:
        yield 12, "B", title
        yield 10, "", str(words)


def _evidence(note: BreachNote) -> Iterator[Line]:
    who = note.by.name if note.by else "Casa"
    yield 10, "B", f"{breach.when(note.at)}, {who}"
    yield 10, "", str(note.words)
    if note.size:
        mark = hashlib.sha256(bytes(note.blob)).hexdigest()
        yield 8, "", f"File {note.name}, {count(note.size, 'byte')}, SHA-256 {mark}"


def _moment(moment: datetime | None) -> str:
    return breach.when(moment) if moment else "not told"


def _latin(words: str) -> str:
    """The paper's own font has Latin letters; what it has not is shown as a question mark."""
    return repair(words).encode("latin-1", "replace").decode("latin-1")
