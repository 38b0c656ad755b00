"""Saved texts: what the house says again and again, in the languages of its guests, with names to fill in."""

from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.vault.fields import EncryptedBytes, EncryptedText


class TemplateKind(models.TextChoices):
    """What a text is for; the gate asks consent by it. Fixed by review, never chosen per send (R2)."""

    REPLY = "reply", "Answer"
    SERVICE = "service", "About their stay or visit"
    REMINDER = "reminder", "Reminder"
    MARKETING = "marketing", "Offer"


class Template(InWorkspace):
    """A saved text. ``reviewed_at``: since when every variant has passed the linter as this kind; null: a draft.

    A draft can be read and edited, and is sent by nobody. ``repairs``: typographic quotes travel as plain ones (R72).
    """

    brand = WorkspaceLink("accounts.Brand", models.PROTECT, null=True)  # none: every brand's
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=TemplateKind.choices)
    language = models.CharField(max_length=8, default="en")  # read by people whose own language has no variant
    repairs = models.BooleanField(default=True)
    opens = models.BooleanField(default=False)  # the first text of a program: says how often, and whom to call (R11)
    created_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    reviewed_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "name"], condition=models.Q(archived_at=None), name="template_name"
            ),
        )
        indexes = (models.Index(fields=["workspace", "-changed_at", "-id"], name="template_changed"),)

    @property
    def ready(self) -> bool:
        """Whether it may be sent: reviewed, and not archived."""
        return self.reviewed_at is not None and self.archived_at is None


class TemplateText(InWorkspace):
    """One language of a saved text. ``subject`` is for e-mail."""

    template = WorkspaceLink(Template, models.CASCADE)
    language = models.CharField(max_length=8)
    subject = EncryptedText(under="workspace", null=True)
    body = EncryptedText(under="workspace")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "template", "language"], name="template_language"),)


class TemplateMedia(InWorkspace):
    """A picture that travels with a saved text, drawn anew and small enough for every carrier (R75)."""

    template = WorkspaceLink(Template, models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)
    content_type = models.CharField(max_length=40)
    blob = EncryptedBytes(under="workspace")
    size = models.PositiveIntegerField()  # bytes
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["workspace", "template", "position"], name="template_media"),)


class BatchPicture(InWorkspace):
    """A picture that travels with every text of a batch (a campaign): kept once, however many people get it.

    A provider fetches it at a signed address while the batch goes, until ``public_until``.
    """

    batch = models.UUIDField()
    position = models.PositiveSmallIntegerField(default=0)
    content_type = models.CharField(max_length=40)
    blob = EncryptedBytes(under="workspace")
    size = models.PositiveIntegerField()  # bytes
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    public_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["workspace", "batch", "position"], name="batch_picture"),)


class BrandLink(InWorkspace):
    """A web address of the brand's own, by the name that texts call it by: ``{{ link.booking }}`` (R57)."""

    brand = WorkspaceLink("accounts.Brand", models.CASCADE)
    key = models.CharField(max_length=20)  # of catalogue.LINKS
    url = models.URLField(max_length=500)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "brand", "key"], name="brand_link"),)
