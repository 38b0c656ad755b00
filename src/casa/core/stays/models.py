"""Homes, stays and reviews, as the booking systems tell them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.vault.fields import EncryptedJSON, EncryptedText


class Property(InWorkspace):
    """A home. What the host wrote about it (wifi, manual …) is knowledge; here stand the plain facts."""

    connection = WorkspaceLink("connections.Connection", models.SET_NULL, null=True)
    external_id = models.CharField(max_length=120)
    sequence = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    address = EncryptedText(under="workspace", null=True)
    city = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=60, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    timezone = models.CharField(max_length=64, blank=True)
    check_in = models.TimeField(null=True)
    check_out = models.TimeField(null=True)
    amenities = ArrayField(models.CharField(max_length=80), default=list)
    max_guests = models.PositiveSmallIntegerField(null=True)
    bedrooms = models.PositiveSmallIntegerField(null=True)
    pets_allowed = models.BooleanField(null=True)
    smoking_allowed = models.BooleanField(null=True)
    details = EncryptedJSON(under="workspace", null=True)  # heading -> text, as the booking system holds it
    wifi = EncryptedJSON(under="workspace", null=True)  # {"name":…, "password":…}
    door = EncryptedJSON(under="workspace", null=True)  # {"name":…, "code":…}, as the host typed it
    hue = models.PositiveSmallIntegerField(default=0)
    house = models.CharField(max_length=24, default="p-cottage")  # the silhouette on its tile
    removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "connection", "external_id"], name="property_external"),
        )


class ReservationStatus(models.TextChoices):
    INQUIRY = "inquiry", "Asking"
    REQUEST = "request", "Wants to book"
    CONFIRMED = "confirmed", "Booked"
    CANCELLED = "cancelled", "Cancelled"
    DECLINED = "declined", "Declined"


class Reservation(InWorkspace):
    """A stay. ``sequence`` is the provider's own order: an older fact never overwrites a newer one (R78)."""

    connection = WorkspaceLink("connections.Connection", models.SET_NULL, null=True)
    external_id = models.CharField(max_length=120)
    sequence = models.CharField(max_length=60, blank=True)
    property = WorkspaceLink(Property, models.CASCADE)
    person = WorkspaceLink("people.Person", models.SET_NULL, null=True)
    platform = models.CharField(max_length=20)
    code = EncryptedText(under="workspace", null=True)
    status = models.CharField(max_length=10, choices=ReservationStatus.choices)
    arrival = models.DateField()
    departure = models.DateField()
    check_in = models.DateTimeField(null=True)
    check_out = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)
    adults = models.PositiveSmallIntegerField(default=0)
    children = models.PositiveSmallIntegerField(default=0)
    infants = models.PositiveSmallIntegerField(default=0)
    pets = models.PositiveSmallIntegerField(default=0)
    payout = models.BigIntegerField(null=True)  # minor units; summed in SQL, so not sealed
    total = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    thread_id = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "connection", "external_id"], name="reservation_external"),
        )
        indexes = (
            models.Index(fields=["workspace", "person", "-arrival"], name="reservation_person"),
            models.Index(fields=["workspace", "property", "arrival"], name="reservation_calendar"),
            models.Index(fields=["workspace", "arrival"], name="reservation_arrival"),
            models.Index(fields=["workspace", "departure"], name="reservation_departure"),
        )

    def guest_count(self) -> int:
        return self.adults + self.children + self.infants


class Review(InWorkspace):
    """What a guest said in public, and what we answered."""

    connection = WorkspaceLink("connections.Connection", models.SET_NULL, null=True)
    external_id = models.CharField(max_length=120)
    property = WorkspaceLink(Property, models.CASCADE, null=True)
    reservation = WorkspaceLink(Reservation, models.SET_NULL, null=True)
    rating = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    text = EncryptedText(under="workspace", null=True)
    private_text = EncryptedText(under="workspace", null=True)
    guest_name = EncryptedText(under="workspace", null=True)
    response = EncryptedText(under="workspace", null=True)
    can_respond = models.BooleanField(default=False)
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "connection", "external_id"], name="review_external"),
        )
        indexes = (models.Index(fields=["workspace", "-reviewed_at"], name="review_at"),)
