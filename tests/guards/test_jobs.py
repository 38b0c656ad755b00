"""Jobs: every name that is queued exists, every argument is an id, every handed-in name is known here."""

import ast
import inspect

import pytest
from procrastinate.contrib.django import app

from casa.config.cli import running
from casa.config.jobs import QUEUES, queues_of
from casa.core.accounts.jobs import CREWS
from casa.core.inbox import events
from tests.guards.house import calls, name, sources

EVENTS = [job for listed in (events.ON_MESSAGE, events.ON_PROPERTY, events.ON_STAY_CHANGE) for job in listed]
KINDS = {"inbox.refetch": "a hint's kind is one of four words and its id is the provider's, never content"}


def our_tasks() -> dict[str, object]:
    app.perform_import_paths()
    return {key: task for key, task in app.tasks.items() if not key.startswith(("builtin:", "procrastinate."))}


def queued() -> list[tuple[str, str]]:
    """Every job that is queued by a name written in place, and where."""
    found = []
    for path in sources():
        for call in calls(path, "defer", "schedule"):
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                found.append((first.value, f"{name(path)}:{call.lineno}"))
    return found


def test_every_event_names_a_task():
    assert EVENTS
    assert not set(EVENTS) - our_tasks().keys()


@pytest.mark.parametrize(("job", "where"), queued())
def test_every_queued_job_exists(job, where):
    assert job in our_tasks(), where


def test_jobs_are_found_at_all():
    assert len(queued()) >= 10
    assert len(our_tasks()) >= 10


@pytest.mark.parametrize("job", sorted(our_tasks()))
def test_job_arguments_are_ids_and_nothing_else(job):
    """The queue is read by operators and kept in backups: no content ever goes through it."""
    wanted = inspect.signature(our_tasks()[job].func).parameters
    other = [name for name, argument in wanted.items() if not name.endswith("_id") or argument.annotation is not str]
    if job in KINDS:
        assert set(other) == {"kind"}
    else:
        assert not other


@pytest.mark.parametrize("job", sorted(our_tasks()))
def test_every_job_belongs_to_a_queue_and_is_tried_again(job):
    task = our_tasks()[job]
    assert task.queue in QUEUES
    assert task.retry_strategy is not None or not inspect.signature(task.func).parameters


@pytest.mark.parametrize("job", sorted(our_tasks()))
def test_a_job_is_a_few_lines_that_call_a_rule(job):
    assert len(inspect.getsource(our_tasks()[job].func).splitlines()) <= 8


def test_the_crews_of_a_household_work_off_every_queue():
    assert tuple(CREWS) == running.CREWS
    assert sorted(queue.name for queue in queues_of(running.CREWS)) == sorted(QUEUES)
