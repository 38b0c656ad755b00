"""What the person at the keyboard sees: few lines, in order, each saying what is true now."""

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

console = Console(highlight=False, soft_wrap=True)
complaints = Console(stderr=True, highlight=False, soft_wrap=True)

PATIENCE = 5.0
"""Seconds before a step that still runs says so, and between saying so again."""


def show(what: RenderableType = "") -> None:
    """Print, or not: a closed terminal or pipe must not keep us from stopping everything in order."""
    with contextlib.suppress(OSError):
        console.print(what)


class Step:
    """One step that may take a while. Call it often; it tells the person when it takes long."""

    def __init__(self, name: str, beat: Callable[[str], None]) -> None:
        self.name = name
        self._beat = beat
        self._began = self._told = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def __call__(self, message: str) -> None:
        self._beat(message)
        if time.monotonic() - self._told > PATIENCE:
            self._told = time.monotonic()
            show(Text(f"  {message} … {self.seconds:.0f} s", style="dim"))


@contextlib.contextmanager
def step(name: str, beat: Callable[[str], None]) -> Iterator[Step]:
    """Name a step when it is done, with the time it took. `beat` may raise to give up."""
    doing = Step(name, beat)
    yield doing
    show(Text.assemble(("  ✓ ", "green"), name, (f"  {doing.seconds:.1f} s", "dim")))


def say(name: str, line: str) -> None:
    """One line of one child, with its name before it."""
    show(Text.assemble((f"  {name}: ", "dim"), line))


def welcome(rows: list[tuple[str, str]]) -> None:
    """The last thing shown at the start: where to go and how to get in."""
    table = Table.grid(padding=(0, 2))
    for label, value in rows:
        table.add_row(Text(label, style="dim"), Text(value))
    table.add_row("", "")
    table.add_row("", Text("Ctrl-C stops everything", style="dim"))
    show()
    show(Panel(table, title="Casa is open", title_align="left", padding=(1, 2), expand=False))


def complain(message: str) -> None:
    complaints.print(Text(message))
