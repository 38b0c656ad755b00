"""The guest's own page in English, Spanish and French: which one, carried through, and nothing of another in it."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.models import Read, Workspace
from casa.core.accounts.rules import log_reads
from casa.core.accounts.spoken import Words
from casa.core.accounts.tests.reading import english, mark, shown, untranslated
from casa.core.inbox.models import Message
from casa.core.people.models import Person
from casa.core.people.rules import add_identity
from casa.core.privacy import export, guests, held, rights
from casa.core.privacy.models import GuestLink, RequestKind
from casa.core.stays.models import Reservation
from casa.core.vault.tests.planted import PLANTED
from casa.testing.fixtures import signed_in
from casa.web.guest import views
from casa.web.guest.tests.test_page import browser

TABLES: tuple[Words, ...] = (views.say, held.say, guests.say)
GROUND = "Nuestro abogado lo revisa todavía."
TITLES = {"en": "Your data at", "es": "Sus datos en", "fr": "Vos données chez"}


@pytest.fixture
def everything(full):
    """Somebody of whom each line of the page has something to say."""
    with full.scope():
        Reservation.objects.update(person_id=full.person.id, arrival=date(2026, 9, 30), departure=date(2026, 10, 2))
        log_reads([full.person.id], "of a later version")
        for reason in sorted(views.REASONS):
            log_reads([full.person.id], reason)
        log_reads([full.person.id], "draft", by_assistant=True)
        for kind in RequestKind.values:
            asked = rights.ask(full.person, kind, verified="sms")
            if kind == RequestKind.OBJECT:
                rights.refuse(asked, GROUND)
        Person.objects.filter(id=full.person.id).update(ai_allowed=True, restricted_at=None)
        row = export.begin(full.person)
    export.make(row.workspace_id, row.id)
    return full


def page_of(full, person=None):
    with full.scope():
        return reverse("guest", args=[guests.make_link(person or full.person)])


def opened(full, page, person=None):
    """What the browser carries once the page is open."""
    with full.scope():
        link = GuestLink.objects.get(person_id=(person or full.person).id)
        link.code_hash = guests._mark(link, "sms:123456")
        link.code_until = timezone.now() + timedelta(minutes=5)
        link.save()
        return guests.open_with(link, "123456")


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def language(told):
    found = re.search(r'<html lang="(\w+)">', told)[1]
    assert TITLES[found] in told, "the page speaks what it says it speaks"
    return found


def speak(full, person, code):
    with full.scope():
        Person.objects.filter(id=person.id).update(language=code)


@pytest.mark.parametrize(
    ("picked", "theirs", "wanted", "spoken"),
    [
        ("", "", "", "en"),
        ("", "", "de-DE,de;q=0.9,fr-CA;q=0.8,es;q=0.7", "fr"),
        ("", "", "fr;q=0.3,es-MX;q=0.8", "es"),
        ("", "", "fr;q=0,de", "en"),
        ("", "es", "fr", "es"),
        ("", "es-MX", "fr", "es"),
        ("", "de", "fr", "fr"),
        ("en", "es", "fr", "en"),
        ("fr", "es", "en", "fr"),
        ("xx", "es", "en", "es"),
    ],
)
def test_a_choice_wins_over_the_person_over_the_browser_over_english(full, picked, theirs, wanted, spoken):
    page = page_of(full, full.other)
    speak(full, full.other, theirs)
    answer = browser().get(page, {"lang": picked} if picked else {}, headers={"accept-language": wanted})
    assert language(text(answer)) == spoken
    assert "Accept-Language" in answer["Vary"]
    assert not answer.cookies


def test_the_foot_offers_each_language_in_its_own_and_the_choice_stays_open(full):
    page = page_of(full)
    told = text(browser().get(page))
    assert '<a class="link" href="?lang=es" lang="es" hreflang="es">Español</a>' in told
    assert '<span lang="en" aria-current="true">English</span>' in told
    seen = opened(full, page)
    told = text(browser().post(page, {"seen": seen}))
    assert '<button class="link" formaction="?lang=fr" lang="fr">Français</button>' in told
    told = text(browser().post(f"{page}?lang=fr", {"seen": seen}))
    assert language(told) == "fr"
    assert "Ce que nous conservons" in told, "nobody needs a second code for another language"
    assert f'name="seen" value="{seen}"' in re.search(r'<nav class="languages".*?</nav>', told)[0]


def test_forms_stay_in_the_language_that_was_chosen(full):
    """No form names another address, so that a browser posts each to the one that has the choice in it."""
    page = page_of(full)
    seen = opened(full, page)
    told = text(browser().post(f"{page}?lang=es", {"do": "ask", "kind": "withdraw_ai", "seen": seen}))
    assert "Ya no se usa IA en sus mensajes." in told
    assert not re.search(r"<form[^>]* action=", told)


@pytest.mark.parametrize("code", ["es", "fr"])
def test_no_word_of_the_page_is_left_in_english(everything, code):
    page = page_of(everything)
    seen = opened(everything, page)
    told = text(browser().post(f"{page}?lang={code}", {"do": "ask", "kind": "stop", "seen": seen}))
    assert not english(told, *TABLES)
    refused = text(browser().post(f"{page}?lang={code}", {"do": "ask", "kind": "everything", "seen": seen}), 422)
    assert not english(refused, *TABLES)
    assert "Pick one" not in refused


@pytest.mark.parametrize("code", ["es", "fr"])
def test_every_word_of_the_page_comes_from_a_table(everything, code, monkeypatch):
    page = page_of(everything)
    seen = opened(everything, page)
    with everything.scope():
        ways = guests.known_of(everything.person)
    data = [PLANTED["name"], *ways["reached"], *(stay.split(",")[0] for stay in ways["stays"]), GROUND]
    data += [everything.cast.brand.name, everything.cast.alice.first_name, "z…@quackenbush.example", "KB", "Ko"]
    mark(monkeypatch)
    for form in ({}, {"do": "ask", "kind": "erase"}, {"do": "ask", "kind": "nothing"}):
        told = browser().post(f"{page}?lang={code}", {**form, "seen": seen}).content.decode()
        assert untranslated(told, *data) == set(), form
    for form in ({}, {"do": "code"}, {"do": "open", "code": "1"}, {"do": "ask", "seen": "sms.none"}, {"do": "fetch"}):
        told = browser().post(f"{page}?lang={code}", form).content.decode()
        assert untranslated(told, *data) == set(), form
    told = text(browser().get(reverse("guest", args=["no-such-link"]), {"lang": code}), 410)
    assert untranslated(told) == set()


def test_the_page_has_every_part_of_it_on_it(everything):
    """So that the two tests above have read all there is."""
    page = page_of(everything)
    seen = opened(everything, page)
    told = shown(text(browser().post(page, {"seen": seen})))
    groups = ("held.", "them.", "rights.", "right.", "why.", "asked.", "then.")
    missing = {
        name
        for name, texts in views.say.texts.items()
        if name.startswith(groups) and texts["en"].split("{")[0].strip() not in told
    }
    assert missing == {"them.unnamed", "them.elsewhere"}
    assert "Fetch your copy" in told


@pytest.mark.parametrize(
    ("code", "said"), [("es", "es su código para ver"), ("fr", "est votre code pour voir"), ("en", "is your code for")]
)
@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_the_code_comes_in_the_language_of_the_page(full, code, said):
    page, mail.outbox = page_of(full, full.other), []
    with full.scope():
        phone, email = guests.ways_to(full.other)[0].id, add_identity(full.other, "email", "guest@example.com").id
    for way in (phone, email):
        text(browser().post(f"{page}?lang={code}", {"do": "code", "to": way}))
    with full.scope():
        assert said in Message.objects.filter(person_id=full.other.id, direction="out").latest("id").body
    assert said in mail.outbox[0].body
    assert mail.outbox[0].subject == guests.say.texts["subject"][code].format(brand=full.cast.brand.name)


def test_the_french_code_costs_one_text(full):
    """No letter of it is outside the phones' own alphabet, which would double its price (R70)."""
    assert not set(guests.say.texts["message"]["fr"]) & set("\u00a0\u202f’çêâîôœ")


def test_the_preview_speaks_the_guests_language_and_its_bar_the_hosts(full):
    speak(full, full.other, "es")
    where = reverse("privacy_preview", args=[full.cast.workspace.slug, full.other.id])
    told = text(signed_in(full.cast.alice).get(where, headers={"accept-language": "fr"}))
    assert language(told) == "es"
    bar = re.search(r'<div class="preview-bar" role="note" lang="en">.*?</div>', told)[0]
    assert "Nothing can be pressed here" in bar
    assert not english(told.replace(bar, ""), *TABLES)
    speak(full, full.other, "")
    assert language(text(signed_in(full.cast.alice).get(where, headers={"accept-language": "fr"}))) == "en"
    assert language(text(signed_in(full.cast.alice).get(where, {"lang": "fr"}))) == "fr"


def test_times_are_told_by_the_clock_of_the_business(full):
    with full.scope():
        Workspace.objects.filter(id=full.cast.workspace.id).update(timezone="Asia/Tokyo")
        slot = Read.objects.filter(person_id=full.other.id).latest("slot").slot
    page = page_of(full, full.other)
    told = text(browser().post(f"{page}?lang=es", {"seen": opened(full, page, full.other)}))
    here = slot.astimezone(ZoneInfo("Asia/Tokyo"))
    assert f"de {here.year}, {here.hour}:{here:%M}</time>" in told


def test_an_ended_link_says_so_in_the_language_of_the_browser(full):
    answer = browser().get(reverse("guest", args=["no-such-link"]), headers={"accept-language": "fr-FR"})
    told = text(answer, 410)
    assert '<html lang="fr">' in told
    assert "Ce lien a expiré" in told
