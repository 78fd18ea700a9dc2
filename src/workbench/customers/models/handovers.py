"""移交: a list of customers passes from one manager to another, row by row, with three signatures."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Staff
from workbench.common.acting import Actor, Scope
from workbench.common.fields import CodeField
from workbench.common.scoping import ScopedQuerySet, below
from workbench.customers.models.loans import Category
from workbench.customers.models.parties import Party
from workbench.journal.models import Recorded


class HandoverState(models.TextChoices):
    """How far a hand-over has come."""

    LISTED = "listed", _("Being signed")
    SIGNED = "signed", _("Signed, to take place")
    DONE = "done", _("Handed over")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HandoverQuerySet(ScopedQuerySet["Handover"]):
    def within(self, scope: Scope, actor: Actor) -> Q:
        """Those of its branches, and those in which he takes part."""
        persons = Q(pk__in=())
        for side in ("giver", "taker", "supervisor"):
            persons |= Q(**{f"{side}_id": actor.staff_id})
        return below("branch__path", Scope(scope.branches)) | persons


class Handover(Recorded):
    """From `giver` to `taker` on a day, watched by `supervisor` (监交人).

    For a giver who was suspended or has gone, his head signs. Three signatures are three persons.
    """

    giver = models.ForeignKey(Staff, models.PROTECT, related_name="handed_over")
    taker = models.ForeignKey(Staff, models.PROTECT, related_name="taken_over")
    supervisor = models.ForeignKey(Staff, models.PROTECT, related_name="+")  # 监交人
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    on = models.DateField()
    reason = models.CharField(max_length=200)
    state = CodeField(max_length=10, choices=HandoverState.choices, default=HandoverState.LISTED)
    listed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()
    giver_signed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    giver_signed_at = models.DateTimeField(null=True)
    taker_signed_at = models.DateTimeField(null=True)
    supervisor_signed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(HandoverQuerySet)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(giver=F("taker"))
                & ~Q(giver=F("supervisor"))
                & ~Q(taker=F("supervisor"))
                & (
                    Q(giver_signed_by=None)
                    | (~Q(giver_signed_by=F("taker")) & ~Q(giver_signed_by=F("supervisor")))
                ),
                name="three_sign",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("signed", "done"))
                | Q(
                    giver_signed_at__isnull=False,
                    taker_signed_at__isnull=False,
                    supervisor_signed_at__isnull=False,
                ),
                name="signed_by_three",
            ),
        )

    def __str__(self) -> str:
        return f"{self.giver.name} → {self.taker.name} {self.on}"

    @property
    def branch_path(self) -> str:
        return self.branch.path


class RowState(models.TextChoices):
    """What the taker says of one customer."""

    LISTED = "listed", _("To be looked at")
    ACCEPTED = "accepted", _("Accepted")
    RESERVED = "reserved", _("Accepted with reservation")  # 保留意见
    STAYS = "stays", _("Stays with the giver")  # bad loans


class HandoverRow(Recorded):
    """One customer of a hand-over, as he stood when it was listed."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="rows")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    customer_class = CodeField(max_length=40, blank=True)
    worst_category = CodeField(max_length=20, blank=True, choices=Category.choices)
    state = CodeField(max_length=8, choices=RowState.choices, default=RowState.LISTED)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["handover", "party"], name="handed_over_once"),
            models.CheckConstraint(
                condition=~Q(state="reserved") | ~Q(words=""), name="a_reservation_has_words"
            ),
        )

    def __str__(self) -> str:
        return str(self.party)

    @property
    def branch_path(self) -> str:
        return self.handover.branch_path
