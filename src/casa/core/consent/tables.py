"""Reading a file of contacts kindly: its encoding, its separator, and which column is what. Pure; nothing is kept."""

import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from casa.core.accounts.rules import NotPossible
from casa.core.people.days import read_birthday
from casa.core.people.tags import LONGEST
from casa.lib.phones import NotAPhone, e164
from casa.lib.text import fold

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 100_000
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = ",;\t|"
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}")
# What a column may be: its key, its words, and what headings like it are called, squeezed to letters.
COLUMNS = (
    ("name", "Name", ("name", "fullname", "guest", "guestname", "contact", "contactname", "customer")),
    ("first_name", "First name", ("firstname", "givenname", "first")),
    ("last_name", "Last name", ("lastname", "surname", "familyname", "last")),
    ("phone", "Mobile number", ("phone", "phonenumber", "mobile", "mobilenumber", "cell", "cellphone", "tel", "number",
                                "mobilephone", "telefono", "telephone")),
    ("email", "E-mail", ("email", "emailaddress", "mail", "correo")),
    ("birthday", "Birthday", ("birthday", "birthdate", "dateofbirth", "dob", "bday", "born", "geburtstag",
                              "cumpleanos")),
    ("tags", "Tags", ("tags", "tag", "labels", "label", "groups", "group", "etiquetas")),
    ("language", "Language", ("language", "lang", "locale", "idioma", "langue")),
    ("agreed_at", "When they agreed", ("agreedat", "consentdate", "consentat", "optindate", "optinat", "optintime",
                                       "optintimestamp", "consenttimestamp", "dateofconsent", "subscribedat")),
    ("disclosure", "The words they saw", ("disclosure", "disclosuretext", "consenttext", "optintext", "consentlanguage",
                                          "consentwording")),
    ("action", "What they did", ("action", "affirmativeaction", "consentaction", "optinaction", "optinmethod")),
    ("medium", "How they agreed", ("medium", "consentmedium", "consentsource", "optinsource", "source")),
    ("url", "Page they agreed on", ("url", "sourceurl", "optinurl", "consenturl", "pageurl", "page")),
    ("ip", "IP address", ("ip", "ipaddress", "optinip", "consentip")),
    ("user_agent", "Browser", ("useragent", "browser", "optinuseragent")),
    ("evidence", "Where the proof is", ("evidence", "proof", "evidenceurl", "recording", "document", "scan")),
)  # fmt: skip
KEYS = tuple(key for key, _, _ in COLUMNS)
ACTIONS = {
    "box_ticked": ("box_ticked", "ticked", "checkbox", "checked", "box ticked", "ticked box", "web form", "form"),
    "keyword_sent": ("keyword_sent", "keyword", "texted", "text in", "sms keyword", "double opt-in", "double optin"),
    "signed": ("signed", "signature", "paper", "paper form", "e-signature", "esigned"),
    "said": ("said", "verbal", "oral", "phone", "call", "recorded call"),
}
MEDIA = {
    "web": ("web", "website", "form", "web form", "online", "landing page"),
    "sms": ("sms", "text", "keyword"),
    "paper": ("paper", "card", "in person", "signed form"),
    "call": ("call", "phone", "verbal"),
    "email": ("email", "e-mail"),
}
DAYS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M %p",
        "%m/%d/%Y", "%m/%d/%y", "%d.%m.%Y", "%b %d, %Y", "%d %b %Y")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row, understood; ``number`` counts as the spreadsheet does.

    ``trouble`` says why it cannot come in, ``doubt`` what of it is left out though the person comes in.
    """

    number: int
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    agreed_at: datetime | None = None
    disclosure: str = ""
    action: str = ""
    medium: str = ""
    url: str = ""
    ip: str = ""
    user_agent: str = ""
    evidence: str = ""
    trouble: str = ""
    tags: tuple[str, ...] = ()
    birthday: tuple[int, int] | None = None
    doubt: str = ""


def read_table(raw: bytes) -> Table:
    """A file as a table. Raises NotPossible in words when it is none."""
    if len(raw) > MOST_BYTES:
        raise NotPossible("This file is larger than 5 MB. Split it, and import the parts one after the other.")
    text, encoding = _decoded(raw)
    if "\x00" in text or raw[:4] in (b"PK\x03\x04", b"%PDF"):
        raise NotPossible("This is not a CSV file. In your spreadsheet, choose “Save as” and then CSV.")
    rows = list(itertools.islice(_rows(text), MOST_ROWS + 2))
    if len(rows) < 2:
        raise NotPossible("There is nothing to import: the file needs a row of headings and at least one more row.")
    if len(rows) > MOST_ROWS + 1:
        raise NotPossible("More than 100,000 rows. Split the file, and import the parts one after the other.")
    width = len(rows[0])
    even = (tuple((row + [""] * width)[:width]) for row in rows[1:])
    return Table(tuple(heading.strip()[:80] for heading in rows[0]), tuple(even), encoding)


def _decoded(raw: bytes) -> tuple[str, str]:
    """By its mark, else UTF-8, else what Windows spreadsheets write."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), "cp1252"


def _rows(text: str) -> Iterator[list[str]]:
    first = text[:8000].split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        raise NotPossible("One of the rows cannot be read. Save the file as CSV once more and try again.") from error


def guess(headings: tuple[str, ...]) -> dict[str, int]:
    """Which column is probably what, by its heading."""
    squeezed = [re.sub(r"[^a-z]", "", heading.lower()) for heading in headings]
    found: dict[str, int] = {}
    for key, _, names in COLUMNS:
        place = next((squeezed.index(name) for name in names if name in squeezed), None)
        if place is not None and place not in found.values():
            found[key] = place
    return found


def lines(table: Table, columns: dict[str, int], region: str = "US") -> Iterator[Line]:
    """Every row, understood by the columns that were picked; the first row of contacts is number 2."""
    wanted = {key: place for key, place in columns.items() if key in KEYS and 0 <= place < len(table.headings)}
    for number, row in enumerate(table.rows, start=2):
        yield _line(number, {key: row[place].strip() for key, place in wanted.items()}, region)


def _line(number: int, cells: dict[str, str], region: str) -> Line:
    name = cells.get("name") or f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()
    phone, email, trouble = "", cells.get("email", "").lower(), ""
    if cells.get("phone"):
        try:
            phone = e164(_digits(cells["phone"]), region)
        except NotAPhone:
            trouble = "The number is not a whole phone number."
    if email and not EMAIL.fullmatch(email):
        trouble, email = trouble or "The e-mail address is not whole.", ""
    if not phone and not email:
        trouble = trouble or "No number and no e-mail address."
    agreed = cells.get("agreed_at", "")
    moment = _moment(agreed)
    if agreed and moment is None:
        trouble = trouble or "The day they agreed cannot be read. Write it like 2026-03-14."
    return Line(
        number, name[:200], phone, email, cells.get("language", "")[:2].lower(), moment,
        cells.get("disclosure", ""), _word(ACTIONS, cells.get("action", "")), _word(MEDIA, cells.get("medium", "")),
        cells.get("url", "")[:300], cells.get("ip", "")[:60], cells.get("user_agent", "")[:300],
        cells.get("evidence", "")[:300], trouble, *_wishes(cells),
    )  # fmt: skip


def _wishes(cells: dict[str, str]) -> tuple[tuple[str, ...], tuple[int, int] | None, str]:
    """Tags, each once however it is spelled; the birthday; and what of both is left out."""
    written: dict[str, str] = {}
    for cell in re.split("[;,]", cells.get("tags", "")):
        name = " ".join(cell.split())
        written |= {fold(name): written.get(fold(name), name)} if name else {}
    tags = tuple(name for name in written.values() if len(name) <= LONGEST)
    doubt = f"A tag is longer than {LONGEST} characters." if len(tags) < len(written) else ""
    if not cells.get("birthday"):
        return tags, None, doubt
    try:
        return tags, read_birthday(cells["birthday"]), doubt
    except NotPossible as refused:
        return tags, None, f"{refused} {doubt}".strip()


def _digits(text: str) -> str:
    """A number as spreadsheets garble it: 8285550142.0, '+1828…."""
    return text.lstrip("'").removesuffix(".0")


def _word(known: dict[str, tuple[str, ...]], text: str) -> str:
    typed = text.strip().lower()
    return next((word for word, names in known.items() if typed == word or typed in names), "")


def _moment(text: str) -> datetime | None:
    """A day or a moment; without a zone it is taken as UTC. None for what is unreadable or still to come."""
    found = None
    for read in (datetime.fromisoformat, *(_reader(form) for form in DAYS)):
        try:
            found = read(text)
            break
        except ValueError:
            continue
    if found is None:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if found <= datetime.now(UTC) else None


def _reader(form: str):  # type: ignore[no-untyped-def]
    return lambda text: datetime.strptime(text, form).replace(tzinfo=UTC)
