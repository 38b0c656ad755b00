"""The import of contacts as the pages lead through it: read, look, come in, take back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casa.core.consent.disclosures import save_program
from casa.core.consent.imports import carry_on
from casa.core.consent.models import ConsentEvent, Import
from casa.core.consent.tables import KEYS, guess, lines, read_table
from casa.core.people.models import Person
from casa.testing.fixtures import signed_in

ROWS = "Name;Handy;Comment\nHannah;(828) 555-0142;likes tea\nBad;12;\n"


def url(cast, name, *args):
    return reverse(name, args=[cast.workspace.slug, *args])


def upload(cast, body=ROWS, user=None):
    file = SimpleUploadedFile("guests.csv", body.encode(), "text/csv")
    return signed_in(user or cast.alice).post(url(cast, "people_import"), {"file": file})


@pytest.fixture
def run(cast):
    upload(cast)
    with cast.scope():
        return Import.objects.get()


def post(cast, name, run, typed=None):
    return signed_in(cast.alice).post(url(cast, name, run.id), typed or {})


def page(cast, run):
    return signed_in(cast.alice).get(url(cast, "people_import_one", run.id)).content.decode()


def test_a_file_that_is_none_is_refused_in_words(cast):
    said = upload(cast, "")
    assert said.status_code == 422
    assert "file" in said.content.decode()


def test_columns_are_picked_looked_at_and_brought_in(cast, run):
    said = post(cast, "people_import_one", run, {"column-0": "name", "column-1": "phone", "region": "US"})
    shown = said.content.decode()
    assert "Bring in 1 person" in shown
    assert "not a whole phone number" in shown
    with cast.scope():
        assert not Person.objects.exists()
    assert post(cast, "people_import_start", run).status_code == 302
    assert "data-refresh" in page(cast, run)
    carry_on(cast.workspace.id, run.id)
    done = page(cast, run)
    assert "data-refresh" not in done
    assert "Take the import back" in done
    with cast.scope():
        assert Person.objects.get().name == "Hannah"
        assert ConsentEvent.objects.get().consent_class == "unproven"
    post(cast, "people_import_back", run)
    with cast.scope():
        assert not Person.objects.exists()
    assert "Lines of the ledgers stay" in page(cast, run)


def test_one_thing_in_two_columns_is_refused_and_nothing_changes(cast, run):
    said = post(cast, "people_import_one", run, {"column-0": "phone", "column-1": "phone"})
    assert said.status_code == 422
    assert "Two columns" in said.content.decode()


def test_a_program_can_be_picked_before_it_begins_and_not_after(cast, run):
    with cast.scope():
        program = save_program(cast.brand, "Offers", "marketing", frequency="Monthly")
    post(cast, "people_import_one", run, {"column-1": "phone", "program": str(program.id)})
    post(cast, "people_import_start", run)
    post(cast, "people_import_one", run, {"column-1": "phone", "program": ""})
    with cast.scope():
        assert Import.objects.get().program_id == program.id


def test_who_may_import(cast):
    told = {who: upload(cast, user=getattr(cast, who)).status_code for who in ("alice", "bob", "vera", "charlie")}
    assert told == {"alice": 302, "bob": 403, "vera": 403, "charlie": 404}


def test_the_example_file_names_every_column_and_is_read_as_it_is(cast):
    said = signed_in(cast.alice).get(url(cast, "people_import_example"))
    assert said.headers["Content-Disposition"] == 'attachment; filename="people-example.csv"'
    table = read_table(said.content)
    assert set(guess(table.headings)) == set(KEYS) - {"first_name", "last_name"}
    found = list(lines(table, guess(table.headings)))
    assert [(row.trouble, row.doubt) for row in found] == [("", ""), ("", "")]
    assert (found[0].tags, found[0].birthday) == (("Returning", "Dog owner"), (3, 14))


def test_tags_and_birthdays_are_seen_before_they_come_in(cast):
    upload(cast, "Name;Mobile;Labels;Born\nHannah;(828) 555-0142;VIP,Dog owner;1984-03-14\n")
    with cast.scope():
        shown = page(cast, Import.objects.get())
    assert "Tags they would get" in shown
    assert "Dog owner · 1" in shown
    assert "<b>1</b><span>birthday</span>" in shown
