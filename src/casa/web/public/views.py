"""Public pages to agree on: a page, the same as a form in somebody's website, and the link that confirms an e-mail.

No sign-in, no cookie, no script needed. The answer is the same whether somebody is known, has stopped us or is new.
What a forged form could do is what anybody can do by opening the page, so there is no token against forgery: the
signed stamp in the form says which words were shown.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from casa.core.accounts.scope import workspace_scope
from casa.core.consent.collecting import Owed, Shown, ask, confirm, page_by_token, pending_by_link, shown_disclosure
from casa.core.consent.models import OptInPage, PendingOptIn
from casa.core.inbox.asking import send_automatic, senders
from casa.lib.phones import shown as number_words
from casa.web.public.forms import TRAP, Filled, read, stamp
from casa.web.public.limits import HOUR, within

TRIES_FROM_ONE_PLACE = 20  # an hour
TRIES_ABOUT_ONE_ADDRESS = 3  # a day
EMPTY = Filled((), {}, {"name": "", "phone": "", "email": ""}, trapped=False)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The public page of a program."""
    with workspace_scope(_found(token).workspace_id):
        return _answer(request, _opened(token), "public/page.html")


@csrf_exempt
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a form inside the sites that the owner named, and inside no others."""
    with workspace_scope(_found(token).workspace_id):
        opened = _opened(token)
        answer = _answer(request, opened, "public/form.html")
    answer._csp_replace = {"frame-ancestors": opened.origins or ["'none'"]}  # type: ignore[attr-defined]
    return answer


def _found(token: str) -> OptInPage:
    found = page_by_token(token)
    if found is None:
        raise Http404
    return found


def _opened(token: str) -> OptInPage:
    return OptInPage.objects.select_related("brand", "program", "disclosure", "email_disclosure").get(token=token)


def _answer(request: HttpRequest, opened: OptInPage, template: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, template, _context(opened, EMPTY))
    if not within("form", place_of(request), TRIES_FROM_ONE_PLACE):
        too_many = Filled((), {"form": "Too many tries from here. Wait an hour, then try again."}, EMPTY.typed, False)
        return render(request, template, _context(opened, too_many), status=429)
    filled = read(request, opened)
    if filled.problems:
        return render(request, template, _context(opened, filled), status=422)
    for kind, value in filled.wishes:
        _take(request, opened, kind, value, filled.typed["name"])
    taken = {"done": True, "kinds": [kind for kind, _ in filled.wishes]}
    return render(request, template, _context(opened, filled) | taken)


def place_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _take(request: HttpRequest, opened: OptInPage, kind: str, value: str, name: str) -> None:
    """Note the wish and put what it is owed into the outbox; nothing of this shows."""
    if not within("address", f"{opened.id}|{kind}|{value}", TRIES_ABOUT_ONE_ADDRESS, 24 * HOUR):
        return
    agent = request.headers.get("User-Agent", "")[:300]
    place, at = place_of(request), datetime.now(UTC).isoformat()
    owed = ask(opened, kind, value, Shown(request.build_absolute_uri()[:300], place, agent, at, name[:120]))
    if owed is not None:
        deliver(opened.brand_id, owed, name)


def deliver(brand_id: UUID, owed: Owed, name: str = "") -> None:
    link = f" {settings.BASE_URL}{reverse('public_yes', args=[owed.token])}" if owed.token else ""
    words = f"{owed.words}{link}"
    send_automatic(brand_id, owed.kind, owed.value, words, uuid5(owed.key, "message"), name, owed.program)


def _context(opened: OptInPage, filled: Filled) -> dict[str, Any]:
    texts = senders(opened.brand_id, "phone")
    ours = str(texts[0].settings.get("from_number", "")) if texts else ""
    return {
        "page": opened,
        "brand": opened.brand,
        "program": opened.program,
        "sms_words": _words(opened, "phone"),
        "email_words": _words(opened, "email"),
        "typed": filled.typed,
        "problems": filled.problems,
        "stamp": stamp(opened),
        "trap": TRAP,
        "our_number": number_words(ours) if ours else "",
    }


def _words(opened: OptInPage, kind: str) -> str:
    collected = opened.collects_sms if kind == "phone" else opened.collects_email
    words = shown_disclosure(opened, kind) if collected else None
    return words.text if words else ""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def yes(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an e-mail opt-in. Opening it changes nothing (mail programs open links); the button does."""
    found = pending_by_link(token)
    if found is None:
        return render(request, "public/ended.html", status=410)
    with workspace_scope(found.workspace_id):
        pending = PendingOptIn.objects.select_related("page__brand", "page__program").get(id=found.id)
        context = {"brand": pending.page.brand, "program": pending.page.program, "done": bool(pending.confirmed_at)}
        if request.method == "POST" and not pending.confirmed_at:
            at = datetime.now(UTC).isoformat()
            agent = request.headers.get("User-Agent", "")[:300]
            owed = confirm(pending, {"ip": place_of(request), "user_agent": agent, "at": at, "by": "link"})
            if owed is not None:
                deliver(pending.page.brand_id, owed)
            context["done"] = True
        return render(request, "public/yes.html", context)
