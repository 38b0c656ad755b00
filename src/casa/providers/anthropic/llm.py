"""Asking Claude."""

from casa.core.connections.contract import Account, Completion, Prompt, Refused
from casa.lib.http import Door
from casa.providers.anthropic import client, mapping


def complete(account: Account, door: Door, prompt: Prompt) -> Completion:
    """One whole answer. Raises NotReady, AuthFailed or Refused; asking again is safe and may be billed again."""
    model = account.settings.get("model", "")
    if not model:
        raise Refused("No model is chosen. Open Connections, Anthropic, and choose one.", code="no_model")
    reply = client.create_message(account, door, mapping.request_body(prompt, model))
    return mapping.completion(client.parsed(reply), reply.headers.get("request-id", ""))
