"""Collecting consent: somebody asks for messages, confirms it, and what they saw and did is written down.

Nothing is sent from here. Each step says what is :class:`Owed`; the page or the intake hands that to the outbox.
Rules: R5 (brand and program), R7 (free-standing), R8 (proof), R11 (first message), R32 (YES only where we asked).
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone

from casa.core.accounts.models import Brand
from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.ledger import address_of, hold_address, live_stop
from casa.core.consent.matching import Context, classify
from casa.core.consent.models import ConsentEvent, Disclosure, OptInPage, PendingOptIn
from casa.core.consent.proof import CHANNELS, Proof, record
from casa.core.consent.saying import keyword_in
from casa.core.people.rules import normal
from casa.lib.ids import new_id, new_token

YES_WITHIN = timedelta(hours=24)
LINK_WITHIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody had before them when they agreed, and from where they did (R8)."""

    url: str = ""
    ip: str = ""
    user_agent: str = ""
    at: str = ""  # ISO
    name: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """A message that is owed to somebody: the question, or the confirmation. ``key`` makes it one; ``program`` names
    what a confirmation is of (R11)."""

    kind: str
    value: str
    words: str
    key: UUID
    token: str = ""
    """Of the question to an e-mail address: what the link to confirm with carries."""
    program: str = ""


def ask(page: OptInPage, kind: str, value: str, shown: Shown) -> Owed | None:
    """Somebody filled in the form and ticked the box. None where nothing is owed: they stopped us (R20: only START
    opens that again), or the question is already with them.
    """
    value = normal(kind, value)
    hold_address(page.brand_id, kind, value)
    if live_stop(page.brand_id, kind, value, CHANNELS[kind]) is not None:
        return None
    if not page.double_opt_in:
        ref = new_id()
        _record(page, kind, value, "form", "box_ticked", asdict(shown), ref)
        return Owed(kind, value, welcome_words(page, kind), ref, program=page.program.key)
    if _waiting(page, kind, value) is not None:
        return None
    token = new_token()
    pending = _wait_for(page, kind, value, {"asked": asdict(shown), "source": "form"}, _hash(token))
    return Owed(kind, value, question_words(page, kind), pending.id, token if kind == "email" else "")


def hear_wish(brand: Brand, channel: str, kind: str, value: str, text: str, at: datetime, ref: str) -> bool:
    """A text that asks for messages: a page's keyword, or YES to our question; whether it was one.

    Runs after ``rules.hear`` in the same transaction; a STOP ends what waits. Safe to repeat: ``ref`` makes it once.
    """
    waiting = _live(kind, value, brand.id)
    page = page_of_keyword(brand, text) if kind == "phone" else None
    if not waiting and page is None:
        return False
    hold_address(brand.id, kind, value)
    verdict = classify(text, Context(pending_optin=bool(waiting)))
    if verdict.suppresses:
        PendingOptIn.objects.filter(id__in=[row.id for row in waiting]).update(expires_at=timezone.now())
        return False
    if live_stop(brand.id, kind, value, channel) is not None:
        return False
    if waiting and verdict.effect == "confirm_opt_in":
        for row in waiting:
            confirm(row, {"text": text, "message": ref, "at": at.isoformat()})
        return True
    return page is not None and _joined(page, value, text, at, ref)


def page_of_keyword(brand: Brand, text: str) -> OptInPage | None:
    """The page whose keyword is the whole message (R36), in any case and with closing punctuation."""
    word = keyword_in(text)
    if not word:
        return None
    rows = OptInPage.objects.filter(workspace_id=brand.workspace_id, brand=brand, keyword=word, active=True)
    return rows.select_related("brand", "program", "disclosure").first()


def _joined(page: OptInPage, value: str, text: str, at: datetime, ref: str) -> bool:
    """Where the keyword is advertised stands what people agree to; with double opt-in we ask once more."""
    sent: dict[str, object] = {"text": text, "message": ref, "at": at.isoformat()}
    if not page.double_opt_in:
        _record(page, "phone", value, "keyword", "keyword_sent", sent, message_id(ref), at)
        return True
    known = PendingOptIn.objects.filter(token_hash=_hash(_by_message(page, ref))).exists()
    if not known and _waiting(page, "phone", value) is None:
        _wait_for(page, "phone", value, {"asked": sent, "source": "keyword"}, _hash(_by_message(page, ref)))
    return True


def owed_answer(brand: Brand, kind: str, value: str, ref: str) -> Owed | None:
    """What the text ``ref`` is owed for having asked or confirmed: our question, or the confirmation (R11)."""
    rows = PendingOptIn.objects.filter(workspace_id=brand.workspace_id, address=address_of(kind, value))
    since = timezone.now() - YES_WITHIN - timedelta(hours=1)
    for row in rows.filter(at__gte=since).select_related("page__brand", "page__program"):
        if row.page.brand_id != brand.id:
            continue
        if row.confirmed_at and ((row.proof or {}).get("confirmed") or {}).get("message") == ref:
            return Owed(kind, value, welcome_words(row.page, kind), _yes_key(row), program=row.page.program.key)
        if row.token_hash is not None and bytes(row.token_hash) == _hash(_by_message(row.page, ref)):
            return Owed(kind, value, question_words(row.page, kind), row.id)
    return _owed_for_keyword(brand, kind, value, ref)


def _owed_for_keyword(brand: Brand, kind: str, value: str, ref: str) -> Owed | None:
    event = ConsentEvent.objects.filter(
        workspace_id=brand.workspace_id, brand=brand, address=address_of(kind, value), source_ref=message_id(ref)
    ).first()
    if event is None:
        return None
    page = OptInPage.objects.filter(workspace_id=brand.workspace_id, brand=brand, program__key=event.program)
    found = page.exclude(keyword="").select_related("brand", "program").first()
    return Owed(kind, value, welcome_words(found, kind), message_id(ref), program=event.program) if found else None


def confirm(pending: PendingOptIn, confirmed: dict[str, str]) -> Owed | None:
    """They said yes to our question, by text or by opening their link. None when that was too late or came twice."""
    row = PendingOptIn.objects.select_for_update(of=("self",)).select_related("page__brand", "page__program")
    held = row.get(id=pending.id)
    if held.confirmed_at is not None or held.expires_at <= timezone.now():
        return None
    proof = dict(held.proof or {}) | {"confirmed": confirmed}
    held.proof, held.confirmed_at = proof, timezone.now()
    held.save(update_fields=["proof", "confirmed_at"])
    source = str(proof.get("source", "form"))
    action = "keyword_sent" if source == "keyword" else "box_ticked"
    _record(held.page, held.kind, held.value, source, action, proof, held.id)
    return Owed(
        held.kind, held.value, welcome_words(held.page, held.kind), _yes_key(held), program=held.page.program.key
    )


def pending_by_link(token: str) -> PendingOptIn | None:
    """The e-mail opt-in that a link confirms. Reads outside the wall: whoever holds the link has no workspace yet."""
    rows = PendingOptIn.objects.using("system").filter(token_hash=_hash(token), kind="email")
    return rows.filter(expires_at__gt=timezone.now()).first()


def page_by_token(token: str) -> OptInPage | None:
    """The open page at a public address; read outside the wall, since whoever opens it has no workspace."""
    return OptInPage.objects.using("system").filter(token=token, active=True).first()


def shown_disclosure(page: OptInPage, kind: str) -> Disclosure | None:
    return page.disclosure if kind == "phone" else page.email_disclosure


def question_words(page: OptInPage, kind: str) -> str:
    """R32: one question, answered with YES; an e-mail is answered by its link, which the page adds."""
    brand, program = page.brand, page.program
    if kind == "email":
        return f"You asked {brand.name} for {program.name} by e-mail. Open this address to confirm it:"
    return (
        f"{brand.name}: reply YES to get {program.name} by text. {_often(page)} "
        "Msg & data rates may apply. Reply HELP for help, STOP to end."
    )


def welcome_words(page: OptInPage, kind: str) -> str:
    """R11: brand, what, how often, rates, HELP, STOP, whom to turn to."""
    brand, program = page.brand, page.program
    contact = brand.support_phone or brand.support_email
    care = f" Questions: {contact}." if contact else ""
    if kind == "email":
        return (
            f"{brand.name}: you will get {program.name} by e-mail. {_often(page)}{care} You can unsubscribe any time."
        )
    return (
        f"{brand.name}: you are signed up for {program.name}. {_often(page)} Msg & data rates may apply. "
        f"Reply HELP for help, STOP to end.{care}"
    )


def _often(page: OptInPage) -> str:
    return f"{page.program.frequency_words.rstrip('.') or 'Message frequency varies'}."


def _yes_key(pending: PendingOptIn) -> UUID:
    return uuid5(pending.id, "yes")


def message_id(ref: str) -> UUID:
    """A provider's message id as the id that a ledger line keeps."""
    return uuid5(NAMESPACE_OID, f"opt-in:{ref}")


def _by_message(page: OptInPage, ref: str) -> str:
    return f"message:{page.id}:{ref}"


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _live(kind: str, value: str, brand_id: UUID) -> list[PendingOptIn]:
    rows = PendingOptIn.objects.filter(
        workspace_id=current_workspace_id(),
        page__brand_id=brand_id,
        address=address_of(kind, value),
        confirmed_at=None,
        expires_at__gt=timezone.now(),
    )
    return list(rows.select_related("page"))


def _waiting(page: OptInPage, kind: str, value: str) -> PendingOptIn | None:
    """The question that is already with them: nobody is asked twice in a day, whoever fills in the form."""
    return next((row for row in _live(kind, value, page.brand_id) if row.page_id == page.id), None)


def _wait_for(page: OptInPage, kind: str, value: str, proof: dict[str, object], token_hash: bytes) -> PendingOptIn:
    within = YES_WITHIN if kind == "phone" else LINK_WITHIN
    return PendingOptIn.objects.create(
        id=new_id(),
        workspace_id=page.workspace_id,
        page=page,
        address=address_of(kind, value),
        kind=kind,
        channel=CHANNELS[kind],
        value=value,
        proof=proof,
        token_hash=token_hash,
        expires_at=timezone.now() + within,
    )


def _record(
    page: OptInPage,
    kind: str,
    value: str,
    source: str,
    action: str,
    proof: dict[str, object],
    ref: UUID,
    at: datetime | None = None,
) -> None:
    """Write the consent with everything that was seen and done (R8): one line for each wish."""
    words, asked = shown_disclosure(page, kind), proof.get("asked") or proof
    seen = asked if isinstance(asked, dict) else {}
    online = source == "form"
    shown = Proof(
        at or timezone.now(),
        words.text if words else "",
        action,
        "web" if online else "sms",
        str(seen.get("url", "")),
        str(seen.get("ip", "")),
        str(seen.get("user_agent", "")),
        name=str(seen.get("name", "")),
    )
    record(
        page.brand, page.program.key, page.program.kind, kind, value, source, shown, ref, more=proof, now=timezone.now()
    )
