"""Checks of the address itself: can it be reached, is it theirs, may it be used for this (R13–R17, R73, R124)."""

from datetime import timedelta

from casa.core.consent.gate.case import Case, Known, Verdict, block

COUNTRIES = frozenset({"US", "CA", "GB", "IE", "FR", "DE", "ES", "MX", "NL", "SE", "IT", "PT", "CH", "AT", "BE", "AU"})
PREMIUM_AREA = "900"
AGES = timedelta(days=45)  # a number rests that long before somebody else gets it (R13)
# Addresses that a booking platform lends for one stay; what is sent there reaches the platform (R124).
MASKED = (
    "guest.airbnb.com", "reply.airbnb.com", "guest.booking.com", "property.booking.com", "messages.homeaway.com",
    "messages.vrbo.com", "guest.vrbo.com", "m.expediapartnercentral.com", "expediamessaging.com",
)  # fmt: skip


def number(case: Case, known: Known) -> Verdict | None:
    """R73, R74: a text needs a whole number that can be texted, in a country that is switched on."""
    if not case.texts:
        return None
    if known.country == "?":
        return block("This is not a number that can be texted.", "number", "R73", "E.164, libphonenumber")
    if case.address.startswith(f"+1{PREMIUM_AREA}"):
        return block("This is a premium number. It cannot be texted.", "number", "R73", "E.164, libphonenumber")
    if known.country.endswith(":landline"):
        return block("This is a landline. It cannot be texted.", "landline", "R73", "E.164, libphonenumber")
    if known.country and known.country not in COUNTRIES:
        return block(f"Texting to {known.country} is switched off.", "country", "R74", "Casa policy against pumping")
    return None


def relay(case: Case, known: Known) -> Verdict | None:
    """R124, R125, R14: a platform's own channel, and a number or e-mail it lent, carry what is about the stay and no
    offers; a lent number ends two days after checkout, and then it is a stranger's."""
    on_platform = case.address_kind.startswith("platform:")
    masked = case.address_kind == "email" and case.address.rsplit("@", 1)[-1].lower().endswith(MASKED)
    lent = known.relay or case.relay_until is not None
    if case.kind == "marketing" and (on_platform or masked or lent):
        return block(
            "They are reached only through a booking platform, and platforms allow no offers.",
            "relay",
            "R125" if on_platform else "R124",
            "Airbnb off-platform policy; CTIA 5.1.5",
        )
    ended = case.relay_until is not None and case.now > case.relay_until
    if ended and case.kind != "compliance" and not case.answers_them:
        words = "The platform lent this number for the stay, and the stay is over."
        return block(words, "relay", "R124", "Airbnb temporary numbers")
    return None


def reassigned(case: Case, known: Known) -> Verdict | None:
    """R13: consent dies with the subscriber; what the reassigned-numbers database said of this number."""
    if case.kind != "marketing" or not case.texts or known.reassigned not in ("yes", "no_data"):
        return None
    given = known.consent.occurred_at if known.consent else None
    if given is not None and known.reassigned_at is not None and given > known.reassigned_at:
        return None
    source = "47 CFR 64.1200(m)"
    if known.reassigned == "yes":
        return block("This number belongs to somebody else now. Ask for their new one.", "reassigned", "R13", source)
    if given is not None and case.now - given <= AGES:
        return None
    return block("Nobody can tell whether this number is still theirs. Ask them first.", "reassigned", "R13", source)


def do_not_call(case: Case, known: Known) -> Verdict | None:
    """R15, R17: an offer to a listed number needs their written consent; a list older than 31 days proves nothing."""
    if case.kind != "marketing" or not case.texts or known.consent_class == "written":
        return None
    source = "47 CFR 64.1200(c)(2)"
    if known.do_not_call:
        words = f"They are on the do-not-call list “{known.do_not_call[0]}” and have not agreed in writing."
        return block(words, "do_not_call", "R17" if "TX" in known.place.states else "R15", source)
    if known.lists_stale:
        words = "Your do-not-call list is older than 31 days. Load a fresh one under Consent."
        return block(words, "do_not_call", "R15", source)
    return None
