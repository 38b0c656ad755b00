"""One of everything that stands in the room of consent: programs, pages, wishes, lists, proof, an import."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from casa.core.accounts.models import Brand
from casa.core.connections.models import Connection
from casa.core.consent import carriers, imports
from casa.core.consent.carrier_models import Reconciliation
from casa.core.consent.collecting import Shown, ask
from casa.core.consent.desk import load_list, note_given, stop_by_hand
from casa.core.consent.disclosures import Wanted, open_page, save_program, standard_words
from casa.core.consent.ledger import address_of
from casa.core.consent.models import Evidence, Import, ImportedPerson, NumberCheck, Preference, Review, Suppression
from casa.core.consent.proof import Proof
from casa.lib.ids import new_id


def agree(brand: Brand, phone: str, word: str) -> dict[str, UUID]:
    """Made by the real rules where there are any; the ids by kind."""
    now = datetime.now(UTC)
    program = save_program(brand, f"Offers of {word}", "marketing", frequency="Up to 4 messages a month")
    words = standard_words(brand, program.name, program.kind, program.frequency_words, "sms")
    page = open_page(
        program, Wanted(word, text_words=words, privacy_url="https://l.example/p", terms_url="https://l.example/t")
    )
    ask(page, "phone", "+18285550166", Shown("https://l.example", "203.0.113.9", word))
    proof = Proof(now - timedelta(days=1), words, "signed", "paper", evidence=f"the {word} jar")
    note_given(program, "phone", "+18285550167", proof, b"%PDF-1.7 " + word.encode())
    stop_by_hand(brand.id, "phone", "+18285550171", "all", word)
    load_list("National", "national", "", now.date(), ["8285550168"])
    here = {"workspace_id": brand.workspace_id}
    told = {**here, "brand": brand, "address": address_of("phone", phone)}
    Preference.objects.create(id=new_id(), **told, kind="hours", starts=time(9), ends=time(18), text=word)
    NumberCheck.objects.create(
        id=new_id(), **here, address=told["address"], result="no", consent_date=now.date(), queried_at=now
    )
    review = Review.objects.create(
        id=new_id(), **told, address_kind="phone", channel="sms", kind="decline", value=phone, text=word, due_at=now
    )
    carriers.learn(brand.id, "sms", "phone", "+18285550172", "unreachable", f"provider:{word}", now)
    Reconciliation.objects.create(**here, connection=Connection.objects.filter(**here).earliest("id"), began_at=now)
    _bring_in(brand, word)
    run = imports.begin(brand, program, f"Name,Phone\n{word},8285550170\n".encode(), {"name": 0, "phone": 1})
    line, kept = Suppression.objects.filter(**here).latest("recorded_at"), Evidence.objects.get(**here)
    return {"stop": line.id, "program": program.id, "signup": page.id, "review": review.id, "evidence": kept.id,
            "import": run.id}  # fmt: skip


def _bring_in(brand: Brand, word: str) -> None:
    run = imports.begin(brand, None, f"Name,Phone\n{word},8285550169\n".encode(), {"name": 0, "phone": 1})
    imports.start(run)
    imports.carry_on(brand.workspace_id, run.id)
    assert ImportedPerson.objects.filter(run=run).count() == 1
    assert Import.objects.get(id=run.id).state == "done"
