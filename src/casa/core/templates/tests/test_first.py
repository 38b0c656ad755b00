from casa.core.people.rules import make_person
from casa.core.templates import queries, rules
from casa.core.templates.footer import footer, with_footer
from casa.core.templates.situation import facts_of_many
from casa.core.templates.weight import weigh


def test_a_text_goes_from_the_page_to_a_phone(here):
    row = rules.make(
        "Ember", "marketing", {"en": 'Laurel & Pine Stays: Hi {{ guest.first_name | "there" }}, 15% off in November.'}
    )
    assert row.ready
    anna, nobody = make_person("anna diaz", "en"), make_person("", "fr")
    facts = facts_of_many([anna.id, nobody.id])
    text = queries.saved([row.id])[row.id]
    language, resolved = text.resolve_for(facts[anna.id])
    house = queries.house_of(here.brand)
    weight = weigh(with_footer(resolved.text, footer(house, text.kind, language)), keep=resolved.filled)
    assert resolved.text == "Laurel & Pine Stays: Hi Anna, 15% off in November."
    assert weight.segments == 1
    assert text.resolve_for(facts[nobody.id])[1].text == "Laurel & Pine Stays: Hi there, 15% off in November."
