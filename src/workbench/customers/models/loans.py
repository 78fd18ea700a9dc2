"""Loans of the core system: what was agreed, what is due, what was paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch
from workbench.common.fields import CodeField
from workbench.customers.models.parties import OfParty, Party
from workbench.journal.models import Recorded


class Category(models.TextChoices):
    """The five categories of a loan's risk (贷款五级分类)."""

    NORMAL = "NORMAL", _("Normal")
    SPECIAL_MENTION = "SPECIAL_MENTION", _("Special mention")
    SUBSTANDARD = "SUBSTANDARD", _("Substandard")
    DOUBTFUL = "DOUBTFUL", _("Doubtful")
    LOSS = "LOSS", _("Loss")


class Loan(Recorded):
    """A loan as the core system has it on its business date `fed_until`. Amounts in yuan, rates as fractions a year."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="loans", db_index=False)
    number = CodeField(max_length=30, unique=True)
    product = models.CharField(max_length=60)
    kind = CodeField(max_length=40, blank=True)  # of the policy's kinds of loan
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    annual_rate = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    method = CodeField(max_length=20, blank=True)  # annuity, equal_principal, bullet
    granted_on = models.DateField()
    ends_on = models.DateField()
    balance = models.DecimalField(max_digits=18, decimal_places=2)
    days_past_due = models.PositiveIntegerField(null=True)
    overdue_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    category = CodeField(max_length=20, choices=Category.choices, blank=True)
    settled_on = models.DateField(null=True)
    fed_until = models.DateField()
    # since when the bank knows what it knows of its arrears, category and end; a balance that falls as agreed is no news
    moved_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)  # others of the policy's facts on a loan: name → value

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        indexes = (models.Index(fields=["party", "settled_on"], name="loan_of_party"),)
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gt=F("granted_on")), name="loan_lasts"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="balance_is_no_debt_of_ours"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def branch_path(self) -> str:
        return self.party.branch_path

    @property
    def news(self) -> tuple[Any, ...]:
        """What moves a decision when it becomes another."""
        return (self.days_past_due, self.overdue_amount, self.category, self.settled_on)


class LoanDue(models.Model):
    """One instalment of a loan's schedule."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="dues", db_index=False)
    due_on = models.DateField()
    principal = models.DecimalField(max_digits=18, decimal_places=2)
    interest = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["loan", "due_on"], name="one_instalment_a_day"),
        )

    @property
    def owed(self) -> Decimal:
        """Principal and interest."""
        return self.principal + self.interest


class LoanPayment(models.Model):
    """Money received for a loan on a day."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="payments", db_index=False)
    paid_on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    reference = CodeField(max_length=40)  # of the core system's entry

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["loan", "reference"], name="a_payment_is_booked_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_money"),
        )
