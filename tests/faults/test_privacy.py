"""Erasing, copying, moving in and sweeping under kill -9: whatever moment the process dies at, the next run finishes
it, and the books say so once."""

import os
import random
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from casa.core.accounts.models import Action, Workspace
from casa.core.inbox.models import Message
from casa.core.people.models import Person
from casa.core.privacy import erase, export
from casa.core.privacy.models import Erasure, Export
from casa.core.privacy.retention import keeping
from casa.core.privacy.tests.house import furnish, say
from casa.core.privacy.tests.test_export import demolish
from casa.core.vault.models import DataKey

pytestmark = pytest.mark.faults
ROOT = Path(__file__).resolve().parents[2]
MOST = 4  # deaths before a run is let live


@pytest.fixture
def full(cast):
    return furnish(cast)


def run(job: str, at: int, *arguments: object) -> int:
    """The job in a process of its own that dies at a statement; how it ended."""
    environment = os.environ | {"CASA_DATA": str(settings.ENVIRONMENT.data), "CASA_TEST": "1"}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    words = [sys.executable, "-m", "tests.faults.killed", job, str(at), *map(str, arguments)]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -9), done.stderr[-800:]
    return done.returncode


def die_often(job: str, *arguments: object, span: int) -> int:
    """Killed again and again, later each time, then left alone; how often it died."""
    chance, deaths = random.Random(20261122), 0
    for number in range(MOST):
        if run(job, chance.randrange(2, span) * (number + 1), *arguments) == 0:
            return deaths
        deaths += 1
    assert run(job, 10**9, *arguments) == 0
    return deaths


def done(full, verb: str) -> list[Action]:
    with full.scope():
        return list(Action.objects.filter(workspace_id=full.cast.workspace.id, verb=verb))


def test_an_erasure_is_done_once(full):
    with full.scope():
        for number in range(30):
            say(full.connection, f"the boathouse again {number}")
        messages = Message.objects.filter(person_id=full.person.id).count()
        row = erase.begin(full.person)
    assert die_often("erase", row.workspace_id, row.id, span=60) >= 2
    with full.scope():
        row = Erasure.objects.get(id=row.id)
        assert row.state == "done"
        assert not Person.objects.filter(id=full.person.id).exists()
        assert DataKey.objects.filter(holder=full.person.id, wrapped__isnull=False).count() == 0
    paper = row.certificate
    assert {entry["count"] for entry in paper["found"]} == {0}
    assert {line["before"] for line in paper["stores"] if line["store"] == "Messages"} == {messages}
    assert row.counts["messages"]["Messages"] == [messages, messages]
    assert len(done(full, "privacy.erased")) == 1


def test_a_copy_is_made_once_and_whole(full, tmp_path):
    with full.scope():
        row = export.begin()
    assert die_often("export", row.workspace_id, row.id, span=80) >= 2
    with full.scope():
        assert Export.objects.get(id=row.id).state == "ready"
        _, pieces = export.fetch(row.id)
        (tmp_path / "copy.zip").write_bytes(b"".join(pieces))
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert archive.testzip() is None
    assert len(done(full, "privacy.export_ready")) == 1
    left = [path.name for path in export.path_of(row.id).parent.iterdir() if path.stem == str(row.id)]
    assert left == [f"{row.id}.sealed"]


def test_a_workspace_moves_in_once_or_not_at_all(full, tmp_path):
    with full.scope():
        row, bodies = export.begin(), Message.objects.count()
    export.make(row.workspace_id, row.id)
    with full.scope():
        (tmp_path / "copy.zip").write_bytes(b"".join(export.fetch(row.id)[1]))
    here = full.cast.workspace.id
    demolish(here)
    assert run("move_in", 120, tmp_path / "copy.zip") == -9
    assert not Workspace.objects.using("system").filter(id=here).exists()
    assert run("move_in", 10**9, tmp_path / "copy.zip") == 0
    assert len(done(full, "privacy.moved_in")) == 1
    with full.scope():
        assert Message.objects.count() == bodies


def test_a_sweep_counts_each_row_once(full):
    with full.scope():
        Message.objects.filter(person_id=full.person.id).update(
            sent_at=timezone.now() - timedelta(days=keeping("messages").default + 1)
        )
        over = Message.objects.filter(person_id=full.person.id).count()
    assert die_often("sweep", full.cast.workspace.id, span=25) >= 2
    with full.scope():
        assert not Message.objects.filter(person_id=full.person.id).exists()
        assert Message.objects.filter(person_id=full.other.id).exists()
    assert sum(action.data.get("messages", 0) for action in done(full, "privacy.swept")) == over
