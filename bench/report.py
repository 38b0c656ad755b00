"""What a measurement says, and the table of them. Ratios travel between machines; bare figures do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Result:
    """One measured value against its stated limit. ``better``: whether it must not be below or above the limit."""

    name: str
    value: float
    unit: str
    limit: float
    better: Literal["higher", "lower"]
    detail: str = ""

    @property
    def held(self) -> bool:
        return self.value >= self.limit if self.better == "higher" else self.value <= self.limit


def show(results: Sequence[Result], console: Console | None = None) -> bool:
    """Print the table; whether every limit was held."""
    table = Table(title="Measured against the stated limits")
    for heading in ("What", "Measured", "Limit", "", "How"):
        table.add_column(heading, justify="right" if heading in ("Measured", "Limit") else "left")
    for result in results:
        sign = "at least" if result.better == "higher" else "at most"
        verdict = "[green]held[/]" if result.held else "[red]missed[/]"
        table.add_row(
            result.name,
            f"{_plain(result.value)} {result.unit}",
            f"{sign} {_plain(result.limit)} {result.unit}",
            verdict,
            result.detail,
        )
    (console or Console()).print(table)
    return all(result.held for result in results)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2f}"
