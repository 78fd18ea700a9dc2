"""Adjusted grades: proposed by one, approved by another with authority, ended early by a third."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from workbench.approvals import grades
from workbench.approvals.grades import grade_label
from workbench.approvals.kinds import GRADE, party_of
from workbench.approvals.models import AdjustedGrade
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.actions.evidence import demand_pieces
from workbench.customers.following import moved
from workbench.customers.models import Party
from workbench.decisions.models import Decision
from workbench.journal.actions import action
from workbench.policies.vocabulary import results_of
from workbench.reviews.actions import Draft, amend_proposal, hand_in, propose
from workbench.reviews.models import Proposal


@dataclass(frozen=True)
class Wanted:
    """A grade as its maker wants it, by which document, until when, and what he says."""

    grade: str
    basis: str
    until: date
    says: str


@action(
    "grade.proposed",
    right="grade.propose",
    says=_("proposed to adjust the credit grade of {object} to {grade} until {until}"),
    labels={"grade": grade_label},
    needs_reason=True,
)
def propose_grade(
    party: Party,
    *,
    by: Actor,
    reason: str,
    grade: str,
    basis: str,
    until: date,
    evidence: list[int] | None = None,
) -> Proposal:
    """Raises `RefusedError` without a basis, without an end after today, and where no report is on record."""
    wanted = Wanted(grade, basis.strip(), until, reason)
    return propose(by=by, reason=reason, draft=_draft(party, wanted, evidence))


@action(
    "grade.amended",
    right="grade.propose",
    says=_("amended {object} to {grade} until {until} and handed it in again"),
    labels={"grade": grade_label},
    needs_reason=True,
)
def amend_grade(
    proposal: Proposal,
    *,
    by: Actor,
    reason: str,
    grade: str,
    basis: str,
    until: date,
    evidence: list[int] | None = None,
) -> Proposal:
    """What was returned, on the grade and report of now; the checkers look anew. Refused as a new one would be."""
    if proposal.kind != GRADE:
        raise RefusedError(_("This is no adjusted grade."))
    wanted = Wanted(grade, basis.strip(), until, reason)
    draft = _draft(party_of(proposal), wanted, evidence)
    amend_proposal(proposal, by=by, reason=reason, draft=draft)
    return hand_in(proposal, by=by, reason=reason)


@action(
    "grade.revoked",
    right="grade.approve",
    says=_("ended the adjusted grade of {object}"),
    rules=("day_end",),
    needs_reason=True,
)
def revoke_grade(adjusted: AdjustedGrade, *, by: Actor, reason: str) -> AdjustedGrade:
    """From today the grade found counts again; the customer is decided anew at once."""
    if adjusted.revoked_on is not None:
        raise RefusedError(_("This adjusted grade has ended already."))
    adjusted.change(revoked_on=clock.today(), revoked_at=clock.now(), revoked_because=reason[:200])
    moved(adjusted.party)
    return adjusted


def _draft(party: Party, wanted: Wanted, evidence: list[int] | None) -> Draft:
    found, report = _demand_correctable(party, wanted.grade)
    _demand_whole(wanted)
    return Draft(
        kind=GRADE,
        title=f"{party.name} {party.number}",
        subject_kind="party",
        subject_key=str(party.pk),
        branch=party.branch,
        before={"grade": found.result},
        after={
            "grade": wanted.grade,
            "basis": wanted.basis,
            "until": wanted.until.isoformat(),
        },
        grounds={
            "evidence": demand_pieces(party, sorted(set(evidence or []))),
            "says": wanted.says,
            "decision": found.pk,
            "report": report.isoformat(),
        },
        value=wanted.grade,
    )


def _demand_whole(wanted: Wanted) -> None:
    if not wanted.basis:
        raise RefusedError(
            _("Name the basis: the document by which it may be adjusted."), field="basis"
        )
    if wanted.until <= clock.today():
        raise RefusedError(_("An adjusted grade has an end after today."), field="until")


def _demand_correctable(party: Party, grade: str) -> tuple[Decision, date]:
    if grade not in results_of(grades.PACK):
        raise RefusedError(_("This is not a credit grade."), field="grade")
    found, report = grades.demand_found(party), grades.report_on(party)
    if found.result == grade:
        raise RefusedError(_("This is the grade that was found."), field="grade")
    if report is None:
        raise RefusedError(_("There is no credit report to correct. Record the report first."))
    return found, report
