"""Unusual reading is measured against what somebody usually reads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casa.core.accounts.models import Read
from casa.core.accounts.rules import NotPossible
from casa.core.privacy import reading
from casa.core.privacy.evidence.seeing import unusual
from casa.core.privacy.models import CheckState
from casa.lib.ids import new_id


def read(cast, user, people, hours_ago, reason="conversation"):
    """Somebody opens that many people in one hour."""
    slot = (timezone.now() - timedelta(hours=hours_ago)).replace(minute=5, second=0, microsecond=0)
    Read.objects.bulk_create(
        Read(workspace=cast.workspace, user=user, person_id=new_id(), reason=reason, slot=slot) for _ in range(people)
    )


def test_an_hour_far_above_ones_own_is_flagged(here):
    for hour in range(48, 53):
        read(here, here.bob, 12, hour)
    read(here, here.bob, 90, 2)
    found = reading.unusual()
    assert [(hour.user_id, hour.people, hour.usual) for hour in found] == [(here.bob.id, 90, 12)]
    assert unusual().state == CheckState.PERSON


@pytest.mark.parametrize(("usual", "now", "reason"), [
    (12, 36, "conversation"), (4, 30, "conversation"), (40, 110, "person"), (12, 400, "search"), (12, 400, "log"),
], ids=["three times as many", "few at all", "a busy desk", "names in a list", "the log itself"])  # fmt: skip
def test_what_is_not_unusual_is_not_flagged(here, usual, now, reason):
    for hour in range(48, 53):
        read(here, here.bob, usual, hour)
    read(here, here.bob, now, 2, reason)
    assert reading.unusual() == []
    assert unusual().state == CheckState.HOLDS


def test_a_whole_list_taken_by_somebody_who_never_read_before_is_flagged(here):
    read(here, here.vera, 5, 30)
    read(here, here.vera, 31, 1, "export")
    assert [hour.people for hour in reading.unusual()] == [31]


def test_what_was_looked_into_is_not_shown_again_and_another_hour_is(here):
    for hour in range(48, 53):
        read(here, here.bob, 12, hour)
    read(here, here.bob, 90, 4)
    reading.look_into(reading.unusual()[0].mark)
    assert reading.unusual() == []
    with pytest.raises(NotPossible, match="already"):
        reading.look_into("nobody|never")
    read(here, here.bob, 95, 2)
    assert [hour.people for hour in reading.unusual()] == [95]


def test_the_assistant_is_no_colleague(here):
    slot = timezone.now().replace(minute=5, second=0, microsecond=0)
    Read.objects.bulk_create(
        Read(workspace=here.workspace, person_id=new_id(), reason="draft", slot=slot, by_assistant=True)
        for _ in range(60)
    )
    assert reading.unusual() == []
