"""A copy of a whole workspace: how fast, and whether its memory stays flat as the workspace grows."""

import json
import os
import resource
import subprocess
import sys
from uuid import UUID

from bench.fill import filled
from bench.house import ROOT, opened
from bench.report import Result

FEW, MANY = 10_000, 100_000
GROWTH = 1.3  # memory at ten times as many
SPEED = 500.0  # messages a second


def measure(quick: bool) -> list[Result]:
    few, many = (1_000, 10_000) if quick else (FEW, MANY)
    small, large = _copied(few), _copied(many)
    return [
        Result("Copy of a workspace", large["messages"] / large["seconds"], "messages/s", SPEED, "higher",
               f"{large['messages']:,} messages in {large['seconds']:.0f} s, {large['size'] / 1e6:.0f} MB"),
        Result("Memory at ten times as many", large["memory"] / small["memory"], "×", GROWTH, "lower",
               f"{small['memory']:.0f} and {large['memory']:.0f} MiB at most"),
    ]  # fmt: skip


def _copied(messages: int) -> dict[str, float]:
    """A house of its own for each size."""
    return _in_a_process("house", str(messages))


def _in_a_process(*words: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.export", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
    if done.returncode:
        raise RuntimeError(f"the copy could not be made: {done.stderr[-800:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def furnish(messages: int) -> dict[str, float]:
    """The copy is made by a process of its own, so that the memory is its alone."""
    with opened() as house:
        filled(house, messages)
        return _in_a_process("copy", house.workspace_id)


def copy(workspace: str) -> dict[str, float]:
    import time

    import django

    django.setup()
    from casa.core.accounts.scope import workspace_scope
    from casa.core.inbox.models import Message
    from casa.core.privacy import export
    from casa.core.privacy.models import Export

    here = UUID(workspace)
    with workspace_scope(here):
        row, count = export.begin(), Message.objects.filter(workspace_id=here).count()
    began = time.perf_counter()
    export.make(here, row.id)
    seconds = time.perf_counter() - began
    with workspace_scope(here):
        size = Export.objects.get(id=row.id).size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"messages": count, "seconds": seconds, "size": size, "memory": memory}


if __name__ == "__main__":
    print(json.dumps(furnish(int(sys.argv[2])) if sys.argv[1] == "house" else copy(sys.argv[2])))
