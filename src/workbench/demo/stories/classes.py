"""Classes proposed, checked, watched, suspended; grades adjusted; applications registered and held."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from workbench.accounts.queries import rule_actor
from workbench.approvals.actions.applications import register_application
from workbench.approvals.actions.classes import (
    propose_class,
    propose_end,
    propose_fall,
    propose_lift,
)
from workbench.approvals.actions.events import EventKind, record_event, reverse_event
from workbench.approvals.actions.grades import propose_grade
from workbench.approvals.kinds import standing_of
from workbench.approvals.models import Stage
from workbench.common import clock
from workbench.customers.actions.loans import Told, tell_loan
from workbench.customers.models import Loan, Party
from workbench.decisions.actions import decide
from workbench.decisions.models import StandingState
from workbench.demo.scene import Cast, passes, seen
from workbench.demo.stories.telling import Story, Team
from workbench.reviews.actions import remind, withdraw_proposal
from workbench.reviews.checking import refuse_proposal, return_proposal
from workbench.reviews.models import Proposal

_AGREED = "材料齐全，认定依据充分，同意。"


def granted(cast: Cast, team: Team) -> Story:
    """A first grant that passes both levels and is in force the day after."""
    if (proposal := _proposed(cast, team)) is not None:
        yield 1
        passes(proposal, team.reviewer, _AGREED)
        yield 1
        passes(proposal, team.approver, "同意认定。")


def about_to_begin(cast: Cast, team: Team) -> Story:
    """Passed, in force some days from now: it can still be undone."""
    if (proposal := _proposed(cast, team)) is not None:
        yield 1
        passes(proposal, team.reviewer, _AGREED)
        begins = clock.today() + timedelta(days=4)
        passes(proposal, team.approver, "同意，下周起执行。", effective_on=begins)


def waits_for_examination(cast: Cast, team: Team) -> Story:
    """Nobody has looked at it yet; its maker has reminded once."""
    if (proposal := _proposed(cast, team)) is not None:
        yield 1
        remind(proposal, by=team.manager.actor, reason="客户等待答复")


def waits_for_approval(cast: Cast, team: Team) -> Story:
    """Examined, on the desk of the approver."""
    if (proposal := _proposed(cast, team)) is not None:
        yield 1
        passes(proposal, team.reviewer, _AGREED)


def returned(cast: Cast, team: Team) -> Story:
    """Sent back to its maker, with what is wrong."""
    if (proposal := _proposed(cast, team)) is not None:
        yield 1
        return_proposal(
            proposal,
            by=team.reviewer.actor,
            reason="收入证明已过六个月，请补充近期证明。",
            digest=seen(proposal),
            fields={"class": "收入证明过期"},
        )


def not_agreed(cast: Cast, team: Team) -> Story:
    """It ends at the first level."""
    if (proposal := _proposed(cast, team)) is not None:
        yield 1
        refuse_proposal(
            proposal,
            by=team.reviewer.actor,
            reason="工作单位与社保缴费单位不一致，先核实。",
            digest=seen(proposal),
        )


def withdrawn(cast: Cast, team: Team) -> Story:
    """Its maker takes it back."""
    if (proposal := _proposed(cast, team)) is not None:
        yield 1
        withdraw_proposal(proposal, by=team.manager.actor, reason="客户暂不办理业务")


def watched(cast: Cast, team: Team) -> Story:
    """A lower class is found at a re-check, passed by two: the watch begins."""
    if (proposal := _fall(cast, team)) is not None:
        yield 1
        passes(proposal, team.reviewer, "情况属实，同意。")
        passes(proposal, team.approver, "同意降级观察。")


def fall_waits(cast: Cast, team: Team) -> Story:
    """The same, still to be approved."""
    if (proposal := _fall(cast, team)) is not None:
        yield 1
        passes(proposal, team.reviewer, "情况属实，同意。")


def arrears(cast: Cast, team: Team) -> Story:
    """The loan system tells of a day past due: the night suspends, the manager proposes the end."""
    party = cast.held(team.manager, worst_category="NORMAL", days_past_due=0)
    loan = party and Loan.objects.unscoped("a loan of the story").filter(party=party).first()
    if not party or not loan:
        return
    decide(party, by=team.manager.actor, reason="")
    yield 1
    _falls_behind(loan)
    yield 2
    if (standing := standing_of(party)) and standing.state == StandingState.SUSPENDED:
        propose_end(
            party,
            by=team.manager.actor,
            reason="贷款逾期，经催收仍未归还",
            state=StandingState.REMOVED,
        )


def wrong_death(cast: Cast, team: Team) -> Story:
    """Reported dead by mistake: suspended, reversed by another, the lifting waits for its second person."""
    if (party := cast.held(team.manager)) is None:
        return
    event = record_event(
        party,
        by=team.manager.actor,
        reason="邻居反映",
        kind=EventKind.DEATH,
        happened_on=clock.today(),
    )
    yield 2
    reverse_event(event, by=team.head.actor, reason="本人到网点，系误报")
    proposal = propose_lift(party, by=team.manager.actor, reason="本人到场核实，申请解除中止")
    yield 1
    passes(proposal, team.reviewer, "已见本人，同意解除。")


def adjusted(cast: Cast, team: Team) -> Story:
    """A credit grade adjusted for three months by somebody with authority."""
    if (proposal := _adjustment(cast, team)) is not None:
        yield 2
        approver = team.at_city(team.approver.post)
        passes(proposal, approver, "逾期系系统扣款失败，非恶意，同意调整。")


def adjustment_waits(cast: Cast, team: Team) -> Story:
    """The same, on the desk of the city branch."""
    _adjustment(cast, team)
    yield 1


def applies(cast: Cast, team: Team) -> Story:
    """An application that uses his class, under examination."""
    if (party := cast.held(team.manager)) is not None:
        _application(party, team, Stage.EXAMINATION)
    yield 1


def application_held(cast: Cast, team: Team) -> Story:
    """He changed his employer while it was under examination: held until the re-check is done."""
    if (party := cast.held(team.manager)) is None:
        return
    _application(party, team, Stage.APPROVED)
    yield 3
    record_event(
        party,
        by=team.manager.actor,
        reason="客户告知已换单位",
        kind=EventKind.JOB,
        happened_on=clock.today(),
    )


def _proposed(cast: Cast, team: Team) -> Proposal | None:
    if (party := cast.new(team.manager)) is None:
        return None
    return propose_class(party, by=team.manager.actor, reason="首次认定，材料已核对原件")


def _fall(cast: Cast, team: Team) -> Proposal | None:
    if (party := cast.lower(team.manager)) is None:
        return None
    by, why = team.manager.actor, "客户年度重检"
    record_event(party, by=by, reason=why, kind=EventKind.JOB, happened_on=clock.today())
    return propose_fall(party, by=by, reason="职务变动，不再符合原类别条件")


def _falls_behind(loan: Loan) -> None:
    day = clock.today() - timedelta(days=1)
    told = Told(loan.balance, 1, min(loan.balance, Decimal("2310.55")), "SPECIAL_MENTION")
    tell_loan(loan, by=rule_actor("feed"), reason="", business_on=day, told=told)


def _adjustment(cast: Cast, team: Team) -> Proposal | None:
    party = cast.any(team.manager, credit_grade="SUBSTANDARD") or cast.any(
        team.manager, credit_grade="BLEMISHED"
    )
    if party is None:
        return None
    return propose_grade(
        party,
        by=team.manager.actor,
        reason="发卡行出具说明：年费欠款，非恶意逾期",
        grade="NORMAL",
        basis="发卡行情况说明",
        until=clock.today() + timedelta(days=90),
    )


def _application(party: Party, team: Team, stage: Stage) -> Any:
    return register_application(
        party,
        by=team.manager.actor,
        reason="",
        number=f"YW{clock.today():%y%m%d}{party.number}",
        product="个人综合消费贷款",
        stage=stage,
        accepted_on=clock.today(),
    )
