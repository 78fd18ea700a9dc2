"""Lists of staff, posts, deputies, authority, branches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.accounts.authority import AUTHORITY_KINDS
from workbench.accounts.models import (
    Authority,
    Branch,
    Deputy,
    Holding,
    Level,
    Staff,
    StaffState,
)
from workbench.accounts.posting import demand_unconfirmed_deputy, demand_unconfirmed_post
from workbench.accounts.posts import Post
from workbench.accounts.queries import authorities_seen, deputies_seen, posts_seen, staff_seen
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import is_allowed
from workbench.common.listing import Choice, Column, Listing, View, Words, YesNo, declare_listing
from workbench.common.parts import Link, Status, Tone

TONES = {
    StaffState.WORKING: Tone.GOOD,
    StaffState.ON_LEAVE: Tone.WAIT,
    StaffState.FORCED_LEAVE: Tone.WARN,
    StaffState.SUSPENDED: Tone.BAD,
    StaffState.HANDING_OVER: Tone.WAIT,
    StaffState.OFF_POST: Tone.OFF,
    StaffState.LEFT: Tone.OFF,
}


def staff_status(staff: Staff) -> Status:
    state = StaffState(staff.state)
    return Status(state.label, TONES[state])


def staff_url(staff: Staff) -> str:
    return reverse("staff_member", args=[staff.number])


def period_status(confirmed: bool, since: Any, until: Any) -> Status:
    """Of a row that counts between two days once it is confirmed."""
    day = clock.today()
    if until is not None and until <= day:
        return Status(_("ended"), Tone.OFF)
    if not confirmed:
        return Status(_("to be confirmed"), Tone.WAIT)
    return Status(_("in force"), Tone.GOOD) if since <= day else Status(_("to come"), Tone.WAIT)


def _posts(staff: Staff) -> str:
    held = [Post(one.post).label for one in staff.today]  # type: ignore[attr-defined]
    return "、".join(str(label) for label in held)


def _with_posts(rows: QuerySet[Any]) -> QuerySet[Any]:
    today = Holding.objects.filter(Holding.on(clock.today())).order_by("since", "pk")
    return rows.select_related("branch").prefetch_related(
        Prefetch("holdings", queryset=today, to_attr="today")
    )


def _holds(rows: QuerySet[Any], post: str) -> QuerySet[Any]:
    held = Holding.objects.filter(Holding.on(clock.today()), post=post)
    return rows.filter(pk__in=held.values("staff"))


STAFF = declare_listing(
    Listing(
        name="staff",
        title=_("Staff"),
        rows=staff_seen,
        detail=_with_posts,
        columns=(
            Column("number", _("Staff number"), sort="number", url=staff_url),
            Column("name", _("Name"), sort="name"),
            Column("branch.name", _("Branch"), absent="—"),
            Column("posts", _("Posts"), value=_posts, absent="—", wraps=True),
            Column("state", _("State"), value=staff_status, sort="state"),
            Column("joined_on", _("Joined"), sort="joined_on"),
        ),
        filters=(
            Words("q", _("Number or name"), ("number", "name__startswith")),
            Choice("post", _("Post"), Post.choices, by=_holds),
            Choice("state", _("State"), StaffState.choices, "state"),
        ),
        order=("number",),
        create="staff_new",
        export="staff.read",
    )
)


def _post_links(holding: Holding, actor: Actor) -> Sequence[Link]:
    found = [Link(_("Person"), staff_url(holding.staff))]
    path = holding.branch_path
    if actor.may("post.confirm", path) and is_allowed(demand_unconfirmed_post, holding, actor):
        found.insert(0, Link(_("Confirm"), reverse("post_confirm", args=[holding.pk]), post=True))
    lasts = holding.until is None or holding.until > clock.today()
    other = holding.staff.number not in actor.persons
    if lasts and other and actor.may("post.grant", path):
        found.append(Link(_("End"), reverse("post_end", args=[holding.pk])))
    return found


POSTS = declare_listing(
    Listing(
        name="posts",
        title=_("Posts held"),
        rows=posts_seen,
        detail=lambda rows: rows.select_related(
            "staff__branch", "branch", "granted_by", "confirmed_by"
        ),
        columns=(
            Column(
                "staff", _("Person"), sort="staff__number", url=lambda one: staff_url(one.staff)
            ),
            Column("get_post_display", _("Post"), sort="post"),
            Column("branch.name", _("Branch"), sort="branch__path"),
            Column("since", _("From"), sort="since"),
            Column("until", _("Until"), sort="until", absent="—"),
            Column("granted_by.name", _("Granted by")),
            Column("confirmed_by.name", _("Confirmed by"), absent="—"),
            Column(
                "state",
                _("State"),
                value=lambda one: period_status(
                    one.confirmed_by_id is not None, one.since, one.until
                ),
            ),
        ),
        filters=(
            Words("q", _("Number or name"), ("staff__number", "staff__name__startswith")),
            Choice("post", _("Post"), Post.choices, "post"),
            YesNo(
                "confirmed",
                _("Confirmed by a second person"),
                by=lambda rows, yes: rows.filter(confirmed_by__isnull=not yes),
            ),
        ),
        order=("-since",),
        views=(View("unconfirmed", _("To be confirmed"), "confirmed=0"),),
        links=_post_links,
        export="staff.read",
    )
)


def _deputy_links(deputy: Deputy, actor: Actor) -> Sequence[Link]:
    found = []
    path = deputy.branch_path
    if actor.may("deputy.confirm", path) and is_allowed(demand_unconfirmed_deputy, deputy, actor):
        found.append(Link(_("Confirm"), reverse("deputy_confirm", args=[deputy.pk]), post=True))
    if deputy.until > clock.today() and actor.may("deputy.name", path):
        found.append(Link(_("End"), reverse("deputy_end", args=[deputy.pk])))
    return found


DEPUTIES = declare_listing(
    Listing(
        name="deputies",
        title=_("Deputies"),
        rows=deputies_seen,
        detail=lambda rows: rows.select_related(
            "principal__branch", "deputy", "named_by", "confirmed_by"
        ),
        columns=(
            Column(
                "principal",
                _("Person"),
                sort="principal__number",
                url=lambda one: staff_url(one.principal),
            ),
            Column("deputy", _("Deputy"), sort="deputy__number"),
            Column("since", _("From"), sort="since"),
            Column("until", _("Until"), sort="until"),
            Column("named_by.name", _("Named by"), absent="—"),
            Column("confirmed_by.name", _("Confirmed by"), absent="—"),
            Column(
                "state",
                _("State"),
                value=lambda one: period_status(
                    one.confirmed_by_id is not None, one.since, one.until
                ),
            ),
        ),
        filters=(
            Words("q", _("Number or name"), ("principal__number", "principal__name__startswith")),
            YesNo(
                "confirmed",
                _("Confirmed by a second person"),
                by=lambda rows, yes: rows.filter(confirmed_by__isnull=not yes),
            ),
        ),
        order=("-since",),
        views=(View("unconfirmed", _("To be confirmed"), "confirmed=0"),),
        links=_deputy_links,
        empty=_("Nobody stands in for anybody. Open a person to name his deputy."),
    )
)


def _authority_links(one: Authority, actor: Actor) -> Sequence[Link]:
    if one.until > clock.today() and actor.may("authority.give", one.branch_path):
        return (Link(_("End"), reverse("authority_end", args=[one.pk])),)
    return ()


def _for(one: Authority) -> Any:
    return AUTHORITY_KINDS.get(one.kind, one.kind)


def _in_force(rows: QuerySet[Any], yes: bool) -> QuerySet[Any]:
    day = clock.today()
    counts = Q(since__lte=day, until__gt=day)
    return rows.filter(counts) if yes else rows.exclude(counts)


AUTHORITIES = declare_listing(
    Listing(
        name="authorities",
        title=_("Authority"),
        rows=authorities_seen,
        detail=lambda rows: rows.select_related("staff__branch", "branch", "given_by"),
        columns=(
            Column(
                "staff", _("Person"), sort="staff__number", url=lambda one: staff_url(one.staff)
            ),
            Column("kind", _("For"), value=_for, sort="kind"),
            Column("value", _("Class or kind"), sort="value", absent=_("all")),
            Column("branch.name", _("At the branch and below"), sort="branch__path"),
            Column("since", _("From"), sort="since"),
            Column("until", _("Until"), sort="until"),
            Column("document", _("Document no.")),
            Column("given_by.name", _("Given by")),
            Column(
                "state", _("State"), value=lambda one: period_status(True, one.since, one.until)
            ),
        ),
        filters=(
            Words("q", _("Number or name"), ("staff__number", "staff__name__startswith")),
            YesNo("now", _("In force today"), by=_in_force),
        ),
        order=("-since",),
        links=_authority_links,
        export="staff.read",
        empty=_("Nobody was authorised by name. Open a person to give him authority."),
    )
)


def branch_status(branch: Branch) -> Status:
    closed = branch.closed_on is not None
    return Status(_("closed"), Tone.OFF) if closed else Status(_("open"), Tone.GOOD)


def _indented(branch: Branch) -> str:
    return "\u3000" * (branch.path.count(".") - 1) + branch.name


BRANCHES = declare_listing(
    Listing(
        name="branches",
        title=_("Branches"),
        rows=lambda actor: (
            Branch.objects.all() if actor.may("branch.read") else Branch.objects.none()
        ),
        detail=lambda rows: rows.select_related("parent", "city_branch"),
        columns=(
            Column(
                "name",
                _("Branch"),
                value=_indented,
                sort="path",
                url=lambda one: reverse("branch", args=[one.code]),
            ),
            Column("code", _("Code"), sort="code"),
            Column("get_level_display", _("Level"), sort="level"),
            Column("parent.name", _("Parent branch"), absent="—"),
            Column("city_branch.name", _("Territory of"), absent="—"),
            Column("agency", _("Agency outlet")),
            Column("opened_on", _("Opened"), sort="opened_on"),
            Column("state", _("State"), value=branch_status, sort="closed_on"),
        ),
        filters=(
            Words("q", _("Name or code"), ("name__icontains", "code")),
            Choice("level", _("Level"), Level.choices, "level"),
            YesNo("open", _("Open"), by=lambda rows, yes: rows.filter(closed_on__isnull=yes)),
        ),
        order=("path",),
    )
)
