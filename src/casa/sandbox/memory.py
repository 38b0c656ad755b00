"""What the pretend vendors were told and would still know after a restart: where webhooks go, and who opted out.

The world itself is built anew from its beginning; only what an account was told is kept, in a note in the data folder.
"""

import json
from pathlib import Path
from typing import Any

from casa.lib.pretend import World
from casa.providers.twilio import sandbox_state as twilio

Told = dict[str, Any]


class Memory:
    """The note of one world; ``note`` None keeps nothing."""

    def __init__(self, world: World, note: Path | None) -> None:
        self._world, self._note = world, note
        self._written = ""

    def recall(self) -> None:
        """Tell the vendors again what they were told before. A note that cannot be read counts as none."""
        try:
            told: Told = json.loads(self._note.read_text()) if self._note else {}
            _tell(self._world, told)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return

    def keep(self) -> None:
        """Write down what the vendors know by now, if it is something new."""
        told = json.dumps(_told(self._world), sort_keys=True)
        if self._note is None or told == self._written:
            return
        partial = self._note.with_suffix(".new")
        partial.write_text(told)
        partial.chmod(0o600)
        partial.rename(self._note)
        self._written = told

    def around(self, app: Any) -> Any:
        """The server, with a note taken after whatever may have told a vendor something."""

        async def remembering(scope: Any, receive: Any, send: Any) -> None:
            await app(scope, receive, send)
            if scope["type"] == "http" and scope["method"] != "GET":
                self.keep()

        return remembering


def _told(world: World) -> Told:
    return {
        "twilio": {
            sid: {
                "numbers": {each["phone_number"]: each.get("sms_url", "") for each in account.numbers.values()},
                "opted_out": sorted(
                    [guest, phone]
                    for guest, _ in account.opted_out
                    for phone in (each["phone_number"] for each in account.numbers.values())
                    if account.has_opted_out(guest, phone)
                ),
            }
            for sid, account in twilio.accounts(world).items()
        },
        "hospitable": {key: each["webhook_url"] for key, each in _hosts(world).items()},
    }


def _hosts(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.shelf("hospitable").get("accounts", {})
    return found


def _tell(world: World, told: Told) -> None:
    for sid, kept in told.get("twilio", {}).items():
        account = twilio.accounts(world).get(sid)
        if account is None:
            continue
        for phone, url in kept["numbers"].items():
            number = account.number(phone)
            if number is not None and url:
                number["sms_url"] = url
        account.opted_out |= {(guest, account.audience(phone)) for guest, phone in kept["opted_out"]}
    for key, url in told.get("hospitable", {}).items():
        if key in _hosts(world) and url:
            _hosts(world)[key]["webhook_url"] = url
