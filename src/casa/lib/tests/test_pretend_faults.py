import time
from collections.abc import Iterator

import pytest

from casa.lib.http import Door, Unanswered
from casa.lib.pretend import Fault, World
from casa.lib.pretend_faults import App, Receive, Scope, Send, with_faults
from casa.testing.serve import serve


def answering(status: int, done: list[str], headers: dict[str, str] | None = None) -> App:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        done.append(scope["path"])
        raw = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": b"whole"})

    return app


@pytest.fixture
def bench() -> Iterator[tuple[World, Door, str, list[str]]]:
    world, done = World(), []
    app = with_faults(answering(200, done), world, "vendor", lambda fault: answering(fault.status, [], fault.headers))
    with serve(app) as url:
        yield world, Door(own=frozenset({url}), timeout=1.0), url, done


def test_a_fault_strikes_as_often_as_arranged_and_only_its_path(bench: tuple[World, Door, str, list[str]]) -> None:
    world, door, url, done = bench
    world.break_next(Fault("vendor", "status", path="/b", status=503, times=2, headers={"retry-after": "4"}))
    world.break_next(Fault("another", "status"))

    assert [door.request("GET", f"{url}/{path}").status for path in "abbb"] == [200, 503, 503, 200]
    assert done == ["/a", "/b"]


def test_after_does_the_work_and_then_fails(bench: tuple[World, Door, str, list[str]]) -> None:
    world, door, url, done = bench
    world.break_next(Fault("vendor", "after", status=500))
    assert door.request("POST", f"{url}/a").status == 500
    assert done == ["/a"]


@pytest.mark.parametrize(("kind", "worked"), [("drop", False), ("hang", False), ("after_hang", True)])
def test_no_whole_answer_comes(bench: tuple[World, Door, str, list[str]], kind: str, worked: bool) -> None:
    world, door, url, done = bench
    world.break_next(Fault("vendor", kind, seconds=0.1))
    with pytest.raises(Unanswered):
        door.request("POST", f"{url}/a")
    assert bool(done) is worked


def test_hanging_ends_when_the_caller_gives_up(bench: tuple[World, Door, str, list[str]]) -> None:
    world, door, url, _ = bench
    world.break_next(Fault("vendor", "hang", seconds=60))
    with pytest.raises(Unanswered):
        door.request("GET", f"{url}/a", timeout=0.2)
    assert door.request("GET", f"{url}/a").ok


def test_slow_is_slow_and_whole(bench: tuple[World, Door, str, list[str]]) -> None:
    world, door, url, _ = bench
    world.break_next(Fault("vendor", "slow", seconds=0.2))
    start = time.monotonic()
    assert door.request("GET", f"{url}/a").text == "whole"
    assert time.monotonic() - start >= 0.2


def test_casas_own_controls_are_spared(bench: tuple[World, Door, str, list[str]]) -> None:
    world, door, url, _ = bench
    world.break_next(Fault("vendor", "status"))
    assert door.request("GET", f"{url}/_casa/x").status == 200
