"""Lists of proposals, and the page on which one is checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from workbench.accounts.models import Staff
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError, StaleError
from workbench.common.listing import show
from workbench.common.routing import actor_of
from workbench.reviews import actions, checking, listings
from workbench.reviews.models import Proposal
from workbench.reviews.page import page_of
from workbench.reviews.pairs import pairs_of
from workbench.reviews.queries import READ


@require_GET
def to_do(request: HttpRequest) -> HttpResponse:
    return show(request, listings.TO_DO)


@require_GET
def done(request: HttpRequest) -> HttpResponse:
    return show(request, listings.DONE)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    return show(request, listings.MINE)


@require_GET
def copies(request: HttpRequest) -> HttpResponse:
    return show(request, listings.COPIES)


@require_GET
def stuck(request: HttpRequest) -> HttpResponse:
    return show(request, listings.STUCK)


@require_GET
def pairs(request: HttpRequest) -> HttpResponse:
    """Those who pass each other's proposals."""
    empty = _("No two people have passed proposals of each other.")
    shown = {"pairs": pairs_of(actor_of(request)), "empty": empty}
    return render(request, "reviews/pairs.html", shown)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, with all that a checker needs to decide."""
    actor = actor_of(request)
    return render(request, "reviews/review.html", page_of(_seen(actor, pk), actor))


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """What was pressed on the page. Refused, the page shows again with the reason and what was typed."""
    actor = actor_of(request)
    proposal = _seen(actor, pk)
    try:
        word = _word(request.POST.get("act", ""))
        word(proposal, actor, request.POST)
    except RefusedError as error:
        status = 412 if isinstance(error, StaleError) else 409
        return _again(request, pk, {"refused": error.sentence, "field": error.field}, status)
    messages.success(request, _("Done. It is in the journal."))
    return redirect("review", pk=pk)


PART = "field-"  # what is wrong with a part: its name follows

Word = Callable[[Proposal, Actor, QueryDict], Any]


def _word(name: str) -> Word:
    if name not in WORDS:
        raise RefusedError(_("Choose what to do."))
    return WORDS[name]


def _pass(proposal: Proposal, by: Actor, given: QueryDict) -> None:
    checking.pass_proposal(
        proposal,
        by=by,
        reason=given.get("reason", ""),
        digest=given.get("digest", ""),
        effective_on=_day(given.get("effective_on", "")),
    )


def _return(proposal: Proposal, by: Actor, given: QueryDict) -> None:
    fields = {
        name.removeprefix(PART): str(given[name]).strip() for name in given if name.startswith(PART)
    }
    checking.return_proposal(
        proposal,
        by=by,
        reason=given.get("reason", ""),
        digest=given.get("digest", ""),
        fields={name: words for name, words in fields.items() if words},
    )


def _refuse(proposal: Proposal, by: Actor, given: QueryDict) -> None:
    checking.refuse_proposal(
        proposal, by=by, reason=given.get("reason", ""), digest=given.get("digest", "")
    )


def _reassign(proposal: Proposal, by: Actor, given: QueryDict) -> None:
    to = Staff.objects.filter(number=given.get("to", "")).first()
    if to is None:
        raise RefusedError(_("Choose a colleague."), field="to")
    checking.reassign_proposal(proposal, by=by, reason=given.get("reason", ""), to=to)


def _undo(proposal: Proposal, by: Actor, given: QueryDict) -> None:
    checking.undo_proposal(proposal, by=by, reason=given.get("reason", ""))


def _withdraw(proposal: Proposal, by: Actor, given: QueryDict) -> None:
    actions.withdraw_proposal(proposal, by=by, reason=given.get("reason", ""))


def _remind(proposal: Proposal, by: Actor, given: QueryDict) -> None:
    actions.remind(proposal, by=by, reason=given.get("reason", ""))


def _hand_in(proposal: Proposal, by: Actor, given: QueryDict) -> None:
    actions.hand_in(proposal, by=by, reason=given.get("reason", ""))


def _renew(proposal: Proposal, by: Actor, given: QueryDict) -> None:
    actions.renew_proposal(proposal, by=by, reason=given.get("reason", ""))


WORDS: dict[str, Word] = {
    "pass": _pass,
    "return": _return,
    "refuse": _refuse,
    "reassign": _reassign,
    "undo": _undo,
    "withdraw": _withdraw,
    "remind": _remind,
    "hand_in": _hand_in,
    "renew": _renew,
}


def _seen(actor: Actor, pk: int) -> Proposal:
    rows = Proposal.objects.seen_by(actor, READ).select_related("branch", "desk")
    return rows.one(pk=pk)


def _again(request: HttpRequest, pk: int, more: dict[str, Any], status: int) -> HttpResponse:
    actor = actor_of(request)
    shown = page_of(_seen(actor, pk), actor) | more | {"typed": request.POST}
    return render(request, "reviews/review.html", shown, status=status)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise RefusedError(_("Write a day as 2026-11-30."), field="effective_on") from error
