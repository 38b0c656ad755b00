"""Who works here: users, workspaces, brands, members; what they did and whose data they opened."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace
from casa.lib.ids import new_id


class UserAccounts(BaseUserManager["User"]):
    """Django asks the user model's manager to make users; Casa's rule for it is ``rules.sign_up``."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. Users stand outside workspaces; a Member row says where they belong."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    adult_affirmed_at = models.DateTimeField(null=True)  # promise CF-9: for adults
    created_at = models.DateTimeField(db_default=Now())
    timezone = models.CharField(max_length=64, default="America/New_York")
    theme = models.CharField(max_length=8, default="auto")
    single_keys = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserAccounts()

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class Workspace(models.Model):
    """One business. ``keys_version`` moves with every destroyed key, so that no process trusts a cached one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    timezone = models.CharField(max_length=64, default="America/New_York")
    ai_enabled = models.BooleanField(default=True)
    undo_seconds = models.PositiveSmallIntegerField(default=10)
    cleaning_hours = models.PositiveSmallIntegerField(default=4)
    code_hours = models.PositiveSmallIntegerField(default=24)  # before check-in, when door codes may be told
    exceptions = models.JSONField(default=dict)  # early check-in and late checkout: mode, time, fee (settings page)
    keys_version = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())


class Brand(InWorkspace):
    """A workspace's sending identity: what guests read as the sender, and the key of consent (R5, R30)."""

    name = models.CharField(max_length=120)
    signature = models.CharField(max_length=120, blank=True)
    support_phone = models.CharField(max_length=32, blank=True)
    support_email = models.EmailField(blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "name"], name="brand_name"),
            models.UniqueConstraint(fields=["workspace"], condition=models.Q(is_default=True), name="brand_default"),
        )


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    MANAGER = "manager", "Manager"
    AGENT = "agent", "Agent"
    CLEANER = "cleaner", "Cleaner"
    VIEWER = "viewer", "Viewer"


class Member(InWorkspace):
    """A user's place in a workspace. ``property_ids`` narrows it to some homes; empty means all of them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    property_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    joined_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "user"], name="member_once"),)


class Invitation(InWorkspace):
    """A colleague asked in. Only a keyed hash of the link's token is kept."""

    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role.choices)
    property_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "email"], name="invitation_email"),)


class Action(InWorkspace):
    """The action log: who changed what. ``data`` holds ids and settings, never personal text."""

    at = models.DateTimeField(db_default=Now())
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=60)  # stable dotted names: "inbox.message.queued"
    target = models.UUIDField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["workspace", "-at"], name="action_at"),)


class Read(InWorkspace):
    """The read log: who opened whose personal data, when and why (promises CF-6b, CA-6c)."""

    at = models.DateTimeField(db_default=Now())
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    by_assistant = models.BooleanField(default=False)
    person_id = models.UUIDField()
    reason = models.CharField(max_length=24)  # conversation, person, search, draft, code, export
    slot = models.DateTimeField()  # the minute it happened in: one row a minute is enough

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "person_id", "user", "by_assistant", "reason", "slot"],
                name="read_once_a_minute",
                nulls_distinct=False,
            ),
        )
        indexes = (models.Index(fields=["workspace", "-slot", "-id"], name="read_slot"),)


class Due(InWorkspace):
    """Something to do later. Moved into the job queue when its time comes; the queue itself holds no far future."""

    at = models.DateTimeField()
    job = models.CharField(max_length=80)
    args = models.JSONField(default=dict)  # ids only
    queue = models.CharField(max_length=12, default="realtime")
    key = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "key"], name="due_key"),)
        indexes = (models.Index(fields=["at"], name="due_at"),)  # read by the dispatcher across workspaces


class Heartbeat(models.Model):
    """One row a process: a worker that no longer beats is shown on every page."""

    name = models.CharField(primary_key=True, max_length=60)
    at = models.DateTimeField()
    version = models.CharField(max_length=20)
