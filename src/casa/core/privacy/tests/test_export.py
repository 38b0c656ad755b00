"""Copies: all there is of one person and of nobody else; a whole workspace that moves into an empty house."""

import csv
import io
import json
import re
import zipfile
from unittest.mock import patch

import pytest
from django.db import connections, transaction

from casa.core.accounts.models import Read
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.walls import walled_models
from casa.core.consent.chain import verify_chain
from casa.core.inbox.models import Attachment, Message
from casa.core.inbox.search import search
from casa.core.people.rules import find
from casa.core.privacy import export, moving_in
from casa.core.privacy.models import Export, ExportState
from casa.core.privacy.sealed_file import PIECE, SealedWriter, opened
from casa.core.privacy.tests.house import erase_whole, furnish, say
from casa.core.vault.crypto import CannotOpen, new_data_key
from casa.core.vault.keyring import keyring
from casa.core.vault.tests.planted import PHONE, PLANTED
from casa.core.vault.tests.reading import read_out


@pytest.fixture
def full(cast):
    return furnish(cast)


def copied(full, person=None):
    with full.scope():
        row = export.begin(person)
    export.make(row.workspace_id, row.id)
    with full.scope():
        row, pieces = export.fetch(row.id)
        return row, b"".join(pieces)


def opened_zip(data):
    return zipfile.ZipFile(io.BytesIO(data))


def test_a_persons_copy_holds_all_of_theirs_and_nothing_of_others(full):
    with full.scope():
        say(full.connection, "my parrot is called Bartholomew", "+18285550777")
    _, data = copied(full, full.person)
    with opened_zip(data) as archive:
        everything = b"\n".join(archive.read(name) for name in archive.namelist())
        text = everything.decode("utf-8", "replace")
        assert json.loads(archive.read("manifest.json"))["what"] == "person"
    for planted in ("name", "phone", "e-mail", "message", "note", "notes on the person", "draft", "booking code",
                    "answer", "file", "file name", "disclosure", "review", "prompt"):  # fmt: skip
        assert PLANTED[planted] in text, planted
    assert "Bartholomew" not in text
    whole_or_masked = r"555[- ]?0777|(?<![0-9a-f-])0777(?![0-9a-f])"  # four digits alone stand in an id by chance
    assert re.search(whole_or_masked, text) is None


def test_a_persons_copy_is_a_table_too_and_no_formula(full):
    with full.scope():
        say(full.connection, "=HYPERLINK(1)")
    _, data = copied(full, full.person)
    with opened_zip(data) as archive:
        told = list(csv.DictReader(io.StringIO(archive.read("messages/messages.csv").decode("utf-8-sig"))))
        lines = archive.read("messages/messages.jsonl").splitlines()
    assert len(told) == len(lines) > 1
    assert {row["body"] for row in told} >= {"'=HYPERLINK(1)", PLANTED["message"]}


def test_the_read_log_says_that_a_copy_was_made(full):
    copied(full, full.person)
    with full.scope():
        assert Read.objects.filter(person_id=full.person.id, reason="export").exists()


def test_on_the_disk_nothing_of_it_can_be_read(full):
    row, data = copied(full, full.person)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
    assert read_out([PLANTED["name"], PHONE, "manifest.json"], [export.path_of(row.id).read_bytes()]) == set()


def test_a_copy_ends_with_its_time_and_with_the_person(full):
    row, _ = copied(full, full.person)
    with full.scope():
        export.forget(row.id)
    assert not export.path_of(row.id).exists()
    with full.scope(), pytest.raises(NotPossible, match="not here any more"):
        export.fetch(row.id)
    row, _ = copied(full, full.person)
    erase_whole(full)
    with full.scope():
        assert not Export.objects.filter(id=row.id).exists()
    with patch.object(export, "_old", return_value=True):
        export.forget_strays()
    assert not export.path_of(row.id).exists()


def test_a_copy_cut_off_in_the_middle_is_made_once(full):
    with full.scope():
        row = export.begin(full.person)
        assert export.begin(full.person).id == row.id
    with patch.object(export, "write", side_effect=RuntimeError("power cut")), pytest.raises(RuntimeError):
        export.make(row.workspace_id, row.id)
    assert not export.path_of(row.id).exists()
    export.make(row.workspace_id, row.id)
    made = export.path_of(row.id).read_bytes()
    export.make(row.workspace_id, row.id)
    assert export.path_of(row.id).read_bytes() == made
    with full.scope():
        assert Export.objects.get(id=row.id).state == ExportState.READY


def test_a_sealed_file_that_was_touched_does_not_open(tmp_path):
    path, key = tmp_path / "x.sealed", new_data_key()
    with SealedWriter(path, key) as file:
        file.write(b"a" * (3 * PIECE))
    assert b"".join(opened(path, key)) == b"a" * (3 * PIECE)
    whole = path.read_bytes()
    piece = 4 + 12 + PIECE + 16
    damages = (whole[:-1], whole[:piece], whole[piece:], whole[piece : 2 * piece] + whole[:piece] + whole[2 * piece :])
    for damaged in damages:
        path.write_bytes(damaged)
        with pytest.raises(CannotOpen):
            list(opened(path, key))
    path.write_bytes(whole)
    with pytest.raises(CannotOpen):
        list(opened(path, new_data_key()))


def demolish(workspace_id):
    """The whole workspace goes, keys and all, as if this house had never known it."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("select array_agg(user_id) from accounts_member where workspace_id = %s", [workspace_id])
        users = cursor.fetchone()[0]
        for model in walled_models():
            cursor.execute(f"delete from {model._meta.db_table} where workspace_id = %s", [workspace_id])
        cursor.execute("delete from accounts_workspace where id = %s", [workspace_id])
        cursor.execute("delete from accounts_member where user_id = any(%s)", [users])
        cursor.execute("delete from mfa_authenticator where user_id = any(%s)", [users])
        cursor.execute("delete from accounts_user where id = any(%s)", [users])
    keyring.forget(workspace_id)


def test_a_workspace_moves_into_an_empty_house_with_the_same_counts_and_checksums(full, tmp_path):
    with full.scope():
        bodies = sorted(row.body for row in Message.objects.all())
        file = bytes(Attachment.objects.get().blob)
    _, data = copied(full)
    copy = tmp_path / "copy.zip"
    copy.write_bytes(data)
    told = json.loads(opened_zip(data).read("manifest.json"))["tables"]
    assert told["inbox.message"]["rows"] == len(bodies)
    demolish(full.cast.workspace.id)
    with patch.object(moving_in, "is_empty", return_value=True):
        found = moving_in.move_in(copy)
    assert {name: entry for name, entry in found.items() if name != "accounts.action"} == {
        name: entry for name, entry in told.items() if name != "accounts.action"
    }
    with full.scope():
        assert sorted(row.body for row in Message.objects.all()) == bodies
        assert find("phone", PHONE).name == PLANTED["name"]
        assert search("boathouse")
        assert bytes(Attachment.objects.get().blob) == file
        state = verify_chain(full.cast.brand.id)
        assert state.ok
        assert state.suppressions > 0


def test_what_was_changed_on_the_way_does_not_move_in(full, tmp_path):
    _, data = copied(full)
    copy = tmp_path / "copy.zip"
    with opened_zip(data) as old, zipfile.ZipFile(copy, "w") as fresh:
        for name in old.namelist():
            told = old.read(name)
            fresh.writestr(name, told.replace(b"heron sleeps", b"crane sleeps") if name.startswith("tables/") else told)
    demolish(full.cast.workspace.id)
    with patch.object(moving_in, "is_empty", return_value=True), pytest.raises(NotPossible, match="did not arrive"):
        moving_in.move_in(copy)
    with full.scope():
        assert not Message.objects.exists()


def test_a_house_that_is_lived_in_takes_no_copy(full, tmp_path):
    _, data = copied(full)
    copy = tmp_path / "copy.zip"
    copy.write_bytes(data)
    with pytest.raises(NotPossible, match="empty Casa"):
        moving_in.move_in(copy)


def test_a_copy_holds_no_secret_of_a_connection(full):
    _, data = copied(full)
    with opened_zip(data) as archive:
        everything = b"\n".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    for planted in ("token", "second token", "hook token", "cursor", "typed secret", "verifier"):
        assert PLANTED[planted] not in everything, planted
    assert "argon2" not in everything
