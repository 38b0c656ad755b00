"""The ledgers of consent: append-only, for the app role by grant. Erasing a person leaves them (R9, R45).

An address is known here only by ``address``, its keyed stand-in under the ledger key, which no erasure destroys.
"""

from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.vault.fields import EncryptedJSON, EncryptedText


class ConsentClass(models.TextChoices):
    """How good a consent is, weakest first (R1, R8)."""

    UNPROVEN = "unproven"
    INBOUND = "inbound"
    EXPRESS = "express"
    WRITTEN = "written"


class ConsentEvent(InWorkspace):
    """Somebody agreed to be written to: what they saw, what they did, when, and who says so (R8)."""

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    address = models.BinaryField(max_length=16)
    channel = models.CharField(max_length=12)
    program = models.CharField(max_length=40, default="service")
    consent_class = models.CharField(max_length=10, choices=ConsentClass.choices)
    source = models.CharField(max_length=40)  # booking, inbound, form, keyword, import, staff
    source_ref = models.UUIDField(null=True)
    action = models.CharField(max_length=40)  # gave_number, wrote, box_ticked, keyword_sent, signed
    disclosure = EncryptedText(under="ledger", holder="workspace_id", null=True)
    proof = EncryptedJSON(under="ledger", holder="workspace_id", null=True)  # ip, user agent, url, evidence
    actor = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["workspace", "brand", "address", "channel"], name="consent_address"),)


class SuppressionScope(models.TextChoices):
    ALL = "all"
    MARKETING = "marketing"
    CHANNEL = "channel"


class Suppression(InWorkspace):
    """A line of the stop list: somebody must not be written to, or (``restores``) may be again (R20, R31).

    The newest line of an address and scope counts; a line never changes.
    """

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    address = models.BinaryField(max_length=16)
    channel = models.CharField(max_length=12)  # sms covers SMS, MMS and RCS (R30)
    scope = models.CharField(max_length=10, choices=SuppressionScope.choices)
    restores = models.BooleanField(default=False)
    reason = models.CharField(max_length=24)  # keyword, freeform, provider, staff, complaint, wrong_number, unreachable
    rule = models.CharField(max_length=8, blank=True)
    matcher = models.CharField(max_length=24, blank=True)
    text = EncryptedText(under="ledger", holder="workspace_id", null=True)
    message_ref = models.CharField(max_length=80, blank=True)
    actor = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "brand", "address", "message_ref"],
                condition=~models.Q(message_ref=""),
                name="suppression_once_a_message",
            ),
        )
        indexes = (models.Index(fields=["workspace", "brand", "address", "-recorded_at"], name="suppression_address"),)


class Decision(InWorkspace):
    """What the gate said at a hand-off, and the facts it said it with (R section 0)."""

    outbox_id = models.UUIDField()
    answer = models.CharField(max_length=8)  # allow, hold, block
    reason = models.CharField(max_length=40, blank=True)
    rule = models.CharField(max_length=8, blank=True)
    until = models.DateTimeField(null=True)
    gate_version = models.PositiveSmallIntegerField()
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())
    txid = models.BigIntegerField(db_default=models.Func(function="txid_current"))

    class Meta:
        indexes = (models.Index(fields=["workspace", "outbox_id", "-at"], name="decision_outbox"),)
