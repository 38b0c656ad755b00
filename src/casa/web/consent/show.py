"""Lines of the ledgers as the pages show them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from casa.core.consent import export
from casa.core.consent.ledger import live_stop
from casa.core.consent.models import DoNotCallList, Review
from casa.core.consent.queries import CHANNELS, REASON_WORDS, Entry, StopLine
from casa.core.people.models import Person
from casa.lib.phones import masked
from casa.web.inbox.show import initials, short_time

FRESH = timedelta(days=31)  # R15
KIND_WORDS = {
    "revocation": "May want us to stop", "decline": "Said no", "complaint": "Complained",
    "number": "Gave another number",
    "booking": "May want to cancel the booking", "wrong_number": "Wrong number", "question": "Asked after stopping",
    "doubt": "Did they ask you to stop?",
}  # fmt: skip


def person_face(person: Person, slug: str) -> dict[str, Any]:
    name = person.shown_name
    return {
        "name": name,
        "initials": initials(name),
        "hue": person.hue,
        "url": reverse("person", args=[slug, person.id]),
    }


def line_face(line: StopLine, person: Person | None, slug: str) -> dict[str, Any]:
    return {
        "who": person_face(person, slug) if person else None,
        "what": line.what,
        "why": line.why,
        "rule": line.rule,
        "opened": line.opened,
        "channel": line.channel,
        "time": short_time(line.at, timezone.now()),
        "at": line.at,
    }


def entry_face(entry: Entry) -> dict[str, Any]:
    icons = {"ok": "check", "bad": "shield-ban", "wait": "circle-help"}
    return {
        "id": entry.id, "at": entry.at, "words": entry.words, "detail": entry.detail, "icon": icons[entry.tone],
        "tone": entry.tone, "undo_for": entry.undo_for, "facts": entry.facts, "evidence": entry.evidence,
        "rule": entry.rule, "seq": entry.seq,
    }  # fmt: skip


def review_face(row: Review, person: Person | None, slug: str) -> dict[str, Any]:
    late = row.due_at < timezone.now()
    where = masked(row.value) if row.value and row.address_kind == "phone" else ""
    return {
        "id": row.id, "who": person_face(person, slug) if person else None, "where": where,
        "kind": KIND_WORDS.get(row.kind, row.kind), "text": row.text or "", "late": late, "due": row.due_at,
        "time": short_time(row.at, timezone.now()), "asks": row.kind == "doubt",
    }  # fmt: skip


def list_face(row: DoNotCallList) -> dict[str, Any]:
    age = (timezone.now().date() - row.as_of).days
    words = "today" if age == 0 else f"{age} day{'' if age == 1 else 's'} old"
    return {"name": row.name, "state": row.state or "US", "entries": row.entries, "as_of": row.as_of, "age": words,
            "old": timedelta(days=age) > FRESH}  # fmt: skip


def live_words(brand_id: Any, kind: str, value: str) -> str:
    line = live_stop(brand_id, kind, value, CHANNELS[kind])
    if line is None:
        return ""
    return f"They {REASON_WORDS.get(line.reason, 'stopped')}, {line.occurred_at:%-d %b %Y}. Casa sends them nothing."


def file_answer(brand_id: UUID, kind: str, value: str, form: str) -> HttpResponse:
    """The whole history of one address as a paper or a table, with the state of the chain on it."""
    if form == "pdf":
        answer = HttpResponse(export.as_pdf(brand_id, kind, value), content_type="application/pdf")
    else:
        form, body = "csv", export.as_csv(brand_id, kind, value)
        answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="consent-history.{form}"'
    return answer
