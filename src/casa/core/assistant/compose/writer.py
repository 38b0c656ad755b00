"""The built-in composer: an honest answer from the facts, without a model."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from casa.core.assistant.compose.answers import ANSWERS, listed_by_name
from casa.core.assistant.compose.desk import UNKNOWN, Answer, Desk
from casa.core.assistant.compose.door import door_code
from casa.core.assistant.compose.draft import Claim, Decision, Draft
from casa.core.assistant.compose.intents import asks_for_a_thing
from casa.core.assistant.compose.knowledge import from_manual, nearness
from casa.core.assistant.compose.triage import NOT_A_QUESTION, Ask, Triage, triage
from casa.core.assistant.compose.words import say
from casa.core.assistant.concepts import concepts_in
from casa.core.assistant.facts import Fact, Situation, gather
from casa.core.assistant.text import fold

_NO_MANUAL = frozenset({"wifi", "door_code", "checkin_time", "checkout_time", "stay_dates", "arrival_info"})
_LONGEST_ECHO = 70  # characters of the guest's own words that are repeated to them
# What a fence still allows: help with a fault from the manual. Nothing is said beside the others.
_HELPED = frozenset({"complaint", "cold", "power", "water"})
# A barking dog is not mended by the passage about pets.
_NO_DEVICES = frozenset({"pets", "smoking", "party", "quiet hours"})
# Beside these nothing at all is said, not even to another question of the message.
_SILENT = frozenset({"steering", "legal", "code_for_other"})


def compose(
    message: str,
    situation: Situation,
    facts: Sequence[Fact] | None = None,
    read: Triage | None = None,
) -> Draft:
    """An answer to `message`. `facts` defaults to `gather(situation)`, `read` to the triage of the message."""
    read = read or triage(message, situation.language, situation.host_signature)
    if read.decision == "nothing":
        return Draft((), decision="nothing", reason=read.reason, language=read.language)
    known = {fact.id: fact for fact in (gather(situation) if facts is None else facts)}
    desk = Desk(situation, known, read.language, message)
    read = _reread(desk, read)
    answers = [(ask, _answer(desk, ask)) for ask in _worth_answering(read)]
    claims = _without_repeats(claim for _, answer in answers for claim in answer.claims)
    claims = [*_urgent_claims(desk, read), *claims]
    unanswered = tuple(
        _trim(part) for ask, answer in answers if not answer.complete for part in answer.left_open or (ask.text,)
    )
    if read.urgent_kind == "lockout":
        claims = _without_repeats([*door_code(desk, "").claims, *claims])
    return assemble(read, situation, tuple(claims), unanswered)


def assemble(
    read: Triage,
    situation: Situation,
    claims: tuple[Claim, ...],
    unanswered: tuple[str, ...],
    asked_of_model: tuple[Decision, str] = ("draft", ""),
) -> Draft:
    """The draft around `claims`: greeting, closing, the sentence for what is open, and the decision.

    The triage has the last word: what a fence gives to a person stays with a person whatever a model decided.
    """
    decision, reason = (read.decision, read.reason) if read.decision != "draft" else asked_of_model
    if decision == "nothing":
        return Draft((), decision="nothing", reason=reason, language=read.language)
    if situation.stay and situation.stay.status == "cancelled" and decision == "draft":
        decision, reason = "person", "The booking is cancelled"
    if decision == "draft" and not claims and not unanswered:
        decision, reason = "person", "Nothing known answers this"
    return Draft(
        claims=claims,
        greeting=greeting(situation, read.language),
        closing=situation.host_signature,
        unanswered=unanswered,
        decision=decision,
        reason=reason or _what_is_open(claims, unanswered),
        urgent=read.urgent,
        language=read.language,
        holding=_holding(read, decision, claims, unanswered),
        intents=read.intents,
    )


def _what_is_open(claims: tuple[Claim, ...], unanswered: tuple[str, ...]) -> str:
    if not unanswered:
        return ""
    return "Part of it is not known" if claims else "Nothing known answers this"


def greeting(situation: Situation, language: str) -> str:
    """'Hi Hannah,'. A name that is not a name (digits, signs, a sentence) is left out."""
    name = situation.guest_first_name.strip()
    if re.fullmatch(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,2}\.?", name) and len(name) <= 30:
        return say(language, "greeting", name=name)
    return say(language, "greeting_plain")


def _worth_answering(read: Triage) -> list[Ask]:
    """The asks that get claims: all but the fenced, plus faults where the manual may help."""
    if set(read.fences) & _SILENT:
        return []
    return [ask for ask in read.asks if ask.is_question or ask.intents or ask.fence]


def _reread(desk: Desk, read: Triage) -> Triage:
    """'One more thing about the airport bus' is no question by its form; where the manual answers it, it is one."""
    if read.decision != "person" or read.urgent or read.fences or read.reason != NOT_A_QUESTION:
        return read
    found = [
        bool(concepts_in(ask.text)) and bool(from_manual(desk, ask.text, only_sure=True).claims) for ask in read.asks
    ]
    asks = tuple(replace(ask, is_question=known) for ask, known in zip(read.asks, found, strict=True))
    if not any(ask.is_question for ask in asks):
        return read
    return replace(read, decision="draft", reason="", asks=asks)


def _answer(desk: Desk, ask: Ask) -> Answer:
    if ask.fence:
        may_help = ask.fence in _HELPED and set(concepts_in(ask.text)) - _NO_DEVICES
        helped = from_manual(desk, ask.text, only_sure=True) if may_help else UNKNOWN
        return Answer(helped.claims, complete=False)
    if not ask.intents or (ask.nearness and nearness(desk, ask.text) > ask.nearness):
        named = listed_by_name(desk, ask.text) if asks_for_a_thing(ask.text) else UNKNOWN
        return named if named.complete else from_manual(desk, ask.text)
    answers = [ANSWERS[name](desk, ask.text) for name in ask.intents]
    claims = [claim for answer in answers for claim in answer.claims]
    complete = all(answer.complete for answer in answers)
    if set(ask.intents) == {"amenity"} or _is_only_exception(ask):
        left_open = tuple(part for answer in answers for part in answer.left_open)
        return Answer(tuple(claims), complete and not _price_is_missing(ask, claims), left_open)
    if not (complete and set(ask.intents) <= _NO_MANUAL):
        manual = from_manual(desk, ask.text, only_sure=complete)
        claims += manual.claims
        complete = complete or bool(manual.claims)
    return Answer(tuple(claims), complete and not _price_is_missing(ask, claims))


_COST = re.compile(
    r"how much|\b(?:cost|costs|price|fee|fees|charge|pay|paid|free)\b|cuanto (?:cuesta|vale|es)|\b(?:precio"
    r"|gratis|cuesta|pagar)\b|combien (?:coute|ca)|\b(?:prix|gratuit\w*|coute|payer|payant)\b"
)


_PRICE = re.compile(
    r"[$€£]|\b(?:dollars?|euros?|included|charged?|gratis|gratuit\w*)\b|\b(?:is|are|for) free\b"
    r"|\bfree (?:\w+ )?parking|"
    r"free of charge|not allowed"
)


def _price_is_missing(ask: Ask, claims: Sequence[Claim]) -> bool:
    """Whether the ask is about the price of the thing and no claim says one."""
    if not _COST.search(fold(ask.text)) or not set(ask.intents) & {"parking", "pets", "amenity"}:
        return False
    return not any(_PRICE.search(fold(claim.text)) for claim in claims)


def _is_only_exception(ask: Ask) -> bool:
    """Early and late are settled by the calendar; a manual's general words would blur that."""
    return set(ask.intents) <= {"early_checkin", "late_checkout", "checkin_time", "checkout_time", "arrival_info"}


def _urgent_claims(desk: Desk, read: Triage) -> list[Claim]:
    contact = desk.situation.policies.emergency_contact
    if not read.urgent or not contact or "policy:emergency" not in desk.facts:
        return []
    return [desk.claim("emergency", "policy:emergency", contact=contact)]


def _without_repeats(claims: Iterable[Claim]) -> list[Claim]:
    """Each statement once; a manual passage that says what a claim before it already says is left out."""
    kept: list[Claim] = []
    for claim in claims:
        if not any(claim.text == other.text or claim.text in other.text for other in kept):
            kept.append(claim)
    return kept


def _trim(text: str) -> str:
    clean = " ".join(text.split()).strip(" .,;:!?¿¡")
    return clean if len(clean) <= 200 else clean[:199].rsplit(" ", 1)[0] + "…"


def _holding(read: Triage, decision: Decision, claims: tuple[Claim, ...], unanswered: tuple[str, ...]) -> str:
    """What the guest is told about the part that waits for a person. It promises an answer, never an outcome."""
    language = read.language
    if read.urgent_kind:
        return say(language, f"urgent_{read.urgent_kind}")
    if decision == "person":
        key = "hold_trouble" if "complaint" in read.fences else "hold_part" if claims else "hold"
        return say(language, key)
    if not unanswered:
        return ""
    if not claims:
        return say(language, "unknown_all")
    echo = unanswered[0]
    if len(unanswered) == 1 and len(echo) <= _LONGEST_ECHO and not re.search(r"https?:|www\.|[<>{}\[\]@]", echo):
        return say(language, "unknown_part", ask=echo)
    return say(language, "unknown_rest")
