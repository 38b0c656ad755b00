"""``python -m casa.config.worker [crew …]``: the jobs. One process, one loop, a station for each queue, and the chores.

Two crews, each a process of its own in a household: ``prompt`` brings messages in and out, ``patient`` writes drafts,
reads providers and sends campaigns. Python computes one thing at a time in a process: together, twenty guests a second
waited for their drafts before they were seen at all (docs/decisions/0006). Without a name both work in one process.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

log = logging.getLogger(__name__)

THREADS = 17
"""Jobs and chores at once: eight of the stations, eight chores, one to spare."""

SWITCH = 0.0005
"""Seconds a thread may compute before another gets its turn. Python's own 5 ms are added to every query of a job
whenever another job computes: a text took twice as long to become visible (docs/decisions/0006)."""

REAP_EVERY = 10.0
LAST_CALL = 10.0
"""Seconds from being asked to stop until we go, whatever still runs; its jobs are given to another worker."""


NICE = 5
"""How far the patient step back where the processor is short."""


def main(names: Sequence[str] = ()) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casa.config.settings")
    import django

    django.setup()
    import_module("casa.core.consent.matching").classify("")  # reads its tables now, not when the first guest writes
    sys.setswitchinterval(SWITCH)
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # an outage is said once, in our words
    if list(names) == ["patient"]:
        os.nice(NICE)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        tidy = runner.run(work(names))
        if not tidy:  # a thread that does not end would keep the process for as long as it likes
            logging.shutdown()
            os._exit(1)


def _loop_factory() -> Any:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def work(names: Iterable[str] = ()) -> bool:
    """Work until SIGTERM or SIGINT; whether everything begun was finished."""
    from django.conf import settings

    from casa.config.chores import chores, keep_doing
    from casa.config.jobs import Station, queues_of

    url = settings.ENVIRONMENT.app_url
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(THREADS, "job"))
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    names = tuple(names)
    stations = [Station(url, queue) for queue in queues_of(names)]
    asides = [_aside(keep_doing(chore)) for chore in chores(names)] + [_aside(keep_reaping(url))]
    working = [asyncio.create_task(station.run()) for station in stations]
    log.info("working")
    await _until_asked(asked, working)
    return await _stop(stations, working, asides)


async def _until_asked(asked: asyncio.Event, working: Sequence["asyncio.Task[None]"]) -> None:
    """Until we are asked to stop, or a station ended that never should: then the process is begun anew."""
    waiting = asyncio.create_task(asked.wait())
    await asyncio.wait([waiting, *working], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()


async def _stop(stations: Sequence[Any], working: Sequence["asyncio.Task[None]"], asides: Sequence[Any]) -> bool:
    for aside in asides:
        aside.cancel()
    for station in stations:
        station.stop()
    _, late = await asyncio.wait(working, timeout=LAST_CALL)
    for task in late:
        task.cancel()
    if late:
        log.warning("stopped with %s queues still busy; their jobs are done again", len(late))
    broken = [error for task in working if task.done() and not task.cancelled() and (error := task.exception())]
    for error in broken:
        log.error("a queue's worker failed: %s", type(error).__name__, exc_info=error)
    return not late and not broken


async def keep_reaping(url: str) -> None:
    """Give the jobs of dead workers to the living, ever again."""
    from casa.config.jobs import reachable, reap, worker_app

    while True:
        try:
            await reachable(url)
            async with worker_app(url, 2).open_async() as app:
                while True:
                    if given := await reap(app):
                        log.warning("%s jobs of a dead worker are done again", given)
                    await asyncio.sleep(REAP_EVERY)
        except Exception as error:
            log.warning("dead workers are not looked for: %s", type(error).__name__)
            await asyncio.sleep(1)


def _aside(work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    return asyncio.create_task(work)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(sys.argv[1:])
