"""Parties, their links and relations, facts on two clocks, gaps, evidence, authorisations."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Staff
from workbench.common import clock
from workbench.common.acting import Actor, Scope
from workbench.common.fields import CodeField
from workbench.common.scoping import ScopedQuerySet, below
from workbench.journal.models import Recorded


class PartyKind(models.TextChoices):
    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")
    OTHER = "other", _("Other organisation")


class PartyState(models.TextChoices):
    """The life of a customer; `other` parties (a spouse, an employer) who are no customers have NONE."""

    NONE = "none", _("Not a customer")
    PROSPECT = "prospect", _("Prospect")  # 潜在
    ACTIVE = "active", _("On the books")  # 在册
    RESTRICTED = "restricted", _("Business restricted")  # 业务受限
    DEAD = "dead", _("Deceased")  # 身故
    INCAPABLE = "incapable", _("Without legal capacity")  # 丧失行为能力
    MISSING = "missing", _("Missing person")  # 失踪
    CLOSED = "closed", _("Account closed")  # 销户
    MERGED = "merged", _("Merged into another file")  # 已合户


def reached_by(scope: Scope, actor: Actor, to_party: str = "") -> Q:
    """Parties in the scope: of its branches whole, at others those to whom the actor has a relation today."""
    reached = below(f"{to_party}branch__path", scope) if scope.branches else Q(pk__in=())
    if scope.portfolio and actor.staff_id is not None:
        day = clock.today()
        own = Relation.objects.filter(
            party=OuterRef(f"{to_party}pk"), staff_id=actor.staff_id, since__lte=day
        )
        own = own.filter(Q(until=None) | Q(until__gt=day))
        reached |= Q(Exists(own))
    return reached


class PartyQuerySet(ScopedQuerySet["Party"]):
    def within(self, scope: Scope, actor: Actor) -> Q:
        return reached_by(scope, actor)


class Party(Recorded):
    """A person, a company or another organisation.

    A customer has a number and a state; numbers and phones are sealed.
    """

    number = CodeField(max_length=20, unique=True)  # 客户号
    kind = CodeField(max_length=8, choices=PartyKind.choices)
    name = models.CharField(max_length=80, db_index=True)
    state = CodeField(max_length=10, choices=PartyState.choices, default=PartyState.PROSPECT)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")  # 主办机构 today
    identity_kind = CodeField(max_length=20, blank=True)
    identity_sealed = models.BinaryField(default=b"")
    identity_blind = models.BinaryField(max_length=16, null=True, db_index=True)
    identity_tail = models.BinaryField(
        max_length=16, null=True, db_index=True
    )  # blind of the last four
    identity_until = models.DateField(null=True)
    phone_sealed = models.BinaryField(default=b"")
    phone_blind = models.BinaryField(max_length=16, null=True, db_index=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    objects = models.Manager.from_queryset(PartyQuerySet)()

    class Meta:
        verbose_name_plural = "parties"
        indexes = (models.Index(fields=["branch", "number"], name="party_branch"),)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    @property
    def branch_path(self) -> str:
        return self.branch.path


class OfParty(ScopedQuerySet[Any]):
    """Rows of a party are seen by whoever sees the party."""

    def within(self, scope: Scope, actor: Actor) -> Q:
        return reached_by(scope, actor, "party__")


class LinkKind(models.TextChoices):
    SPOUSE = "spouse", _("Spouse")
    EMPLOYER = "employer", _("Employer")
    GUARANTOR = "guarantor", _("Guarantor")
    HOUSEHOLD = "household", _("Member of the household")
    OWNER = "owner", _("Owner")


class PartyLink(Recorded):
    """What one party is to another between two days.

    `spouse.x` and `employer.x` of a party are read through the link of the day.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="links")
    other = models.ForeignKey(Party, models.PROTECT, related_name="linked_from")
    kind = CodeField(max_length=10, choices=LinkKind.choices)
    since = models.DateField()
    until = models.DateField(null=True)  # the first day on which it no longer held
    evidence = models.ForeignKey("Evidence", models.PROTECT, null=True, related_name="+")

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="link_lasts"
            ),
            models.CheckConstraint(condition=~Q(party=F("other")), name="linked_to_another"),
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(kind="spouse", until=None),
                name="one_spouse_at_a_time",
            ),
        )


class RelationKind(models.TextChoices):
    LEAD = "lead", _("Lead")  # 主办
    ASSIST = "assist", _("Assist")  # 协办
    VIEW = "view", _("View")  # 查看


class Relation(Recorded):
    """Who serves a customer: one leading manager bank-wide at any time, others assist or view."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="relations")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="relations")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    kind = CodeField(max_length=6, choices=RelationKind.choices)
    since = models.DateField()
    until = models.DateField(null=True)  # the first day on which it no longer held
    reason = models.CharField(max_length=120)

    class Meta:
        indexes = (models.Index(fields=["staff", "until", "party"], name="relation_portfolio"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="relation_lasts"
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(kind="lead", until=None), name="one_leading_manager"
            ),
        )


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
    issuer = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    box = models.CharField(max_length=40, blank=True)  # where the original lies
    state = CodeField(
        max_length=10, choices=EvidenceState.choices, default=EvidenceState.UNVERIFIED
    )
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    original_seen_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("original_seen_by")),
                name="two_verify",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class ChangeKind(models.TextChoices):
    """Why a value follows another."""

    FIRST = "first", _("First value")
    CHANGE = "change", _("Change")  # 变更: it was true until then
    CORRECTION = "correction", _("Correction")  # 更正: it was never true
    FALSIFIED = "falsified", _("False evidence")  # 作假


class Fact(Recorded):
    """One value of the vocabulary about a party: when it is true, since when it is known, from where. Only added to.

    `value` is JSON as a policy's facts are written; null makes the fact unknown again. A fact of a territory (辖内)
    names the city branch that it is true of; for every other it is not collected.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="facts")
    name = CodeField(max_length=60)
    value = models.JSONField(null=True)
    true_on = models.DateField()
    known_at = models.DateTimeField()
    kind = CodeField(max_length=10, choices=ChangeKind.choices, default=ChangeKind.FIRST)
    source = CodeField(max_length=20)  # typed, loan_feed, payroll_feed, credit_report, import …
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="facts")
    authorisation = models.ForeignKey("Authorisation", models.PROTECT, null=True, related_name="+")
    city_branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    entered_by = CodeField(max_length=40)

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        indexes = (models.Index(fields=["party", "name", "known_at"], name="fact_of_party"),)


class PartyNow(models.Model):
    """What is known of a party now, in one row: fact → [value, true_on, id, city branch].

    Written with the facts; can be rebuilt from them.
    """

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="now")
    facts = models.JSONField(default=dict)


class CustomerRow(models.Model):
    """One row a customer that feeds every list. Written with what it shows; can be rebuilt from it."""

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="row")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
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

    objects = models.Manager.from_queryset(OfParty)()


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
        Evidence, models.PROTECT, null=True, related_name="+"
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
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")

    objects = models.Manager.from_queryset(OfParty)()

    def __str__(self) -> str:
        return self.number

    @property
    def branch_path(self) -> str:
        return self.party.branch_path
