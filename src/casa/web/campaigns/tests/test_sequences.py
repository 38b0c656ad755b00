"""Automatic messages as pages: who may what, what is shown of whom, that it is noted, and that off can be undone."""

from datetime import UTC, datetime, timedelta

import pytest

from casa.core.accounts.models import Member, Read
from casa.core.campaigns import plan, sequences, stepping
from casa.core.campaigns.models import Planned, PlannedState, Sequence
from casa.core.campaigns.tests import follow
from casa.core.stays.models import Property
from casa.lib.ids import new_id
from casa.testing.fixtures import signed_in
from casa.web.campaigns.sequences_words import moment_words

TODAY = datetime.now(UTC).date()


def at(cast, path=""):
    return f"/w/{cast.workspace.slug}/campaigns/automatic/{path}"


@pytest.fixture
def booked(stage):
    """A guest who arrives in ten days, and check-in details three days before that, switched on."""
    connection = stage.connect("hospitable")
    with stage.cast.scope():
        row = follow.sequence(
            "before_arrival",
            (-3 * plan.DAY, 16),
            name="Getting in",
            body='Hello {{ guest.first_name | "there" }}, see you at {{ home.name }} soon.',
        )
        stay = follow.tell(connection, follow.stay_fact(TODAY + timedelta(days=10)))
        person_id = stay.person_id
    return stage.cast, row, person_id


def form(text, **more):
    return {
        "name": "Thanks",
        "trigger": "after_checkout",
        "text": str(text.id),
        "amount": "1",
        "unit": "days",
        "hour": "10",
        "do": "save",
        **more,
    }


def page(user, where):
    answer = signed_in(user).get(where)
    assert answer.status_code == 200, where
    return answer.content.decode()


@pytest.mark.parametrize(
    ("trigger", "offset", "hour", "words"),
    [
        ("before_arrival", -3 * plan.DAY, 16, "3 days before arrival, 4 PM at the home"),
        ("before_arrival", 0, 0, "On arrival day, 12 AM at the home"),
        ("before_arrival", -90, None, "90 minutes before arrival"),
        ("booked", 0, None, "As soon as a stay is booked"),
        ("in_stay", plan.DAY, 12, "1 day after arrival, 12 PM at the home"),
        ("after_checkout", 180, None, "3 hours after checkout"),
        ("before_appointment", -plan.DAY, 9, "1 day before the appointment, 9 AM by your clock"),
    ],
)
def test_when_reads_like_a_sentence(trigger, offset, hour, words):
    assert moment_words(trigger, offset, hour) == words


def test_the_list_says_when_to_whom_and_that_it_is_on(booked):
    cast, _, _ = booked
    text = page(cast.alice, at(cast))
    assert "3 days before arrival, 4 PM at the home" in text
    assert 'aria-checked="true"' in text
    assert "Every guest" in text


def test_who_gets_what_when_is_noted_in_the_read_log(booked):
    cast, _, person_id = booked
    text = page(cast.alice, at(cast))
    assert "Hannah Lindqvist" in text
    assert "4:00 PM" in text
    with cast.scope():
        assert Read.objects.filter(person_id=person_id, reason="campaign", user=cast.alice).exists()


def test_one_message_can_be_read_as_its_guest_would(booked):
    cast, _, person_id = booked
    with cast.scope():
        planned = Planned.objects.get()
    text = page(cast.alice, at(cast, f"coming/{planned.id}/"))
    assert "Hello Hannah, see you at The Boathouse soon." in text
    assert signed_in(cast.charlie).get(at(cast, f"coming/{planned.id}/")).status_code == 404
    assert signed_in(cast.alice).get(at(cast, f"coming/{new_id()}/")).status_code == 404


def test_a_member_of_other_homes_sees_nobody(booked):
    cast, row, _ = booked
    with cast.scope():
        planned = Planned.objects.get()
        Member.objects.filter(user=cast.bob).update(property_ids=[new_id()])
    for where in (at(cast), at(cast, f"{row.id}/")):
        assert "Hannah" not in page(cast.bob, where)
    assert signed_in(cast.bob).get(at(cast, f"coming/{planned.id}/")).status_code == 404


def test_off_ends_what_waits_and_can_be_undone(booked):
    cast, row, _ = booked
    browser = signed_in(cast.alice)
    text = browser.post(at(cast, f"{row.id}/off/"), follow=True).content.decode()
    assert "Getting in is off." in text
    assert "Undo" in text
    with cast.scope():
        assert not Planned.objects.filter(state=PlannedState.WAITING).exists()
    browser.post(at(cast, f"{row.id}/on/"))
    sequences.plan_all(cast.workspace.id)
    with cast.scope():
        assert Planned.objects.filter(state=PlannedState.WAITING).count() == 1
    assert "Hannah Lindqvist" in page(cast.alice, at(cast))


def test_what_is_off_shows_what_it_would_send(booked):
    cast, row, _ = booked
    with cast.scope():
        sequences.switch_off(row)
    text = page(cast.alice, at(cast, f"{row.id}/"))
    assert "If you switch it on" in text
    assert "Hannah Lindqvist" in text


def test_an_owner_writes_one(cast):
    with cast.scope():
        text = follow.text("Thanks")
        home = Property.objects.create(workspace=cast.workspace, external_id="h9", name="Juniper Loft")
    browser = signed_in(cast.alice)
    answer = browser.post(
        at(cast, "new/"), form(text, home=str(home.id), stayed="first", stop_on_reply="1"), follow=True
    )
    assert "Saved. It is still off." in answer.content.decode()
    with cast.scope():
        row = Sequence.objects.get()
        (step,) = sequences.steps_of(row)
        assert (row.trigger, row.stop_on_reply, row.active) == ("after_checkout", True, False)
        assert (step.offset_minutes, step.at_hour) == (plan.DAY, 10)
    listed = page(cast.alice, at(cast))
    assert "Guests of Juniper Loft who have never stayed before" in listed


def test_before_is_written_as_a_plain_number(cast):
    with cast.scope():
        text = follow.text("Soon")
    signed_in(cast.alice).post(at(cast, "new/"), form(text, trigger="before_arrival", amount="3"))
    with cast.scope():
        (step,) = sequences.steps_of(Sequence.objects.get())
        assert step.offset_minutes == -3 * plan.DAY
    assert 'value="3"' in page(cast.alice, at(cast, f"{step.sequence_id}/"))


def test_conditions_that_the_form_does_not_show_stay(cast):
    with cast.scope():
        text = follow.text("Hola")
        row = sequences.write(
            sequences.Draft("Hola", "booked", filter={"all": [{"language": {"codes": ["es"]}}]}),
            [sequences.StepDraft(text)],
        )
    signed_in(cast.alice).post(at(cast, f"{row.id}/save/"), form(text, name="Hola", stayed="again"))
    with cast.scope():
        assert Sequence.objects.get().filter == {"all": [{"language": {"codes": ["es"]}}, {"stays": {"at_least": 1}}]}


def test_a_button_adds_a_message_and_keeps_what_was_typed(cast):
    with cast.scope():
        text = follow.text("Thanks")
    answer = signed_in(cast.alice).post(at(cast, "new/"), form(text, name="My words", do="add")).content.decode()
    assert "My words" in answer
    assert "Saved text of message 2" in answer
    with cast.scope():
        assert not Sequence.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": "soon"}, "whole number"),
        ({"text": ""}, "Pick a saved text"),
        ({"unit": "hours"}, "goes with whole days"),
        ({"name": " "}, "name"),
        ({"home": "nowhere"}, "Choose the homes again"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_the_form(cast, wrong, words):
    with cast.scope():
        text = follow.text("Thanks")
    answer = signed_in(cast.alice).post(at(cast, "new/"), form(text) | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_what_was_skipped_says_why(booked):
    cast, row, _ = booked
    with cast.scope():
        planned = Planned.objects.get()
        Planned.objects.filter(id=planned.id).update(
            state=PlannedState.ENDED, reason=stepping.REPLIED, settled_at=datetime.now(UTC)
        )
    text = page(cast.alice, at(cast, f"{row.id}/"))
    assert "Skipped" in text
    assert "They wrote in the meantime." in text


def test_a_colleague_looks_and_changes_nothing(booked):
    cast, row, _ = booked
    bob = signed_in(cast.bob)
    assert "disabled" in page(cast.bob, at(cast, f"{row.id}/"))
    assert "New<" not in page(cast.bob, at(cast))
    for path in ("new/", f"{row.id}/save/", f"{row.id}/on/", f"{row.id}/off/"):
        assert bob.post(at(cast, path), {"do": "save"}).status_code == 403
    with cast.scope():
        assert Sequence.objects.get().active


def test_a_stranger_finds_nothing(booked):
    cast, row, _ = booked
    charlie = signed_in(cast.charlie)
    for path in ("", "new/", f"{row.id}/"):
        assert charlie.get(at(cast, path)).status_code == 404
    for path in (f"{row.id}/save/", f"{row.id}/on/", f"{row.id}/off/"):
        assert charlie.post(at(cast, path)).status_code == 404


def test_queries_do_not_grow(stage, count_queries):
    cast, connection = stage.cast, stage.connect("hospitable")
    with cast.scope():
        row = follow.sequence("before_arrival", (-plan.DAY, 16), name="One")
        follow.tell(connection, follow.stay_fact(TODAY + timedelta(days=9)))
    browser = signed_in(cast.alice)
    many = {}
    for where in (at(cast), at(cast, f"{row.id}/")):
        browser.get(where)
        with count_queries() as queries:
            browser.get(where)
        many[where] = len(queries)
    with cast.scope():
        follow.sequence("before_arrival", (-2 * plan.DAY, 16), (-3 * plan.DAY, 16), name="Two")
        for each in range(12):
            fact = follow.stay_fact(TODAY + timedelta(days=9 + each), nights=1)
            guest = follow.replace(fact.guest, external_id=f"g{each + 2}", phones=(f"+1828555{2000 + each}",))
            follow.tell(connection, follow.replace(fact, external_id=f"r{each + 2}", guest=guest))
    for where, before in many.items():
        with count_queries() as queries:
            assert "Hannah" in browser.get(where).content.decode()
        assert len(queries) <= before + 1, where
