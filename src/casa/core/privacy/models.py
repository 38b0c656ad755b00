"""Erasures and their certificates, exports, retention, legal holds, and what people ask of us.

People are named by their plain id: these rows outlive the person they are about.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.dateparse import parse_date

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.vault.fields import EncryptedBytes, EncryptedJSON, EncryptedText


class ErasureState(models.TextChoices):
    RUNNING = "running", "Under way"
    HELD = "held", "Held back"
    DONE = "done", "Done"


class Erasure(InWorkspace):
    """One person's data on its way out, and the certificate when it is gone (promises CF-8, CA-8).

    ``targets`` and ``words`` are what has to be found; both are forgotten at the end. ``stage`` is where a restart
    goes on. ``counts`` and ``certificate`` hold numbers and words of ours, never anything of the person.
    """

    person_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=ErasureState.choices, default=ErasureState.RUNNING)
    stage = models.CharField(max_length=24, default="gather")
    cursor = models.UUIDField(null=True)
    targets = EncryptedJSON(under="workspace", null=True)
    words = EncryptedJSON(under="workspace", null=True)
    counts = models.JSONField(default=dict)
    keys_destroyed = models.PositiveIntegerField(default=0)
    words_gone = models.PositiveIntegerField(default=0)
    certificate = models.JSONField(null=True)
    asked_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "person_id"], condition=~models.Q(state="done"), name="erasure_one_at_a_time"
            ),
        )
        indexes = (models.Index(fields=["workspace", "-began_at", "-id"], name="erasure_began"),)

    @property
    def backups_end(self) -> date | None:
        """The day on which no older backup can be read any more, as its certificate says; None where it names none."""
        return parse_date((self.certificate or {}).get("backups_unreadable_by") or "")


class AskedState(models.TextChoices):
    WAITING = "waiting", "Being asked"
    DONE = "done", "Erased there"
    CANNOT = "cannot", "Not by program: write to them"
    GAVE_UP = "gave_up", "No answer: write to them"


class ProviderErasure(InWorkspace):
    """What an erasure asks of a provider: to erase records that are known there by ``refs``, a hundred at a time.

    ``refs`` are the provider's own ids, forgotten with its answer; ``words``: why not, and what the host does then.
    """

    erasure = WorkspaceLink(Erasure, models.CASCADE)
    connection = WorkspaceLink("connections.Connection", models.CASCADE)
    provider = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=AskedState.choices, default=AskedState.WAITING)
    refs = EncryptedJSON(under="workspace", null=True)
    asked = models.PositiveIntegerField()
    gone = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["workspace", "erasure", "due_at", "id"], name="provider_erasure_due"),)


class LegalHold(InWorkspace):
    """Nothing of a person (``person_id`` null: of anybody) may be erased until this is lifted (GDPR art. 17(3)(e))."""

    person_id = models.UUIDField(null=True)
    reason = EncryptedText(under="workspace")
    placed_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    placed_at = models.DateTimeField(db_default=Now())
    lifted_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["workspace", "person_id"], condition=models.Q(lifted_at=None), name="hold_standing"),
        )


class RetentionRule(InWorkspace):
    """How long a business keeps a kind of data, where it has chosen other than the default. In days."""

    kind = models.CharField(max_length=24)
    days = models.PositiveIntegerField()
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "kind"], name="retention_kind"),)


class ExportState(models.TextChoices):
    RUNNING = "running", "Being made"
    READY = "ready", "Ready"
    GONE = "gone", "No longer kept"
    FAILED = "failed", "Could not be made"


class Export(InWorkspace):
    """A copy of one person's data, or with ``person_id`` null of the whole workspace, sealed in the data folder."""

    person_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.RUNNING)
    key = EncryptedBytes(under="workspace", null=True)  # the file's own key; gone with the file
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    checksum = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField(db_default=Now())
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "-asked_at", "-id"], name="export_asked"),)


class RequestKind(models.TextChoices):
    ACCESS = "access", "See what is held"
    CORRECT = "correct", "Correct it"
    RESTRICT = "restrict", "Keep it, but do not use it"
    OBJECT = "object", "Object to its use"
    ERASE = "erase", "Erase it"
    STOP = "stop", "Stop messages"
    WITHDRAW_AI = "withdraw_ai", "No AI for them"


class RequestState(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"


class Request(InWorkspace):
    """Somebody uses a right of theirs (GDPR art. 15 to 22). Answered by ``due_at``: 30 days, once 60 more (art. 12(3)).

    What they wrote is sealed under their own key and goes with it; that they asked, and when it was done, stays.
    """

    person_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    state = models.CharField(max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    by_link = models.BooleanField(default=False)
    words = EncryptedText(under="person", null=True)
    received_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    verified_how = models.CharField(max_length=8, blank=True)  # sms, email, staff
    extended_at = models.DateTimeField(null=True)
    ground = EncryptedText(under="workspace", null=True)  # why it was extended or refused
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    erasure_id = models.UUIDField(null=True)
    export_id = models.UUIDField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["workspace", "due_at", "id"], condition=models.Q(state="open"), name="privacy_request_open"
            ),
            models.Index(fields=["workspace", "person_id"], name="privacy_request_person"),
        )


class PossibleRequest(InWorkspace):
    """A message that may use a right of its writer, until a colleague says whether it does. What they wrote stands in
    the message alone; ``request_id``: what was opened for it, null where it was none."""

    message = WorkspaceLink("inbox.Message", models.CASCADE)
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    noticed_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    request_id = models.UUIDField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "message"], name="possible_request_once"),)
        indexes = (
            models.Index(
                fields=["workspace", "noticed_at", "id"],
                condition=models.Q(settled_at=None),
                name="possible_request_waits",
            ),
        )


class GuestLink(InWorkspace):
    """A guest's own page: found by its link, opened with a code sent to a number or e-mail of theirs.

    Only hashes of the link's token and of the code are kept.
    """

    person_id = models.UUIDField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    code_hash = models.BinaryField(max_length=32, null=True)
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    codes = models.PositiveSmallIntegerField(default=0)
    session_hash = models.BinaryField(max_length=32, null=True)
    session_until = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "person_id"], name="guest_link_person"),)


# ------------------------------------------------- promises and their evidence, transfers, breaches, policies


class CheckState(models.TextChoices):
    HOLDS = "holds", "Holds"
    PERSON = "person", "Needs a person"
    BROKEN = "broken", "Broken"


class PromiseCheck(InWorkspace):
    """What the checks of one promise found on one day: the newest answer, and the worst of the day.

    ``words`` are numbers and words of ours, never anything of a person.
    """

    promise = models.CharField(max_length=40)
    day = models.DateField()
    state = models.CharField(max_length=8, choices=CheckState.choices)
    worst = models.CharField(max_length=8, choices=CheckState.choices)
    words = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "promise", "day"], name="promise_check_day"),)
        indexes = (models.Index(fields=["workspace", "-day"], name="promise_check_newest"),)


class Transfer(InWorkspace):
    """How often requests went to a third party on a day, for one purpose (promises CF-3g, CA-3b). No content."""

    day = models.DateField()
    provider = models.CharField(max_length=40, blank=True)
    host = models.CharField(max_length=253)
    purpose = models.CharField(max_length=40)
    data = ArrayField(models.CharField(max_length=60), default=list)
    count = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "day", "provider", "host", "purpose"], name="transfer_once_a_day"
            ),
        )


class Breach(InWorkspace):
    """Something got out, or may have (promise CA-7). The 72 hours run from ``known_at`` (GDPR art. 33).

    ``begins`` to ``ends`` is the time in which data lay open; ``account`` whose account was used, where it was one.
    """

    title = EncryptedText(under="workspace")
    story = EncryptedText(under="workspace", null=True)
    consequences = EncryptedText(under="workspace", null=True)
    measures = EncryptedText(under="workspace", null=True)
    advice = EncryptedText(under="workspace", null=True)
    known_at = models.DateTimeField()
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    account = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    opened_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    opened_at = models.DateTimeField(db_default=Now())
    authority_told_at = models.DateTimeField(null=True)
    people_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    report = EncryptedText(under="workspace", null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "-known_at", "-id"], name="breach_known"),)


class BreachNote(InWorkspace):
    """A piece of evidence of a breach, as it was written down, with a file where there is one; append-only."""

    breach = WorkspaceLink(Breach, models.CASCADE)
    words = EncryptedText(under="workspace")
    name = EncryptedText(under="workspace", null=True)
    blob = EncryptedBytes(under="workspace", null=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["workspace", "breach", "at"], name="breach_note_at"),)


class PolicyVersion(InWorkspace):
    """A privacy policy or terms as they were published; append-only (promises CA-12, CF-10)."""

    kind = models.CharField(max_length=8)  # privacy, terms
    number = models.PositiveIntegerField()
    text = models.TextField()
    significant = models.BooleanField(default=False)
    published_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    published_at = models.DateTimeField(db_default=Now())
    effective_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "kind", "number"], name="policy_number"),)


class Acceptance(InWorkspace):
    """A colleague has read and accepted a version."""

    version = WorkspaceLink(PolicyVersion, models.CASCADE)
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "version", "user"], name="accepted_once"),)


class PolicyNotice(InWorkspace):
    """A colleague was told of a significant change by e-mail, before it holds; append-only."""

    version = WorkspaceLink(PolicyVersion, models.CASCADE)
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "version", "user"], name="policy_notice_once"),)


class Closing(InWorkspace):
    """The owner has closed the workspace: at ``gone_on`` its keys are destroyed and its rows go. Until then it can be
    opened again. ``counts``: rows that went, by table, for the certificate; numbers and words of ours."""

    asked_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField(db_default=Now())
    gone_on = models.DateTimeField()
    keys_destroyed = models.PositiveIntegerField(null=True)
    counts = models.JSONField(default=dict)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace"], name="closing_once"),)
