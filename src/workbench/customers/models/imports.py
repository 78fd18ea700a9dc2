"""Files that bring many rows, and feeds: each row accounted for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Staff
from workbench.common.acting import Actor, Scope
from workbench.common.fields import CodeField
from workbench.common.scoping import ScopedQuerySet, below
from workbench.customers.models.parties import Party
from workbench.journal.models import Recorded


class ImportKind(models.TextChoices):
    """What a file holds."""

    CUSTOMERS = "customers", _("Customers and their facts")
    LOANS = "loans", _("Loans")
    PAYROLL = "payroll", _("Payroll")
    REPORTS = "reports", _("Credit reports")


class ImportState(models.TextChoices):
    """How far a file has come."""

    MAPPING = "mapping", _("Columns to be mapped")
    CHECKED = "checked", _("Checked")
    SUBMITTED = "submitted", _("Waiting for the second person")
    APPLIED = "applied", _("Applied")
    RETURNED = "returned", _("Returned")
    DROPPED = "dropped", _("Dropped")


class OfBranch(ScopedQuerySet["ImportSession"]):
    """Files are seen by those who see their branch, whole."""

    def within(self, scope: Scope, actor: Actor) -> Q:
        mine = Q(taken_by_id=actor.staff_id) if scope.portfolio else Q(pk__in=())
        return (below("branch__path", scope) if scope.branches else Q(pk__in=())) | mine


class ImportSession(Recorded):
    """One file on its way: mapped, checked row by row, mended, shown to a second person, applied.

    `mapping` is column → name of a field or fact, "" for one that is left out.
    """

    kind = CodeField(max_length=10, choices=ImportKind.choices)
    state = CodeField(max_length=10, choices=ImportState.choices, default=ImportState.MAPPING)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    taken_for = CodeField(max_length=40, blank=True)  # whose deputy brought it
    confirmed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=120)
    file = CodeField(max_length=36)  # name of the sealed file
    sha256 = CodeField(max_length=64)
    business_on = models.DateField()
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    rows_said = models.PositiveIntegerField(null=True)  # as the sender counted them
    total_said = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    counts = models.JSONField(default=dict)  # outcome → rows
    taken_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(OfBranch)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("taken_by")), name="a_second_person_imports"
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(confirmed_by__isnull=False),
                name="nothing_is_imported_by_one",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def branch_path(self) -> str:
        return self.branch.path


class Outcome(models.TextChoices):
    """What a row would do."""

    CREATE = "create", _("New")
    UPDATE = "update", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REJECTED = "rejected", _("Rejected")


class ImportRow(models.Model):
    """One row of a file. `cells` are sealed: column → text as it stood there, or as it was mended."""

    session = models.ForeignKey(ImportSession, models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField()
    cells = models.BinaryField()
    outcome = CodeField(max_length=10, choices=Outcome.choices, default=Outcome.REJECTED)
    problems = models.JSONField(default=list)  # [{"column", "reason", "detail"}]: never the value
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    mended = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "line"], name="one_row_a_line"),)


class Feed(Recorded):
    """One arrival of a source: its business date, what it counted, what came. `source` as in facts."""

    source = CodeField(max_length=20)
    business_on = models.DateField()
    arrived_at = models.DateTimeField()
    rows_said = models.PositiveIntegerField(null=True)
    rows_found = models.PositiveIntegerField()
    total_said = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    total_found = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    accepted = models.BooleanField()
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=["source", "accepted", "business_on"], name="feed_until"),)
        constraints = (
            models.UniqueConstraint(
                fields=["source", "business_on"],
                condition=Q(accepted=True),
                name="a_day_is_fed_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.business_on}"
