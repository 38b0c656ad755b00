"""What carriers and providers know of a number, and reading their logs against our ledgers (R14, R42)."""

from django.db import models

from casa.core.accounts.fields import InWorkspace, WorkspaceLink


class Unreached(InWorkspace):
    """A carrier said that nobody has this number, once; the second message that fails so stops it (R14)."""

    brand = WorkspaceLink("accounts.Brand", models.PROTECT)
    address = models.BinaryField(max_length=16)
    ref = models.CharField(max_length=80)  # the provider's own number for the message
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace", "brand", "address", "ref"], name="unreached_once"),)


class Reconciliation(InWorkspace):
    """One reading of a provider's log against our ledgers, page by page (R42). Open while ``finished_at`` is null.

    ``cursor`` is the provider's own: where this reading goes on, and once it is finished, where the next begins.
    ``refused``, ``unreachable``: numbers that were put on the stop list by it. ``elsewhere``: texts that another
    program sent from the same number to somebody who had stopped us. ``only_here``: people who stopped us in a way that
    the provider cannot know of.
    """

    connection = WorkspaceLink("connections.Connection", models.CASCADE)
    cursor = models.JSONField(default=dict)
    read = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    unreachable = models.PositiveIntegerField(default=0)
    elsewhere = models.PositiveIntegerField(default=0)
    only_here = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "connection"],
                condition=models.Q(finished_at__isnull=True),
                name="reconciliation_open",
            ),
        )
        indexes = (models.Index(fields=["workspace", "connection", "-began_at"], name="reconciliation_newest"),)
