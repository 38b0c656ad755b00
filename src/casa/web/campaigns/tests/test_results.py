"""Results as a page: figures from the rows, honest words about a difference, who may take it along, and that it is
noted; the plot and the chances without a database."""

import csv
import io
from datetime import UTC, datetime, timedelta
from math import isclose

import pytest
from django.utils import timezone

from casa.core.accounts.models import Member, Read
from casa.core.campaigns import rules
from casa.core.campaigns.results import Point
from casa.core.campaigns.tests import crowd
from casa.core.campaigns.uncertainty import chance_of, compare, share_range
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox.models import Message, Outbox
from casa.core.inbox.rules import record_incoming
from casa.core.people.rules import make_person
from casa.lib.ids import new_id
from casa.testing.fixtures import signed_in
from casa.web.campaigns.results_plot import SLOTS, plot, slots

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with crowd.at(NOON):
        yield


def at(cast, row, path=""):
    return f"/w/{cast.workspace.slug}/campaigns/{row.id}/results/{path}"


def page(user, where):
    answer = signed_in(user).get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def sent_to(stage, many, letters="A"):
    """A campaign that has been handed over to so many people, and one who never agreed."""
    connection = crowd.shop(stage)
    crowd.crowd(stage, many)
    with stage.cast.scope():
        make_person("Nora Quint", "en", [("phone", "+18285559999")])
    made = crowd.campaign(stage)
    with stage.cast.scope():
        for letter in letters[1:]:
            rules.word(rules.held(made.id), letter, f"{crowd.SERVICE} {letter}.")
    with crowd.provider():
        crowd.run(stage, made)
    return connection, crowd.now(stage, made)


def answer(stage, connection, place, words="Is the sauna open?"):
    later = timezone.now() + timedelta(seconds=5)
    with stage.cast.scope():
        fact = IncomingMessage(f"SM{new_id().hex}", "sms", Handle("phone", crowd.number(place)), words, later)
        record_incoming(connection, fact)


@pytest.fixture
def sent(stage):
    connection, row = sent_to(stage, 4)
    answer(stage, connection, 1001)
    return stage.cast, row


def test_the_figures_are_those_of_the_rows(sent):
    cast, row = sent
    with cast.scope():
        first = Outbox.objects.filter(batch=row.id).first()
        Outbox.objects.filter(id=first.id).update(state="delivered")
    text = " ".join(page(cast.alice, at(cast, row)).split())
    assert 'Delivered</dt><dd class="num t-ok">1</dd><dd class="small muted">of 4 that left' in text
    assert "25 %" in text
    assert "No consent for this" in text


def test_answers_open_their_conversation_and_are_noted(sent):
    cast, row = sent
    text = page(cast.alice, at(cast, row))
    assert "Is the sauna open?" in text
    with cast.scope():
        said = Message.objects.get(direction="in")
        assert f"/inbox/{said.conversation_id}/" in text or str(said.conversation_id) in text
        assert Read.objects.filter(person_id=said.person_id, reason="campaign", user=cast.alice).exists()


def test_answers_are_paged_by_a_place(sent):
    cast, row = sent
    browser = signed_in(cast.alice)
    assert browser.get(at(cast, row) + "?after=nowhere").status_code == 404
    before = f"{(NOON - timedelta(days=400)).isoformat()}_{new_id()}".replace("+", "%2B")
    old = browser.get(at(cast, row) + f"?after={before}", headers={"HX-Request": "true"}).content.decode()
    assert "sauna" not in old


def test_a_table_to_take_along_names_everybody_and_is_noted(sent):
    cast, row = sent
    answer = signed_in(cast.alice).post(at(cast, row, "file/"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 5
    assert {each["Name"] for each in rows} == {"Anna Diaz", "Nora Quint"}
    nora = next(each for each in rows if each["Name"] == "Nora Quint")
    assert nora["What became of it"] in ("Left out", "Not allowed")
    assert all(not each["Number"].startswith("+") for each in rows)
    with cast.scope():
        assert Read.objects.filter(reason="export", user=cast.alice).values("person_id").distinct().count() == 5


def test_a_colleague_looks_and_takes_nothing_along(sent):
    cast, row = sent
    assert "Take along" not in page(cast.bob, at(cast, row))
    assert signed_in(cast.bob).post(at(cast, row, "file/")).status_code == 403
    assert signed_in(cast.vera).get(at(cast, row)).status_code == 200


def test_a_stranger_finds_nothing(sent):
    cast, row = sent
    charlie = signed_in(cast.charlie)
    assert charlie.get(at(cast, row)).status_code == 404
    assert charlie.post(at(cast, row, "file/")).status_code == 404


def test_a_member_of_other_homes_reads_no_answers(sent):
    cast, row = sent
    with cast.scope():
        Member.objects.filter(user=cast.bob).update(property_ids=[new_id()])
    text = page(cast.bob, at(cast, row))
    assert "sauna" not in text
    assert "Anna" not in text


def test_a_draft_has_no_results(stage):
    crowd.shop(stage)
    made = crowd.campaign(stage)
    assert signed_in(stage.cast.alice).get(at(stage.cast, made)).status_code == 302


def test_wordings_stand_side_by_side(stage):
    _, row = sent_to(stage, 12, "AB")
    text = page(stage.cast.alice, at(stage.cast, row))
    assert 'aria-label="Wording A"' in text
    assert 'aria-label="Wording B"' in text
    assert "No replies yet, so nothing can be said." in text


def test_queries_do_not_grow(stage, count_queries):
    connection, row = sent_to(stage, 12)
    answer(stage, connection, 1000)
    browser = signed_in(stage.cast.alice)
    browser.get(at(stage.cast, row))
    with count_queries() as few:
        browser.get(at(stage.cast, row))
    for place in range(1001, 1010):
        answer(stage, connection, place)
    with count_queries() as many:
        browser.get(at(stage.cast, row))
    assert len(many) <= len(few)


# ------------------------------------------------------------------------------------------------ without a database


def test_fishers_exact_test_gives_the_published_value():
    """Fisher's tea, The Design of Experiments (1935): three of four right is 17 of 70."""
    assert isclose(chance_of((3, 4), (1, 4)), 17 / 70)
    assert isclose(chance_of((4, 4), (0, 4)), 1 / 70)


def test_many_people_give_the_same_as_few_would():
    exact = chance_of((60, 1000), (40, 1000))
    assert 0.02 < exact < 0.03
    assert abs(chance_of((601, 10_000), (550, 10_000)) - 0.0608) < 0.003


def test_the_range_is_wilsons():
    """Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662, 0 of 20 is 0 to 0.1611."""
    assert [round(end, 4) for end in share_range(81, 263)] == [0.2553, 0.3662]
    assert [round(end, 4) for end in share_range(0, 20)] == [0.0, 0.1611]
    assert share_range(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("tried", "better", "words"),
    [
        ({"A": (0, 50), "B": (0, 50)}, "", "nothing can be said"),
        ({"A": (5, 50), "B": (5, 50)}, "", "the same share"),
        ({"A": (6, 50), "B": (5, 50)}, "A", "too close to tell"),
        ({"A": (5, 200), "B": (11, 200)}, "B", "may be chance"),
        ({"A": (30, 200), "B": (5, 200)}, "A", "hardly chance"),
        ({"A": (3, 0), "B": (5, 50)}, "", "nothing can be said"),
    ],
)
def test_a_difference_is_told_with_its_doubt(tried, better, words):
    found = compare(tried, "replies")
    assert found.better == better
    assert words in found.words


def points(*offsets):
    return [Point(NOON + timedelta(minutes=minute), 10, 7, 1, replied) for minute, replied in offsets]


def test_every_point_is_in_one_slot():
    found = slots(points((0, 0), (1, 2), (300, 5)))
    assert len(found) == SLOTS
    assert sum(each.delivered for each in found) == 21
    assert sum(each.under_way for each in found) == 6
    assert (found[0].replied, found[-1].replied) == (2, 5)


def test_bars_stay_inside_the_drawing_and_the_table_has_every_figure():
    drawn = plot(points((0, 0), (30, 2), (47, 5)))
    assert drawn is not None
    assert all(float(bar["y"]) >= 0 and float(bar["x"]) + float(bar["w"]) <= drawn["wide"] for bar in drawn["bars"])
    assert sum(row["replied"] for row in drawn["rows"]) == 7
    assert plot([]) is None
