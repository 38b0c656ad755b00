"""Composing an answer: read the message (`triage`), write claims from facts (`compose`), put them together."""

from casa.core.assistant.compose.draft import Claim, Decision, Draft
from casa.core.assistant.compose.triage import Ask, Triage, triage
from casa.core.assistant.compose.writer import assemble, compose

__all__ = ["Ask", "Claim", "Decision", "Draft", "Triage", "assemble", "compose", "triage"]
