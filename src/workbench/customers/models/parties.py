"""Parties, what they are to each other, and who serves them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Staff
from workbench.common import acting, clock
from workbench.common.acting import Actor, Scope
from workbench.common.constraints import OneAtATime
from workbench.common.fields import CodeField
from workbench.common.scoping import ScopedQuerySet, below
from workbench.customers.models.closing import closed_people, closed_to
from workbench.journal.models import Recorded


class PartyKind(models.TextChoices):
    PERSON = "person", _("Natural person")
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


class IdentityKind(models.TextChoices):
    """The paper by which a party is known."""

    RESIDENT_ID = "resident_id", _("Resident identity card")  # 居民身份证
    PASSPORT = "passport", _("Passport")
    HK_MACAO_PERMIT = (
        "hk_macao_permit",
        _("Travel permit, Hong Kong and Macao"),
    )  # 港澳居民来往内地通行证
    TAIWAN_PERMIT = "taiwan_permit", _("Travel permit, Taiwan")
    RESIDENCE_PERMIT = "residence_permit", _("Permanent residence permit of a foreigner")
    OFFICER_CARD = "officer_card", _("Officer's card")  # 军官证
    CREDIT_CODE = "uscc", _("Unified social credit code")  # 统一社会信用代码


def reached_by(scope: Scope, actor: Actor, to_party: str = "") -> Q:
    """Parties in the scope: of its branches whole; at others those to whom the actor has a relation today, and who is
    linked to them today without being a customer (a spouse, an employer). Never himself, nor a colleague of his outlet.
    """
    is_open = ~Q(**{f"{to_party}pk__in": keys_closed_to(actor)})
    if scope.whole_tree:  # every party has a branch: nothing is compared
        return is_open
    reached = below(f"{to_party}branch__path", scope) if scope.branches else Q(pk__in=())
    if scope.portfolio and actor.portfolio_id is not None:
        linked = PartyLink.objects.unscoped("who is linked to a portfolio").filter(
            _lasts(""),
            _lasts("party__relations__"),
            party__relations__staff_id=actor.portfolio_id,
            other__state=PartyState.NONE,
        )
        own = led_by(actor).values("party")
        reached |= Q(**{f"{to_party}pk__in": own.union(linked.values("other"))})
    return reached & is_open


def led_by(actor: Actor) -> QuerySet[Relation]:
    """The relations of today of the person whose customers a portfolio is."""
    return Relation.objects.filter(_lasts(""), staff=actor.portfolio_id)


def files_closed_to(actor: Actor) -> QuerySet[Party]:
    """Files of himself and of colleagues of his outlet who are customers."""
    people = closed_to(actor).values("identity_blind")
    return Party.objects.unscoped("files that are closed to a colleague").filter(
        identity_blind__in=people
    )


def files_closed_to_people(persons: frozenset[str]) -> QuerySet[Party]:
    """Files that members of staff neither lead nor take over: their own, and those of colleagues of their outlet."""
    people = closed_people(persons).values("identity_blind")
    return Party.objects.unscoped("files that are closed to a colleague").filter(
        identity_blind__in=people
    )


def keys_closed_to(actor: Actor) -> tuple[int, ...]:
    """The keys of those files, mostly none, looked up once in a request: as a subquery a database would try every
    customer of the bank against it.
    """
    request = acting.request_id()
    return _closed_in(request, actor) if request else _closed(actor)


@lru_cache(maxsize=64)
def _closed_in(request: str, actor: Actor) -> tuple[int, ...]:
    return _closed(actor)


def _closed(actor: Actor) -> tuple[int, ...]:
    return tuple(files_closed_to(actor).values_list("pk", flat=True))


def _lasts(to_period: str) -> Q:
    """A period with `since` and `until` that holds today."""
    day = clock.today()
    lasting = Q(**{f"{to_period}until": None}) | Q(**{f"{to_period}until__gt": day})
    return Q(**{f"{to_period}since__lte": day}) & lasting


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
    branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="+", db_index=False
    )  # 主办机构 today; `party_branch` finds it
    identity_kind = CodeField(max_length=20, blank=True, choices=IdentityKind.choices)
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
        """By its number alone: the journal and logs name nobody."""
        return self.number

    @property
    def branch_path(self) -> str:
        return self.branch.path


class OfParty(ScopedQuerySet[Any]):
    """Rows of a party are seen by whoever sees the party."""

    def within(self, scope: Scope, actor: Actor) -> Q:
        return reached_by(scope, actor, "party__")


class OfKept(ScopedQuerySet["Merger"]):
    """Mergers are seen by whoever sees the file that stays."""

    def within(self, scope: Scope, actor: Actor) -> Q:
        return reached_by(scope, actor, "kept__")


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
    other = models.ForeignKey(Party, models.PROTECT, related_name="linked_from", db_index=False)
    kind = CodeField(max_length=10, choices=LinkKind.choices)
    since = models.DateField()
    until = models.DateField(null=True)  # the first day on which it no longer held
    evidence = models.ForeignKey("Evidence", models.PROTECT, null=True, related_name="+")
    known_at = models.DateTimeField()
    end_known_at = models.DateTimeField(null=True)
    end_evidence = models.ForeignKey("Evidence", models.PROTECT, null=True, related_name="+")

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        indexes = (models.Index(fields=["other", "kind"], name="link_to"),)
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

    def __str__(self) -> str:
        return f"{self.party} {self.kind}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class RelationKind(models.TextChoices):
    LEAD = "lead", _("Lead")  # 主办
    ASSIST = "assist", _("Assist")  # 协办
    VIEW = "view", _("View")  # 查看


class Relation(Recorded):
    """Who serves a customer: one leading manager bank-wide at any time, others assist or view."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="relations")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="relations", db_index=False)
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
            models.UniqueConstraint(
                fields=["party", "since"], condition=Q(kind="lead"), name="one_begins_to_lead_a_day"
            ),
            models.UniqueConstraint(
                fields=["party", "until"], condition=Q(kind="lead"), name="one_ends_to_lead_a_day"
            ),
            OneAtATime(name="one_leads_on_a_day", of="party_id", kind="kind", value="lead"),
        )

    def __str__(self) -> str:
        return f"{self.party} {self.kind}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path


class DisputeState(models.TextChoices):
    """What became of a claim to a customer."""

    OPEN = "open", _("Still open")
    GRANTED = "granted", _("Granted")
    DISMISSED = "dismissed", _("Dismissed")


class OfJudge(ScopedQuerySet["Dispute"]):
    """Claims are seen at the branch that decides them, and above."""

    def within(self, scope: Scope, actor: Actor) -> Q:
        mine = Q(claimant_id=actor.staff_id) if actor.staff_id else Q(pk__in=())
        return (below("judge__path", scope) if scope.branches else Q(pk__in=())) | mine


class Dispute(Recorded):
    """归属异议: another branch claims a customer; the lowest branch above both decides, for a day on which it passes."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="disputes")
    claimant = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    claiming = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    holding = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    judge = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    grounds = models.CharField(max_length=200)
    state = CodeField(max_length=10, choices=DisputeState.choices, default=DisputeState.OPEN)
    opened_on = models.DateField()
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    passes_on = models.DateField(null=True)
    words = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(OfJudge)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["party"], condition=Q(state="open"), name="one_open_dispute"
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("claimant")), name="a_claimant_is_no_judge"
            ),
        )

    def __str__(self) -> str:
        return f"{self.party} {self.claiming.code}"

    @property
    def branch_path(self) -> str:
        """Of the branch that decides: neither the claimant's nor the holder's."""
        return self.judge.path


class MergerState(models.TextChoices):
    """How far a merger is; it follows from who has done what."""

    PROPOSED = "proposed", _("Merger proposed")
    MERGED = "merged", _("One file")
    PARTING = "parting", _("Parting proposed")
    PARTED = "parted", _("Two files again")
    DISMISSED = "dismissed", _("Not merged")


class Merger(Recorded):
    """合户: two files of one person, the one that goes and the one that stays; by two, and undone by two.

    `moved` says what was moved, so that it can go back: {"relations": [ids], "links": [ids], ...}.
    """

    kept = models.ForeignKey(Party, models.PROTECT, related_name="+")
    dropped = models.ForeignKey(Party, models.PROTECT, related_name="mergers")
    proposed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    merged_on = models.DateField(null=True)
    moved = models.JSONField(default=dict)
    parting_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    parted_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    parted_on = models.DateField(null=True)

    objects = models.Manager.from_queryset(OfKept)()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(kept=F("dropped")), name="two_files_are_merged"),
            models.CheckConstraint(condition=~Q(confirmed_by=F("proposed_by")), name="two_merge"),
            models.CheckConstraint(condition=~Q(parted_by=F("parting_by")), name="two_part"),
            models.UniqueConstraint(
                fields=["dropped"], condition=Q(parted_on=None), name="merged_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.dropped} → {self.kept}"

    @property
    def branch_path(self) -> str:
        return self.kept.branch_path

    @property
    def party(self) -> Party:
        """In whose file it stands."""
        return self.kept

    @property
    def state(self) -> MergerState:
        """How far it is."""
        if self.parted_on is not None:
            return MergerState.PARTED if self.merged_on else MergerState.DISMISSED
        if self.merged_on is None:
            return MergerState.PROPOSED
        return MergerState.PARTING if self.parting_by_id else MergerState.MERGED
