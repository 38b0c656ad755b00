"""Data keys: one for each workspace, connection and person, and two for look-up and for proof."""

from django.db import models
from django.db.models.functions import Now


class KeyKind(models.TextChoices):
    WORKSPACE = "workspace"
    CONNECTION = "connection"
    PERSON = "person"
    INDEX = "index"  # blind look-up and search tokens; dies with the workspace
    LEDGER = "ledger"  # consent proof that outlives the person (R45)


class DataKey(models.Model):
    """A wrapped data key. ``wrapped`` is null once destroyed: what it sealed can never be opened again."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("accounts.Workspace", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=KeyKind.choices)
    holder = models.UUIDField()
    wrapped = models.BinaryField(null=True)
    epoch = models.PositiveIntegerField()
    current = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "kind", "holder"], condition=models.Q(current=True), name="datakey_current"
            ),
        )
        indexes = (models.Index(fields=["workspace", "kind", "holder"], name="datakey_holder"),)
