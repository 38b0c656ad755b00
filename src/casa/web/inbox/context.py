"""The panel beside a thread: who this is, their stay, what they agreed to, who has read about them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.queries import default_brand, readers
from casa.core.accounts.roles import may
from casa.core.appointments.models import AppointmentStatus
from casa.core.appointments.queries import next_of, zone
from casa.core.consent.ledger import standing
from casa.core.inbox.appointment_events import when
from casa.core.inbox.models import Conversation
from casa.core.inbox.ways import CHANNELS
from casa.core.people.models import Identity, Person
from casa.core.people.queries import identities
from casa.core.stays.models import Reservation
from casa.core.stays.queries import dates, neighbours, nights, reservations_of
from casa.lib.phones import masked
from casa.web.inbox.show import initials, short_time, user_face
from casa.web.workspace import WorkspaceRequest

LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese", "it": "Italian"}
KINDS = {"phone": ("Phone", "phone"), "email": ("E-mail", "mail")}


def context_face(request: WorkspaceRequest, conversation: Conversation) -> dict[str, Any]:
    """Who it is, which is known at once, and where the rest comes from."""
    person, slug = conversation.person, request.workspace.slug
    face = {
        "name": person.shown_name,
        "initials": initials(person.shown_name),
        "hue": person.hue,
        "url": reverse("person", args=[slug, person.id]),
        "sub": "",
    }
    return {"person": face, "to_come": reverse("conversation_context", args=[slug, conversation.id])}


def context_panel(request: WorkspaceRequest, conversation: Conversation) -> dict[str, Any]:
    person, stay = conversation.person, conversation.reservation
    stays = reservations_of([person.id]).get(person.id, [])
    mine = identities(person.id)
    return {
        "person": context_face(request, conversation)["person"] | {"sub": _sub(person, stays)},
        "stay": _stay(stay) if stay else None,
        "door": masked_door(request, conversation),
        "visit": _visit(request.workspace.slug, person),
        "other_stays": [
            {"words": f"{row.property.name}, {dates(row)} {row.arrival.year}"}
            for row in stays if stay is None or row.id != stay.id
        ][:4],
        "notes": [line for line in (person.notes or "").splitlines() if line.strip()],
        "readers": [_reader(row) for row in readers(person.id)],
        "identities": _faces(mine),
        **consent_part(request, conversation, mine),
    }  # fmt: skip


def _visit(slug: str, person: Person) -> dict[str, Any] | None:
    """Their next appointment, and whether they have confirmed it."""
    row = next_of([person.id]).get(person.id)
    if row is None:
        return None
    state = "Not confirmed yet" if row.status == AppointmentStatus.BOOKED else row.get_status_display()
    local = row.starts_at.astimezone(zone())
    return {
        "when": when(row.starts_at),
        "what": f"{row.service.name} with {row.staff.name}",
        "state": state,
        "confirmed": row.status == AppointmentStatus.CONFIRMED,
        "hue": row.staff.hue,
        "url": f"{reverse('appointments', args=[slug])}?day={local.date().isoformat()}&open={row.id}",
    }


def masked_door(request: WorkspaceRequest, conversation: Conversation) -> dict[str, Any] | None:
    """That there is a code for the door of their home, for those who may see it; never the code itself."""
    door = _door(conversation) if may(request.member, "codes.read") else {}
    if not door:
        return None
    url = reverse("door_code", args=[request.workspace.slug, conversation.id])
    return {"name": door["name"], "url": url, "code": ""}


def code_of(conversation: Conversation) -> str:
    """The code itself, for a view that asks for the right and notes the reading."""
    return _door(conversation).get("code", "")


def _door(conversation: Conversation) -> dict[str, str]:
    stay = conversation.reservation
    return dict(stay.property.door or {}) if stay else {}


def consent_part(
    request: WorkspaceRequest, conversation: Conversation, mine: list[Identity] | None = None
) -> dict[str, Any]:
    """What they agreed to, as a part that is fetched again when anything changes: a STOP shows at once."""
    slug, person_id = request.workspace.slug, conversation.person_id
    url = reverse("person", args=[slug, person_id])
    again = reverse("conversation_consent", args=[slug, conversation.id])
    return {
        "topic": f"conversation:{conversation.id}",
        "consent": consent_lines(identities(person_id) if mine is None else mine),
        "urls": {"edit_notes": f"{url}#notes", "person": url, "consent": again},
    }


def _faces(mine: list[Identity]) -> list[dict[str, str]]:
    """One line an address; a platform's several ids of one guest are one line."""
    faces = {row.kind if row.kind.startswith("platform:") else str(row.id): identity_face(row) for row in mine}
    return list(faces.values())


def _sub(person: Person, stays: list[Reservation]) -> str:
    count = len([stay for stay in stays if stay.status == "confirmed"])
    words = {0: "", 1: "first stay", 2: "second stay", 3: "third stay"}.get(count, f"{count} stays")
    parts = (person.location or "", words, LANGUAGES.get(person.language[:2], ""))
    return " · ".join(part for part in parts if part)


def _stay(stay: Reservation) -> dict[str, Any]:
    home = stay.property
    return {
        "property": home.name,
        "house_icon": home.house,
        "hue": home.hue,
        "dates": f"{stay.arrival:%a} {dates(stay)}",
        "platform": CHANNELS.get(stay.platform, stay.platform),
        "nights": _nights(stay),
        "facts": _stay_facts(stay),
        "url": None,
    }


def _nights(stay: Reservation) -> list[str]:
    today = timezone.localdate()
    done = (today - stay.arrival).days
    total = min(nights(stay), 28)
    if stay.status != "confirmed":
        return []
    return ["on" if number < done else "now" if number == done and done >= 0 else "off" for number in range(total)]


def _stay_facts(stay: Reservation) -> list[tuple[str, str]]:
    facts = [("Guests", _guests(stay))]
    if stay.status != "confirmed":
        facts.append(("Booking", stay.get_status_display()))
    if stay.payout is not None:
        facts.append(("Payout", f"${stay.payout / 100:,.2f}"))
    _, following = neighbours(stay)
    if following is not None:
        local = timezone.localtime(following.check_in)
        facts.append(("Next guest", f"{local:%a} {local.day} {local:%b}, {local:%-I:%M %p}"))
    return facts


def _guests(stay: Reservation) -> str:
    kinds = (("adult", stay.adults), ("child", stay.children), ("infant", stay.infants), ("pet", stay.pets))
    plural = {"child": "children"}
    words = [f"{count} {name if count == 1 else plural.get(name, name + 's')}" for name, count in kinds if count]
    return ", ".join(words) or "not said"


def consent_lines(mine: list[Identity]) -> list[dict[str, Any]]:
    """What they agreed to, read from the ledgers."""
    phone = next((row for row in mine if row.kind == "phone"), None)
    if phone is None:
        return [{"words": "Texts", "ok": False, "detail": "no number"}]
    now = standing(default_brand().id, "phone", phone.value, "sms")
    if now.suppressed:
        when = short_time(now.suppressed_at, timezone.now()) if now.suppressed_at else ""
        return [{"words": "Texts", "ok": False, "detail": f"stopped, {when}"}]
    service = now.consent_class in ("express", "written")
    since = f"{now.consent_source}, {short_time(now.consent_at, timezone.now())}" if now.consent_at else "replies only"
    return [
        {"words": "Service texts", "ok": service, "detail": since},
        {"words": "Promotions", "ok": now.consent_class == "written",
         "detail": since if now.consent_class == "written" else "never asked"},
    ]  # fmt: skip


def identity_face(row: Identity) -> dict[str, str]:
    words, icon = KINDS.get(row.kind, (row.kind.removeprefix("platform:").capitalize() + " account", "at-sign"))
    hidden = masked(row.value) if row.kind == "phone" else _hide(row.value)
    return {"kind": words, "masked": hidden, "icon": icon}


def _hide(value: str) -> str:
    name, at, host = value.partition("@")
    return f"{name[:1]}•••{at}{host}" if at else "••••" + value[-4:]


def _reader(row: Any) -> dict[str, Any]:
    now = timezone.now()
    fresh = (now - row.slot).total_seconds() < 120
    time = "now" if fresh else short_time(row.slot, now)
    if row.by_assistant or row.user is None:
        return {"name": "Casa, to draft", "initials": "", "hue": 0, "ai": True, "time": time}
    return user_face(row.user) | {"ai": False, "time": time}
