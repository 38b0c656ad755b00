"""One number's whole history, as a table and as a paper that can be handed over (R8, R44).

Both print how the chain of the ledgers stands, so that whoever reads them sees that nothing was changed.
"""

import csv
import io
from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.models import Brand
from casa.core.accounts.rules import log_action
from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.chain import ChainState, verify_chain
from casa.core.consent.queries import Entry, entries_of
from casa.lib.sms import repair

HEADER = ("When (UTC)", "What", "How", "Rule", "Entry", "Proof")
RISKY = ("=", "+", "-", "@", "\t", "\r")


def history_of(brand_id: UUID, kind: str, value: str) -> list[Entry]:
    """Both ledgers of an address folded in time, the oldest first."""
    return list(reversed(entries_of(brand_id, kind, value)))


def as_csv(brand_id: UUID, kind: str, value: str) -> str:
    """The history as a table. Spreadsheets read no cell of it as a formula."""
    state, told = verify_chain(brand_id), io.StringIO()
    lines = csv.writer(told, lineterminator="\r\n")
    lines.writerow(HEADER)
    for entry in history_of(brand_id, kind, value):
        lines.writerow([_safe(cell) for cell in _row(entry)])
    lines.writerow([])
    lines.writerow(["", _safe(f"{value}: {state.words}"), "", "", "", _when(timezone.now())])
    _note(brand_id, "csv")
    return told.getvalue()


def as_pdf(brand_id: UUID, kind: str, value: str) -> bytes:
    """The history as a paper: each entry with its proof, then how the chain stands."""
    brand = Brand.objects.get(workspace_id=current_workspace_id(), id=brand_id)
    told = _paper(brand.name, value, history_of(brand_id, kind, value), verify_chain(brand_id), timezone.now())
    _note(brand_id, "pdf")
    return told


def _note(brand_id: UUID, form: str) -> None:
    log_action("consent.history_exported", brand_id, form=form)


def _row(entry: Entry) -> tuple[str, ...]:
    proof = "; ".join(f"{label}: {value}" for label, value in entry.facts)
    return (_when(entry.at), entry.words, entry.detail, entry.rule, str(entry.seq or ""), proof)


def _when(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _paper(brand: str, value: str, entries: list[Entry], state: ChainState, now: datetime) -> bytes:
    from fpdf import FPDF  # a third of a second to read, for who prints only

    paper = FPDF(format="letter")
    paper.set_auto_page_break(True, margin=18)
    paper.set_title(_latin(f"Consent history, {brand}"))
    paper.add_page()
    _line(paper, 16, "B", f"Consent history of {value}")
    _line(paper, 10, "", f"{brand}. Printed {_when(now)} UTC.")
    _line(paper, 10, "B" if not state.ok else "", state.words)
    paper.ln(4)
    for entry in entries:
        _line(paper, 11, "B", f"{_when(entry.at)}  {entry.words}")
        number = f", entry {entry.seq}" if entry.seq else ""
        _line(paper, 9, "", f"{entry.detail} (rule {entry.rule}{number})")
        for label, told in entry.facts:
            _line(paper, 9, "", f"{label}: {told}")
        paper.ln(3)
    if not entries:
        _line(paper, 11, "", "Nothing is written about this address.")
    return bytes(paper.output())


def _line(paper, size: int, style: str, words: str) -> None:  # type: ignore[no-untyped-def]
    paper.set_font("Helvetica", style, size)
    paper.multi_cell(0, size * 0.55, _latin(words), new_x="LMARGIN", new_y="NEXT")


def _latin(words: str) -> str:
    """The paper's own font has Latin letters; what it has not is shown as a question mark, and stands in the table."""
    return repair(words).encode("latin-1", "replace").decode("latin-1")
