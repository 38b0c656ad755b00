"""Evidence of what is owed to people: answers in time, data that goes in time, incidents and policies told in time."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from casa.core.accounts.queries import members
from casa.core.accounts.scope import current_workspace_id
from casa.core.privacy import analytics, breach, closing, policies, retention, rights
from casa.core.privacy.evidence import Evidence, Fact, Facts, Found, count, found, paged, since
from casa.core.privacy.models import (
    Acceptance,
    Breach,
    Closing,
    Erasure,
    Export,
    GuestLink,
    LegalHold,
    PolicyNotice,
    PolicyVersion,
    Request,
    RequestState,
)

SOON = timedelta(days=7)
SWEPT_WITHIN = timedelta(days=2)
TOLD_WITHIN = timedelta(days=1)


def requests() -> Found:
    rows = Request.objects.filter(workspace_id=current_workspace_id())
    open_ = rows.filter(state=RequestState.OPEN)
    late = open_.filter(due_at__lt=timezone.now()).count()
    soon = open_.filter(due_at__lt=timezone.now() + SOON).count()
    words = f"{count(open_.count(), 'request')} open, {late:,} late"
    return found(words, fine=not late, person=bool(soon))


def requests_listed(after: str) -> Facts:
    rows = Request.objects.filter(workspace_id=current_workspace_id())
    return paged(rows, "received_at", _request, after)


def _request(row: Request) -> Fact:
    due = f"{row.get_state_display()}, due {row.due_at.day} {row.due_at:%b %Y}"
    overdue = row.state == RequestState.OPEN and row.due_at < timezone.now()
    tone = "bad" if overdue else "wait" if row.state == RequestState.OPEN else "ok"
    return Fact(f"Asked for: {row.get_kind_display().lower()}", due, row.received_at, tone, row.person_id)


def kept() -> Found:
    """Nothing is still here two days after its time was over."""
    moment = timezone.now() - SWEPT_WITHIN
    left = sum(rule.over(moment)[:1000].count() for rule in retention.KEEPINGS)
    return found(f"{len(retention.KEEPINGS)} kinds, {count(left, 'row')} over time", fine=not left)


def kept_listed(_after: str) -> Facts:
    rows = [Fact(rule.label, f"{rule.days():,} days. {rule.ground}", tone="ok") for rule in retention.KEEPINGS]
    return Facts((*rows, *(Fact(label, words, tone="ok") for label, words in retention.FIXED)))


def breaches() -> Found:
    rows = Breach.objects.filter(workspace_id=current_workspace_id())
    open_ = list(rows.filter(closed_at=None)[:100])
    late = sum(breach.late(row) for row in open_)
    words = f"{count(rows.count(), 'incident')}, {len(open_):,} open, {late:,} late"
    return found(words, fine=not late, person=bool(open_))


def breaches_listed(after: str) -> Facts:
    rows = Breach.objects.filter(workspace_id=current_workspace_id())
    return paged(rows, "known_at", _breach, after)


def _breach(row: Breach) -> Fact:
    told = "The authority was told" if row.authority_told_at else f"The authority by {breach.due_at(row):%d %b, %H:%M}"
    return Fact(row.title, told, row.known_at, "bad" if breach.late(row) else "ok" if row.closed_at else "wait")


def published() -> Found:
    """Each significant change was announced, 30 days before it held."""
    rows = PolicyVersion.objects.filter(workspace_id=current_workspace_id())
    changed = rows.filter(significant=True, number__gt=1)
    short = changed.filter(effective_on__lt=F("published_at__date") + policies.NOTICE).count()
    told = PolicyNotice.objects.filter(workspace_id=current_workspace_id()).values("version_id")
    untold = changed.filter(published_at__lt=timezone.now() - TOLD_WITHIN).exclude(id__in=told).count()
    return found(f"{count(rows.count(), 'version')}, {short + untold:,} without notice", fine=not short and not untold)


def published_listed(after: str) -> Facts:
    rows = PolicyVersion.objects.filter(~Q(text=""), workspace_id=current_workspace_id())
    return paged(rows, "published_at", _version, after)


def _version(row: PolicyVersion) -> Fact:
    words = f"{policies.KINDS[row.kind]}, version {row.number}"
    return Fact(words, f"Holds from {row.effective_on.day} {row.effective_on:%b %Y}", row.published_at, "ok")


def erasures() -> Found:
    """Each certificate searched for its person once more and found nothing."""
    rows = Erasure.objects.filter(workspace_id=current_workspace_id())
    done, running = rows.filter(state="done"), rows.exclude(state="done").count()
    left = sum(one["count"] for paper in done.values_list("certificate", flat=True) for one in (paper or {})["found"])
    words = f"{count(done.count(), 'person', 'people')} erased, {left:,} traces found, {running:,} under way"
    return found(words, fine=not left)


def erasures_listed(after: str) -> Facts:
    rows = Erasure.objects.filter(workspace_id=current_workspace_id())
    return paged(rows, "began_at", _erasure, after)


def _erasure(row: Erasure) -> Fact:
    left = sum(one["count"] for one in (row.certificate or {"found": ()})["found"])
    detail = f"{count(row.keys_destroyed, 'key')} destroyed, {left:,} traces found" if row.certificate else row.stage
    return Fact(row.get_state_display(), detail, row.began_at, "bad" if left else "ok" if row.certificate else "wait")


def copies() -> Found:
    rows = Export.objects.filter(workspace_id=current_workspace_id(), asked_at__gte=since())
    failed = rows.filter(state="failed").count()
    words = f"{count(rows.count(), 'copy', 'copies')} asked for in 30 days, {failed:,} could not be made"
    return found(words, person=bool(failed))


def copies_listed(after: str) -> Facts:
    return paged(Export.objects.filter(workspace_id=current_workspace_id()), "asked_at", _copy, after)


def _copy(row: Export) -> Fact:
    what = "A copy of one person’s data" if row.person_id else "A copy of everything"
    tone = {"ready": "ok", "gone": "", "failed": "bad"}.get(row.state, "wait")
    return Fact(what, row.get_state_display(), row.asked_at, tone, row.person_id)


def holds() -> Found:
    rows = LegalHold.objects.filter(workspace_id=current_workspace_id())
    standing = rows.filter(lifted_at=None).count()
    return found(f"{count(standing, 'hold')} standing, {rows.count() - standing:,} lifted")


def holds_listed(after: str) -> Facts:
    return paged(LegalHold.objects.filter(workspace_id=current_workspace_id()), "placed_at", _hold, after)


def _hold(row: LegalHold) -> Fact:
    words = "Kept for a legal reason" if row.person_id else "Everybody is kept for a legal reason"
    lifted = f"Lifted on {row.lifted_at.day} {row.lifted_at:%b %Y}" if row.lifted_at else "Standing"
    return Fact(words, lifted, row.placed_at, "ok" if row.lifted_at else "wait", row.person_id)


def identified() -> Found:
    """Nothing was shown or erased for somebody whom nobody had made sure of."""
    rows = Request.objects.filter(workspace_id=current_workspace_id(), kind__in=rights.NEEDS_IDENTITY)
    done = rows.filter(state=RequestState.DONE)
    unsure = done.filter(verified_at=None).count()
    return found(f"{count(done.count(), 'answer')}, {unsure:,} without an identity check", fine=not unsure)


def links() -> Found:
    rows = GuestLink.objects.filter(workspace_id=current_workspace_id())
    living = rows.filter(expires_at__gte=timezone.now()).count()
    return found(f"{count(living, 'link')} open, {rows.count() - living:,} ended")


def links_listed(after: str) -> Facts:
    return paged(GuestLink.objects.filter(workspace_id=current_workspace_id()), "made_at", _link, after)


def _link(row: GuestLink) -> Fact:
    ends = f"Ends {row.expires_at.day} {row.expires_at:%b %Y}, {count(row.codes, 'code')} sent"
    return Fact("A link to their own page", ends, row.made_at, "ok", row.person_id)


def accepted() -> Found:
    """Who works here has accepted what holds; who has not is asked at the next sign-in."""
    colleagues = members().count()
    holding = [row for row in map(policies.in_force, policies.KINDS) if row]
    given = Acceptance.objects.filter(workspace_id=current_workspace_id(), version__in=holding).count()
    return found(f"{len(holding)} in force, {given:,} of {colleagues * len(holding):,} accepted")


def accepted_listed(after: str) -> Facts:
    rows = Acceptance.objects.filter(workspace_id=current_workspace_id()).select_related("user", "version")
    return paged(rows, "at", _acceptance, after)


def _acceptance(row: Acceptance) -> Fact:
    words = f"accepted the {policies.KINDS[row.version.kind].lower()}, version {row.version.number}"
    return Fact(words, "", row.at, "ok", who=row.user.name)


def figures() -> Found:
    """Nothing that is told stands on fewer guests than the least."""
    told = [number for figure in analytics.figures() for _, number in figure.weeks if number is not None]
    small = sum(number < analytics.SMALLEST for number in told)
    return found(f"{count(len(told), 'figure')} told, {small:,} of a small group", fine=not small)


def figures_listed(_after: str) -> Facts:
    return Facts(tuple(
        Fact(figure.label, f"Week of {week.day} {week:%b %Y}: {f'{number:,}' if number is not None else 'too few'}")
        for figure in analytics.figures() for week, number in figure.weeks
    ))  # fmt: skip


def closing_() -> Found:
    row = closing.standing()
    if row is None:
        return found("This business is open")
    late = row.gone_on < timezone.now() - SWEPT_WITHIN
    return found(f"Closed, everything goes on {row.gone_on.day} {row.gone_on:%b %Y}", fine=not late, person=True)


def closing_listed(after: str) -> Facts:
    rows = Closing.objects.filter(workspace_id=current_workspace_id())
    goes = "Everything goes on {0.day} {0:%b %Y}"
    return paged(rows, "asked_at", lambda row: Fact("Closed", goes.format(row.gone_on), row.asked_at, "wait"), after)


FIGURES = Evidence("Each figure of the last twelve weeks, as it is told", figures, figures_listed)
CLOSING = Evidence("Whether this business is closed, and when its data goes", closing_, closing_listed)
ERASED = Evidence("Each erasure, and what its certificate found", erasures, erasures_listed)
COPIES = Evidence("Each copy that was asked for", copies, copies_listed)
HOLDS = Evidence("Each legal hold", holds, holds_listed)
IDENTIFIED = Evidence("Each request, and how we knew that it was them", identified, requests_listed)
LINKS = Evidence("Each link to a guest’s own page", links, links_listed)
ACCEPTED = Evidence("Who accepted which version", accepted, accepted_listed)
REQUESTS = Evidence("What people asked for, and by when", requests, requests_listed)
KEPT = Evidence("How long each kind of data is kept, and why", kept, kept_listed)
BREACHES = Evidence("The register of incidents", breaches, breaches_listed)
POLICIES = Evidence("Each published version", published, published_listed)
