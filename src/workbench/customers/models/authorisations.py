"""What a party allowed, and what was asked of the credit register under it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Staff
from workbench.common.fields import CodeField
from workbench.customers.models.parties import OfParty, Party
from workbench.journal.models import Recorded


class Purpose(models.TextChoices):
    """What an authorisation is for."""

    CREDIT_QUERY = "credit_query", _("Query of the credit register")  # 征信查询
    PERSONAL_DATA = "personal_data", _("Handling of personal information")  # 个人信息处理
    POST_LOAN = "post_loan", _("Management after lending")  # 贷后管理
    MARKETING = "marketing", _("Marketing")  # 营销


class Authorisation(Recorded):
    """授权书, or consent: signed by the person himself, for one purpose; it ends with the business or by
    withdrawal.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="authorisations")
    purpose = CodeField(max_length=14, choices=Purpose.choices)
    number = CodeField(max_length=30, unique=True)
    signed_on = models.DateField()
    until = models.DateField(null=True)  # the first day after; null: as long as the business lives
    withdrawn_on = models.DateField(null=True)
    evidence = models.ForeignKey("customers.Evidence", models.PROTECT, null=True, related_name="+")

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("signed_on")), name="authorisation_lasts"
            ),
        )

    def __str__(self) -> str:
        return self.number

    def holds_on(self, day: date) -> bool:
        """Whether it covers what is done on a day."""
        ends = [end for end in (self.until, self.withdrawn_on) if end]
        return self.signed_on <= day and all(day < end for end in ends)

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class Query(Recorded):
    """A row of the register of credit queries: asked for by one person, made by another, under an authorisation signed
    on or before the day.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="queries")
    authorisation = models.ForeignKey(Authorisation, models.PROTECT, related_name="queries")
    purpose = CodeField(max_length=14, choices=Purpose.choices)
    signed_on = models.DateField()  # of the authorisation, so that the database itself compares
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    queried_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    queried_on = models.DateField(null=True)
    refused_because = models.CharField(max_length=120, blank=True)

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        verbose_name_plural = "queries"
        constraints = (
            models.CheckConstraint(
                condition=~Q(queried_by=F("asked_by")), name="who_queries_is_not_who_uses"
            ),
            models.CheckConstraint(
                condition=Q(queried_on=None) | Q(queried_on__gte=F("signed_on")),
                name="no_query_before_the_authorisation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.party.number}/{self.pk}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class Report(Recorded):
    """What a query brought: a credit report of its day, whose facts stand as facts of the party."""

    query = models.OneToOneField(Query, models.PROTECT, related_name="report")
    party = models.ForeignKey(Party, models.PROTECT, related_name="reports")
    number = CodeField(max_length=40, unique=True)
    report_on = models.DateField()

    objects = models.Manager.from_queryset(OfParty)()

    def __str__(self) -> str:
        return self.number

    @property
    def branch_path(self) -> str:
        return self.party.branch_path
