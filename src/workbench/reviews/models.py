"""A proposal, and what those who check it say."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch
from workbench.common.acting import Actor, Scope
from workbench.common.fields import CodeField
from workbench.common.scoping import ScopedQuerySet, below
from workbench.journal.models import Recorded
from workbench.reviews.kinds import KINDS, Kind, closed_to


class ProposalState(models.TextChoices):
    """The life of a proposal."""

    DRAFT = "draft", _("Draft")  # 草稿
    TO_EXAMINE = "to_examine", _("To be examined")  # 待审查
    TO_APPROVE = "to_approve", _("To be approved")  # 待审批
    RETURNED = "returned", _("Returned for supplement")  # 退回补充
    PASSED = "passed", _("Passed, not yet in force")  # 已通过(待生效)
    EFFECTIVE = "effective", _("In force")  # 生效
    REFUSED = "refused", _("Not agreed")  # 不同意
    WITHDRAWN = "withdrawn", _("Withdrawn")  # 撤回


WAITING = (ProposalState.TO_EXAMINE, ProposalState.TO_APPROVE)
OPEN_STATES = (*WAITING, ProposalState.RETURNED)


class ProposalQuerySet(ScopedQuerySet["Proposal"]):
    def within(self, scope: Scope, actor: Actor) -> Q:
        """What lies in the scope, and what he takes part in by its kind, made or was sent a copy of."""
        return proposals_within(scope, actor)


class Proposal(Recorded):
    """What somebody wants to be so.

    A checker approves its `digest`: of the proposal and of the facts that it rests on.
    """

    kind = CodeField(max_length=30)  # a row of `kinds.KINDS`
    state = CodeField(max_length=12, choices=ProposalState.choices, default=ProposalState.DRAFT)
    held = models.BooleanField(default=False)  # its maker was suspended, or a case holds it
    round = models.PositiveSmallIntegerField(default=1)  # handed in again after a return: the next
    title = models.CharField(max_length=120)
    subject_kind = CodeField(max_length=40)
    subject_key = CodeField(max_length=60)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    # Where its task lies: the branch, or the first above it with somebody who may check it.
    desk = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    assignee = CodeField(max_length=40, blank=True)  # handed to one checker by name
    maker = CodeField(max_length=40)  # staff number, or a rule
    maker_principal = CodeField(max_length=40, blank=True)
    before = models.JSONField(default=dict)  # field → value as text, as it stands
    after = models.JSONField(default=dict)  # field → value as text, as proposed
    grounds = models.JSONField(default=dict)  # {"evidence": [ids], "decision": id, "says": text}
    basis = models.JSONField(default=dict)  # name → text: present state and facts when handed in
    renewed = models.JSONField(
        default=dict
    )  # what `after` would be on the facts of now, if it differs
    value = CodeField(
        max_length=40, blank=True
    )  # class or exception kind that authority is asked for
    digest = models.BinaryField(max_length=32)
    step = models.PositiveSmallIntegerField(default=0)  # how many levels have passed
    proposed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    effective_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(ProposalQuerySet)()

    class Meta:
        indexes = (
            models.Index(fields=["state", "desk"], name="proposal_desk"),
            models.Index(fields=["state", "branch"], name="proposal_state"),
            models.Index(fields=["subject_kind", "subject_key"], name="proposal_subject"),
            models.Index(fields=["maker", "state"], name="proposal_maker"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_key"],
                condition=Q(state__in=("to_examine", "to_approve", "returned")),
                name="one_open_proposal",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def branch_path(self) -> str:
        return self.branch.path

    @property
    def makers(self) -> frozenset[str]:
        """Who made it, and whom he stood in for."""
        return frozenset({self.maker, self.maker_principal} - {""})


class Act(models.TextChoices):
    """What a checker does with a proposal."""

    PASS = "pass", _("Pass")  # 通过
    RETURN = "return", _("Return")  # 退回
    REFUSE = "refuse", _("Do not agree")  # 不同意


class OfProposal(ScopedQuerySet[Any]):
    """Rows of a proposal are seen by whoever sees the proposal."""

    def within(self, scope: Scope, actor: Actor) -> Q:
        return proposals_within(scope, actor, "proposal__")


class Copy(Recorded):
    """抄送: somebody who is told of a proposal and has nothing to do with it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="copies")
    person = CodeField(max_length=12)  # staff number

    objects = models.Manager.from_queryset(OfProposal)()

    class Meta:
        verbose_name_plural = "copies"
        constraints = (
            models.UniqueConstraint(fields=["proposal", "person"], name="one_copy_each"),
        )


class Opinion(Recorded):
    """One checker's word at one level.

    Maker and principals stand in it, so that the database itself keeps four eyes.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField(
        default=1
    )  # a proposal that was returned begins a new round
    step = models.PositiveSmallIntegerField()
    act = CodeField(max_length=8, choices=Act.choices)
    text = models.TextField()
    fields = models.JSONField(default=dict)  # field → what is wrong with it, when returned
    digest = models.BinaryField(max_length=32)  # what he saw
    maker = CodeField(max_length=40)
    maker_principal = CodeField(max_length=40, blank=True)
    checker = CodeField(max_length=40)
    checker_principal = CodeField(max_length=40, blank=True)
    post = CodeField(max_length=26)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)  # taken back before it came into force

    objects = models.Manager.from_queryset(OfProposal)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["proposal", "round", "checker"],
                condition=Q(undone_at=None),
                name="a_checker_speaks_once",
            ),
            models.UniqueConstraint(
                fields=["proposal", "round", "checker_principal"],
                condition=Q(undone_at=None) & ~Q(checker_principal=""),
                name="a_principal_is_spoken_for_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="an_opinion_has_words"),
            models.CheckConstraint(
                condition=~Q(checker=F("maker"))
                & ~Q(checker=F("maker_principal"))
                & (
                    Q(checker_principal="")
                    | (
                        ~Q(checker_principal=F("maker"))
                        & ~Q(checker_principal=F("maker_principal"))
                    )
                ),
                name="four_eyes",
            ),
        )


def proposals_within(scope: Scope, actor: Actor, to: str = "") -> Q:
    """Of a scope of `proposal.read`: all but secret kinds where it reaches branches whole; those of kinds in which
    he takes part, where he does; his own and copies to him, as far as the scope touches. Nothing about himself.
    """
    path = f"{to}branch__path"
    secret = tuple(kind.code for kind in KINDS.values() if kind.secret)
    seen = below(path, Scope(scope.branches)) & ~Q(**{f"{to}kind__in": secret})
    for kind in KINDS.values():
        if reached := _taken_part(kind, actor):
            seen |= Q(**{f"{to}kind": kind.code}) & below(path, Scope(reached))
    return (seen | _his_own(scope, actor, to)) & ~closed_to(actor, to)


def _taken_part(kind: Kind, actor: Actor) -> tuple[str, ...]:
    return tuple(sorted({top for right in kind.rights for top in actor.scope(right).branches}))


def _his_own(scope: Scope, actor: Actor, to: str) -> Q:
    touched = below(f"{to}branch__path", Scope(tuple({*scope.branches, *scope.portfolio})))
    sent = Copy.objects.unscoped("whether a copy was sent to the actor himself")
    copied = Exists(sent.filter(proposal=OuterRef(f"{to}pk"), person=actor.key))
    return touched & (Q(**{f"{to}maker": actor.key}) | Q(copied))
