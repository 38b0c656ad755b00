"""New master keys for old, and the end of the old ones.

Why: erased data must not come back from a backup. A backup holds wrapped data keys and never a master key, so once the
master key of its time is destroyed nobody can open it. A key is made every week and destroyed 30 days later, whatever
hung on it having moved on by then; a backup therefore reads for at least 23 days and never longer than 30.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from casa.config import keys
from casa.config.paths import Places
from casa.core.vault.rules import epochs_in_use, rewrap_all
from casa.web.accounts.rewrap import rewrap_second_factors, second_factor_epochs

log = logging.getLogger(__name__)

ROTATE_AFTER = timedelta(days=7)
DESTROY_AFTER = timedelta(days=30)
SETTLE = timedelta(hours=1)
"""How long a key stays after the next one was made: a long transaction may still bring a data key that hangs on it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One master key: when it was made (unknown when it comes from the environment) and what hangs on it."""

    number: int
    current: bool
    made: datetime | None
    data_keys: int
    second_factors: int

    @property
    def hanging(self) -> int:
        return self.data_keys + self.second_factors


@dataclass(frozen=True, slots=True)
class Moved:
    """What a re-wrapping moved under the current master key."""

    data_keys: int
    second_factors: int


def kept_in_file() -> bool:
    """Whether the master keys are Casa's own file, and not given in the environment."""
    return isinstance(settings.ENVIRONMENT.master_keys, keys.MasterFile)


def standings() -> list[Standing]:
    """Every master key there is, oldest first, and any that is gone but still named by something."""
    made = {number: epoch.made for number, epoch in keys.epochs(_folder()).items()} if kept_in_file() else {}
    data_keys, factors, current = epochs_in_use(), second_factor_epochs(), settings.MASTER_KEYS.current
    return [
        Standing(number, number == current, made.get(number), data_keys.get(number, 0), factors[number])
        for number in sorted({*settings.MASTER_KEYS.keys, *data_keys, *factors})
    ]


def move_on(progress: Callable[[int], None] = lambda _done: None) -> Moved:
    """Wrap everything anew that hangs on an older master key. ``progress`` hears how many data keys are done."""
    return Moved(rewrap_all(progress=progress), rewrap_second_factors())


def old_enough(now: datetime | None = None) -> list[Standing]:
    """Master keys whose 30 days are over and whose successor has settled, whether or not something hangs on them."""
    now = now or datetime.now(UTC)
    found = standings()
    settled = max((standing.number for standing in found if standing.made and standing.made <= now - SETTLE), default=0)
    return [
        standing
        for standing in found
        if standing.made and standing.made <= now - DESTROY_AFTER and standing.number < settled
    ]


def retire(now: datetime | None = None) -> list[int]:
    """Destroy the master keys that are old enough and that nothing living hangs on; their numbers."""
    free = [standing.number for standing in old_enough(now) if not standing.current and not standing.hanging]
    if free:
        keys.destroy_masters(_folder(), set(free))
    return free


def rotate_when_due(now: datetime | None = None) -> None:
    """The worker's chore: a new master key each week, everything under it, keys of 30 days destroyed.

    With keys from the environment there is nothing to do here: the person who gives them rotates them.
    """
    if not kept_in_file():
        return
    now = now or datetime.now(UTC)
    newest = max(epoch.made for epoch in keys.epochs(_folder()).values())
    if newest <= now - ROTATE_AFTER:
        log.info("master key epoch %s made", keys.add_master(_folder()))
    moved = move_on()
    gone = retire(now)
    if gone or moved.data_keys or moved.second_factors:
        log.info("%s data keys wrapped anew, %s epochs destroyed", moved.data_keys + moved.second_factors, len(gone))


def rotate() -> int:
    """A new master key in Casa's own file, current from now on in every process; its number."""
    return keys.add_master(_folder())


def _folder() -> Path:
    return Places(settings.ENVIRONMENT.data).keys
