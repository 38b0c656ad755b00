"""Files guests send: fetched safely, re-encoded, or a plain sentence why not. Nothing of them breaks the message."""

import io
import struct
import zlib

import pytest
from PIL import Image

from casa.core.connections.contract import MediaRef, NotReady
from casa.core.inbox import attachments
from casa.core.inbox.models import Attachment, Message
from casa.core.inbox.tests.talk import guest_texts
from casa.lib import pictures
from casa.lib.http import Door, ForbiddenAddress
from casa.lib.ids import new_id
from casa.lib.pictures import NotAFile, reencode
from casa.lib.pretend import Fault, File


def picture(kind="JPEG", size=(64, 48), **more):
    out = io.BytesIO()
    Image.new("RGB", size, (20, 120, 90)).save(out, kind, **more)
    return out.getvalue()


def png(*chunks):
    parts = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def header(width, height):
    return b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)


HOSTILE = {
    "a bomb": png(header(60_000, 60_000), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")),
    "cut short": picture("PNG")[:60],
    "a broken stream": png(header(32, 32), (b"IDAT", b"\x78\x9cgarbage"), (b"IEND", b"")),
    "no size": png(header(0, 0), (b"IEND", b"")),
    "a text": b"GET / HTTP/1.1\r\n\r\n",
    "a drawing that runs scripts": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n",
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_is_refused_in_plain_words(name):
    with pytest.raises(NotAFile, match="picture"):
        reencode(HOSTILE[name])


def test_whatever_the_decoder_trips_over_is_a_refusal(monkeypatch):
    """Decoders of picture formats fail in many ways, not all of them their own errors."""

    def trip(*_, **__):
        raise struct.error("unpack requires a buffer of 4 bytes")

    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", trip)
    with pytest.raises(NotAFile):
        reencode(picture())


def test_a_picture_loses_what_the_camera_wrote_and_becomes_small_enough():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ana"
    body, kind, width, height = reencode(picture(size=(4000, 3000), exif=exif.tobytes()))
    assert (kind, width, height) == ("image/jpeg", 1600, 1200)
    assert b"Ana" not in body


@pytest.fixture
def sent(stage):
    """A guest sends a file; gives its attachment after everything was fetched."""
    stage.connect("twilio")

    def sent(body, content_type="image/jpeg", text="Look"):
        file = File(f"f{new_id().hex}", content_type, body)
        stage.world.files[file.id] = file
        guest_texts(stage, text, media=[file.id])
        with stage.cast.scope():
            message = Message.objects.get(direction="in")
        attachments.fetch(stage.cast.workspace.id, message.id)
        return the_one(stage)

    return sent


def the_one(stage):
    with stage.cast.scope():
        row = Attachment.objects.get()
        assert (row.blob is None) == (row.size == 0)
        return row


def test_a_picture_arrives(stage, sent):
    row = sent(picture())
    assert (row.content_type, row.trouble, row.width) == ("image/jpeg", "", 64)


def test_a_picture_without_a_word_is_a_message_too(stage, sent):
    assert sent(picture(), text="").trouble == ""


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"x" * (6 * 1024 * 1024), "image/jpeg"),
        (b"not a picture", "image/jpeg"),
        (HOSTILE["a bomb"], "image/png"),
        (HOSTILE["a page"], "text/html"),
        (b"MZ\x90\x00", "application/x-msdownload"),
    ],
)
def test_a_file_that_cannot_be_kept_says_why_and_the_message_stays(stage, sent, body, content_type):
    row = sent(body, content_type)
    assert row.size == 0
    assert row.trouble.endswith(".")
    with stage.cast.scope():
        assert Message.objects.get().body == "Look"
        attachments.fetch(stage.cast.workspace.id, row.message_id)  # and is not asked for again
    assert the_one(stage).trouble == row.trouble


def test_a_host_that_does_not_answer_is_asked_again_later(stage, sent, monkeypatch):
    monkeypatch.setattr(attachments, "door_of", lambda connection: Door_with_little_patience(connection))
    stage.world.break_next(Fault("twilio", "hang", path="Media", seconds=2.0))
    with pytest.raises(NotReady):
        sent(picture())
    row = the_one(stage)
    assert (row.size, row.trouble) == (0, "")
    attachments.fetch(stage.cast.workspace.id, row.message_id)
    assert the_one(stage).size > 0


def Door_with_little_patience(connection):
    from dataclasses import replace

    from casa.core.connections.doors import door_of

    return replace(door_of(connection), timeout=0.3)


INSIDE = (
    "https://127.0.0.1/a.jpg", "https://10.0.0.7/a.jpg", "https://169.254.169.254/latest/meta-data", "https://[::1]/a",
    "http://example.com/a.jpg", "file:///etc/passwd", "https://localhost/a.jpg", "https://[64:ff9b::7f00:1]/a.jpg",
    "https://user:secret@example.com/a.jpg",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_leads_inside_is_never_opened(monkeypatch, address):
    """For a provider that hands us public addresses: the guarded door, and no credentials."""
    monkeypatch.setattr(attachments.registry, "can", lambda *_: False)
    with pytest.raises(ForbiddenAddress):
        attachments._fetched("any", None, Door(), MediaRef(address))


@pytest.mark.parametrize("address", INSIDE)
def test_an_attachment_that_points_inside_says_so_and_is_let_be(stage, sent, address):
    row = sent(picture())
    with stage.cast.scope():
        row.blob, row.source, row.size = None, address, 0
        row.save()
    attachments.fetch(stage.cast.workspace.id, row.message_id)
    row = the_one(stage)
    assert row.size == 0
    assert row.trouble
