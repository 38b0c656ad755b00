"""What pages, campaigns and the inbox read of saved texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from casa.core.accounts.models import Brand
from casa.core.accounts.scope import current_workspace_id
from casa.core.connections.models import Connection
from casa.core.consent.links import host_of
from casa.core.templates.footer import House
from casa.core.templates.models import BrandLink, Template, TemplateMedia, TemplateText
from casa.core.templates.render import Facts, Resolved, resolve
from casa.core.templates.spoken import known
from casa.core.templates.weight import LIST_RATES, Rates, rates_of
from casa.core.vault.fields import warm
from casa.lib.phones import shown


@dataclass(frozen=True, slots=True)
class Variant:
    """One language of a saved text, opened."""

    language: str
    body: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class SavedText:
    """A saved text as a sender uses it: read once, then resolved for any number of people without a query."""

    id: UUID
    name: str
    kind: str
    language: str
    opens: bool
    repairs: bool
    pictures: int
    ready: bool
    variants: tuple[Variant, ...]

    def variant_for(self, language: str) -> Variant:
        """The variant in the person's language, else in the template's own, else the first there is."""
        by = {variant.language: variant for variant in self.variants}
        return by.get(known(language) if language else self.language) or by.get(self.language) or self.variants[0]

    def resolve_for(self, facts: Facts) -> tuple[str, Resolved]:
        """The language that was picked, and the text filled in for this person; the legal line is not in it yet."""
        variant = self.variant_for(facts.language)
        return variant.language, resolve(variant.body, variant.language, facts)


def templates(*, archived: bool = False) -> QuerySet[Template]:
    rows = Template.objects.filter(workspace_id=current_workspace_id(), archived_at__isnull=not archived)
    return rows.order_by("-changed_at", "-id")


def page(before: Template | None = None, limit: int = 40, *, kind: str = "", archived: bool = False) -> list[Template]:
    """The latest changed, keyset-paged."""
    rows = templates(archived=archived)
    rows = rows.filter(kind=kind) if kind else rows
    if before is not None:
        same = Q(changed_at=before.changed_at, id__lt=before.id)
        rows = rows.filter(Q(changed_at__lt=before.changed_at) | same)
    return list(rows.select_related("brand")[:limit])


def template(template_id: UUID) -> Template:
    """Raises Template.DoesNotExist."""
    rows = Template.objects.filter(workspace_id=current_workspace_id()).select_related("brand")
    return rows.get(id=template_id)


def saved(template_ids: Iterable[UUID]) -> dict[UUID, SavedText]:
    """These texts with all their languages; three queries however many."""
    ids = list(template_ids)
    rows = Template.objects.filter(workspace_id=current_workspace_id(), id__in=ids)
    found = texts_of(ids)
    pictures = pictures_of(ids)
    return {row.id: _saved(row, found[row.id], pictures.get(row.id, 0)) for row in rows if row.id in found}


def _saved(row: Template, texts: list[TemplateText], pictures: int) -> SavedText:
    variants = tuple(Variant(text.language, text.body, text.subject or "") for text in texts)
    return SavedText(row.id, row.name, row.kind, row.language, row.opens, row.repairs, pictures, row.ready, variants)


def texts_of(template_ids: Iterable[UUID]) -> dict[UUID, list[TemplateText]]:
    """Each template's languages, by name of the language."""
    rows = TemplateText.objects.filter(workspace_id=current_workspace_id(), template_id__in=list(template_ids))
    listed = list(rows.order_by("language"))
    warm(listed)
    found: dict[UUID, list[TemplateText]] = {}
    for row in listed:
        found.setdefault(row.template_id, []).append(row)
    return found


def pictures_of(template_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many pictures travel with each."""
    rows = TemplateMedia.objects.filter(workspace_id=current_workspace_id(), template_id__in=list(template_ids))
    counted: dict[UUID, int] = {}
    for template_id in rows.values_list("template_id", flat=True):
        counted[template_id] = counted.get(template_id, 0) + 1
    return counted


def media(template_id: UUID) -> list[TemplateMedia]:
    rows = TemplateMedia.objects.filter(workspace_id=current_workspace_id(), template_id=template_id)
    return list(rows.order_by("position", "created_at"))


def links(brand: Brand) -> list[BrandLink]:
    return list(BrandLink.objects.filter(workspace_id=brand.workspace_id, brand=brand).order_by("key"))


def house_of(brand: Brand) -> House:
    """The sender as the linter and the legal line know it."""
    return House(
        name=brand.name,
        phone=shown(brand.support_phone) if brand.support_phone else "",
        email=brand.support_email,
        hosts=hosts_of(brand),
    )


def hosts_of(brand: Brand) -> frozenset[str]:
    """The web hosts that are the brand's own: of its links, and of the address it writes from (R57)."""
    mail = brand.support_email.rpartition("@")[2].lower()
    found = {host_of(row.url) for row in links(brand)} | {mail}
    return frozenset(host for host in found if host and host not in FREE_MAIL)


FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "me.com",
    "aol.com", "proton.me", "protonmail.com", "gmx.com", "gmx.de", "web.de", "orange.fr", "free.fr", "laposte.net",
})  # fmt: skip
"""Hosts that give anybody an address: having one there does not make the host one's own."""


def rates_here() -> Rates:
    """What a text costs this workspace: as one of its connected accounts tells, else by list."""
    rows = Connection.objects.filter(workspace_id=current_workspace_id(), disconnected_at=None)
    told = rows.filter(settings__has_key="segment_micros").order_by("connected_at").first()
    return rates_of(told.settings) if told is not None else LIST_RATES
