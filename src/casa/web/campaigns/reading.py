"""A campaign's text as one real person gets it: put together by the same function as at the very end."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.roles import may
from casa.core.accounts.rules import log_reads
from casa.core.campaigns.checks import sender_of
from casa.core.campaigns.models import Campaign, Count, Counted, CountState
from casa.core.campaigns.outcomes import GETS
from casa.core.campaigns.texts import LETTERS, Wording, compose, wordings
from casa.core.consent.rules import stop_words
from casa.core.inbox.queries import visible_people
from casa.core.people.models import Person
from casa.core.people.queries import people, person
from casa.core.templates import batch_pictures
from casa.core.templates.footer import House, footer
from casa.core.templates.lint import lint
from casa.core.templates.models import BatchPicture
from casa.core.templates.queries import house_of
from casa.core.templates.render import EXAMPLE, Facts
from casa.core.templates.shorten import lighter, swaps
from casa.core.templates.situation import example, facts_of
from casa.core.templates.spoken import LANGUAGES
from casa.core.templates.weight import Weight, money, rates_of, weigh
from casa.lib.phones import shown
from casa.lib.sms import cut
from casa.web.inbox.show import clock
from casa.web.texting import brand_initials, finding_face, shorter, weight_face
from casa.web.workspace import WorkspaceRequest

LANGUAGE_WORDS = {"en": "English", "es": "Spanish", "fr": "French"}


def place_of(request: WorkspaceRequest, row: Campaign) -> tuple[dict[str, Wording], str, str]:
    """All wordings, and which letter and language are open on the page."""
    known = wordings(row)
    asked = {**request.GET.dict(), **request.POST.dict()}
    letter = str(asked.get("letter", ""))
    letter = letter if letter in known else next(iter(known), LETTERS[0])
    language = str(asked.get("language", ""))
    own = known[letter].language if letter in known else "en"
    return known, letter, language if language in LANGUAGES else own


def reading(request: WorkspaceRequest, row: Campaign, count: Count | None) -> dict[str, Any]:
    """Everything that follows from the text: the phone, the legal line, what it weighs and costs."""
    known, letter, language = place_of(request, row)
    wording = known.get(letter) or Wording(letter, language, {})
    body, house, now = wording.texts.get(language, ""), house_of(row.brand), timezone.now()
    reader = _reader(request, count)
    facts = replace(_facts(row, reader), language=language)
    rates, pictures = rates_of(row.connection.settings if row.connection else {}), list(batch_pictures.pictures(row.id))

    def leaves(words: str) -> tuple[Weight, str]:
        made = compose(replace(wording, texts={language: words} if words else {}), row.kind, house, facts, now)
        return weigh(made.text, rates, repairs=False, pictures=len(pictures)), made.trouble

    weight, trouble = leaves(body)
    light = leaves(lighter(body))[0].segments if weight.segments > 1 else weight.segments
    spare = swaps(body) if weight.segments > 1 or weight.offenders else ()
    findings = lint(body, row.kind, house, opens=wording.opens, channel=row.channel) if body else ()
    return {
        "letter": letter,
        "language": language,
        "body": body,
        "reader": {"id": str(reader.id), "name": reader.shown_name} if reader else None,
        "example": EXAMPLE.name,
        "initials": brand_initials(row.brand.name),
        "from": _from(row, house),
        "line": footer(house, row.kind, language, opens=wording.opens, now=now),
        "bubble": list(cut(weight.text)) if body else [],
        "stop_answer": stop_words(row.brand),
        "bar": clock(now),
        "weight": weight_face(weight),
        "pictures": [_picture(each, request.workspace.slug) for each in pictures],
        "trouble": trouble,
        "findings": [finding_face(found, body) for found in findings],
        "shorter": shorter(weight, spare, light) if body else None,
        **_in_all(weight, count),
    }


def _picture(picture: BatchPicture, slug: str) -> dict[str, Any]:
    return {
        "id": str(picture.id),
        "url": reverse("campaign_picture", args=[slug, picture.id]),
        "width": picture.width,
        "height": picture.height,
        "kilobytes": max(picture.size // 1000, 1),
    }


def _from(row: Campaign, house: House) -> str:
    number = sender_of(row)
    return shown(number) if number else house.name


def _in_all(weight: Weight, count: Count | None) -> dict[str, Any]:
    """What all of them together weigh and cost, once everybody is counted."""
    stands = count is not None and count.state == CountState.DONE
    gets = sum(count.totals.get(key, 0) for key in GETS) if count and stands else 0
    return {
        "all_segments": weight.segments * gets,
        "all_texts": gets,
        "all_price": money(weight.price * gets, weight.currency) if gets else "",
        "each_price": money(weight.price, weight.currency),
    }


def _reader(request: WorkspaceRequest, count: Count | None) -> Person | None:
    """Who was picked, else the first who gets it, among those the member may see; noted as read."""
    if not may(request.member, "people.read"):
        return None
    wanted, within = request.POST.get("person") or request.GET.get("person") or "", visible_people(request.member)
    if wanted:
        try:
            found: Person | None = person(UUID(wanted), within)
        except (ValueError, Person.DoesNotExist):
            raise Http404 from None
    else:
        gets = Counted.objects.filter(workspace_id=request.workspace.id, count=count, outcome__in=GETS)
        first = gets.order_by("id").values_list("person_id", flat=True).first() if count else None
        found = people(within).filter(id=first).first() if first else None
    if found is not None:
        log_reads([found.id], "campaign")
    return found


def _facts(row: Campaign, reader: Person | None) -> Facts:
    return facts_of(reader.id, row.brand) if reader else example(row.brand)
