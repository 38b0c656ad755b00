"""Records of a provider that make no row of their own: found by keyed stand-ins of their ids only.

An echo is another name of a message of ours.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.connections.models import Connection, Settled
from casa.core.vault.crypto import blind
from casa.core.vault.keyring import ledger_key

MESSAGE = "message"


def digest_of(connection_id: UUID, kind: str, value: str) -> bytes:
    """The keyed stand-in of a connection's record."""
    return blind(ledger_key(), f"settled:{connection_id}:{kind}", value)


# ------------------------------------------------------------------------------------------------ echoes


def is_echo_of(connection: Connection, external_id: str) -> UUID | None:
    """The message of ours that a provider's record is the echo of, as far as that is known."""
    return echoes(connection, [external_id]).get(external_id)


def echoes(connection: Connection, external_ids: Iterable[str]) -> dict[str, UUID]:
    """Those of a provider's records that are echoes, each with the message it is another name of."""
    names = {digest_of(connection.id, MESSAGE, external_id): external_id for external_id in external_ids}
    here = Settled.objects.filter(workspace_id=connection.workspace_id, digest__in=list(names), message__isnull=False)
    return {names[bytes(digest)]: message for digest, message in here.values_list("digest", "message") if message}


def note_echo(connection: Connection, external_id: str, message_id: UUID) -> None:
    """This record is the echo of that message, whatever it was thought to be before."""
    Settled.objects.update_or_create(
        workspace_id=connection.workspace_id,
        digest=digest_of(connection.id, MESSAGE, external_id),
        defaults={"message": message_id, "at": timezone.now()},
    )


def echoed(message_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Those of our messages whose echo has been heard, with when it last was."""
    rows = Settled.objects.filter(workspace_id=current_workspace_id(), message__in=list(message_ids)).order_by("at")
    return {message: at for message, at in rows.values_list("message", "at") if message}
