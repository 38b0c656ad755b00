"""Evidence of what is owed to people: answers in time, data that goes in time, incidents and policies told in time."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.privacy import breach, policies, retention
from casa.core.privacy.evidence import Evidence, Fact, Facts, Found, count, found, paged
from casa.core.privacy.models import Breach, PolicyNotice, PolicyVersion, Request, RequestState

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
    return Fact(f"Asked for: {row.get_kind_display().lower()}.", due, row.received_at, tone, row.person_id)


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


REQUESTS = Evidence("What people asked for, and by when", requests, requests_listed)
KEPT = Evidence("How long each kind of data is kept, and why", kept, kept_listed)
BREACHES = Evidence("The register of incidents", breaches, breaches_listed)
POLICIES = Evidence("Each published version", published, published_listed)
