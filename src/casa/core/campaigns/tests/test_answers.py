"""What an answer to a reminder means: the letters, plain words in three languages, and everything else to a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.campaigns.answers import EXACT, meaning
from casa.core.consent.matching import classify

CONFIRM = [
    "C", "c.", " C ", "Yes", "YES!", "yes please", "Confirmed 👍", "👍🏽", "✅", "ok", "See you then!", "I’ll be there",
    "Sounds good", "Sí", "si, confirmo", "Oui", "D’accord", "Oui, merci", "ｙｅｓ",
]  # fmt: skip
RESCHEDULE = [
    "R", "r!", "reschedule", "Resched", "can we do Thursday instead", "Could we move it to 3pm?",
    "Is it possible to change the appointment to next week?", "yes but can we do 4 pm instead?",
    "Thursday works better",
    "Can you come at 10am instead of 9", "do you have anything on Friday", "I need to reschedule, sorry!",
    "Can we find another time", "Any chance we could push it to tomorrow afternoon", "I’d prefer Monday",
    "podemos mover la cita al jueves?", "Necesito cambiar mi cita", "mejor el viernes", "otro día por favor, otro dia",
    "pouvez-vous décaler à jeudi ?", "Je voudrais reporter le rendez-vous", "plutôt lundi",
]  # fmt: skip
CANCEL = ["X", "x.", "Please cancel my appointment", "cancel the appointment", "Quiero cancelar mi cita",
          "Annuler mon rendez-vous"]  # fmt: skip
PERSON = [
    "yes?", "ok?", "no", "No thanks", "What should I bring?", "Is there parking?", "running late, there at 10",
    "can I bring my dog tomorrow?", "Can you text me when you leave tomorrow", "I might need to reschedule",
    "don’t reschedule please", "Why was it rescheduled?", "maybe cancel", "Can’t make it", "cancel?",
    "What time is it again?", "could you change the lock on Friday?", "do the gutters on Friday as well?",
    "who is this", "yes and how much is it?",
    "if it rains can we move to Thursday", "C u at the beach lol", "R you sure?", "", "...", "🙃", "xx",
    "I have to cancel unless you can come earlier", "thank you", "Is Thursday a holiday?", "CC",
    "can you be there at 5pm?",
]  # fmt: skip


@pytest.mark.parametrize("text", CONFIRM)
def test_yes(text):
    assert meaning(text) == "confirm"


@pytest.mark.parametrize("text", RESCHEDULE)
def test_another_time(text):
    assert meaning(text) == "reschedule"


@pytest.mark.parametrize("text", CANCEL)
def test_no(text):
    assert meaning(text) == "cancel"


@pytest.mark.parametrize("text", PERSON)
def test_what_is_not_clear_is_left_to_a_person(text):
    assert meaning(text) == ""


@pytest.mark.parametrize(
    "word",
    ["STOP", "CANCEL", "END", "QUIT", "UNSUBSCRIBE", "REVOKE", "START", "HELP", "INFO", "ARRET", "BAJA", "Cancelar"],
)
def test_the_words_of_consent_mean_nothing_here(word):
    """R34: they end or restart consent, whatever they answer."""
    assert meaning(word) == ""


@pytest.mark.parametrize("phrase", sorted(EXACT))
def test_no_phrase_of_ours_is_read_as_a_stop(phrase):
    assert classify(phrase).label in ("none",)


@given(st.text(max_size=400))
def test_any_text_is_read(text):
    assert meaning(text) in ("", "confirm", "reschedule", "cancel")


def test_who_writes_a_letter_tells_something_else_as_well():
    assert meaning("yes " * 200) == ""
