"""One parent for web, worker and sandbox: starts them, restarts what crashes, stops them in order.

Everything runs in one thread: one loop reads what the children say, notices who ended, and hears signals.
"""

import contextlib
import os
import re
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, TextIO

from casa.config.life import die_with_parent
from casa.config.paths import ROOT
from casa.config.postgres.command import Progress, quiet
from casa.config.trouble import Trouble

BEAT = 0.2
LOG_SIZE, LOG_COPIES = 5_000_000, 3
WORTH_SHOWING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b")
STEADY = 30.0
"""Seconds after which a child that ran counts as well again, and its next crash as its first."""

PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before the first, second, … restart in a row; the last one stays."""

Say = Callable[[str, str], None]
"""Shows one line of one child: its name and the line."""


class Stopped(Exception):
    """The person or the system asked us to stop."""


class StopSignals:
    """Ctrl-C, SIGTERM and a closed terminal, remembered until somebody asks: nothing stops half-way."""

    NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self.asked = False

    @contextlib.contextmanager
    def heard(self) -> Iterator["StopSignals"]:
        """Hear them for the length of a block. Call from the main thread."""
        numbers = [number for number in self.NUMBERS if signal.getsignal(number) is not signal.SIG_IGN]  # nohup
        before = {number: signal.signal(number, self._hear) for number in numbers}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def check(self, _message: str = "") -> None:
        """:raises Stopped: one of them came"""
        if self.asked:
            raise Stopped

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


@dataclass(frozen=True, slots=True)
class Command:
    """One program of the household.

    `patience`: seconds it gets to end by itself. `turn`: whose is lower is stopped earlier.
    """

    name: str
    args: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    patience: float = 10.0
    turn: int = 0


def module(
    name: str, target: str, env: Mapping[str, str], *args: str, patience: float = 10.0, turn: int = 0
) -> Command:
    """A Python module of ours, run by the Python that runs us."""
    return Command(name, (sys.executable, "-m", target, *args), env, patience, turn)


class Log:
    """A file that starts a new page at 5 MB and keeps three old ones."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = self._open()

    def write(self, line: str) -> None:
        self._file.write(line + "\n")
        self._file.flush()
        if self._file.tell() > LOG_SIZE:
            self._turn()

    def close(self) -> None:
        self._file.close()

    def _turn(self) -> None:
        self._file.close()
        for number in range(LOG_COPIES - 1, 0, -1):
            older = self.path.with_suffix(f".log.{number}")
            if older.exists():
                older.replace(self.path.with_suffix(f".log.{number + 1}"))
        self.path.replace(self.path.with_suffix(".log.1"))
        self._file = self._open()

    def _open(self) -> TextIO:
        return os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", errors="replace")


class Child:
    """A running command, its log, and how often it fell."""

    def __init__(self, command: Command, log: Log) -> None:
        self.command = command
        self.log = log
        self.falls = 0
        self.rest_until = 0.0
        self.mourned = False
        self.last_words = "nothing"
        self._began = 0.0
        self._unfinished = b""
        self.process = self._spawn()

    @property
    def output(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def again(self) -> None:
        self.mourned = False
        self.process = self._spawn()

    def fell(self) -> float:
        """Count a crash; returns the seconds to rest before the next try."""
        self.falls = 1 if time.monotonic() - self._began > STEADY else self.falls + 1
        pause = PAUSES[min(self.falls, len(PAUSES)) - 1]
        self.rest_until = time.monotonic() + pause
        return pause

    def read(self) -> list[str] | None:
        """The whole lines it said since last time; None when it will say no more."""
        try:
            fresh = os.read(self.output.fileno(), 65536)
        except BlockingIOError:
            return []
        if not fresh and not self._unfinished:
            return None
        *whole, self._unfinished = (self._unfinished + (fresh or b"\n")).split(b"\n")
        return [line.decode(errors="replace").rstrip() for line in whole]

    def signal(self, number: int) -> None:
        """Tell it and everything it started. Its group is its own, so nobody else hears."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)

    def _spawn(self) -> "subprocess.Popen[bytes]":
        self._began = time.monotonic()
        process = subprocess.Popen(
            list(self.command.args),
            env=dict(self.command.env) or None,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )
        os.set_blocking(process.stdout.fileno(), False)  # type: ignore[union-attr]
        return process


class Household:
    """The children of one Casa."""

    def __init__(self, logs: Path, say: Say, signals: StopSignals) -> None:
        self._logs = logs
        self._say = say
        self._signals = signals
        self._children: list[Child] = []
        self._ears = selectors.DefaultSelector()

    def add(self, command: Command) -> Child:
        """Start a command that is to run until we stop, unless it was started already."""
        for child in self._children:
            if child.command.name == command.name:
                return child
        child = self._begin(command)
        self._children.append(child)
        return child

    def run(self, command: Command, progress: Progress = quiet, message: str = "") -> None:
        """Run a command to its end, calling `progress` with `message` meanwhile.

        :raises Trouble: it failed; the sentence ends with its last line and names its log
        :raises Stopped: asked to stop meanwhile; the command was ended
        """
        child = self._begin(command)
        try:
            while not child.ended:
                self.beat()
                progress(message)
        finally:
            self._end(child)
        if child.process.returncode:
            raise Trouble(self._failure(child))

    def wait_for(self, child: Child, ready: Callable[[], bool], progress: Progress = quiet, message: str = "") -> None:
        """Wait until a child is ready for the first time, calling `progress` with `message` meanwhile.

        :raises Trouble: it ended instead
        """
        while not ready():
            if child.ended:
                self._mourn(child)
                raise Trouble(self._failure(child))
            self.beat()
            progress(message)

    def beat(self, _message: str = "") -> None:
        """One turn of the loop: hear children and signals for up to a fifth of a second."""
        self._listen(BEAT)
        self._signals.check()

    def tend(self) -> None:
        """One beat, then start again whoever crashed and has rested."""
        self.beat()
        for child in self._children:
            if child.ended and not child.mourned:
                self._mourn(child)
                pause, name = child.fell(), child.command.name
                self._say(name, f"stopped unexpectedly; starting again in {pause:g} s (see {child.log.path})")
            elif child.ended and time.monotonic() >= child.rest_until:
                child.again()
                self._attend(child)

    def stop(self) -> None:
        """Stop them one after another, each in its turn. Never raises for a child that is already gone."""
        self._children.sort(key=lambda child: child.command.turn, reverse=True)
        while self._children:
            self._end(self._children.pop())

    def _begin(self, command: Command) -> Child:
        child = Child(command, Log(self._logs / f"{command.name}.log"))
        self._attend(child)
        return child

    def _attend(self, child: Child) -> None:
        self._ears.register(child.output, selectors.EVENT_READ, child)

    def _listen(self, seconds: float) -> None:
        for key, _events in self._ears.select(seconds):
            self._hear(key.data)

    def _hear(self, child: Child) -> None:
        """Write down what a child says, until it pauses or has said its last."""
        while not child.output.closed and (lines := child.read()) != []:
            if lines is None:
                self._ears.unregister(child.output)
                child.output.close()
                return
            for line in lines:
                child.log.write(line)
                child.last_words = line.strip() or child.last_words
                if WORTH_SHOWING.search(line):
                    self._say(child.command.name, line)

    def _mourn(self, child: Child) -> None:
        """Take down a dead child's last words, and end whatever it left behind."""
        child.mourned = True
        child.signal(signal.SIGKILL)
        self._hear(child)
        if not child.output.closed:
            self._ears.unregister(child.output)
            child.output.close()

    def _end(self, child: Child) -> None:
        deadline = time.monotonic() + child.command.patience
        if not child.ended:
            child.signal(signal.SIGTERM)
        while not child.ended and time.monotonic() < deadline:
            self._listen(BEAT / 4)
        if not child.ended:
            child.signal(signal.SIGKILL)
            child.process.wait()
        if not child.mourned:
            self._mourn(child)
        child.log.close()

    def _failure(self, child: Child) -> str:
        return f"{child.command.name} could not do its work. It said: {child.last_words} (see {child.log.path})"
