"""A guest's own page: what is held of them, who read it and why, when it goes, and their rights.

No sign-in and no cookie: the address is what nobody else has, and a code to their own number or e-mail opens it. What
a forged form could do needs both, so there is no token against forgery.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import workspace_scope
from casa.core.people.models import Person
from casa.core.privacy import export, guests, rights
from casa.core.privacy.held import told_of
from casa.core.privacy.models import Export, GuestLink, Request, RequestKind
from casa.lib.phones import masked

SAID = {
    RequestKind.ACCESS: "Your copy is being made. Open this page again in a few minutes to fetch it.",
    RequestKind.CORRECT: "We have it. Somebody corrects it and answers within 30 days.",
    RequestKind.RESTRICT: "Done. We keep your data but use it for nothing, and write to you no more.",
    RequestKind.OBJECT: "You get no more offers. Somebody looks at the rest and answers within 30 days.",
    RequestKind.ERASE: "We have it. Somebody answers within 30 days; what the law makes us keep is named here.",
    RequestKind.STOP: "Done. You get no more messages.",
    RequestKind.WITHDRAW_AI: "Done. No AI works on your messages any more.",
}
REASONS = {
    "conversation": "to read your messages", "person": "to look you up", "search": "found in a search",
    "draft": "to draft an answer", "code": "for a door code", "export": "to make a copy", "request": "for your request",
    "campaign": "to choose who gets a message", "appointment": "for an appointment", "log": "to look through a log",
    "consent": "to see what you agreed to", "saved text": "to fill in a text for you",
    "incident": "to look into an incident", "preview": "to see this page as you see it",
    "restricted:asked": "because you asked to", "restricted:claim": "restricted, but for a legal claim",
    "restricted:others": "restricted, but for somebody’s rights", "restricted:public": "restricted, but by law",
}  # fmt: skip
RIGHTS = {
    RequestKind.STOP: ("Stop all messages", "At once, whatever they are about."),
    RequestKind.WITHDRAW_AI: ("No AI on my messages", "At once. Only people read and answer them."),
    RequestKind.RESTRICT: ("Keep my data, but do not use it", "At once, and we write to you no more."),
    RequestKind.OBJECT: ("Object to how it is used", "Offers stop at once. The rest is answered within 30 days."),
    RequestKind.CORRECT: ("Correct something", "Write below what is wrong. Done within 30 days."),
    RequestKind.ERASE: ("Erase my data", "Answered within 30 days. What the law makes us keep is named above."),
    RequestKind.ACCESS: ("A copy of my data", ""),
}
"""A guest's rights in their words, and what follows."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse | StreamingHttpResponse:
    """The page, and everything that is done on it."""
    try:
        found = guests.link_of(token)
        with workspace_scope(found.workspace_id):
            row, person = guests.held(found.id)
            return _answer(request, row, person)
    except guests.Ended:
        return render(request, "guest/ended.html", status=410)


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
    context = {"brand": default_brand(), "ways": _ways(person), "open": open_now, **more}
    context |= theirs(person) | {"seen": seen} if open_now else {}
    return render(request, "guest/mine.html", context, status=422 if more.get("problem") else 200)


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
            {"at": one.slot, "who": _reader(one), "why": REASONS.get(one.reason, one.reason)}
            for one in guests.who_read(person)
        ],
        "asked": [{"row": one, "words": RIGHTS[RequestKind(one.kind)][0]} for one in asked[:20]],
        "copy": copies.order_by("-ready_at").first(),
        "rights": [(kind, *words) for kind, words in RIGHTS.items() if kind != RequestKind.ACCESS],
    }


def _reader(one: Any) -> str:
    if one.by_assistant:
        return "The assistant"
    return one.user.first_name if one.user else "Somebody who has left"


def _code(request: HttpRequest, row: GuestLink, person: Person) -> HttpResponse:
    try:
        guests.send_code(row, person, UUID(request.POST.get("to", "")))
    except ValueError:
        raise NotPossible("Pick one of the numbers or e-mails in the list.") from None
    return _shown(request, row, person, said="The code is on its way. It ends in 10 minutes.", waiting=True)


def _open(request: HttpRequest, row: GuestLink, person: Person) -> HttpResponse:
    return _shown(request, row, person, guests.open_with(row, request.POST.get("code", "")))


def _how(request: HttpRequest, row: GuestLink) -> str:
    """How they have shown who they are. Raises NotPossible: nothing is done for a link alone."""
    how = guests.opened_how(row, request.POST.get("seen", ""))
    if not how:
        raise NotPossible("Half an hour is over. Open the page with a new code.")
    return how


def _ask(request: HttpRequest, row: GuestLink, person: Person) -> HttpResponse:
    how, kind = _how(request, row), request.POST.get("kind", "")
    asked = rights.ask(person, kind, request.POST.get("words", ""), verified=how)
    if asked.kind == RequestKind.ACCESS:
        rights.fulfil(asked)
    return _shown(request, row, person, said=SAID[RequestKind(asked.kind)])


def _fetch(request: HttpRequest, row: GuestLink, person: Person) -> StreamingHttpResponse:
    _how(request, row)
    ready = Export.objects.filter(workspace_id=person.workspace_id, person_id=person.id, state="ready")
    newest = ready.order_by("-ready_at").first()
    if newest is None:
        raise NotPossible("The copy is not ready yet. Open this page again in a few minutes.")
    found, pieces = export.fetch(newest.id)
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="my-data-{found.asked_at:%Y-%m-%d}.zip"'
    return answer


DEEDS: dict[str, Callable[[HttpRequest, GuestLink, Person], HttpResponse | StreamingHttpResponse]] = {
    "code": _code,
    "open": _open,
    "ask": _ask,
    "fetch": _fetch,
}
