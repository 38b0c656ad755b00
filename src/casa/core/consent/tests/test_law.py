"""The page that shows the law, and the history that can be handed over."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from pypdf import PdfReader

from casa.core.consent import gate
from casa.core.consent.export import as_csv, as_pdf, history_of
from casa.core.consent.gate import Case
from casa.core.consent.gate.hours import windows
from casa.core.consent.law import RULES, explain, law_of, state_law
from casa.core.consent.models import Decision
from casa.core.consent.rules import decide_and_record, hear, note_consent, suppress
from casa.lib.ids import new_id

PHONE = "+18285550142"
NOW = datetime(2026, 11, 18, 17, tzinfo=UTC)


def decided(brand, **changes):
    row = new_id()
    decide_and_record(
        Case(brand.id, "sms", "phone", PHONE, **{"kind": "reply", "body": "Hi", "now": NOW} | changes), row
    )
    return explain(Decision.objects.get(outbox_id=row))


def test_every_rule_that_the_gate_names_can_be_read():
    """A verdict never points at a rule that the page does not know."""
    named = set()
    for path in Path(gate.__file__).parent.glob("*.py"):
        named |= set(re.findall(r'"(R\d{1,3})"', path.read_text()))
    assert named >= {"R1", "R20", "R50", "R81", "R124"}
    assert named <= RULES.keys()
    assert all(law.words.endswith(".") and "!" not in law.words and law.source for law in RULES.values())


def test_a_stopped_message_says_the_rule_its_source_and_the_facts(here):
    suppress(here.brand.id, "sms", "phone", PHONE, "keyword", at=NOW - timedelta(days=1), rule="R20")
    told = decided(here.brand)
    facts = dict(told.facts)
    assert (told.answer, told.law.number, told.source) == ("block", "R20", "47 CFR 64.1200(a)(10)")
    assert facts["On the stop list"] == "yes: keyword"
    assert facts["Their time"] == "2026-11-18 12:00 America/New_York"
    assert facts["They wrote within a day"] == "no"
    assert PHONE not in str(told)


def test_a_message_that_left_says_what_let_it(here):
    note_consent(here.brand.id, "sms", "phone", PHONE, "express", "booking", "gave_number", at=NOW)
    told = decided(here.brand, kind="service")
    assert told.answer == "allow"
    assert dict(told.facts)["Their consent"] == "agreed, by booking, 2026-11-18"


def test_an_offer_at_night_says_until_when_and_whose_hours(here):
    note_consent(here.brand.id, "sms", "phone", PHONE, "express", "booking", "gave_number", at=NOW - timedelta(days=9))
    told = decided(here.brand, kind="service", now=NOW.replace(hour=4))
    assert (told.answer, told.law.number) == ("hold", "R86")
    assert told.until == datetime(2026, 11, 18, 13, tzinfo=UTC), "eight in North Carolina"


def test_the_hours_of_each_state_can_be_read():
    assert state_law("RI").words == "Weekdays 09:00–18:00; Saturdays 10:00–17:00; no Sundays; no public holidays."
    assert all(state_law(state).source for state in windows() if len(state) == 2)
    assert state_law("XX") is None
    assert law_of("R999") is None


@pytest.fixture
def written(cast):
    with cast.scope():
        note_consent(cast.brand.id, "sms", "phone", PHONE, "express", "booking", "gave_number", at=NOW)
        hear(cast.brand, "sms", "phone", PHONE, "=stop", NOW + timedelta(hours=1), "m1", received_on="+14155550100")
        suppress(cast.brand.id, "sms", "phone", "+18285550143", "staff")
    return cast


def test_the_history_of_one_number_in_time(written):
    with written.scope():
        told = history_of(written.brand.id, "phone", PHONE)
        assert [entry.tone for entry in told] == ["ok", "bad"]
        assert history_of(written.brand.id, "phone", "+18285550199") == []


def test_the_table_has_every_entry_and_how_the_chain_stands(written):
    with written.scope():
        rows = list(csv.reader(io.StringIO(as_csv(written.brand.id, "phone", PHONE))))
    assert [row[3] for row in rows[1:3]] == ["R8", "R20"]
    assert "What they wrote: =stop" in rows[2][5]
    assert rows[-1][1].endswith("none changed, none missing.")
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row), "no formulas"


def test_the_paper_has_the_same_and_says_when_something_was_changed(written):
    def paper():
        with written.scope():
            return "".join(
                page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(written.brand.id, "phone", PHONE))).pages
            )

    told = paper()
    assert PHONE in told
    assert "Verified: 3 entries" in told
    assert "=stop" in told
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "update consent_suppression set reason = 'staff' where workspace_id = %s", [written.workspace.id]
        )
    assert "is not what was written" in paper()
