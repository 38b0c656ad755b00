"""People and where they can be reached. One person, many identities."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.vault.fields import EncryptedText


class Person(InWorkspace):
    """Somebody who writes, calls or books. Everything personal is sealed under the person's own key.

    ``tokens``: keyed stand-ins for beginnings of names and runs of phone digits, for search.
    """

    name = EncryptedText(under="person", holder="id", null=True)
    location = EncryptedText(under="person", holder="id", null=True)
    notes = EncryptedText(under="person", holder="id", null=True)
    language = models.CharField(max_length=8, blank=True)
    hue = models.PositiveSmallIntegerField(default=0)
    ai_allowed = models.BooleanField(default=True)
    tokens = ArrayField(models.BigIntegerField(), default=list)
    created_at = models.DateTimeField(db_default=Now())
    merged_into = WorkspaceLink("self", models.SET_NULL, null=True)

    is_new = False  # set by the rule that made them: they have no conversation, and nobody else knows them yet

    class Meta:
        indexes = (
            models.Index(fields=["workspace", "-created_at"], name="person_created"),
            GinIndex(fields=["tokens"], name="person_tokens"),
        )

    @property
    def shown_name(self) -> str:
        return self.name or "Unknown guest"


class Identity(InWorkspace):
    """One way to reach a person: a phone (E.164), an e-mail, or a platform's own guest id (``kind`` platform:airbnb).

    ``lookup`` is a keyed stand-in: equal values are found without being readable.
    """

    person = WorkspaceLink(Person, models.CASCADE)
    kind = models.CharField(max_length=40)
    value = EncryptedText(under="person")
    lookup = models.BinaryField(max_length=16)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "kind", "lookup"], name="identity_once"),)
        indexes = (models.Index(fields=["workspace", "person"], name="identity_person"),)


class Merge(InWorkspace):
    """What a merge moved, so that it can be taken back. ``moved`` holds ids only."""

    kept = WorkspaceLink(Person, models.CASCADE)
    gone = WorkspaceLink(Person, models.CASCADE)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "kept"], name="merge_kept"),)
