"""Conversations and messages, and the outbox: the only way out."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.vault.fields import EncryptedBytes, EncryptedJSON, EncryptedText


class Status(models.TextChoices):
    OPEN = "open", "Open"
    SNOOZED = "snoozed", "Later"
    DONE = "done", "Done"


class Conversation(InWorkspace):
    """Everything said with one person, across channels.

    ``due_at`` is when the wait becomes too long for this stage; the queue is ordered by it. ``waiting_since`` is null
    when nobody waits. Preview and tokens are sealed or keyed like the messages they come from.
    """

    person = WorkspaceLink("people.Person", models.CASCADE)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    property = WorkspaceLink("stays.Property", models.SET_NULL, null=True)
    reservation = WorkspaceLink("stays.Reservation", models.SET_NULL, null=True)
    channel = models.CharField(max_length=12)
    assignee = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    waiting_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    pressing = models.BooleanField(default=False)  # somebody is locked out, or worse: before everybody else
    urgent = models.CharField(max_length=40, blank=True)
    snoozed_until = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField()
    last_inbound_at = models.DateTimeField(null=True)
    preview = EncryptedText(under="person", null=True)
    preview_out = models.BooleanField(default=False)
    has_draft = models.BooleanField(default=False)
    failed = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())

    is_new = False  # set by the rule that made it: nothing hangs on it, and nobody else knows it yet

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "person"], name="conversation_person"),)
        indexes = (
            models.Index(
                fields=["workspace", "-pressing", "due_at", "id"],
                condition=models.Q(status="open", due_at__isnull=False),
                name="conversation_waiting",
            ),
            models.Index(fields=["workspace", "-last_message_at", "-id"], name="conversation_latest"),
            models.Index(
                fields=["workspace", "assignee", "-last_message_at"],
                condition=models.Q(status="open"),
                name="conversation_mine",
            ),
            models.Index(
                fields=["workspace", "snoozed_until"], condition=models.Q(status="snoozed"), name="conversation_later"
            ),
        )


class Direction(models.TextChoices):
    IN = "in"
    OUT = "out"
    NOTE = "note"
    EVENT = "event"


class Message(InWorkspace):
    """One entry of a thread: a message in or out, a colleague's note, or an event. Ordered by (sent_at, id).

    ``key`` is made by the browser for what we send: a double tap is one message. ``status`` only moves forward.
    """

    conversation = WorkspaceLink(Conversation, models.CASCADE)
    person = WorkspaceLink("people.Person", models.CASCADE)
    connection = WorkspaceLink("connections.Connection", models.SET_NULL, null=True)
    direction = models.CharField(max_length=5, choices=Direction.choices)
    channel = models.CharField(max_length=12, blank=True)
    external_id = models.CharField(max_length=120, null=True)
    key = models.UUIDField(null=True)
    body = EncryptedText(under="person")
    details = EncryptedJSON(under="person", null=True)  # an event's effects, a draft's edits
    language = models.CharField(max_length=8, blank=True)
    author = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    by_assistant = models.BooleanField(default=False)
    automatic = models.BooleanField(default=False)
    status = models.CharField(max_length=10, blank=True)
    status_rank = models.PositiveSmallIntegerField(default=0)
    status_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=8, blank=True)
    segments = models.PositiveSmallIntegerField(null=True)
    sent_at = models.DateTimeField()
    tokens = ArrayField(models.BigIntegerField(), default=list)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "connection", "external_id"], name="message_external"),
            models.UniqueConstraint(fields=["workspace", "key"], name="message_key"),
        )
        indexes = (
            models.Index(fields=["workspace", "conversation", "-sent_at", "-id"], name="message_thread"),
            models.Index(fields=["workspace", "-sent_at", "-id"], name="message_newest"),
            GinIndex(fields=["tokens"], name="message_tokens"),
        )


class Attachment(InWorkspace):
    """A file of a message, re-encoded and sealed. ``source`` is the provider's reference while it is still to fetch."""

    message = WorkspaceLink(Message, models.CASCADE)
    person = WorkspaceLink("people.Person", models.CASCADE)
    kind = models.CharField(max_length=8)  # image, file
    content_type = models.CharField(max_length=80, blank=True)
    name = EncryptedText(under="person", null=True)
    source = EncryptedText(under="person", null=True)
    blob = EncryptedBytes(under="person", null=True)
    size = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    public_until = models.DateTimeField(null=True)  # while a provider fetches what we send
    public_hash = models.BinaryField(max_length=16, null=True, unique=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "message"], name="attachment_message"),)


class OutboxState(models.TextChoices):
    QUEUED = "queued"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    BLOCKED = "blocked"
    UNSURE = "unsure"
    CANCELLED = "cancelled"


class Outbox(InWorkspace):
    """One hand-over to make. Claimed by a conditional update; a trigger refuses any road to ``sending`` but the gate's.

    Not before ``not_before`` (the undo, send later, quiet hours). ``attempts`` counts hand-overs begun. ``batch``: it
    is one of many (a campaign's), handed over by ``bulk``; a conversation neither waits for such a row nor sends it.
    ``program``: the stream it belongs to, whose stop stops it (R5). ``not_after``: what it is about is over then.
    ``valid_until``: until when the gate's leave holds; a provider must not deliver it later (R85). ``secret``: what
    stands in the place of the stars in the message, until it has left or is taken back.
    """

    message = WorkspaceLink(Message, models.CASCADE)
    conversation = WorkspaceLink(Conversation, models.CASCADE)
    connection = WorkspaceLink("connections.Connection", models.CASCADE)
    identity = WorkspaceLink("people.Identity", models.CASCADE)
    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    kind = models.CharField(max_length=12)  # reply, service, compliance
    state = models.CharField(max_length=10, choices=OutboxState.choices, default=OutboxState.QUEUED)
    program = models.CharField(max_length=40, blank=True)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    thread_id = models.CharField(max_length=120, blank=True)
    reservation_ref = models.CharField(max_length=120, blank=True)
    stop_on_reply = models.BooleanField(default=False)
    secret = EncryptedText(under="workspace", null=True)
    batch = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    handed_off_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "message"], name="outbox_message"),)
        indexes = (
            models.Index(
                fields=["workspace", "connection", "not_before"],
                condition=models.Q(state__in=["queued", "held"]),
                name="outbox_waiting",
            ),
            models.Index(
                fields=["handed_off_at"], condition=models.Q(state__in=["sending", "unsure"]), name="outbox_open"
            ),
            models.Index(fields=["workspace", "conversation", "state"], name="outbox_conversation"),
            models.Index(
                fields=["workspace", "batch", "not_before"],
                condition=models.Q(state__in=["queued", "held"], batch__isnull=False),
                name="outbox_batch",
            ),
        )


class Word(InWorkspace):
    """The workspace's dictionary of words that occur in messages, sealed: what the beginning of a word expands to."""

    token = models.BigIntegerField()
    sealed = EncryptedText(under="workspace")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "token"], name="word_once"),)


class Presence(InWorkspace):
    """Who looks at a conversation or writes in it right now; older than half a minute is nobody."""

    conversation = WorkspaceLink(Conversation, models.CASCADE)
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    typing = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "conversation", "user"], name="presence_once"),)
