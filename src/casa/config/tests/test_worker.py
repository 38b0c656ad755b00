"""The worker: what it survives, what it gives back, what it does every second."""

import asyncio
import os
import signal
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone
from procrastinate import App, PsycopgConnector

from casa.config import chores
from casa.config.jobs import Queue, Station, reap, worker_app
from casa.config.postgres.temporary import temporary
from casa.core.accounts.jobs import CREWS, beat, schedule, workers_alive
from casa.core.accounts.models import Due
from casa.core.connections.models import Connection, Delivery
from casa.lib.ids import new_id


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of our own to kill, with the queue's tables and nothing else."""
    with temporary(tmp_path_factory.mktemp("queue")) as server:
        with App(connector=PsycopgConnector()).replace_connector(_connector(server)) as app:
            asyncio.run(_apply(app))
        yield server


def _connector(server):
    return PsycopgConnector(conninfo=server.url("owner"))


async def _apply(app):
    async with app.open_async():
        await app.schema_manager.apply_schema_async()


def kill(server):
    """kill -9 of the whole database."""
    os.kill(server._child.pid, signal.SIGKILL)
    server._child.wait()


def revive(server):
    server.prepare()
    server.start()
    server.wait_ready()


@contextmanager
def station(server, tasks, poll=60.0):
    """A worker in a thread. With so rare a poll, only a heard notification starts a job soon."""
    ready, box = threading.Event(), {}

    async def run():
        box["loop"] = asyncio.get_running_loop()
        box["station"] = Station(server.url("owner"), Queue("realtime", 2, poll), tasks)
        ready.set()
        await box["station"].run()

    thread = threading.Thread(target=asyncio.run, args=(run(),), daemon=True)
    thread.start()
    ready.wait(5)
    until(lambda: listeners(server) == 1)
    yield
    box["loop"].call_soon_threadsafe(box["station"].stop)
    thread.join(15)
    assert not thread.is_alive()


def sql(server, statement, *values):
    with psycopg.connect(server.url("owner"), autocommit=True) as connection:
        cursor = connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def listeners(server):
    found = "select count(*) from pg_stat_activity where query ilike 'listen%%' and pid <> pg_backend_pid()"
    return sql(server, found)[0][0]


def add(server, task, lock=None, once=None):
    return sql(
        server,
        "insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status) "
        "values ('realtime', %s, %s, %s, 'todo') returning id",
        task,
        lock,
        once,
    )[0][0]


def jobs(server):
    return sql(server, "select task_name, status::text from procrastinate_jobs order by id")


def until(true, seconds=15.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def tasks_of(**functions):
    app = App(connector=PsycopgConnector())
    for name, function in functions.items():
        app.task(name=name)(function)
    return app.tasks


def test_a_worker_hears_again_after_the_database_was_killed(server):
    done = []
    with station(server, tasks_of(note=lambda: done.append(time.monotonic()))):
        add(server, "note")
        until(lambda: len(done) == 1)
        kill(server)
        time.sleep(0.5)
        revive(server)
        until(lambda: listeners(server) == 1)
        began = time.monotonic()
        add(server, "note")
        until(lambda: len(done) == 2)
        assert done[1] - began < 2
    assert jobs(server) == []


def test_what_was_done_during_an_outage_is_written_down_after_it(server):
    begun, go, times = threading.Event(), threading.Event(), []

    def slow():
        times.append(1)
        begun.set()
        go.wait(20)

    with station(server, tasks_of(slow=slow)):
        add(server, "slow", lock="one")
        assert begun.wait(10)
        kill(server)
        go.set()
        time.sleep(1)
        revive(server)
        until(lambda: jobs(server) == [])
    assert len(times) == 1


def test_a_failed_job_whose_equal_already_waits_does_not_hold_its_lock_for_ever(server):
    begun, go, runs = threading.Event(), threading.Event(), []

    def once_bad():
        runs.append(1)
        if len(runs) == 1:
            begun.set()
            go.wait(20)
            raise ValueError("the first time")

    with station(server, tasks_of(bad=once_bad), poll=0.2):
        add(server, "bad", lock="drain", once="drain")
        assert begun.wait(10)
        add(server, "bad", lock="drain", once="drain")
        go.set()
        until(lambda: jobs(server) == [])
    assert len(runs) == 2


def test_a_dead_workers_job_is_given_back_and_a_finished_one_left_alone(server):
    job = add(server, "lost")
    sql(
        server,
        "with w as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 minute') "
        "returning id) update procrastinate_jobs set status = 'doing', worker_id = (select id from w) "
        "where id = %s",
        job,
    )

    async def once():
        async with worker_app(server.url("owner"), 2, {}).open_async() as app:
            return await reap(app)

    assert asyncio.run(once()) == 1
    assert jobs(server) == [("lost", "todo")]
    assert asyncio.run(once()) == 0
    sql(server, "delete from procrastinate_jobs")


def queued(task):
    with connections["system"].cursor() as cursor:
        cursor.execute("select args, queueing_lock from procrastinate_jobs where task_name = %s", [task])
        return cursor.fetchall()


def test_what_is_due_goes_into_the_queue_and_the_rest_stays(cast):
    with cast.scope():
        schedule("tests.now", timezone.now() - timedelta(seconds=1), "a")
        schedule("tests.later", timezone.now() + timedelta(hours=1), "b")
    assert chores.dispatch_due() >= 1
    assert str(cast.workspace.id) in str(queued("tests.now"))
    assert not queued("tests.later")
    with cast.scope():
        assert list(Due.objects.values_list("key", flat=True)) == ["b"]


def connected(cast, **changed):
    with cast.scope():
        row = Connection(
            id=new_id(),
            workspace_id=cast.workspace.id,
            provider="twilio",
            account_ref=new_id().hex,
            label="Texts",
            brand=cast.brand,
            **changed,
        )
        row.save(force_insert=True)
    return row


def delivered(cast, connection, age, **changed):
    with cast.scope():
        row = Delivery(
            workspace_id=cast.workspace.id,
            connection=connection,
            key=new_id().bytes,
            sealed=b"x",
            received_at=timezone.now() - age,
            **changed,
        )
        row.save(force_insert=True)
    return row


def test_a_delivery_that_nobody_drains_is_found(cast):
    connection = connected(cast)
    delivered(cast, connection, timedelta(seconds=1), state="new")
    chores.look_for_undrained()
    assert f"drain:{cast.workspace.id}" not in str(queued("inbox.drain"))
    delivered(cast, connection, timedelta(seconds=6), state="new")
    chores.look_for_undrained()
    chores.look_for_undrained()
    assert str(queued("inbox.drain")).count(f"drain:{cast.workspace.id}") == 1


def test_connections_are_read_again_as_often_as_their_passport_says(cast):
    sweep = chores.Sweep()
    fresh = connected(cast, last_sync_at=timezone.now())
    old = connected(cast, last_sync_at=timezone.now() - timedelta(hours=1))
    ended = connected(cast, last_sync_at=None, disconnected_at=timezone.now())
    assert sweep() >= 1
    found = str(queued("inbox.sync"))
    assert str(old.id) in found
    assert str(fresh.id) not in found
    assert str(ended.id) not in found
    assert sweep() == 0


def test_deliveries_go_a_month_after_they_were_worked_off(cast):
    connection = connected(cast)
    month = timedelta(days=31)
    kept = [
        delivered(cast, connection, month, state="new").id,
        delivered(cast, connection, timedelta(days=1), state="done", done_at=timezone.now()).id,
    ]
    delivered(cast, connection, month, state="done", done_at=timezone.now() - month)
    assert chores.forget_deliveries() == 1
    with cast.scope():
        assert set(Delivery.objects.filter(connection=connection).values_list("id", flat=True)) == set(kept)


def test_signs_of_life_and_tidying(database):
    beat("worker:old", "0")
    with connections["system"].cursor() as cursor:
        cursor.execute("update accounts_heartbeat set at = now() - interval '2 days' where name = 'worker:old'")
        for crew in CREWS:
            chores.beat(crew)
        cursor.execute("select count(*) from accounts_heartbeat where name = 'worker:old'")
        assert cursor.fetchone()[0] == 0
    assert workers_alive()
    chores.vacuum_queue()
    Session.objects.create(session_key="gone", session_data="", expire_date=timezone.now() - timedelta(days=1))
    chores.forget_sessions()
    assert not Session.objects.filter(session_key="gone").exists()


async def test_a_failing_chore_is_done_again(database):
    times = []

    def fails():
        times.append(1)
        raise ValueError

    task = asyncio.create_task(chores.keep_doing(chores.Chore("test", 0.05, fails)))
    while len(times) < 3:
        await asyncio.sleep(0.02)
    task.cancel()


def test_given_up_jobs_are_kept_a_month_and_then_forgotten(database):
    mark = f"test.{new_id().hex}"
    with connections["owner"].cursor() as cursor:
        for days, status in ((31, "failed"), (2, "failed"), (31, "doing")):
            cursor.execute(
                "insert into procrastinate_jobs (queue_name, task_name, args, status) "
                "values ('nowhere', %s, '{}', 'todo') returning id",
                [f"{mark}.{status}.{days}"],
            )
            job = cursor.fetchone()[0]
            for each in ("doing", status):
                cursor.execute("update procrastinate_jobs set status = %s where id = %s", [each, job])
            cursor.execute(
                "update procrastinate_events set at = now() - make_interval(days => %s) where job_id = %s", [days, job]
            )
        chores.forget_failed_jobs()
        cursor.execute("select task_name from procrastinate_jobs where task_name like %s", [f"{mark}%"])
        assert {row[0] for row in cursor.fetchall()} == {f"{mark}.failed.2", f"{mark}.doing.31"}
        cursor.execute("delete from procrastinate_jobs where task_name like %s", [f"{mark}%"])
