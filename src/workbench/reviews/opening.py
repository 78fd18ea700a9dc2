"""A branch is opened by two: proposed by one, open at once when another has approved it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Level
from workbench.accounts.tree import Opening, open_below, refuse_opening
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.journal.actions import action
from workbench.reviews.actions import Draft, propose
from workbench.reviews.kinds import Kind, Step, declare_kind
from workbench.reviews.models import Proposal, ProposalState

KIND = "branch_opening"


@action(
    "branch.opening_proposed",
    right="branch.change",
    says=_("proposed branch {code} {name} below {object}"),
)
def propose_opening(
    parent: Branch,
    *,
    by: Actor,
    reason: str,
    code: str,
    name: str,
    level: Level,
    document: str,
    agency: bool = False,
) -> Proposal:
    """A new branch below `parent`. Refused at once where it could not be opened."""
    wanted = Opening(code.strip(), name.strip(), level, agency)
    refuse_opening(parent, wanted)
    if not document.strip():
        raise RefusedError(_("Name the document by its number."), field="document")
    return propose(by=by, reason=reason, draft=_draft(parent, wanted, document.strip()))


def _draft(parent: Branch, wanted: Opening, document: str) -> Draft:
    after = {
        "code": wanted.code,
        "name": wanted.name,
        "level": str(wanted.level),
        "agency": "1" if wanted.agency else "",
        "parent": parent.code,
        "document": document,
    }
    title = f"{wanted.name} {wanted.code}"
    return Draft(KIND, title, KIND, wanted.code, branch=parent, after=after)


def _parent(proposal: Proposal) -> Branch:
    rows = Branch.objects.select_related("city_branch")
    return rows.get(code=proposal.after["parent"])


def _fingerprint(proposal: Proposal) -> Mapping[str, str]:
    """Where it would lie, and whether its code is still free."""
    taken = Branch.objects.filter(code=proposal.after["code"]).exists()
    return {"parent": _parent(proposal).path, "code": "1" if taken else ""}


def _apply(proposal: Proposal, by: Actor) -> None:
    wanted = proposal.after
    opening = Opening(
        wanted["code"], wanted["name"], Level(wanted["level"]), bool(wanted["agency"])
    )
    open_below(_parent(proposal), opening)


def _tell(field: str, value: str) -> Any:
    if field == "level":
        return Level(value).label
    if field == "agency":
        return bool(value)
    if field == "parent":
        return Branch.objects.filter(code=value).values_list("name", flat=True).first() or value
    return value


declare_kind(
    Kind(
        code=KIND,
        label=_("New branch"),
        propose="branch.change",
        steps=(Step(ProposalState.TO_APPROVE, "branch.approve"),),
        fingerprint=_fingerprint,
        apply=_apply,
        tell=_tell,
        url=lambda proposal: reverse("branch", args=[proposal.after["parent"]]),
        fields={
            "code": _("Code"),
            "name": _("Name of the branch"),
            "level": _("Level"),
            "agency": _("Agency outlet, not self-run"),
            "parent": _("Parent branch"),
            "document": _("Document no."),
        },
        at_once=True,
    )
)
