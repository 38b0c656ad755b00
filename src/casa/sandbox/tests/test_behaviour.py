import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casa.lib.pretend import Booking, Guest, Home, Text, ThreadMessage, World
from casa.sandbox import behaviour
from casa.sandbox.behaviour import MOST_IN_A_ROW, PACE, QUIET, Behaviour, answers, what_it_does
from casa.sandbox.homes import listed

HOST, PHONE = "+18285550100", "+17045550111"
START = datetime(2026, 11, 21, 17, tzinfo=UTC)


class Bench:
    """A world of one guest, a clock to turn, and the answers that are on their way."""

    def __init__(self, manner: str, language: str = "en") -> None:
        self.now = START
        self.world = World(lambda: self.now)
        self.home: Home = listed()[0].home
        self.guest = Guest("g1", "Ada", "Quinn", PHONE, "", language, manner=manner)
        stay = (date(2026, 11, 21), date(2026, 11, 24))
        booking = Booking("b1", self.home.id, "g1", "airbnb", "HM1", *stay, booked_at=START)
        self.world.add([self.home, self.guest, booking])
        self.waiting: list[tuple[float, Callable[[], None]]] = []
        self.guests = Behaviour(self.world, seed=3, later=lambda delay, act: self.waiting.append((delay, act)))

    def host_texts(self, body: str) -> list[str]:
        """The host texts; what the guest says to it."""
        self.world.text(Text("h", HOST, PHONE, body, self.now))
        return self._run()

    def host_writes(self, body: str) -> list[str]:
        self.world.write(ThreadMessage("h", "b1", "host", body, self.now))
        return self._run()

    def _run(self) -> list[str]:
        before = len(self.world.texts), len(self.world.thread["b1"])
        acts, self.waiting = self.waiting, []
        for delay, act in acts:
            assert 0 < delay < 60
            act()
        new = [text.body for text in self.world.texts[before[0] :] if text.sender == PHONE]
        return new + [line.body for line in self.world.thread["b1"][before[1] :] if line.sender == "guest"]


@pytest.mark.parametrize("manner", [*PACE, "silent"])
def test_nobody_answers_more_than_three_times_in_a_row(manner: str) -> None:
    bench = Bench(manner)
    said = [body for n in range(40) for body in bench.host_texts(f"Is this all right? ({n})")]
    assert len(said) <= MOST_IN_A_ROW


def test_a_machine_that_answers_everything_does_not_talk_forever() -> None:
    bench = Bench("chatty")
    rounds = 0
    said = bench.host_texts("Shall I send the code?")
    while said and rounds < 50:
        said = bench.host_texts("Anything else?")
        rounds += 1
    assert rounds <= MOST_IN_A_ROW


def test_after_a_quiet_while_a_guest_answers_again() -> None:
    bench = Bench("chatty")
    while bench.host_texts("When do you arrive?"):
        pass
    bench.now += QUIET + timedelta(seconds=1)
    assert bench.host_texts("When do you arrive?")


def test_a_silent_guest_stays_silent() -> None:
    bench = Bench("silent")
    assert [bench.host_texts("When do you arrive?") for _ in range(5)] == [[]] * 5


def test_the_second_text_is_one_too_many_for_the_guest_who_stops() -> None:
    bench = Bench("stops")
    assert "STOP" not in bench.host_texts("Welcome")
    assert bench.host_texts("Here is the code 4711") == ["STOP"]
    assert bench.host_texts("Sorry to see you go") == []


def test_stop_is_for_texts_not_for_the_platform() -> None:
    bench = Bench("stops")
    assert all("STOP" not in bench.host_writes("Welcome") for _ in range(4))


def test_an_angry_guest_complains() -> None:
    said = Bench("angry").host_texts("Somebody looks at it tomorrow.")
    assert len(said) == 1
    assert said[0] not in ("ok", "thx")


def test_an_answer_goes_back_the_way_the_question_came() -> None:
    bench = Bench("chatty")
    bench.host_writes("When do you arrive?")
    assert bench.world.texts == []
    bench.host_texts("When do you arrive?")
    answer = bench.world.texts[-1]
    assert (answer.sender, answer.recipient) == (PHONE, HOST)


def test_guests_do_not_answer_guests_nor_texts_that_never_came() -> None:
    bench = Bench("chatty")
    other = replace(bench.guest, id="g2", phone="+17045550112")
    bench.world.add([other])
    bench.world.text(Text("x", other.phone, PHONE, "Where are you?", START))
    bench.world.text(Text("y", HOST, PHONE, "Where are you?", START, status="failed"))
    bench.world.write(ThreadMessage("z", "b1", "guest", "Where are you?", START))
    assert bench.waiting == []


@pytest.mark.parametrize(
    ("body", "does"),
    [
        ("Your door code is 4711.", "code"),
        ("I am so sorry about the tub, somebody is coming.", "sorry"),
        ("Unfortunately the night is already taken.", "no"),
        ("I will check and come back to you tonight.", "later"),
        ("When will you arrive?", "asks"),
        ("Yes, noon is fine.", "yes"),
        ("La contraseña es puente6.", "code"),
        ("Trash goes out on Tuesday.", "plain"),
        ("", "plain"),
    ],
)
def test_what_a_message_does(body: str, does: str) -> None:
    assert what_it_does(body) == does


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "ja"])
@pytest.mark.parametrize("manner", list(PACE))
def test_every_manner_has_words_in_every_language(language: str, manner: str) -> None:
    guest = Guest("g", "Ada", "Quinn", PHONE, "", language, manner=manner)
    rng = random.Random(1)
    bodies = ("When?", "Sorry", "The code is 1", "Unfortunately not possible", "I will let you know", "Yes", "Plain")
    for body in bodies:
        for said in (one for _ in range(12) for one in answers(guest, body, rng)):
            assert said
            assert not set("{}[]|") & set(said)


def test_the_same_message_is_not_always_answered_the_same() -> None:
    guest = Guest("g", "Ada", "Quinn", PHONE, "", manner="friendly")
    rng = random.Random(5)
    assert len({tuple(answers(guest, "The house is ready.", rng)) for _ in range(40)}) >= 5


def test_answers_come_in_the_background_by_themselves() -> None:
    world = World()
    world.add([Guest("g1", "Ada", "Quinn", PHONE, "", manner="chatty")])
    Behaviour(world, pace=0.001)
    done = behaviour.threading.Event()
    world.on("text", lambda news, text: done.set() if text.sender == PHONE else None)
    for _ in range(3):
        world.text(Text("h", HOST, PHONE, "When do you arrive?", START))
    assert done.wait(5)


OFFER = "Juniper Stays: 15% off in November. Reply STOP to opt out, HELP for help."


def test_an_offer_is_answered_by_some_and_ended_by_few() -> None:
    rng, guest = random.Random(5), Bench("friendly").guest
    told = [behaviour.to_many(guest, OFFER, rng) for _ in range(1000)]
    stops = sum(answer == ["STOP"] for answer in told)
    answered = sum(bool(answer) for answer in told) - stops
    assert 20 <= stops <= 60
    assert 130 <= answered <= 230


def test_who_said_stop_to_an_offer_says_nothing_to_the_next() -> None:
    bench = Bench("friendly")
    said = [body for _ in range(300) for body in bench.host_texts(OFFER)]
    assert said.count("STOP") == 1
    assert said[-1] == "STOP"


@pytest.mark.parametrize("manner", ["friendly", "angry", "terse"])
def test_who_asked_for_messages_says_yes(manner: str) -> None:
    assert Bench(manner).host_texts("Juniper Stays: reply YES to get Offers and news by text. Reply STOP to end.") == [
        "YES"
    ]


def test_a_reminder_is_confirmed_by_most() -> None:
    guest, rng = Bench("friendly").guest, random.Random(2)
    told = [behaviour.to_many(guest, "Your visit is at 3. Reply C to confirm.", rng) for _ in range(500)]
    assert 350 < sum(answer == ["C"] for answer in told) < 450


def test_a_hush_keeps_everybody_quiet_for_its_time_only() -> None:
    bench = Bench("chatty")
    bench.guests.hush(30)
    assert bench.host_texts("Is everything all right?") == []
    bench.now += timedelta(seconds=31)
    assert any(bench.host_texts("Is everything all right?") for _ in range(10))
