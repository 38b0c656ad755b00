"""Asking the owner's own model."""

from casa.core.connections.contract import Account, Completion, Prompt, Refused
from casa.lib.http import Door, Reply
from casa.providers.openai_compatible import client, mapping

UNKNOWN_FORMAT = frozenset({400, 415, 422, 500, 501})
TOO_LONG = frozenset({"context_length_exceeded", "exceed_context_size_error"})


def complete(account: Account, door: Door, prompt: Prompt) -> Completion:
    """One whole answer. A server that cannot hold its model to a schema is asked again in a looser way.

    Raises NotReady, AuthFailed or Refused.
    """
    model = account.settings.get("model", "")
    if not model:
        raise Refused("No model is chosen. Open Connections, Your own model server, and choose one.", code="no_model")
    reply = client.good(_asked(account, door, prompt, model))
    request_id = reply.headers.get("x-request-id", "")
    return mapping.completion(client.parsed(reply), request_id, wants_json=prompt.schema is not None)


def _asked(account: Account, door: Door, prompt: Prompt, model: str) -> Reply:
    """The first answer that does not stumble over the format, or the last one."""
    shapes = mapping.FORMATS if prompt.schema is not None else ("",)
    for shape in shapes:
        reply = client.chat(account, door, mapping.request_body(prompt, model, shape))
        if reply.status not in UNKNOWN_FORMAT or client.error_code(reply) in TOO_LONG:
            break
    return reply
