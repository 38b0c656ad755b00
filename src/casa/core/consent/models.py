"""The ledgers of consent: append-only, for the app role by grant. Erasing a person leaves them (R9, R45).

An address is known here only by ``address``, its keyed stand-in under the ledger key, which no erasure destroys.
Each line of a ledger is a link of its brand's chain (``chain.py``): ``seq`` and ``chain`` are set by the database when
the line is committed.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.consent.carrier_models import Reconciliation as Reconciliation
from casa.core.consent.carrier_models import Unreached as Unreached
from casa.core.vault.fields import EncryptedBytes, EncryptedJSON, EncryptedText


class Chained(InWorkspace):
    """A line of a ledger. ``digest``: SHA-256 of what it says; ``chain``: of the link before and this digest."""

    digest = models.BinaryField(max_length=32, null=True)
    seq = models.BigIntegerField(null=True)  # counts from 1 for each brand and ledger; null until committed
    chain = models.BinaryField(max_length=32, null=True)

    class Meta:
        abstract = True


class ConsentClass(models.TextChoices):
    """How good a consent is, weakest first (R1, R8)."""

    UNPROVEN = "unproven"
    INBOUND = "inbound"
    EXPRESS = "express"
    WRITTEN = "written"


class ConsentEvent(Chained):
    """Somebody agreed to be written to: what they saw, what they did, when, and who says so (R8)."""

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    address = models.BinaryField(max_length=16)
    channel = models.CharField(max_length=12)
    program = models.CharField(max_length=40, default="service")
    consent_class = models.CharField(max_length=10, choices=ConsentClass.choices)
    source = models.CharField(max_length=40)  # booking, inbound, form, keyword, import, staff
    source_ref = models.UUIDField(null=True)
    action = models.CharField(max_length=40)  # gave_number, wrote, box_ticked, keyword_sent, signed
    medium = models.CharField(max_length=12, blank=True)  # web, sms, email, paper, call, import, staff, booking
    source_url = EncryptedText(under="ledger", holder="workspace_id", null=True)
    disclosure = EncryptedText(under="ledger", holder="workspace_id", null=True)
    disclosure_version = models.CharField(max_length=64, blank=True)  # SHA-256 of the text as it was shown
    proof = EncryptedJSON(under="ledger", holder="workspace_id", null=True)  # ip, user agent, url, evidence
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", db_index=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "brand", "seq"], name="consent_seq"),)
        indexes = (models.Index(fields=["workspace", "brand", "address", "channel"], name="consent_address"),)


class SuppressionScope(models.TextChoices):
    ALL = "all"
    MARKETING = "marketing"
    CHANNEL = "channel"
    PROGRAM = "program"


class Suppression(Chained):
    """A line of the stop list: somebody must not be written to, or (``restores``) may be again (R20, R31).

    The newest line of an address and scope counts; a line never changes. ``recorded_at`` is when it took effect.
    """

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    address = models.BinaryField(max_length=16)
    channel = models.CharField(max_length=12)  # sms covers SMS, MMS and RCS (R30)
    scope = models.CharField(max_length=10, choices=SuppressionScope.choices)
    program = models.CharField(max_length=40, blank=True)  # "" is every program
    restores = models.BooleanField(default=False)
    reason = models.CharField(max_length=24)  # keyword, freeform, provider, staff, complaint, wrong_number, unreachable
    rule = models.CharField(max_length=8, blank=True)
    matcher = models.CharField(max_length=24, blank=True)
    text = EncryptedText(under="ledger", holder="workspace_id", null=True)
    message_ref = models.CharField(max_length=80, blank=True)
    received_on = models.CharField(max_length=80, blank=True)  # our own number or mailbox (R44)
    received_at = models.DateTimeField(null=True)
    confirmation_id = models.UUIDField(null=True)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", db_index=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "brand", "address", "message_ref"],
                condition=~models.Q(message_ref=""),
                name="suppression_once_a_message",
            ),
            models.UniqueConstraint(fields=["workspace", "brand", "seq"], name="suppression_seq"),
        )
        indexes = (models.Index(fields=["workspace", "brand", "address", "-recorded_at"], name="suppression_address"),)


class Ledger(models.TextChoices):
    CONSENT = "consent"
    SUPPRESSION = "suppression"


class ChainHead(InWorkspace):
    """The newest link of a brand's chain. Written by the database alone, locked last in a transaction."""

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    ledger = models.CharField(max_length=12, choices=Ledger.choices)
    seq = models.BigIntegerField()
    chain = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "brand", "ledger"], name="chain_head"),)


class Decision(InWorkspace):
    """What the gate said at a hand-off, and the facts it said it with (R section 0).

    ``address``, ``sender``, ``template_id`` and ``segments`` are what caps are counted by (R58, R76, R82).
    """

    outbox_id = models.UUIDField()
    brand = WorkspaceLink("accounts.Brand", models.PROTECT, null=True)
    address = models.BinaryField(max_length=16, null=True)
    kind = models.CharField(max_length=12, blank=True)  # reply, service, reminder, marketing, compliance
    connection_id = models.UUIDField(null=True)
    sender = models.CharField(max_length=80, blank=True)
    template_id = models.UUIDField(null=True)
    segments = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=8)  # allow, hold, block
    reason = models.CharField(max_length=40, blank=True)
    rule = models.CharField(max_length=8, blank=True)
    until = models.DateTimeField(null=True)
    gate_version = models.PositiveSmallIntegerField()
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())
    txid = models.BigIntegerField(db_default=models.Func(function="txid_current"))

    class Meta:
        indexes = (
            models.Index(fields=["workspace", "outbox_id", "-at"], name="decision_outbox"),
            models.Index(
                fields=["workspace", "brand", "address", "-at"],
                name="decision_contacts",
                condition=models.Q(answer="allow", address__isnull=False),
            ),
            models.Index(
                fields=["workspace", "brand", "-at"],
                include=["segments"],
                name="decision_day",
                condition=models.Q(answer="allow", segments__gt=0),
            ),
        )


class ProgramKind(models.TextChoices):
    MARKETING = "marketing"
    SERVICE = "service"
    REMINDER = "reminder"


class Program(InWorkspace):
    """What one agrees to: a stream of messages of a brand, with its own consent (R5). ``key`` stands in the ledgers."""

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=ProgramKind.choices)
    description = models.CharField(max_length=300, blank=True)
    frequency_words = models.CharField(max_length=120, blank=True)  # "Up to 4 messages a month"
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "brand", "key"], name="program_key"),)


class Disclosure(InWorkspace):
    """The words that somebody sees before they agree, verbatim; append-only. ``version`` is their SHA-256 (R3, R8)."""

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    program = WorkspaceLink(Program, models.PROTECT)
    channel = models.CharField(max_length=12)
    language = models.CharField(max_length=8, default="en")
    text = models.TextField()
    version = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "program", "channel", "language", "version"], name="disclosure_version"
            ),
        )


class OptInPage(InWorkspace):
    """A public page, form or keyword through which people agree to a program (R7)."""

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    program = WorkspaceLink(Program, models.PROTECT)
    token = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    intro = models.CharField(max_length=500, blank=True)
    keyword = models.CharField(max_length=40, blank=True)
    double_opt_in = models.BooleanField(default=True)
    collects_sms = models.BooleanField(default=True)
    collects_email = models.BooleanField(default=False)
    disclosure = WorkspaceLink(Disclosure, models.PROTECT, null=True)
    email_disclosure = WorkspaceLink(Disclosure, models.PROTECT, null=True)
    privacy_url = models.URLField(blank=True)
    terms_url = models.URLField(blank=True)
    origins = ArrayField(models.CharField(max_length=200), default=list, blank=True)  # may frame the form
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["token"], name="opt_in_token"),
            models.UniqueConstraint(
                fields=["workspace", "brand", "keyword"],
                condition=~models.Q(keyword="") & models.Q(active=True),
                name="opt_in_keyword",
            ),
        )


class PendingOptIn(InWorkspace):
    """Somebody asked for messages and has not confirmed it yet (R32). Not a consent."""

    page = WorkspaceLink(OptInPage, models.CASCADE)
    address = models.BinaryField(max_length=16)
    kind = models.CharField(max_length=8)  # phone, email
    channel = models.CharField(max_length=12)
    value = EncryptedText(under="ledger", holder="workspace_id")
    proof = EncryptedJSON(under="ledger", holder="workspace_id", null=True)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "address", "-at"], name="pending_opt_in_address"),)


class Preference(InWorkspace):
    """How somebody wants to be reached; never a revocation by itself (R46).

    ``hours``: only between ``starts`` and ``ends`` by their own clock. ``channel``: only through ``channel``.
    """

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    address = models.BinaryField(max_length=16)
    kind = models.CharField(max_length=8)  # hours, channel
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    channel = models.CharField(max_length=12, blank=True)
    text = EncryptedText(under="ledger", holder="workspace_id", null=True)
    message_ref = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "brand", "address", "-at"], name="preference_address"),)


class DoNotCallList(InWorkspace):
    """A do-not-call list as it was loaded (R15, R17). Older than 31 days, it proves nothing."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)  # national, state
    state = models.CharField(max_length=2, blank=True)
    as_of = models.DateField()
    loaded_at = models.DateTimeField(db_default=Now())
    entries = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["workspace", "kind", "state", "-as_of"], name="do_not_call_kind"),)


class DoNotCallNumber(InWorkspace):
    list = WorkspaceLink(DoNotCallList, models.CASCADE)
    address = models.BinaryField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "address", "list"], name="do_not_call_once"),)
        indexes = (models.Index(fields=["workspace", "list"], name="do_not_call_list"),)


class NumberCheck(InWorkspace):
    """What the reassigned-numbers database answered about a number and a date of consent (R13)."""

    address = models.BinaryField(max_length=16)
    result = models.CharField(max_length=8)  # yes (reassigned), no, no_data
    consent_date = models.DateField()
    queried_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["workspace", "address", "-queried_at"], name="number_check_address"),)


class Review(InWorkspace):
    """Something a person must read within one business day (R21, R33, R48) or settle at once (R47).

    ``value`` says who wrote it, until it is settled.
    """

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    address = models.BinaryField(max_length=16)
    address_kind = models.CharField(max_length=8)
    channel = models.CharField(max_length=12)
    kind = models.CharField(max_length=24)  # revocation, decline, complaint, booking, wrong_number, question, doubt
    value = EncryptedText(under="ledger", holder="workspace_id", null=True)
    text = EncryptedText(under="ledger", holder="workspace_id", null=True)
    message_ref = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "brand", "address", "message_ref", "kind"],
                condition=~models.Q(message_ref=""),
                name="review_once_a_message",
            ),
        )
        indexes = (
            models.Index(
                fields=["workspace", "due_at"], name="review_open", condition=models.Q(settled_at__isnull=True)
            ),
        )


class Evidence(InWorkspace):
    """A picture or PDF of how somebody agreed: the signed card, the scan. As lasting as the line it proves (R8, R9)."""

    event = WorkspaceLink(ConsentEvent, models.PROTECT)
    content_type = models.CharField(max_length=40)
    blob = EncryptedBytes(under="ledger", holder="workspace_id")
    size = models.PositiveIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["workspace", "event"], name="evidence_event"),)


class Import(InWorkspace):
    """A file of contacts on its way in (R10). ``done`` rows are in; the file itself is forgotten at the end."""

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    program = WorkspaceLink(Program, models.PROTECT, null=True)
    file = EncryptedBytes(under="workspace", null=True)
    columns = models.JSONField(default=dict)
    region = models.CharField(max_length=2, default="US")
    state = models.CharField(max_length=8)  # checking, running, done, undone
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    made_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "-at"], name="import_at"),)


class ImportedPerson(InWorkspace):
    """Somebody whom an import made, so that it can be taken back while nothing has come of them."""

    run = WorkspaceLink(Import, models.CASCADE)
    person = WorkspaceLink("people.Person", models.CASCADE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "run", "person"], name="imported_person"),)
