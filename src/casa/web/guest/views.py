"""A guest's own page: what is held of them, who read it and why, when it goes, and their rights.

No sign-in and no cookie: the address is what nobody else has, and a code to their own number or e-mail opens it. What
a forged form could do needs both, so there is no token against forgery.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import workspace_scope
from casa.core.accounts.spoken import Words, day
from casa.core.appointments.queries import zone
from casa.core.people.models import Person
from casa.core.privacy import export, guests, rights
from casa.core.privacy.held import told_of
from casa.core.privacy.models import Export, GuestLink, Request, RequestKind
from casa.lib.phones import masked
from casa.web.spoken import say as everywhere
from casa.web.spoken import spoken_to, switch

PICKED = (
    RequestKind.STOP, RequestKind.WITHDRAW_AI, RequestKind.RESTRICT, RequestKind.OBJECT, RequestKind.CORRECT,
    RequestKind.ERASE,
)  # fmt: skip
"""The rights in the order in which they are offered; the copy has a button of its own."""
say = Words.beside(__file__, everywhere)
REASONS = {name.removeprefix("why.") for name in say.texts if name.startswith("why.")}


@vary_on_headers("Accept-Language")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse | StreamingHttpResponse:
    """The page, and everything that is done on it."""
    try:
        found = guests.link_of(token)
        with workspace_scope(found.workspace_id):
            row, person = guests.held(found.id)
            with spoken_to(request, person.language), timezone.override(zone()):
                return _answer(request, row, person)
    except guests.Ended:
        with spoken_to(request):
            return render(request, "guest/ended.html", {"languages": switch()}, status=410)


def _answer(request: HttpRequest, row: GuestLink, person: Person) -> HttpResponse | StreamingHttpResponse:
    """A refusal is said on the page, and what was counted with it stays counted."""
    deed = DEEDS.get(request.POST.get("do", "")) if request.method == "POST" else None
    try:
        return deed(request, row, person) if deed else _shown(request, row, person)
    except NotPossible as refused:
        return _shown(request, row, person, problem=str(refused))


def _shown(request: HttpRequest, row: GuestLink, person: Person, seen: str = "", **more: Any) -> HttpResponse:
    seen = seen or request.POST.get("seen", "")
    open_now = bool(guests.opened_how(row, seen))
    context = {"brand": default_brand(), "ways": _ways(person), "open": open_now, **spoken(), **more}
    context |= theirs(person) | {"seen": seen, "posted": seen} if open_now else {}
    return render(request, "guest/mine.html", context, status=422 if more.get("problem") else 200)


def spoken() -> dict[str, Any]:
    """What the page needs to speak."""
    return {"words": say, "languages": switch()}


def _ways(person: Person) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "words": masked(one.value) if one.kind == "phone" else _hidden(one.value)}
        for one in guests.ways_to(person)
    ]


def _hidden(email: str) -> str:
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"


def theirs(person: Person) -> dict[str, Any]:
    """Everything that the opened page shows of somebody."""
    asked = Request.objects.filter(workspace_id=person.workspace_id, person_id=person.id).order_by("-received_at")
    copies = Export.objects.filter(workspace_id=person.workspace_id, person_id=person.id, state="ready")
    return {
        "them": guests.known_of(person),
        "held": told_of(person),
        "reads": [
            {"at": one.slot, "who": _reader(one), "why": say(f"why.{one.reason if one.reason in REASONS else 'other'}")}
            for one in guests.who_read(person)
        ],
        "asked": [_told(one) for one in asked[:20]],
        "copy": copies.order_by("-ready_at").first(),
        "rights": [(kind, say(f"right.{kind}"), say(f"then.{kind}")) for kind in PICKED],
    }


def _told(asked: Request) -> dict[str, Any]:
    """What they asked for, and when it is answered or how it was."""
    on = asked.settled_at or asked.due_at
    return {
        "row": asked,
        "words": say(f"right.{asked.kind}"),
        "on": on,
        "stands": say(f"asked.{asked.state}", day=day(on)),
    }


def _reader(one: Any) -> str:
    if one.by_assistant:
        return say("reads.assistant")
    return str(one.user.first_name) if one.user else say("reads.gone")


def _code(request: HttpRequest, row: GuestLink, person: Person) -> HttpResponse:
    picked = request.POST.get("to", "")
    guests.send_code(row, person, next((one.id for one in guests.ways_to(person) if str(one.id) == picked), None))
    return _shown(request, row, person, said=say("code.sent"), waiting=True)


def _open(request: HttpRequest, row: GuestLink, person: Person) -> HttpResponse:
    return _shown(request, row, person, guests.open_with(row, request.POST.get("code", "")))


def _how(request: HttpRequest, row: GuestLink) -> str:
    """How they have shown who they are. Raises NotPossible: nothing is done for a link alone."""
    how = guests.opened_how(row, request.POST.get("seen", ""))
    if not how:
        raise NotPossible(say("code.over"))
    return how


def _ask(request: HttpRequest, row: GuestLink, person: Person) -> HttpResponse:
    how, kind = _how(request, row), request.POST.get("kind", "")
    asked = rights.ask(person, kind, request.POST.get("words", ""), verified=how)
    if asked.kind == RequestKind.ACCESS:
        rights.fulfil(asked)
    return _shown(request, row, person, said=say(f"said.{asked.kind}"))


def _fetch(request: HttpRequest, row: GuestLink, person: Person) -> StreamingHttpResponse:
    _how(request, row)
    ready = Export.objects.filter(workspace_id=person.workspace_id, person_id=person.id, state="ready")
    newest = ready.order_by("-ready_at").first()
    if newest is None:
        raise NotPossible(say("copy.not_ready"))
    found, pieces = export.fetch(newest.id)
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"{say('copy.file')}-{found.asked_at:%Y-%m-%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


DEEDS: dict[str, Callable[[HttpRequest, GuestLink, Person], HttpResponse | StreamingHttpResponse]] = {
    "code": _code,
    "open": _open,
    "ask": _ask,
    "fetch": _fetch,
}
