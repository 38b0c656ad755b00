"""Every kind of personal data there is, in the order of erasing: what hangs on other rows goes before them.

A guard test holds that each table about people belongs to exactly one kind.
"""

from django.db.models import Q, QuerySet

from casa.core.accounts.models import Read
from casa.core.appointments.models import Appointment
from casa.core.assistant.models import Draft, Run
from casa.core.campaigns.models import Counted, Planned, Recipient
from casa.core.consent.carrier_models import Unreached
from casa.core.consent.models import (
    ConsentEvent,
    Decision,
    Evidence,
    ImportedPerson,
    NumberCheck,
    PendingOptIn,
    Preference,
    Suppression,
)
from casa.core.consent.models import Review as ConsentReview
from casa.core.inbox.models import Attachment, Conversation, Message, Outbox, Presence
from casa.core.people.models import Identity, Merge, Person, Tagged
from casa.core.privacy.kinds.base import Kind, Store, Target, here
from casa.core.privacy.kinds.deliveries import DELIVERIES
from casa.core.privacy.models import Export, GuestLink, LegalHold, PossibleRequest, Request
from casa.core.stays.models import Reservation, Review

ERASED = "~erased"
"""A reservation's ``sequence`` after its guest was erased: no provider's order comes after it, so that the next sync
does not bring the guest back."""

MONEY = "Dates and amounts of a stay are financial records: kept up to 7 years (CA-5c). No name, number or code stays."
RATED = "The number of stars a home was given, without what was said or who said it."
PROOF = "Proof of consent: kept 5 years after the last message (R9), sealed, found by a keyed stand-in only (R45)."
STOPPED = "The stop list outlives an erasure, so that nobody who said stop is ever written to again (R45)."
ACCOUNT = "Who opened their data and when: shows that access was lawful (CF-6b). Names nobody but colleagues."
ASKED = "That they asked, and when it was done: shows that the right was honored (GDPR art. 12). Their words are gone."
HELD = "Why their data was once held back, and by whom: part of the account of this erasure."
DECIDED = "Why a message was let through or not, by a keyed stand-in, without its text: shows that the rules held."


def _planned(target: Target) -> QuerySet[Planned]:
    theirs = Q(reservation__person_id__in=target.person_ids) | Q(appointment__person_id__in=target.person_ids)
    theirs |= Q(person_id__in=target.person_ids)
    return Planned.objects.filter(theirs, workspace_id=target.workspace_id)


def _looking(target: Target) -> QuerySet[Presence]:
    return Presence.objects.filter(workspace_id=target.workspace_id, conversation__person_id__in=target.person_ids)


def _merges(target: Target) -> QuerySet[Merge]:
    theirs = Q(kept_id__in=target.person_ids) | Q(gone_id__in=target.person_ids)
    return Merge.objects.filter(theirs, workspace_id=target.workspace_id)


def _reviews_with_words(target: Target) -> QuerySet[ConsentReview]:
    rows = ConsentReview.objects.filter(workspace_id=target.workspace_id, address__in=target.addresses)
    return rows.exclude(value=None, text=None)


def _asked_in_words(target: Target) -> QuerySet[Request]:
    return Request.objects.filter(
        workspace_id=target.workspace_id, person_id__in=target.person_ids, words__isnull=False
    )


def _scans(target: Target) -> QuerySet[Evidence]:
    return Evidence.objects.filter(workspace_id=target.workspace_id, event__address__in=target.addresses)


THEIRS = {"person_id__in": "person_ids"}
AT_THEIRS = {"address__in": "addresses"}
WORDLESS = {"reservation": None, "text": None, "private_text": None, "guest_name": None, "response": None}

ASSISTANT = Kind(
    "assistant",
    "Drafts and AI ledger",
    (
        Store(Run, "Runs of the assistant", here(Run, **THEIRS)),
        Store(Draft, "Drafts", here(Draft, **THEIRS)),
    ),
)
CAMPAIGNS = Kind(
    "campaigns",
    "Campaigns",
    (
        Store(Planned, "Planned messages", _planned),
        Store(Counted, "Counted in audiences", here(Counted, **THEIRS)),
        Store(Recipient, "Campaign recipients", here(Recipient, **THEIRS)),
    ),
)
MESSAGES = Kind(
    "messages",
    "Messages",
    (
        Store(PossibleRequest, "Signs of a request", here(PossibleRequest, message__person_id__in="person_ids")),
        Store(Outbox, "Hand-overs", here(Outbox, message__person_id__in="person_ids")),
        Store(Attachment, "Pictures and files", here(Attachment, **THEIRS)),
        Store(Message, "Messages", here(Message, **THEIRS)),
        Store(Presence, "Who is looking", _looking),
        Store(Conversation, "Conversations", here(Conversation, **THEIRS)),
    ),
)
APPOINTMENTS = Kind("appointments", "Appointments", (Store(Appointment, "Appointments", here(Appointment, **THEIRS)),))
STAYS = Kind(
    "stays",
    "Reservations",
    (
        Store(
            Review,
            "Reviews",
            here(Review, reservation__person_id__in="person_ids"),
            {**WORDLESS, "reservation": None},
            MONEY,
        ),
        Store(
            Reservation,
            "Reservations",
            here(Reservation, **THEIRS),
            {"person": None, "code": None, "thread_id": "", "sequence": ERASED},
            MONEY,
        ),
    ),
)
CONSENT = Kind(
    "consent",
    "Consent",
    (
        Store(Preference, "Wishes", here(Preference, **AT_THEIRS)),
        Store(PendingOptIn, "Unconfirmed sign-ups", here(PendingOptIn, **AT_THEIRS)),
        Store(NumberCheck, "Checks of numbers", here(NumberCheck, **AT_THEIRS)),
        Store(Unreached, "Texts that did not arrive", here(Unreached, **AT_THEIRS)),
        Store(ConsentReview, "Replies to review", _reviews_with_words, {"value": None, "text": None}, DECIDED),
        Store(ImportedPerson, "Lines of imports", here(ImportedPerson, **THEIRS)),
        Store(Evidence, "Scans of consent", _scans, keeps=PROOF),
        Store(ConsentEvent, "Consents", here(ConsentEvent, **AT_THEIRS), keeps=PROOF),
        Store(Suppression, "Stop list", here(Suppression, **AT_THEIRS), keeps=STOPPED),
        Store(Decision, "Decisions of the gate", here(Decision, **AT_THEIRS), keeps=DECIDED),
    ),
)
ACCESS = Kind(
    "access",
    "Who read, what was asked",
    (
        Store(Export, "Copies made for them", here(Export, **THEIRS)),
        Store(GuestLink, "Links to their own page", here(GuestLink, **THEIRS)),
        Store(LegalHold, "Legal holds", here(LegalHold, **THEIRS), keeps=HELD),
        Store(Read, "Reads of their data", here(Read, **THEIRS), keeps=ACCOUNT),
        Store(Request, "Words of requests", _asked_in_words, {"words": None}, ASKED),
        Store(Request, "Requests", here(Request, **THEIRS), keeps=ASKED),
    ),
)
PEOPLE = Kind(
    "people",
    "People and how they are reached",
    (
        Store(Merge, "Merges", _merges),
        Store(Tagged, "Tags", here(Tagged, **THEIRS)),
        Store(Identity, "Numbers, e-mails, accounts", here(Identity, **THEIRS)),
        Store(Person, "People", here(Person, id__in="person_ids")),
    ),
)

KINDS = (ASSISTANT, CAMPAIGNS, MESSAGES, APPOINTMENTS, STAYS, CONSENT, DELIVERIES, ACCESS, PEOPLE)
