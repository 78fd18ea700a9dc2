"""Adjusted grades: proposed by one, approved by another with authority, ended early by a third."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workbench.approvals import grades
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
from workbench.reviews.actions import Draft, propose
from workbench.reviews.models import Proposal


@action(
    "grade.proposed",
    right="grade.propose",
    says=_("proposed to adjust the credit grade of {object} to {grade} until {until}"),
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
    found, report = _demand_correctable(party, grade)
    if not basis.strip():
        raise RefusedError(
            _("Name the basis: the document by which it may be adjusted."), field="basis"
        )
    if until <= clock.today():
        raise RefusedError(_("An adjusted grade has an end after today."), field="until")
    draft = Draft(
        kind=grades.GRADE,
        title=f"{party.name} {party.number}",
        subject_kind="party",
        subject_key=str(party.pk),
        branch=party.branch,
        before={"grade": found.result},
        after={"grade": grade, "basis": basis.strip(), "until": until.isoformat()},
        grounds={
            "evidence": demand_pieces(party, sorted(set(evidence or []))),
            "says": reason,
            "decision": found.pk,
            "report": report.isoformat(),
        },
        value=grade,
    )
    return propose(by=by, reason=reason, draft=draft)


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


def _demand_correctable(party: Party, grade: str) -> tuple[Decision, date]:
    if grade not in results_of(grades.PACK):
        raise RefusedError(_("This is not a credit grade."), field="grade")
    found, report = grades.demand_found(party), grades.report_on(party)
    if found.result == grade:
        raise RefusedError(_("This is the grade that was found."), field="grade")
    if report is None:
        raise RefusedError(_("There is no credit report to correct. Record the report first."))
    return found, report
