"""How a sender stands for the gate: from the provider's own truth, closed where nothing is known (R50, R53, R60)."""

import pytest

from casa.core.connections.contract import SenderFact
from casa.core.senders import reading
from casa.core.senders.kinds import CARE, KINDS, kind_of
from casa.core.senders.models import Sender
from casa.core.senders.queries import standing_of, standings_of

OURS = "+14155550100"
FREE = "+18335550100"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (OURS, "local"),
        ("+16045550100", "local"),
        (FREE, "toll_free"),
        ("+12425550100", "other"),
        ("+442079460018", "other"),
        ("78787", "short_code"),
        ("JUNIPER", None),
        ("", None),
    ],
)
def test_what_kind_a_sender_is(address, kind):
    assert kind_of(address) == kind


def told(stage, connection, *facts):
    with stage.cast.scope():
        reading.take_senders(connection, facts)
        return [standing_of(connection.id, fact.address) for fact in facts]


def fact(address=OURS, state="approved", **more):
    return SenderFact(address, "PN1", state, **({"use_case": "MIXED"} | more))


def test_a_number_that_was_not_read_answers_guests_but_starts_nothing(stage):
    connection = stage.connect("twilio")
    with stage.cast.scope():
        found = standing_of(connection.id, OURS)
    assert (found.approved, found.rule) == (False, "R50")
    assert found.allows == {"reply", "service", "compliance"}
    assert found.words


def test_the_demos_number_is_approved_by_the_provider_itself(stage):
    connection = stage.connect("twilio")
    reading.read(stage.cast.workspace.id, connection.id)
    with stage.cast.scope():
        found, own = standing_of(connection.id, OURS), standing_of(connection.id, "")
    assert (found.kind, found.approved, found.allows, found.words) == ("local", True, KINDS, "")
    assert (found.per_second, found.per_day, found.links) == (120.0, 40_000, True)
    assert own.allows == KINDS


@pytest.mark.parametrize("state", ["pending", "rejected", "unregistered", "suspended"])
@pytest.mark.parametrize(("address", "rule"), [(OURS, "R50"), (FREE, "R60")])
def test_r50_r60_without_approval_only_what_the_law_asks_for(stage, state, address, rule):
    (found,) = told(stage, stage.connect("twilio"), fact(address, state))
    assert (found.approved, found.allows, found.rule) == (False, {"compliance"}, rule)
    assert found.words.endswith(".")


@pytest.mark.parametrize(
    ("use_case", "allows"),
    [("CUSTOMER_CARE", CARE), ("MARKETING", {"reply", "compliance", "marketing"}), ("2FA", {"reply", "compliance"})],
)
def test_r53_a_use_case_covers_its_own_kinds_of_message(stage, use_case, allows):
    (found,) = told(stage, stage.connect("twilio"), fact(use_case=use_case))
    assert (found.approved, found.allows, found.rule) == (True, allows, "R53")


def test_a_number_abroad_is_not_covered(stage):
    (found,) = told(stage, stage.connect("twilio"), fact("+442079460018", "unregistered"))
    assert (found.kind, found.approved, found.allows) == ("other", True, KINDS)


def test_a_service_that_chooses_the_number_may_send_what_all_its_numbers_may(stage):
    connection = stage.connect("twilio", service=True)
    with stage.cast.scope():
        connection.settings.pop("from_number", None)
        connection.save(update_fields=["settings"])
        reading.take_senders(connection, [fact(), fact("+14155550101", use_case="CUSTOMER_CARE")])
        found = standing_of(connection.id, "")
    assert found.allows == CARE


def test_a_platform_without_texts_is_not_covered(stage):
    connection = stage.connect("hospitable")
    with stage.cast.scope():
        found = standing_of(connection.id, "")
    assert (found.kind, found.approved, found.allows) == ("", True, KINDS)


def test_a_number_that_left_the_account_is_no_longer_approved(stage):
    connection = stage.connect("twilio")
    told(stage, connection, fact())
    with stage.cast.scope():
        reading.take_senders(connection, [])
        assert Sender.objects.get(connection=connection).gone_at is not None
        assert not standing_of(connection.id, OURS).approved


def test_many_senders_are_asked_in_two_queries(stage, count_queries):
    connection = stage.connect("twilio")
    numbers = [f"+1415555{place:04d}" for place in range(200)]
    with stage.cast.scope():
        reading.take_senders(connection, [fact(number) for number in numbers[:100]])
        with count_queries() as few:
            standings_of([(connection.id, number) for number in numbers[:2]])
        with count_queries() as many:
            found = standings_of([(connection.id, number) for number in numbers])
    assert len(few) == len(many) == 2
    assert sum(standing.approved for standing in found.values()) == 100


def test_r54_what_was_declared_is_told_to_the_gate(stage):
    (found,) = told(stage, stage.connect("twilio"), fact(links=False, samples=("Your code is 4821.",)))
    assert (found.links, found.samples) == (False, ("Your code is 4821.",))
