"""What account managers propose about a class, and what happens to it at once or by rule."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.approvals import deaths, finding, kinds, standings
from workbench.approvals.actions import rechecks
from workbench.approvals.actions.applications import hold_applications
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.actions.evidence import demand_pieces
from workbench.customers.models import Party
from workbench.decisions.models import Decision, Standing, StandingState
from workbench.journal.actions import action
from workbench.reviews.actions import Draft, amend_proposal, hand_in, propose
from workbench.reviews.models import Proposal

S = StandingState


@action("class.proposed", right="class.propose", says=_("proposed a class for {object}"))
def propose_class(
    party: Party, *, by: Actor, reason: str, evidence: list[int] | None = None
) -> Proposal:
    """发起: the class that the newest finding gives him, from tomorrow once it has passed.

    A first grant, a raise, or the same class after a re-check. Refused while the finding is open: only what is decided
    can be proposed; for a lower class, which is watched first; and for a raise on old evidence.
    """
    decision = _demand_raise(party)
    grounds = _grounds(party, evidence, reason, decision)
    draft = _draft(kinds.CLASS, party, {"class": decision.result}, grounds)
    return propose(by=by, reason=reason, draft=draft)


@action(
    "class.fall_proposed",
    right="class.propose",
    says=_("proposed the finding of a lower class for {object}"),
)
def propose_fall(
    party: Party, *, by: Actor, reason: str, evidence: list[int] | None = None
) -> Proposal:
    """The re-check found a lower class, or none. Approved, it is watched, and falls by itself when the watch is over.

    Refused where a disqualifying condition is proven: then the class is suspended at once.
    """
    decision = finding.demand_fall(party)
    after = {"class": decision.result, "found_on": clock.today().isoformat()}
    draft = _draft(kinds.FALL, party, after, _grounds(party, evidence, reason, decision))
    return propose(by=by, reason=reason, draft=draft)


@action(
    "class.end_proposed",
    right="class.propose",
    says=_("proposed to end the class of {object}: {state}"),
    needs_reason=True,
)
def propose_end(
    party: Party, *, by: Actor, reason: str, state: StandingState, evidence: list[int] | None = None
) -> Proposal:
    """退出 (`removed`) after a bar, 注销 (`closed`) on death, closing of the account or the customer's wish."""
    if state not in (S.REMOVED, S.CLOSED):
        raise RefusedError(_("A class ends by removal or closing."), field="state")
    _demand_alive(party)
    if state == S.CLOSED:
        deaths.demand_certificate(party, evidence)
    draft = _draft(kinds.REMOVAL, party, {"state": str(state)}, _grounds(party, evidence, reason))
    return propose(by=by, reason=reason, draft=draft)


@action(
    "class.lift_proposed",
    right="class.propose",
    says=_("proposed to lift the suspension of {object}"),
    needs_reason=True,
)
def propose_lift(
    party: Party, *, by: Actor, reason: str, evidence: list[int] | None = None
) -> Proposal:
    """A suspension is lifted by two."""
    if _demand_alive(party).state != S.SUSPENDED:
        raise RefusedError(_("This class is not suspended."))
    draft = _draft(kinds.LIFT, party, {"state": str(S.VALID)}, _grounds(party, evidence, reason))
    return propose(by=by, reason=reason, draft=draft)


@action(
    "class.amended",
    right="class.propose",
    says=_("amended {object} and handed it in again"),
)
def amend_class(
    proposal: Proposal, *, by: Actor, reason: str, evidence: list[int] | None = None
) -> Proposal:
    """What was returned, on other evidence and on the newest finding; the checkers of the first level look anew."""
    if proposal.kind not in kinds.OF_CLASS:
        raise RefusedError(_("This proposal is withdrawn and made anew."))
    party, after = kinds.party_of(proposal), dict(proposal.after)
    decision = _found_for(proposal.kind, party)
    if decision is not None:
        after["class"] = decision.result
    draft = _draft(proposal.kind, party, after, _grounds(party, evidence, reason, decision))
    amend_proposal(proposal, by=by, reason=reason, draft=draft)
    return hand_in(proposal, by=by, reason=reason)


@action(
    "class.suspended",
    right="class.suspend",
    says=_("suspended the class of {object}"),
    rules=("day_end", "feed"),
    needs_reason=True,
)
def suspend_class(party: Party, *, by: Actor, reason: str) -> Standing:
    """中止, at once, by one person or by a proven bar: nothing new is lent on it, and what is pending is held.

    A second person confirms its end, or it is lifted by two.
    """
    suspended = standings.step(
        _demand_alive(party),
        S.SUSPENDED,
        suspended_on=clock.today(),
        suspended_because=reason,
        suspended_by=by.key,
    )
    hold_applications(party, by=by, reason=reason, change="suspended")
    return suspended


@action(
    "class.expired",
    right="class.approve",
    says=_("let the class of {object} lapse"),
    rules=("day_end",),
    api=False,
)
def expire_class(party: Party, *, by: Actor, reason: str) -> Standing:
    """到期失效, by rule, on the first day on which it no longer holds."""
    standing = _demand_alive(party)
    if standing.valid_until is None or standing.valid_until > clock.today():
        raise RefusedError(_("Its end has not come."))
    expired = standings.step(standing, S.EXPIRED, valid_until=standing.valid_until)
    rechecks.lapse_rechecks(party, by=by, reason=reason)
    hold_applications(party, by=by, reason=reason, change="expired")
    return expired


@action(
    "class.lapsed",
    right="class.approve",
    says=_("let the class of {object} lapse: no authorisation for the re-check"),
    rules=("day_end",),
    api=False,
)
def lapse_class(party: Party, *, by: Actor, reason: str) -> Standing:
    """到期失效, reason 未取得授权: the re-check is over its day, and nothing allows the query that it needs."""
    lapsed = standings.step(_demand_alive(party), S.EXPIRED)
    rechecks.lapse_rechecks(party, by=by, reason=reason)
    hold_applications(party, by=by, reason=reason, change="expired")
    return lapsed


@action(
    "class.fell",
    right="class.approve",
    says=_("let the class of {object} fall"),
    rules=("day_end",),
    api=False,
)
def let_fall(party: Party, *, by: Actor, reason: str) -> Standing | None:
    """The watch is over: the class found then counts from today, as it was approved; none where none was found."""
    standing = _demand_alive(party)
    if (
        standing.state != S.WATCH
        or standing.watch_until is None
        or standing.watch_until > clock.today()
    ):
        raise RefusedError(_("Its watch is not over."))
    day = standing.watch_until
    standings.step(standing, S.FALLEN, valid_until=day)
    if not standing.class_found:
        return None
    return standings.record(
        party=party,
        scale=standing.scale,
        klass=standing.class_found,
        state=S.VALID,
        city_branch_id=standing.city_branch_id,
        decision_id=standing.decision_id,
        given_on=day,
        given_by=standing.given_by,
        approved_by=standing.approved_by,
        rechecked_on=standing.rechecked_on,
        rechecked_by=standing.rechecked_by,
        valid_from=day,
        valid_until=standing.valid_until,
        assumptions=standing.assumptions,
    )


def _draft(kind: str, party: Party, after: dict[str, str], grounds: dict[str, Any]) -> Draft:
    before = kinds.standing_of(party)
    held = before.klass if before else ""
    return Draft(
        kind=kind,
        title=f"{party.name} {party.number}",
        subject_kind="party",
        subject_key=str(party.pk),
        branch=party.branch,
        before={"class": before.klass, "state": before.state} if before else {"class": ""},
        after=after,
        grounds=grounds,
        value=after.get("class", "") or held,
    )


def _grounds(
    party: Party, evidence: list[int] | None, says: str, decision: Decision | None = None
) -> dict[str, Any]:
    named = sorted(set(evidence or []))
    grounds: dict[str, Any] = {"evidence": demand_pieces(party, named), "says": says}
    return grounds if decision is None else {**grounds, "decision": decision.pk}


def _found_for(kind: str, party: Party) -> Decision | None:
    """The finding that a proposal of the kind rests on; none where it ends or lifts."""
    if kind == kinds.CLASS:
        return _demand_raise(party)
    return finding.demand_fall(party) if kind == kinds.FALL else None


def _demand_raise(party: Party) -> Decision:
    decision = finding.demand_decided(party)
    finding.demand_no_fall(party, decision)
    finding.demand_new_evidence(party, decision)
    return decision


def _demand_alive(party: Party) -> Standing:
    standing = kinds.standing_of(party)
    if standing is None:
        raise RefusedError(_("This customer has no class in force."))
    return standing
