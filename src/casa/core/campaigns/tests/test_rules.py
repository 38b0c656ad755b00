"""Writing a campaign: what is refused before anything leaves."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import checks, queries, rules
from casa.core.campaigns.models import Campaign, Variant
from casa.core.campaigns.rules import Draft, Timing
from casa.core.campaigns.tests import crowd as c
from casa.core.senders.models import Sender
from casa.core.templates.models import Template, TemplateText

OFFER = "Laurel & Pine Stays: 15% off any stay in November."
NOW = Timing()


def refused(stage, made, timing=NOW):
    with stage.cast.scope(), pytest.raises(NotPossible) as why:
        rules.send(rules.held(made.id), timing)
    return str(why.value)


def test_an_empty_text_does_not_go(stage):
    c.shop(stage)
    with stage.cast.scope():
        made = rules.draft("Nothing", "service")
    assert refused(stage, made) == "Write what it says first."


def test_an_offer_in_a_service_message_is_refused_as_what_it_is(stage):
    c.shop(stage)
    made = c.campaign(stage, OFFER, kind="service")
    refused(stage, made)
    with stage.cast.scope():
        assert "R2" in {check.rule for check in checks.before(queries.campaign(made.id))}


def test_a_word_that_is_reserved_is_refused(stage):
    c.shop(stage)
    made = c.campaign(stage, "Laurel & Pine Stays: reply CANCEL to cancel your stay.")
    with stage.cast.scope():
        assert "R34" in {check.rule for check in checks.before(queries.campaign(made.id)) if check.level == "stop"}
    refused(stage, made)


def test_a_sender_that_may_not_is_refused(stage):
    connection = c.shop(stage)
    made = c.campaign(stage, OFFER, kind="marketing")
    with stage.cast.scope():
        Sender.objects.filter(connection=connection).update(state="rejected")
    assert "turned" in refused(stage, made)


def test_without_a_number_nothing_goes(stage):
    made = c.campaign(stage)
    assert refused(stage, made) == "Connect an account that sends texts."


def test_a_saved_text_must_be_of_the_campaigns_kind_and_finished(stage):
    c.shop(stage)
    made = c.campaign(stage, kind="service")
    with stage.cast.scope():
        saved = Template.objects.create(workspace=stage.cast.workspace, name="Offer", kind="marketing")
        TemplateText.objects.create(workspace=stage.cast.workspace, template=saved, language="en", body=OFFER)
        with pytest.raises(NotPossible, match="draft"):
            rules.word_from(rules.held(made.id), "A", saved)
        saved.reviewed_at = datetime.now(UTC)
        with pytest.raises(NotPossible, match="another kind"):
            rules.word_from(rules.held(made.id), "A", saved)
        other = rules.draft("Offer", "marketing")
        assert rules.word_from(rules.held(other.id), "A", saved).texts == {"en": OFFER}


def test_a_saved_text_that_became_another_kind_is_not_sent(stage):
    c.shop(stage)
    with stage.cast.scope():
        saved = Template.objects.create(
            workspace=stage.cast.workspace, name="Pool", kind="service", reviewed_at=datetime.now(UTC)
        )
        TemplateText.objects.create(workspace=stage.cast.workspace, template=saved, language="en", body=c.SERVICE)
        made = rules.draft("Pool", "service")
        rules.word_from(rules.held(made.id), "A", saved)
        Template.objects.filter(id=saved.id).update(kind="marketing")
        assert "R2" in {check.rule for check in checks.before(queries.campaign(made.id)) if check.level == "stop"}


def test_what_is_on_its_way_is_not_rewritten(stage):
    c.shop(stage)
    made = c.campaign(stage)
    c.send(stage, made)
    with stage.cast.scope():
        for change in (
            lambda row: rules.change(row, Draft(name="Other")),
            lambda row: rules.word(row, "A", "Other"),
            lambda row: rules.unword(row, "A"),
            rules.throw_away,
            rules.send,
        ):
            with pytest.raises(NotPossible):
                change(rules.held(made.id))


def test_a_copy_says_the_same_and_is_a_draft(stage):
    c.shop(stage)
    made = c.campaign(stage, filter={"stays": {"at_least": 2}})
    with stage.cast.scope():
        again = rules.copy(rules.held(made.id))
        assert (again.state, again.filter) == ("draft", queries.campaign(made.id).filter)
        assert [row.texts for row in Variant.objects.filter(campaign=again)] == [{"en": c.SERVICE}]


@pytest.mark.parametrize(
    "timing",
    [
        Timing("at", at=datetime(2020, 1, 1, tzinfo=UTC)),
        Timing("at"),
        Timing("at", at=datetime.now(UTC) + timedelta(days=800)),
        Timing("local", day=date(2020, 1, 1), clock=time(9)),
        Timing("local", day=date(2030, 1, 1)),
    ],
)
def test_a_time_that_cannot_be_is_refused(stage, timing):
    c.shop(stage)
    made = c.campaign(stage)
    refused(stage, made, timing)
    with stage.cast.scope():
        assert Campaign.objects.get(id=made.id).state == "draft"


def test_trying_wordings_needs_one_moment_for_all(stage):
    c.shop(stage)
    made = c.campaign(stage, test_share=20)
    with stage.cast.scope():
        rules.word(rules.held(made.id), "B", c.SERVICE)
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    assert "one moment" in refused(stage, made, Timing("local", day=day, clock=time(9)))


def test_a_stranger_sees_and_changes_nothing(stage, cast):
    from casa.core.accounts.models import Member
    from casa.core.accounts.scope import user_scope, workspace_scope

    c.shop(stage)
    made = c.campaign(stage)
    with user_scope(cast.charlie.id):
        theirs = Member.objects.get(user=cast.charlie).workspace_id
    with workspace_scope(theirs, cast.charlie.id):
        assert queries.page() == []
        with pytest.raises(Campaign.DoesNotExist):
            rules.held(made.id)


def test_audiences_are_kept_under_one_name_and_fetched_back(stage):
    with stage.cast.scope():
        kept = rules.save_audience("Regulars", {"stays": {"at_least": 3}})
        with pytest.raises(NotPossible, match="Another audience"):
            rules.save_audience("Regulars", {})
        rules.archive_audience(kept)
        other = rules.save_audience("Regulars", {})
        with pytest.raises(NotPossible):
            rules.archive_audience(kept, away=False)
        assert [row.id for row in queries.audiences()] == [other.id]


def test_the_list_shows_figures_with_two_questions(stage, count_queries):
    c.shop(stage)
    c.crowd(stage, 2)
    first = c.campaign(stage)
    with c.provider():
        c.run(stage, first)
    for _ in range(3):
        c.campaign(stage)
    with stage.cast.scope(), count_queries() as asked:
        rows = queries.page()
    assert len(asked) == 2
    assert {(row.released, row.total) for row in rows if row.campaign.id == first.id} == {(2, 2)}
    with stage.cast.scope():
        assert [row.campaign.id for row in queries.page(before=rows[0].campaign, limit=2)] == [
            r.campaign.id for r in rows[1:3]
        ]


def test_results_come_from_the_rows_in_two_questions(stage, count_queries):
    c.shop(stage)
    c.crowd(stage, 3)
    made = c.campaign(stage)
    with c.provider():
        c.run(stage, made)
    from casa.core.campaigns.results import by_variant, results, series

    with stage.cast.scope():
        found = queries.campaign(made.id)
        with count_queries() as asked:
            total = results(found)
        assert len(asked) == 2  # the rows, and whether a picture makes each cost more
        assert (total.sent, total.failed, total.replied, total.booked, total.opted_out) == (3, 0, 0, 0, 0)
        assert total.segments == 3
        assert total.cost == 3 * 7_900
        assert [(row.letter, row.sent) for row in by_variant(found)] == [("A", 3)]
        assert sum(point.sent for point in series(found)) == 3
        done = queries.progress(found)
        assert (done.total, done.released, done.waiting, done.outbox) == (3, 3, 0, {"sent": 3})


def test_a_preview_shows_the_whole_text_for_a_person_and_is_written_down(stage):
    from casa.core.accounts.models import Read

    c.shop(stage)
    people = c.crowd(stage, 1, name="Nora Berg")
    made = c.campaign(stage, "Laurel & Pine Stays: hello {{ guest.first_name }}, the pool is closed.")
    with stage.cast.scope():
        shown = queries.preview(queries.campaign(made.id), people[0].id)[0]
        assert shown.text.startswith("Laurel & Pine Stays: hello Nora, the pool")
        assert "Reply STOP" in shown.text
        assert shown.weight.segments == 1
        assert shown.trouble == ""
        assert Read.objects.filter(person_id=people[0].id, reason="campaign").exists()
