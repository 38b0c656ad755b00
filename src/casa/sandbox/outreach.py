"""What a host who has used Casa for a while would have: saved texts, a sign-up page and who signed up, a do-not-call
list, automatic messages, a campaign of last month and one about to go.

Each by the rule that a person's click, a web form or a webhook would call; the pretend phones get the texts over HTTP.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from casa.sandbox.stays import zone

SIGNED, STOPPED, ANSWERED = 40, 3, 6
SITE = "https://juniperstays.example"
CHECKOUT = f"{SITE}/checkout"
BROWSERS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36",
)
OFTEN = "Up to 4 messages a month"
TEXTS = (
    "Booking thanks", "How to get in", "When do you arrive?", "Wifi", "First evening", "Checkout tomorrow",
    "Later checkout", "Ask for a review", "Something left behind", "Quiet weeks, past guests",
)  # fmt: skip
LEAVES = (
    '{{ brand.name }}: Hi {{ guest.first_name | "there" }}, the leaves turn next week. 10% off two nights or more, '
    "for past guests. Answer with your dates and we hold them.",
    "{{ brand.name }}: Leaf season is two weeks long and we kept some nights back for past guests, 10% off. "
    "Which weekend would you like?",
)
EMBER = (
    "{{ brand.name }}: Ember nights are back. 15% off any Sunday to Thursday stay this winter, for past guests. "
    "Answer with your dates and we hold them."
)
SAID = (
    "Oh nice, is the second weekend still free?", "We'd love to! Two nights for four of us?",
    "Not this year, but thank you for thinking of us", "How much would the Boathouse be with the discount?",
    "Yes please, Friday to Sunday", "Can we bring the dog again?",
)  # fmt: skip
STOPS = ("STOP", "Stop", "please take me off this list")


@dataclass(frozen=True, slots=True)
class Signed:
    """A past guest who ticked the box: their number, when they booked, and when they left."""

    phone: str
    booked_at: datetime
    left: datetime


def furnish(workspace_id: UUID, user_id: UUID, connection: Any, hush: Any) -> None:
    """All of it, into a workspace whose accounts have been read once. ``hush`` keeps the guests from answering now
    what was sent a month ago."""
    from casa.core.accounts.scope import workspace_scope
    from casa.core.senders.reading import read

    read(workspace_id, connection.id)
    month_ago = _midday(datetime.now(UTC) - timedelta(days=29))
    with workspace_scope(workspace_id, user_id):
        program = _program()
        signed = _sign_up(program, month_ago)
        _lists()
        _sequences()
    with back_then(month_ago):
        _leaf_season(workspace_id, user_id, program.key, hush)
    with workspace_scope(workspace_id, user_id):
        _aftermath(connection, signed, month_ago)
        _ember(program.key)


def _midday(moment: datetime) -> datetime:
    """One in the afternoon on the coast, ten in the morning on the other: nobody's quiet hours, and no Sunday."""
    day = moment.astimezone(zone()).date()
    day -= timedelta(days=1) if day.weekday() == 6 else timedelta()
    return datetime.combine(day, time(13), zone()).astimezone(UTC)


@contextmanager
def back_then(moment: datetime) -> Iterator[None]:
    """The rules' clock stands at an earlier moment and runs on from there."""
    from django.utils import timezone

    real = timezone.now
    behind = real() - moment
    timezone.now = lambda: real() - behind
    try:
        yield
    finally:
        timezone.now = real


# ------------------------------------------------------------------------------------------------ consent


def _program() -> Any:
    """The stream of offers, and the page on which people agree to it."""
    from casa.core.accounts.queries import default_brand
    from casa.core.consent.disclosures import Wanted, open_page, programs, save_program, standard_words

    known = programs()
    if known:
        return known[0]
    brand = default_brand()
    program = save_program(brand, "Offers and news", "marketing", "Quiet weeks, seasons, new homes.", OFTEN)
    facts = (brand, program.name, program.kind, OFTEN)
    page = Wanted(
        title="Hear of quiet weeks first",
        intro="Now and then we have nights to fill. Past guests hear of them before anybody else, for less.",
        keyword="JOIN",
        text_words=standard_words(*facts, "sms"),
        email_words=standard_words(*facts, "email"),
        privacy_url=f"{SITE}/privacy",
        terms_url=f"{SITE}/terms",
    )
    open_page(program, page)
    return program


def _sign_up(program: Any, before: datetime) -> list[Signed]:
    """Past guests ticked the box in the checkout of the host's own site when they booked (R3, R8)."""
    from casa.core.consent.disclosures import pages
    from casa.core.consent.proof import Proof, record

    words = pages()[0].disclosure
    assert words is not None  # the page collects numbers
    guests = _past_guests(before)
    for place, guest in enumerate(guests):
        proof = Proof(
            guest.booked_at, words.text, "box_ticked", "web", CHECKOUT, ip=f"203.0.113.{place + 10}",
            user_agent=BROWSERS[place % len(BROWSERS)],
        )  # fmt: skip
        record(
            program.brand, program.key, program.kind, "phone", guest.phone, "checkout", proof,
            uuid5(NAMESPACE_URL, f"{CHECKOUT}/{guest.phone}"), more={"disclosure_id": str(words.id)},
            now=datetime.now(UTC),
        )  # fmt: skip
    return guests


def _past_guests(before: datetime) -> list[Signed]:
    """Whose stay was over by then and whose number is their own, those who have booked again since among the first."""
    from casa.core.people.models import Identity
    from casa.core.stays.models import Reservation

    stays = Reservation.objects.filter(status="confirmed", person__isnull=False, booked_at__isnull=False)
    again = set(stays.filter(booked_at__gt=before).values_list("person_id", flat=True))
    past = stays.filter(departure__lt=before.date()).order_by("-departure", "id")
    found: dict[Any, Any] = {}
    for stay in past:
        found.setdefault(stay.person_id, stay)
    known = Identity.objects.filter(kind="phone", person_id__in=list(found)).order_by("created_at")
    phones = {row.person_id: row.value for row in known if (row.value or "").startswith("+1")}
    wanted = sorted(
        (stay for key, stay in found.items() if key in phones), key=lambda stay: stay.person_id not in again
    )
    return [
        Signed(phones[stay.person_id], stay.booked_at, datetime.combine(stay.departure, time(11), UTC))
        for stay in wanted[:SIGNED]
    ]


def _lists() -> None:
    """The national do-not-call list as it was downloaded this morning; its numbers are nobody's."""
    from casa.core.consent.desk import load_list

    numbers = [f"21255501{last:02d}" for last in range(100)]
    load_list("National registry, area code 212", "national", "", datetime.now(zone()).date(), numbers)


# ------------------------------------------------------------------------------------------------ messages


def _sequences() -> None:
    """Two that run by themselves: asked on the day they arrive, thanked the day after they left."""
    from casa.core.campaigns.models import Trigger
    from casa.core.campaigns.sequences import Draft, StepDraft, sequences, switch_on, write
    from casa.core.templates.queries import templates
    from casa.core.templates.starters import take

    take("hosts", TEXTS)
    if sequences().exists():
        return
    text = {row.name: row for row in templates()}
    day = 24 * 60
    for draft, step in (
        (Draft("Arrival day", Trigger.BEFORE_ARRIVAL), StepDraft(text["When do you arrive?"], 0, 9)),
        (Draft("After checkout", Trigger.AFTER_CHECKOUT), StepDraft(text["Ask for a review"], day, 10)),
    ):
        switch_on(write(draft, [step]))


def _leaf_season(workspace_id: UUID, user_id: UUID, program: str, hush: Any) -> None:
    """Last month's campaign, two wordings, sent as it was then."""
    from casa.core.accounts.scope import workspace_scope
    from casa.core.campaigns import filters, rules
    from casa.core.campaigns.queries import campaigns
    from casa.core.campaigns.sending import go_on

    with workspace_scope(workspace_id, user_id):
        if campaigns().exists():
            return
        made = rules.draft("Leaf season, past guests", "marketing")
        tree = filters.All((filters.Stayed(last_days=120), filters.Reachable("phone")))
        then = rules.Draft(
            filter=filters.write(tree), program=program, stop_on_reply=False, stop_on_booking=False
        )  # what came since is known already: it would stop a text of last month
        rules.change(made, then)
        for letter, words in zip("AB", LEAVES, strict=True):
            rules.word(made, letter, words)
        starts = rules.send(made)
    hush()
    with back_then(starts):
        go_on(workspace_id, made.id)


def _aftermath(connection: Any, signed: Sequence[Signed], sent_at: datetime) -> None:
    """Some answered, some said stop, as their phones told Twilio then."""
    from casa.core.connections.contract import Handle, IncomingMessage
    from casa.core.inbox.intake import hear_first, place

    dice = Random(11)
    some = dice.sample(signed, min(STOPPED + ANSWERED, len(signed)))
    for guest, words in zip(some, (*STOPS, *SAID), strict=False):
        name = uuid5(NAMESPACE_URL, f"{guest.phone}:{words}").hex
        at = sent_at + timedelta(minutes=dice.choice((2, 4, 7, 11, 18, 34, 55, 90)), seconds=dice.randrange(60))
        fact = IncomingMessage(f"SM{name}", "sms", Handle("phone", guest.phone), words, at)
        hear_first(connection, fact)
        place(connection, fact)


def _ember(program: str) -> None:
    """The campaign that waits for a person to send it."""
    from django.utils import timezone

    from casa.core.campaigns import filters, rules
    from casa.core.campaigns.offers import Offer
    from casa.core.campaigns.queries import audiences, campaigns

    if audiences() or campaigns().filter(state="draft").exists():
        return
    tree = filters.All((filters.Stayed(last_days=730), filters.Reachable("phone")))
    audience = rules.save_audience("Past guests, two years", filters.write(tree))
    made = rules.draft("Ember nights, past guests", "marketing")
    first = timezone.localdate() + timedelta(days=7)
    rules.change(
        made, rules.Draft(audience_id=audience.id, program=program, offer=Offer(first, first + timedelta(days=42)))
    )
    rules.word(made, "A", EMBER)
