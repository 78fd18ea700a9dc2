"""A person's page: posts, deputies, authority, what can be done; for the auditor, what a suspended one read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workbench.accounts import staffing
from workbench.accounts.limits import AUDITED_DAYS
from workbench.accounts.listings import period_status, staff_status
from workbench.accounts.models import Staff, StaffState
from workbench.accounts.posting import demand_giver
from workbench.accounts.queries import password_until
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import is_allowed
from workbench.common.parts import Header, Item, Link
from workbench.common.routing import ROUTES
from workbench.journal.models import Entry
from workbench.journal.sentences import SENTENCES

# Page → label, right and guard of what can be done with a person.
DEEDS = (
    ("staff_state", gettext_lazy("Record a state"), "staff.change", staffing.demand_recordable),
    ("post_grant", gettext_lazy("Grant a post"), "post.grant", staffing.demand_other),
    ("deputy_name", gettext_lazy("Name a deputy"), "deputy.name", staffing.demand_other),
    ("authority_give", gettext_lazy("Give authority"), "authority.give", demand_giver),
    ("staff_leave", gettext_lazy("Leaves the bank"), "staff.change", staffing.demand_leaving),
    ("staff_password", gettext_lazy("Give a new password"), "staff.change", staffing.demand_other),
)

MORE_DEEDS: list[tuple[Any, str]] = []


def declare_deed(label: Any, route: str) -> None:
    """A page of an app above about what can be done with a person; it takes his number."""
    MORE_DEEDS.append((label, route))


def member_page(staff: Staff, actor: Actor) -> dict[str, Any]:
    """What the page of `staff` shows to `actor`."""
    return {
        "person": staff,
        "header": _header(staff, actor),
        "holdings": [
            (one, period_status(one.confirmed_by_id is not None, one.since, one.until))
            for one in staff.holdings.select_related(
                "branch", "granted_by", "confirmed_by"
            ).order_by("-since", "-pk")
        ],
        "deputies": [
            (one, period_status(one.confirmed_by_id is not None, one.since, one.until))
            for one in staff.deputies.select_related("deputy", "confirmed_by").order_by("-since")
        ],
        "authorities": [
            (one, period_status(True, one.since, one.until))
            for one in staff.authorities.select_related("branch", "given_by").order_by("-since")
        ],
        "reading": _reading(staff, actor),
        "audited_days": AUDITED_DAYS,
    }


def _header(staff: Staff, actor: Actor) -> Header:
    changed = password_until(staff)
    return Header(
        title=staff.name,
        number=staff.number,
        statuses=(staff_status(staff),),
        items=(
            Item(_("Branch"), staff.branch.name if staff.branch else "—"),
            Item(_("Joined"), staff.joined_on),
            Item(_("Password good until"), changed or _("to be changed at the next sign-in")),
            Item(_("Second factor"), _("set up") if staff.totp_secret else _("none")),
        ),
        links=tuple(_links(staff, actor)),
        crumbs=(Link(_("Staff"), reverse("staff")),),
    )


def _links(staff: Staff, actor: Actor) -> list[Link]:
    if staff.number in actor.persons:
        return []
    path = staff.branch_path
    found = [
        Link(label, reverse(route, args=[staff.number]))
        for route, label, right, guard in DEEDS
        if actor.may(right, path) and is_allowed(guard, staff, actor)
    ]
    if staff.totp_secret and actor.may("staff.change", path):
        found.append(
            Link(_("Remove the second factor"), reverse("factor_remove", args=[staff.number]))
        )
    found += [
        Link(label, reverse(route, args=[staff.number]))
        for label, route in MORE_DEEDS
        if actor.may(ROUTES[route].right, path)
    ]
    if actor.may("staff.suspend", path):
        found += _suspension(staff, actor)
    return found


def _suspension(staff: Staff, actor: Actor) -> Iterator[Link]:
    if is_allowed(staffing.demand_suspended, staff, actor):
        yield Link(_("End the suspension"), reverse("suspension_end", args=[staff.number]))
    if is_allowed(staffing.demand_suspendable, staff, actor):
        yield Link(_("Suspend"), reverse("staff_suspend", args=[staff.number]), tone="danger")


def _reading(staff: Staff, actor: Actor) -> list[tuple[Entry, str]] | None:
    """What a suspended person revealed and exported; None for all but the auditor, and while he works."""
    if staff.state != StaffState.SUSPENDED or not actor.may("staff.audit", staff.branch_path):
        return None
    since = clock.now() - timedelta(days=AUDITED_DAYS)
    rows = Entry.objects.filter(actor=staff.number, at__gte=since)
    rows = rows.filter(Q(code__endswith=".revealed") | Q(code__endswith=".exported"))
    return [
        (one, str(SENTENCES[one.code].text))
        for one in rows.order_by("-at")
        if one.code in SENTENCES
    ]
