"""待办 · 已办 · 我发起的 · 抄送我的."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Staff
from workbench.common.acting import Actor
from workbench.common.listing import Choice, Column, Days, Listing, Words, declare_listing
from workbench.common.parts import Status, Tone
from workbench.reviews.kinds import KINDS
from workbench.reviews.models import Proposal, ProposalState
from workbench.reviews.queries import copied_to, done_by, made_by, stuck, to_do

TONES = {
    ProposalState.DRAFT: Tone.OFF,
    ProposalState.TO_EXAMINE: Tone.WAIT,
    ProposalState.TO_APPROVE: Tone.WAIT,
    ProposalState.RETURNED: Tone.WARN,
    ProposalState.PASSED: Tone.GOOD,
    ProposalState.EFFECTIVE: Tone.GOOD,
    ProposalState.REFUSED: Tone.BAD,
    ProposalState.WITHDRAWN: Tone.OFF,
}


def status(proposal: Proposal) -> Status:
    """Its state; held before all others."""
    if proposal.held:
        return Status(_("Held"), Tone.BAD)
    state = ProposalState(proposal.state)
    return Status(state.label, TONES[state])


def url(proposal: Proposal) -> str:
    return reverse("review", args=[proposal.pk])


def kinds() -> Iterable[tuple[str, Any]]:
    return [(kind.code, kind.label) for kind in KINDS.values() if not kind.secret]


def _detail(rows: QuerySet[Any]) -> QuerySet[Any]:
    names = Staff.objects.filter(number=OuterRef("maker")).values("name")[:1]
    return rows.select_related("branch", "desk").annotate(maker_name=Subquery(names))  # type: ignore[no-any-return]


def kind_of(proposal: Proposal) -> Any:
    """What kind of proposal it is, in words."""
    kind = KINDS.get(proposal.kind)
    return kind.label if kind else proposal.kind


def maker_of(proposal: Any) -> str:
    """The name of who proposed it."""
    return str(proposal.maker_name or proposal.maker)


COLUMNS = (
    Column("title", _("Proposal"), url=url, wraps=True),
    Column("kind", _("Kind"), value=kind_of, sort="kind"),
    Column("branch.name", _("Branch")),
    Column("maker", _("Proposed by"), value=maker_of, sort="maker"),
    Column("proposed_at", _("Proposed at"), sort="proposed_at", absent="—"),
    Column("state", _("State"), value=status, sort="state"),
    Column("desk.name", _("Waits at"), absent="—"),
    Column("effective_on", _("In force from"), sort="effective_on", absent="—"),
    Column("reminded_at", _("Reminded"), sort="reminded_at", absent="—"),
)
FILTERS = (
    Words("q", _("Title or number of the subject"), ("title__icontains", "subject_key")),
    Choice("kind", _("Kind"), kinds, "kind"),
    Choice("state", _("State"), ProposalState.choices, "state"),
    Days("proposed", _("Proposed at"), "proposed_at", time=True, folded=True),
)


def _listing(
    name: str, title: Any, rows: Callable[[Actor], QuerySet[Proposal]], **more: Any
) -> Listing:
    return declare_listing(
        Listing(
            name=name,
            title=title,
            rows=rows,
            detail=_detail,
            columns=COLUMNS,
            filters=FILTERS,
            **more,
        )
    )


TO_DO = _listing(
    "reviews",
    _("To do"),
    to_do,
    order=("proposed_at",),
    empty=_("Nothing waits for you. What you checked is under Checked by me."),
)
DONE = _listing(
    "reviews_done",
    _("Checked by me"),
    done_by,
    order=("-proposed_at",),
    empty=_("You have checked nothing yet."),
)
MINE = _listing(
    "reviews_mine",
    _("Proposed by me"),
    made_by,
    order=("-proposed_at",),
    empty=_("You have proposed nothing yet. A proposal begins on the page of what it is about."),
)
COPIES = _listing(
    "reviews_copies",
    _("Copied to me"),
    copied_to,
    order=("-proposed_at",),
    empty=_("Nobody sent you a copy."),
)
STUCK = _listing(
    "reviews_stuck",
    _("Nobody may check"),
    stuck,
    order=("proposed_at",),
    empty=_("Every proposal that waits has somebody who may check it."),
)
