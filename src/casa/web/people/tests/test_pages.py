"""People: found by name and last digits; what is refused stands beside its form with what was typed."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.consent.ledger import standing
from casa.core.inbox.rules import record_incoming
from casa.core.people.models import Person
from casa.core.people.rules import rename
from casa.testing.fixtures import signed_in

GUEST, OTHER = "+18285550142", "+18285550177"


@pytest.fixture
def guests(stage):
    """Hannah, and a second record that may be her too."""
    connection = stage.connect("twilio")
    with stage.cast.scope():
        for number, phone in enumerate((GUEST, OTHER)):
            fact = IncomingMessage(f"SM{number}", "sms", Handle("phone", phone), "Hello", datetime.now(UTC))
            record_incoming(connection, fact)
        found = list(Person.objects.order_by("id"))
        rename(found[0], "Hannah Lindqvist")
        rename(found[1], "H. Lindqvist")
        return found


def url(stage, name, *args):
    return reverse(name, args=[stage.cast.workspace.slug, *args])


def post(stage, guest, name, typed, user=None):
    return signed_in(user or stage.cast.alice).post(url(stage, name, guest.id), typed)


@pytest.mark.parametrize("query", ["Hannah", "hann", "0142"])
def test_somebody_is_found(stage, guests, query):
    found = signed_in(stage.cast.alice).get(url(stage, "people"), {"q": query}).content.decode()
    assert "Hannah Lindqvist" in found


def test_nobody_is_said_in_words(stage, guests):
    found = signed_in(stage.cast.alice).get(url(stage, "people"), {"q": "Zebedee"}).content.decode()
    assert "Nobody by that name" in found


def test_a_wrong_number_is_explained_and_kept(stage, guests):
    said = post(stage, guests[0], "person_identity", {"value": "12"})
    assert said.status_code == 422
    assert 'id="identity-problem"' in said.content.decode()
    assert 'value="12"' in said.content.decode()


def test_a_number_of_somebody_else_is_no_new_identity(stage, guests):
    said = post(stage, guests[0], "person_identity", {"value": OTHER})
    assert said.status_code == 422
    assert "belongs to somebody else" in said.content.decode()


def test_a_merge_is_found_by_name_and_can_be_taken_back(stage, guests):
    browser, (kept, gone) = signed_in(stage.cast.alice), guests
    offered = browser.get(url(stage, "person", kept.id), {"same": "Lindqvist"}).content.decode()
    assert f'value="{gone.id}"' in offered
    assert f'name="other" value="{kept.id}"' not in offered
    browser.post(url(stage, "person_merge", kept.id), {"other": str(gone.id)})
    assert browser.get(url(stage, "person", gone.id))["Location"] == url(stage, "person", kept.id)
    browser.post(url(stage, "person_split", kept.id))
    assert browser.get(url(stage, "person", gone.id)).status_code == 200


def test_what_a_colleague_heard_stops_texts(stage, guests):
    assert post(stage, guests[0], "person_stop", {}).status_code == 302
    with stage.cast.scope():
        assert standing(stage.cast.brand.id, "phone", GUEST, "sms").suppressed
    shown = signed_in(stage.cast.alice).get(url(stage, "person", guests[0].id)).content.decode()
    assert "They asked for no more texts" not in shown


ACTS = ["person_name", "person_notes", "person_ai", "person_identity", "person_stop", "person_merge", "person_split"]


@pytest.mark.parametrize("name", ACTS)
def test_who_may_act(stage, guests, name):
    assert post(stage, guests[0], name, {}, stage.cast.vera).status_code == 403
    assert post(stage, guests[0], name, {}, stage.cast.charlie).status_code == 404


def test_the_list_asks_no_more_as_it_grows(stage, guests, count_queries):
    browser = signed_in(stage.cast.alice)
    browser.get(url(stage, "people"))
    with count_queries() as few:
        browser.get(url(stage, "people"))
    connection = stage.connect("twilio")
    with stage.cast.scope():
        for number in range(20):
            sender = Handle("phone", f"+1828555{2000 + number}")
            record_incoming(connection, IncomingMessage(f"SMx{number}", "sms", sender, "Hi", datetime.now(UTC)))
    browser.get(url(stage, "people"))
    with count_queries() as many:
        browser.get(url(stage, "people"))
    assert len(many) <= len(few) + 1
