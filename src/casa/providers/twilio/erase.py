"""Deleting messages at Twilio, which otherwise keeps them until somebody does."""

from collections.abc import Sequence

from casa.core.connections.contract import Account, Refused
from casa.lib.http import Door
from casa.providers.twilio import client, mapping


def forget(account: Account, door: Door, external_ids: Sequence[str]) -> int:
    """Delete these messages with their pictures; how many are confirmed gone (those gone before count).

    A message still under way cannot be deleted yet and is not counted: ask again. Raises NotReady, AuthFailed
    or Unsure; asking twice does no harm.
    """
    sids = dict.fromkeys(sid for sid in external_ids if mapping.SID.fullmatch(sid))
    return sum(_forget(account, door, sid) for sid in sids)


def _forget(account: Account, door: Door, sid: str) -> bool:
    try:
        for media in client.message_media(account, door, sid):
            if media_sid := mapping.word(media, "sid"):
                client.delete_media(account, door, sid, media_sid)
        client.delete_message(account, door, sid)
    except Refused as error:
        return error.code in ("20404", "404")
    return True
