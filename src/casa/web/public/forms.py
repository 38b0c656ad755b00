"""What a visitor may send: ways to be reached, each with its own box, and what nobody who reads would fill in."""

from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest

from casa.core.consent.collecting import shown_disclosure
from casa.core.consent.models import OptInPage
from casa.lib.phones import NotAPhone, e164

OPEN_FOR = 24 * 3600  # seconds a form may stand open before its words are shown again
SALT = "casa.public.form"
TRAP = "website"
WAYS = (("phone", "agree_sms"), ("email", "agree_email"))


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it came in. ``wishes``: what was agreed to, kind and value; ``problems`` by field."""

    wishes: tuple[tuple[str, str], ...]
    problems: dict[str, str]
    typed: dict[str, str]
    trapped: bool
    seen_at: str = ""


def stamp(page: OptInPage) -> str:
    """What the form carries: which words stood beside its boxes, signed, with the time."""
    return signing.dumps(_versions(page), salt=SALT)


def _versions(page: OptInPage) -> dict[str, str]:
    shown = {"p": str(page.id)}
    for kind, _ in WAYS:
        words = shown_disclosure(page, kind)
        shown[kind] = words.version if words else ""
    return shown


def read(request: HttpRequest, page: OptInPage) -> Filled:
    typed = {name: request.POST.get(name, "").strip()[:200] for name in ("name", "phone", "email")}
    if request.POST.get(TRAP):
        return Filled((), {}, typed, trapped=True)
    wishes, problems = _wishes(request, page, typed)
    if not _fresh(request, page):
        problems["form"] = "The words below have changed since this page was opened. Read them and agree again."
    elif not wishes and not problems:
        problems["form"] = "Give a number or an address, and tick the box beside it if you agree."
    return Filled(tuple(wishes), problems, typed, trapped=False)


def _fresh(request: HttpRequest, page: OptInPage) -> bool:
    try:
        shown = signing.loads(request.POST.get("seen", ""), salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return False
    return bool(shown == _versions(page))


def _wishes(
    request: HttpRequest, page: OptInPage, typed: dict[str, str]
) -> tuple[list[tuple[str, str]], dict[str, str]]:
    collected = {"phone": page.collects_sms, "email": page.collects_email}
    wishes, problems = [], {}
    for kind, box in WAYS:
        if not collected[kind]:
            continue
        agreed = request.POST.get(box) == "1"
        if typed[kind] and not agreed:
            problems[kind] = "Tick the box below if you agree, or leave this empty. Without it we write nothing."
        elif agreed and not typed[kind]:
            problems[kind] = "You agreed; now say where." if kind == "email" else "You agreed; now give the number."
        elif agreed:
            value, problem = _checked(kind, typed[kind])
            wishes.append((kind, value))
            problems |= {kind: problem} if problem else {}
    return wishes, problems


def _checked(kind: str, value: str) -> tuple[str, str]:
    try:
        if kind == "phone":
            return e164(value), ""
        validate_email(value)
    except NotAPhone as wrong:
        return value, str(wrong)
    except ValidationError:
        return value, "That is not a whole e-mail address."
    return value.lower(), ""
