"""What is known of a party, on two clocks, and what is not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Staff
from workbench.common.acting import Actor, Scope
from workbench.common.appending import AppendOnly
from workbench.common.fields import CodeField
from workbench.common.scoping import ScopedQuerySet, below
from workbench.customers.models.parties import (
    OfParty,
    Party,
    keys_closed_to,
    led_by,
    reached_by,
)
from workbench.journal.models import Recorded


class ChangeKind(models.TextChoices):
    """Why a value follows another."""

    FIRST = "first", _("First value")
    CHANGE = "change", _("Change")  # 变更: it was true until then
    CONFIRMED = "confirmed", _("Confirmed again")  # 再次核实: still true on a later day
    CORRECTION = "correction", _("Correction")  # 更正: it was never true
    FALSIFIED = "falsified", _("False evidence")  # 作假


class Source(models.TextChoices):
    """By which way a value came."""

    TYPED = "typed", _("Entered by hand")
    IDENTITY = "identity", _("Identity document")
    CREDIT_REPORT = "credit_report", _("Credit report")
    IMPORT = "import", _("Imported file")
    LOAN_FEED = "loan_feed", _("Loan system")
    PAYROLL_FEED = "payroll_feed", _("Payroll")
    REGISTER = "register", _("Public register")


class OfFact(OfParty):
    """Facts of a party that the actor sees; confidential ones only by the right to them."""

    def within(self, scope: Scope, actor: Actor) -> Q:
        open_to_him = Q(confidential=False)
        if secret := actor.scope("secret.read"):
            open_to_him |= reached_by(secret, actor, "party__")
        return super().within(scope, actor) & open_to_him


class Fact(AppendOnly, Recorded):
    """One value of the vocabulary about a party: when it is true, since when it is known, from where. Only added to.

    `value` is JSON as a policy's facts are written; null makes the fact unknown again. A fact of a territory (辖内)
    names the city branch that it is true of; for every other it is not collected.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="facts", db_index=False)
    name = CodeField(max_length=60)
    value = models.JSONField(null=True)
    true_on = models.DateField()
    known_at = models.DateTimeField()
    kind = CodeField(max_length=10, choices=ChangeKind.choices, default=ChangeKind.FIRST)
    source = CodeField(max_length=20, choices=Source.choices, default=Source.TYPED)
    evidence = models.ForeignKey(
        "customers.Evidence", models.PROTECT, null=True, related_name="facts", db_index=False
    )
    authorisation = models.ForeignKey(
        "customers.Authorisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    city_branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", db_index=False
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by"
    )  # the row that was never true
    entered_by = CodeField(max_length=40)
    confidential = models.BooleanField(default=False)  # of the vocabulary's confidential facts

    objects = models.Manager.from_queryset(OfFact)()

    class Meta:
        # tens of rows a party: what most of them lack has an index of the others alone
        indexes = (
            models.Index(fields=["party", "name", "known_at"], name="fact_of_party"),
            models.Index(
                fields=["evidence"], condition=Q(evidence__isnull=False), name="fact_of_evidence"
            ),
            models.Index(
                fields=["authorisation"],
                condition=Q(authorisation__isnull=False),
                name="fact_of_authorisation",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["correction", "falsified"]) ^ Q(corrects=None),
                name="a_correction_names_what_it_corrects",
            ),
        )

    def __str__(self) -> str:
        return f"{self.party.number} {self.name}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class PartyNow(models.Model):
    """What is known of a party now, in one row: fact → [value, true_on, id].

    A fact of a territory stands under NAME@ID of its city branch. What is unknown does not stand there. Written with
    the facts; can be rebuilt from them. Confidential facts stand apart in `secrets`, and no screen reads that column.
    """

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="now")
    facts = models.JSONField(default=dict)
    secrets = models.JSONField(default=dict)


class OfCustomer(ScopedQuerySet["CustomerRow"]):
    """Customers by what their own rows name, so that a page of a list reads no other table to know whose it is. Who is
    linked to a portfolio without being a customer has no such row.
    """

    def within(self, scope: Scope, actor: Actor) -> Q:
        is_open = ~Q(pk__in=keys_closed_to(actor))
        if scope.whole_tree:
            return is_open
        reached = below("branch__path", scope) if scope.branches else Q(pk__in=())
        if scope.portfolio and actor.portfolio_id is not None:
            reached |= Q(pk__in=led_by(actor).values("party"))
        return reached & is_open


class CustomerRow(models.Model):
    """One row a customer that feeds every list. Written with what it shows; can be rebuilt from it."""

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="row")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", db_index=False)
    manager = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    customer_class = CodeField(max_length=40, blank=True)  # of the standing, with its state
    class_state = CodeField(max_length=10, blank=True)
    class_until = models.DateField(null=True)
    class_found = CodeField(max_length=40, blank=True)  # of the newest decision
    found_status = CodeField(max_length=14, blank=True)
    credit_grade = CodeField(max_length=40, blank=True)
    risk_tier = CodeField(max_length=40, blank=True)
    value_tier = CodeField(max_length=40, blank=True)
    consumer_standing = CodeField(max_length=40, blank=True)
    worst_category = CodeField(max_length=20, blank=True)
    days_past_due = models.PositiveIntegerField(null=True)
    loan_balance = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    open_gaps = models.PositiveSmallIntegerField(default=0)
    pending = CodeField(max_length=30, blank=True)  # kind of the open proposal
    next_recheck_on = models.DateField(null=True)

    objects = models.Manager.from_queryset(OfCustomer)()

    class Meta:
        # what lists ask first: a branch's customers in order, and the few who need somebody
        indexes = (
            models.Index(fields=["branch", "party"], name="row_of_branch"),
            models.Index(fields=["class_until", "party"], name="row_by_end"),
            models.Index(
                fields=["class_state", "party"],
                condition=Q(class_state__in=["pending", "watch", "suspended"]),
                name="row_in_trouble",
            ),
            models.Index(
                fields=["days_past_due", "party"],
                condition=Q(days_past_due__gt=0),
                name="row_past_due",
            ),
            models.Index(
                fields=["open_gaps", "party"], condition=Q(open_gaps__gt=0), name="row_with_gaps"
            ),
        )


class GapState(models.TextChoices):
    """Why a fact is unknown. To the policy all are unknown."""

    NOT_COLLECTED = "not_collected", _("Not collected")  # 未采集
    REQUESTED = "requested", _("Requested")  # 已索取
    NO_AUTHORISATION = "no_authorisation", _("No authorisation")  # 无授权
    CANNOT_FIND = "cannot_find", _("Cannot be found out")  # 无法查明
    REFUSED = "refused", _("Customer declines to give it")  # 客户拒绝提供


class Gap(Recorded):
    """An unknown fact with its state: of whom it was asked, until when, why it cannot be had.

    Closed when the fact is recorded.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="gaps")
    name = CodeField(max_length=60)
    state = CodeField(max_length=18, choices=GapState.choices)
    asked_of = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    evidence = models.ForeignKey(
        "customers.Evidence", models.PROTECT, null=True, related_name="+"
    )  # the signed refusal
    since = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["party", "name"], condition=Q(closed_at=None), name="one_open_gap"
            ),
        )

    def __str__(self) -> str:
        return f"{self.party.number} {self.name}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path
