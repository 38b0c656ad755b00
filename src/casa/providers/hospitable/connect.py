"""Trying a Hospitable key before it is saved. Webhook addresses and tokens have no API: the host tends them there."""

from collections.abc import Callable

from casa.core.connections.contract import Account, AccountFacts, BadPayload, Refused
from casa.lib.http import Door
from casa.providers.hospitable import client
from casa.providers.hospitable.reading import reference, text
from casa.providers.hospitable.windows import around

LACKS = {
    "reservations": "This key cannot read reservations. Make one with that permission.",
    "reviews": "This key cannot read reviews, so Casa will not show any.",
}


def test(account: Account, door: Door) -> AccountFacts:
    """Read the account's own name and its homes.

    Raises AuthFailed for a dead key, Refused for one that cannot read homes, NotReady when Hospitable is away.
    ``settings`` brings the owner's e-mail where the host left it empty: it is the default signing secret.
    """
    try:
        user, homes = client.user(account, door).one, client.properties(account, door, 1, per_page=10)
    except BadPayload as error:
        raise Refused("Hospitable answered in a form Casa does not know. Try again later.", permanent=False) from error
    email = text(user.get("email"), 254)
    given = account.settings.get("owner_email", "").strip()
    return AccountFacts(
        ref=reference(user.get("id")) or _nameless(),
        label=text(user.get("company"), 200) or text(user.get("name"), 200) or "Hospitable",
        settings={} if given or not email else {"owner_email": email},
        warnings=_warnings(account, door, homes),
    )


def set_up(account: Account, door: Door) -> None:
    """Nothing to do: Hospitable registers webhook addresses only in its own pages (see ``webhook_help``)."""


def tear_down(account: Account, door: Door) -> None:
    """Nothing to do: Hospitable deletes tokens and webhook addresses only in its own pages."""


def _warnings(account: Account, door: Door, homes: client.Read) -> tuple[str, ...]:
    first = next((found for row in homes.rows if (found := reference(row.get("id")))), "")
    if not first:
        return ("This account has no homes yet. Casa shows them once they are in Hospitable.",)
    tries = {
        "reservations": lambda: client.reservations(account, door, [first], around(), 1, per_page=1),
        "reviews": lambda: client.reviews(account, door, first, 1),
    }
    return tuple(LACKS[name] for name, attempt in tries.items() if not _may(attempt))


def _may(attempt: Callable[[], client.Read]) -> bool:
    try:
        attempt()
    except Refused as refusal:
        return refusal.code != client.SCOPE
    return True


def _nameless() -> str:
    raise Refused("Hospitable did not say whose key this is. Make a new one and try again.")
