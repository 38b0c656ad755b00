"""What the repository may not say: where it was made, and what the host reads in every setting's page."""

import re
import subprocess

import pytest

from tests.guards.house import ROOT, name, sources

DOCUMENT = ROOT / "docs" / "operators" / "settings.md"
INSIDE = {
    "CASA_SANDBOX_HOST": "set by the demo for its own child process",
    "CASA_SANDBOX_PORT": "set by the demo for its own child process",
    "CASA_SANDBOX_SEED": "set by the demo for its own child process",
    "CASA_TEST_DATA": "a folder to look into after a failed test",
}
# Written in two parts, so that this file does not say them either.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "unpk" + "g.com", "jsdeli" + "vr.net"]
PLACES = ["/wo" + "rk/main", "/wo" + "rk/shared", "/tm" + "p/boot", "/ro" + "ot/"]
BINARY = {".png", ".woff2", ".ico", ".svg", ".lock", ".min.js"}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    return [file for file in listed.stdout.splitlines() if not file.endswith(tuple(BINARY))]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = {}
    for file in tracked():
        path = ROOT / file
        if path.is_file():
            found[file] = path.read_text(errors="replace")
    if not found:
        pytest.skip("this is not a checkout: there is no list of files")
    return found


@pytest.mark.parametrize("words", HOSTS + PLACES)
def test_nothing_says_where_it_was_made(texts, words):
    said = [file for file, text in texts.items() if words in text and not file.endswith("tokenizer.json")]
    assert not said


def test_there_is_nothing_left_to_do_later(texts):
    """No placeholder stands for work that was not done."""
    later = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|coming so" + r"on|Not" + r"ImplementedError)\b")
    said = [file for file, text in texts.items() if file.startswith(("src/", "docs/", "tests/")) and later.search(text)]
    assert not said


def test_every_setting_is_documented():
    written = DOCUMENT.read_text()
    read = {found for path in sources() for found in re.findall(r"\bCASA_[A-Z_]+\b", path.read_text())}
    read = {setting.removesuffix("_FILE") for setting in read}
    missing = {setting for setting in read if f"`{setting}`" not in written} - INSIDE.keys()
    assert not missing
    assert read >= {"CASA_DATA", "CASA_MASTER_KEYS", "CASA_SECRET_KEY", "CASA_BASE_URL"}


def test_logs_are_given_no_content():
    """A log line may name a provider, a count or an exception's class; never a row, a body or an address."""
    content = r"(?:body|phone|email|address|text|value)"
    told = re.compile(rf"log(?:ger)?\.(?:debug|info|warning|error|exception)\([^)]*\b{content}\b")
    assert not [name(path) for path in sources() if told.search(path.read_text())]
