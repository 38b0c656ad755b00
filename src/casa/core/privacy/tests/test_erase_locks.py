"""An erasure blocks nobody: in the middle of each of its steps every row of everybody else can be taken at once.

Asked of the locks themselves and not of a clock: a second connection takes each row it may not have to wait for.
"""

import pytest
from django.db import connection, connections, transaction

from casa.core.inbox.models import Conversation, Message
from casa.core.inbox.rules import write_note
from casa.core.people.models import Identity, Person
from casa.core.privacy import erase
from casa.core.privacy.models import Erasure
from casa.core.privacy.tests.house import furnish, say
from casa.core.stays.models import Reservation
from casa.core.vault.models import DataKey

HARMLESS = {"AccessShareLock", "RowShareLock", "RowExclusiveLock"}
"""Locks on whole tables that let everybody else read and write."""
THEIRS = ((Message, "person_id"), (Conversation, "person_id"), (Identity, "person_id"), (Reservation, "person_id"),
          (Person, "id"), (DataKey, "holder"))  # fmt: skip


@pytest.fixture
def full(cast):
    return furnish(cast)


def tables_held() -> set[str]:
    """The modes in which this transaction holds whole tables of ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select l.mode from pg_locks l join pg_class c on c.oid = l.relation "
            "where l.pid = pg_backend_pid() and l.locktype = 'relation' and c.relkind = 'r'"
        )
        return {row[0] for row in cursor.fetchall()}


def take_all_of_others(workspace_id, person_id) -> None:
    """Every row a colleague's work with somebody else could need. Raises when one is held by somebody."""
    with transaction.atomic(using="system"):
        rows = connections["system"].cursor()
        for model, column in THEIRS:
            rows.execute(
                f"select 1 from {model._meta.db_table} where workspace_id = %s and {column} <> %s for update nowait",
                [workspace_id, person_id],
            )
        rows.execute("select 1 from accounts_workspace where id = %s for key share nowait", [workspace_id])
        rows.close()
        transaction.set_rollback(True, using="system")


def test_the_look_itself_would_notice(full):
    with full.scope():
        Message.objects.filter(person_id=full.other.id).update(language="en")
        with pytest.raises(Exception, match="could not obtain lock"):
            take_all_of_others(full.cast.workspace.id, full.person.id)


def test_while_somebody_is_erased_everybody_else_can_be_read_and_written(full, monkeypatch):
    with full.scope():
        for number in range(5):
            say(full.connection, f"a boathouse {number} and more words nobody else has")
            say(full.connection, f"the grill {number}", "+18285550777")
        row = erase.begin(full.person)
    looked = []
    save = Erasure.save

    def in_the_middle(self, *args, **kwargs):
        """Every step ends with this, its transaction still open."""
        save(self, *args, **kwargs)
        assert tables_held() <= HARMLESS, self.stage
        take_all_of_others(self.workspace_id, self.person_id)
        looked.append(self.stage)

    monkeypatch.setattr(Erasure, "save", in_the_middle)
    erase.go_on(row.workspace_id, row.id)
    assert set(looked) >= {"words", "messages", "consent", "people", "dictionary", "keys", "certify"}
    with full.scope():
        assert Erasure.objects.get(id=row.id).state == "done"


def test_a_colleague_answers_somebody_else_in_the_middle_of_it(full, monkeypatch):
    """Not only rows: the rules themselves, with locks of their own, in a session that would rather fail than wait."""
    with full.scope():
        row = erase.begin(full.person)
        talk = Conversation.objects.get(person_id=full.other.id)
    save, written = Erasure.save, []

    def in_the_middle(self, *args, **kwargs):
        save(self, *args, **kwargs)
        if self.stage not in written:
            written.append(self.stage)
            _in_a_session_of_its_own(full, talk)

    monkeypatch.setattr(Erasure, "save", in_the_middle)
    erase.go_on(row.workspace_id, row.id)
    with full.scope():
        notes = Message.objects.filter(conversation=talk, direction="note").count()
    assert notes == len(written) > 10


def _in_a_session_of_its_own(full, talk) -> None:
    from threading import Thread

    trouble: list[BaseException] = []

    def work() -> None:
        try:
            with full.scope():
                with connection.cursor() as cursor:
                    cursor.execute("set local lock_timeout = '100ms'")
                write_note(Conversation.objects.get(id=talk.id), full.cast.alice, "a note beside it, nevertheless")
        except Exception as error:  # told by the thread that waits
            trouble.append(error)
        finally:
            connection.close()

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert trouble == []
