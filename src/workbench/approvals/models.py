"""Events, re-checks, adjusted grades, applications in the core."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from workbench.common.fields import CodeField
from workbench.customers.models import Evidence, OfParty, Party, Report
from workbench.journal.models import Recorded


class Event(Recorded):
    """What happened to a customer, on a day, known since: divorce, death, arrears, false material …"""

    party = models.ForeignKey(Party, models.PROTECT, related_name="events")
    kind = CodeField(max_length=30)  # a row of `kinds.EVENTS`
    happened_on = models.DateField()
    known_at = models.DateTimeField()
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    recorded_by = CodeField(max_length=40)
    words = models.CharField(max_length=200, blank=True)
    reversed_at = models.DateTimeField(null=True)
    reversed_by = CodeField(max_length=40, blank=True)
    reversed_because = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        indexes = (models.Index(fields=["party", "happened_on"], name="event_of_party"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reversed_by=F("recorded_by")) | Q(reversed_by=""),
                name="another_reverses_an_event",
            ),
        )

    def __str__(self) -> str:
        return f"{self.party.number} {self.happened_on}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class RecheckState(models.TextChoices):
    OPEN = "open", _("Not done")
    PROPOSED = "proposed", _("Proposed")
    DONE = "done", _("Done")
    LAPSED = "lapsed", _("Lapsed")


class Recheck(Recorded):
    """A case in which a class is looked at again: from an event, from its calendar, from a batch."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="rechecks")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="rechecks")
    state = CodeField(max_length=10, choices=RecheckState.choices, default=RecheckState.OPEN)
    opened_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_by = CodeField(max_length=40, blank=True)
    because = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(state__in=["open", "proposed"]),
                name="one_open_recheck",
            ),
        )

    def __str__(self) -> str:
        return f"{self.party.number} {self.opened_on}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class AdjustedGrades(OfParty):
    """Rows of adjusted grades, each with whether it is over on a day."""

    def dated(self, day: date) -> Self:
        """`is_over`: it was revoked, its end has come, or a newer report has followed the one that it corrects."""
        newer = Report.objects.unscoped("whether a newer report has come").filter(
            party=OuterRef("party"), report_on__gt=OuterRef("report_on")
        )
        over = ~Q(revoked_on=None) | Q(until__lte=day) | Exists(newer)
        return self.annotate(is_over=ExpressionWrapper(over, BooleanField()))


class AdjustedGrade(Recorded):
    """A grade of the credit register adjusted by a person with authority: basis, approver, end.

    It dies with the report it corrects.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="adjusted_grades")
    grade = CodeField(max_length=40)  # as found
    adjusted = CodeField(max_length=40)
    basis = models.CharField(max_length=200)
    report_on = models.DateField()
    since = models.DateField()
    until = models.DateField()
    given_by = CodeField(max_length=40)
    approved_by = CodeField(max_length=40)
    known_at = models.DateTimeField()
    revoked_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(AdjustedGrades)()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="adjustment_ends"),
            models.CheckConstraint(
                condition=~Q(approved_by=F("given_by")), name="another_approves_a_grade"
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(revoked_on=None), name="one_adjusted_grade"
            ),
        )

    def __str__(self) -> str:
        return f"{self.party.number} {self.since}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class RequestKind(models.TextChoices):
    """What a person may ask of the bank about what was decided of him."""

    EXPLANATION = "explanation", _("Explanation asked for")  # 说明
    REVIEW = "review", _("Review by a person asked for")  # 人工复核
    CORRECTION = "correction", _("Correction asked for")  # 更正
    OBJECTION = "objection", _("Objection")  # 异议


class Outcome(models.TextChoices):
    """What came of a request."""

    GIVEN = "given", _("Done as asked")  # the explanation, the correction
    UPHELD = "upheld", _("The decision stands")  # 维持
    REOPENED = "reopened", _("To be looked at again")  # 重新认定


class RightsRequest(Recorded):
    """权利请求: what a person asked for, by when it is answered, who answered it.

    A decision is reviewed by somebody who neither proposed nor approved it: both are kept beside, so that the database
    itself compares.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="requests")
    kind = CodeField(max_length=12, choices=RequestKind.choices)
    asked_on = models.DateField()
    due_on = models.DateField()
    words = models.CharField(max_length=200)
    taken_by = CodeField(max_length=40)
    known_at = models.DateTimeField()
    proposed_by = CodeField(
        max_length=40, blank=True
    )  # of the row of the register that he contests
    approved_by = CodeField(max_length=40, blank=True)
    outcome = CodeField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.CharField(max_length=400, blank=True)
    answered_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = CodeField(max_length=40, blank=True)

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        indexes = (models.Index(fields=["due_on"], name="request_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_by="")
                | (~Q(answered_by=F("taken_by")) & ~Q(answered_by=F("proposed_by")))
                & ~Q(answered_by=F("approved_by")),
                name="another_answers_a_request",
            ),
            models.UniqueConstraint(
                fields=["party", "kind"],
                condition=Q(answered_on=None),
                name="one_open_request_of_a_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.party.number} {self.asked_on}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class Stage(models.TextChoices):
    """How far an application has come in the core system."""

    INVESTIGATION = "investigation", _("Accepted, under investigation")  # 受理、调查
    EXAMINATION = "examination", _("Under examination and approval")  # 审查、审批中
    APPROVED = "approved", _("Approved, not signed")  # 已批未签
    SIGNED = "signed", _("Signed, not paid out")  # 已签未放款
    PAID = "paid", _("Paid out, or draws within a limit")  # 已放款 / 额度内支用
    CLOSED = "closed", _("Closed in the core")  # 已了结: refused, withdrawn or repaid there


class Application(Recorded):
    """A thin row of the intake register (受理): the application itself lives in the core."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="applications")
    number = CodeField(max_length=30, unique=True)
    product = CodeField(max_length=40)
    stage = CodeField(max_length=14, choices=Stage.choices)
    accepted_on = models.DateField()
    # the class by which it is lent, as `class_for` gave it; "" while none counts
    klass = CodeField(max_length=40, blank=True)
    standing = models.ForeignKey("decisions.Standing", models.PROTECT, null=True, related_name="+")
    bundle = CodeField(max_length=64)
    held_since = models.DateField(null=True)
    held_because = CodeField(max_length=20, blank=True)
    held_for = CodeField(max_length=40, blank=True)  # staff number of the task's owner
    due_on = models.DateField(null=True)

    objects = models.Manager.from_queryset(OfParty)()

    def __str__(self) -> str:
        return self.number

    @property
    def branch_path(self) -> str:
        return self.party.branch_path
