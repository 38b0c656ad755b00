"""Writing saved texts, reviewing them, putting them away."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from casa.core.accounts.models import Brand
from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope
from casa.core.consent.links import host_of
from casa.core.consent.wording import SHORTENERS
from casa.core.templates import queries
from casa.core.templates.catalogue import LINKS
from casa.core.templates.footer import House
from casa.core.templates.lint import Finding, lint, passes
from casa.core.templates.models import BrandLink, Template, TemplateKind, TemplateText
from casa.core.templates.spoken import LANGUAGES

LONGEST_BODY = 5000
LONGEST_SUBJECT = 150


def make(
    name: str, kind: str, bodies: Mapping[str, str], *, brand: Brand | None = None, language: str = "en",
    opens: bool = False,
) -> Template:  # fmt: skip
    """A new saved text with its languages (language -> body). Reviewed at once when it passes. Raises NotPossible."""
    if kind not in TemplateKind.values:
        raise NotPossible("Say what this text is for: pick a kind from the list.")
    scope = current_scope()
    try:
        with transaction.atomic():
            row = Template.objects.create(
                workspace_id=scope.workspace_id, brand=brand, name=_name(name), kind=kind,
                language=_language(language), opens=opens, created_by_id=scope.user_id,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible("Another saved text has this name. Give this one a name of its own.") from None
    for spoken, body in bodies.items():
        _write(row, spoken, body, "")
    log_action("templates.made", row.id, kind=kind)
    review(row)
    return row


def _name(name: str) -> str:
    plain = " ".join(name.split())[:120]
    if not plain:
        raise NotPossible("Give this text a name, so that you find it again.")
    return plain


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise NotPossible("Casa writes texts in English, Spanish and French. Pick one of these.")
    return language


def rename(row: Template, name: str) -> None:
    row.name = _name(name)
    try:
        with transaction.atomic():
            _changed(row, "name")
    except IntegrityError:
        raise NotPossible("Another saved text has this name. Give this one a name of its own.") from None


def write(row: Template, language: str, body: str, subject: str = "") -> tuple[Finding, ...]:
    """Write one language of a text; what the linter says of it. A text that no longer passes is a draft again."""
    _open(row)
    _write(row, language, body, subject)
    log_action("templates.written", row.id, language=language)
    review(row)
    return findings(row, body)


def _write(row: Template, language: str, body: str, subject: str) -> None:
    text, _ = TemplateText.objects.get_or_create(
        workspace_id=row.workspace_id, template=row, language=_language(language), defaults={"body": ""}
    )
    text.body, text.subject = body.strip()[:LONGEST_BODY], " ".join(subject.split())[:LONGEST_SUBJECT] or None
    text.save(update_fields=["body", "subject"])
    _changed(row)


def drop_language(row: Template, language: str) -> None:
    """Take one language out; the text's own language stays."""
    _open(row)
    if language == row.language:
        raise NotPossible("This is what people read whose language you have not written. Pick another one first.")
    TemplateText.objects.filter(workspace_id=row.workspace_id, template=row, language=language).delete()
    review(row)


def settle(row: Template, *, kind: str, language: str, opens: bool, repairs: bool, brand: Brand | None) -> None:
    """Change what a text is for and how it travels; it is reviewed anew as that (R2)."""
    _open(row)
    if kind not in TemplateKind.values:
        raise NotPossible("Say what this text is for: pick a kind from the list.")
    if not TemplateText.objects.filter(workspace_id=row.workspace_id, template=row, language=language).exists():
        raise NotPossible("Write this language first, then make it the one that others read.")
    row.kind, row.language, row.opens, row.repairs, row.brand = kind, language, opens, repairs, brand
    _changed(row, "kind", "language", "opens", "repairs", "brand")
    log_action("templates.settled", row.id, kind=kind)
    review(row)


def review(row: Template) -> bool:
    """Read every language as the linter does; only what passes everywhere may be sent as this kind (R2)."""
    return _review(row, queries.texts_of([row.id]).get(row.id, []), _house(row))


def _review(row: Template, texts: list[TemplateText], house: House) -> bool:
    fine = bool(texts) and all(passes(lint(text.body, row.kind, house, opens=row.opens)) for text in texts)
    if fine != (row.reviewed_at is not None):
        row.reviewed_at = timezone.now() if fine else None
        row.save(update_fields=["reviewed_at"])
    return fine


def findings(row: Template, body: str) -> tuple[Finding, ...]:
    """What the linter says of a body as this template's."""
    return lint(body, row.kind, _house(row), opens=row.opens)


def _house(row: Template) -> House:
    return queries.house_of(row.brand or default_brand())


def review_all(brand: Brand) -> int:
    """Read every text of a brand again, after its name or its links changed; how many may be sent."""
    own = Q(brand=brand) | Q(brand=None) if brand.is_default else Q(brand=brand)
    rows = list(queries.templates().filter(own))
    texts, house = queries.texts_of([row.id for row in rows]), queries.house_of(brand)
    return sum(_review(row, texts.get(row.id, []), house) for row in rows)


def archive(row: Template) -> None:
    """Put a text away. Nothing uses it from now on; it can be brought back."""
    row.archived_at = timezone.now()
    _changed(row, "archived_at")
    log_action("templates.archived", row.id)


def bring_back(row: Template) -> None:
    """Take a text out of the archive, under its name if that is still free."""
    row.archived_at = None
    try:
        with transaction.atomic():
            _changed(row, "archived_at")
    except IntegrityError:
        raise NotPossible("Another saved text has this name now. Rename that one first.") from None
    log_action("templates.brought_back", row.id)
    review(row)


def set_link(brand: Brand, key: str, url: str) -> None:
    """Name one of the brand's own addresses; an empty one takes it away. Raises NotPossible."""
    if key not in LINKS:
        raise NotPossible("Pick one of the links in the list.")
    rows = BrandLink.objects.filter(workspace_id=brand.workspace_id, brand=brand, key=key)
    if not url.strip():
        rows.delete()
    else:
        BrandLink.objects.update_or_create(
            workspace_id=brand.workspace_id, brand=brand, key=key, defaults={"url": _address(url)}
        )
    log_action("templates.link_set", brand.id, key=key)
    review_all(brand)


def _address(url: str) -> str:
    plain = url.strip()
    host = host_of(plain)
    if not host or " " in plain or len(plain) > 500:
        raise NotPossible("Write a whole web address, such as https://laurelpine.example/book.")
    if host in SHORTENERS:
        raise NotPossible(f"Carriers block {host}. Use an address of your own.")
    return plain if plain.lower().startswith(("https://", "http://")) else f"https://{plain}"


def _open(row: Template) -> None:
    if row.archived_at:
        raise NotPossible("This text is put away. Bring it back first.")


def _changed(row: Template, *fields: str) -> None:
    row.changed_at = timezone.now()
    row.save(update_fields=[*fields, "changed_at"])
