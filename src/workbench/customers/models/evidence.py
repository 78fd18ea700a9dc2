"""Files that show something."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Staff
from workbench.common.fields import CodeField
from workbench.customers.models.parties import OfParty, Party
from workbench.journal.models import Recorded


class EvidenceState(models.TextChoices):
    UNVERIFIED = "unverified", _("To be verified")  # 待核实
    VERIFIED = "verified", _("Verified")  # 已核实
    DOUBTFUL = "doubtful", _("Doubtful")  # 存疑
    FALSE = "false", _("Proven false")  # 查实虚假
    SPENT = "spent", _("No longer valid")  # 失效


class Evidence(Recorded):
    """A file that shows something: sealed outside database and web root, seen in the original, verified by two."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=80)
    media_type = CodeField(max_length=60)  # by content, not by name
    size = models.PositiveIntegerField()
    sha256 = CodeField(max_length=64, db_index=True)
    file = CodeField(max_length=36, blank=True)  # name of the sealed file in settings.EVIDENCE
    issuer = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    box = models.CharField(max_length=40, blank=True)  # where the original lies
    state = CodeField(
        max_length=10, choices=EvidenceState.choices, default=EvidenceState.UNVERIFIED
    )
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    original_seen_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    original_seen_for = CodeField(max_length=40, blank=True)  # whose deputy saw it
    verified_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()
    issuer_phone_blind = models.BinaryField(max_length=16, null=True, db_index=True)
    false_said_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    false_said_for = CodeField(max_length=40, blank=True)
    false_confirmed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("original_seen_by")),
                name="two_verify",
            ),
            models.CheckConstraint(
                condition=~Q(false_confirmed_by=F("false_said_by")), name="two_prove_false"
            ),
            models.CheckConstraint(
                condition=~Q(state="false")
                | Q(false_said_by__isnull=False, false_confirmed_by__isnull=False),
                name="false_by_two",
            ),
        )

    def __str__(self) -> str:
        """Without its title, which may name somebody."""
        return f"{self.party.number}/{self.pk}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path
