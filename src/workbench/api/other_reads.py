"""Whose token it is; proposals, branches, bundles, policies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query

from workbench.accounts.models import Branch
from workbench.api import shapes, telling
from workbench.api.finding import find, tag
from workbench.api.reads import Reads
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.languages import language
from workbench.common.routing import SIGNED_IN, actor_of
from workbench.policies.models import Bundle
from workbench.policies.queries import bundle_for, policies_of
from workbench.reviews.models import Proposal
from workbench.reviews.queries import copied_to, done_by, made_by, to_do

reads = Reads()


class Box(StrEnum):
    """Proposals as they concern a person."""

    TO_DO = "to_do"
    DONE = "done"
    MADE = "made"
    COPIED = "copied"


BOXES: dict[Box, Callable[[Actor], QuerySet[Proposal]]] = {
    Box.TO_DO: to_do,
    Box.DONE: done_by,
    Box.MADE: made_by,
    Box.COPIED: copied_to,
}


@reads("/me", SIGNED_IN, shapes.PersonOut)
def me(request: HttpRequest) -> Any:
    """Whose token it is, and which rights it has."""
    actor = actor_of(request)
    rights = sorted({grant.right for grant in actor.grants})
    return {"staff": actor.key, "name": actor.name, "posts": list(actor.posts), "rights": rights}


@reads("/proposals", "proposal.read", list[shapes.ProposalOut])
def proposals(
    request: HttpRequest,
    box: Box = Box.TO_DO,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """What waits for a word of the token's person, or what he said, made, was sent a copy of."""
    return [telling.proposal(row) for row in BOXES[box](actor_of(request))[offset : offset + limit]]


@reads("/proposals/{key}", "proposal.read", shapes.ProposalWhole)
def proposal(request: HttpRequest, response: HttpResponse, key: str) -> Any:
    """One as its checker sees it, with the digest that he passes and an `ETag`."""
    row = find(Proposal, key, actor_of(request), "proposal.read")
    assert isinstance(row, Proposal)
    response["ETag"] = tag(row)
    return telling.proposal_whole(row, actor_of(request))


@reads("/branches", "branch.read", list[shapes.BranchOut])
def branches(request: HttpRequest) -> Any:
    """The whole tree of today, closed branches with it."""
    rows = Branch.objects.select_related("parent", "city_branch").order_by("path")
    return [telling.branch(row) for row in rows]


@reads("/bundles", "policy.read", list[shapes.BundleOut])
def bundles(request: HttpRequest) -> Any:
    """Bundles of texts, the newest first."""
    return [telling.bundle(row) for row in Bundle.objects.select_related("branch").order_by("-pk")]


@reads("/policies", "policy.read", list[shapes.PolicyOut])
def policies(request: HttpRequest, on: date | None = None) -> Any:
    """The packs of the bundle in force on a day, as head office has them."""
    day = on or clock.today()
    return [vars(line) for line in policies_of(bundle_for(day), day, language())]
