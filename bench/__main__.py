"""``python -m bench [--quick] [name ...]``: measure against the stated limits; ends with 1 when one is missed."""

import argparse
import sys

from rich.console import Console

from bench.alone import measured
from bench.report import Result, show

BENCHES = {
    "matcher": "How long one text takes to be read for consent, in processor time",
    "intake": "How fast signed webhooks are stored, as a share of what the database itself can do",
    "visible": "How long from a webhook to the open page",
    "pages": "The inbox, its threads and search among many messages",
    "campaign": "A campaign through the gate and out, at n and ten times n people; a STOP and answers in the middle",
    "erase": "One person with ten thousand messages erased beside a full house, and who waits meanwhile",
    "disk": "What somebody reads who has the disk: data folder, dump, base backup, an older backup after an erasure",
    "export": "A copy of a whole workspace: how fast, and flat memory as it grows",
    "faults": "Texts in and out while web, worker and database are killed: none lost, none twice",
}
"""Each is a module of this folder with ``measure(quick: bool) -> list[Result]``."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short runs, for every change; the figures are rough")
    parser.add_argument("names", nargs="*", help=f"only these: {', '.join(BENCHES)}")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(BENCHES):
        parser.error(f"there is no bench called {', '.join(sorted(unknown))}")
    console, results = Console(), list[Result]()
    for name in asked.names or BENCHES:
        console.print(f"[dim]{BENCHES[name]} …[/]")
        results += measured(name, asked.quick)
    return 0 if show(results, console) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
