"""What the tests of the edge share: a connected Twilio account, signed texts, and the whole web process served."""

import time
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
from django.conf import settings
from django.db import connections as databases

from casa.config.asgi import Mux, edge, files
from casa.core.connections.models import Connection
from casa.core.connections.wire import hook_hash
from casa.edge.protocol import quick
from casa.lib.ids import new_id, new_token
from casa.providers.twilio import signing
from casa.testing.serve import serve

ACCOUNT = "AC" + "0" * 32
SECRET = "5" * 32


@dataclass(frozen=True)
class Hooked:
    """A connection with its webhook's path."""

    connection: Connection
    token: str

    @property
    def path(self):
        return f"/hook/twilio/{self.token}"

    def rows(self):
        with databases["system"].cursor() as cursor:
            cursor.execute("select count(*) from connections_delivery where connection_id = %s", [self.connection.id])
            return cursor.fetchone()[0]

    def jobs(self):
        with databases["system"].cursor() as cursor:
            cursor.execute(
                "select task_name, queue_name, lock, queueing_lock, args from procrastinate_jobs "
                "where queueing_lock = %s",
                [f"drain:{self.connection.workspace_id}"],
            )
            return cursor.fetchall()


def hooked(cast):
    """A Twilio account connected to the cast's workspace."""
    token = new_token()
    with cast.scope():
        connection = Connection(
            id=new_id(), workspace_id=cast.workspace.id, provider="twilio", account_ref=ACCOUNT, label="Texts",
            brand=cast.brand, settings={"account_sid": ACCOUNT}, secrets={"auth_token": SECRET},
            hook_token=token, hook_hash=hook_hash(token),
        )
        connection.save(force_insert=True)
    return Hooked(connection, token)


def text(number, words="Is the hot tub on?"):
    """A text as Twilio posts it."""
    return {
        "MessageSid": f"SM{number:032x}", "SmsSid": f"SM{number:032x}", "SmsMessageSid": f"SM{number:032x}",
        "AccountSid": ACCOUNT, "From": "+18285550142", "To": "+18285550100", "Body": words, "NumMedia": "0",
        "NumSegments": "1", "SmsStatus": "received", "ApiVersion": "2010-04-01", "FromCity": "ASHEVILLE",
        "FromState": "NC", "FromZip": "28801", "FromCountry": "US", "ToCity": "ASHEVILLE", "ToState": "NC",
        "ToZip": "28801", "ToCountry": "US",
    }


def signed(path, fields, secret=SECRET, base=None):
    """The body of a text and its headers, signed for Casa's public address."""
    address = f"{base or settings.BASE_URL}{path}"
    signature = signing.sign(secret, address, {name: [value] for name, value in fields.items()})
    return urlencode(fields).encode(), {"content-type": signing.FORM, "x-twilio-signature": signature}


@contextmanager
def web():
    """The whole web process on a free port, with an edge of its own; gives a client for it."""
    mux = Mux(None, files(), edge())
    own = quick(mux.edge.hooks)
    with serve(mux, lifespan="on", http=own) as base, httpx.Client(base_url=base, timeout=10) as client:
        yield client


def until(true, seconds=5.0):
    """Wait until something holds; fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
