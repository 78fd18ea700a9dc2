"""Decisions, the facts they used, runs, and the register of standings."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workbench.accounts.models import Branch, Staff
from workbench.common.acting import Actor, Scope
from workbench.common.fields import CodeField
from workbench.common.scoping import ScopedQuerySet, below
from workbench.customers.models import Party, reached_by
from workbench.decisions.papers.kinds import PaperKind
from workbench.journal.models import Recorded
from workbench.policies.models import Bundle
from workbench.policies.scales import SCALES


class FactsBlob(models.Model):
    """The facts of one customer on one day, for all scales, under the digest of their content
    (`kefen.facts_blob`).
    """

    digest = models.BinaryField(max_length=32, primary_key=True)
    body = models.BinaryField()  # sealed


class LastDecided(models.Model):
    """When a party was last decided on all scales: the same answer on the same facts leaves no other trace."""

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="+")
    as_of = models.DateField()
    at = models.DateTimeField()
    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="+")
    holds_until = models.DateField(
        null=True
    )  # the first day on which time alone changes some scale


class OfParty(ScopedQuerySet[Any]):
    """Rows of a party are seen by whoever sees the party."""

    def within(self, scope: Scope, actor: Actor) -> Q:
        return reached_by(scope, actor, "party__")


_PACK_CODE = {scale.pack: f"{place:02d}" for place, scale in enumerate(SCALES, start=1)}


class Decision(Recorded):
    """What a pack says of a party: `kefen.CompactRecord`, packed.

    Never changed; the same answer on the same facts writes no row.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="decisions", db_index=False)
    pack = CodeField(max_length=40)
    subject = CodeField(max_length=30, blank=True)  # number of the loan; "" for the party itself
    as_of = models.DateField()
    known_at = models.DateTimeField()
    status = CodeField(max_length=14)  # as `kefen.Decision.status`
    result = CodeField(max_length=40, blank=True)
    record = (
        models.BinaryField()
    )  # kefen.CompactRecord.packed(): clauses, possible, digests, holds_until
    facts = models.BinaryField(max_length=32)  # digest of its FactsBlob
    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="+")
    city_branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", db_index=False
    )  # whose territory was asked
    holds_until = models.DateField(null=True)
    visible_only = models.BooleanField(
        default=False
    )  # on the facts that staff without special rights may see

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        indexes = (models.Index(fields=["party", "pack", "-known_at"], name="decision_of_party"),)

    def __str__(self) -> str:
        return f"{self.pack} {self.as_of}"

    @property
    def number(self) -> str:
        """By which papers name it, and auditors find it and its entry in the journal. It tells nothing."""
        return f"{self.journal_key.hex[:12].upper()}-{_PACK_CODE[self.pack]}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class StandingState(models.TextChoices):
    """The states of a row in the register of valid classes (有效类别台账)."""

    PENDING = "pending", _("Not yet in force")  # 待生效
    VALID = "valid", pgettext_lazy("a class", "In force")  # 有效
    WATCH = "watch", _("Under watch before a fall")  # 降级观察
    SUSPENDED = "suspended", pgettext_lazy("a class", "Suspended")  # 中止
    EXPIRED = "expired", _("Lapsed at its end")  # 到期失效
    FALLEN = "fallen", _("Fallen")  # 降级
    REMOVED = "removed", _("Removed")  # 退出
    CLOSED = "closed", _("Closed")  # 注销
    VOID = "void", _("Void from the beginning")  # 自始撤销


ALIVE = (StandingState.PENDING, StandingState.VALID, StandingState.WATCH, StandingState.SUSPENDED)


class Basis(models.TextChoices):
    """What a standing rests on."""

    FINDING = "finding", _("Finding")  # 认定
    EXCEPTION = "exception", _("Exception")  # 例外
    CORRECTION = "correction", _("Correction")  # 更正


class Standing(Recorded):
    """A class that the bank lets count.

    Rows are never rewritten: a change closes one (`recorded_until`) and opens the next.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="standings", db_index=False)
    scale = CodeField(max_length=30, default="customer_class")
    klass = CodeField(max_length=40)
    state = CodeField(max_length=10, choices=StandingState.choices)
    basis = CodeField(max_length=10, choices=Basis.choices, default=Basis.FINDING)
    city_branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")  # 认定机构
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    given_on = models.DateField()
    given_by = CodeField(max_length=40)
    approved_by = CodeField(max_length=40, blank=True)
    rechecked_on = models.DateField(null=True)
    rechecked_by = CodeField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the first day on which it no longer holds
    class_found = CodeField(max_length=40, blank=True)  # while it is under watch, or open to a fall
    fall_found_on = models.DateField(null=True)
    watch_until = models.DateField(null=True)
    assumptions = models.JSONField(default=list)
    suspended_on = models.DateField(null=True)
    suspended_because = models.TextField(blank=True)
    suspended_by = CodeField(max_length=40, blank=True)
    superseded = models.BooleanField(default=False)  # its period ended because the next one began
    recorded_at = models.DateTimeField()
    recorded_until = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        indexes = (
            models.Index(fields=["party", "scale", "recorded_until"], name="standing_of_party"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["party", "scale", "city_branch"],
                condition=Q(recorded_until=None, superseded=False)
                & Q(state__in=[str(state) for state in ALIVE[1:]]),
                nulls_distinct=False,
                name="one_class_alive",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("given_by")) | Q(approved_by=""), name="up_needs_another"
            ),
        )

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class IssuedPaper(Recorded):
    """A paper as it was given out: sealed, numbered, kept."""

    number = CodeField(max_length=24, unique=True)
    kind = CodeField(max_length=14, choices=PaperKind.choices)
    party = models.ForeignKey(Party, models.PROTECT, related_name="papers")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="papers")
    issued_at = models.DateTimeField()
    issued_by = CodeField(max_length=40)
    sha256 = CodeField(max_length=64)
    body = models.BinaryField()  # the PDF, sealed

    objects = models.Manager.from_queryset(OfParty)()

    def __str__(self) -> str:
        return self.number

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class RunState(models.TextChoices):
    """How far a branch decided as a whole is."""

    WAITING = "waiting", pgettext_lazy("a run", "Waiting")
    RUNNING = "running", pgettext_lazy("a run", "Running")
    DONE = "done", pgettext_lazy("a run", "Done")
    FAILED = "failed", pgettext_lazy("a run", "Failed")


class OfBranch(ScopedQuerySet[Any]):
    """Rows of a branch are seen by whoever has the branch whole."""

    def within(self, scope: Scope, actor: Actor) -> Q:
        return below("branch__path", scope) if scope.branches else Q(pk__in=())


class BranchRun(Recorded):
    """All customers of a branch and below decided at once. Rows in are decided or set aside: the counts say so."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    as_of = models.DateField()
    state = CodeField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    started_by = CodeField(max_length=40)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    stage = CodeField(max_length=40, blank=True)  # the pack at work
    share = models.FloatField(default=0)
    rows_in = models.PositiveIntegerField(null=True)
    # by pack: {"rows_in": n, "decided": n, "set_aside": n, "new": n, "moves": [[from, to, n], …]}
    counts = models.JSONField(default=dict)
    quarantine = models.BinaryField(default=b"")  # lines of CSV, sealed

    objects = models.Manager.from_queryset(OfBranch)()

    def __str__(self) -> str:
        return f"{self.branch} {self.as_of}"

    @property
    def branch_path(self) -> str:
        return self.branch.path


class OfAuditor(ScopedQuerySet["Audit"]):
    """Audits are seen at the branch of the auditor and above, never by the branch that was audited."""

    def within(self, scope: Scope, actor: Actor) -> Q:
        return below("branch__path", scope) if scope.branches else Q(pk__in=())


class Audit(Recorded):
    """离岗审计: a sample of the decisions about whom a person led, drawn by a seed, each recomputed."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")  # of the auditor
    drawn_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    seed = CodeField(max_length=40)
    out_of = models.PositiveIntegerField()
    # a row a decision, in the order of the draw: [key, number, [what differs, …]]
    rows = models.JSONField(default=list)

    objects = models.Manager.from_queryset(OfAuditor)()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(drawn_by=F("staff")), name="nobody_audits_himself"),
        )

    def __str__(self) -> str:
        return f"{self.staff.number} {self.seed}"

    @property
    def branch_path(self) -> str:
        return self.branch.path

    @property
    def unequal(self) -> int:
        """How many of the sample are not what they were."""
        return sum(1 for row in self.rows if row[2])
