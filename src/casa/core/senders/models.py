"""Numbers we send from, and what the carriers know of the business behind them (compliance rules, section C)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.connections.models import Connection
from casa.core.vault.fields import EncryptedJSON, EncryptedText


class SenderKind(models.TextChoices):
    LOCAL = "local", "Local number"  # a US or Canadian number: R50
    TOLL_FREE = "toll_free", "Toll-free number"  # R60
    SHORT_CODE = "short_code", "Short code"
    OTHER = "other", "Number abroad"  # no US registration covers it


class SenderState(models.TextChoices):
    """What the provider says of a number's registration."""

    APPROVED = "approved", "Registered"
    PENDING = "pending", "In review"
    REJECTED = "rejected", "Turned down"
    UNREGISTERED = "unregistered", "Not registered"
    SUSPENDED = "suspended", "Suspended"
    UNKNOWN = "unknown", "Not read yet"


class RegistrationState(models.TextChoices):
    """A form of ours on its way through the provider and the carriers."""

    DRAFT = "draft", "Not sent yet"
    SUBMITTING = "submitting", "Being sent"
    PENDING = "pending", "In review"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Turned down"
    SUSPENDED = "suspended", "Suspended"


class EntityType(models.TextChoices):
    """What a business is by law (R51)."""

    PRIVATE = "private", "Private company"
    PUBLIC = "public", "Company on a stock exchange"
    NONPROFIT = "nonprofit", "Non-profit"
    GOVERNMENT = "government", "Government"
    SOLE = "sole", "Sole proprietor"


class Registered(InWorkspace):
    """What the three forms share. ``external`` are the provider's own ids by step: a repeat goes on where it broke off.

    ``reasons``: what the carrier said, as [{"code", "words", "todo"}] from our own table, never the carrier's text.
    """

    connection = WorkspaceLink(Connection, models.PROTECT)
    state = models.CharField(max_length=12, choices=RegistrationState.choices, default=RegistrationState.DRAFT)
    external = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    trouble = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    EDITABLE: ClassVar[frozenset[str]] = frozenset({RegistrationState.DRAFT, RegistrationState.REJECTED})

    class Meta:
        abstract = True

    @property
    def editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def waiting(self) -> bool:
        return self.state in (RegistrationState.SUBMITTING, RegistrationState.PENDING)


class BrandRegistration(Registered):
    """The business as the tax office and the carriers know it (R51). One for a brand; the EIN is sealed.

    ``ein_lookup`` is a keyed stand-in of the EIN: two brands of a workspace may not share one (rejection 711).
    ``contact`` is the person who answers for it: first_name, last_name, title, email, phone.
    """

    brand = WorkspaceLink("accounts.Brand", models.CASCADE)
    legal_name = models.CharField(max_length=255, blank=True)
    ein = EncryptedText(under="workspace", null=True)
    ein_lookup = models.BinaryField(max_length=16, null=True)
    entity = models.CharField(max_length=12, choices=EntityType.choices, default=EntityType.PRIVATE)
    vertical = models.CharField(max_length=40, blank=True)
    street = EncryptedText(under="workspace", null=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=20, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=2, default="US")
    website = models.CharField(max_length=255, blank=True)
    support_email = models.EmailField(blank=True)
    support_phone = models.CharField(max_length=16, blank=True)
    stock_exchange = models.CharField(max_length=20, blank=True)
    stock_symbol = models.CharField(max_length=10, blank=True)
    contact = EncryptedJSON(under="workspace", null=True)
    score = models.PositiveSmallIntegerField(null=True)
    site_findings = models.JSONField(default=list)  # R55: codes of what the pre-flight missed on the website
    site_checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "brand"], name="brand_registration_once"),
            models.UniqueConstraint(fields=["workspace", "ein_lookup"], name="brand_registration_ein"),
        )


class CampaignRegistration(Registered):
    """What a brand sends, to whom and with what leave (R52, R53). Its use case is fixed once it was submitted."""

    business = WorkspaceLink(BrandRegistration, models.CASCADE)
    use_case = models.CharField(max_length=40, blank=True)
    description = models.TextField(blank=True)
    message_flow = models.TextField(blank=True)
    samples = ArrayField(models.TextField(), default=list)
    opt_in_keywords = ArrayField(models.CharField(max_length=20), default=list)
    opt_out_keywords = ArrayField(models.CharField(max_length=20), default=list)
    help_keywords = ArrayField(models.CharField(max_length=20), default=list)
    opt_in_message = models.CharField(max_length=320, blank=True)
    opt_out_message = models.CharField(max_length=320, blank=True)
    help_message = models.CharField(max_length=320, blank=True)
    privacy_url = models.CharField(max_length=255, blank=True)
    terms_url = models.CharField(max_length=255, blank=True)
    embedded_link = models.BooleanField(default=False)
    embedded_phone = models.BooleanField(default=False)
    number_pool = models.BooleanField(default=False)
    direct_lending = models.BooleanField(default=False)
    age_gated = models.BooleanField(default=False)
    affiliate = models.BooleanField(default=False)
    per_second = models.FloatField(null=True)  # segments, as the provider says (R76)
    per_day = models.PositiveIntegerField(null=True)  # segments, as the provider says (R76)
    idle_since = models.DateTimeField(null=True)  # R59: approved and without a number

    class Meta:
        indexes = (models.Index(fields=["workspace", "business"], name="campaign_registration_of"),)


class Sender(InWorkspace):
    """One number (E.164) or short code of a connection, with the provider's own truth of its registration.

    ``use_case`` and the flags are those of the campaign the provider has the number in, ours or one made elsewhere.
    """

    connection = WorkspaceLink(Connection, models.CASCADE)
    campaign = WorkspaceLink(CampaignRegistration, models.SET_NULL, null=True)
    address = models.CharField(max_length=20)
    external_id = models.CharField(max_length=60, blank=True)
    service_ref = models.CharField(max_length=60, blank=True)
    campaign_ref = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=SenderKind.choices)
    country = models.CharField(max_length=2, blank=True)
    capabilities = ArrayField(models.CharField(max_length=10), default=list)
    state = models.CharField(max_length=12, choices=SenderState.choices, default=SenderState.UNKNOWN)
    use_case = models.CharField(max_length=40, blank=True)
    links = models.BooleanField(default=True)  # R54: whether links were declared
    samples = ArrayField(models.TextField(), default=list)  # R54: what was declared to be sent
    words = models.CharField(max_length=300, blank=True)
    reasons = models.JSONField(default=list)
    per_second = models.FloatField(null=True)
    per_day = models.PositiveIntegerField(null=True)
    since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)  # no longer in the account

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "connection", "address"], name="sender_once"),)
        indexes = (models.Index(fields=["workspace", "campaign"], name="sender_campaign"),)


class TollFreeVerification(Registered):
    """The form a toll-free number needs before any traffic (R60). Who the business is stands in ``business``."""

    sender = WorkspaceLink(Sender, models.CASCADE)
    business = WorkspaceLink(BrandRegistration, models.CASCADE)
    registration_type = models.CharField(max_length=12, default="EIN")
    use_case_categories = ArrayField(models.CharField(max_length=40), default=list)
    summary = models.TextField(blank=True)
    sample = models.TextField(blank=True)
    volume = models.CharField(max_length=12, blank=True)
    opt_in_type = models.CharField(max_length=20, blank=True)
    opt_in_image_url = models.CharField(max_length=255, blank=True)
    opt_in_keywords = ArrayField(models.CharField(max_length=20), default=list)
    privacy_url = models.CharField(max_length=255, blank=True)
    terms_url = models.CharField(max_length=255, blank=True)
    age_gated = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "sender"], name="toll_free_once"),)
