"""Looking for texts in bytes, in every spelling in which they may lie in a file: a whole data folder in seconds."""

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

HEAD = 4  # bytes by which a place is looked at more closely
SLOTS = 20  # bits


def spellings(text: str) -> set[bytes]:
    """A text as it may lie in a file: as it is, in hex, in base64 at any of its three beginnings, in UTF-16.
    All small: what is searched is made small as well, so that no spelling hides behind capitals."""
    raw = text.encode()
    found = {raw, raw.hex().encode(), text.encode("utf-16-le")}
    for start in range(3):
        coded = base64.b64encode(b"\0" * start + raw)
        found.add(coded[4:-4] if start else coded[:-4])
    return {spelling.lower() for spelling in found}


class Reader:
    """Many texts looked for at once: places that begin like one of them by their first bytes, then byte by byte."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts: dict[bytes, str] = {spelling: text for text in texts for spelling in spellings(text)}
        self._by_head: dict[bytes, list[bytes]] = defaultdict(list)
        self._slots = np.zeros(1 << SLOTS, dtype=bool)
        self.longest = max(map(len, self._texts))
        for spelling in self._texts:
            self._by_head[spelling[:HEAD]].append(spelling)
            self._slots[_slots_of(spelling[:HEAD])] = True

    def read(self, piece: bytes) -> set[str]:
        """Which of the texts stand in these bytes."""
        small = piece.lower()
        if len(small) < HEAD:
            return set()
        return {self._texts[one] for place in self._places(small) for one in self._at(small, place)}

    def _places(self, small: bytes) -> list[int]:
        found: list[int] = np.flatnonzero(self._slots[_slots_of(small)]).tolist()
        return found

    def _at(self, small: bytes, place: int) -> Iterator[bytes]:
        for spelling in self._by_head.get(small[place : place + HEAD], ()):
            if small.startswith(spelling, place):
                yield spelling


def _slots_of(data: bytes) -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    """For every place in the bytes, a slot made from the four bytes that begin there."""
    one = np.frombuffer(data, dtype=np.uint8).astype(np.uint32)
    word = one[:-3] | one[1:-2] << 8 | one[2:-1] << 16 | one[3:] << 24
    return (word * np.uint32(2654435761)) >> np.uint32(32 - SLOTS)


def read_out(texts: Iterable[str], chunks: Iterable[bytes]) -> set[str]:
    """Which of these texts can be read in the bytes, in whatever spelling, also across two chunks."""
    reader, tail, found = Reader(texts), b"", set[str]()
    for chunk in chunks:
        found |= reader.read(tail + chunk)
        tail = (tail + chunk)[-reader.longest :]
    return found


def pieces(data: bytes, size: int = 1 << 22) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]
