import io

import pytest
from pypdf import PdfReader, PdfWriter

from casa.core.assistant import imports
from casa.core.assistant.imports import Entry, UnreadableFile, read_csv, read_file, read_markdown, read_pdf

MANUAL = """---
author: Ines
---
# Juniper Cottage

Welcome to the house.

## Kitchen

The **oven** needs the clock set. See [the manual](https://example.org/oven).

### Coffee

Filters are in the drawer.

Pool
----

No glass at the pool.
<!-- ask Theo -->
"""


def pdf(*lines: str, pages: int = 1) -> bytes:
    """A small PDF with one line of text under the other."""
    body = "BT /F1 12 Tf 14 TL 40 780 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in range(pages):
        font = "<< /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Resources {font} /MediaBox [0 0 600 800] /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode())
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{offset:010} 00000 n \n" for offset in offsets).encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF".encode())
    return out.getvalue()


def test_markdown_is_cut_at_its_headings() -> None:
    assert read_markdown(MANUAL.encode()) == [
        Entry("Juniper Cottage", "Welcome to the house."),
        Entry("Kitchen", "The oven needs the clock set. See the manual (https://example.org/oven)."),
        Entry("Kitchen › Coffee", "Filters are in the drawer."),
        Entry("Pool", "No glass at the pool."),
    ]


def test_plain_text_is_cut_at_its_paragraphs() -> None:
    assert [entry.text for entry in read_markdown(b"One line.\nIts second.\n\nAnother.")] == [
        "One line.\nIts second.",
        "Another.",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert read_markdown("# Café\nLa clé est là, à 20 € près.".encode(encoding)) == [
        Entry("Café", "La clé est là, à 20 € près.")
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_tables_by_their_column_names(mark: str) -> None:
    table = f"Property{mark}Answer{mark}Question\nJuniper{mark}Under the sink.{mark}Where are the tablets?\n"
    assert read_csv(table.encode()) == [Entry("Where are the tablets?", "Under the sink.", "Juniper")]


def test_tables_without_names_use_the_first_two_columns() -> None:
    assert read_csv(b'Wifi,"In the hall,\nbehind the mirror"\nOnly one\n,\n') == [
        Entry("Wifi", "In the hall,\nbehind the mirror"),
        Entry("", "Only one"),
    ]


def test_pdf_text_is_cut_at_what_looks_like_headings() -> None:
    entries = read_pdf(
        pdf("Wi-Fi", "The router stands in the hall cupboard.", "Hot tub", "Fold the cover back in half.")
    )
    assert entries == [
        Entry("Wi-Fi", "The router stands in the hall cupboard."),
        Entry("Hot tub", "Fold the cover back in half."),
    ]


def test_a_pdf_with_a_password_says_so() -> None:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf("Hello there, this is text."))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(UnreadableFile, match="password"):
        read_pdf(out.getvalue())


def test_limits_of_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match="more than 200 pages"):
        read_pdf(pdf("x", pages=201))
    monkeypatch.setattr(imports, "MAX_PAGE_STREAM", 20)
    with pytest.raises(UnreadableFile, match="too large to read"):
        read_pdf(pdf("A line of text that is long enough."))
    monkeypatch.setattr(imports, "MAX_PDF_BYTES", 100)
    with pytest.raises(UnreadableFile, match="Split it"):
        read_pdf(pdf("x"))


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("a.docx", b"PK", "Save the file as one of these"),
        ("a", b"text", "Save the file as one of these"),
        ("a.md", b"", "empty"),
        ("a.md", b"   \n ", "empty"),
        ("a.md", b"# Only a heading", "no text"),
        ("a.md", bytes(range(256)) * 4, "UTF-8"),
        ("a.csv", b"title,text\n", "no text"),
        ("a.pdf", b"not a pdf", "not a PDF"),
        ("a.pdf", b"%PDF-1.4\ngarbage", "damaged"),
        ("a.pdf", pdf("Some words here that are text.")[:250], "damaged"),
        ("a.pdf", pdf(""), "pictures of text"),
    ],
)
def test_errors_say_what_to_do(name: str, data: bytes, advice: str) -> None:
    with pytest.raises(UnreadableFile, match=advice):
        read_file(name, data)


def test_size_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MAX_BYTES", 10)
    with pytest.raises(UnreadableFile, match="Split it"):
        read_markdown(b"more than ten bytes")
    monkeypatch.setattr(imports, "MAX_BYTES", 10_000)
    monkeypatch.setattr(imports, "MAX_PASSAGES", 3)
    with pytest.raises(UnreadableFile, match="passages"):
        read_csv(b"a,b\n" * 10)


def test_long_sections_are_cut_between_paragraphs_and_sentences() -> None:
    paragraph = "The path is steep. " * 20
    entries = read_markdown(f"# Path\n{paragraph}\n\n{paragraph}\n\n{paragraph}\n\n{'x' * 3000}".encode())
    assert len(entries) > 3
    assert all(entry.title == "Path" and len(entry.text) <= imports.PASSAGE_LENGTH for entry in entries)
    assert sum(entry.text.count("steep") for entry in entries) == 60
    assert sum(entry.text.count("x") for entry in entries) == 3000


def test_every_ending_has_its_reader() -> None:
    assert read_file("House.MD", b"# A\ntext here")[0].title == "A"
    assert read_file("x.txt", b"text here")[0].text == "text here"
    assert read_file("x.tsv", b"a\tb")[0] == Entry("a", "b")
    assert read_file("x.pdf", pdf("Some words here that are text."))[0].text
