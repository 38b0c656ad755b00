"""Fetching the pictures guests send."""

from casa.core.connections.contract import Account, Media, MediaRef
from casa.lib.http import Door
from casa.providers.twilio import client


def fetch(account: Account, door: Door, ref: MediaRef, limit: int) -> Media:
    """The bytes behind a media reference of this account, at most ``limit`` of them.

    Twilio answers with a redirect to a content host, which never sees the credentials. Raises NotReady,
    AuthFailed or Refused (too large, deleted, or not in this account).
    """
    return client.download(account, door, ref.url, limit)
