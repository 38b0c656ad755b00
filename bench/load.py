"""``python -m bench.load PORT PATH SECONDS FIRST MOST``: a closed loop of 64 connections that post signed texts.

Bare sockets in one thread, requests made beforehand: the client must cost little beside what it measures. Prints
JSON: acknowledged, refused, seconds, and the latencies' median and 99th percentile in milliseconds.
"""

import json
import select
import socket
import sys
import time
from itertools import islice

from bench.texts import texts

CONNECTIONS = 64


class Loop:
    """Each connection sends the next text when its last was answered."""

    def __init__(self, port: int, requests: list[bytes]) -> None:
        self._left = iter(requests)
        self._poll = select.poll()
        self._sockets: dict[int, socket.socket] = {}
        self._since: dict[int, float] = {}
        self.latencies: list[float] = []
        self.refused = 0
        for _ in range(CONNECTIONS):
            each = socket.create_connection(("127.0.0.1", port))
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets[each.fileno()] = each
            self._poll.register(each, select.POLLIN)

    def run(self, seconds: float) -> float:
        """Send for so long, then wait for the last answers; how long it took in all."""
        began = time.perf_counter()
        for handle in self._sockets:
            self._send(handle)
        while self._since:
            for handle, _ in self._poll.poll(5000):
                self._hear(handle)
                if time.perf_counter() - began < seconds:
                    self._send(handle)
        return time.perf_counter() - began

    def _send(self, handle: int) -> None:
        request = next(self._left, None)
        if request is not None:
            self._since[handle] = time.perf_counter()
            self._sockets[handle].sendall(request)

    def _hear(self, handle: int) -> None:
        said = self._sockets[handle].recv(65536)
        self.latencies.append(time.perf_counter() - self._since.pop(handle))
        if not said.startswith(b"HTTP/1.1 200"):
            self.refused += 1
        while not said.endswith(b"<Response/>"):
            more = self._sockets[handle].recv(65536)
            if not more:
                raise SystemExit("the server closed a connection")
            said += more


def main(port: int, path: str, seconds: float, first: int, most: int) -> None:
    loop = Loop(port, list(islice(texts(path, first), most)))
    took = loop.run(seconds)
    slowest_first = sorted(loop.latencies, reverse=True)
    print(json.dumps({
        "acknowledged": len(slowest_first) - loop.refused,
        "refused": loop.refused,
        "seconds": took,
        "p50": 1000 * slowest_first[len(slowest_first) // 2],
        "p99": 1000 * slowest_first[len(slowest_first) // 100],
    }))  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
