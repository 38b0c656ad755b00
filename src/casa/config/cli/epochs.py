"""``python -m casa.config.cli.epochs rotate|retire|show``: what `./casa keys` does once the database answers."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.table import Table

from casa.config.cli.display import complain, console
from casa.config.keys import new_key
from casa.config.trouble import Trouble

if TYPE_CHECKING:
    from casa.config.rotation import Moved, Standing

EVERY = 2_000
"""Data keys between two lines of progress."""


def main(verb: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casa.config.settings")
    import django

    django.setup()
    try:
        {"rotate": rotate, "retire": retire, "show": show}[verb]()
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    return 0


def rotate() -> None:
    """A new key where the file is ours; then everything under the newest one."""
    from casa.config import rotation

    if not rotation.kept_in_file() and not _something_behind(rotation.standings()):
        _ask_for_a_key(max(standing.number for standing in rotation.standings()) + 1)
        return
    if rotation.kept_in_file():
        console.print(f"Master key {rotation.rotate()} is made. Casa uses it at once; nothing need be restarted.")
    _tell_moved(rotation.move_on(_progress()), rotation.standings())
    _tell_what_is_left(rotation.kept_in_file())


def _something_behind(standings: "list[Standing]") -> bool:
    return any(standing.hanging for standing in standings if not standing.current)


def _ask_for_a_key(number: int) -> None:
    console.print(
        "The keys come from CASA_MASTER_KEYS. Add this to its end, after a comma, on every machine; restart every web "
        "and worker process; then run ./casa keys rotate once more to bring everything under the new key:"
    )
    console.print(f"{number}:{new_key()}")


def _progress() -> Callable[[int], None]:
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        if done - told >= EVERY:
            told = done
            console.print(f"  {done:,} data keys so far", style="dim")

    return tell


def _tell_moved(moved: "Moved", standings: "list[Standing]") -> None:
    current = next(standing.number for standing in standings if standing.current)
    console.print(
        f"Now under master key {current}: {moved.data_keys:,} data keys and {moved.second_factors:,} second factors. "
        "No guest's row was touched."
    )
    behind = sum(standing.hanging for standing in standings if not standing.current)
    if behind:
        console.print(f"{behind:,} could not be moved just now. Run ./casa keys rotate again, or ./casa keys show.")


def _tell_what_is_left(in_file: bool) -> None:
    from django.conf import settings

    if in_file:
        folder = settings.ENVIRONMENT.data / "keys"
        console.print(f"Left to do: copy {folder} anew. The worker destroys each older key 30 days after it was made.")
        return
    console.print(
        "Left to do: keep the older numbers in CASA_MASTER_KEYS for 30 days, so that backups can be read; "
        "./casa keys retire says which may go then."
    )


def retire() -> None:
    """Destroy what may be destroyed, and say of the rest why not. :raises Trouble: something hangs on an old key"""
    from casa.config import rotation

    if not rotation.kept_in_file():
        _name_removable(rotation.standings())
        return
    gone = rotation.retire()
    for number in gone:
        console.print(f"Master key {number} is destroyed. Backups from its time can no longer be read by anybody.")
    held = rotation.old_enough()
    if held:
        raise Trouble(" ".join(_why_kept(standing) for standing in held))
    if not gone:
        console.print("There is nothing to destroy: no older master key has been there for 30 days.")


def _why_kept(standing: "Standing") -> str:
    return (
        f"Master key {standing.number} cannot be destroyed: {standing.hanging:,} data keys and second factors "
        "still hang on it. Run ./casa keys rotate, which moves them, then try again."
    )


def _name_removable(standings: "list[Standing]") -> None:
    free = [str(standing.number) for standing in standings if not standing.hanging and not standing.current]
    if not free:
        console.print("The keys come from CASA_MASTER_KEYS. None of its numbers can go: something hangs on each.")
        return
    console.print(
        f"The keys come from CASA_MASTER_KEYS. Nothing hangs any more on: {', '.join(free)}. Remove a number when no "
        "backup of its time is needed, at the latest 30 days after the next one was added, then restart Casa."
    )


def show() -> None:
    """Each master key, its age, and how much hangs on it."""
    from casa.config import rotation

    table = Table(box=None, padding=(0, 2), header_style="bold")
    for heading in ("Key", "Made", "Data keys", "Second factors", ""):
        table.add_column(heading, justify="left" if heading in ("Made", "") else "right")
    known = _known()
    for standing in rotation.standings():
        counts = (f"{standing.data_keys:,}", f"{standing.second_factors:,}")
        table.add_row(str(standing.number), _age(standing.made), *counts, _remark(standing, known))
    console.print(table)


def _known() -> set[int]:
    from django.conf import settings

    return set(settings.MASTER_KEYS.keys)


def _remark(standing: "Standing", known: set[int]) -> str:
    if standing.number not in known:
        return "gone: what hangs on it cannot be read"
    return "current" if standing.current else ""


def _age(made: datetime | None) -> str:
    if made is None:
        return "not known"
    days = (datetime.now(UTC) - made).days
    return f"{made:%Y-%m-%d}, {days} day{'' if days == 1 else 's'} ago"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
