"""The register of events: what happened to a customer, and the cases that it opens."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from workbench.accounts.queries import rule_actor
from workbench.approvals.actions.applications import hold_applications
from workbench.approvals.actions.classes import suspend_class
from workbench.approvals.actions.rechecks import open_recheck
from workbench.approvals.kinds import standing_of
from workbench.approvals.models import Event
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.following import moved
from workbench.customers.models import Evidence, EvidenceState, Party
from workbench.decisions.models import StandingState
from workbench.journal.actions import action
from workbench.policies.texts import shipped_policies


class EventKind(models.TextChoices):
    """The first seven are those of the pack `class-maintenance`; the others are the bank's.

    The policy is told of those that its text names (`told_kinds`). Any other opens a re-check by the bank's own rule,
    and every screen that shows it says so.
    """

    ARREARS = "arrears_event", _("Was in arrears")  # 发生过拖欠
    GRADE = "grade_event", _("Credit grade became worse")  # 信用等级变差
    JOB = "job_event", _("Change of work")  # 工作变动
    MARRIAGE = "marriage_event", _("Change of marital status")  # 婚姻变动
    PAYROLL = "payroll_event", _("Payroll stopped")  # 代发停止
    DOUBT = "doubt_event", _("Evidence in doubt")  # 证据存疑
    POLICY = "policy_event", _("Approval policy adjusted")  # 审批政策调整
    DEATH = "death", _("Death reported")  # 身故
    INCAPACITY = "incapacity", _("Loss of legal capacity")  # 丧失行为能力
    FALSE_MATERIAL = "false_material", _("Material proven false")  # 虚假材料查实
    OFF_LIST = "off_list", _("Taken off a list")  # 移出名录
    DOCUMENT_ENDS = "document_ends", _("Identity document past its day")  # 证件到期
    BRANCH_MOVES = "branch_moves", _("Change of branches")  # 机构变动


def told_kinds() -> frozenset[str]:
    """The kinds that the installed text of `class-maintenance` names; a text that names more is told more."""
    spec = shipped_policies()["class-maintenance"].vocabulary.spec_of("class_events")
    domain = spec.kind.domain if spec else None
    return frozenset(term.id for term in domain.terms) if domain else frozenset()


#: what suspends the class at once, by one person's report
SUSPENDS = frozenset(
    {EventKind.ARREARS, EventKind.DEATH, EventKind.INCAPACITY, EventKind.FALSE_MATERIAL}
)
_UNUSABLE = (EvidenceState.FALSE, EvidenceState.SPENT)


@action(
    "event.recorded",
    right="event.record",
    says=_("recorded an event of {object}: {kind}"),
    rules=("day_end", "feed", "approvals"),
)
def record_event(
    party: Party,
    *,
    by: Actor,
    reason: str,
    kind: EventKind,
    happened_on: date,
    evidence: Evidence | None = None,
) -> Event:
    """What happened, since when it is known. It opens a re-check; some suspend a class in force at once."""
    if happened_on > clock.today():
        raise RefusedError(_("An event cannot lie in the future."), field="happened_on")
    if evidence is not None and (evidence.party_id != party.pk or evidence.state in _UNUSABLE):
        raise RefusedError(_("Choose evidence of this customer that is in use."), field="evidence")
    event = Event.objects.create(
        party=party,
        kind=kind,
        happened_on=happened_on,
        known_at=clock.now(),
        evidence=evidence,
        recorded_by=by.key,
        words=reason[:200],
    )
    standing = standing_of(party)
    if standing is not None:
        open_recheck(party, by=by, reason=_opens(kind), event=event)
        if kind in SUSPENDS and standing.state != StandingState.SUSPENDED:
            suspend_class(party, by=by, reason=_opens(kind))
        hold_applications(party, by=rule_actor("approvals"), reason=_opens(kind), change="recheck")
    moved(party)
    return event


@action(
    "event.reversed", right="event.record", says=_("reversed an event: {object}"), needs_reason=True
)
def reverse_event(event: Event, *, by: Actor, reason: str) -> Event:
    """It was reported wrongly. The event stays, and says who reversed it, when and why; another than who recorded it.

    What it suspended is lifted by a proposal of its own.
    """
    if event.reversed_at is not None:
        raise RefusedError(_("This event was reversed already."))
    if event.recorded_by in by.persons:
        raise RefusedError(_("Another person reverses it than the one who recorded it."))
    event.change(reversed_at=clock.now(), reversed_by=by.key, reversed_because=reason[:200])
    moved(event.party)
    return event


def _opens(kind: EventKind) -> str:
    return str(EventKind(kind).label)
