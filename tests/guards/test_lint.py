"""The tools' own checks, so that one command covers them: style, direction of imports, types."""

import subprocess
import sys

from tests.guards.house import ROOT


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, "\n" + (done.stdout + done.stderr)[-6000:]


def test_style():
    run(sys.executable, "-m", "ruff", "check", "--no-cache", ".")


def test_imports_point_one_way():
    run(sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()", "--no-cache")


def test_types():
    run(sys.executable, "-m", "mypy", "src/casa")
