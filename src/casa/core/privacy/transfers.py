"""The log of transfers: how often a request went to a third party, for what and with which kinds of data (CF-3g).

Each process counts in memory and writes a line a day, workspace, host and purpose every few seconds, on a connection of
its own: the count must neither hold up a request nor be taken back with a failed transaction. No content is counted.
"""

import logging
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import Error, connections
from django.utils import timezone

from casa.lib.http import Errand
from casa.lib.ids import new_id

log = logging.getLogger(__name__)

WRITE_AFTER = 5.0  # seconds
UPSERT = """
insert into privacy_transfer (id, workspace_id, day, provider, host, purpose, data, count, refused)
select %s, w.id, %s, %s, %s, %s, %s, %s, %s from accounts_workspace w where w.id = %s
on conflict (workspace_id, day, provider, host, purpose)
do update set count = privacy_transfer.count + excluded.count, refused = privacy_transfer.refused + excluded.refused
"""


@dataclass(frozen=True, slots=True)
class _Line:
    """What one line of the log counts."""

    day: date
    host: str
    errand: Errand
    through: bool


class Transfers:
    """The counts of this process that are not written yet."""

    def __init__(self) -> None:
        self._counts: Counter[_Line] = Counter()
        self._lock = threading.Lock()
        self._due = False

    def note(self, host: str, errand: Errand | None, through: bool) -> None:
        """One request: counted now, written within seconds. One without an errand of a workspace is no transfer."""
        if errand is None or not errand.whose:
            return
        with self._lock:
            self._counts[_Line(_today(), host[:253], errand, through)] += 1
            begins, self._due = not self._due, True
        if begins and not settings.ENVIRONMENT.test:
            timer = threading.Timer(WRITE_AFTER, self.write)
            timer.daemon = True
            timer.start()

    def write(self) -> int:
        """Write down what was counted; how many lines. What cannot be written is kept for the next time."""
        with self._lock:
            taken, self._counts, self._due = self._counts, Counter(), False
        try:
            with connections["system"].cursor() as cursor:
                for line, number in taken.items():
                    cursor.execute(UPSERT, _values(line, number))
                    taken[line] = 0
        except Error as error:
            log.warning("%s transfers are not written down yet: %s", sum(taken.values()), type(error).__name__)
            with self._lock:
                self._counts += taken
        finally:
            if threading.current_thread() is not threading.main_thread():
                connections["system"].close()
        return len(taken)


def _today() -> date:
    return datetime.now(tz=timezone.get_default_timezone()).date()


def _values(line: _Line, number: int) -> list[Any]:
    went = (number, 0) if line.through else (0, number)
    errand = line.errand
    return [new_id(), line.day, errand.provider, line.host, errand.purpose, list(errand.data), *went, errand.whose]


transfers = Transfers()
