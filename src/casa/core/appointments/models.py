"""What a service firm does, who does it, when they work, and the appointments people have with them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.vault.fields import EncryptedText


class Service(InWorkspace):
    """Something people book: how long it takes, what it costs, how long is kept free afterwards (the way, cleaning)."""

    name = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    buffer = models.PositiveSmallIntegerField(default=0)  # minutes
    price = models.PositiveIntegerField(null=True)  # minor units
    currency = models.CharField(max_length=3, default="USD")
    hue = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "name"], name="service_name"),)


class Staff(InWorkspace):
    """Somebody who does the work; ``member`` where they also sign in here."""

    name = models.CharField(max_length=120)
    member = WorkspaceLink("accounts.Member", models.SET_NULL, null=True)
    hue = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "name"], name="staff_name"),)


class OpeningHours(InWorkspace):
    """When somebody works, week after week, by the clock of the workspace. Several spans a day leave a break."""

    staff = WorkspaceLink(Staff, models.CASCADE)
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()  # midnight means the end of the day

    class Meta:
        indexes = (models.Index(fields=["workspace", "staff", "weekday"], name="opening_hours_day"),)


class AppointmentStatus(models.TextChoices):
    BOOKED = "booked", "Booked"
    CONFIRMED = "confirmed", "Confirmed"
    RESCHEDULE_ASKED = "moving", "Wants another time"
    CANCELLED = "cancelled", "Cancelled"
    DONE = "done", "Done"
    NO_SHOW = "no_show", "Did not come"


KEPT = (AppointmentStatus.BOOKED, AppointmentStatus.CONFIRMED, AppointmentStatus.RESCHEDULE_ASKED)
"""Statuses in which the time is taken: nobody else can have it."""


class Appointment(InWorkspace):
    """Somebody comes, or we come to them. ``taken`` is its time with the buffer; two of one colleague never overlap:
    the database refuses it, whoever writes. ``revision`` grows with each change, so that nothing acts on an old one.
    """

    person = WorkspaceLink("people.Person", models.CASCADE)
    service = WorkspaceLink(Service, models.PROTECT)
    staff = WorkspaceLink(Staff, models.PROTECT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    taken = DateTimeRangeField()
    place = EncryptedText(under="person", null=True)
    note = EncryptedText(under="person", null=True)
    status = models.CharField(max_length=10, choices=AppointmentStatus.choices, default=AppointmentStatus.BOOKED)
    source = models.CharField(max_length=12, default="staff")  # staff, text, api
    external_id = models.CharField(max_length=120, null=True)
    revision = models.PositiveIntegerField(default=1)
    confirmed_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)  # when it last got another time
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "external_id"], name="appointment_external"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="appointment_lasts"),
            ExclusionConstraint(
                name="appointment_no_clash",
                expressions=(
                    ("workspace", RangeOperators.EQUAL),
                    ("staff", RangeOperators.EQUAL),
                    ("taken", RangeOperators.OVERLAPS),
                ),
                condition=models.Q(status__in=KEPT),
            ),
        )
        indexes = (
            models.Index(fields=["workspace", "starts_at", "id"], name="appointment_day"),
            models.Index(fields=["workspace", "person", "-starts_at"], name="appointment_person"),
        )

    @property
    def kept(self) -> bool:
        """Whether the time is still theirs."""
        return self.status in KEPT
