"""The kinds of proposals about a customer's class, and what each brings into force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kefen.saying.phrases import listed
from workbench.accounts.models import Branch
from workbench.accounts.queries import rule_actor
from workbench.approvals import deaths, standings
from workbench.approvals.actions import rechecks
from workbench.approvals.actions.applications import hold_applications
from workbench.approvals.periods import periods_on
from workbench.approvals.reviewing import (
    exhibits_of,
    grounds_of,
    moved_facts,
    part_label,
    pieces_of,
    told_pieces,
)
from workbench.approvals.shown import SCALE, renew_class
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.customers.models import Party
from workbench.decisions.actions import decide
from workbench.decisions.dueness import is_overtaken, recorded_since
from workbench.decisions.keeping import values_read
from workbench.decisions.models import Decision, Standing, StandingState
from workbench.decisions.newest import newest_decision
from workbench.decisions.queries import WORDS
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import label, result_label
from workbench.reviews.kinds import Kind, Step, declare_kind
from workbench.reviews.models import Opinion, Proposal, ProposalState

S = StandingState

DECIDED = "decided"

CLASS, FALL, REMOVAL, LIFT, GRADE = "class", "fall", "removal", "lift", "adjusted_grade"
OF_CLASS = (CLASS, FALL, REMOVAL, LIFT)
OTHER_MOVES = "*"


def party_of(proposal: Proposal) -> Party:
    """Whom it is about."""
    return Party.objects.unscoped("the subject of a proposal that its reader may see").get(
        pk=proposal.subject_key
    )


def class_found(party: Party) -> Decision | None:
    """The newest finding of a class."""
    return newest_decision(party, CUSTOMER_CLASS)


def standing_of(party: Party) -> Standing | None:
    """The class that counts now."""
    return standings.alive(party.pk, SCALE, party.branch.city_branch_id)


def state_now(proposal: Proposal) -> Mapping[str, str]:
    """The class that counts, the newest finding, the values that it read and the facts recorded since, the evidence, the
    branch for whose city it is: if one moves, the digest does.
    """
    party = party_of(proposal)
    standing, decision = standing_of(party), class_found(party)
    return {
        "class": f"{standing.klass} {standing.state}" if standing else "",
        "finding": f"{decision.result} {decision.status}" if decision else "",
        "facts": values_read(decision) if decision else "",
        "recorded": _recorded(party),
        "evidence": " ".join(f"{one.pk}:{one.state}" for one in pieces_of(proposal)),
        "branch": party.branch.code,
    }


def moves_of(proposal: Proposal, actor: Actor) -> Mapping[str, Sequence[str]]:
    """Which facts of the finding have changed, from what to what."""
    found = class_found(party_of(proposal))
    lines = moved_facts(proposal, found, actor) if found else ()
    return {"facts": lines} if lines else {}


def _recorded(party: Party) -> str:
    """What came since he was decided, by name; a sign where it is time or the loan system that has moved."""
    names = recorded_since(party)
    return " ".join(names) if names else OTHER_MOVES * is_overtaken(party)


def _renewed(proposal: Proposal, by: Actor) -> Mapping[str, str]:
    """Decides him on what is known now, if that has moved: the same proposal with the class that this finds."""
    party = party_of(proposal)
    if is_overtaken(party):
        decide(party, by=rule_actor("approvals"), reason="")
    decision = class_found(party)
    if decision is None or decision.status != DECIDED:
        return {**proposal.after, "class": ""}
    proposal.grounds = {**proposal.grounds, "decision": decision.pk}
    return {**proposal.after, "class": decision.result}


def _fields(proposal: Proposal) -> dict[str, Any]:
    """Who gave it, who approved it, on what."""
    said = Opinion.objects.unscoped("who approved what comes into force")
    passed = said.filter(proposal=proposal, act="pass", undone_at=None)
    last = passed.order_by("-at", "-step").first()
    return {
        "given_by": proposal.maker,
        "approved_by": last.checker if last else "",
        "decision_id": proposal.grounds.get("decision"),
        "assumptions": proposal.grounds.get("assumptions", []),
    }


# ── a class: first grant, raise, kept after a re-check ──────────────────────────────────────────────────────────────


def _class_passed(proposal: Proposal, by: Actor) -> None:
    """待生效: it stands in the register from now on, in force from its day."""
    party = party_of(proposal)
    begins = proposal.effective_on or clock.today()
    periods = periods_on(begins, party.branch)
    standings.record(
        party=party,
        scale=SCALE,
        klass=proposal.after["class"],
        state=S.PENDING,
        city_branch_id=party.branch.city_branch_id,
        given_on=begins,
        valid_from=begins,
        valid_until=periods.valid_until(begins),
        rechecked_on=clock.today(),
        rechecked_by=proposal.maker,
        **_fields(proposal),
    )


def _class_undone(proposal: Proposal, by: Actor) -> None:
    pending = _pending(proposal)
    if pending is not None:
        standings.step(pending, S.VOID)


def _class_in_force(proposal: Proposal, by: Actor) -> None:
    party = party_of(proposal)
    pending = _pending(proposal)
    if pending is None:
        raise RefusedError(_("The register has no class that waits for this day."))
    before = standing_of(party)
    if before is not None and before.state == S.SUSPENDED:
        raise RefusedError(_("The class is suspended. Lift or end the suspension first."))
    if before is not None:
        standings.supersede(before, pending)
    standings.step(pending, S.VALID)
    rechecks.close_rechecks(party, by=by, reason=proposal.title)


def _pending(proposal: Proposal) -> Standing | None:
    rows = Standing.objects.unscoped("the row that a proposal put into the register")
    party = party_of(proposal)
    return rows.filter(party=party, scale=SCALE, state=S.PENDING, recorded_until=None).first()


# ── down ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fall_found(proposal: Proposal, by: Actor) -> None:
    """降级观察 begins, or goes on: a second finding of the same does not start it anew."""
    standing = _demand_standing(proposal)
    found = standing.fall_found_on or date.fromisoformat(proposal.after["found_on"])
    party = party_of(proposal)
    standings.step(
        standing,
        S.WATCH,
        class_found=proposal.after["class"],
        fall_found_on=found,
        watch_until=standing.watch_until or periods_on(found, party.branch).watch_until(found),
        rechecked_on=clock.today(),
        rechecked_by=proposal.maker,
    )
    rechecks.close_rechecks(party, by=by, reason=proposal.title)
    hold_applications(party, by=rule_actor("approvals"), reason=proposal.title, change="fall_found")


def _removed(proposal: Proposal, by: Actor) -> None:
    """退出 or 注销, confirmed by a second person."""
    standing = _demand_standing(proposal)
    party, state = party_of(proposal), S(proposal.after["state"])
    standings.step(standing, state, **_confirmed(proposal))
    rechecks.close_rechecks(party, by=by, reason=proposal.title)
    if state == S.CLOSED:
        deaths.confirm(party, proposal.title)


def _lifted(proposal: Proposal, by: Actor) -> None:
    standing = _demand_standing(proposal)
    back = S.WATCH if standing.watch_until else S.VALID
    standings.step(
        standing,
        back,
        suspended_on=None,
        suspended_because="",
        suspended_by="",
        **_confirmed(proposal),
    )


def _confirmed(proposal: Proposal) -> dict[str, Any]:
    return {"approved_by": _fields(proposal)["approved_by"], "given_by": proposal.maker}


def _demand_standing(proposal: Proposal) -> Standing:
    standing = standing_of(party_of(proposal))
    if standing is None:
        raise RefusedError(_("This customer has no class in force."))
    return standing


def _moved(proposal: Proposal, by: Actor) -> None:
    """Lists show what waits."""
    renew_class(party_of(proposal))


def page_of(proposal: Proposal) -> str:
    """The customer's page, at his class."""
    return reverse("customer", args=[party_of(proposal).number]) + "?tab=class"


def told(field: str, value: str) -> Any:
    """A value of a proposal or of its basis as it is read."""
    if field in ("class", "finding"):
        code, *rest = value.split(" ")
        shown = result_label(CUSTOMER_CLASS, code, language()) if code else _("none")
        return " · ".join([str(shown), *(str(_word(one)) for one in rest)])
    if field == "state":
        return _word(value)
    if field == "facts":
        return value[:12]
    if field in ("recorded", "evidence") and not value:
        return _("none")
    if field == "recorded" and value == OTHER_MOVES:
        return _("time, or what the loan system tells")
    if field == "recorded":
        return listed([label(name, language()) for name in value.split()], language())
    if field == "evidence":
        return told_pieces(value)
    if field == "branch":
        return Branch.objects.filter(code=value).values_list("name", flat=True).first() or value
    if field in ("found_on", "until"):
        return date.fromisoformat(value)
    return value


def _word(code: str) -> Any:
    return WORDS[code] if code in WORDS else S(code).label


#: by whoever holds the post; where the bank has named approvers of a class, by them
_APPROVED = Step(ProposalState.TO_APPROVE, "class.approve", authority=CLASS, always=False)
_BOTH = (Step(ProposalState.TO_EXAMINE, "class.examine"), _APPROVED)
_ONE = (_APPROVED,)
_LABELS = {
    "class": _("Class"),
    "finding": _("Finding"),
    "facts": _("Facts of the decision"),
    "recorded": _("Recorded since the decision"),
    "evidence": _("Evidence"),
    "branch": _("Branch"),
    "found_on": _("Found on"),
    "state": _("State"),
    "valid_until": _("Valid until"),
}


def declare() -> None:
    """All kinds of this app. Called once, when the apps are ready."""
    shared: dict[str, Any] = {
        "fingerprint": state_now,
        "exhibits": exhibits_of,
        "grounds": grounds_of,
        "moves": moves_of,
        "named": part_label,
        "amend": lambda proposal: reverse("class_amend", args=[proposal.pk]),
        "fields": _LABELS,
        "moved": _moved,
        "tell": told,
        "url": page_of,
    }
    declare_kind(
        Kind(
            CLASS,
            _("Class proposal"),
            propose="class.propose",
            steps=_BOTH,
            apply=_class_in_force,
            passed=_class_passed,
            undo=_class_undone,
            renew=_renewed,
            **shared,
        )
    )
    declare_kind(
        Kind(
            FALL,
            _("Finding of a lower class"),
            propose="class.propose",
            steps=_BOTH,
            apply=_fall_found,
            renew=_renewed,
            at_once=True,
            **shared,
        )
    )
    declare_kind(
        Kind(
            REMOVAL,
            _("End of a class"),
            propose="class.propose",
            steps=_ONE,
            apply=_removed,
            at_once=True,
            **shared,
        )
    )
    declare_kind(
        Kind(
            LIFT,
            _("Lifting of a suspension"),
            propose="class.propose",
            steps=_BOTH,
            apply=_lifted,
            at_once=True,
            **shared,
        )
    )
