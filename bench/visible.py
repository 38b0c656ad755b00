"""How long from a guest's text arriving to the open page being told, at 20 texts a second.

Web process and worker run as in production. Each text comes from a number of its own and so opens a conversation of
its own; it counts as visible when the page's stream first names that conversation.
"""

import http.client
import json
import math
import threading
import time
from dataclasses import dataclass, field

from bench.house import House, opened, running, web
from bench.report import Result
from bench.texts import text

RATE = 20.0
LIMIT = 1.0
PATIENT = ("casa.config.worker", "patient")
LATE = 20.0
"""Seconds to wait for the last ones."""


@dataclass(slots=True)
class Page:
    """What an open page was told, and when."""

    heard: list[tuple[float, list[str]]] = field(default_factory=list)
    broken: str = ""


def measure(quick: bool) -> list[Result]:
    seconds = 6 if quick else 30
    with opened() as house, web() as port, running("casa.config.worker", "prompt"), running(*PATIENT):
        page, sent = Page(), list[float]()
        address, cookie = _signed_in(house)
        threading.Thread(target=_read, args=(page, port, address, cookie), daemon=True).start()
        _first(house, port, page)
        for number in range(int(RATE * seconds)):
            time.sleep(max(0.0, (sent[0] + number / RATE) - time.monotonic()) if sent else 0.0)
            sent.append(time.monotonic())
            _post(port, house.hook_path, number + 1)
        waits = _waits(house, page, sent)
    return [_result(waits, len(sent))]


def _result(waits: list[float], sent: int) -> Result:
    waits.sort()
    middle, high = waits[len(waits) // 2], waits[math.ceil(len(waits) * 0.95) - 1]
    spread = f"median {1000 * middle:.0f} ms, slowest {1000 * waits[-1]:.0f} ms"
    detail = f"{sent} texts at {RATE:.0f}/s, all shown; {spread}"
    return Result("Webhook to open page, 95 %", high, "s", LIMIT, "lower", detail)


def _signed_in(house: House) -> tuple[str, str]:
    """A page of a signed-in user: its stream's address and its cookie."""
    from django.conf import settings
    from django.test import Client

    from casa.core.accounts.models import User
    from casa.lib.tickets import make_ticket

    user, client = User.objects.get(id=house.user_id), Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    ticket = make_ticket(settings.SECRET_KEY, user.id, house.workspace_id, session, user.password, time.time())
    return f"/live/{ticket}", f"{settings.SESSION_COOKIE_NAME}={session}"


def _read(page: Page, port: int, address: str, cookie: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Cookie": cookie})
    answer = connection.getresponse()
    if answer.status != 200:
        page.broken = f"the live stream answered {answer.status}"
        return
    event = b""
    for line in answer:
        if line.startswith(b"event: "):
            event = line[7:].strip()
        elif line.startswith(b"data: ") and event == b"changed":
            page.heard.append((time.monotonic(), json.loads(line[6:])["topics"]))


def _first(house: House, port: int, page: Page) -> None:
    """One text to warm everything up; the worker may still be starting."""
    _post(port, house.hook_path, 0)
    deadline = time.monotonic() + 60
    while not page.heard:
        if page.broken or time.monotonic() > deadline:
            raise RuntimeError(page.broken or "the first text never became visible")
        time.sleep(0.05)
    time.sleep(1)
    page.heard.clear()


def _post(port: int, path: str, number: int) -> None:
    head, _, body = text(path, number, From=_phone(number)).partition(b"\r\n\r\n")
    lines = [line.decode().split(": ", 1) for line in head.split(b"\r\n")[1:]]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", path, body, dict(lines))
    status = connection.getresponse().status
    connection.close()
    if status != 200:
        raise RuntimeError(f"a text was answered with {status}")


def _phone(number: int) -> str:
    """A number of its own for every text, from the ranges kept for fiction (555-01xx of many area codes)."""
    return f"+1{AREAS[number // 100 % len(AREAS)]}55501{number % 100:02d}"


AREAS = (828, 704, 919, 336, 252, 910, 980, 743, 984, 864, 803, 843, 404, 770, 678, 615, 423, 865, 931, 901)


def _waits(house: House, page: Page, sent: list[float]) -> list[float]:
    """For each text, the time until the page heard of its conversation."""
    deadline = time.monotonic() + LATE
    while True:
        topics = _topics(house)
        told: dict[str, float] = {}
        for at, names in list(page.heard):
            for name in names:
                told.setdefault(name, at)
        shown = [told[topic] - sent[number - 1] for number, topic in topics.items() if number and topic in told]
        if len(shown) >= len(sent):
            return shown
        if time.monotonic() > deadline:
            raise RuntimeError(f"{len(sent) - len(shown)} of {len(sent)} texts were never shown")
        time.sleep(0.2)


def _topics(house: House) -> dict[int, str]:
    """Which text led to which conversation."""
    import psycopg

    with psycopg.connect(house.server.url("system")) as connection:
        rows = connection.execute("select external_id, conversation_id from inbox_message where direction = 'in'")
        return {int(external_id.removeprefix("SM"), 16): f"conversation:{place}" for external_id, place in rows}
