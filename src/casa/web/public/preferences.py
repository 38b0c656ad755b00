"""What a recipient gets from us and how they end it: a signed address, no sign-in, no script needed.

Stopping needs no code, and says nothing about what stood before. The address itself is what nobody else has, so
there is no token against forgery; mail programs may post to it as "one click" (RFC 8058).
"""

from collections.abc import Callable
from datetime import time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from casa.core.accounts.models import Brand
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import workspace_scope
from casa.core.accounts.spoken import Words
from casa.core.appointments.queries import zone
from casa.core.consent import preferences as rules
from casa.core.inbox.asking import send_automatic
from casa.core.people.models import Identity
from casa.lib.phones import masked
from casa.web.public.limits import HOUR, within
from casa.web.spoken import chosen, spoken_to, switch
from casa.web.spoken import say as everywhere

CODES_AN_HOUR = 4
SAID = ("stopped", "sent", "ended", "begun", "kept")
say = Words.beside(__file__, everywhere)


@vary_on_headers("Accept-Language")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """The page, and everything that is done on it."""
    try:
        place = rules.place_of(token)
        with workspace_scope(place.workspace_id):
            identity, brand = rules.identity_at(place), Brand.objects.get(id=place.brand_id)
            with spoken_to(request, identity.person.language), timezone.override(zone()):
                return _answer(request, token, place, brand, identity)
    except (rules.Ended, Brand.DoesNotExist):
        with spoken_to(request):
            return render(request, "public/ended.html", {"languages": switch()}, status=410)


def _answer(request: HttpRequest, token: str, place: rules.Place, brand: Brand, identity: Identity) -> HttpResponse:
    if request.method == "POST":
        return _done(request, token, place, brand, identity)
    said = request.GET.get("said", "")
    return _shown(request, place, brand, identity, said=say(f"said.{said}") if said in SAID else "")


def _shown(request: HttpRequest, place: rules.Place, brand: Brand, identity: Identity, **more: Any) -> HttpResponse:
    carried = request.POST.get("seen") or request.GET.get("seen", "")
    open_now = rules.is_opened(place, carried)
    context = {
        "brand": brand,
        "kind": identity.kind,
        "where": masked(identity.value) if identity.kind == "phone" else _hidden(identity.value),
        "open": open_now,
        "seen": carried if open_now else "",
        "words": say,
        "languages": switch(seen=carried if open_now else ""),
        "channels": [(value, say(f"how.{value or 'both'}")) for value in ("", "sms", "email")],
        "streams": rules.streams(brand.id, identity) if open_now else [],
        "wishes": {row.kind: row for row in rules.wishes(brand.id, identity)} if open_now else {},
        **more,
    }
    return render(request, "public/mine.html", context, status=422 if more.get("problem") else 200)


def _hidden(value: str) -> str:
    name, at, host = value.partition("@")
    return f"{name[:1]}•••{at}{host}"


def _done(request: HttpRequest, token: str, place: rules.Place, brand: Brand, identity: Identity) -> HttpResponse:
    wanted = "stop_all" if "List-Unsubscribe" in request.POST else request.POST.get("do", "")
    act = FREE.get(wanted) or (AFTER_CODE.get(wanted) if _may(request, place) else None)
    if act is None:
        return _shown(request, place, brand, identity, problem=say("again"))
    try:
        said, carried = act(request, place, brand, identity)
    except NotPossible as refused:
        return _shown(request, place, brand, identity, problem=str(refused))
    kept = {"said": said, "seen": carried, "lang": chosen(request)}
    answer = redirect("public_preferences", token)
    answer["Location"] += "?" + urlencode({name: value for name, value in kept.items() if value})
    return answer


def _may(request: HttpRequest, place: rules.Place) -> bool:
    return rules.is_opened(place, request.POST.get("seen", ""))


Act = Callable[[HttpRequest, rules.Place, Brand, Identity], tuple[str, str]]


def _stop_all(request: HttpRequest, place: rules.Place, brand: Brand, identity: Identity) -> tuple[str, str]:
    rules.stop_all(brand.id, identity)
    return "stopped", ""


def _send_code(request: HttpRequest, place: rules.Place, brand: Brand, identity: Identity) -> tuple[str, str]:
    if within("code", str(place.identity_id), CODES_AN_HOUR, HOUR):
        code = rules.new_code(place)
        words, key = rules.code_words(brand, code), rules.code_key(place, code)
        send_automatic(brand.id, identity.kind, identity.value, words, key, secret=code)
    return "sent", ""


def _open(request: HttpRequest, place: rules.Place, brand: Brand, identity: Identity) -> tuple[str, str]:
    if not rules.code_is(place, request.POST.get("code", "")):
        raise NotPossible(say("wrong_code"))
    return "", rules.opened(place)


def _program(request: HttpRequest, place: rules.Place, brand: Brand, identity: Identity) -> tuple[str, str]:
    on = request.POST.get("on") == "1"
    rules.set_program(brand.id, identity, request.POST.get("program", ""), on)
    return "begun" if on else "ended", request.POST["seen"]


def _hours(request: HttpRequest, place: rules.Place, brand: Brand, identity: Identity) -> tuple[str, str]:
    rules.wish_hours(brand.id, identity, _time(request.POST.get("starts")), _time(request.POST.get("ends")))
    return "kept", request.POST["seen"]


def _channel(request: HttpRequest, place: rules.Place, brand: Brand, identity: Identity) -> tuple[str, str]:
    rules.wish_channel(brand.id, identity, request.POST.get("channel", ""))
    return "kept", request.POST["seen"]


def _time(text: str | None) -> time | None:
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        raise NotPossible(say("time")) from None


FREE: dict[str, Act] = {"stop_all": _stop_all, "code": _send_code, "open": _open}
AFTER_CODE: dict[str, Act] = {"program": _program, "hours": _hours, "channel": _channel}
