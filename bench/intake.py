"""Signed webhooks a second, over real HTTP, as a share of what the database can insert one row at a time.

The limit is pgbench on the same server and the same table, 64 clients, prepared statements, every commit durable:
what a program without HTTP, signatures and encryption could do at best if each request were its own commit. The two
take turns, so that a busy neighbour slows both.
"""

import json
import re
import sys
import tempfile
from pathlib import Path

from bench.house import House, opened, output_of, web
from bench.report import Result

SHARE = 90.0
CLIENTS = 64

INSERT = """
insert into connections_delivery (id, workspace_id, connection_id, key, sealed, received_at)
values (uuidv7(), '{workspace}', '{connection}', uuid_send(gen_random_uuid()), repeat('x', {size})::bytea, now())
on conflict do nothing;
"""


def measure(quick: bool) -> list[Result]:
    seconds, turns = (2, 2) if quick else (6, 4)
    with opened() as house, web() as port:
        size = _warm(house, port)
        inserts, loads = list[float](), list[dict[str, float]]()
        for turn in range(turns):
            inserts.append(_pgbench(house, size, seconds))
            loads.append(_load(house, port, seconds, first=(turn + 1) * 1_000_000))
    return [_result(inserts, loads)]


def _result(inserts: list[float], loads: list[dict[str, float]]) -> Result:
    from casa.config.web import processes

    limit = sum(inserts) / len(inserts)
    rate = sum(each["acknowledged"] for each in loads) / sum(each["seconds"] for each in loads)
    p99 = max(each["p99"] for each in loads)
    detail = f"{rate:,.0f} webhooks/s of {limit:,.0f} inserts/s, p99 {p99:.0f} ms, {CLIENTS} connections"
    detail += f", web processes: {processes()}"
    return Result("Webhook intake", 100 * rate / limit, "%", SHARE, "higher", detail)


def _warm(house: House, port: int) -> int:
    """A first short run; how large a sealed delivery is."""
    _load(house, port, 0.5, first=0)
    return house.count("select max(length(sealed)) from connections_delivery")


def _load(house: House, port: int, seconds: float, first: int) -> dict[str, float]:
    """One run of the client, and the proof that what was acknowledged is there."""
    before = house.count("select count(*) from connections_delivery")
    most = int(20_000 * seconds) + 1000
    said = output_of([sys.executable, "-m", "bench.load", *map(str, (port, house.hook_path, seconds, first, most))])
    report: dict[str, float] = json.loads(said)
    stored = house.count("select count(*) from connections_delivery") - before
    if report["refused"] or stored != report["acknowledged"]:
        raise RuntimeError(f"{report['acknowledged']} acknowledged, {report['refused']} refused, {stored} stored")
    return report


def _pgbench(house: House, size: int, seconds: int) -> float:
    """Rows a second that 64 clients insert, one a transaction."""
    script = INSERT.format(workspace=house.workspace_id, connection=house.connection_id, size=size)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script.strip().replace("\n", " ") + "\n")
        file.flush()
        Path(file.name).chmod(0o644)
        flags = ["-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-f", file.name]
        said = output_of([house.program("pgbench"), *flags, house.server.url("system")])
    found = re.search(r"tps = ([\d.]+)", said)
    if not found:
        raise RuntimeError("pgbench gave no figure")
    return float(found[1])
