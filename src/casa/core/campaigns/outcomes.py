"""The words for why somebody gets a campaign or not; one table for counts, lists and rows."""

from dataclasses import dataclass

NOW = "now"
QUIET = "quiet"
CAP = "cap"
NO_CONSENT = "no_consent"
OPTED_OUT = "opted_out"
GONE = "gone"
NO_NUMBER = "no_number"
RELAY = "relay"
PICTURE = "picture"
DUPLICATE = "duplicate"
BOOKED = "booked"
DO_NOT_CALL = "do_not_call"
GREETING = "greeting"
OVER = "over"
NO_HOUR = "no_hour"
OVERDUE = "overdue"
TEXT = "text"
SENDER = "sender"
REPLIED = "replied"
CANCELLED = "cancelled"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``title`` and ``words`` as the page shows them; ``tone``: go, wait, out."""

    key: str
    title: str
    words: str
    tone: str


OUTCOMES = {
    each.key: each
    for each in (
        Outcome(NOW, "Can get it now", "They agreed to this kind of message", "go"),
        Outcome(QUIET, "Quiet hours now", "Held until their quiet hours end", "wait"),
        Outcome(CAP, "Written to enough today", "Held until a day has passed", "wait"),
        Outcome(NO_CONSENT, "No consent for this", "They never agreed to this kind of message", "out"),
        Outcome(OPTED_OUT, "Opted out", "Told you to stop. They stay stopped", "out"),
        Outcome(GONE, "Number gone", "Disconnected, or given to somebody else", "out"),
        Outcome(NO_NUMBER, "No number", "There is nothing to text", "out"),
        Outcome(RELAY, "Only through a platform", "Platforms do not carry campaigns", "out"),
        Outcome(PICTURE, "Pictures do not go there", "Only numbers in the US and Canada get pictures", "out"),
        Outcome(DUPLICATE, "Same number as somebody else", "One number gets one text", "out"),
        Outcome(BOOKED, "Already booked those nights", "They would see an offer for what they have", "out"),
        Outcome(DO_NOT_CALL, "On a do-not-call list", "They must agree in writing first", "out"),
        Outcome(GREETING, "Not welcomed yet", "The text that confirms their sign-up must be the first they get", "out"),
        Outcome(OVER, "Too late for them", "What it is about has begun or is over", "out"),
        Outcome(NO_HOUR, "No hour for it", "The law where they are leaves no hour for this", "out"),
        Outcome(OVERDUE, "Somebody's stop is not settled", "Settle it under Consent, then nothing holds this", "out"),
        Outcome(TEXT, "The text does not fit them", "Something in it is not known for them, or not allowed", "out"),
        Outcome(SENDER, "Your number may not send this", "See Senders", "out"),
        Outcome(REPLIED, "They wrote first", "A campaign stops when somebody answers", "out"),
        Outcome(CANCELLED, "Cancelled", "You stopped it before it left", "out"),
        Outcome(OTHER, "Not allowed", "A rule holds it back", "out"),
    )
}
GETS = (NOW, QUIET, CAP)
