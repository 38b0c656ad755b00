"""Evidence of who may see what, who has looked, and who keeps watch."""

from datetime import datetime, time

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from casa.core.accounts.jobs import CREWS, workers_alive
from casa.core.accounts.models import Heartbeat, Member, Read, Role
from casa.core.accounts.roles import RIGHTS
from casa.core.accounts.scope import current_workspace_id
from casa.core.accounts.walls import LEDGERS, walled_models
from casa.core.connections import queries as connections
from casa.core.connections import registry
from casa.core.connections.contract import AuthKind
from casa.core.connections.models import Health
from casa.core.people.models import Identity, Person
from casa.core.privacy import reading
from casa.core.privacy.evidence import Evidence, Fact, Facts, Found, count, found, paged, since
from casa.core.vault.fields import warm

WALL = """
select c.relname, c.relrowsecurity and c.relforcerowsecurity
   and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'wall'
               and pg_get_expr(p.polqual, p.polrelid) like '%%app.workspace%%')
from pg_class c where c.relname = any(%s) and c.relkind in ('r', 'p') order by c.relname
"""
WRITABLE = "select t, has_table_privilege(current_user, t, 'update, delete') from unnest(%s::text[]) t order by t"
REASON_WORDS = {
    "conversation": "opened their conversation", "person": "opened their page", "search": "saw them in a list",
    "draft": "read them to draft a reply", "code": "opened their door code", "export": "took an export",
    "log": "saw them in the read log", "request": "handled their request", "incident": "looked into an incident",
    "campaign": "chose who gets a message", "appointment": "saw them in an appointment",
    "consent": "looked at what they agreed to", "saved text": "filled in a text for them",
    "preview": "looked at their own page",
    "restricted:asked": "opened restricted data: asked to", "restricted:claim": "opened restricted data: a legal claim",
    "restricted:others": "opened restricted data: others’ rights", "restricted:public": "opened restricted data: law",
}  # fmt: skip


def _tables() -> list[tuple[str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(WALL, [sorted(model._meta.db_table for model in walled_models())])
        return [(name, walled) for name, walled in cursor.fetchall()]


def walls() -> Found:
    tables = _tables()
    walled = sum(held for _, held in tables)
    expected = len(walled_models())
    return found(f"{walled} of {expected} tables walled", fine=walled == expected)


def walls_listed(_after: str) -> Facts:
    return Facts(tuple(
        Fact(name.replace("_", ", ", 1), "Shows the open business only" if held else "Not walled",
             tone="ok" if held else "bad")
        for name, held in _tables()
    ))  # fmt: skip


def roles() -> Found:
    rows = Member.objects.filter(workspace_id=current_workspace_id())
    unknown = rows.exclude(role__in=RIGHTS).count()
    return found(f"{count(rows.count(), 'colleague')} in {len(Role.choices)} roles", fine=not unknown)


def roles_listed(_after: str) -> Facts:
    rows = Member.objects.filter(workspace_id=current_workspace_id()).select_related("user").order_by("user__name")
    return Facts(tuple(_member(row) for row in rows[:200]))


def _member(row: Member) -> Fact:
    homes = f", {count(len(row.property_ids), 'home')} only" if row.property_ids else ""
    rights = len(RIGHTS.get(row.role, ()))
    return Fact(row.user.name, f"{row.get_role_display()}: {count(rights, 'right')}{homes}", row.joined_at, "ok")


def reads() -> Found:
    began = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    today = Read.objects.filter(workspace_id=current_workspace_id(), slot__gte=began).count()
    open_ = [table for table, writable in _ledgers() if writable]
    words = f"{count(today, 'look')} today, none can be removed"
    return found(words if not open_ else f"{', '.join(open_)} can be changed", fine=not open_)


def _ledgers() -> list[tuple[str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(WRITABLE, [sorted(LEDGERS)])
        return [(table, writable) for table, writable in cursor.fetchall()]


def reads_listed(after: str) -> Facts:
    rows = Read.objects.filter(workspace_id=current_workspace_id()).select_related("user")
    return paged(rows, "slot", _read, after)


def _read(row: Read) -> Fact:
    who = "Casa" if row.by_assistant or row.user is None else row.user.name
    return Fact(REASON_WORDS.get(row.reason, row.reason), "", row.slot, "", row.person_id, who)


def unusual() -> Found:
    """Hours that nobody has looked into need a person."""
    hours = reading.unusual()
    return found(f"{count(len(hours), 'unusual hour')} to look into", person=bool(hours))


def unusual_listed(_after: str) -> Facts:
    return Facts(tuple(
        Fact(f"opened {count(one.people, 'guest')} within the hour", f"Usually {one.usual:,}", one.at, "wait",
             who=one.name)
        for one in reading.unusual()
    ))  # fmt: skip


def guests_told() -> Found:
    """Each look is one that the guest's own page can show: it says who it was, or that it was Casa."""
    rows = Read.objects.filter(workspace_id=current_workspace_id(), slot__gte=since())
    nameless = rows.filter(user=None, by_assistant=False).count()
    return found(f"{count(rows.count(), 'look')} in 30 days, {nameless:,} by nobody known", person=bool(nameless))


def people() -> Found:
    here = {"workspace_id": current_workspace_id()}
    persons, ways = Person.objects.filter(**here, merged_into=None).count(), Identity.objects.filter(**here).count()
    twice = Identity.objects.filter(**here).values("kind", "lookup").annotate(n=Count("id")).filter(n__gt=1).count()
    return found(f"{count(persons, 'guest')}, {count(ways, 'way')} to reach them, {twice:,} twice", fine=not twice)


def people_listed(after: str) -> Facts:
    rows = Person.objects.filter(workspace_id=current_workspace_id(), merged_into=None)
    return paged(rows, "created_at", lambda row: Fact("", "Known since", row.created_at, "ok", row.id), after)


def passwords() -> Found:
    asking = [manifest.name for manifest in registry.manifests().values() if _asks(manifest)]
    kinds = len(registry.manifests())
    return found(f"{count(kinds, 'service')}, {len(asking)} with a password", fine=not asking)


def _asks(manifest: object) -> bool:
    auth = getattr(manifest, "auth", None)
    fields = getattr(manifest, "fields", ())
    named = any("password" in f"{field.name} {field.label}".lower() for field in fields)
    return named or auth not in (AuthKind.KEY, AuthKind.OAUTH2, AuthKind.NONE)


def passwords_listed(_after: str) -> Facts:
    how = {AuthKind.KEY: "A key that you can take back", AuthKind.OAUTH2: "You agree on their own page",
           AuthKind.NONE: "Nothing is asked"}  # fmt: skip
    rows = sorted(registry.manifests().values(), key=lambda manifest: manifest.name)
    return Facts(tuple(Fact(row.name, how[row.auth], tone="bad" if _asks(row) else "ok") for row in rows))


def health() -> Found:
    rows = connections.connections()
    unwell = [row for row in rows if row.health in (Health.ATTENTION, Health.STOPPED)]
    return found(f"{len(rows) - len(unwell)} of {len(rows)} well", person=bool(unwell))


def health_listed(_after: str) -> Facts:
    return Facts(tuple(
        Fact(row.label, row.trouble or row.get_health_display(), row.last_ok_at, "wait" if row.trouble else "ok")
        for row in connections.connections()
    ))  # fmt: skip


def workers() -> Found:
    alive = workers_alive()
    return found("Every crew of workers is alive" if alive else "A crew of workers is silent", person=not alive)


def workers_listed(_after: str) -> Facts:
    ours = Q(name__startswith="prompt:") | Q(name__startswith="patient:")
    return Facts(tuple(_crew(row) for row in Heartbeat.objects.filter(ours).order_by("-at")[:40]))


def _crew(row: Heartbeat) -> Fact:
    crew = row.name.split(":")[0]
    return Fact(f"Crew: {crew}", f"Works off {', '.join(CREWS[crew])}", row.at, "ok")


def cookies() -> Found:
    allowed = _directives()
    foreign = sorted(
        {source for sources in allowed.values() for source in sources if source not in ("'self'", "'none'")}
    )
    one = settings.CSRF_USE_SESSIONS and settings.SESSION_COOKIE_HTTPONLY
    words = "1 cookie, 0 other hosts" if not foreign else f"Pages may load from {', '.join(foreign)}"
    return found(words, fine=bool(one) and not foreign)


def _directives() -> dict[str, list[str]]:
    named: dict[str, list[str]] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return named


def cookies_listed(_after: str) -> Facts:
    session = Fact(settings.SESSION_COOKIE_NAME, "Keeps you signed in; scripts cannot read it", tone="ok")
    kept = Fact("In the browser", "Unsent replies, to be sent when you are back; cleared when you sign out", tone="ok")
    words = {"'self'": "From Casa alone", "'none'": "Nothing"}
    loads = (
        Fact(name, ", ".join(words.get(source, source) for source in sources), tone="ok")
        for name, sources in _directives().items()
    )
    return Facts((session, kept, *loads))


def adults() -> Found:
    rows = Member.objects.filter(workspace_id=current_workspace_id())
    unsaid = rows.filter(user__adult_affirmed_at=None).count()
    total = rows.count()
    return found(f"{total - unsaid} of {total} said so", person=bool(unsaid))


def adults_listed(_after: str) -> Facts:
    rows = Member.objects.filter(workspace_id=current_workspace_id()).select_related("user").order_by("user__name")
    return Facts(tuple(_adult(row) for row in rows[:200]))


def _adult(row: Member) -> Fact:
    said = row.user.adult_affirmed_at
    return Fact(row.user.name, "Said so when signing up" if said else "Has not said so", said, "ok" if said else "wait")


def named(page: Facts) -> dict[object, str]:
    """The names of those whom a page of facts is about, in one question. The caller writes down the look."""
    ids = {row.person_id for row in page.rows if row.person_id}
    rows = list(Person.objects.filter(workspace_id=current_workspace_id(), id__in=ids))
    warm(rows)
    return {row.id: row.shown_name for row in rows}


WALLS = Evidence("Each table of the database, and whether it is walled", walls, walls_listed)
ROLES = Evidence("Who works here, and what they may do", roles, roles_listed)
READS = Evidence("Who looked at whom, and why", reads, reads_listed)
UNUSUAL = Evidence("Hours in which somebody opened far more guests than usual", unusual, unusual_listed)
TOLD = Evidence("Each look that a guest sees on their own page", guests_told, reads_listed)
PEOPLE = Evidence("Every guest, the newest first", people, people_listed)
PASSWORDS = Evidence("How each service is connected", passwords, passwords_listed)
HEALTH = Evidence("How each connection is", health, health_listed)
WORKERS = Evidence("Signs of life of the workers", workers, workers_listed)
COOKIES = Evidence("What the browser keeps, and what pages may load", cookies, cookies_listed)
ADULTS = Evidence("Who said that they are an adult", adults, adults_listed)
