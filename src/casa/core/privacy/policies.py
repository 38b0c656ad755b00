"""Privacy policy and terms of a business: versions that never change, announced before they hold (CA-12, CF-10)."""

import difflib
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Max, QuerySet
from django.template import Context, Engine
from django.utils import timezone

from casa.core.accounts.jobs import defer
from casa.core.accounts.models import Member, User
from casa.core.accounts.queries import default_brand, members
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id, workspace_scope
from casa.core.privacy import datamap
from casa.core.privacy.models import Acceptance, PolicyNotice, PolicyVersion

KINDS = {"privacy": "Privacy policy", "terms": "Terms"}
NOTICE = timedelta(days=30)
WORDING = Path(__file__).with_name("wording")


def draft(kind: str) -> str:
    """The text as it would read today, with who handles data now."""
    source = (WORDING / f"{_known(kind)}.txt").read_text()
    brand = default_brand()
    told = {
        "brand": brand.name,
        "contact": brand.support_email or brand.support_phone,
        "activities": datamap.activities(),
        "processors": datamap.processors(),
        "counting": settings.PLAUSIBLE_URL,
    }
    text: str = Engine(autoescape=False).from_string(source).render(Context(told, autoescape=False))
    return text.replace("you set", "we set").replace("you remove", "we remove").strip() + "\n"


def publish(kind: str, text: str, effective_on: date, *, significant: bool) -> PolicyVersion:
    """A new version. A significant change of an earlier one holds 30 days after its announcement at the soonest."""
    scope, today, before = current_scope(), timezone.localdate(), newest(_known(kind))
    if len(text.strip()) < 100:
        raise NotPossible("This is too short for a policy.")
    if before is not None and before.text.strip() == text.strip():
        raise NotPossible("Nothing has changed since the last version.")
    soonest = today + NOTICE if significant and before is not None else today
    if effective_on < soonest:
        raise NotPossible(f"Choose {soonest.day} {soonest:%b %Y} or later: people are told 30 days ahead.")
    last = PolicyVersion.objects.filter(workspace_id=scope.workspace_id, kind=kind).aggregate(last=Max("number"))[
        "last"
    ]
    row = PolicyVersion.objects.create(
        workspace_id=scope.workspace_id, kind=kind, number=(last or 0) + 1, text=text.strip(), significant=significant,
        effective_on=effective_on, published_by_id=scope.user_id,
    )  # fmt: skip
    log_action("privacy.policy_published", row.id, kind=kind, number=row.number)
    if scope.user_id is not None:  # who wrote it has read it
        Acceptance.objects.create(workspace_id=scope.workspace_id, version=row, user_id=scope.user_id)
    if significant:
        ids = {"workspace_id": str(scope.workspace_id), "version_id": str(row.id)}
        defer("privacy.announce", queue="bulk", once=f"policy:{row.id}", **ids)
    return row


def announce(workspace_id: UUID, version_id: UUID) -> int:
    """Tell every colleague of a significant change by e-mail; how many were told now. Who was told is written down
    with the letter, each in a transaction of its own: a run that was cut off goes on with the next."""
    with workspace_scope(workspace_id):
        row = PolicyVersion.objects.get(workspace_id=workspace_id, id=version_id)
        words, waiting = _letter(row), list(untold(row).values_list("user_id", "user__email"))
    for user_id, address in waiting:
        with workspace_scope(workspace_id):
            PolicyNotice.objects.create(workspace_id=workspace_id, version=row, user_id=user_id)
            send_mail(words[0], words[1], None, [address])
    return len(waiting)


def untold(row: PolicyVersion) -> QuerySet[Member]:
    """Colleagues who were not told of a version."""
    told = PolicyNotice.objects.filter(workspace_id=row.workspace_id, version=row)
    return members().exclude(user_id__in=told.values("user_id"))


def _letter(row: PolicyVersion) -> tuple[str, str]:
    """What the e-mail says: from when, where to read it, and what changes line by line."""
    brand, name, before = default_brand().name, KINDS[row.kind].lower(), earlier(row)
    lines = [f"{mark} {line}" for mark, line in changes(before.text if before else "", row.text) if mark != " "]
    day = f"{row.effective_on.day} {row.effective_on:%b %Y}"
    body = f"The {name} of {brand} changes on {day}.\n\nRead all of it: {settings.BASE_URL}{address(row.kind)}\n\n"
    return f"{brand}: the {name} changes on {day}", body + "What changes, line by line:\n\n" + "\n".join(lines) + "\n"


def address(kind: str) -> str:
    """Where everybody may read it."""
    return f"/p/{current_workspace_id()}/{_known(kind)}"


def earlier(row: PolicyVersion) -> PolicyVersion | None:
    """The version before this one."""
    return next((one for one in versions(row.kind) if one.number < row.number), None)


def newest(kind: str) -> PolicyVersion | None:
    return versions(kind)[0] if versions(kind) else None


def in_force(kind: str, today: date | None = None) -> PolicyVersion | None:
    """The version that holds on a day."""
    today = today or timezone.localdate()
    return next((row for row in versions(kind) if row.effective_on <= today), None)


def versions(kind: str) -> list[PolicyVersion]:
    """The newest first; a business has a handful."""
    rows = PolicyVersion.objects.filter(workspace_id=current_workspace_id(), kind=_known(kind))
    return list(rows.order_by("-number")[:100])


def accept(row: PolicyVersion, user: User) -> Acceptance:
    """Somebody has read a version; saying so twice is once."""
    found, _ = Acceptance.objects.get_or_create(workspace_id=row.workspace_id, version=row, user=user)
    return found


def unnamed(row: PolicyVersion) -> list[str]:
    """Who handles data now and is not named in a version; the terms name nobody."""
    return [one.legal_name for one in datamap.processors() if row.kind == "privacy" and one.legal_name not in row.text]


def owed(user: User) -> list[PolicyVersion]:
    """What holds today and somebody has not accepted yet."""
    holding = [row for row in map(in_force, KINDS) if row is not None]
    mine = Acceptance.objects.filter(workspace_id=current_workspace_id(), user=user, version__in=holding)
    accepted = set(mine.values_list("version_id", flat=True))
    return [row for row in holding if row.id not in accepted]


def coming(kind: str) -> PolicyVersion | None:
    """A version that is published and does not hold yet."""
    today = timezone.localdate()
    return next((row for row in versions(kind) if row.effective_on > today), None)


def numbered(kind: str, number: int) -> PolicyVersion | None:
    return next((row for row in versions(kind) if row.number == number), None)


def accepted_by(row: PolicyVersion) -> list[Acceptance]:
    """Who accepted a version and when; a workspace has few colleagues."""
    rows = Acceptance.objects.filter(workspace_id=row.workspace_id, version=row).select_related("user")
    return list(rows.order_by("at")[:200])


def told_of(row: PolicyVersion) -> list[PolicyNotice]:
    """Who was told of a version by e-mail and when."""
    rows = PolicyNotice.objects.filter(workspace_id=row.workspace_id, version=row).select_related("user")
    return list(rows.order_by("at")[:200])


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """What changed between two texts, line by line: ("-", gone), ("+", new), (" ", the same)."""
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] in "-+ "]


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise NotPossible("Pick the privacy policy or the terms.")
    return kind
