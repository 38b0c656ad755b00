"""The household: what runs once, what is kept running, and that nothing is left when it stops."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casa.config.processes import Command, Household, Log, Stopped, StopSignals
from casa.config.trouble import Trouble

STUBBORN = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN);print('on', flush=True); time.sleep(600)"
WITH_CHILD = (
    "import subprocess,sys,time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print(child.pid, flush=True); time.sleep(600)"
)
PATIENT = "print('on', flush=True); import time; time.sleep(600)"

PARENT = """
import sys, time
from pathlib import Path
from casa.config.processes import Command, Household, StopSignals
household = Household(Path(sys.argv[1]), print, StopSignals())
child = household.add(Command("child", [sys.executable, "-c", "import time; time.sleep(600)"]))
print(child.process.pid, flush=True)
time.sleep(600)
"""

Say = list[tuple[str, str]]


@pytest.fixture
def said() -> Say:
    return []


@pytest.fixture
def household(tmp_path: Path, said: Say) -> Iterator[Household]:
    house = Household(tmp_path, lambda name, line: said.append((name, line)), StopSignals())
    yield house
    house.stop()


def python(name: str, program: str, patience: float = 5.0, turn: int = 0) -> Command:
    return Command(name, [sys.executable, "-u", "-c", program], patience=patience, turn=turn)


def until(happened: Callable[[], object], turn: Callable[[], None]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        turn()


def alive(pid: int) -> bool:
    """Running, not merely waiting to be reaped by whoever inherited it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_command_is_run_to_its_end_and_only_warnings_are_shown(
    household: Household, said: Say, tmp_path: Path
) -> None:
    household.run(python("once", "print('calm'); print('WARNING low')"))
    assert (tmp_path / "once.log").read_text() == "calm\nWARNING low\n"
    assert said == [("once", "WARNING low")]


def test_a_command_that_fails_says_its_last_words(household: Household) -> None:
    with pytest.raises(Trouble, match=r"tables could not do its work. It said: no such column .*tables\.log"):
        household.run(python("tables", "raise SystemExit('no such column')"))


def test_what_crashes_is_started_again_and_rests_longer_each_time(household: Household, said: Say) -> None:
    child = household.add(python("web", "raise SystemExit(3)"))
    until(lambda: child.falls == 2, household.tend)
    assert [line.split(" (")[0] for _name, line in said] == [
        "stopped unexpectedly; starting again in 0.5 s",
        "stopped unexpectedly; starting again in 1 s",
    ]


def test_waiting_for_something_that_ended_does_not_wait(household: Household) -> None:
    child = household.add(python("web", "raise SystemExit('port taken')"))
    with pytest.raises(Trouble, match="It said: port taken"):
        household.wait_for(child, lambda: False)


def test_each_is_stopped_in_its_turn(household: Household, tmp_path: Path) -> None:
    order = tmp_path / "order"
    goodbye = (
        "import signal,sys,time\n"
        "def bye(*_): open({path!r}, 'a').write({name!r}); sys.exit()\n"
        "signal.signal(signal.SIGTERM, bye)\n"
        "print('on', flush=True)\n"
        "time.sleep(600)"
    )
    children = [
        household.add(python(name, goodbye.format(path=str(order), name=name), turn=turn))
        for turn, name in ((3, "sandbox "), (1, "web "), (2, "worker "))
    ]
    until(lambda: all(child.last_words == "on" for child in children), household.tend)
    household.stop()
    assert order.read_text() == "web worker sandbox "


def test_what_ignores_the_request_is_ended_after_its_patience(household: Household) -> None:
    child = household.add(python("worker", STUBBORN, patience=0.3))
    until(lambda: child.last_words == "on", household.tend)
    household.stop()
    assert child.process.returncode == -signal.SIGKILL


def test_grandchildren_do_not_outlive_us(household: Household) -> None:
    child = household.add(python("worker", WITH_CHILD))
    until(lambda: child.last_words.isdigit(), household.tend)
    grandchild = int(child.last_words)
    household.stop()
    until(lambda: not alive(grandchild), lambda: time.sleep(0.05))


def test_a_signal_ends_a_running_command_and_the_wait(tmp_path: Path) -> None:
    signals = StopSignals()
    house = Household(tmp_path, lambda _name, _line: None, signals)
    with signals.heard():
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Stopped):
            house.run(python("seed", PATIENT))
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_children_end_when_we_are_killed_outright(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    until(lambda: not alive(child), lambda: time.sleep(0.05))


def test_a_log_starts_a_new_page_and_keeps_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casa.config.processes.LOG_SIZE", 10)
    log = Log(tmp_path / "web.log")
    for number in range(6):
        log.write(f"line number {number}")
    log.close()
    pages = sorted(path.name for path in tmp_path.iterdir())
    assert pages == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert (tmp_path / "web.log.1").read_text() == "line number 5\n"
    assert (tmp_path / "web.log").stat().st_mode & 0o077 == 0
