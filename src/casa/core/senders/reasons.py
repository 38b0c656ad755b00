"""What carriers and registries say when they turn something down, and what to do about it (R51-R55)."""

from collections.abc import Iterable
from dataclasses import dataclass

from casa.core.connections.contract import Reason


@dataclass(frozen=True, slots=True)
class Meaning:
    """A rejection in plain words. ``rule`` of the compliance rules, ``fields`` to look at where nobody named any."""

    words: str
    todo: str
    rule: str
    fields: tuple[str, ...] = ()


MEANINGS = {
    "601": Meaning(
        "The samples do not match the use case.",
        "Write samples of texts you really send, and choose the use case that covers all of them.",
        "R54",
        ("samples", "use_case"),
    ),
    "602": Meaning(
        "What you declared about links or phone numbers does not match the samples.",
        "Show a link or a number in a sample, or take the mark away.",
        "R54",
        ("embedded_link", "embedded_phone", "samples"),
    ),
    "708": Meaning(
        "The texts or the website look like collecting leads for others.",
        "Take offers of third parties and words about partners off the website and out of the samples.",
        "R55",
        ("message_flow", "description"),
    ),
    "709": Meaning(
        "The legal name, tax number or address was not found on the tax record.",
        "Copy them letter by letter from the letter of the tax office, with LLC or Inc.",
        "R51",
        ("legal_name", "ein", "street"),
    ),
    "710": Meaning(
        "The name is that of a platform, not of the business that writes.",
        "Enter your own business: the one guests pay or book with.",
        "R51",
        ("legal_name", "website"),
    ),
    "711": Meaning(
        "This tax number is registered for another brand already.",
        "Use one registration for one tax number, or ask the other provider to release it.",
        "R51",
        ("ein",),
    ),
    "803": Meaning(
        "They could not see how people agree to be texted.",
        "Show the words of consent beside the phone field, and name the page in how people agree.",
        "R55",
        ("message_flow",),
    ),
    "804": Meaning(
        "The website or a link on it did not open.",
        "Open every link yourself, without signing in, and correct the ones that fail.",
        "R55",
        ("website", "privacy_url", "terms_url"),
    ),
    "805": Meaning(
        "The privacy policy does not say that phone numbers are never shared for marketing.",
        "Add the sentence that mobile information is not shared with third parties for marketing.",
        "R55",
        ("privacy_url",),
    ),
    "806": Meaning(
        "STOP, HELP, how often you text, or message and data rates are missing.",
        "Add all four to the page where people agree and to the answer they get.",
        "R55",
        ("message_flow", "opt_in_message", "help_message"),
    ),
}
UNKNOWN = Meaning(
    "The carriers turned it down and gave a reason Casa does not know.",
    "Open the registration in your provider's console, where the reason is written out.",
    "R50",
)


def meaning(code: str) -> Meaning:
    """What a number of the industry means; general words for one we do not know."""
    return MEANINGS.get(code, UNKNOWN)


def told(reasons: Iterable[Reason]) -> list[dict[str, object]]:
    """Reasons as they are kept in a row: our words, their numbers."""
    return [_line(reason) for reason in reasons]


def _line(reason: Reason) -> dict[str, object]:
    found = meaning(reason.code)
    return {
        "code": reason.code or reason.vendor_code,
        "words": found.words,
        "todo": found.todo,
        "rule": found.rule,
        "fields": list(reason.fields or found.fields),
    }
