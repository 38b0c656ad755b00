"""Reading everything, going on after a failure, and reading little the second time."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casa.core.connections.contract import (
    Account,
    AuthFailed,
    Fact,
    Hint,
    IncomingMessage,
    NotReady,
    Page,
    PropertyFact,
    ReservationFact,
    ReviewFact,
)
from casa.lib.pretend import Fault, ThreadMessage, World
from casa.providers.hospitable import client, sandbox, sync
from casa.providers.hospitable.sandbox_shapes import uuid_of
from casa.providers.hospitable.tests.conftest import TODAY, Connected, booking, connect, home
from casa.providers.hospitable.windows import half_years


def facts(pages: Iterable[Page], kind: type = object) -> list[Fact]:
    return [fact for page in pages for fact in page.facts if isinstance(fact, kind)]


def run(connected: Connected, cursor: Mapping[str, object] | None = None) -> tuple[list[Fact], Mapping[str, object]]:
    """A whole run; the cursor is stored and read as JSON, as the core does."""
    kept = dict(cursor or {})
    found: list[Fact] = []
    for page in sync.pages(connected.account, connected.door, kept):
        found += page.facts
        kept = json.loads(json.dumps(page.cursor)) if page.cursor is not None else kept
    return found, kept


def calls(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths asked for from now on."""
    asked: list[str] = []
    real = client._read

    def counted(account: Account, door: object, path: str, params: object) -> client.Read:
        asked.append(path)
        return real(account, door, path, params)  # type: ignore[arg-type]

    monkeypatch.setattr(client, "_read", counted)
    return asked


def test_a_first_run_brings_everything_in_order(connected: Connected) -> None:
    sandbox.add_review(connected.world, "stay-3", 5, "Lovely", "A bit cold")
    found, cursor = run(connected)
    kinds = [type(fact) for fact in found]
    order = [PropertyFact, ReservationFact, IncomingMessage, ReviewFact]
    assert list(dict.fromkeys(kinds)) == order
    assert [kinds.count(kind) for kind in order] == [2, 3, 1, 1]
    assert set(cursor) == {"last", "deep", "homes", "seen"}


def test_a_stay_arrives_whole(connected: Connected) -> None:
    stays = {fact.external_id: fact for fact in run(connected)[0] if isinstance(fact, ReservationFact)}
    first = stays[connected.stay(1)]
    assert (first.platform, first.status, first.code) == ("airbnb", "confirmed", "HM1")
    assert first.property_id == uuid_of("property", "home-1")
    assert (first.payout, first.total, first.currency) == (65_230, 80_000, "USD")
    assert first.arrival == TODAY + timedelta(days=1)
    assert first.check_in is not None
    assert first.check_in.hour == 16
    assert first.check_in.utcoffset() is not None
    assert first.guest is not None
    assert first.guest.phones == ("+18285550100",)
    assert first.thread_id == connected.conversation(1)
    assert stays[connected.stay(2)].status == "declined"
    assert stays[connected.stay(2)].platform == "vrbo"
    assert stays[connected.stay(3)].status == "cancelled"


def test_a_message_carries_the_platform_of_its_reservation(connected: Connected) -> None:
    message = next(fact for fact in run(connected)[0] if isinstance(fact, IncomingMessage))
    assert (message.channel, message.body, message.outgoing) == ("airbnb", "Can I bring a dog?", False)
    assert message.reservation_id == connected.stay(1)
    assert message.sender.value == message.thread_id == connected.conversation(1)


def test_a_second_run_is_cheap_and_silent(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    _, cursor = run(connected)
    asked = calls(connected, monkeypatch)
    found, _ = run(connected, {**cursor, "last": datetime.now(UTC).isoformat()})
    assert found == []
    assert not [path for path in asked if path.endswith(("/messages", "/reviews"))]
    assert len(asked) <= 1 + len(half_years(TODAY)) * 2 + 1


def test_a_second_run_reads_only_what_moved(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    _, cursor = run(connected)
    world = connected.world
    now = world.clock()
    world.thread["stay-2"].append(ThreadMessage("m2", "stay-2", "guest", "Hello?", now))
    world.book(replace(world.bookings["stay-2"], adults=4))
    asked = calls(connected, monkeypatch)
    found, _ = run(connected, {**cursor, "last": (now - timedelta(minutes=1)).isoformat()})
    assert [fact.body for fact in found if isinstance(fact, IncomingMessage)] == ["Hello?"]
    assert [path for path in asked if path.endswith("/messages")] == [f"/reservations/{connected.stay(2)}/messages"]
    changed = [fact for fact in found if isinstance(fact, ReservationFact) and fact.external_id == connected.stay(2)]
    assert [fact.adults for fact in changed] == [4]


def test_only_the_changed_row_of_a_page_is_handed_over_again(connected: Connected) -> None:
    _, cursor = run(connected)
    connected.world.book(replace(connected.world.bookings["stay-1"], pets=1))
    found, cursor = run(connected, cursor)
    assert [(fact.external_id, fact.pets) for fact in found if isinstance(fact, ReservationFact)] == [
        (connected.stay(1), 1)
    ]
    assert run(connected, cursor)[0] == []


def test_what_was_changed_and_changed_back_is_handed_over_by_the_deep_run(connected: Connected) -> None:
    """A webhook told of the change, the one of its taking back was lost: the row looks as the last run saw it."""
    _, cursor = run(connected)
    found, _ = run(connected, {**cursor, "deep": "2020-01-01"})
    assert {fact.external_id for fact in found if isinstance(fact, ReservationFact)} >= {connected.stay(1)}


def test_a_thread_is_not_read_twice_for_the_same_message(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    world = connected.world
    world.thread["stay-1"].append(ThreadMessage("m2", "stay-1", "guest", "?", world.clock() - timedelta(minutes=2)))
    _, cursor = run(connected)
    asked = calls(connected, monkeypatch)
    _, cursor = run(connected, cursor)
    assert not [path for path in asked if path.endswith("/messages")]
    world.thread["stay-1"].append(ThreadMessage("m3", "stay-1", "guest", "!", world.clock()))
    found, _ = run(connected, cursor)
    assert [fact.body for fact in found if isinstance(fact, IncomingMessage)][-1] == "!"


def test_a_stay_on_the_edge_of_two_stretches_is_read_once(
    world: World, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread may be read only twice a minute."""
    edge = half_years(TODAY)[0][1]
    world.add([booking(6, arrival=edge)])
    world.thread["stay-6"].append(ThreadMessage("m6", "stay-6", "guest", "Hi", world.clock() - timedelta(hours=1)))
    connected = connect(world, base)
    asked = calls(connected, monkeypatch)
    run(connected)
    assert asked.count(f"/reservations/{connected.stay(6)}/messages") == 1


def test_the_next_day_reads_the_past_year_and_reviews_again(connected: Connected) -> None:
    _, cursor = run(connected)
    sandbox.add_review(connected.world, "stay-3", 4, "Good")
    quick, _ = run(connected, cursor)
    assert not [fact for fact in quick if isinstance(fact, ReviewFact)]
    deep, _ = run(connected, {**cursor, "deep": "2020-01-01"})
    assert [fact.rating for fact in deep if isinstance(fact, ReviewFact)] == [4.0]


@pytest.mark.parametrize("path", ["/properties", "/reservations", "/messages", "/reviews"])
def test_a_run_goes_on_where_it_failed(connected: Connected, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost, and what had been read before the failure is not handed over again."""
    sandbox.add_review(connected.world, "stay-3", 5, "Lovely")
    whole, _ = run(connected)
    connected.world.shelf("hospitable")["calls"] = {}
    connected.world.break_next(Fault("hospitable", "status", path=path, status=500))
    got: list[Page] = []
    with pytest.raises(NotReady):
        got.extend(sync.pages(connected.account, connected.door, {}))
    kept = next((page.cursor for page in reversed(got) if page.cursor is not None), {})
    rest, cursor = run(connected, kept)
    assert sorted(_ids([*facts(got), *rest])) == sorted(_ids(whole))
    assert "run" not in cursor


def _ids(found: Iterable[Fact]) -> list[str]:
    return [str(getattr(fact, "external_id", "")) for fact in found]


def test_a_new_home_in_the_middle_of_a_run_starts_it_anew(connected: Connected) -> None:
    pages = list(sync.pages(connected.account, connected.door, {}))
    middle = next(page.cursor for page in pages if page.cursor and page.cursor.get("step") == 3)
    connected.world.add([home(3), booking(9, "home-3", platform="booking")])
    found, _ = run(connected, middle)
    assert uuid_of("reservation", "stay-9") in _ids(found)


def test_many_pages_are_walked_without_their_links(world: World, base: str) -> None:
    world.add([booking(number, arrival=TODAY + timedelta(days=number % 30)) for number in range(10, 260)])
    connected = connect(world, base)
    found, _ = run(connected)
    stays = [fact.external_id for fact in found if isinstance(fact, ReservationFact)]
    assert len(set(stays)) == 253


def test_progress_only_grows(connected: Connected) -> None:
    pages = list(sync.pages(connected.account, connected.door, {}))
    done = [page.done for page in pages]
    assert done == sorted(done)
    assert pages[-1].done == pages[-1].total
    assert len({page.total for page in pages}) == 1


def test_a_home_that_vanished_is_told_as_removed(connected: Connected) -> None:
    _, cursor = run(connected)
    connected.world.homes.pop("home-2")
    found, _ = run(connected, cursor)
    gone = [fact.external_id for fact in found if isinstance(fact, PropertyFact) and fact.removed]
    assert gone == [uuid_of("property", "home-2")]


def test_a_long_history_is_read_in_bursts_under_the_limit_of_the_token(world: World, base: str) -> None:
    """Each time Hospitable asks to wait, the run has come further; in the end every thread was read once or twice."""
    world.add([booking(number) for number in range(10, 60)])
    for number in range(10, 60):
        world.thread[f"stay-{number}"].append(
            ThreadMessage(f"m{number}", f"stay-{number}", "guest", f"Question {number}", world.clock())
        )
    shelf = world.shelf("hospitable")
    shelf |= {"token_limit": 20, "message_limit": 1000}
    connected = connect(world, base)
    kept: Mapping[str, object] = {}
    got: list[Page] = []
    waits: list[float] = []
    for _ in range(10):
        try:
            got.extend(sync.pages(connected.account, connected.door, kept))
            break
        except NotReady as wait:
            waits.append(wait.retry_after)
            kept = json.loads(json.dumps(next(page.cursor for page in reversed(got) if page.cursor is not None)))
            shelf["calls"] = {}  # five minutes later
    assert waits
    assert all(0 < wait <= 301 for wait in waits)
    bodies = {fact.body for fact in facts(got, IncomingMessage) if isinstance(fact, IncomingMessage)}
    assert bodies >= {f"Question {number}" for number in range(10, 60)}
    assert "run" not in (got[-1].cursor or {"run": 1})


def test_a_key_without_some_permissions_reads_the_rest(world: World, base: str) -> None:
    connected = connect(world, base, scopes=("property:read", "reservation:read"))
    found, _ = run(connected)
    assert {type(fact) for fact in found} == {PropertyFact, ReservationFact}
    assert {fact.payout for fact in found if isinstance(fact, ReservationFact)} == {None}


def test_a_dead_key_ends_the_run(connected: Connected) -> None:
    with pytest.raises(AuthFailed):
        list(sync.pages(connected.with_token("dead"), connected.door, {}))


def test_inquiries_are_stays_with_their_messages(world: World, base: str) -> None:
    world.add([booking(5, status="inquiry", platform="homeaway")])
    world.thread["stay-5"].append(ThreadMessage("m5", "stay-5", "guest", "Is it free?", world.clock()))
    connected = connect(world, base)
    found, _ = run(connected)
    asked = next(fact for fact in found if isinstance(fact, ReservationFact) and fact.status == "inquiry")
    message = next(fact for fact in found if isinstance(fact, IncomingMessage) and fact.body == "Is it free?")
    assert asked.external_id == asked.thread_id == message.reservation_id == connected.conversation(5)
    assert message.channel == asked.platform == "vrbo"


def test_refetch_of_each_hint(connected: Connected) -> None:
    account, door = connected.account, connected.door
    assert [type(fact) for fact in sync.refetch(account, door, Hint("reservation", connected.stay(1)))] == [
        ReservationFact
    ]
    assert [type(fact) for fact in sync.refetch(account, door, Hint("messages", connected.stay(1)))] == [
        IncomingMessage
    ]
    cabin = uuid_of("property", "home-1")
    assert [type(fact) for fact in sync.refetch(account, door, Hint("property", cabin))] == [PropertyFact]
    everything = {type(fact) for fact in sync.refetch(account, door, Hint("all"))}
    assert everything == {PropertyFact, ReservationFact, IncomingMessage}


def test_refetch_of_what_is_gone(connected: Connected) -> None:
    account, door, nobody = connected.account, connected.door, "00000000-0000-0000-0000-000000000000"
    assert sync.refetch(account, door, Hint("reservation", nobody)) == []
    assert sync.refetch(account, door, Hint("messages", nobody)) == []
    (gone,) = sync.refetch(account, door, Hint("property", nobody))
    assert isinstance(gone, PropertyFact)
    assert gone.removed


def test_refetch_of_an_inquiry_that_became_a_stay(world: World, base: str) -> None:
    world.add([booking(5, status="inquiry")])
    connected = connect(world, base)
    hint = Hint("messages", connected.conversation(5))
    assert [fact.status for fact in sync.refetch(connected.account, connected.door, hint)] == ["inquiry"]  # type: ignore[union-attr]
    world.book(replace(world.bookings["stay-5"], status="accepted"))
    (stay,) = sync.refetch(connected.account, connected.door, hint)
    assert isinstance(stay, ReservationFact)
    assert stay.external_id == connected.stay(5)
    assert stay.thread_id == connected.conversation(5)


@pytest.mark.parametrize("bad", ["../user", "a/b", "a?x=1", "", "é", "x" * 200])
def test_an_id_never_leads_to_another_address(connected: Connected, bad: str) -> None:
    with pytest.raises(client.Refused):
        client.reservation(connected.account, connected.door, bad)


def test_a_thread_read_too_often_waits(connected: Connected) -> None:
    hint = Hint("messages", connected.stay(1))
    for _ in range(2):
        sync.refetch(connected.account, connected.door, hint)
    with pytest.raises(NotReady) as told:
        sync.refetch(connected.account, connected.door, hint)
    assert 0 < told.value.retry_after <= 61


def test_the_windows_cover_a_year_back_and_eighteen_months_ahead() -> None:
    windows = half_years(date(2026, 11, 21))
    assert windows[0] == (date(2026, 7, 1), date(2026, 12, 31))
    assert min(start for start, _ in windows) <= date(2025, 11, 21)
    assert max(end for _, end in windows) >= date(2028, 5, 20)
    days = sorted(windows)
    assert all(after[0] - before[1] == timedelta(days=1) for before, after in zip(days, days[1:], strict=False))
    assert min(start for start, _ in half_years(date(2026, 11, 21), deep=False)) == date(2026, 7, 1)
