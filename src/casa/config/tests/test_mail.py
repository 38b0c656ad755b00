"""Casa's own mail: the address of a server understood, letters delivered to a real one, or kept when it fails."""

import email
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import send_mail

from casa.config import mail
from casa.config.cli import checkup
from casa.config.environment import WrongSetting, load
from casa.config.trouble import Trouble


class Letterbox(socketserver.ThreadingTCPServer):
    """The least of an SMTP server: takes every letter, or refuses every recipient."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[str] = []
        self.refuses = False


class Conversation(socketserver.StreamRequestHandler):
    server: Letterbox

    def handle(self) -> None:
        self.say("220 letterbox")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self.take()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("550 no such person" if verb == "RCPT" and self.server.refuses else "250 ok")

    def take(self) -> None:
        self.say("354 go on")
        lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
        self.server.letters.append("".join(lines))
        self.say("250 taken")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    with Letterbox() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def posting(letterbox: Letterbox, tmp_path: Path, settings) -> Letterbox:
    """Django set to send through the letterbox; what it does not take goes to a folder of this test."""
    settings.EMAIL_BACKEND = "casa.config.post.Post"
    settings.EMAIL_HOST, settings.EMAIL_PORT = letterbox.server_address
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return letterbox


@pytest.fixture
def settings() -> Iterator[object]:
    from django.conf import settings
    from django.test import override_settings

    with override_settings():
        yield settings


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, "starttls", "", "")),
        ("smtp://mail.example.org:465", ("mail.example.org", 465, "ssl", "", "")),
        ("smtp://mail.example.org?tls=ssl", ("mail.example.org", 465, "ssl", "", "")),
        ("smtp://10.0.0.9?tls=none", ("10.0.0.9", 25, "none", "", "")),
        ("smtp://me%40x.org:p%3Aw@mail.example.org:2525", ("mail.example.org", 2525, "starttls", "me@x.org", "p:w")),
    ],
)
def test_an_address_is_understood(url: str, read: tuple) -> None:
    server = mail.understood(url)
    assert (server.host, server.port, server.tls, server.user, server.password) == read
    assert "p:w" not in repr(server)


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example.org",
        "smtp://",
        "smtp://mail.example.org:x",
        "smtp://mail.example.org?tls=maybe",
        "smtp://mail.example.org?ssl=1",
        "smtp://mail.example.org/inbox",
        "smtp://me@mail.example.org",
    ],
)
def test_a_wrong_address_is_named_with_what_to_do(tmp_path: Path, url: str) -> None:
    with pytest.raises(WrongSetting, match=r"^CASA_SMTP_URL: write it as smtp://"):
        load({"CASA_DATA": str(tmp_path), "CASA_SMTP_URL": url, "CASA_MAIL_FROM": "casa@example.org"})


def test_a_password_never_travels_in_the_open(tmp_path: Path) -> None:
    given = {"CASA_DATA": str(tmp_path), "CASA_MAIL_FROM": "casa@example.org"}
    with pytest.raises(WrongSetting, match="in the open"):
        load(given | {"CASA_SMTP_URL": "smtp://me:word@mail.example.org?tls=none"})
    assert load(given | {"CASA_SMTP_URL": "smtp://me:word@127.0.0.1?tls=none"}).smtp_url


def test_the_sender_is_a_real_address(tmp_path: Path) -> None:
    given = {"CASA_DATA": str(tmp_path), "CASA_SMTP_URL": "smtp://mail.example.org"}
    with pytest.raises(WrongSetting, match=r"^CASA_MAIL_FROM: with CASA_SMTP_URL say"):
        load(given)
    for wrong in ("nobody", "Casa <casa>", "Casa <casa@example.org", "a@b.org\nBcc: c@d.org"):
        with pytest.raises(WrongSetting, match=r"^CASA_MAIL_FROM: write an address"):
            load(given | {"CASA_MAIL_FROM": wrong})
    assert load(given | {"CASA_BASE_URL": "https://casa.example.org"}).mail_from == "Casa <casa@casa.example.org>"
    assert load(given | {"CASA_MAIL_FROM": "Laurel & Pine <stay@example.org>"}).mail_from.startswith("Laurel")


def test_the_pretend_world_sends_no_mail(tmp_path: Path) -> None:
    given = {"CASA_DATA": str(tmp_path), "CASA_DEMO": "1", "CASA_SMTP_URL": "smtp://mail.example.org"}
    assert load(given).smtp_url is None


def test_a_letter_reaches_the_server(posting: Letterbox) -> None:
    assert send_mail("Join us", "The link", "Casa <casa@example.org>", ["bob@example.com"]) == 1
    letter = email.message_from_string(posting.letters[0])
    assert (letter["Subject"], letter["From"], letter["To"]) == (
        "Join us",
        "Casa <casa@example.org>",
        "bob@example.com",
    )


@pytest.mark.parametrize("failure", ["refused", "away"])
def test_what_the_server_does_not_take_is_kept_and_the_page_goes_on(
    posting: Letterbox, tmp_path: Path, settings, failure: str
) -> None:
    posting.refuses = failure == "refused"
    if failure == "away":
        settings.EMAIL_PORT = 1
    assert send_mail("Join us", "The link", "casa@example.org", ["bob@example.com"]) == 1
    kept = list((tmp_path / "mail").iterdir())
    assert len(kept) == 1
    assert "The link" in kept[0].read_text()
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0


def test_the_doctor_tries_the_server(letterbox: Letterbox, tmp_path: Path) -> None:
    given = {"CASA_DATA": str(tmp_path), "CASA_MAIL_FROM": "casa@example.org"}
    assert "no mail server" in checkup._mail(load(given))
    port = letterbox.server_address[1]
    said = checkup._mail(load(given | {"CASA_SMTP_URL": f"smtp://127.0.0.1:{port}?tls=none"}))
    assert said == f"127.0.0.1:{port} takes our mail, from casa@example.org"
    with pytest.raises(Trouble, match=r"does not take mail from us .* Check CASA_SMTP_URL"):
        checkup._mail(load(given | {"CASA_SMTP_URL": "smtp://127.0.0.1:1?tls=none"}))
