"""Saved texts as rows: written, reviewed, put away; facts of many people; starters; pictures."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from PIL import Image

from casa.core.accounts.models import Action
from casa.core.accounts.queries import memberships
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import workspace_scope
from casa.core.people.rules import make_person
from casa.core.stays.models import Property, Reservation
from casa.core.templates import queries, rules
from casa.core.templates.footer import House
from casa.core.templates.models import Template, TemplateMedia, TemplateText
from casa.core.templates.pictures import TOGETHER, add_picture
from casa.core.templates.preview import Draft, preview
from casa.core.templates.render import EXAMPLE
from casa.core.templates.situation import facts_of, facts_of_many
from casa.core.templates.starters import STARTERS, starters, take
from casa.lib.ids import new_id

OFFER = '{{ brand.name }}: Hi {{ guest.first_name | "there" }}, 15% off in November.'


def home_of(cast, **more):
    return Property.objects.create(
        workspace=cast.workspace, external_id=new_id().hex, name="Laurel Cottage", city="Asheville",
        timezone="America/New_York", address="12 Laurel Lane", wifi={"name": "Laurel", "password": "maple-9"},
        door={"name": "Front", "code": "4821"}, **more,
    )  # fmt: skip


def stay_of(cast, person, home, starts, nights=3, status="confirmed"):
    return Reservation.objects.create(
        workspace=cast.workspace, external_id=new_id().hex, property=home, person=person, platform="direct",
        status=status, arrival=starts.date(), departure=(starts + timedelta(days=nights)).date(), check_in=starts,
        check_out=starts + timedelta(days=nights), adults=2,
    )  # fmt: skip


def test_a_text_is_reviewed_as_what_it_is_and_not_chosen_per_send(here):
    """R2: what is an offer cannot be a reminder, whoever saves it."""
    row = rules.make("Ember", "reminder", {"en": OFFER})
    assert not row.ready
    rules.settle(row, kind="marketing", language="en", opens=False, repairs=True, brand=None)
    assert row.ready
    found = rules.write(row, "en", "No name here, 15% off")
    assert any(one.rule == "R11" for one in found)
    assert not Template.objects.get(id=row.id).ready
    rules.write(row, "en", OFFER)
    assert Template.objects.get(id=row.id).ready


def test_one_language_that_does_not_pass_keeps_the_whole_text_a_draft(here):
    row = rules.make("Ember", "marketing", {"en": OFFER, "es": "Responde CANCELAR para anular"})
    assert not row.ready
    rules.drop_language(row, "es")
    assert row.ready


def test_the_language_is_the_persons_else_the_templates(here):
    row = rules.make("Wifi", "reply", {"en": "The wifi", "es": "El wifi"}, language="es")
    text = queries.saved([row.id])[row.id]
    assert [text.variant_for(spoken).language for spoken in ("en", "es-MX", "fr", "")] == ["en", "es", "es", "es"]
    with pytest.raises(NotPossible):
        rules.drop_language(row, "es")
    with pytest.raises(NotPossible, match="Write this language first"):
        rules.settle(row, kind="reply", language="fr", opens=False, repairs=True, brand=None)


def test_names_are_ones_own_and_come_free_in_the_archive(here):
    row = rules.make("Wifi", "reply", {"en": "The wifi"})
    with pytest.raises(NotPossible, match="name of its own"):
        rules.make("Wifi", "reply", {"en": "Other"})
    rules.archive(row)
    assert not row.ready
    with pytest.raises(NotPossible, match="put away"):
        rules.write(row, "en", "New")
    other = rules.make("Wifi", "reply", {"en": "Other"})
    with pytest.raises(NotPossible, match="Rename that one"):
        rules.bring_back(row)
    rules.rename(other, "Wifi 2")
    rules.bring_back(Template.objects.get(id=row.id))
    assert {found.name for found in queries.page()} == {"Wifi", "Wifi 2"}


@pytest.mark.parametrize(
    ("name", "kind", "bodies"), [("", "reply", {}), ("A", "spam", {}), ("A", "reply", {"de": "x"})]
)
def test_what_cannot_be_saved_says_what_to_do(here, name, kind, bodies):
    with pytest.raises(NotPossible):
        rules.make(name, kind, bodies)


def test_what_a_text_says_is_sealed_and_not_in_the_action_log(here):
    row = rules.make("Wifi", "reply", {"en": "The password is maple-9"})
    stored = TemplateText.objects.filter(template=row).values_list("body", flat=True)[0]
    assert b"maple" not in bytes(stored)
    assert "maple" not in str([action.data for action in Action.objects.filter(target=row.id)])


def test_saved_texts_are_the_workspaces_own(cast):
    with cast.scope():
        row = rules.make("Wifi", "reply", {"en": "The wifi"})
    with workspace_scope(memberships(cast.charlie)[0].workspace_id, cast.charlie.id):
        assert queries.page() == []
        assert queries.saved([row.id]) == {}


def test_links_are_the_brands_own_hosts_and_change_what_passes(here):
    row = rules.make("Ember", "marketing", {"en": "{{ brand.name }}: see lpstays.com/ember"})
    assert not row.ready
    rules.set_link(here.brand, "offer", "https://www.lpstays.com/ember")
    assert queries.house_of(here.brand).hosts == frozenset({"lpstays.com"})
    assert Template.objects.get(id=row.id).ready
    rules.set_link(here.brand, "offer", "")
    assert not Template.objects.get(id=row.id).ready


@pytest.mark.parametrize("url", ["bit.ly/x", "not an address", "https://lpstays.com/a b", "javascript:alert(1)"])
def test_a_link_that_would_not_arrive_is_refused(here, url):
    with pytest.raises(NotPossible):
        rules.set_link(here.brand, "offer", url)


def test_facts_of_somebody_in_the_house(here):
    now = datetime(2026, 11, 22, 18, tzinfo=UTC)
    anna = make_person("anna diaz", "es")
    stay_of(here, anna, home_of(here), datetime(2026, 11, 22, 21, tzinfo=UTC))
    values = facts_of_many([anna.id], now=now)[anna.id].values
    assert values["guest.first_name"] == "Anna"
    assert values["stay.arrival"] == date(2026, 11, 22)
    assert f"{values['stay.check_in']:%H:%M}" == "16:00"  # the home's clock, not the reader's
    assert values["code.door"] == "4821"
    assert values["brand.name"] == "Laurel & Pine Stays"
    assert "brand.phone" not in values


@pytest.mark.parametrize(
    ("away", "status", "told"),
    [(timedelta(hours=3), "confirmed", True), (timedelta(days=3), "confirmed", False),
     (timedelta(hours=3), "inquiry", False), (timedelta(days=-1), "confirmed", True),
     (timedelta(days=-9), "confirmed", False)],
)  # fmt: skip
def test_a_code_is_told_only_to_a_booked_guest_inside_the_window(here, away, status, told):
    now = timezone.now()
    anna = make_person("Anna Diaz")
    stay_of(here, anna, home_of(here), now + away, status=status)
    values = facts_of_many([anna.id], now=now)[anna.id].values
    assert ("code.door" in values) == told
    assert ("code.wifi" in values) == told
    assert ("home.address" in values) == (status == "confirmed")


def test_a_named_stay_is_the_persons_own_or_none(here):
    now = timezone.now()
    anna, ben = make_person("Anna Diaz"), make_person("Ben Lee")
    theirs = stay_of(here, ben, home_of(here), now)
    later = stay_of(here, anna, home_of(here), now + timedelta(days=40))
    stay_of(here, anna, home_of(here), now + timedelta(days=4))
    assert facts_of(anna.id, stay_id=later.id).values["stay.arrival"] == later.arrival
    assert "code.door" not in facts_of(anna.id, stay_id=theirs.id).values
    assert "stay.arrival" not in facts_of(anna.id, stay_id=theirs.id).values


def test_many_people_cost_as_many_queries_as_few(here, count_queries):
    home = home_of(here)
    people = [make_person(f"Anna Diaz {'x' * number}") for number in range(12)]
    for person in people:
        stay_of(here, person, home, timezone.now())
    facts_of_many([people[0].id])
    with count_queries() as few:
        facts_of_many([person.id for person in people[:2]])
    with count_queries() as many:
        found = facts_of_many([person.id for person in people])
    assert len(found) == 12
    assert len(many) <= len(few)
    assert len(many) <= 9


def test_many_texts_cost_as_many_queries_as_few(here, count_queries):
    rows = [rules.make(f"Text {number}", "reply", {"en": "Hello", "fr": "Bonjour"}) for number in range(8)]
    queries.saved([row.id for row in rows])
    with count_queries() as few:
        queries.saved([row.id for row in rows[:2]])
    with count_queries() as many:
        found = queries.saved([row.id for row in rows])
    assert len(found) == 8
    assert len(many) == len(few)


def test_the_list_is_paged_without_gap_or_repeat(here):
    for number in range(7):
        rules.make(f"Text {number}", "reply", {"en": "Hello"})
    first = queries.page(limit=3)
    second = queries.page(first[-1], 3)
    third = queries.page(second[-1], 3)
    assert len({row.id for row in (*first, *second, *third)}) == 7


def test_every_starter_passes_as_what_it_is(here):
    kept = take()
    assert len(kept) == len(STARTERS) == 16
    assert [row.name for row in kept if not row.ready] == []
    assert (len(starters("hosts")), len(starters("services"))) == (10, 6)
    assert take() == []


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.name)
def test_every_starter_fits_in_two_parts_for_an_example_guest(starter):
    for language, body in starter.bodies.items():
        found = preview(Draft(body, starter.kind, language), EXAMPLE, House("Laurel & Pine"))
        assert not found.problem
        assert found.weight.segments <= 2, (language, found.weight.offenders, found.weight.characters)
        assert not found.weight.offenders, (language, found.weight.offenders)


def image(size, kind="PNG"):
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, kind)
    return out.getvalue()


def test_r75_pictures_are_500_kb_together(here):
    row = rules.make("Ember", "marketing", {"en": OFFER})
    first = add_picture(row, image((1800, 1400)))
    assert first.content_type == "image/jpeg"
    assert first.size <= TOGETHER
    while queries.pictures_of([row.id])[row.id] < 9:
        try:
            add_picture(row, image((900, 700)))
        except NotPossible:
            break
    assert sum(media.size for media in TemplateMedia.objects.filter(template=row)) <= TOGETHER
    assert queries.saved([row.id])[row.id].pictures >= 1


def test_what_is_no_picture_is_refused(here):
    row = rules.make("Ember", "marketing", {"en": OFFER})
    with pytest.raises(NotPossible, match="picture"):
        add_picture(row, b"%PDF-1.4 no picture")
