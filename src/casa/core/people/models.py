"""People, where they can be reached, and how the business sorts them. One person, many identities."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.vault.fields import EncryptedText


class Person(InWorkspace):
    """Somebody who writes, calls or books. Everything personal is sealed under the person's own key.

    ``tokens``: keyed stand-ins for beginnings of names and runs of phone digits, for search. ``birthday`` is a month
    and a day ("03-14"), never a year; ``birthday_token`` its keyed stand-in, by which a day's people are found.
    """

    name = EncryptedText(under="person", holder="id", null=True)
    location = EncryptedText(under="person", holder="id", null=True)
    notes = EncryptedText(under="person", holder="id", null=True)
    birthday = EncryptedText(under="person", holder="id", null=True)
    birthday_token = models.BigIntegerField(null=True)
    language = models.CharField(max_length=8, blank=True)
    hue = models.PositiveSmallIntegerField(default=0)
    ai_allowed = models.BooleanField(default=True)
    restricted_at = models.DateTimeField(null=True)  # kept, but used for nothing (GDPR art. 18)
    tokens = ArrayField(models.BigIntegerField(), default=list)
    created_at = models.DateTimeField(db_default=Now())
    merged_into = WorkspaceLink("self", models.SET_NULL, null=True)

    is_new = False  # set by the rule that made them: they have no conversation, and nobody else knows them yet

    class Meta:
        indexes = (
            models.Index(fields=["workspace", "-created_at"], name="person_created"),
            GinIndex(fields=["tokens"], name="person_tokens"),
            models.Index(
                fields=["workspace", "birthday_token"],
                condition=models.Q(birthday_token__isnull=False),
                name="person_birthday",
            ),
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


class Tag(InWorkspace):
    """A word of the business for some of its people. Put away, it stays where it is and is offered no more: a choice of
    people that leaves out who has it goes on leaving them out."""

    name = EncryptedText(under="workspace")
    lookup = models.BinaryField(max_length=16)
    hue = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "lookup"], name="tag_once"),)


class Tagged(InWorkspace):
    """Somebody has a tag."""

    person = WorkspaceLink(Person, models.CASCADE)
    tag = WorkspaceLink(Tag, models.CASCADE)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "person", "tag"], name="tagged_once"),)
        indexes = (models.Index(fields=["workspace", "tag", "person"], name="tagged_tag"),)

    def told(self) -> dict[str, str]:
        """What a copy of somebody's data says beside the ids."""
        return {"tag": self.tag.name}


class Merge(InWorkspace):
    """What a merge moved, so that it can be taken back. ``moved`` holds ids only."""

    kept = WorkspaceLink(Person, models.CASCADE)
    gone = WorkspaceLink(Person, models.CASCADE)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "kept"], name="merge_kept"),)
