"""The register of adjusted credit grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.approvals.grades import grade_label
from workbench.approvals.models import AdjustedGrade
from workbench.approvals.registers.columns import (
    BRANCH,
    CUSTOMER,
    NAME,
    NONE,
    SOUGHT,
    links_for,
    person,
    whose,
)
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.listing import Choice, Column, Days, Listing, declare_listing
from workbench.common.parts import Link, Status, Tone


def grade_status(row: Any) -> Status:
    """Whether it counts: of a row that is `dated`."""
    if not row.is_over:
        return Status(_("Counts"), Tone.GOOD)
    return Status(_("Ended"), Tone.OFF)


def grade_words(row: AdjustedGrade) -> Any:
    """原等级…调整为…"""
    words = {"before": grade_label(row.grade), "after": grade_label(row.adjusted)}
    return _("Grade found {before}, adjusted to {after}").format(**words)


def _grade_links(row: AdjustedGrade, actor: Actor) -> Sequence[Link]:
    return links_for(row, actor, "revoke") if row.revoked_on is None else ()


GRADES = declare_listing(
    Listing(
        name="adjusted_grades",
        title=_("Adjusted credit grades"),
        rows=lambda actor: AdjustedGrade.objects.seen_by(actor, "grade.read").dated(clock.today()),
        detail=whose("given_by", "approved_by"),
        columns=(
            CUSTOMER,
            NAME,
            Column("words", _("Adjustment"), value=grade_words, wraps=True),
            Column("basis", _("Basis"), wraps=True),
            Column("report_on", _("Credit report of"), sort="report_on"),
            Column("since", _("Since"), sort="since"),
            Column("until", _("Until"), sort="until"),
            Column("state", _("State"), value=grade_status),
            replace(person("given_by", _("Proposed by")), shown=False),
            person("approved_by", _("Approved by")),
            Column("revoked_on", _("Ended on"), sort="revoked_on", absent=NONE, shown=False),
            BRANCH,
        ),
        filters=(
            SOUGHT,
            Choice(
                "state",
                _("State"),
                (("counts", _("Counts")), ("ended", _("Ended"))),
                by=lambda rows, value: rows.filter(is_over=value == "ended"),
            ),
            Days("until", _("Until"), "until"),
        ),
        order=("-since",),
        links=_grade_links,
        export="customer.export",
        empty=_("No credit grade is adjusted. A proposal begins on the page of the customer."),
    )
)
