"""Knowledge, drafts, and the ledger of everything the assistant did."""

from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.vault.fields import EncryptedBytes, EncryptedJSON, EncryptedText


class Knowledge(InWorkspace):
    """A passage the assistant may quote: about one home, or (no property) about all of them.

    ``vectors``: the passage's and its sentences' meaning, float32, sealed; null until they are computed.
    """

    property = WorkspaceLink("stays.Property", models.CASCADE, null=True)
    connection = WorkspaceLink("connections.Connection", models.SET_NULL, null=True)
    title = EncryptedText(under="workspace")
    text = EncryptedText(under="workspace")
    source = models.CharField(max_length=16, default="written")  # written, markdown, csv, pdf, provider
    source_ref = models.CharField(max_length=120, blank=True)
    secret = models.BooleanField(default=False)  # wifi passwords, codes: only for a guest with a stay
    vectors = EncryptedBytes(under="workspace", null=True)
    author = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "property"], name="knowledge_property"),)


class DraftState(models.TextChoices):
    READING = "reading"
    READY = "ready"
    PERSON = "person"
    NOTHING = "nothing"
    STALE = "stale"
    DISMISSED = "dismissed"
    USED = "used"
    FAILED = "failed"


class Draft(InWorkspace):
    """What the assistant proposes to say, claim by claim with sources, for one state of a conversation.

    ``for_message`` is the last message it answers: a newer one makes it stale.
    """

    conversation = WorkspaceLink("inbox.Conversation", models.CASCADE)
    person = WorkspaceLink("people.Person", models.CASCADE)
    for_message = WorkspaceLink("inbox.Message", models.CASCADE, null=True)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.READING)
    content = EncryptedJSON(under="person", null=True)  # greeting, claims with fact ids, closing, unanswered, facts
    reason = models.CharField(max_length=200, blank=True)
    urgent = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "conversation"],
                condition=models.Q(state__in=["reading", "ready", "person", "nothing"]),
                name="draft_one_alive",
            ),
        )
        indexes = (
            models.Index(fields=["workspace", "conversation", "-created_at"], name="draft_conversation"),
            models.Index(fields=["workspace", "for_message"], name="draft_for_message"),  # for erasing
        )


class Run(InWorkspace):
    """The AI ledger: one row for every time the assistant worked (promise CF-1e)."""

    conversation = WorkspaceLink("inbox.Conversation", models.SET_NULL, null=True)
    person = WorkspaceLink("people.Person", models.SET_NULL, null=True)
    draft = WorkspaceLink(Draft, models.SET_NULL, null=True)
    connection = WorkspaceLink("connections.Connection", models.SET_NULL, null=True)
    purpose = models.CharField(max_length=24, default="draft")
    model = models.CharField(max_length=80)  # "built-in" where no model is set
    left_house = models.BooleanField(default=False)
    prompt = EncryptedJSON(under="person", null=True)  # masked, exactly as it left
    answer = EncryptedText(under="person", null=True)
    fact_ids = models.JSONField(default=list)
    dropped = models.PositiveSmallIntegerField(default=0)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    took_ms = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=16)  # ready, person, nothing, failed, then sent, edited, dismissed
    edited_share = models.FloatField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (
            models.Index(fields=["workspace", "-at"], name="run_at"),
            models.Index(fields=["workspace", "draft"], name="run_draft"),
        )
