"""Arrays for the database, packed by hand: psycopg's own list adaptation costs more than the whole signature check."""

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

UUID_OID, BYTEA_OID, TIMESTAMPTZ_OID = 2950, 17, 1184
ARRAY_OIDS = {UUID_OID: 2951, BYTEA_OID: 1001, TIMESTAMPTZ_OID: 1185}
EPOCH = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
HEAD = struct.Struct("!5i")
LENGTH = struct.Struct("!i")
SIXTEEN = LENGTH.pack(16)
MOMENT = struct.Struct("!iq")


class Uuids(bytes):
    """A packed ``uuid[]``."""


class Blobs(bytes):
    """A packed ``bytea[]``."""


class Moments(bytes):
    """A packed ``timestamptz[]``."""


def uuids(values: Sequence[UUID]) -> Uuids:
    return Uuids(_packed(UUID_OID, len(values), (part for value in values for part in (SIXTEEN, value.bytes))))


def blobs(values: Sequence[bytes]) -> Blobs:
    return Blobs(
        _packed(BYTEA_OID, len(values), (part for value in values for part in (LENGTH.pack(len(value)), value)))
    )


def moments(values: Sequence[datetime]) -> Moments:
    """Microseconds since 2000, as the database counts."""
    stamps = (MOMENT.pack(8, round((value.timestamp() - EPOCH) * 1_000_000)) for value in values)
    return Moments(_packed(TIMESTAMPTZ_OID, len(values), stamps))


def _packed(oid: int, count: int, parts: Iterable[bytes]) -> bytes:
    """One dimension, no nulls, counted from one; an array without elements has no dimension."""
    if not count:
        return struct.pack("!3i", 0, 0, oid)
    return HEAD.pack(1, 0, oid, count, 1) + b"".join(parts)


class _AsIs(Dumper):
    format = Format.BINARY

    def dump(self, obj: Any) -> bytes:
        return bytes(obj)


class _Uuids(_AsIs):
    oid = ARRAY_OIDS[UUID_OID]


class _Blobs(_AsIs):
    oid = ARRAY_OIDS[BYTEA_OID]


class _Moments(_AsIs):
    oid = ARRAY_OIDS[TIMESTAMPTZ_OID]


for kind, dumper in ((Uuids, _Uuids), (Blobs, _Blobs), (Moments, _Moments)):
    psycopg.adapters.register_dumper(kind, dumper)  # kinds that only the edge has: no other connection notices
