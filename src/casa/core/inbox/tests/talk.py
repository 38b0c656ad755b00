"""What the tests of the inbox share: a guest who texts, a host who answers, a provider whose moments can be held."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest.mock import patch

from django.db import connections

from casa.core.connections.contract import Sent
from casa.core.inbox import outbox
from casa.core.inbox.models import Conversation, Outbox
from casa.core.inbox.rules import held
from casa.core.inbox.ways import way_of
from casa.lib.ids import new_id
from casa.lib.pretend import Text
from casa.testing.pretend import wait_until

__all__ = ["Text", "wait_until"]

GUEST, OURS = "+18285550142", "+14155550100"
PATIENCE = 20.0


def guest_texts(stage, body, sender=GUEST, media=()):
    stage.world.text(Text(f"t{new_id().hex}", sender, OURS, body, datetime.now(UTC), tuple(media)))
    stage.wait_for_letters()
    stage.letters.work_off()


def reply(stage, body, key=None, **more):
    with stage.cast.scope():
        conversation = held(Conversation.objects.get().id)
        return outbox.queue_reply(conversation, way_of(conversation), body, author=stage.cast.alice, key=key, **more)


def make_due(stage):
    """Every waiting row's time has come, in the order in which they were written."""
    with stage.cast.scope():
        Outbox.objects.filter(state__in=outbox.WAITING).update(not_before=datetime.now(UTC))


def drain(stage):
    with stage.cast.scope():
        conversation_id = Conversation.objects.get().id
    return outbox.drain(stage.cast.workspace.id, conversation_id)


def rows(stage):
    with stage.cast.scope():
        return list(Outbox.objects.order_by("id").select_related("message", "connection"))


def states(stage):
    return [row.state for row in rows(stage)]


def texts_to_guest(stage):
    return [text.body for text in stage.world.texts if text.recipient == GUEST]


class Provider:
    """Stands where the provider's client stands: notes what it is given, answers when it is let."""

    def __init__(self):
        self.given, self.asked, self.let = [], threading.Event(), threading.Event()
        self.let.set()
        self.fails, self.sent_as, self.meanwhile = [], "", lambda: None

    def __call__(self, connection, outgoing):
        self.given.append((datetime.now(UTC), outgoing.body))
        self.asked.set()
        assert self.let.wait(PATIENCE)
        self.meanwhile()
        if self.fails:
            raise self.fails.pop(0)
        return Sent(self.sent_as or f"SM{new_id().hex}")

    @property
    def bodies(self):
        return [body for _, body in self.given]


@contextmanager
def provider():
    """Instead of the network: whoever is handed a message."""
    stand_in = Provider()
    with patch.object(outbox.gateway, "hand_over", stand_in):
        yield stand_in


def at_once(*works):
    """Run these in threads that start together; what each returned or raised, in their order."""
    gate, said = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        gate.wait(PATIENCE)
        said[place] = _outcome(work)

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    return said


def begin(work):
    """Run in a thread of its own; gives a function that waits for it and returns what it returned or raised."""
    said = []
    thread = threading.Thread(target=lambda: said.append(_outcome(work)))
    thread.start()

    def wait():
        thread.join(PATIENCE)
        assert not thread.is_alive()
        return said[0]

    return wait


def _outcome(work):
    try:
        return work()
    except Exception as error:
        return error
    finally:
        connections.close_all()
