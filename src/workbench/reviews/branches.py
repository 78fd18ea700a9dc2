"""撤并、划转、更名: a branch is renamed, moved or closed by a proposal that somebody else approves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch
from workbench.accounts.tree import Place, declare_effect, effects, place, refuse_place
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.scoping import past
from workbench.journal.actions import action
from workbench.reviews.actions import Draft, propose
from workbench.reviews.kinds import Exhibit, Kind, Step, declare_kind
from workbench.reviews.models import OPEN_STATES, Proposal, ProposalState

OPEN, CLOSED = "open", "closed"


@action("branch.change_proposed", right="branch.change", says=_("proposed a change of {object}"))
def propose_change(
    branch: Branch,
    *,
    by: Actor,
    reason: str,
    name: str,
    parent: Branch,
    on: date,
    document: str,
    closed: bool = False,
) -> Proposal:
    """Refused at once where it cannot come into force: a day in the past, below itself, not empty when closed."""
    if on <= clock.today():
        raise RefusedError(_("It comes into force tomorrow at the earliest."), field="on")
    if not document.strip():
        raise RefusedError(_("Name the document by its number."), field="document")
    refuse_place(branch, Place(name, parent, on, document, closed))
    return propose(by=by, reason=reason, draft=_draft(branch, name, parent, on, document, closed))


def _draft(
    branch: Branch, name: str, parent: Branch, on: date, document: str, closed: bool
) -> Draft:
    return Draft(
        kind="branch",
        title=f"{branch.name} → {name}" if name != branch.name else branch.name,
        subject_kind="branch",
        subject_key=branch.code,
        branch=branch.parent or branch,
        before=_standing(branch),
        after={
            "name": name,
            "parent": parent.code,
            "state": CLOSED if closed else OPEN,
            "document": document.strip(),
        },
        effective_on=on,
    )


def _standing(branch: Branch) -> dict[str, str]:
    return {
        "name": branch.name,
        "parent": branch.parent.code if branch.parent else "",
        "state": CLOSED if branch.closed_on else OPEN,
    }


def _subject(proposal: Proposal) -> Branch:
    return Branch.objects.select_related("parent", "city_branch").get(code=proposal.subject_key)


def _fingerprint(proposal: Proposal) -> Mapping[str, str]:
    return _standing(_subject(proposal))


def _touched(proposal: Proposal, actor: Actor) -> Sequence[Exhibit]:
    """What lies at or below it, for the preview."""
    return [Exhibit(str(label), number) for label, number in effects(_subject(proposal))]


def _apply(proposal: Proposal, by: Actor) -> None:
    wanted = proposal.after
    parent = Branch.objects.select_related("city_branch").get(code=wanted["parent"])
    on = proposal.effective_on or clock.today() + timedelta(days=1)
    closed = wanted["state"] == CLOSED
    place(_subject(proposal), Place(wanted["name"], parent, on, wanted["document"], closed))


def _tell(field: str, value: str) -> Any:
    """A parent by its name, a state by its word."""
    if field == "parent":
        return Branch.objects.filter(code=value).values_list("name", flat=True).first() or value
    if field == "state":
        return _("closed") if value == CLOSED else _("open")
    return value


def _open_below(path: str) -> int:
    rows = Proposal.objects.unscoped("how many proposals a change of a branch touches")
    lying = rows.filter(branch__path__gte=path, branch__path__lt=past(path))
    return lying.filter(state__in=(ProposalState.PASSED, *OPEN_STATES)).count()


declare_effect(_("proposals under way"), _open_below)
declare_kind(
    Kind(
        code="branch",
        label=_("Change of a branch"),
        propose="branch.change",
        steps=(Step(ProposalState.TO_APPROVE, "branch.approve"),),
        fingerprint=_fingerprint,
        apply=_apply,
        exhibits=_touched,
        exhibits_label=_("What it touches"),
        tell=_tell,
        url=lambda proposal: reverse("branch", args=[proposal.subject_key]),
        fields={
            "name": _("Name of the branch"),
            "parent": _("Parent branch"),
            "state": _("State"),
            "document": _("Document no."),
        },
    )
)
