"""Accounts of ours at third parties, what arrived from them, and how well it goes."""

from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.vault.fields import EncryptedBytes, EncryptedJSON, EncryptedText


class Health(models.TextChoices):
    HEALTHY = "healthy", "Healthy"
    LATE = "late", "Late"
    ATTENTION = "attention", "Needs you"  # the credentials no longer work: reconnect
    STOPPED = "stopped", "Stopped"  # broken or ended by the other side
    DISCONNECTED = "disconnected", "Not connected"


class Connection(InWorkspace):
    """One account at a provider. ``provider`` is a folder's name, never a choice list: providers need no migration.

    Secrets, hook token and cursor are sealed under the connection's own data key, destroyed on disconnect.
    """

    provider = models.CharField(max_length=40)
    account_ref = models.CharField(max_length=200)
    label = models.CharField(max_length=200)
    brand = WorkspaceLink("accounts.Brand", models.PROTECT, null=True)
    settings = models.JSONField(default=dict)
    secrets = EncryptedJSON(under="connection", holder="id", null=True)
    hook_token = EncryptedText(under="connection", holder="id", null=True)
    hook_hash = models.BinaryField(max_length=16, null=True, unique=True)
    cursor = EncryptedJSON(under="connection", holder="id", null=True)
    health = models.CharField(max_length=12, choices=Health.choices, default=Health.HEALTHY)
    trouble = models.CharField(max_length=300, blank=True)  # plain words, no personal data
    trouble_since = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    last_sync_at = models.DateTimeField(null=True)
    sync_done = models.PositiveIntegerField(default=0)
    sync_total = models.PositiveIntegerField(null=True)
    expires_at = models.DateTimeField(null=True)
    bad_signatures = models.PositiveIntegerField(default=0)
    bad_signature_words = models.CharField(max_length=300, blank=True)
    connected_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    connected_at = models.DateTimeField(db_default=Now())
    disconnected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "provider", "account_ref"], name="connection_account"),
        )

    @property
    def live(self) -> bool:
        return self.disconnected_at is None


class DeliveryState(models.TextChoices):
    NEW = "new"
    DONE = "done"
    FAILED = "failed"


class Delivery(InWorkspace):
    """A webhook exactly as it arrived, sealed, stored before it was answered. ``key`` makes a repeat one row."""

    connection = WorkspaceLink(Connection, models.CASCADE)
    key = models.BinaryField(max_length=16)
    sealed = EncryptedBytes(under="connection")
    received_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=8, choices=DeliveryState.choices, db_default=DeliveryState.NEW)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    trouble = models.CharField(max_length=300, db_default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "connection", "key"], name="delivery_once"),)
        indexes = (
            models.Index(fields=["workspace", "received_at"], condition=models.Q(state="new"), name="delivery_waiting"),
            models.Index(fields=["received_at"], name="delivery_age"),
        )


class Settled(InWorkspace):
    """A provider's record that makes no row: the echo of a message of ours, or something erased with its guest.

    ``digest`` is a keyed stand-in of its id. ``message``: whose echo it is (an id of the inbox); null: it was erased,
    with all that was said under that name up to ``at``. ``named``: the provider named that message; without, it was
    only found by its words.
    """

    digest = models.BinaryField(max_length=16)
    message = models.UUIDField(null=True)
    named = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "digest"], name="settled_once"),)
        indexes = (
            models.Index(
                fields=["workspace", "message"], condition=models.Q(message__isnull=False), name="settled_message"
            ),
        )


class Pulse(InWorkspace):
    """What a connection did in five minutes; the bars on its page."""

    connection = WorkspaceLink(Connection, models.CASCADE)
    slot = models.DateTimeField()
    calls = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "connection", "slot"], name="pulse_slot"),)


class Authorization(InWorkspace):
    """An OAuth authorization under way: state (hashed) and PKCE verifier, for ten minutes, for one user."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    provider = models.CharField(max_length=40)
    state_hash = models.BinaryField(max_length=32, unique=True)
    verifier = EncryptedText(under="workspace")
    settings = EncryptedJSON(under="workspace")
    expires_at = models.DateTimeField()
