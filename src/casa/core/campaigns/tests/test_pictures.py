"""Campaigns with a picture: kept once, fetched while it goes, priced as such, and only for who gets pictures."""

import io
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import checks, counting, queries, rules
from casa.core.campaigns.models import Recipient
from casa.core.campaigns.results import results
from casa.core.campaigns.tests import crowd as c
from casa.core.connections.contract import Sent
from casa.core.inbox import outbox
from casa.core.people.rules import make_person
from casa.core.senders.models import Sender
from casa.core.templates import batch_pictures
from casa.core.templates import rules as texts
from casa.core.templates.models import BatchPicture
from casa.core.templates.pictures import add_picture
from casa.core.templates.weight import LIST_RATES
from casa.lib.ids import new_id

GERMAN = "+4917139200123"


def png(color="teal"):
    made = io.BytesIO()
    Image.new("RGB", (80, 60), color).save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def pictured(stage):
    c.shop(stage)
    c.crowd(stage, 2)
    with stage.cast.scope():
        make_person("Ute Zeller", "de", [("phone", GERMAN)])
        c.agree(stage, GERMAN)
    made = c.campaign(stage)
    with stage.cast.scope():
        rules.add_picture(rules.held(made.id), png())
    return made


def test_every_text_carries_it_and_it_is_kept_once(stage, pictured):
    given = []

    def hand_over(connection, outgoing):
        given.append(outgoing)
        return Sent(f"SM{new_id().hex}")

    with patch.object(outbox.gateway, "hand_over", hand_over):
        c.run(stage, pictured)
    assert len(given) == 2
    (url,) = {one for outgoing in given for one in outgoing.media_urls}
    with stage.cast.scope():
        assert BatchPicture.objects.filter(batch=pictured.id).count() == 1
        assert Recipient.objects.get(reason="picture").state == "left_out", "numbers abroad get no pictures"
        found = results(queries.campaign(pictured.id))
        assert found.cost == 2 * LIST_RATES.picture
    answer = Client(SERVER_NAME="localhost").get("/media/" + url.rsplit("/", 1)[1])
    assert (answer.status_code, answer["Content-Type"].split("/")[0]) == (200, "image")


def test_an_address_ends_and_cannot_be_guessed(stage, pictured):
    with stage.cast.scope():
        (url,) = batch_pictures.urls(pictured.id)
        key = BatchPicture.objects.get(batch=pictured.id).id
    path = "/media/" + url.rsplit("/", 1)[1]
    assert Client(SERVER_NAME="localhost").get(path).status_code == 200
    assert Client(SERVER_NAME="localhost").get(f"/media/{key.hex}").status_code == 404
    assert Client(SERVER_NAME="localhost").get(path[:-2] + "xx").status_code == 404
    with stage.cast.scope():
        BatchPicture.objects.update(public_until=timezone.now() - timedelta(seconds=1))
    assert Client(SERVER_NAME="localhost").get(path).status_code == 404


def test_who_gets_no_pictures_is_counted_before(stage, pictured):
    with stage.cast.scope():
        row = counting.count_campaign(queries.campaign(pictured.id))
        assert (row.totals["now"], row.totals["picture"]) == (2, 1)
        preview = queries.example(queries.campaign(pictured.id))[0]
        assert (preview.weight.pictures, preview.weight.price) == (1, LIST_RATES.picture)


def test_a_number_that_carries_words_only_stops_it(stage, pictured):
    def level():
        return {check.key: check.level for check in checks.before(queries.campaign(pictured.id))}.get("picture")

    with stage.cast.scope():
        assert level() is None
        Sender.objects.update(capabilities=["sms", "voice"])
        assert level() == "stop"
        with pytest.raises(NotPossible):
            rules.send(rules.held(pictured.id))
        Sender.objects.update(capabilities=["sms", "MMS"])
        assert level() is None


def test_a_saved_text_brings_its_picture_and_a_copy_takes_it_along(stage):
    c.shop(stage)
    made = c.campaign(stage)
    with stage.cast.scope():
        text = texts.make("Pool", "service", {"en": c.SERVICE})
        add_picture(text, png("red"))
        row = rules.held(made.id)
        rules.word_from(row, "A", text)
        assert batch_pictures.counts([made.id]) == {made.id: 1}
        copied = rules.copy(row)
        assert batch_pictures.counts([copied.id]) == {copied.id: 1}
        (picture,) = batch_pictures.pictures(made.id)
        rules.remove_picture(row, picture.id)
        assert batch_pictures.counts([made.id]) == {}
        rules.throw_away(copied)
        assert batch_pictures.counts([copied.id]) == {}


def test_what_is_no_picture_is_refused_and_so_is_one_too_late(stage, pictured):
    with stage.cast.scope():
        with pytest.raises(NotPossible):
            rules.add_picture(rules.held(pictured.id), b"not a picture")
        rules.send(rules.held(pictured.id))
        with pytest.raises(NotPossible):
            rules.add_picture(rules.held(pictured.id), png())
