"""Who is written to, with what, when; and what became of every one of them."""

from django.db import models
from django.db.models.functions import Now

from casa.core.accounts.fields import InWorkspace, WorkspaceLink
from casa.core.people.models import Person
from casa.core.vault.fields import EncryptedJSON


class Audience(InWorkspace):
    """A saved choice of people: conditions, never a list. ``filter`` is what ``filters.read`` reads."""

    name = models.CharField(max_length=120)
    filter = models.JSONField(default=dict)
    created_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "name"], condition=models.Q(archived_at=None), name="audience_name"
            ),
        )
        indexes = (models.Index(fields=["workspace", "-changed_at", "-id"], name="audience_changed"),)


class CampaignKind(models.TextChoices):
    """Kept apart: the gate asks another consent for each (R1, R2)."""

    MARKETING = "marketing", "Offer"
    SERVICE = "service", "Service message"
    REMINDER = "reminder", "Reminder"


class CampaignState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SCHEDULED = "scheduled", "Scheduled"
    SENDING = "sending", "Sending"
    PAUSED = "paused", "Paused"
    DONE = "done", "Sent"
    CANCELLED = "cancelled", "Cancelled"


class When(models.TextChoices):
    """``local``: the same hour by each recipient's own clock."""

    NOW = "now", "Now"
    AT = "at", "At a time"
    LOCAL = "local", "In each person's own time zone"


class Campaign(InWorkspace):
    """One sending to an audience. ``filter`` is the audience's as it stood when this was written.

    ``offer_from``–``offer_until``: nights the offer is about, in the homes that ``offer_homes`` names (none: in any);
    who has booked some of them already is left out. ``code``: what they type to get it, good
    until ``code_until`` is over.

    ``test_share`` per cent of the people try the variants, then ``winner`` (a letter) goes to the rest. ``taken_to``
    is how far the list has been made, ``taken_at`` when it was whole. ``test_of``: one text to a colleague's own phone.
    """

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    connection = WorkspaceLink("connections.Connection", models.SET_NULL, null=True)
    audience = WorkspaceLink(Audience, models.SET_NULL, null=True)
    test_of = WorkspaceLink("self", models.CASCADE, null=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=CampaignKind.choices)
    program = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    channel = models.CharField(max_length=12, default="sms")
    filter = models.JSONField(default=dict)
    when = models.CharField(max_length=5, choices=When.choices, default=When.NOW)
    starts_at = models.DateTimeField(null=True)
    local_day = models.DateField(null=True)  # with ``local_time``: read on each recipient's own clock
    local_time = models.TimeField(null=True)
    offer_from = models.DateField(null=True)
    offer_until = models.DateField(null=True)
    offer_homes = models.JSONField(default=list)  # ids
    code = models.CharField(max_length=20, blank=True)
    code_until = models.DateField(null=True)
    stop_on_reply = models.BooleanField(default=True)
    stop_on_booking = models.BooleanField(default=True)
    test_share = models.PositiveSmallIntegerField(default=0)
    winner_by = models.CharField(max_length=8, default="replies")  # replies, bookings
    winner_hours = models.PositiveSmallIntegerField(default=4)
    winner = models.CharField(max_length=1, blank=True)
    winner_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)  # why Casa paused it by itself
    watched_from = models.DateTimeField(null=True)  # resumed by hand: only what came after is watched
    taken_to = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["workspace", "-changed_at", "-id"], name="campaign_changed"),
            models.Index(
                fields=["workspace", "state"],
                condition=models.Q(state__in=["scheduled", "sending"]),
                name="campaign_running",
            ),
        )


class Variant(InWorkspace):
    """One wording. ``texts``: language -> body; ``language`` is read by people whose own has none."""

    campaign = WorkspaceLink(Campaign, models.CASCADE)
    letter = models.CharField(max_length=1)
    template = WorkspaceLink("templates.Template", models.SET_NULL, null=True)
    language = models.CharField(max_length=8, default="en")
    texts = EncryptedJSON(under="workspace")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "campaign", "letter"], name="variant_letter"),)


class RecipientState(models.TextChoices):
    """``released``: in the outbox; from there on the outbox row of the same id says what became of it."""

    WAITING = "waiting", "Waiting"
    RELEASED = "released", "Handed over"
    BLOCKED = "blocked", "Not allowed"
    LEFT_OUT = "left_out", "Left out"
    ENDED = "ended", "Ended"


class Recipient(InWorkspace):
    """One person of a campaign, once; one address, once. Its id is the id of its outbox row and of its decisions.

    ``share`` is a stable place from 0 to 9999 that splits the people for variants. ``reason`` is a word of
    ``outcomes``; ``words`` and ``rule`` are the gate's.
    """

    campaign = WorkspaceLink(Campaign, models.CASCADE)
    person = WorkspaceLink("people.Person", models.CASCADE)
    identity = WorkspaceLink("people.Identity", models.CASCADE, null=True)
    address = models.BinaryField(max_length=16, null=True)  # as in the ledgers of consent
    variant = models.CharField(max_length=1, blank=True)
    share = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=RecipientState.choices, default=RecipientState.WAITING)
    not_before = models.DateTimeField()
    reason = models.CharField(max_length=24, blank=True)
    words = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=8, blank=True)
    released_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)  # said yes to a reminder
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "campaign", "person"], name="recipient_person"),
            models.UniqueConstraint(fields=["workspace", "campaign", "address"], name="recipient_address"),
        )
        indexes = (
            models.Index(
                fields=["workspace", "campaign", "not_before", "id"],
                condition=models.Q(state="waiting"),
                name="recipient_waiting",
            ),
            models.Index(fields=["workspace", "campaign", "state", "reason", "id"], name="recipient_reason"),
            models.Index(fields=["workspace", "campaign", "released_at"], name="recipient_released"),
            models.Index(fields=["workspace", "person"], name="recipient_of_person"),
        )


class Throttle(InWorkspace):
    """What a sender may still send right now: a bucket of segments, filled at its registered rate (R76)."""

    connection = WorkspaceLink("connections.Connection", models.CASCADE)
    sender = models.CharField(max_length=32, blank=True)
    tokens = models.FloatField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "connection", "sender"], name="throttle_sender"),)


class CountState(models.TextChoices):
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"  # a newer one took its place


class Count(InWorkspace):
    """One counting of an audience: who would get it, who not and why. Kept for a day, to be opened row by row.

    ``totals``: outcome -> people. ``places``: state of the US -> [can get it now, held]. ``until``: when the first
    quiet hours end; ``last_until`` the last. ``looked_at`` of ``picked`` people have been asked about so far.
    """

    audience = WorkspaceLink(Audience, models.CASCADE, null=True)
    campaign = WorkspaceLink(Campaign, models.CASCADE, null=True)
    brand = WorkspaceLink("accounts.Brand", models.CASCADE)
    connection = WorkspaceLink("connections.Connection", models.CASCADE, null=True)
    kind = models.CharField(max_length=10, choices=CampaignKind.choices)
    program = models.CharField(max_length=40)
    filter = models.JSONField(default=dict)
    key = models.CharField(max_length=64)  # a hash of what is counted: the same question is not counted twice
    state = models.CharField(max_length=8, choices=CountState.choices, default=CountState.RUNNING)
    picked = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    cursor = models.UUIDField(null=True)
    totals = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    until = models.DateTimeField(null=True)
    last_until = models.DateTimeField(null=True)
    at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["workspace", "campaign", "-at"], name="count_campaign"),
            models.Index(fields=["workspace", "audience", "-at"], name="count_audience"),
        )


class Counted(InWorkspace):
    """One person of a count and what the gate said of them."""

    count = WorkspaceLink(Count, models.CASCADE)
    person = WorkspaceLink("people.Person", models.CASCADE)
    outcome = models.CharField(max_length=24)
    words = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=8, blank=True)
    until = models.DateTimeField(null=True)
    place = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "count", "person"], name="counted_once"),)
        indexes = (models.Index(fields=["workspace", "count", "outcome", "id"], name="counted_outcome"),)


class Trigger(models.TextChoices):
    """What a sequence hangs on."""

    BOOKED = "booked", "A stay is booked"
    BEFORE_ARRIVAL = "before_arrival", "Before arrival"
    IN_STAY = "in_stay", "During the stay"
    AFTER_CHECKOUT = "after_checkout", "After checkout"
    APPOINTMENT_MADE = "appointment_made", "An appointment is made"
    APPOINTMENT_CHANGED = "appointment_moved", "An appointment is moved"
    BEFORE_APPOINTMENT = "before_appointment", "Before an appointment"
    BIRTHDAY = "birthday", "A birthday"


class Sequence(InWorkspace):
    """Messages that follow a booking or an appointment, and its changes."""

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    connection = WorkspaceLink("connections.Connection", models.SET_NULL, null=True)
    name = models.CharField(max_length=120)
    trigger = models.CharField(max_length=20, choices=Trigger.choices)
    program = models.CharField(max_length=40)
    filter = models.JSONField(default=dict)
    active = models.BooleanField(default=False)
    stop_on_reply = models.BooleanField(default=False)
    stop_on_booking = models.BooleanField(default=False)
    created_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "name"], name="sequence_name"),)
        indexes = (models.Index(fields=["workspace", "trigger"], name="sequence_trigger"),)


class Step(InWorkspace):
    """One message of a sequence. ``offset_minutes`` from the moment it hangs on, negative before; with ``at_hour``
    (0–23, by the clock of the home or the firm) only whole days of the offset count, and the hour is that one."""

    sequence = WorkspaceLink(Sequence, models.CASCADE)
    template = WorkspaceLink("templates.Template", models.PROTECT)
    position = models.PositiveSmallIntegerField()
    offset_minutes = models.IntegerField(default=0)
    at_hour = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "sequence", "position"], name="step_position"),)


class PlannedState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    ENDED = "ended", "Not sent"


class Planned(InWorkspace):
    """One step for one stay, appointment or person's day: never sent twice (``planning``). ``occasion`` tells apart the
    times a step comes back for the same thing; ``ends_at`` is when it would make no sense any more."""

    step = WorkspaceLink(Step, models.CASCADE)
    reservation = WorkspaceLink("stays.Reservation", models.CASCADE, null=True)
    appointment = WorkspaceLink("appointments.Appointment", models.CASCADE, null=True)
    person = WorkspaceLink("people.Person", models.CASCADE, null=True)
    subject = models.UUIDField()  # the id of whichever of the three it is
    occasion = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=PlannedState.choices, default=PlannedState.WAITING)
    reason = models.CharField(max_length=120, blank=True)
    message = WorkspaceLink("inbox.Message", models.SET_NULL, null=True)
    made_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "step", "subject", "occasion"], name="planned_once"),
        )
        indexes = (
            models.Index(fields=["workspace", "subject"], name="planned_subject"),
            models.Index(fields=["workspace", "at", "id"], condition=models.Q(state="waiting"), name="planned_waiting"),
            models.Index(fields=["workspace", "message"], name="planned_message"),
        )

    @property
    def whom(self) -> Person | None:
        """Whom it is about; somebody who was joined with another is found by ``stepping``."""
        about = self.reservation or self.appointment
        return about.person if about is not None else self.person
