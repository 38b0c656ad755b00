"""Telling open pages that something changed: after the commit, once a transaction, ids only."""

import json
from threading import local
from uuid import UUID

from django.db import connection, transaction

from casa.core.accounts.scope import current_workspace_id

CHANNEL = "casa_live"
AT_ONCE = 60  # topics a notification carries; beyond that the inbox as a whole is enough
ERASED = "erased:"  # and a person's id: every page drops what it keeps of them, however much else changed
_waiting = local()


def touch(*topics: str) -> None:
    """Say after the commit that these topics changed (``inbox``, ``conversation:<id>``)."""
    workspace_id = current_workspace_id()
    pending: dict[UUID, set[str]] = getattr(_waiting, "topics", {})
    pending.setdefault(workspace_id, set()).update(topics)
    _waiting.topics = pending
    transaction.on_commit(_tell, robust=True)  # it is committed: that nobody can be told must not look like a failure


def _tell() -> None:
    pending: dict[UUID, set[str]] = getattr(_waiting, "topics", {})
    _waiting.topics = {}
    with connection.cursor() as cursor:
        for workspace_id, topics in pending.items():
            told = json.dumps({"w": str(workspace_id), "t": carried(topics)})
            cursor.execute("select pg_notify(%s, %s)", [CHANNEL, told])


def carried(topics: set[str]) -> list[str]:
    """What one notification says of all that changed."""
    if len(topics) <= AT_ONCE:
        return sorted(topics)
    return ["inbox", *sorted(one for one in topics if one.startswith(ERASED))]
