"""What kind of sender a number is, and which messages a declared use case covers. Pure tables."""

from casa.core.senders.models import SenderKind

KINDS = frozenset({"reply", "service", "reminder", "marketing", "compliance"})  # the gate's kinds of message
TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
# +1 outside the United States, its territories and Canada: the Caribbean and Bermuda (R74).
CARIBBEAN = frozenset(
    {
        "242", "246", "264", "268", "284", "345", "441", "473", "649", "658", "664", "721",
        "758", "767", "784", "809", "829", "849", "868", "869", "876",
    }
)  # fmt: skip
TALK = frozenset({"reply", "compliance"})
CARE = TALK | {"service", "reminder"}
# R53: a message's kind must be covered by the registered use case. What is not here covers answers only.
COVERS = {
    "MIXED": KINDS,
    "LOW_VOLUME": KINDS,
    "SOLE_PROPRIETOR": KINDS,
    "AGENTS_FRANCHISES": KINDS,
    "MARKETING": TALK | {"marketing"},
    "SWEEPSTAKE": TALK | {"marketing"},
    "CUSTOMER_CARE": CARE,
    "ACCOUNT_NOTIFICATION": CARE,
    "DELIVERY_NOTIFICATION": CARE,
    "CONVERSATIONAL": TALK | {"service"},
    "PUBLIC_SERVICE_ANNOUNCEMENT": TALK | {"service"},
    "SECURITY_ALERT": TALK | {"service"},
    "FRAUD_ALERT": TALK | {"service"},
    "HIGHER_EDUCATION": CARE,
    "K12_EDUCATION": CARE,
    "CHARITY": KINDS,
}


def kind_of(address: str) -> SenderKind | None:
    """What a sender's address is; None for what is no number (an e-mail, a name, a platform)."""
    digits = address.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    if not address.startswith("+"):
        return SenderKind.SHORT_CODE if 4 <= len(digits) <= 6 else None
    if not digits.startswith("1"):
        return SenderKind.OTHER
    area = digits[1:4]
    if area in TOLL_FREE:
        return SenderKind.TOLL_FREE
    return SenderKind.OTHER if area in CARIBBEAN else SenderKind.LOCAL


def covers(kind: str, use_case: str) -> frozenset[str]:
    """The gate kinds an approved sender of this kind may send (R53). Only local numbers are tied to a use case."""
    return COVERS.get(use_case, TALK) if kind == SenderKind.LOCAL else KINDS
