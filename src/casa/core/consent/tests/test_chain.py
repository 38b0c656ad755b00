"""The chain: what was written stays as it was written, and the database tells when it did not."""

import importlib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.utils import IntegrityError, InternalError, ProgrammingError

from casa.core.accounts.models import Brand
from casa.core.accounts.scope import workspace_scope
from casa.core.consent.chain import verify_chain
from casa.core.consent.models import ChainHead, ConsentEvent, Suppression
from casa.core.consent.rules import note_consent, suppress
from casa.core.people.rules import recognise
from casa.core.vault.models import KeyKind
from casa.core.vault.rules import destroy_keys
from casa.lib.ids import new_id

PHONE = "+18285550142"
NOW = datetime.now(UTC) - timedelta(hours=2)


def write_some(brand):
    suppress(brand.id, "sms", "phone", PHONE, "keyword", text="STOP", at=NOW)
    note_consent(
        brand.id, "sms", "phone", PHONE, "express", "booking", "gave_number", at=NOW, disclosure="We text you."
    )
    suppress(brand.id, "sms", "phone", PHONE, "keyword", restores=True)
    suppress(brand.id, "sms", "phone", "+18285550143", "staff")


@pytest.fixture
def written(cast):
    """Two ledgers, committed in transactions of their own."""
    with cast.scope():
        write_some(cast.brand)
    with cast.scope():
        suppress(cast.brand.id, "sms", "phone", "+18285550144", "staff")
    return cast


def tamper(sql, *values):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, list(values))
        assert cursor.rowcount == 1


def state(cast):
    with cast.scope():
        return verify_chain(cast.brand.id)


def test_lines_are_numbered_in_the_order_in_which_they_were_written(written):
    with written.scope():
        lines = Suppression.objects.order_by("recorded_at", "id")
        assert [line.seq for line in lines] == [1, 2, 3, 4]
        assert len({bytes(line.chain) for line in lines}) == 4
    found = state(written)
    assert (found.ok, found.suppressions, found.consents) == (True, 4, 1)
    assert "5 entries" in found.words


def test_lines_of_the_same_transaction_can_be_verified_at_once(here):
    write_some(here.brand)
    assert verify_chain(here.brand.id).ok
    suppress(here.brand.id, "sms", "phone", "+18285550145", "staff")
    assert verify_chain(here.brand.id).suppressions == 4


CHANGES = [
    "scope = 'marketing'", "reason = 'other'", "restores = not restores",
    "occurred_at = occurred_at - interval '1 day'", "recorded_at = recorded_at + interval '1 second'",
    "address = '\\x00'", "rule = 'R1'", "program = 'x'", "text = null", "digest = '\\x00'", "chain = '\\x00'",
    "seq = 40",
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_line_is_found(written, change):
    tamper(f"update consent_suppression set {change} where workspace_id = %s and seq = 1", written.workspace.id)
    found = state(written)
    assert (found.ok, found.broken_ledger, found.broken_at) == (False, "suppression", 1)
    assert "1" in found.words


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_missing_line_is_found_also_the_last(written, seq):
    tamper("delete from consent_suppression where workspace_id = %s and seq = %s", written.workspace.id, seq)
    assert state(written).broken_at == seq


def test_a_changed_consent_is_found(written):
    tamper("update consent_consentevent set consent_class = 'written' where workspace_id = %s", written.workspace.id)
    assert state(written).broken_ledger == "consent"


def test_a_line_slipped_in_past_the_chain_is_found(written):
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table consent_suppression disable trigger chained")
        cursor.execute(
            "insert into consent_suppression (id, workspace_id, brand_id, address, channel, scope, program, restores, "
            "reason, rule, matcher, message_ref, received_on, occurred_at) select %s, workspace_id, brand_id, address, "
            "channel, scope, '', true, 'keyword', '', '', '', '', now() from consent_suppression "
            "where workspace_id = %s and seq = 1",
            [new_id(), written.workspace.id],
        )
        cursor.execute("alter table consent_suppression enable trigger chained")
    assert not state(written).ok


def test_the_digest_needs_no_persons_key_and_gives_no_text_away(written):
    """R45: erasing the person breaks no chain."""
    with written.scope():
        person = recognise("phone", PHONE, "Hannah Lindqvist")
        destroy_keys(KeyKind.PERSON, person.id)
    assert state(written).ok


def test_each_brand_has_a_chain_of_its_own(written):
    with written.scope():
        other = Brand.objects.create(workspace=written.workspace, name="Other")
        suppress(other.id, "sms", "phone", PHONE, "staff")
    with written.scope():
        assert verify_chain(other.id).suppressions == 1
        assert Suppression.objects.get(brand=other).seq == 1


def test_what_is_rolled_back_leaves_no_gap(written):
    with written.scope():
        suppress(written.brand.id, "sms", "phone", "+18285550146", "staff")
        transaction.set_rollback(True)
    with written.scope():
        suppress(written.brand.id, "sms", "phone", "+18285550147", "staff")
    assert state(written).suppressions == 5


def test_a_line_without_its_digest_is_refused(cast):
    line = {"workspace_id": cast.workspace.id, "brand_id": cast.brand.id, "address": b"a", "channel": "sms"}
    with pytest.raises((InternalError, IntegrityError, ProgrammingError), match="digest"), cast.scope():
        Suppression.objects.create(id=new_id(), **line, scope="all", reason="staff", occurred_at=NOW, recorded_at=NOW)


@pytest.mark.parametrize(
    "sql", ["update consent_chainhead set seq = 0", "delete from consent_chainhead", "delete from consent_disclosure"]
)
def test_the_app_can_move_no_head(written, sql):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        written.scope(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_two_writers_at_once_share_one_chain(cast):
    from concurrent.futures import ThreadPoolExecutor

    def write(number):
        try:
            with workspace_scope(cast.workspace.id):
                for step in range(5):
                    suppress(cast.brand.id, "sms", "phone", f"+1828555{number}{step:03d}", "staff")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(1, 5)))
    found = state(cast)
    assert (found.ok, found.suppressions) == (True, 20)
    with cast.scope():
        assert ChainHead.objects.get(ledger="suppression").seq == 20
        assert ConsentEvent.objects.count() == 0


def test_lines_from_before_the_chain_get_their_place_in_it(written):
    """The step of migration 0002, on rows as 0001 left them: no place, no digest, no head."""
    here = [str(written.workspace.id)]
    with connections["owner"].cursor() as cursor:
        for table in ("consent_consentevent", "consent_suppression"):
            cursor.execute(
                f"update {table} set seq = null, digest = null, chain = null where workspace_id = %s",  # noqa: S608
                here,
            )
            assert cursor.rowcount
        cursor.execute("delete from consent_chainhead where workspace_id = %s", here)
    assert not state(written).ok
    name = "0002_ledgers_and_gate"
    then = MigrationLoader(connections["owner"]).project_state(("consent", name)).apps
    step = importlib.import_module(f"casa.core.consent.migrations.{name}").chain_old_lines
    with transaction.atomic(using="owner"):
        step(then, SimpleNamespace(connection=connections["owner"]))
    found = state(written)
    assert (found.ok, found.suppressions, found.consents) == (True, 4, 1)
    with written.scope():
        assert [line.seq for line in Suppression.objects.order_by("recorded_at", "id")] == [1, 2, 3, 4]
        suppress(written.brand.id, "sms", "phone", "+18285550145", "staff")
    assert state(written).suppressions == 5, "what comes later goes on from there"
