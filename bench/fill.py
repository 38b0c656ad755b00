"""Fill a workspace with a host's years: people, stays, conversations, messages, words, hand-overs.

What is written is what Casa itself would have written: bodies sealed under each person's own data key and bound to
their row, search tokens keyed and salted by quarter, the dictionary of words, look-ups. Only the way is shorter: two
processes make the rows, COPY takes them as the superuser with triggers off, and the two token indexes are built
afterwards. Meant for a database made for measuring; ``filled`` is the only thing others call.
"""

import bisect
import itertools
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.house import ROOT, House

PROCESSES = 2
MESSAGES_EACH = 10  # a conversation, on average
LONGEST_TALK = 5_000  # messages of the one guest who never stops
YEARS = 2
HOMES = 60
VOCABULARY = 30_000
WORDS_EACH = 14
SEED = 20261121
TOKEN_INDEXES = ("message_tokens", "person_tokens")
TABLES = (
    "vault_datakey", "people_person", "people_identity", "stays_reservation", "inbox_conversation", "inbox_message",
    "inbox_outbox",
)  # fmt: skip
SYLLABLES = ("ba", "co", "di", "fu", "ga", "hen", "jo", "ka", "lo", "mi", "nor", "pe", "qua", "ri", "sol", "ti", "ver")
EVERYDAY = (
    "wifi", "password", "arrive", "check", "late", "early", "parking", "towels", "kitchen", "beach", "dog", "crib",
    "thanks", "please", "door", "code", "key", "shower", "hot", "water", "heating", "pool", "tomorrow", "tonight",
    "stay", "night", "house", "bed", "coffee", "noise", "neighbor", "grill", "boat", "lake", "snow", "road", "refund",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """What all rows stand on; handed to the processes that make them."""

    url: str
    workspace: UUID
    connection: UUID
    brand: UUID
    user: UUID
    index_key: bytes
    homes: list[UUID]
    first_key: int
    now: datetime


def filled(house: House, messages: int) -> Ground:
    """Fill the house's workspace with about so many messages; returns what they stand on."""
    ground = _ground(house, messages)
    share = messages // MESSAGES_EACH // PROCESSES
    with _indexes_later(ground.url), ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(lambda number: _in_a_process(ground, number, share), range(PROCESSES)))
    return ground


def _in_a_process(ground: Ground, number: int, share: int) -> None:
    spread = {name: _plain(getattr(ground, name)) for name in Ground.__slots__}
    words = [sys.executable, "-m", "bench.fill", json.dumps(spread), str(number), str(share)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the rows could not be made: {done.stderr[-800:]}")


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return [str(each) for each in value] if isinstance(value, list) else value if isinstance(value, int) else str(value)


def _ground(house: House, messages: int) -> Ground:
    from casa.core.accounts.models import Brand
    from casa.core.accounts.scope import workspace_scope
    from casa.core.inbox.models import Word
    from casa.core.stays.models import Property
    from casa.core.vault.crypto import token
    from casa.core.vault.keyring import index_key
    from casa.lib.ids import new_id

    workspace, connection, user = UUID(house.workspace_id), UUID(house.connection_id), UUID(house.user_id)
    first = house.count("select nextval('vault_datakey_id_seq')") + 1000  # Casa's own keys come in between
    with workspace_scope(workspace, user):
        homes = [
            Property(id=new_id(), workspace_id=workspace, connection_id=connection, external_id=f"{first}-{number}",
                     name=f"House {number}", timezone="America/New_York", city="Asheville")
            for number in range(HOMES)
        ]  # fmt: skip
        Property.objects.bulk_create(homes)
        key = index_key()
        rows = [
            Word(id=new_id(), workspace_id=workspace, token=token(key, "word", word), sealed=word)
            for word in Words(messages).all
        ]
        Word.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
        brand = Brand.objects.get(workspace_id=workspace, is_default=True).id
    url = superuser(house)
    return Ground(url, workspace, connection, brand, user, key, [home.id for home in homes], first, datetime.now(UTC))


def superuser(house: House) -> str:
    """The superuser's way into Casa's own database: it looks over every wall, which only a measurement may."""
    return str(house.server.url("superuser").replace("/postgres?", "/casa?"))


class _indexes_later:  # noqa: N801 — used as a function
    """The token indexes fall and are built again at the end; the statistics are made fresh."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        with _connected(self._url) as connection:
            found = connection.execute("select indexdef from pg_indexes where indexname = any(%s)", [[*TOKEN_INDEXES]])
            self._made = [row[0] for row in found]
            for name in TOKEN_INDEXES:
                connection.execute(f"drop index {name}")

    def __exit__(self, *exc: object) -> None:
        with _connected(self._url) as connection:
            connection.execute("set maintenance_work_mem = '512MB'")
            for statement in self._made:
                connection.execute(statement)
            connection.execute("select setval('vault_datakey_id_seq', (select max(id) from vault_datakey))")
            connection.execute("vacuum analyze")


def _connected(url: str) -> Any:
    import psycopg

    return psycopg.connect(url, autocommit=True)


class Words:
    """A vocabulary in which the n-th word is about n times rarer than the first, as in what people write."""

    def __init__(self, messages: int) -> None:
        made = ("".join(parts) for length in (2, 3, 4) for parts in itertools.product(SYLLABLES, repeat=length))
        self.all = [*EVERYDAY, *itertools.islice(made, min(VOCABULARY, max(messages // 10, 500)))]
        self._sums = list(itertools.accumulate(1 / (place + 2) for place in range(len(self.all))))

    def some(self, chance: random.Random, count: int) -> list[str]:
        most = self._sums[-1]
        return [self.all[bisect.bisect(self._sums, chance.random() * most)] for _ in range(count)]

    def near(self, share: float) -> str:
        """The word that stands so far down the list (0 the most common, 1 the rarest)."""
        return self.all[int(share * (len(self.all) - 1))]


# ------------------------------------------------------------------------------------------------ one process


class Maker:
    """Makes the rows of some people and everything around them, sealed as the models seal them."""

    def __init__(self, ground: Ground, number: int, share: int) -> None:
        self.ground, self.number, self.share = ground, number, share
        self.chance = random.Random(SEED + ground.first_key + number)
        self.words = Words(share * MESSAGES_EACH * PROCESSES)
        self._tokens: dict[tuple[str, str], int] = {}
        self.rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}

    def people(self) -> Iterator[None]:
        """One person after another; the caller empties ``rows`` from time to time."""
        for place in range(self.share):
            self._person(place)
            yield

    def _person(self, place: int) -> None:
        from django.conf import settings

        from casa.core.vault.crypto import blind, key_context, new_data_key
        from casa.core.vault.tokens import name_tokens, phone_tokens

        ground, chance = self.ground, self.chance
        began = ground.now - timedelta(days=365 * YEARS * chance.random() ** 1.2, hours=1)
        person, key_id = id_at(began, chance), ground.first_key + self.number + PROCESSES * place
        raw = new_data_key()
        epoch = settings.MASTER_KEYS.current
        wrapped = settings.MASTER_KEYS.wrap(epoch, raw, key_context(ground.workspace, "person", key_id))
        self._add("vault_datakey", id=key_id, workspace_id=ground.workspace, kind="person", holder=person,
                  wrapped=wrapped, epoch=epoch, current=True)  # fmt: skip
        seal = Sealer(key_id, raw, ground.workspace)
        name = " ".join(word.capitalize() for word in self.words.some(chance, 2))
        phone = f"+1828{key_id:07d}"
        tokens = {*name_tokens(ground.index_key, name), *phone_tokens(ground.index_key, phone[1:])}
        self._add("people_person", id=person, workspace_id=ground.workspace, language="en", hue=place % 12,
                  name=seal("people_person", "name", person, name), ai_allowed=True, tokens=sorted(tokens),
                  created_at=began)  # fmt: skip
        identity = id_at(began, chance)
        self._add("people_identity", id=identity, workspace_id=ground.workspace, person_id=person, kind="phone",
                  value=seal("people_identity", "value", identity, phone), created_at=began,
                  lookup=blind(ground.index_key, "phone", phone))  # fmt: skip
        self._stay(person, began)
        self._talk(person, identity, began, seal, place)

    def _stay(self, person: UUID, began: datetime) -> None:
        arrival = began.date() + timedelta(days=self.chance.randrange(1, 90))
        stay = id_at(began, self.chance)
        self._add("stays_reservation", id=stay, workspace_id=self.ground.workspace, sequence="", platform="direct",
                  connection_id=self.ground.connection, external_id=str(stay), person_id=person, status="confirmed",
                  property_id=self.chance.choice(self.ground.homes), arrival=arrival, currency="USD", adults=2,
                  departure=arrival + timedelta(days=3), children=0, infants=0, pets=0, thread_id="")  # fmt: skip

    def _talk(self, person: UUID, identity: UUID, began: datetime, seal: "Sealer", place: int) -> None:
        chance, talk = self.chance, id_at(began, self.chance)
        longest = self.number == place == 0
        count = min(LONGEST_TALK, self.share) if longest else 1 + min(int(chance.expovariate(1 / 9)), 200)
        room = (self.ground.now - began) / (count + 1)
        moments = [began + min(room, timedelta(hours=2)) * number for number in range(1, count + 1)]
        last: tuple[str, bool] = ("", False)
        for moment in moments:
            last = self._message(talk, person, identity, moment, seal)
        waits = not last[1] and chance.random() < 0.03
        status = "open" if waits or chance.random() < 0.1 else "done"
        self._add("inbox_conversation", id=talk, workspace_id=self.ground.workspace, person_id=person, status=status,
                  property_id=chance.choice(self.ground.homes), channel="sms", last_message_at=moments[-1],
                  waiting_since=moments[-1] if waits else None, last_inbound_at=moments[-1],
                  due_at=moments[-1] + timedelta(hours=12) if waits else None, urgent="", pressing=False,
                  preview=seal("inbox_conversation", "preview", talk, last[0][:160]), preview_out=last[1],
                  has_draft=False, failed=False, created_at=began,
                  assignee_id=self.ground.user if chance.random() < 0.05 else None)  # fmt: skip

    def _message(self, talk: UUID, person: UUID, identity: UUID, at: datetime, seal: "Sealer") -> tuple[str, bool]:
        chance, out = self.chance, self.chance.random() < 0.45
        used = self.words.some(chance, chance.randrange(2, WORDS_EACH * 2))
        body, message = " ".join(used).capitalize() + ".", id_at(at, chance)
        self._add("inbox_message", id=message, workspace_id=self.ground.workspace, conversation_id=talk,
                  person_id=person, connection_id=self.ground.connection, direction="out" if out else "in",
                  channel="sms", external_id=f"SM{message.hex}", language="en", by_assistant=False,
                  body=seal("inbox_message", "body", message, body), automatic=False, why="", rule="",
                  author_id=self.ground.user if out else None, status="delivered" if out else "",
                  status_rank=4 if out else 0, sent_at=at, created_at=at, tokens=self._keyed(used, at))  # fmt: skip
        if out:
            self._add("inbox_outbox", id=id_at(at, chance), workspace_id=self.ground.workspace, message_id=message,
                      conversation_id=talk, connection_id=self.ground.connection, identity_id=identity, kind="reply",
                      brand_id=self.ground.brand, state="delivered", not_before=at, thread_id="", reservation_ref="",
                      stop_on_reply=False, attempts=1, program="", handed_off_at=at, looks=0)  # fmt: skip
        return body, out

    def _keyed(self, used: list[str], at: datetime) -> list[int]:
        from casa.core.vault.crypto import token
        from casa.core.vault.tokens import STOP_WORDS, quarter

        salt = quarter(at.date())
        found = self._tokens
        for word in used:
            if (salt, word) not in found:
                found[salt, word] = token(self.ground.index_key, salt, word)
        return [found[salt, word] for word in dict.fromkeys(used) if word not in STOP_WORDS]

    def _add(self, table: str, **columns: Any) -> None:
        self.rows[table].append(columns)


class Sealer:
    """Seals one person's fields as ``vault.fields`` does."""

    def __init__(self, key_id: int, raw: bytes, workspace: UUID) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._key_id, self._cipher, self._workspace = key_id, AESGCM(raw), workspace

    def __call__(self, table: str, column: str, row: UUID, text: str) -> bytes:
        from casa.core.vault.crypto import field_context, seal

        return seal(self._key_id, self._cipher, text.encode(), field_context(table, column, self._workspace, row))


def id_at(moment: datetime, chance: random.Random) -> UUID:
    """A version 7 identifier of that moment."""
    stamp = int(moment.timestamp() * 1000) << 80
    return UUID(int=stamp | 0x7 << 76 | chance.getrandbits(12) << 64 | 0b10 << 62 | chance.getrandbits(62))


def write(connection: Any, rows: dict[str, list[dict[str, Any]]]) -> None:
    """COPY what was made, in the order that the tables stand on each other, and forget it."""
    for table in TABLES:
        if rows[table]:
            _copy(connection, table, rows[table])
            rows[table] = []


def _copy(connection: Any, table: str, rows: Sequence[dict[str, Any]]) -> None:
    names = list(rows[0])
    with connection.cursor().copy(f"copy {table} ({', '.join(names)}) from stdin") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def main(spread: str, number: int, share: int) -> None:
    import django

    django.setup()
    given = json.loads(spread)
    ids = {name: UUID(given[name]) for name in ("workspace", "connection", "brand", "user")}
    ground = Ground(
        url=given["url"], index_key=bytes.fromhex(given["index_key"]), homes=[UUID(home) for home in given["homes"]],
        first_key=given["first_key"], now=datetime.fromisoformat(given["now"]), **ids,
    )  # fmt: skip
    maker = Maker(ground, number, share)
    with _connected(ground.url) as connection:
        connection.execute("set session_replication_role = replica")  # foreign keys hold by construction
        connection.execute("set synchronous_commit = off")
        for place, _ in enumerate(maker.people()):
            if place % 500 == 499:
                write(connection, maker.rows)
        write(connection, maker.rows)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casa.config.settings")
    sys.path.insert(0, str(ROOT / "src"))
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
