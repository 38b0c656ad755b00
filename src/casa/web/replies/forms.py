"""What the editor sends, as data."""

from dataclasses import dataclass

from django.http import QueryDict

from casa.core.templates.models import Template, TemplateKind, TemplateText
from casa.core.templates.preview import Draft
from casa.core.templates.spoken import LANGUAGES

KIND_WORDS = {"reply": "Answer", "service": "Service", "reminder": "Reminder", "marketing": "Offer"}
LANGUAGE_WORDS = {"en": "English", "es": "Spanish", "fr": "French"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it stands in the form, kept or not."""

    name: str = ""
    kind: str = TemplateKind.REPLY
    language: str = "en"
    body: str = ""
    subject: str = ""
    opens: bool = False
    repairs: bool = True
    first: bool = True  # this language is the one that others read
    pictures: int = 0
    brand: str = ""  # an id; "" for every brand

    @property
    def draft(self) -> Draft:
        return Draft(self.body, self.kind, self.language, self.opens, self.repairs, self.pictures)


def typed(data: QueryDict, pictures: int = 0) -> Typed:
    """The form's fields; what is not in a list falls back to the plainest choice."""
    kind, language = data.get("kind", ""), data.get("language", "")
    return Typed(
        name=data.get("name", "")[:120],
        kind=kind if kind in TemplateKind.values else TemplateKind.REPLY,
        language=language if language in LANGUAGES else "en",
        body=data.get("body", "").replace("\r\n", "\n")[:5000],
        subject=data.get("subject", "")[:150],
        opens=data.get("opens") == "1",
        repairs=data.get("repairs") == "1",
        first=data.get("first") == "1",
        pictures=pictures,
        brand=data.get("brand", ""),
    )


def kept(row: Template, text: TemplateText | None, language: str, pictures: int) -> Typed:
    """A kept text in one of its languages, as the form shows it."""
    return Typed(
        name=row.name,
        kind=row.kind,
        language=language,
        body=text.body if text else "",
        subject=(text.subject or "") if text else "",
        opens=row.opens,
        repairs=row.repairs,
        first=row.language == language,
        pictures=pictures,
        brand=str(row.brand_id or ""),
    )
