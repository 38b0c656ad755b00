"""Telling those whom an incident concerns: one message each, by e-mail where we know one, else by text (CA-7, art. 34).

A job goes through them page by page. Each message has a key made of incident and person, so that a run that was cut
off goes on without telling anybody twice.
"""

from collections import Counter
from uuid import UUID, uuid5

from casa.core.accounts.jobs import defer
from casa.core.accounts.models import Action
from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible, log_action, log_reads
from casa.core.accounts.scope import workspace_scope
from casa.core.inbox.asking import send_automatic, senders
from casa.core.people.models import Identity, Person
from casa.core.people.queries import identities
from casa.core.privacy import breach
from casa.core.privacy.evidence import count
from casa.core.privacy.models import Breach

AT_ONCE = 50
KINDS = ("email", "phone")
BY = {"email": "by e-mail", "phone": "by text"}
SENT = "privacy.breach_notices_queued"


def begin(row: Breach, notice: str) -> None:
    """Tell them in these words, beginning now. Raises NotPossible while the notice has a gap or nothing can send it."""
    if not breach.is_whole(notice):
        raise NotPossible("The notice still has a gap. Fill in what is not known yet.")
    brand = default_brand().id
    if not any(senders(brand, kind) for kind in KINDS):
        raise NotPossible("No connected account can send it. Connect e-mail or texts, or tell them yourself.")
    breach.tell_people(row, notice)
    here = {"workspace_id": str(row.workspace_id), "breach_id": str(row.id)}
    defer("privacy.tell_people", queue="bulk", once=f"breach:{row.id}", lock=f"breach:{row.id}", **here)


def go_on(workspace_id: UUID, breach_id: UUID) -> None:
    """Tell everybody who was not told yet, and write down at the end how many were."""
    told: Counter[str] = Counter()
    after: UUID | None = None
    while page := _page(workspace_id, breach_id, after, told):
        after = page
    with workspace_scope(workspace_id):
        if not Action.objects.filter(workspace_id=workspace_id, verb=SENT, target=breach_id).exists():
            log_action(SENT, breach_id, **told)
            breach.keep(breach.breach(breach_id), _summary(told))


def _page(workspace_id: UUID, breach_id: UUID, after: UUID | None, told: Counter[str]) -> UUID | None:
    """The next of them, in a transaction of their own; the last one's id, None at the end."""
    with workspace_scope(workspace_id):
        row = breach.breach(breach_id)
        people, words = breach.people_page(row, AT_ONCE, after), breach.notice_sent(row)
        if row.people_told_at is None or not words:
            return None
        log_reads([one.id for one in people], "incident", by_assistant=True)
        for person in people:
            told[_tell(row, person, words)] += 1
    return people[-1].id if people else None


def _tell(row: Breach, person: Person, words: str) -> str:
    """By which way somebody is told: "email", "phone", or "none"."""
    brand, key = default_brand().id, uuid5(row.id, str(person.id))
    for way in _ways(person):
        if send_automatic(brand, way.kind, way.value, words, key) is not None:
            return way.kind
    return "none"


def _ways(person: Person) -> list[Identity]:
    known = [one for one in identities(person.id) if one.kind in KINDS]
    return sorted(known, key=lambda one: KINDS.index(one.kind))


def _summary(told: Counter[str]) -> str:
    ways = [f"{count(told[kind], 'person', 'people')} {BY[kind]}" for kind in KINDS if told[kind]]
    unreached = f"{count(told['none'], 'person', 'people')} cannot be reached by us" if told["none"] else ""
    return "Notices on their way: " + (", ".join([*ways, unreached]).strip(", ") or "to nobody") + "."
