from collections.abc import Sequence
from dataclasses import replace

import pytest

from casa.core.assistant.check import check, why_not
from casa.core.assistant.compose import Claim, Draft
from casa.core.assistant.facts import Fact, Passage, Turnover, gather
from casa.core.assistant.stance import contradicts, stance
from casa.core.assistant.tests.worlds import (
    AFTER,
    BEFORE,
    CODE,
    WIFI_PASSWORD,
    situation,
    with_home,
    with_stay,
)
from casa.core.assistant.tokens import tokens_in

CAFE = Passage(
    "cafe", "p1", "Coffee", "Blue Bottle on Oak Street opens at 7:30 AM. A coffee is $4.50. Call 541-555-0177."
)
POOL = Passage("pool", "p1", "Pool", "The pool is open from May to September. No glass at the pool. It is 12 m long.")
WORLD = situation(knowledge=(CAFE, POOL))


def why(text: str, *ids: str, facts: Sequence[Fact] | None = None) -> str | None:
    return why_not(Claim(text, ids), {f.id: f for f in (gather(WORLD) if facts is None else facts)}, WORLD.now)


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("Check-in is from 3 PM.", "property:checkin"),
        ("You can come from 15:00.", "property:checkin"),
        ("Come at 3:00 pm.", "property:checkin"),
        ("Come at 3 p.m. or later.", "property:checkin"),
        ("L'arrivée est à 15h.", "property:checkin"),
        ("L'arrivée est à 15 h 00.", "property:checkin"),
        ("La entrada es a las 3 de la tarde.", "property:checkin"),
        ("Your stay ends on Friday, October 16th at 11 AM.", "stay:dates"),
        ("Votre séjour finit le 16 octobre à 11h.", "stay:dates"),
        ("You are here from 12 to 16 October.", "stay:dates"),
        ("Blue Bottle opens at half past seven, that is 7:30.", "knowledge:cafe"),
        ("A coffee is 4.50 dollars.", "knowledge:cafe"),
        ("Their number is (541) 555-0177.", "knowledge:cafe"),
        ("Up to 2 dogs are fine, at $40.00 per stay.", "property:pets"),
        ("The pool is open from May on.", "knowledge:pool"),
        ("Smoking is not allowed, sorry.", "property:smoking"),
        ("No problem, pets are welcome.", "property:pets"),
    ],
)
def test_supported_claims_stand(text: str, cites: str) -> None:
    assert why(text, cites) is None


@pytest.mark.parametrize(
    ("text", "cites", "reason"),
    [
        ("Check-in is from 2 PM.", "property:checkin", "a time"),
        ("Check-in is from 3 AM.", "property:checkin", "a time"),
        ("Your stay ends on 17 October.", "stay:dates", "a date"),
        ("Your stay ends on Saturday.", "stay:dates", "a day of the week"),
        ("A coffee is $5.", "knowledge:cafe", "an amount"),
        ("A coffee is 7 dollars.", "knowledge:cafe", "an amount"),
        ("Call them on 541-555-0178.", "knowledge:cafe", "a phone number"),
        ("Write to host@evil.example.", "knowledge:cafe", "an e-mail address"),
        ("Pay at https://evil.example/pay.", "knowledge:cafe", "a link"),
        ("Pay at evil-pay.com.", "knowledge:cafe", "a link"),
        ("The pool is 15 m long.", "knowledge:pool", "a number"),
        ("There is room for three cars.", "property:parking", "a number"),
        ("It is 20% cheaper on Oak Street.", "knowledge:cafe", "a share"),
        ("We like the Stumptown coffee there.", "knowledge:cafe", "somebody or something"),
        ("Blue Moon opens at 7:30 AM.", "knowledge:cafe", "somebody or something"),
        ("Your host Marisol will meet you.", "property:checkin", "somebody or something"),
        ("There is a sauna.", "knowledge:pool", "does not"),
        ("There is parking at the pool.", "knowledge:pool", "does not"),
        ("Pets are not allowed.", "property:pets", "opposite"),
        ("Smoking is allowed on the balcony.", "property:smoking", ""),
        ("You can smoke here.", "property:smoking", "opposite"),
        ("Se permite fumar.", "property:smoking", "opposite"),
        ("Les animaux ne sont pas admis.", "property:pets", "opposite"),
        ("Glass is fine at the pool.", "knowledge:pool", "opposite"),
        ("We will refund you.", "property:checkin", "money back"),
        ("I can offer a discount.", "property:checkin", "money back"),
        ("Vous serez remboursé.", "property:checkin", "money back"),
        ("I promise it will be ready.", "property:checkin", "promise"),
        ("Early check-in is guaranteed.", "policy:early_checkin", "promise"),
        ("Early check-in is possible at no cost.", "policy:early_checkin", "costs nothing"),
        ("Call [phone-1].", "knowledge:cafe", "blank"),
        ("a " * 500, "knowledge:cafe", "too long"),
        ("The code is 1234.", "stay:door_code", "a number"),
    ],
)
def test_unsupported_claims_fall(text: str, cites: str, reason: str) -> None:
    found = why(text, cites)
    assert found is not None
    assert reason in found


def test_a_claim_needs_a_source_that_exists() -> None:
    assert why("Check-in is from 3 PM.") == "Cites no source"
    assert why("Check-in is from 3 PM.", "property:chekin") == "Cites a source that does not exist"
    assert why("Check-in is from 3 PM.", "property:parking") is not None


@pytest.mark.parametrize("written", [CODE, "4 8 2 1", "4-8-2-1", "4.8.2.1", f"{CODE}#"])
@pytest.mark.parametrize(
    "world",
    [situation(now=BEFORE), situation(now=AFTER), situation(stay=with_stay(status="inquiry"))],
    ids=["before", "after", "no booking"],
)
def test_a_door_code_outside_its_window_falls_however_it_is_written(written: str, world: object) -> None:
    facts = gather(world)  # type: ignore[arg-type]
    for cited in ("stay:door_code", "stay:dates", "property:parking"):
        claim = Claim(f"Use {written} at the door.", (cited,))
        assert check(Draft((claim,)), facts).draft.claims == ()


def test_even_a_host_message_cannot_carry_the_code_out_of_its_window() -> None:
    """A forged or stale fact that spells the code out does not help: the window is held by the value."""
    facts = [*gather(situation(now=BEFORE)), Fact("message:x", "message", "Message", f"The code is {CODE}.")]
    checked = check(Draft((Claim(f"The code is {CODE}.", ("message:x",)),)), facts, BEFORE)
    assert checked.dropped[0].why == "Tells a code outside its time"
    assert CODE not in checked.dropped[0].why


def test_a_code_that_was_open_when_drafted_is_judged_again_when_sent() -> None:
    world = situation()
    draft = Draft((Claim(f"The door code is {CODE}.", ("stay:door_code",)),))
    facts = gather(world)
    assert check(draft, facts, world.now).dropped == ()
    assert check(draft, facts, AFTER).draft.claims == ()
    assert check(draft, facts, BEFORE).draft.claims == ()


def test_the_wifi_password_waits_for_the_booking() -> None:
    claim = Claim(f"The password is {WIFI_PASSWORD}.", ("property:wifi",))
    assert check(Draft((claim,)), gather(situation())).dropped == ()
    assert check(Draft((claim,)), gather(situation(stay=with_stay(status="inquiry")))).draft.claims == ()


def test_what_is_left_is_kept_and_said() -> None:
    good, bad = Claim("Check-in is from 3 PM.", ("property:checkin",)), Claim("Come at 1 PM.", ("property:checkin",))
    facts = gather(WORLD)
    checked = check(Draft((good, bad)), facts)
    assert checked.draft.claims == (good,)
    assert [drop.claim for drop in checked.dropped] == [bad]
    assert checked.draft.decision == "draft"
    assert checked.draft.reason
    nothing_left = check(Draft((bad,)), facts).draft
    assert nothing_left.decision == "person"


def test_the_same_claim_twice_falls_twice() -> None:
    bad = Claim("Come at 1 PM.", ("property:checkin",))
    assert len(check(Draft((bad, replace(bad))), gather(WORLD)).dropped) == 2


def test_permission_follows_the_data_not_the_wording() -> None:
    home = with_home(pets_allowed=False, pets_text="We love dogs, but the neighbours do not.")
    facts = gather(situation(property=home))
    assert check(Draft((Claim("Dogs are welcome.", ("property:pets",)),)), facts).draft.claims == ()


def test_a_free_calendar_and_a_full_one_do_not_mix() -> None:
    full = gather(situation())
    claim = Claim("The home is free after checkout on Fri 16 Oct.", ("calendar:departure",))
    free = gather(situation(turnover=Turnover()))
    assert check(Draft((claim,)), free).dropped == ()
    assert check(Draft((Claim("You can stay until 5 PM.", ("calendar:departure",)),)), full).draft.claims == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pets are welcome.", 1),
        ("No pets.", -1),
        ("No problem, bring them.", 0),
        ("There is a pool.", 1),
        ("There isn't a pool.", -1),
        ("No se admiten mascotas.", -1),
        ("Il n'y a pas de piscine.", -1),
        ("Checkout is by 11 AM.", 0),
    ],
)
def test_stance(text: str, expected: int) -> None:
    assert stance(text) == expected


def test_contradiction_is_looked_for_clause_by_clause() -> None:
    source = ["Pets are allowed, but not in the bedroom. Smoking is not allowed."]
    assert not contradicts("Pets are allowed.", source)
    assert not contradicts("Pets may not sleep in the bedroom.", source)
    assert contradicts("Smoking is allowed.", source)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4 PM", "16:00"),
        ("4:00 pm", "16h"),
        ("noon", "12:00 PM"),
        ("16 October", "Oct 16th"),
        ("16 de octubre", "2026-10-16"),
        ("$1,856", "1856.00 dollars"),
        ("25 %", "25 percent"),
        ("two", "2"),
        ("+1 (541) 555-0177", "+15415550177"),
        ("https://a.example/b/", "http://a.example/b"),
    ],
)
def test_formats_meet(one: str, other: str) -> None:
    first = {(t.kind, t.value) for t in tokens_in(one)}
    assert first
    assert first == {(t.kind, t.value) for t in tokens_in(other)}
