"""House knowledge out of files: Markdown by heading, CSV by row, PDF by page and heading.

Each reader takes the bytes of an upload and gives passages of a size that can be quoted. What cannot be read
raises `UnreadableFile` with what to do about it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casa.core.assistant.text import split_sentences, words

if TYPE_CHECKING:
    from pypdf import PageObject

MAX_BYTES = 5_000_000
MAX_PDF_BYTES = 20_000_000
MAX_PDF_PAGES = 200
MAX_PAGE_STREAM = 8_000_000  # bytes of drawing commands on one page; a page of text has a few thousand
MAX_PASSAGES = 2_000
PASSAGE_LENGTH = 1_200  # characters; longer sections are cut at paragraphs, then at sentences

_TITLES = frozenset(words("title question topic name subject heading titulo pregunta tema titre sujet"))
_TEXTS = frozenset(words("text answer content body value details description texto respuesta contenido texte reponse"))
_HOMES = frozenset(["property", "home", "listing", "house", "unit", "propiedad", "casa", "logement", "propriete"])
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^(=+|-+)\s*$")
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
_MARKS = re.compile(r"(\*\*|__|~~|`)")
_PDF_HEADING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?[A-ZÀ-Þ][^.!?:;]{1,58}:?$")


class UnreadableFile(ValueError):
    """The file cannot be used. The text is for the person who uploaded it and says what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage of an imported file. `property` is the home it names, empty where it names none."""

    title: str
    text: str
    property: str = ""


def read_file(name: str, data: bytes) -> list[Entry]:
    """The passages of an upload, by the ending of its name: md, txt, csv, tsv, pdf."""
    ending = name.lower().rsplit(".", 1)[-1]
    if ending in ("md", "markdown", "txt"):
        return read_markdown(data)
    if ending in ("csv", "tsv"):
        return read_csv(data)
    if ending == "pdf":
        return read_pdf(data)
    raise UnreadableFile("Casa reads PDF, CSV, Markdown and plain text. Save the file as one of these and try again.")


def read_markdown(data: bytes) -> list[Entry]:
    """Passages of a Markdown or plain text file, one a heading; without headings, one a paragraph."""
    text = _COMMENT.sub("", _FRONT_MATTER.sub("", _decode(data)))
    sections = list(_sections(text.splitlines()))
    if len(sections) == 1 and not sections[0][0]:
        sections = [("", part) for part in re.split(r"\n\s*\n", sections[0][1])]
    return _entries((title, body, "") for title, body in sections)


def read_csv(data: bytes) -> list[Entry]:
    """Passages of a table: columns title, text and property by name, or the first two columns."""
    rows = _rows(_decode(data))
    if not rows:
        raise UnreadableFile("The file has no rows. Check that you exported the right sheet and try again.")
    columns = _columns(rows[0])
    if columns is None:
        return _entries(_plain_row(row) for row in rows)
    title, text, home = columns
    return _entries((_cell(row, title), _cell(row, text), _cell(row, home)) for row in rows[1:])


def read_pdf(data: bytes) -> list[Entry]:
    """Passages of a PDF with text in it, cut at its headings where they can be told."""
    _check_size(data, MAX_PDF_BYTES)
    if b"%PDF" not in data[:1024]:
        raise UnreadableFile("This is not a PDF. Save the document as a PDF and try again.")
    lines = [line for page in _pages(data) for line in page.splitlines()]
    return _entries((title, body, "") for title, body in _pdf_sections(lines))


def _check_size(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise UnreadableFile(f"The file is larger than {limit // 1_000_000} MB. Split it into smaller files.")
    if not data.strip():
        raise UnreadableFile("The file is empty. Choose another one.")


def _decode(data: bytes) -> str:
    """UTF-8, UTF-16 or Windows-1252, with or without a mark at the beginning."""
    _check_size(data, MAX_BYTES)
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableFile("This does not look like a text file. Save it as CSV or Markdown in UTF-8 and try again.")


def _encodings(data: bytes) -> Sequence[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    head = data[:2000]
    if head.count(0) > len(head) // 4:
        return ("utf-16-le", "utf-16-be") if head[1:2] == b"\x00" else ("utf-16-be", "utf-16-le")
    return ("utf-8-sig", "cp1252")


def _sections(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(title, body) for each heading; the title carries the headings above it: 'Kitchen › Oven'."""
    trail: dict[int, str] = {}
    body: list[str] = []
    for level, line in _marked(list(lines)):
        if not level:
            body.append(_clean(line))
            continue
        yield _title(trail), "\n".join(body)
        trail = {depth: name for depth, name in trail.items() if depth < level}
        trail[level] = _clean(line)
        body = []
    yield _title(trail), "\n".join(body)


def _marked(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each line with its heading level, 0 for text. A line underlined with === or --- is a heading too."""
    fenced, skip = False, False
    for number, line in enumerate(lines):
        if skip:
            skip = False
            continue
        fenced ^= line.lstrip().startswith("```")
        heading = None if fenced else _HEADING.match(line)
        below = _UNDERLINE.match(lines[number + 1]) if number + 1 < len(lines) and line.strip() else None
        if heading:
            yield len(heading[1]), heading[2]
        elif below and not fenced and len(below[1]) >= 3 and not line.lstrip().startswith(("-", "|")):
            skip = True
            yield (1 if below[1][0] == "=" else 2), line
        elif not line.lstrip().startswith("```"):
            yield 0, line


def _title(trail: dict[int, str]) -> str:
    """The headings from the second on down: the first is the name of the whole document when others follow."""
    names = [trail[level] for level in sorted(trail)]
    return " › ".join(names[1:] if len(names) > 1 else names)


def _clean(line: str) -> str:
    linked = _LINK.sub(lambda m: m[1] if m[1] == m[2] or m[0].startswith("!") else f"{m[1]} ({m[2]})", line)
    return _MARKS.sub("", linked).strip()


def _rows(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile("The table cannot be read. Save it again as CSV in UTF-8 and try again.") from error
    return [row for row in rows if any(cell.strip() for cell in row)]


def _columns(header: Sequence[str]) -> tuple[int, int, int] | None:
    """Where title, text and property stand (-1: nowhere); None where the first row is no header."""
    names = [cell.strip().lower().replace("í", "i").replace("é", "e").replace("ó", "o") for cell in header]

    def place(known: frozenset[str]) -> int:
        return next((number for number, name in enumerate(names) if name in known), -1)

    title, text, home = place(_TITLES), place(_TEXTS), place(_HOMES)
    return (title, text, home) if text >= 0 else None


def _plain_row(row: Sequence[str]) -> tuple[str, str, str]:
    return (row[0], row[1], "") if len(row) > 1 and row[1].strip() else ("", row[0], "")


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if 0 <= place < len(row) else ""


def _pages(data: bytes) -> list[str]:
    """The text of each page. A PDF may be hostile: size, pages and streams are bounded, any failure is one error."""
    from pypdf import PdfReader  # half a second that only a process which reads a PDF should pay

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile("The PDF has a password. Save a copy without one and try again.")
        if len(reader.pages) > MAX_PDF_PAGES:
            raise UnreadableFile(f"The PDF has more than {MAX_PDF_PAGES} pages. Split it and try again.")
        texts = [_page_text(page) for page in reader.pages]
    except UnreadableFile:
        raise
    except Exception as error:  # pypdf raises many kinds for broken files; all mean the same to the person
        raise UnreadableFile("The PDF is damaged. Open it, save it again as a PDF, and try again.") from error
    if not any(text.strip() for text in texts):
        raise UnreadableFile("The PDF holds pictures of text only. Export it from the original, or paste the text.")
    return texts


def _page_text(page: "PageObject") -> str:
    contents = page.get_contents()
    if contents is not None and len(contents.get_data()) > MAX_PAGE_STREAM:
        raise UnreadableFile("A page of the PDF is too large to read. Save it as a simpler PDF and try again.")
    return page.extract_text()


def _pdf_sections(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """PDFs keep no headings: a short line without a full stop, before a longer one, is taken for one."""
    title, body = "", list[str]()
    for number, line in enumerate(lines):
        following = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if _PDF_HEADING.match(line.strip()) and len(following) > len(line.strip()):
            yield title, _joined(body)
            title, body = line.strip().rstrip(":"), []
        else:
            body.append(line)
    yield title, _joined(body)


def _joined(lines: Sequence[str]) -> str:
    """Lines of print as running text; an empty line stays a new paragraph."""
    paragraphs = re.split(r"\n\s*\n", "\n".join(line.rstrip() for line in lines))
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _entries(found: Iterable[tuple[str, str, str]]) -> list[Entry]:
    """Passages with a text, long ones cut. Raises where none is left or far too many are."""
    entries: list[Entry] = []
    for title, text, home in found:
        for part in _cut(text.strip()):
            entries.append(Entry(" ".join(title.split())[:200], part, " ".join(home.split())[:200]))
        if len(entries) > MAX_PASSAGES:
            raise UnreadableFile(f"The file has more than {MAX_PASSAGES:,} passages. Split it into smaller files.")
    if not entries:
        raise UnreadableFile("The file has no text that Casa can use. Check its contents and try again.")
    return entries


def _cut(text: str) -> Iterator[str]:
    """Pieces of at most `PASSAGE_LENGTH`, cut between paragraphs, then sentences, then words."""
    piece = ""
    for part in _parts(text):
        if piece and len(piece) + len(part) + 1 > PASSAGE_LENGTH:
            yield piece
            piece = ""
        piece = f"{piece}\n{part}".strip()
    if piece:
        yield piece


def _parts(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text):
        if len(paragraph) <= PASSAGE_LENGTH:
            yield paragraph.strip()
            continue
        for sentence in split_sentences(paragraph):
            yield from (sentence[at : at + PASSAGE_LENGTH] for at in range(0, len(sentence), PASSAGE_LENGTH))
