"""What a colleague does by hand: somebody told them to stop, somebody agreed on paper, a line must be settled."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id
from casa.core.consent.ledger import address_of
from casa.core.consent.models import (
    ConsentEvent,
    DoNotCallList,
    DoNotCallNumber,
    Evidence,
    Program,
    Review,
)
from casa.core.consent.proof import CHANNELS, Proof, missing_proof, record
from casa.core.consent.writing import suppress
from casa.lib.ids import new_id
from casa.lib.phones import NotAPhone, e164
from casa.lib.pictures import NotAFile, reencode

SCOPES = ("all", "marketing")
OUTCOMES = ("stopped", "marketing", "no_stop")
LARGEST = 5 * 1024 * 1024
STATE = re.compile(r"[A-Z]{2}")
AT_ONCE = 5000


def stop_by_hand(
    brand_id: UUID, kind: str, value: str, scope: str, note: str = "", person_id: UUID | None = None
) -> None:
    """Somebody said it to a person: on the phone, at the door, by letter. As good as a STOP, at once (R22)."""
    if scope not in SCOPES:
        raise NotPossible("Say whether everything ends, or promotions only.")
    ref = f"person:{person_id or 'unknown'}:{new_id().hex[-8:]}"
    suppress(brand_id, CHANNELS[kind], kind, value, "staff", scope, rule="R22", text=note.strip()[:1000], ref=ref)
    log_action("consent.stopped_by_hand", person_id, scope=scope)


def note_given(
    program: Program, kind: str, value: str, proof: Proof, file: bytes = b"", content_type: str = ""
) -> ConsentEvent:
    """Somebody agreed on paper or by phone. Refused where the proof lacks something: better no line than a weak one."""
    gaps = missing_proof(proof, program.brand, program.kind, CHANNELS[kind])
    if gaps:
        raise NotPossible(f"This would prove nothing yet. Still needed: {'; '.join(gaps)}.")
    sealed = _evidence(file, content_type) if file else None
    said = f"{program.id}:{kind}:{value}:{proof.at}:{proof.disclosure}:{proof.evidence}"
    ref = UUID(bytes=hashlib.sha256(said.encode()).digest()[:16], version=4)
    source, now = ("paper" if proof.medium == "paper" else "call"), timezone.now()
    line = record(program.brand, program.key, program.kind, kind, value, source, proof, ref, now=now)
    if line is None:
        raise NotPossible("This is written down already.")
    if sealed is not None:
        Evidence.objects.create(
            id=new_id(), workspace_id=line.workspace_id, event=line, blob=sealed[0], content_type=sealed[1],
            size=len(sealed[0]),
        )  # fmt: skip
    log_action("consent.given_noted", line.id, program=program.key)
    return line


def _evidence(file: bytes, content_type: str) -> tuple[bytes, str]:
    """A picture is drawn anew; a PDF is kept as it is and only ever downloaded."""
    if len(file) > LARGEST:
        raise NotPossible("The proof is larger than 5 MB. Take a smaller picture of it.")
    if file.startswith(b"%PDF-"):
        return file, "application/pdf"
    try:
        picture = reencode(file)
    except NotAFile as wrong:
        raise NotPossible("The proof must be a picture or a PDF.") from wrong
    return picture[0], picture[1]


def settle(review: Review, outcome: str) -> None:
    """A person has read it (R21, R48): it ends everything, promotions, or meant something else.

    What was stopped meanwhile stays stopped: only the person themselves opens it again (R31).
    """
    if review.settled_at is not None:
        raise NotPossible("Somebody has settled this already.")
    if outcome not in OUTCOMES:
        raise NotPossible("Say what they meant.")
    if outcome != "no_stop" and review.value:
        scope = "all" if outcome == "stopped" else "marketing"
        ref = f"review:{review.id}"
        suppress(
            review.brand_id, review.channel, review.address_kind, review.value, "freeform", scope, rule=_rule(review),
            text=review.text or "", ref=ref,
        )  # fmt: skip
    review.outcome, review.settled_at, review.settled_by_id = outcome, timezone.now(), current_scope().user_id
    review.value = None
    review.save(update_fields=["outcome", "settled_at", "settled_by", "value"])
    log_action("consent.review_settled", review.id, outcome=outcome)


def _rule(review: Review) -> str:
    return {"decline": "R48", "complaint": "R47", "wrong_number": "R14"}.get(review.kind, "R21")


def load_list(name: str, kind: str, state: str, as_of: date, numbers: Iterable[str]) -> DoNotCallList:
    """A do-not-call list as it was downloaded (R15, R17); only keyed stand-ins of its numbers are kept."""
    state = state.strip().upper()
    if kind not in ("national", "state") or (kind == "state" and not STATE.fullmatch(state)):
        raise NotPossible("Say whether this is the national list, or of which state, such as TX.")
    if as_of > timezone.now().date():
        raise NotPossible("The day this list was made is still to come.")
    found = sorted({address_of("phone", number) for number in _whole(numbers)})
    if not found:
        raise NotPossible("No phone numbers were found in this file. It should have one number a line.")
    kept = DoNotCallList.objects.create(
        id=new_id(), workspace_id=current_workspace_id(), name=name.strip()[:120] or "Do-not-call list", kind=kind,
        state=state if kind == "state" else "", as_of=as_of, entries=len(found),
    )  # fmt: skip
    for start in range(0, len(found), AT_ONCE):
        DoNotCallNumber.objects.bulk_create(
            DoNotCallNumber(id=new_id(), workspace_id=kept.workspace_id, list=kept, address=address)
            for address in found[start : start + AT_ONCE]
        )
    older = DoNotCallList.objects.filter(workspace_id=kept.workspace_id, kind=kind, state=kept.state, as_of__lte=as_of)
    older.exclude(id=kept.id).delete()
    log_action("consent.list_loaded", kept.id, entries=len(found))
    return kept


def _whole(lines: Iterable[str]) -> Iterable[str]:
    """The numbers of a file: one a line, or area code and number in two columns, as the registry gives them."""
    for line in lines:
        digits = re.sub(r"\D", "", line)
        if len(digits) not in (10, 11):
            continue
        try:
            yield e164(digits)
        except NotAPhone:
            continue
