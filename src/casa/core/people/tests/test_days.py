"""Birthdays as they are written: the usual forms are read, and what may be two days is refused in words."""

import pytest

from casa.core.accounts.rules import NotPossible
from casa.core.people.days import read_birthday

FOURTEENTH = (
    "1984-03-14", "1984-03-14 00:00:00", "1984/3/14", "--03-14", "03-14", "14.3.1984", "14. 03.", "3/14/1984", "3/14",
    "14/3/84", "14-03-1984", "14 March 1984", "March 14, 1984", "Mar 14", "14-Mar-84", "14th of March", "14 MAR.",
    "14 de marzo de 1984", "14 mars", "14. März 1984",
)  # fmt: skip


@pytest.mark.parametrize("written", FOURTEENTH)
def test_the_usual_forms_are_one_day(written):
    assert read_birthday(written) == (3, 14)


@pytest.mark.parametrize(("written", "day"), [("2/29/2000", (2, 29)), ("5/5/1990", (5, 5)), ("--03-04", (3, 4))])
def test_a_day_that_can_only_be_one(written, day):
    assert read_birthday(written) == day


@pytest.mark.parametrize("written", ["3/4/1984", "04-03-1984", "11/12", "03-04"])
def test_what_may_be_two_days_is_refused(written):
    with pytest.raises(NotPossible, match="which number is the month"):
        read_birthday(written)


@pytest.mark.parametrize("written", ["30.2.1990", "13/13/1990", "0/14/1990", "1984-13-01", "April 31"])
def test_a_day_that_no_year_has_is_refused(written):
    with pytest.raises(NotPossible, match="no year has"):
        read_birthday(written)


@pytest.mark.parametrize("written", ["soon", "1984", "14 Smarch", "3/14/", "14", "45,000"])
def test_what_is_no_day_is_refused(written):
    with pytest.raises(NotPossible, match="cannot be read"):
        read_birthday(written)
