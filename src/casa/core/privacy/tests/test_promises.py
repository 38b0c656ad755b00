"""The promises: each names what is there, each is looked at, and what is found is shown as it is."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from casa.config.logs import NoPersonalData
from casa.core.accounts.models import Workspace
from casa.core.assistant.models import Draft, Run
from casa.core.assistant.rules import write_draft
from casa.core.connections import registry as providers
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.connections.contract.passport import AuthKind
from casa.core.inbox.models import Conversation
from casa.core.inbox.rules import record_incoming
from casa.core.people.rules import allow_ai, make_person
from casa.core.privacy import board, registry
from casa.core.privacy.evidence import Evidence, Facts, Found, sending
from casa.core.privacy.models import CheckState, PromiseCheck

PROMISES = registry.promises()
GUEST = "+18285550142"


@pytest.fixture
def asked(stage):
    """A guest who asked something by text."""
    connection = stage.connect("twilio")
    with stage.cast.scope():
        fact = IncomingMessage("SM1", "sms", Handle("phone", GUEST), "Is there parking?", datetime.now(UTC))
        record_incoming(connection, fact)
        return Conversation.objects.get()


# ------------------------------------------------------------------------------------------- what is promised


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.id)
def test_the_evidence_of_a_promise_can_be_looked_at_and_opened(here, promise):
    found = promise.shown_by.measure()
    assert found.state in CheckState.values
    assert 0 < len(found.words) <= 200
    assert isinstance(promise.shown_by.facts(""), Facts)


def test_in_a_house_in_use_every_promise_holds(stage, asked):
    with stage.cast.scope():
        for promise in PROMISES:
            assert board.check(promise).state != CheckState.BROKEN, promise.id
            promise.shown_by.facts("")


# ----------------------------------------------------------------------------------------------- what is shown


def with_evidence(monkeypatch, measure):
    promise = replace(PROMISES[0])
    monkeypatch.setattr(sending, "STOPS", Evidence("", measure, lambda after: Facts(())))
    return promise


def test_a_look_that_fails_is_not_a_promise_that_holds(here, monkeypatch):
    def breaks() -> Found:
        with connections["default"].cursor() as cursor:
            cursor.execute("select * from no_such_table")
        return Found("fine")

    row = board.check(with_evidence(monkeypatch, breaks))
    assert row.state == CheckState.BROKEN
    assert PromiseCheck.objects.filter(workspace=here.workspace).count() == 1, "the transaction is still good"


@pytest.mark.parametrize("what", ["control", "evidence", "test"])
def test_what_names_something_that_is_not_there_is_broken(here, what):
    wrong = {"test": PROMISES[0].test + "_no_more"}.get(what, "casa.core.privacy.board:nothing_of_that_name")
    row = board.check(replace(PROMISES[0], **{what: wrong}))
    assert row.state == CheckState.BROKEN
    assert "does not exist" in row.words


def test_a_day_remembers_its_worst_and_shows_its_newest(here, monkeypatch):
    board.check(with_evidence(monkeypatch, lambda: Found("2 after a stop", CheckState.BROKEN)))
    board.check(with_evidence(monkeypatch, lambda: Found("0 after a stop")))
    row = board.rows()[0]
    assert (row.state, row.words, row.days[-1]) == (CheckState.HOLDS, "0 after a stop", CheckState.BROKEN)
    assert set(row.days[:-1]) == {""}


def test_what_was_looked_at_too_long_ago_is_not_green(here, monkeypatch):
    board.check(with_evidence(monkeypatch, lambda: Found("0 after a stop")))
    PromiseCheck.objects.filter(workspace=here.workspace).update(at=timezone.now() - timedelta(hours=3))
    assert board.rows()[0].state == board.NOT_CHECKED


def test_the_job_looks_at_what_is_due_and_leaves_the_rest(cast):
    assert board.check_due(cast.workspace.id) == len(PROMISES)
    assert board.check_due(cast.workspace.id) == 0
    with cast.scope():
        PromiseCheck.objects.filter(promise="stop").update(at=timezone.now() - timedelta(minutes=11))
    assert board.check_due(cast.workspace.id) == 1


def test_the_board_is_one_question(here, count_queries):
    board.check_all()
    with count_queries() as queries:
        assert len(board.rows()) == len(PROMISES)
    assert len(queries) == 1


def test_facts_are_paged_without_a_gap(here):
    from casa.core.privacy.evidence.seeing import PEOPLE

    made = {make_person(f"Guest {number}").id for number in range(95)}
    seen, after = [], ""
    while True:
        page = PEOPLE.facts(after)
        seen += [fact.person_id for fact in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == 95
    assert set(seen) == made


# --------------------------------------------------------------------------------- controls that have no test elsewhere


def test_where_ai_is_off_nothing_is_drafted(stage, asked):
    """Promise CA-1c: by the person, then by the workspace."""
    with stage.cast.scope():
        allow_ai(asked.person, False)
    write_draft(stage.cast.workspace.id, asked.id)
    with stage.cast.scope():
        assert not Draft.objects.filter(workspace=stage.cast.workspace).exists()
        allow_ai(asked.person, True)
        Workspace.objects.filter(id=stage.cast.workspace.id).update(ai_enabled=False)
    write_draft(stage.cast.workspace.id, asked.id)
    with stage.cast.scope():
        assert not Draft.objects.filter(workspace=stage.cast.workspace).exists()


def test_a_draft_leaves_a_line(stage, asked):
    """Promise CF-1e."""
    write_draft(stage.cast.workspace.id, asked.id)
    with stage.cast.scope():
        draft = Draft.objects.get(workspace=stage.cast.workspace)
        assert Run.objects.filter(workspace=stage.cast.workspace, draft=draft).count() == 1


def test_no_connection_asks_for_a_password():
    """Promise CA-6d."""
    assert "password" not in {kind.value for kind in AuthKind}
    for manifest in providers.manifests().values():
        assert not [field for field in manifest.fields if "password" in f"{field.name} {field.label}".lower()]


def test_a_line_of_the_log_names_nobody():
    """Promise CF-6c."""
    record = logging.LogRecord(
        "casa", logging.WARNING, "", 1, "no answer for %s at %s", (GUEST, "ann@example.com"), None
    )
    NoPersonalData().filter(record)
    assert GUEST not in record.getMessage()
    assert "ann@example.com" not in record.getMessage()
