"""A proposal, and what those who check it say."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch
from workbench.common.fields import CodeField
from workbench.journal.models import Recorded


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
    UNDONE = "undone", _("Undone before it came into force")  # 生效前撤销


OPEN_STATES = (ProposalState.TO_EXAMINE, ProposalState.TO_APPROVE, ProposalState.RETURNED)


class Proposal(Recorded):
    """What somebody wants to be so.

    A checker approves its `digest`: of the proposal and of the facts that it rests on.
    """

    kind = CodeField(max_length=30)  # a row of `kinds.KINDS`
    state = CodeField(max_length=12, choices=ProposalState.choices, default=ProposalState.DRAFT)
    held = models.BooleanField(default=False)  # its maker was suspended, or a case holds it
    title = models.CharField(max_length=120)
    subject_kind = CodeField(max_length=40)
    subject_key = CodeField(max_length=60)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    maker = CodeField(max_length=40)  # staff number, or a rule
    maker_principal = CodeField(max_length=40, blank=True)
    before = models.JSONField(default=dict)  # field → value as text, as it stands
    after = models.JSONField(default=dict)  # field → value as text, as proposed
    grounds = models.JSONField(
        default=dict
    )  # {"evidence": [ids], "clauses": [{pack, clause, cites}], "says": text}
    digest = models.BinaryField(max_length=32)
    step = models.PositiveSmallIntegerField(default=0)  # how many levels have passed
    proposed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    effective_on = models.DateField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["state", "branch"], name="proposal_state"),
            models.Index(fields=["subject_kind", "subject_key"], name="proposal_subject"),
            models.Index(fields=["maker", "state"], name="proposal_maker"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def branch_path(self) -> str:
        return self.branch.path


class Act(models.TextChoices):
    """What a checker does with a proposal."""

    PASS = "pass", _("Pass")  # 通过
    RETURN = "return", _("Return")  # 退回
    REFUSE = "refuse", _("Do not agree")  # 不同意


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

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["proposal", "round", "checker"], name="a_checker_speaks_once"
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
