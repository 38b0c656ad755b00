"""What makes a consent one that can be shown: the fields of R8 and the words of R3. Less than that is ``unproven``."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casa.core.accounts.models import Brand
from casa.core.accounts.scope import current_scope
from casa.core.consent.disclosures import AUTOMATED, NOT_A_CONDITION
from casa.core.consent.ledger import address_of, family, hold_address
from casa.core.consent.models import ConsentClass, ConsentEvent, ProgramKind
from casa.core.consent.writing import AFFIRMATIVE, write_line
from casa.lib.ids import new_id

CHANNELS = {"phone": "sms", "email": "email"}


@dataclass(frozen=True, slots=True)
class Proof:
    """How somebody agreed, as far as anybody knows. ``at``: when, None where nobody says."""

    at: datetime | None
    disclosure: str = ""
    action: str = ""  # box_ticked, keyword_sent, signed, said
    medium: str = ""  # web, sms, email, paper, call
    url: str = ""
    ip: str = ""
    user_agent: str = ""
    evidence: str = ""  # where the paper, the recording or the scan is kept
    name: str = ""


def missing_proof(proof: Proof, brand: Brand, program_kind: str, channel: str) -> tuple[str, ...]:
    """What R8 asks for and this does not have, in the host's words; empty when the consent stands.

    Promotions need a written consent (R3): its words, and something done to agree to them.
    """
    words, online = proof.disclosure, proof.medium == "web"
    marketing = program_kind == ProgramKind.MARKETING
    selling, automated = marketing and bool(words), marketing and bool(words) and channel == "sms"
    gaps = (
        (proof.at is None, "when they agreed"),
        (not proof.medium, "how they agreed"),
        (not words, "the words they agreed to"),
        (proof.action not in (AFFIRMATIVE if marketing else (*AFFIRMATIVE, "said")), "what they did to agree"),
        (online and not proof.url, "the page they agreed on"),
        (online and not (proof.ip and proof.user_agent), "their IP address and browser"),
        (proof.medium in ("paper", "call") and not proof.evidence, "where the paper or the recording is kept"),
        (bool(words) and brand.name.lower() not in words.lower(), f"words that name “{brand.name}”"),
        (selling and not NOT_A_CONDITION.search(words), "words saying it is no condition of a purchase"),
        (automated and not AUTOMATED.search(words), "words saying that texts are automated"),
    )
    return tuple(words for absent, words in gaps if absent)


def class_of(proof: Proof, brand: Brand, program_kind: str, channel: str) -> str:
    """Written for promotions, express for the rest, ``unproven`` where anything is missing (R8, R10)."""
    if missing_proof(proof, brand, program_kind, channel):
        return ConsentClass.UNPROVEN
    return ConsentClass.WRITTEN if program_kind == ProgramKind.MARKETING else ConsentClass.EXPRESS


def record(
    brand: Brand,
    program_key: str,
    program_kind: str,
    kind: str,
    value: str,
    source: str,
    proof: Proof,
    ref: UUID,
    *,
    more: dict[str, object] | None = None,
    now: datetime,
) -> ConsentEvent | None:
    """Write a consent into the ledger with its proof, in the class the proof carries; None when ``ref`` has done so.

    Never touches the stop list: who stopped stays stopped (R10, R31).
    """
    channel, address, here = CHANNELS[kind], address_of(kind, value), current_scope()
    hold_address(brand.id, kind, value)
    spot = {"workspace_id": here.workspace_id, "brand_id": brand.id, "address": address, "channel": family(channel)}
    if ConsentEvent.objects.filter(**spot, program=program_key, source=source, source_ref=ref).exists():
        return None
    line = ConsentEvent(
        **spot,
        id=new_id(),
        program=program_key,
        consent_class=class_of(proof, brand, program_kind, channel),
        source=source,
        source_ref=ref,
        action=proof.action or "unknown",
        disclosure=proof.disclosure or None,
        disclosure_version=hashlib.sha256(proof.disclosure.encode()).hexdigest() if proof.disclosure else "",
        medium=proof.medium,
        source_url=proof.url or None,
        proof=_said(proof) | (more or {}),
        actor_id=here.user_id,
        occurred_at=min(proof.at or now, now),
    )
    write_line(line)
    return line


def _said(proof: Proof) -> dict[str, object]:
    facts = {"name": proof.name, "ip": proof.ip, "user_agent": proof.user_agent, "evidence": proof.evidence}
    return {key: value for key, value in facts.items() if value}
