"""Who may do what: posts, deputies, authority. Each is given by one person; posts and deputies are confirmed by another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.authority import AUTHORITY_KINDS
from workbench.accounts.conflicts import refuse_conflict
from workbench.accounts.limits import AUTHORITY_LIFE, DEPUTY_LIFE
from workbench.accounts.models import Authority, Branch, Deputy, Holding, Staff
from workbench.accounts.own import own
from workbench.accounts.posts import Post
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.journal.actions import action

HIMSELF = _("Nobody does this for himself. Ask another person.")


@action("post.granted", right="post.grant", says=_("granted {object} the post {post} at {branch}"))
def grant_post(
    staff: Staff,
    *,
    by: Actor,
    reason: str,
    post: Post,
    branch: Branch,
    since: date,
    until: date | None = None,
) -> Holding:
    """It counts from `since` on, once another person has confirmed it. Incompatible posts are refused."""
    refuse_persons(by, staff)
    by.demand("post.grant", branch.path)
    _demand_days(since, until)
    refuse_conflict({post, *posts_of(staff, since, until)})
    return Holding.objects.create(
        staff=staff, post=post, branch=branch, since=since, until=until, granted_by=own(by)
    )


@action("post.confirmed", right="post.confirm", says=_("confirmed {object}"))
def confirm_post(holding: Holding, *, by: Actor, reason: str) -> Holding:
    """By another than who granted it and who gets it."""
    demand_unconfirmed_post(holding, by)
    refuse_conflict({holding.post, *posts_of(holding.staff, holding.since, holding.until)})
    holding.confirmed_by = own(by)
    holding.save(update_fields=["confirmed_by"])
    return holding


@action("post.ended", right="post.grant", says=_("ended {object} on {on}"), needs_reason=True)
def end_post(holding: Holding, *, by: Actor, reason: str, on: date) -> Holding:
    """`on` is the first day on which he no longer holds it. Ending needs no second person."""
    refuse_persons(by, holding.staff)
    if holding.until is not None and holding.until <= on:
        raise RefusedError(_("It ends earlier already."), field="on")
    if on <= holding.since or on < clock.today():
        raise RefusedError(_("It ends after its first day, today at the earliest."), field="on")
    holding.until = on
    holding.save(update_fields=["until"])
    return holding


@action("deputy.named", right="deputy.name", says=_("named {deputy} to stand in for {object}"))
def name_deputy(
    principal: Staff, *, by: Actor, reason: str, deputy: Staff, since: date, until: date
) -> Deputy:
    """代职. It counts once a third person has confirmed it. Together their posts must be compatible."""
    if deputy == principal:
        raise RefusedError(_("Nobody stands in for himself."), field="deputy")
    _demand_days(since, until)
    if until > since + DEPUTY_LIFE:
        raise RefusedError(_("Half a year at most."), field="until")
    refuse_conflict({*posts_of(principal, since, until), *posts_of(deputy, since, until)})
    return Deputy.objects.create(
        principal=principal, deputy=deputy, since=since, until=until, named_by=own(by)
    )


@action("deputy.confirmed", right="deputy.confirm", says=_("confirmed {object}"))
def confirm_deputy(deputy: Deputy, *, by: Actor, reason: str) -> Deputy:
    """By a third person."""
    demand_unconfirmed_deputy(deputy, by)
    deputy.confirmed_by = own(by)
    deputy.save(update_fields=["confirmed_by"])
    return deputy


@action("deputy.ended", right="deputy.name", says=_("ended {object} on {on}"))
def end_deputy(deputy: Deputy, *, by: Actor, reason: str, on: date) -> Deputy:
    """`on` is the first day without."""
    if not (deputy.since < on < deputy.until) or on < clock.today():
        raise RefusedError(_("Choose a day after its first and before its last."), field="on")
    deputy.until = on
    deputy.save(update_fields=["until"])
    return deputy


@action(
    "authority.given",
    right="authority.give",
    says=_("authorised {object} for {kind} {value} until {until}, {document}"),
    labels={"kind": lambda kind: AUTHORITY_KINDS.get(kind, kind)},
)
def give_authority(
    staff: Staff,
    *,
    by: Actor,
    reason: str,
    kind: str,
    branch: Branch,
    since: date,
    until: date | None,
    document: str,
    value: str = "",
) -> Authority:
    """转授权, by name, with an end and a document. Who was authorised cannot pass it on, and no deputy gives it."""
    demand_giver(staff, by)
    by.demand("authority.give", branch.path)
    if kind not in AUTHORITY_KINDS:
        raise RefusedError(_("Nothing of this kind asks for authority."), field="kind")
    if until is None:
        raise RefusedError(_("Authority has an end."), field="until")
    _demand_days(since, until)
    if until > since + AUTHORITY_LIFE:
        raise RefusedError(_("One year at most."), field="until")
    if not document.strip():
        raise RefusedError(_("Name the document by its number."), field="document")
    return Authority.objects.create(
        staff=staff,
        branch=branch,
        kind=kind,
        value=value,
        since=since,
        until=until,
        document=document.strip(),
        given_by=own(by),
    )


@action(
    "authority.ended", right="authority.give", says=_("ended {object} on {on}"), needs_reason=True
)
def end_authority(authority: Authority, *, by: Actor, reason: str, on: date) -> Authority:
    """`on` is the first day without."""
    if not (authority.since < on < authority.until) or on < clock.today():
        raise RefusedError(_("Choose a day after its first and before its last."), field="on")
    authority.until = on
    authority.save(update_fields=["until"])
    return authority


def posts_of(staff: Staff, since: date, until: date | None) -> set[str]:
    """Posts that he holds, or that were granted to him, on any day between two; `until` None is without end."""
    rows = staff.holdings.filter(Q(until=None) | Q(until__gt=since))
    if until is not None:
        rows = rows.filter(since__lt=until)
    return set(rows.values_list("post", flat=True))


def _demand_days(since: date, until: date | None) -> None:
    if since < clock.today():
        raise RefusedError(_("It begins today at the earliest."), field="since")
    if until is not None and until <= since:
        raise RefusedError(_("It ends after it begins."), field="until")


# ── what is asked before something is done; pages offer what these let pass ─────────────────────────────────────────


def demand_unconfirmed_post(holding: Holding, by: Actor) -> None:
    """It waits for another than who granted it and who gets it."""
    refuse_persons(by, holding.staff, holding.granted_by)
    if holding.confirmed_by_id is not None:
        raise RefusedError(_("It is confirmed already."))


def demand_unconfirmed_deputy(deputy: Deputy, by: Actor) -> None:
    """It waits for a third person."""
    refuse_persons(by, deputy.principal, deputy.deputy, deputy.named_by)
    if deputy.confirmed_by_id is not None:
        raise RefusedError(_("It is confirmed already."))


def demand_giver(staff: Staff, by: Actor) -> None:
    """Authority is given to another, and by no deputy."""
    refuse_persons(by, staff)
    if by.principal:
        raise RefusedError(_("A deputy does the work; he gives no authority."))


def refuse_persons(by: Actor, *others: Staff | None) -> None:
    named: Iterable[str] = (other.number for other in others if other is not None)
    if by.persons & set(named):
        raise RefusedError(HIMSELF)
