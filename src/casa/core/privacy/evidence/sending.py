"""Evidence of what leaves and what does not: stops, leave, hours, the ledgers' chains."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from casa.core.accounts.models import Brand
from casa.core.accounts.queries import default_brand
from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.chain import verify_chain
from casa.core.consent.disclosures import missing_words
from casa.core.consent.gate import TEXTS
from casa.core.consent.ledger import LIFTED_BY_KEYWORD
from casa.core.consent.models import ChainHead, Decision, Disclosure, OptInPage, Suppression
from casa.core.consent.queries import REASON_WORDS
from casa.core.inbox.models import Message, Outbox
from casa.core.privacy.evidence import Evidence, Fact, Facts, Found, count, found, paged, since

LAST_LOOKS = 500
DAY_BEGINS, DAY_ENDS = 8, 21
LOST_AFTER = timedelta(days=1)
KIND_WORDS = {"reply": "An answer", "service": "A text about a stay", "reminder": "A reminder", "marketing": "An offer"}
NEEDS_LEAVE = ("service", "reminder", "marketing")
SCOPE_WORDS = {
    "all": "No messages at all",
    "marketing": "No offers",
    "channel": "Not this way",
    "program": "Not this program",
}
LEDGER_WORDS = {"consent": "who agreed", "suppression": "the stop list"}


def decisions() -> QuerySet[Decision]:
    """What the gate said in the last 30 days."""
    return Decision.objects.filter(workspace_id=current_workspace_id(), at__gte=since())


def _shown(row: Decision) -> Fact:
    what = KIND_WORDS.get(row.kind, "An automatic answer")
    said = {"allow": "left", "hold": "was held", "block": "was kept back"}[row.answer]
    tone = {"allow": "ok", "hold": "wait", "block": ""}[row.answer]
    return Fact(f"{what} {said}", f"{row.facts.get('words', '')} {row.rule}".strip(), row.at, tone)


def stops() -> Found:
    lines = Suppression.objects.filter(
        workspace_id=current_workspace_id(), recorded_at__gte=since(), restores=False
    ).count()
    after = decisions().filter(answer="allow", facts__suppressed=True).exclude(kind="compliance").count()
    return found(f"{count(lines, 'stop')}, {count(after, 'message')} after one", fine=not after)


def stops_listed(after: str) -> Facts:
    rows = Suppression.objects.filter(workspace_id=current_workspace_id(), restores=False)
    return paged(rows, "recorded_at", _stop, after)


def _stop(row: Suppression) -> Fact:
    why = REASON_WORDS.get(row.reason, row.reason)
    return Fact(f"Somebody {why}", f"{SCOPE_WORDS[row.scope]}. {row.rule}".strip(), row.recorded_at, "ok")


def consent() -> Found:
    told = decisions().aggregate(
        refused=Count("id", filter=Q(answer="block", reason__in=("consent", "unproven"))),
        slipped=Count("id", filter=Q(answer="allow") & _without_leave()),
    )
    return found(f"{told['refused']:,} kept back, {told['slipped']:,} slipped through", fine=not told["slipped"])


def _without_leave() -> Q:
    """Offers by text without a written yes, others without any (R1); a stay's own texts without leave."""
    texts = Q(facts__channel__in=TEXTS)
    offer = Q(kind="marketing") & ~Q(facts__consent_class="written") & (texts | ~Q(facts__consent_class="express"))
    return offer | Q(kind__in=("service", "reminder")) & texts & ~Q(facts__consent_class__in=("express", "written"))


def consent_listed(after: str) -> Facts:
    return paged(decisions().filter(kind__in=NEEDS_LEAVE), "at", _shown, after)


def night() -> Found:
    held = decisions().filter(answer="hold", reason="quiet").count()
    offers = decisions().filter(answer="allow", kind="marketing").order_by("-at")[:LAST_LOOKS]
    late = sum(not _by_day(facts) for facts in offers.values_list("facts", flat=True))
    return found(f"{held:,} held until morning, {late:,} left at night", fine=not late)


def _by_day(facts: dict[str, Any]) -> bool:
    """By the clock that the gate went by; where no clock is known it was held."""
    told = str(facts.get("local_time", ""))
    return not told or DAY_BEGINS <= int(told[11:13]) < DAY_ENDS


def night_listed(after: str) -> Facts:
    return paged(decisions().filter(answer="hold", reason="quiet"), "at", _shown, after)


def starts() -> Found:
    rows = Suppression.objects.filter(workspace_id=current_workspace_id(), restores=True, recorded_at__gte=since())
    wrong = rows.exclude(reason__in=(*LIFTED_BY_KEYWORD, "staff")).count()
    return found(f"{count(rows.count(), 'reopening')}, {wrong:,} beyond their own stop", fine=not wrong)


def starts_listed(after: str) -> Facts:
    rows = Suppression.objects.filter(workspace_id=current_workspace_id(), restores=True)
    return paged(rows, "recorded_at", _start, after)


def _start(row: Suppression) -> Fact:
    by = "A colleague took their own entry back" if row.reason == "staff" else "Somebody asked to hear from you again"
    return Fact(by, row.rule, row.recorded_at, "ok")


def help_is_whole() -> Found:
    brand = default_brand()
    reachable = bool(brand.support_phone or brand.support_email)
    answered = decisions().filter(kind="compliance", answer="allow").count()
    words = f"{count(answered, 'automatic answer')} sent"
    return found(words if reachable else "No phone or e-mail to name yet", person=not reachable)


def help_listed(_after: str) -> Facts:
    brands = Brand.objects.filter(workspace_id=current_workspace_id()).order_by("name")
    return Facts(tuple(_contact(brand) for brand in brands))


def _contact(brand: Brand) -> Fact:
    contact = brand.support_phone or brand.support_email
    return Fact(brand.name, contact or "Add a phone or an e-mail under Settings.", tone="ok" if contact else "wait")


def words() -> Found:
    pages = OptInPage.objects.filter(workspace_id=current_workspace_id(), active=True).count()
    lacking = sum(bool(_lacks(row)) for row in _in_use())
    return found(f"{count(pages, 'open page')}, {lacking:,} with words missing", fine=not lacking)


def _in_use() -> QuerySet[Disclosure]:
    """What open pages show; a business has a handful."""
    open_pages = OptInPage.objects.filter(workspace_id=current_workspace_id(), active=True)
    shown = open_pages.values_list("disclosure_id", "email_disclosure_id")[:200]
    ids = {disclosure_id for pair in shown for disclosure_id in pair if disclosure_id}
    rows = Disclosure.objects.filter(workspace_id=current_workspace_id(), id__in=ids)
    return rows.select_related("brand", "program").order_by("-created_at")


def _lacks(row: Disclosure) -> tuple[str, ...]:
    return missing_words(row.text, row.brand, row.program.kind, row.channel)


def words_listed(_after: str) -> Facts:
    rows = [(row, ", ".join(_lacks(row))) for row in _in_use()]
    return Facts(tuple(
        Fact(row.program.name, f"Missing: {lacks}" if lacks else row.text, row.created_at, "bad" if lacks else "ok")
        for row, lacks in rows
    ))  # fmt: skip


def chain() -> Found:
    states = [verify_chain(brand.id) for brand in _brands()]
    lines = sum(state.consents + state.suppressions for state in states)
    broken = next((state for state in states if not state.ok), None)
    return found(f"{count(lines, 'line')}, chain whole" if broken is None else broken.words, fine=broken is None)


def _brands() -> list[Brand]:
    return list(Brand.objects.filter(workspace_id=current_workspace_id()).order_by("name"))


def chain_listed(_after: str) -> Facts:
    heads = ChainHead.objects.filter(workspace_id=current_workspace_id()).select_related("brand").order_by("ledger")
    return Facts(tuple(
        Fact(
            f"{head.brand.name}: {LEDGER_WORDS[head.ledger]}",
            f"{count(head.seq, 'line')}, last seal {bytes(head.chain).hex()[:16]}",
            tone="ok",
        )
        for head in heads
    ))  # fmt: skip


def fate() -> Found:
    rows = Message.objects.filter(workspace_id=current_workspace_id(), direction="out", sent_at__gte=since())
    told = rows.aggregate(
        sent=Count("id", filter=Q(status__in=("sent", "delivered", "read"))),
        failed=Count("id", filter=Q(status="failed")),
    )
    lost = _lost().count()
    words_ = f"{told['sent']:,} sent, {told['failed']:,} failed, {lost:,} unknown"
    return found(words_, fine=not lost)


def _lost() -> QuerySet[Outbox]:
    """Handed over more than a day ago, and nobody knows the end."""
    return Outbox.objects.filter(
        workspace_id=current_workspace_id(),
        state__in=("sending", "unsure"),
        handed_off_at__lt=timezone.now() - LOST_AFTER,
    )


def fate_listed(after: str) -> Facts:
    rows = Message.objects.filter(workspace_id=current_workspace_id(), direction="out")
    return paged(rows.exclude(status=""), "sent_at", _end, after)


def _end(row: Message) -> Fact:
    tone = "bad" if row.status == "failed" else "ok" if row.status in ("sent", "delivered", "read") else "wait"
    return Fact(row.status.capitalize(), row.why, row.sent_at, tone, row.person_id)


def rate() -> Found:
    told = decisions().aggregate(
        held=Count("id", filter=Q(answer="hold", rule__in=("R58", "R76", "R82"))),
        left=Count("id", filter=Q(answer="allow")),
    )
    return found(f"{told['left']:,} left, {told['held']:,} held by a cap")


def rate_listed(after: str) -> Facts:
    return paged(decisions().filter(answer="hold", rule__in=("R58", "R76", "R82")), "at", _shown, after)


STOPS = Evidence("Each stop, by when it took effect", stops, stops_listed)
CONSENT = Evidence("What the gate said to each text that needs leave", consent, consent_listed)
NIGHT = Evidence("What was held because of the hour", night, night_listed)
STARTS = Evidence("Each time somebody was opened again", starts, starts_listed)
HELP = Evidence("The contact that the answer to HELP names", help_is_whole, help_listed)
WORDS = Evidence("The words that open sign-up pages show", words, words_listed)
CHAIN = Evidence("The two ledgers of each brand, and their last seal", chain, chain_listed)
FATE = Evidence("What became of each message", fate, fate_listed)
RATE = Evidence("What a cap held back", rate, rate_listed)
