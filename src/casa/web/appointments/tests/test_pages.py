"""The book of appointments: booked, moved, ended and undone from the page; who may; no more questions as it fills."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.models import Read
from casa.core.appointments import rules
from casa.core.appointments.models import Appointment, OpeningHours, Service, Staff
from casa.core.appointments.tests.scene import PHONE, make_firm
from casa.core.consent.ledger import standing
from casa.core.people.models import Person
from casa.testing.fixtures import signed_in


@pytest.fixture
def firm(cast):
    with cast.scope():
        return make_firm()


@pytest.fixture
def booked(cast, firm):
    with cast.scope():
        return rules.book(firm.person, firm.service, firm.omar, firm.at(3, 10), place="12 Elm Street").appointment


def url(cast, name, *args):
    return reverse(name, args=[cast.workspace.slug, *args])


def day_of(firm, row):
    return row.starts_at.astimezone(firm.clock).date().isoformat()


def now(cast):
    with cast.scope():
        return Appointment.objects.get()


def post(cast, name, row, typed, user=None):
    return signed_in(user or cast.alice).post(url(cast, name, row.id), typed)


def typed(firm, at, **more):
    return {"service": str(firm.service.id), "staff": str(firm.omar.id), "at": at.isoformat()} | more


def test_an_empty_book_says_what_to_do(cast):
    page = signed_in(cast.alice).get(url(cast, "appointments")).content.decode()
    assert "No appointments yet" in page
    assert url(cast, "appointments_setup") in page


def test_a_day_stands_side_by_side(cast, firm, booked):
    browser = signed_in(cast.alice)
    page = browser.get(url(cast, "appointments"), {"day": day_of(firm, booked)}).content.decode()
    assert "Hannah Lindqvist" in page
    assert re.search(r'<td class="taken" rowspan="4">', page), "an hour is four quarters"
    assert re.search(r'<td class="buffer" rowspan="2">', page), "and half an hour is kept free"
    with cast.scope():
        assert Read.objects.filter(person_id=firm.person.id, reason="appointment").exists()


def test_every_row_of_the_day_has_a_cell_for_everybody(cast, firm, booked):
    """A table whose spans did not add up would shift a colleague's column."""
    with cast.scope():
        rules.book(firm.person, firm.service, firm.lena, firm.at(3, 19, 30))
        rules.book(firm.person, firm.service, firm.omar, firm.at(3, 6, 7))
    page = signed_in(cast.alice).get(url(cast, "appointments"), {"day": day_of(firm, booked)}).content.decode()
    body = page[page.index('<table class="daygrid"') : page.index("</table>")]
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)[1:]
    spans = [
        [int(found or 1) for found in re.findall(r'<td class="\w+"(?: rowspan="(\d+)")?>', line)] for line in lines
    ]
    assert sum(sum(line) for line in spans) == 2 * len(lines)
    running: list[int] = []
    for line in spans:
        running = [left - 1 for left in running if left > 1] + line
        assert len(running) == 2


@pytest.mark.parametrize("span", ["day", "week", "settle"])
def test_every_view_opens(cast, firm, booked, span):
    page = signed_in(cast.vera).get(url(cast, "appointments"), {"span": span, "day": day_of(firm, booked)})
    assert page.status_code == 200
    assert ("Hannah" in page.content.decode()) == (span != "settle")


@pytest.mark.parametrize(
    "asked", [{"day": "x"}, {"day": "9999-99-99"}, {"span": "year"}, {"open": "x"}, {"changed": "x.y"}]
)
def test_an_address_that_makes_no_sense_opens_today(cast, firm, asked):
    assert signed_in(cast.alice).get(url(cast, "appointments"), asked).status_code == 200


def test_an_appointment_is_booked_for_somebody_known(cast, firm):
    answer = signed_in(cast.alice).post(
        url(cast, "appointment_book"), typed(firm, firm.at(3, 10), person=str(firm.person.id), note="Ring twice")
    )
    assert answer.status_code == 302
    with cast.scope():
        row = Appointment.objects.get()
        assert (row.person_id, row.note, row.starts_at) == (firm.person.id, "Ring twice", firm.at(3, 10))
    page = signed_in(cast.alice).get(answer["Location"]).content.decode()
    assert "is booked." in page
    signed_in(cast.alice).post(url(cast, "appointment_undo", row.id), {"revision": "1"})
    assert now(cast).status == "cancelled"


def test_an_appointment_is_booked_for_somebody_new_at_a_typed_time(cast, firm):
    new = typed(
        firm, firm.at(3, 10), name="Ann Lee", phone="(828) 555-0177", clock="21:15", day=str(firm.at(3, 0).date())
    )
    assert signed_in(cast.bob).post(url(cast, "appointment_book"), new).status_code == 302
    row = now(cast)
    with cast.scope():
        assert Person.objects.get(id=row.person_id).name == "Ann Lee"
    assert row.starts_at == firm.at(3, 21, 15), "outside the hours, since somebody said so"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"phone": "12"}, "type the whole number"),
        ({"phone": "+18285550177", "at": ""}, "Pick one of the free times"),
        ({"phone": "+18285550177", "service": "x"}, "Pick a service"),
        ({"phone": "+18285550177", "at": "2020-01-01T10:00:00+00:00"}, "still to come"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(cast, firm, wrong, words):
    answer = signed_in(cast.alice).post(
        url(cast, "appointment_book"), typed(firm, firm.at(3, 10), place="12 Elm Street") | wrong
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert 'value="12 Elm Street"' in page
    with cast.scope():
        assert not Appointment.objects.exists()


def test_a_clash_is_said_in_words(cast, firm, booked):
    answer = signed_in(cast.alice).post(
        url(cast, "appointment_book"), typed(firm, firm.at(3, 10, 30), person=str(firm.person.id))
    )
    assert answer.status_code == 422
    assert "Omar Haddad already has something" in answer.content.decode()


def test_a_move_is_undone_from_the_page(cast, firm, booked):
    answer = post(cast, "appointment_move", booked, {"at": firm.at(4, 14).isoformat(), "staff": str(firm.lena.id)})
    assert (now(cast).starts_at, now(cast).staff_id) == (firm.at(4, 14), firm.lena.id)
    page = signed_in(cast.alice).get(answer["Location"]).content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    post(cast, "appointment_undo", booked, {"revision": revision})
    assert (now(cast).starts_at, now(cast).staff_id) == (firm.at(3, 10), firm.omar.id)


@pytest.mark.parametrize(("verb", "status"), [("confirm", "confirmed"), ("ask", "moving"), ("cancel", "cancelled")])
def test_what_one_does_with_it(cast, firm, booked, verb, status):
    assert post(cast, "appointment_status", booked, {"verb": verb}).status_code == 302
    assert now(cast).status == status
    assert post(cast, "appointment_status", booked, {"verb": "explode"}).status_code == 404


def test_what_is_not_begun_is_not_done(cast, firm, booked):
    answer = post(cast, "appointment_status", booked, {"verb": "done"})
    assert answer.status_code == 422
    assert "not begun yet" in answer.content.decode()


def test_place_and_note_are_saved(cast, firm, booked):
    post(cast, "appointment_note", booked, {"place": "Back door", "note": "Dog"})
    page = signed_in(cast.alice).get(url(cast, "appointments"), {"open": str(booked.id)}).content.decode()
    assert "Back door" in page
    assert "Dog" in page


def test_free_times_are_offered_and_the_next_day_that_has_one(cast, firm, booked):
    browser = signed_in(cast.alice)
    asked = {"service": str(firm.service.id), "staff": str(firm.omar.id), "day": day_of(firm, booked)}
    found = browser.get(url(cast, "appointment_times"), asked).content.decode()
    assert "8:30 AM" in found
    assert "10:00 AM" not in found
    assert "10:00 AM" in browser.get(url(cast, "appointment_times"), asked | {"but": str(booked.id)}).content.decode()
    with cast.scope():
        OpeningHours.objects.filter(staff=firm.omar, weekday=booked.starts_at.astimezone(firm.clock).weekday()).delete()
    none = browser.get(url(cast, "appointment_times"), asked).content.decode()
    assert "nothing free" in none
    assert "The next free time is" in none


def test_somebody_is_found_to_book(cast, firm):
    found = signed_in(cast.alice).get(url(cast, "appointment_who"), {"who": "Hann"}).content.decode()
    assert f'value="{firm.person.id}"' in found


def test_services_and_weeks_are_set_up(cast):
    browser = signed_in(cast.alice)
    browser.post(
        url(cast, "appointment_service_new"), {"name": "Roof check", "minutes": "45", "buffer": "", "price": "$1,189.5"}
    )
    week = {"name": "Ann", "opens-0": "09:00", "closes-0": "17:00", "rest-0": "12:00", "back-0": "13:00"}
    browser.post(url(cast, "appointment_staff_new"), week)
    with cast.scope():
        assert Service.objects.get().price == 118950
        assert [(row.weekday, row.opens.hour, row.closes.hour) for row in OpeningHours.objects.order_by("opens")] == [
            (0, 9, 12), (0, 13, 17)
        ]  # fmt: skip
        colleague = Staff.objects.get()
    page = browser.get(url(cast, "appointments_setup"), {"staff": str(colleague.id)}).content.decode()
    assert 'name="rest-0" value="12:00"' in page


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        ("appointment_service_new", {"name": "A", "minutes": "x"}, "whole number"),
        ("appointment_service_new", {"name": "A", "minutes": "60", "price": "abc"}, "like 189"),
        ("appointment_service_new", {"name": "", "minutes": "60"}, "Write a name"),
        ("appointment_staff_new", {"name": "Ann", "opens-0": "09:00"}, "both times, or neither"),
        ("appointment_staff_new", {"name": "Ann", "opens-0": "17:00", "closes-0": "09:00"}, "Closing time"),
    ],
)
def test_a_wrong_form_is_explained_and_kept(cast, name, wrong, words):
    answer = signed_in(cast.alice).post(url(cast, name), wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if "opens-0" in wrong:
        assert f'name="opens-0" value="{wrong["opens-0"]}"' in answer.content.decode()


def test_what_is_no_longer_offered_can_come_back(cast, firm):
    where = url(cast, "appointment_service_archive", firm.service.id)
    browser = signed_in(cast.alice)
    browser.post(where)
    assert "No longer offered" in browser.get(url(cast, "appointments_setup")).content.decode()
    browser.post(where, {"restore": "1"})
    with cast.scope():
        assert Service.objects.get().archived_at is None


ACTS = ["appointment_move", "appointment_status", "appointment_note", "appointment_undo"]


@pytest.mark.parametrize("name", ACTS)
def test_who_may_act(cast, firm, booked, name):
    assert post(cast, name, booked, {}, cast.vera).status_code == 403
    assert post(cast, name, booked, {}, cast.charlie).status_code == 404


def test_a_narrowed_colleague_sees_the_appointments_of_their_people_only(cast, firm, booked):
    from casa.core.accounts.models import Member
    from casa.lib.ids import new_id

    with cast.scope():
        Member.objects.filter(user=cast.bob).update(property_ids=[new_id()])
    browser = signed_in(cast.bob)
    for span in ("day", "week"):
        page = browser.get(
            url(cast, "appointments"), {"day": day_of(firm, booked), "span": span, "open": str(booked.id)}
        )
        assert "Hannah" not in page.content.decode()
    assert post(cast, "appointment_status", booked, {"verb": "cancel"}, cast.bob).status_code == 404


@pytest.mark.parametrize("span", ["day", "week", "settle"])
def test_the_book_asks_no_more_as_it_fills(cast, firm, booked, count_queries, span):
    browser, asked = signed_in(cast.alice), {"day": day_of(firm, booked), "span": span}
    browser.get(url(cast, "appointments"), asked)
    with count_queries() as few:
        browser.get(url(cast, "appointments"), asked)
    with cast.scope():
        for hour in (8, 12, 14, 16):
            from casa.core.people.rules import recognise

            person = recognise("phone", f"+1828555{3000 + hour}", f"Guest {hour}")
            rules.ask_to_reschedule(rules.book(person, firm.service, firm.omar, firm.at(3, hour)).appointment)
    browser.get(url(cast, "appointments"), asked)
    with count_queries() as many:
        browser.get(url(cast, "appointments"), asked)
    assert len(many) <= len(few) + 1


def test_times_are_told_by_the_clock_of_the_business(cast, firm, booked):
    cast.alice.timezone = "Asia/Tokyo"
    cast.alice.save()
    page = signed_in(cast.alice).get(url(cast, "appointments"), {"day": day_of(firm, booked)}).content.decode()
    assert "10:00 AM" in page


def test_the_panel_beside_a_conversation_names_the_next_appointment(cast, firm, booked):
    from casa.core.inbox.rules import conversation_with

    with cast.scope():
        talk = conversation_with(firm.person, "sms", timezone.now())
    browser, panel = signed_in(cast.alice), url(cast, "conversation_context", talk.id)
    assert panel in browser.get(url(cast, "conversation", talk.id)).content.decode()
    page = browser.get(panel).content.decode()
    assert "Gutter cleaning with Omar Haddad" in page
    assert "Not confirmed yet" in page
    assert f"open={booked.id}" in page


@pytest.mark.parametrize("ticked", [True, False])
def test_a_number_given_for_a_visit_is_leave_for_texts_about_it(cast, firm, ticked):
    """R6, and only where somebody says so."""
    more = {"person": str(firm.person.id)} | ({"texts": "1"} if ticked else {})
    signed_in(cast.alice).post(url(cast, "appointment_book"), typed(firm, firm.at(3, 10), **more))
    with cast.scope():
        now = standing(cast.brand.id, "phone", PHONE, "sms")
        assert (now.consent_class, now.consent_source) == (("express", "appointment") if ticked else ("", ""))
