"""The live stream, over real HTTP and a real database."""

import json
import threading
import time
from contextlib import contextmanager
from queue import Empty, Queue

import httpx
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection as database
from django.db import connections as databases

from casa.config.asgi import Mux, edge, files
from casa.core.accounts.models import Member, User
from casa.edge.streams import MOST_UNTOLD, Streams
from casa.lib.tickets import LIFETIME, BadTicket, make_ticket, read_ticket
from casa.testing.fixtures import signed_in
from casa.testing.serve import serve


@pytest.fixture(scope="module")
def house(database):
    at_the_edge = edge()
    at_the_edge.live.beat = at_the_edge.live.recheck = 0.2
    with serve(Mux(None, files(), at_the_edge), lifespan="on") as base:
        yield base


def cookie_of(user):
    return signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value


def ticket(cast, user, session, **changed):
    stored = User.objects.get(id=user.id).password
    facts = {"secret_key": settings.SECRET_KEY, "user_id": user.id, "workspace_id": cast.workspace.id,
             "session": session, "password": stored, "now": time.time()} | changed
    return make_ticket(**facts)


@contextmanager
def listening(base, text, session):
    """A page that reads the stream: gives a queue of (event, data); (\"end\", None) when it is closed."""
    heard = Queue()
    cookies = {settings.SESSION_COOKIE_NAME: session}
    with httpx.Client(base_url=base, cookies=cookies, timeout=10) as client, \
            client.stream("GET", f"/live/{text}") as stream:
        assert stream.status_code == 200, stream.read()
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["x-accel-buffering"] == "no"
        reader = threading.Thread(target=read, args=(stream, heard), daemon=True)
        reader.start()
        yield heard
    reader.join(5)


def read(stream, heard):
    event = ""
    try:
        for line in stream.iter_lines():
            if line.startswith("event: "):
                event = line[7:]
            elif line.startswith("data: "):
                heard.put((event, json.loads(line[6:])))
    except httpx.HTTPError:
        pass
    heard.put(("end", None))


def next_of(heard, event, seconds=5.0):
    """The data of the next event of a kind; beats in between do not count."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            name, data = heard.get(timeout=max(0.01, deadline - time.monotonic()))
        except Empty:
            raise AssertionError(f"no {event} in time") from None
        if name == event:
            return data
        assert name in ("beat", "resync"), f"{name} instead of {event}"


def announce(workspace_id, *topics):
    with database.cursor() as cursor:
        cursor.execute("select pg_notify('casa_live', %s)", [json.dumps({"w": str(workspace_id), "t": topics})])


def status_of(base, text, session):
    return httpx.get(f"{base}/live/{text}", cookies={settings.SESSION_COOKIE_NAME: session}).status_code


def test_a_page_hears_what_changed_in_its_workspace_and_nothing_of_others(cast, house):
    session = cookie_of(cast.bob)
    with listening(house, ticket(cast, cast.bob, session), session) as heard:
        next_of(heard, "beat")
        announce(cast.charlie.id, "inbox")
        announce(cast.workspace.id, "inbox", "conversation:42")
        assert next_of(heard, "changed") == {"topics": ["inbox", "conversation:42"]}
        announce(cast.workspace.id, "inbox")
        assert next_of(heard, "changed") == {"topics": ["inbox"]}


def test_what_cannot_be_read_is_passed_over(cast, house):
    session = cookie_of(cast.bob)
    with listening(house, ticket(cast, cast.bob, session), session) as heard:
        next_of(heard, "beat")
        with database.cursor() as cursor:
            for payload in ("", "[]", "no", '{"w": 1}'):
                cursor.execute("select pg_notify('casa_live', %s)", [payload])
        announce(cast.workspace.id, "inbox")
        assert next_of(heard, "changed") == {"topics": ["inbox"]}


def test_a_page_that_may_have_missed_something_is_told_to_read_all(cast, house):
    session = cookie_of(cast.bob)
    made_before = ticket(cast, cast.bob, session)
    with listening(house, ticket(cast, cast.bob, session), session) as heard:
        next_of(heard, "beat")
        announce(cast.workspace.id, "inbox")
        next_of(heard, "changed")
    with listening(house, made_before, session) as heard:
        assert next_of(heard, "resync") == {}


def test_forged_foreign_and_old_tickets_open_nothing(cast, house):
    session, other = cookie_of(cast.bob), cookie_of(cast.vera)
    good = ticket(cast, cast.bob, session)
    assert status_of(house, good, other) == 403
    assert status_of(house, good, "") == 403
    assert status_of(house, good[:-4] + "AAAA", session) == 403
    assert status_of(house, good.replace(".", ""), session) == 403
    assert status_of(house, ticket(cast, cast.bob, session, secret_key="x" * 40), session) == 403
    assert status_of(house, ticket(cast, cast.bob, session, now=time.time() - LIFETIME - 1), session) == 403
    assert status_of(house, ticket(cast, cast.charlie, session), session) == 403
    assert status_of(house, "", session) == 403


def test_a_copied_ticket_says_nothing_secret(cast, house):
    session = cookie_of(cast.bob)
    said = read_ticket(settings.SECRET_KEY, ticket(cast, cast.bob, session), session, time.time())
    stored = User.objects.get(id=cast.bob.id).password
    assert session not in repr(said)
    assert stored not in repr(said)
    with pytest.raises(BadTicket):
        read_ticket(settings.SECRET_KEY, "x" * 5000, session, time.time())


@pytest.mark.parametrize("what", ["membership", "session", "user", "password"])
def test_the_stream_ends_when_its_right_ends(cast, house, what):
    session = cookie_of(cast.bob)
    with listening(house, ticket(cast, cast.bob, session), session) as heard:
        next_of(heard, "beat")
        if what == "membership":
            with cast.scope():
                Member.objects.filter(user=cast.bob).delete()
        elif what == "session":
            Session.objects.filter(session_key=session).delete()
        elif what == "user":
            User.objects.filter(id=cast.bob.id).update(is_active=False)
        else:
            cast.bob.set_password("another horse battery staple")
            cast.bob.save()
        next_of(heard, "end")


def test_the_stream_goes_on_after_its_listener_was_killed(cast, house):
    session = cookie_of(cast.bob)
    with listening(house, ticket(cast, cast.bob, session), session) as heard:
        next_of(heard, "beat")
        with databases["system"].cursor() as cursor:
            cursor.execute(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'casa listener'"
            )
            assert cursor.fetchone()[0] >= 1
        next_of(heard, "resync")
        announce(cast.workspace.id, "inbox")
        assert next_of(heard, "changed") == {"topics": ["inbox"]}


def test_a_reader_that_never_reads_is_let_go():
    streams = Streams()
    stream = streams.open("w", seen_at=time.time() + 1)
    for number in range(MOST_UNTOLD):
        streams.changed("w", [f"conversation:{number}"])
    assert not stream.ended
    streams.changed("w", ["one more"])
    assert stream.ended
    streams.close("w", stream)
    streams.close("w", stream)
    assert streams.count == 0
