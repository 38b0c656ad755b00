"""Contacts from a file: read kindly, looked at first, proven only with proof, nothing opened that was stopped."""

import pytest

from casa.core.accounts.rules import NotPossible
from casa.core.consent import imports
from casa.core.consent.disclosures import save_program, standard_words
from casa.core.consent.imports import carry_on, look
from casa.core.consent.ledger import standing
from casa.core.consent.models import ConsentEvent, Import, Suppression
from casa.core.consent.rules import suppress
from casa.core.consent.tables import guess, lines, read_table
from casa.core.people.birthdays import birthday_of, keep_birthday
from casa.core.people.models import Person, Tagged
from casa.core.people.rules import find, recognise, rename
from casa.core.people.tags import tags, tags_of

HANNAH, MICHAEL, GRACE = "+18285550142", "+18285550177", "+18285550178"


@pytest.fixture
def program(here):
    return save_program(here.brand, "Offers", "marketing", frequency="Up to 4 messages a month")


def proof_row(program, phone=HANNAH, **without):
    words = standard_words(program.brand, program.name, program.kind, program.frequency_words, "sms")
    row = {"Name": "Hannah Lindqvist", "Phone": phone, "Opt-in date": "2026-03-14", "Disclosure": words,
           "Opt-in method": "checkbox", "Opt-in source": "web", "Page URL": "https://laurel.example/join",
           "IP address": "203.0.113.9", "User agent": "Firefox"}  # fmt: skip
    return {**row, **without}


def csv_of(*rows, encoding="utf-8", separator=","):
    heads = list(rows[0])
    body = [heads, *([row.get(head, "") for head in heads] for row in rows)]
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in body).encode(encoding)


def begun(program, raw):
    return imports.begin(program.brand, program, raw, guess(read_table(raw).headings))


def brought(program, raw):
    run = begun(program, raw)
    imports.start(run)
    carry_on(run.workspace_id, run.id)
    return Import.objects.get(id=run.id)


def consent_of(phone=HANNAH):
    return ConsentEvent.objects.get().consent_class


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_of_every_spreadsheet_are_read(encoding, separator):
    raw = csv_of({"Full name": "Zoë Núñez", "Mobile": "(828) 555-0142"}, encoding=encoding, separator=separator)
    table = read_table(raw)
    line = next(lines(table, guess(table.headings)))
    assert (line.name, line.phone, line.trouble) == ("Zoë Núñez", HANNAH, "")


@pytest.mark.parametrize("raw", [b"", b"Name,Phone\r\n", b"PK\x03\x04zip", b"%PDF-1.7 x\n1"])
def test_what_is_no_table_is_said_in_words(raw):
    with pytest.raises(NotPossible):
        read_table(raw)


@pytest.mark.parametrize(
    ("cells", "trouble"),
    [
        ({"Phone": "12"}, "whole phone number"),
        ({"Email": "hannah@"}, "not whole"),
        ({"Name": "Nobody"}, "No number"),
        ({"Phone": HANNAH, "Opt-in date": "next spring"}, "cannot be read"),
        ({"Phone": HANNAH, "Opt-in date": "2199-01-01"}, "cannot be read"),
    ],
)
def test_a_row_that_cannot_come_in_says_why(cells, trouble):
    raw = csv_of({"Name": "", "Phone": "", "Email": "", "Opt-in date": "", **cells})
    table = read_table(raw)
    assert trouble in next(lines(table, guess(table.headings))).trouble


def test_a_look_writes_nothing_and_counts_everybody(program):
    raw = csv_of(proof_row(program), proof_row(program), proof_row(program, MICHAEL, Disclosure=""), {"Phone": "12"})
    found = look(begun(program, raw))
    assert (found.people, found.proven, found.unproven, found.repeated, found.left_out) == (2, 1, 1, 1, 1)
    assert [row.number for row in found.problems] == [3, 4, 5]
    assert not Person.objects.exists()
    assert not ConsentEvent.objects.exists()


def test_r10_a_row_with_its_whole_proof_gets_its_class(program):
    brought(program, csv_of(proof_row(program)))
    event = ConsentEvent.objects.get()
    assert (event.consent_class, event.program, event.source) == ("written", "offers", "import")
    assert event.proof["ip"] == "203.0.113.9"
    assert str(event.occurred_at.date()) == "2026-03-14"


@pytest.mark.parametrize(
    "column", ["Opt-in date", "Disclosure", "Opt-in method", "Opt-in source", "Page URL", "IP address", "User agent"]
)
def test_r10_without_one_field_of_r8_it_is_unproven(here, program, column):
    brought(program, csv_of(proof_row(program, **{column: ""})))
    assert consent_of() == "unproven"
    assert standing(here.brand.id, "phone", HANNAH, "sms").consent_class == "unproven"


@pytest.mark.parametrize("words", ["automated ", "Agreeing is not a condition of any purchase.", "Laurel & Pine Stays"])
def test_r3_words_that_lack_something_prove_nothing(program, words):
    row = proof_row(program)
    brought(program, csv_of({**row, "Disclosure": row["Disclosure"].replace(words, "")}))
    assert consent_of() == "unproven"


def test_somebody_who_said_yes_on_the_phone_gets_no_promotions(program):
    brought(program, csv_of(proof_row(program, **{"Opt-in method": "verbal", "Opt-in source": "call"})))
    assert consent_of() == "unproven"


@pytest.mark.parametrize("reason", ["keyword", "freeform", "provider", "staff", "complaint", "wrong_number"])
def test_r10_who_stopped_stays_stopped(here, program, reason):
    suppress(here.brand.id, "sms", "phone", HANNAH, reason)
    run = brought(program, csv_of(proof_row(program)))
    assert standing(here.brand.id, "phone", HANNAH, "sms").suppressed
    assert Suppression.objects.count() == 1
    assert run.counts["stopped"] == 1


def test_the_same_file_again_changes_nothing(program):
    raw = csv_of(proof_row(program), proof_row(program, MICHAEL, Disclosure=""))
    brought(program, raw)
    before = (Person.objects.count(), ConsentEvent.objects.count())
    again = brought(program, raw)
    assert (Person.objects.count(), ConsentEvent.objects.count()) == before == (2, 2)
    assert (again.counts["known"], again.counts["same"]) == (2, 2)


def test_a_known_person_keeps_their_name(program):
    rename(recognise("phone", HANNAH), "Hannah")
    brought(program, csv_of(proof_row(program)))
    assert find("phone", HANNAH).name == "Hannah"
    assert Person.objects.count() == 1


def test_a_crash_in_the_middle_goes_on_where_it_was(program, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    run = begun(program, csv_of(proof_row(program), proof_row(program, MICHAEL), proof_row(program, GRACE)))
    imports.start(run)
    whole, calls = imports._bring, []

    def dies(run_id, batch):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError
        return whole(run_id, batch)

    monkeypatch.setattr(imports, "_bring", dies)
    with pytest.raises(RuntimeError):
        carry_on(run.workspace_id, run.id)
    assert Import.objects.get().done == 1
    monkeypatch.setattr(imports, "_bring", whole)
    for _ in range(2):
        carry_on(run.workspace_id, run.id)
    found = Import.objects.get()
    assert (found.state, found.done, found.counts["made"], found.file) == ("done", 3, 3, None)
    assert Person.objects.count() == 3


def test_taking_back_removes_only_whom_it_made_and_nobody_has_met(program):
    recognise("phone", GRACE, "Grace")
    run = brought(program, csv_of(*(proof_row(program, phone) for phone in (HANNAH, MICHAEL, GRACE))))
    busy = find("phone", MICHAEL)
    assert imports.take_back(run, {busy.id}) == 1
    assert find("phone", HANNAH) is None
    assert find("phone", MICHAEL) is not None
    assert find("phone", GRACE) is not None
    assert ConsentEvent.objects.count() == 3
    with pytest.raises(NotPossible):
        imports.take_back(run, set())


def test_after_a_day_it_stands(program):
    run = brought(program, csv_of(proof_row(program)))
    run.finished_at -= imports.TAKE_BACK_WITHIN
    with pytest.raises(NotPossible):
        imports.take_back(run, set())


def test_tags_and_birthdays_are_shown_first_and_then_come_in(here, program):
    row = {"Tags": "VIP; Dog owner, vip", "Birthday": "14.3.1984"}
    raw = csv_of(proof_row(program) | row, proof_row(program, MICHAEL) | {"Tags": "vip", "Birthday": "3/4/1984"})
    found = look(begun(program, raw))
    assert (found.tags, found.birthdays) == ((("VIP", 2), ("Dog owner", 1)), 1)
    assert [(one.number, one.stays_out) for one in found.problems] == [(3, False)]
    assert "may be two days" in found.problems[0].words
    assert tags() == []
    run = brought(program, raw)
    assert (run.counts["tagged"], run.counts["birthdays"]) == (3, 1)
    hannah, michael = find("phone", HANNAH), find("phone", MICHAEL)
    names = {who: [tag.name for tag in found] for who, found in tags_of([hannah.id, michael.id]).items()}
    assert names == {hannah.id: ["Dog owner", "VIP"], michael.id: ["VIP"]}
    assert (birthday_of(hannah), birthday_of(michael)) == ((3, 14), None)


def test_a_birthday_that_is_known_stays(program):
    keep_birthday(recognise("phone", HANNAH), (1, 2))
    run = brought(program, csv_of(proof_row(program) | {"Birthday": "1984-03-14"}))
    assert birthday_of(find("phone", HANNAH)) == (1, 2)
    assert "birthdays" not in run.counts


def test_a_tag_too_many_is_left_out_and_told(program, monkeypatch):
    monkeypatch.setattr("casa.core.people.tags.MOST_TAGS", 1)
    run = brought(program, csv_of(proof_row(program) | {"Tags": "one,two," + "x" * 41}))
    assert (run.counts["tagged"], run.counts["untagged"]) == (1, 1)
    assert len(tags()) == 1


def test_taking_back_takes_their_tags_along(program):
    run = brought(program, csv_of(proof_row(program) | {"Tags": "VIP"}))
    assert imports.take_back(run, set()) == 1
    assert not Tagged.objects.exists()
