"""Erasing a person: kind by kind in small transactions, then their keys, then a certificate (promises CF-8, CA-8).

It can be stopped at any moment and goes on where it was: ``Erasure.stage`` moves in the transaction that does the
work of a stage, under a lock on the row, so that each is done exactly once. Rows go before keys, because a page that
meets a row without a key could not be shown to colleagues; what is unfinished is hidden from search at once.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from casa.core.accounts.jobs import defer
from casa.core.accounts.live import ERASED, touch
from casa.core.accounts.models import Due
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id, workspace_scope
from casa.core.connections import settled
from casa.core.inbox.models import Conversation, Message, Outbox, Status
from casa.core.inbox.moves import WAITING, hold_conversations
from casa.core.people.models import Identity, Person
from casa.core.privacy import dictionary, elsewhere
from casa.core.privacy.certificate import certify
from casa.core.privacy.holds import holds_on, open_business
from casa.core.privacy.kinds import KINDS
from casa.core.privacy.kinds.base import Kind, Target
from casa.core.privacy.models import Erasure, ErasureState
from casa.core.privacy.reseal import free_others
from casa.core.privacy.targets import merged_with, target_of
from casa.core.stays.models import Reservation, Review
from casa.core.vault.models import KeyKind
from casa.core.vault.rules import destroy_keys

ERASE = "privacy.erase"
ELSEWHERE = "providers"
HELD_BACK = "A legal hold keeps this data. Lift the hold first, or refuse the request with its ground."


def begin(person: Person) -> Erasure:
    """Start erasing somebody. Raises NotPossible where a legal hold or open business stands against it."""
    person = whole(person)
    scope, ids = current_scope(), merged_with(person.id)
    if holds_on(ids).exists():
        raise NotPossible(HELD_BACK)
    if business := open_business(ids):
        raise NotPossible(business)
    row, made = Erasure.objects.get_or_create(
        workspace_id=scope.workspace_id,
        person_id=person.id,
        state__in=(ErasureState.RUNNING, ErasureState.HELD),
        defaults={"asked_by_id": scope.user_id, "state": ErasureState.RUNNING},
    )
    if made:
        log_action("privacy.erasure_begun", person.id, erasure=str(row.id))
    resume(row)
    return row


def whole(person: Person) -> Person:
    """The one whom a merged record has become."""
    while person.merged_into_id:
        person = Person.objects.get(workspace_id=person.workspace_id, id=person.merged_into_id)
    return person


def resume(row: Erasure) -> None:
    """Queue the work; one job for an erasure is enough however often it is asked for."""
    here = {"workspace_id": str(row.workspace_id), "erasure_id": str(row.id)}
    defer(ERASE, queue="bulk", once=f"erase:{row.id}", lock=f"erase:{row.id}", **here)


def go_on(workspace_id: UUID, erasure_id: UUID) -> None:
    """Do all that is left to do, a step a transaction."""
    while step(workspace_id, erasure_id):
        pass


def step(workspace_id: UUID, erasure_id: UUID) -> bool:
    """One step, whole or not at all; False when there is nothing to do or a hold stands against it."""
    with workspace_scope(workspace_id):
        row = Erasure.objects.select_for_update().filter(workspace_id=workspace_id, id=erasure_id).first()
        if row is None or row.state == ErasureState.DONE:
            return False
        target = Target.of_json(workspace_id, row.targets) if row.targets else None
        held = holds_on(target.person_ids if target else [row.person_id]).exists()
        row.state = ErasureState.HELD if held else ErasureState.RUNNING
        if not held:
            _stages()[row.stage](row, target or target_of(row.person_id))
        row.save()
        return not held and row.state != ErasureState.DONE


Stage = Callable[[Erasure, Target], None]


def _stages() -> dict[str, Stage]:
    """Each stage by its name, in order; a stage that is done names the next."""
    steps: dict[str, Stage] = {"gather": gather, ELSEWHERE: ask_providers, "words": read_words, "hide": hide}
    steps |= {kind.name: _erasing(kind) for kind in KINDS[:-1]}
    return (
        steps
        | {"once more": look_back, KINDS[-1].name: _erasing(KINDS[-1])}
        | {"dictionary": forget_words, "keys": end_keys, "certify": close}
    )


def _next(row: Erasure) -> None:
    order = list(_stages())
    row.stage = order[order.index(row.stage) + 1]


def gather(row: Erasure, target: Target) -> None:
    """Write down whom to look for, sealed, and how much of theirs there is."""
    row.targets = target.as_json()
    row.counts = {kind.name: {store: [before, 0] for store, before in kind.count(target).items()} for kind in KINDS}
    _next(row)


def ask_providers(row: Erasure, target: Target) -> None:
    """Ask the providers to erase theirs, while our rows still tell by which ids."""
    elsewhere.ask(row, target)
    _next(row)


def read_words(row: Erasure, target: Target) -> None:
    row.words = dictionary.words_of(target.person_ids)
    _next(row)


def hide(row: Erasure, target: Target) -> None:
    """From here on nothing finds them and nothing leaves to them; who writes again is somebody new (R45)."""
    mine = {"workspace_id": target.workspace_id, "person_id__in": target.person_ids}
    settled.hold_off_placing()
    free_others(target)
    let_nobody_back(row, target)
    talks = list(Conversation.objects.filter(**mine).values_list("id", flat=True))
    hold_conversations(talks)
    row.counts["messages"]["Hand-overs"][1] += _take_back(target, talks)
    for identity in Identity.objects.filter(**mine):
        Identity.objects.filter(id=identity.id).update(lookup=identity.id.bytes)
    Person.objects.filter(workspace_id=target.workspace_id, id__in=target.person_ids).update(
        tokens=[], name=None, location=None, notes=None, birthday=None, birthday_token=None, ai_allowed=False
    )
    Conversation.objects.filter(id__in=talks).update(
        preview=None, status=Status.DONE, waiting_since=None, due_at=None, snoozed_until=None, has_draft=False
    )
    _tell(talks, target)
    _next(row)


def let_nobody_back(row: Erasure, target: Target) -> None:
    """Keep the stand-ins by which intake and sync know what was erased; what they say after today is new."""
    mine = {"workspace_id": target.workspace_id, "person_id__in": target.person_ids}
    messages, stays = Message.objects.filter(**mine), Reservation.objects.filter(**mine)
    settled.end_echoes(list(messages.values_list("id", flat=True)), row.began_at)
    reviews = Review.objects.filter(workspace_id=target.workspace_id, reservation_id__in=stays.values("id"))
    names: list[bytes] = [settled.reached_at(kind, value) for kind, value in target.handles]
    told = ((settled.MESSAGE, messages, "external_id"), (settled.STAY, stays, "external_id"),
            (settled.STAY, stays, "thread_id"), (settled.REVIEW, reviews, "external_id"))  # fmt: skip
    for kind, rows, field in told:
        refs = rows.filter(connection__isnull=False).values_list("connection_id", field)
        names += [settled.digest_of(connection_id, kind, ref) for connection_id, ref in refs if ref]
    settled.note_erased(names, row.began_at)


def _take_back(target: Target, talks: list[UUID]) -> int:
    """What waits to leave goes now, with the jobs that were to send, draft or wake it; how many waited."""
    waiting = Outbox.objects.filter(workspace_id=target.workspace_id, conversation_id__in=talks, state__in=WAITING)
    gone = list(waiting.order_by("id").select_for_update().values_list("id", flat=True))
    Outbox.objects.filter(workspace_id=target.workspace_id, id__in=gone)._raw_delete(using="default")
    names = [str(one) for one in talks]
    Due.objects.filter(workspace_id=target.workspace_id, args__conversation_id__in=names).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where status = 'todo' and args->>'conversation_id' = any(%s) "
            "and args->>'workspace_id' = %s",
            [names, str(target.workspace_id)],
        )
    return len(gone)


def _tell(talks: list[UUID], target: Target) -> None:
    gone = (f"{ERASED}{one}" for one in target.person_ids)
    touch("inbox", "people", *(f"conversation:{one}" for one in talks), *gone)


def _erasing(kind: Kind) -> Stage:
    def stage(row: Erasure, target: Target) -> None:
        gone = kind.erase(target)
        for store, number in gone.items():
            row.counts[kind.name][store][1] += number
        if not gone:
            _next(row)

    return stage


def look_back(row: Erasure, target: Target) -> None:
    """What came in while the first rows went goes as well, before the people themselves do."""
    late = any(store.count(target) for kind in KINDS[:-1] for store in kind.stores if not store.keeps)
    if late:
        row.stage = ELSEWHERE
    else:
        _next(row)


def forget_words(row: Erasure, target: Target) -> None:
    """Their words leave the dictionary where nobody else uses them."""
    row.words_gone = dictionary.forget(dictionary.unused(row.words or []))
    row.words = None
    _next(row)


def end_keys(row: Erasure, target: Target) -> None:
    """Destroy their data keys and those of everybody merged into them: copies elsewhere end with these."""
    row.keys_destroyed = sum(destroy_keys(KeyKind.PERSON, one) for one in target.person_ids)
    _next(row)


def close(row: Erasure, target: Target) -> None:
    """Look for them everywhere once more and write the certificate; whom we looked for is forgotten."""
    row.ended_at = timezone.now()
    row.certificate = certify(row, target)
    row.targets, row.state = None, ErasureState.DONE
    _settle(row.id)
    log_action("privacy.erased", row.person_id, erasure=str(row.id), keys=row.keys_destroyed)
    touch("privacy", "people", "inbox")


def _settle(work_id: UUID) -> None:
    from casa.core.privacy.rights import settle_done  # it stands on this module

    settle_done(work_id)


def erasures(limit: int = 25, before: Erasure | None = None) -> list[Erasure]:
    """The newest erasures, keyset-paged."""
    rows: Any = Erasure.objects.filter(workspace_id=current_workspace_id()).order_by("-began_at", "-id")
    if before is not None:
        rows = rows.filter(began_at__lte=before.began_at).exclude(id__gte=before.id, began_at=before.began_at)
    return list(rows[:limit])


def resume_unfinished() -> int:
    """What a crash cut off, or a lifted hold set free, goes on; how many. Run by the sweep, in each workspace."""
    rows = Erasure.objects.filter(workspace_id=current_workspace_id()).exclude(state=ErasureState.DONE)
    for row in rows:
        resume(row)
    return len(rows)
