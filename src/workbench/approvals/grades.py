"""等级调整: a grade of the credit register adjusted by a person with authority, with basis and end.

It dies with the report that it corrects: a newer report, its own end, or a revocation ends it, and the grade found
counts again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.approvals.kinds import GRADE, page_of, party_of
from workbench.approvals.models import AdjustedGrade
from workbench.approvals.reviewing import exhibits_of
from workbench.approvals.shown import renew_class
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.customers.following import moved
from workbench.customers.models import Party, Report
from workbench.decisions.models import Decision
from workbench.decisions.newest import newest_decision
from workbench.policies.vocabulary import result_label
from workbench.reviews.kinds import Kind, Step, declare_kind
from workbench.reviews.models import Opinion, Proposal, ProposalState

PACK = "credit-grade"
_WHY = "the credit grade of a party whom the caller reaches"
_LABELS = {
    "grade": _("Credit grade"),
    "basis": _("Basis"),
    "until": _("Until"),
    "report": _("Credit report of"),
    "adjusted": _("Adjusted already"),
    "found": _("Credit grade found"),
}


def report_on(party: Party) -> date | None:
    """The day of his newest credit report."""
    rows = Report.objects.unscoped(_WHY).filter(party=party)
    found: date | None = rows.aggregate(newest=Max("report_on"))["newest"]
    return found


def adjusted_now(party: Party) -> AdjustedGrade | None:
    """The adjusted grade that was not ended."""
    found: AdjustedGrade | None = (
        AdjustedGrade.objects.unscoped(_WHY).filter(party=party, revoked_on=None).first()
    )
    return found


def grade_label(code: str) -> str:
    """What a credit grade is called."""
    return result_label(PACK, code, language())


def declare() -> None:
    """The kind of proposal. Called once, when the apps are ready."""
    declare_kind(
        Kind(
            GRADE,
            _("Adjusted credit grade"),
            propose="grade.propose",
            steps=(Step(ProposalState.TO_APPROVE, "grade.approve", authority=GRADE),),
            fingerprint=_state_now,
            apply=_in_force,
            moved=lambda proposal, by: renew_class(party_of(proposal)),
            renew=_renewed,
            amend=lambda proposal: reverse("grade_amend", args=[proposal.pk]),
            exhibits=exhibits_of,
            url=page_of,
            tell=_told,
            fields=_LABELS,
            at_once=True,
        )
    )


def demand_found(party: Party) -> Decision:
    found = newest_decision(party, PACK)
    if found is None or not found.result:
        raise RefusedError(_("No credit grade was found yet. Decide first."))
    return found


def _state_now(proposal: Proposal) -> Mapping[str, str]:
    """If the grade found, the report or another adjustment moves, nobody approves before it was looked at again."""
    party = party_of(proposal)
    found, report, adjusted = newest_decision(party, PACK), report_on(party), adjusted_now(party)
    return {
        "grade": found.result if found else "",
        "report": report.isoformat() if report else "",
        "adjusted": adjusted.adjusted if adjusted else "",
    }


def _renewed(proposal: Proposal, by: Actor) -> Mapping[str, str]:
    """The same, unless another grade or report is to be corrected now, or its end has come: then its maker says anew."""
    now, after = _state_now(proposal), dict(proposal.after)
    if now["grade"] != proposal.before["grade"]:
        after["found"] = now["grade"]
    if now["report"] != proposal.grounds["report"]:
        after["report"] = now["report"]
    if has_ended(proposal):
        after["until"] = ""
    return after


def has_ended(proposal: Proposal) -> bool:
    """Whether the end that it names has come before it was approved."""
    return date.fromisoformat(proposal.after["until"]) <= clock.today()


def _in_force(proposal: Proposal, by: Actor) -> None:
    party = party_of(proposal)
    said = Opinion.objects.unscoped(_WHY).filter(proposal=proposal, act="pass", undone_at=None)
    last = said.order_by("-at").first()
    if last is None:
        raise RefusedError(_("Nobody has approved this."))
    if has_ended(proposal):
        raise RefusedError(_("The end that it names has come. Return it to its maker."))
    if (before := adjusted_now(party)) is not None:
        before.change(
            revoked_on=clock.today(), revoked_at=clock.now(), revoked_because=proposal.title[:200]
        )
    AdjustedGrade.objects.create(
        party=party,
        grade=proposal.before["grade"],
        adjusted=proposal.after["grade"],
        basis=proposal.after["basis"][:200],
        report_on=date.fromisoformat(proposal.grounds["report"]),
        since=clock.today(),
        until=date.fromisoformat(proposal.after["until"]),
        given_by=proposal.maker,
        approved_by=last.checker,
        known_at=clock.now(),
    )
    moved(party)


def _told(field: str, value: str) -> Any:
    if field in ("grade", "adjusted", "found"):
        return grade_label(value) if value else _("none")
    return date.fromisoformat(value) if field in ("until", "report") and value else value
