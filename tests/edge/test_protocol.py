"""The short way of webhooks: the same rules, without the general way; what is unusual takes the general one."""

import socket
from contextlib import contextmanager

import httpx
import pytest

from casa.config.asgi import Mux, edge, files
from casa.core.connections.models import Delivery
from casa.core.connections.wire import open_request
from casa.edge.http import words
from casa.edge.protocol import SHORT, quick
from casa.testing.serve import serve
from tests.edge.world import hooked, signed, text

GENERAL = 299  # what the general way says here: only its own answer shows that it was taken


@contextmanager
def only_the_short_way(place, first):
    """A web process that knows the place already, and whose general way would be noticed."""
    mux = Mux(None, files(), edge())
    with (
        serve(mux, lifespan="on", http=quick(mux.edge.hooks)) as base,
        httpx.Client(base_url=base, timeout=10) as client,
    ):
        body, headers = signed(place.path, text(first))
        assert client.post(place.path, content=body, headers=headers).status_code == 200

        async def noticed(scope, receive, send):
            await words(send, GENERAL, "The general way.")

        mux.edge.hooks = noticed
        yield client


@pytest.fixture
def place(cast):
    return hooked(cast)


def test_a_text_for_a_known_place_takes_it_and_is_on_the_disk(place):
    with only_the_short_way(place, 1) as client:
        for number in (2, 3, 3):
            body, headers = signed(place.path, text(number))
            said = client.post(place.path, content=body, headers=headers)
            assert (said.status_code, said.headers["content-type"]) == (200, "text/xml")
            assert said.text.endswith("<Response/>")
            assert said.headers["cache-control"] == "no-store"
        assert place.rows() == 3


@pytest.mark.parametrize("wrong", ["signature", "length", "expect"])
def test_what_is_unusual_takes_the_general_way(place, wrong):
    body, headers = signed(place.path, text(2, "x" * (SHORT if wrong == "length" else 5)))
    if wrong == "signature":
        headers["x-twilio-signature"] = "bm8="
    if wrong == "expect":
        headers["expect"] = "100-continue"
    with only_the_short_way(place, 1) as client:
        assert client.post(place.path, content=body, headers=headers).status_code == GENERAL
        assert client.get(place.path).status_code == GENERAL
        assert client.post(place.path + "x", content=body, headers=headers).status_code == GENERAL
    assert place.rows() == 1


def test_two_at_once_on_one_connection_are_answered_in_order(place):
    with only_the_short_way(place, 1) as client:
        posts = []
        for number in (2, 3):
            body, headers = signed(place.path, text(number))
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            posts.append(
                f"POST {place.path} HTTP/1.1\r\nhost: x\r\n{lines}content-length: {len(body)}\r\n\r\n".encode() + body
            )
        with socket.create_connection((client.base_url.host, client.base_url.port), timeout=10) as line:
            line.sendall(b"".join(posts)[:-5])
            line.sendall(b"".join(posts)[-5:])
            said = b""
            while said.count(b"<Response/>") < 2:
                said += line.recv(65536)
        assert said.count(b"HTTP/1.1 200 OK") == 2
        assert place.rows() == 3


def test_a_trusted_proxy_names_the_sender(place, cast):
    body, headers = signed(place.path, text(2))
    with only_the_short_way(place, 1) as client:
        client.post(place.path, content=body, headers=headers | {"x-forwarded-for": "203.0.113.9"})
    with cast.scope():
        newest = Delivery.objects.filter(connection=place.connection).order_by("id").last()
        assert open_request(newest.sealed).client_ip == "203.0.113.9"
