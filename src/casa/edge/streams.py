"""Who listens to which workspace, and what each of them has not been told yet."""

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Iterable

MOST_UNTOLD = 200
"""Topics that wait for one slow reader. Then the reader is let go; it comes back and asks for everything."""

MOST_REMEMBERED = 10_000
"""Workspaces whose last change is remembered."""


class Stream:
    """One open page: topics that changed since it was last told, each once."""

    def __init__(self) -> None:
        self._untold: dict[str, None] = {}
        self._everything = False
        self._ended = False
        self._woken = asyncio.Event()

    @property
    def ended(self) -> bool:
        return self._ended

    def tell(self, topics: Iterable[str]) -> None:
        self._untold.update(dict.fromkeys(topics))
        if len(self._untold) > MOST_UNTOLD:
            self._ended = True
        self._woken.set()

    def tell_everything(self) -> None:
        """Something may have been missed: the page is to read all of it again."""
        self._everything = True
        self._woken.set()

    def end(self) -> None:
        self._ended = True
        self._woken.set()

    async def wait(self, seconds: float) -> None:
        """Until there is something to say, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return

    def take(self) -> tuple[str, str] | None:
        """The next event, as (name, data), or None when there is nothing."""
        self._woken.clear()
        topics, everything = list(self._untold), self._everything
        self._untold, self._everything = {}, False
        if everything:
            return "resync", "{}"
        return ("changed", json.dumps({"topics": topics}, separators=(",", ":"))) if topics else None


class Streams:
    """All open streams of this process."""

    def __init__(self) -> None:
        self._open: dict[str, set[Stream]] = {}
        self._changed: OrderedDict[str, float] = OrderedDict()
        self._listening_since = time.time()
        self.count = 0

    def open(self, workspace_id: str, seen_at: float) -> Stream:
        """A new stream for a page made at ``seen_at`` (seconds since 1970), which may have missed something since."""
        stream = Stream()
        self._open.setdefault(workspace_id, set()).add(stream)
        self.count += 1
        if seen_at <= max(self._listening_since, self._changed.get(workspace_id, 0.0)):
            stream.tell_everything()
        return stream

    def close(self, workspace_id: str, stream: Stream) -> None:
        streams = self._open.get(workspace_id, set())
        if stream in streams:
            streams.remove(stream)
            self.count -= 1
        if not streams:
            self._open.pop(workspace_id, None)

    def changed(self, workspace_id: str, topics: Iterable[str]) -> None:
        """Something changed in a workspace: tell everyone who looks at it."""
        self._changed[workspace_id] = time.time()
        self._changed.move_to_end(workspace_id)
        while len(self._changed) > MOST_REMEMBERED:
            self._listening_since = max(self._listening_since, self._changed.popitem(last=False)[1])
        for stream in self._open.get(workspace_id, ()):
            stream.tell(topics)

    def resync(self) -> None:
        """We were deaf for a while: everyone is to read everything again."""
        self._listening_since = time.time()
        for stream in self._all():
            stream.tell_everything()

    def end_all(self) -> None:
        for stream in self._all():
            stream.end()

    def _all(self) -> list[Stream]:
        return [stream for streams in self._open.values() for stream in streams]
