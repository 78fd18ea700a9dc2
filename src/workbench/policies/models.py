"""Bundles of texts, and reference lists with dates and keepers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workbench.accounts.models import Branch, Staff
from workbench.common.fields import CodeField
from workbench.journal.models import Recorded


class BundleState(models.TextChoices):
    """How far a bundle is on its way into force."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Release proposed")
    RELEASED = "released", pgettext_lazy("a bundle", "Released")


class Bundle(Recorded):
    """All packs, parameters and switches by one digest (`kefen.BundleStore`), in force from a day, for a
    branch and below.
    """

    digest = CodeField(max_length=64)
    state = CodeField(max_length=10, choices=BundleState.choices, default=BundleState.DRAFT)
    title = models.CharField(max_length=80)
    branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="+"
    )  # head office, or the top of an overlay's subtree
    overlays = models.JSONField(default=list)  # names of the overlays in it
    runs_from = models.DateField(null=True)  # null while it is a draft
    withdrawn_on = models.DateField(null=True)
    document = models.CharField(max_length=80, blank=True)  # 文号
    filed_as = models.CharField(
        max_length=80, blank=True
    )  # filing number of an overlay at the branch above
    released_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["branch", "runs_from"], name="one_bundle_starts_a_day"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("released_by")),
                name="a_second_person_releases",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def branch_path(self) -> str:
        return self.branch.path

    @staticmethod
    def released() -> Q:
        """Those that a second person, or the founding of the bank, let count from their day."""
        return Q(state=BundleState.RELEASED)


class ListState(models.TextChoices):
    """Whether a version of a list counts."""

    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", pgettext_lazy("a list", "Confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("a list", "Withdrawn")


class ListVersion(Recorded):
    """A reference list of the vocabulary as it stands from a day on, with its source, its keeper, and who
    confirmed it.
    """

    list = CodeField(max_length=40)  # name in the vocabulary, such as `central_enterprises`
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    digest = CodeField(max_length=64)  # of its rows
    since = models.DateField()
    state = CodeField(max_length=10, choices=ListState.choices, default=ListState.DRAFT)
    source_page = models.CharField(max_length=200)
    kept_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("kept_by")),
                name="a_second_person_confirms_a_list",
            ),
        )

    def __str__(self) -> str:
        return f"{self.list} {self.since}"

    @property
    def branch_path(self) -> str:
        return self.branch.path


class ListRow(models.Model):
    """One code of a version; `values` may hold `since` and `until`, the days between which it is on the list."""

    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="rows")
    subject = models.CharField(max_length=120, db_index=True)
    values = models.JSONField(default=dict)
