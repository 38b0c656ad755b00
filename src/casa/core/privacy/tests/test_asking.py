"""Messages that use a right of their writer: heard by phrases in six languages, and never acted on without a person."""

import time
import tomllib
from pathlib import Path

import pytest

from casa.core.privacy.asking import LOOKED_AT, read

TABLE = tomllib.loads(Path(__file__).with_name("asked.toml").read_text())

HEARD = {
    "part": (
        "please take my old number off your books", "Can you delete my credit card details", "Borra mi número antiguo",
        "Supprimez mon ancien numéro svp", "Könnt ihr bitte meine alte Nummer löschen?", "Apaguem o meu número antigo",
        "Cancellate il mio vecchio numero",
    ),
    "erase": (
        "delete my data", "Can you erase everything you have on me", "I would like to have my data deleted",
        "I want all my personal information removed from your system", "borren mis datos por favor",
        "Necesito que eliminen toda mi información personal", "Supprimez toutes mes données svp",
        "Droit à l’oubli, merci",
        "lösch meine Daten", "loescht bitte alle meine Daten", "Meine Daten bitte alle löschen",
        "Apaguem os meus dados",
        "Cancellate i miei dati", "DELETE MY DATA!!",
    ),
    "access": (
        "what do you have about me", "What information do you keep on me?", "Can I get a copy of all my data?",
        "¿Qué datos tienen sobre mí?", "Quelles données avez-vous sur moi ?",
        "Welche Daten habt ihr über mich gespeichert?",
        "Que dados têm sobre mim?", "Quali dati avete su di me?",
    ),
    "object": (
        "please don't share my number with anyone", "Do not sell my information", "stop using my data",
        "No compartan mis datos", "Ne partagez pas mes données",
        "N’utilisez plus mes données", "Bitte gebt meine Daten nicht weiter", "Não partilhem os meus dados",
        "Non condividete i miei dati",
    ),
    "correct": (
        "You have the wrong email for me", "please correct my name", "Corrijan mi nombre", "Corrigez mon adresse svp",
        "Bitte korrigiert meine Adresse", "Corrijam o meu nome", "Correggete il mio indirizzo",
    ),
}  # fmt: skip
NOT_HEARD = (
    "what do you have on tap", "Please don't delete my data", "can you send me the details about parking",
    "delete my booking please", "Could you remove the bins", "Thanks for the information, see you Friday",
    "what time is check in? what do you have for kids", "lösch bitte das Licht", "ne supprimez pas mes données",
    "bitte meine Daten nicht löschen", "Please update my arrival info", "STOP", "take my number off your list",
    "I left my account details at home", "Do you have a record player?", "What do you know about hikes near us?",
    "Qué tienen de mi reserva", "can I get my data plan to work there?", "I removed my profile picture", "",
    "undelete my database", "No borren mis datos",
    "You have the wrong number, stop texting me", "Please stop texting me, use my email",
)  # fmt: skip


@pytest.mark.parametrize(("right", "said"), [(right, said) for right, all in HEARD.items() for said in all])
def test_a_right_is_heard(right, said):
    found = read(f"Hello there. {said} Thanks, Ellen")
    assert found is not None
    assert found.right == right


@pytest.mark.parametrize("said", NOT_HEARD)
def test_what_asks_for_no_right_is_left_alone(said):
    assert read(said) is None


@pytest.mark.parametrize(("right", "language"), [(right, each) for right, all in TABLE.items() for each in all])
def test_what_guests_write_is_told_apart(right, language):
    found = {said: read(said) for said in TABLE[right][language]}
    wrong = {said: one and one.right for said, one in found.items() if (one.right if one else "none") != right}
    assert not wrong


def test_a_wish_against_a_restriction_is_none():
    assert read("please restrict the use of my data").kind == "restrict"
    assert read("please don't restrict the use of my data") is None


def test_of_two_rights_in_a_sentence_the_one_that_destroys_is_heard_only_if_it_is_wanted():
    assert read("no AI on my data, and delete my data").kind == "erase"
    assert read("don't delete my data, freeze my data").kind == "restrict"
    assert read("freeze my data instead of deleting my data").kind == "restrict"


def test_initials_do_not_end_a_sentence():
    assert read("Hi. I want no A.I. on my messages. Ellen").said == "I want no A.I. on my messages."


def test_one_thing_of_theirs_never_asks_for_everything_to_go():
    assert read("please take my old number off your books").kind == "correct"
    assert read("please delete my data").kind == "erase"


def test_the_sentence_is_told_as_they_wrote_it():
    found = read("Hi!\nBitte LÖSCHT alle meine Daten. Danke")
    assert found.said == "Bitte LÖSCHT alle meine Daten."


def test_a_long_sentence_is_shortened_between_words():
    said = read("please delete all my data " + "because of this and that " * 20).said
    assert said.endswith("…")
    assert len(said) <= 161


def test_what_comes_late_in_a_long_text_is_not_looked_for():
    assert read("x " * LOOKED_AT + "delete my data") is None


@pytest.mark.parametrize(
    "said",
    [
        "Hi, we arrive on Friday around 5 pm and would like to know where to park, and whether you have a crib for the "
        "baby. Could you send me the details about the door code and your phone number? " * 2,
        "Grüße aus Köln! Könnt ihr mir bitte sagen, wo wir parken können und ob es ein Babybett gibt? Meine Nummer ist "
        "unverändert, die Informationen zur Anreise hätten wir gern vorab per E-Mail. " * 2,
    ],
)
def test_looking_at_a_message_takes_less_than_a_third_of_a_millisecond(said):
    read(said)
    spent = []
    for _ in range(5):
        began = time.process_time()
        for _ in range(100):
            read(said)
        spent.append((time.process_time() - began) / 100)
    assert min(spent) < 0.0003
