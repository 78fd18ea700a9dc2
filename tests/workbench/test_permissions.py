"""The permission matrix: every URL and every action, by everybody's post, on things own, below, beside and above.

Every post is held at one sub-branch by somebody with no customers. What he may not reach is proven to be there first.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.workbench.conftest import Bank
from workbench.accounts.models import Authority, Branch, Deputy, Holding, Staff, Token
from workbench.accounts.posts import Post
from workbench.accounts.queries import actor_for, rule_actor
from workbench.accounts.sessions import begin
from workbench.common.acting import Actor, Reach
from workbench.common.errors import DeniedError, NotFoundError
from workbench.common.rights import RIGHTS
from workbench.common.routing import PUBLIC, ROUTES, SIGNED_IN, Route
from workbench.customers.actions.handovers import list_handover
from workbench.customers.actions.parties import open_party
from workbench.customers.models import Handover, HandoverRow, Party, Relation
from workbench.journal.actions import ACTIONS, Action
from workbench.journal.recording import recording
from workbench.reviews.branches import propose_change
from workbench.reviews.models import Proposal

# Place of a thing, seen from S1 → branch, and somebody there who leads a customer, another manager, and a head.
PLACES = {"own": "S1", "below": "O1", "beside": "S3", "above": "C1"}
IDENTITIES = {
    "own": "110105198001010016",
    "below": "110105198202020026",
    "beside": "110105198303030039",
    "above": "110105198404040041",
}
OUTSIDE = ("beside", "above")
FREE = frozenset({"own.change"})  # what everybody may do for himself


@dataclass
class Town:
    """Who holds which post at S1, and one thing of each kind at each place."""

    staff: dict[str, Staff]
    actors: dict[str, Actor]
    things: dict[tuple[type, str], Any]

    def browser(self, post: str) -> Client:
        client = Client()
        begin(client.session, self.staff[post])
        session = client.session
        begin(session, self.staff[post])
        client.cookies["sessionid"] = str(session.session_key)
        return client


@pytest.fixture
def town(bank: Bank) -> Town:
    assert get_resolver().url_patterns, "the table of URLs is read"
    staff = {post.value: employed(bank, key, post) for key, post in enumerate(Post)}
    actors = {post: actor_for(person) for post, person in staff.items()}
    things: dict[tuple[type, str], Any] = {}
    for place, code in PLACES.items():
        for thing in things_at(bank, place, bank.branch(code)):
            things[type(thing), place] = thing
    return Town(staff, actors, things)


def employed(bank: Bank, key: int, post: Post) -> Staff:
    home, since = bank.branch("S1"), date(2020, 1, 1)
    with recording():
        person = Staff.objects.create(
            number=f"9{key:03}", name=f"员工9{key:03}", branch=home, joined_on=since
        )
        Staff.objects.filter(pk=person.pk).update(password_changed_at="2026-11-01T00:00Z")
        Holding.objects.create(
            staff=person,
            post=post,
            branch=home,
            since=since,
            granted_by=bank.staff("1002"),
            confirmed_by=bank.staff("1003"),
        )
    return Staff.objects.select_related("branch").get(pk=person.pk)


def things_at(bank: Bank, place: str, branch: Branch) -> Iterator[Any]:
    """A branch, two people, a post, a deputy, an authority, a token, a customer, a hand-over, a proposal."""
    since, until = date(2026, 11, 1), date(2027, 1, 1)
    with recording():
        giver, taker = (
            Staff.objects.create(
                number=f"8{place}{n}", name=f"{place}{n}", branch=branch, joined_on=since
            )
            for n in (1, 2)
        )
        for person in (giver, taker):
            post = Holding.objects.create(
                staff=person,
                post=Post.ACCOUNT_MANAGER,
                branch=branch,
                since=since,
                granted_by=bank.staff("1002"),
                confirmed_by=bank.staff("1003"),
            )
        yield Deputy.objects.create(principal=giver, deputy=taker, since=since, until=until)
        yield Authority.objects.create(
            staff=giver,
            branch=branch,
            kind="class",
            since=since,
            until=until,
            document="1",
            given_by=taker,
        )
        yield Token.objects.create(staff=giver, name="x", digest=place, since=since, until=until)
    yield from (branch, giver, post)
    party = open_party(
        by=actor_for(giver), reason="", name="甲某", branch=branch, identity=IDENTITIES[place]
    )
    Relation.objects.filter(party=party).update(since=since)
    yield party
    handover = list_handover(
        giver,
        by=bank.actor("1003"),
        reason="调岗",
        taker=taker,
        supervisor=bank.staff("1003"),
        on=until,
    )
    yield from (handover, handover.rows.get())
    if branch.parent:
        yield propose_change(
            branch,
            by=bank.actor("1001"),
            reason="x",
            name="新名",
            parent=branch.parent,
            on=until,
            document="1",
        )


def expected_refused(right: str, post: str, place: str, kind: type | None) -> bool:
    """By the table of rights alone. Only where it leaves no doubt: others are not tried."""
    if right in FREE:
        return False
    reach = RIGHTS[right].posts.get(post)
    if reach is None:
        return True
    if reach is Reach.BANK or kind is None:
        return False
    return place in OUTSIDE or (reach is Reach.PORTFOLIO and kind is Party)


# ── URLs ────────────────────────────────────────────────────────────────────────────────────────────────────────────

# Route → the kind of thing that its address names, and by what.
NAMED = {
    "branch": (Branch, "code"), "branch_open": (Branch, "code"), "branch_change": (Branch, "code"),
    "staff_member": (Staff, "number"), "staff_state": (Staff, "number"), "staff_leave": (Staff, "number"),
    "staff_suspend": (Staff, "number"), "suspension_end": (Staff, "number"),
    "staff_password": (Staff, "number"), "staff_identity": (Staff, "number"), "factor_remove": (Staff, "number"),
    "post_grant": (Staff, "number"), "deputy_name": (Staff, "number"), "authority_give": (Staff, "number"),
    "post_confirm": (Holding, "pk"), "post_end": (Holding, "pk"),
    "deputy_confirm": (Deputy, "pk"), "deputy_end": (Deputy, "pk"), "authority_end": (Authority, "pk"),
    "token_revoke": (Token, "pk"), "review": (Proposal, "pk"), "review_act": (Proposal, "pk"),
    "customer": (Party, "number"),
    "handover": (Handover, "pk"), "handover_accept": (Handover, "pk"), "handover_sign": (Handover, "pk"),
    "handover_withdraw": (Handover, "pk"), "handover_row": (HandoverRow, "pk"), "handover_new": (Staff, "number"),
}  # fmt: skip
READ_BY_ALL = {"branch"}  # the tree itself is no secret


def pages() -> list[Route]:
    """Rows of the table that are pages: operations of the API are actions, and are tried as such below."""
    return [route for route in ROUTES.values() if not route.name.startswith("api_")]


def parameters(route: str) -> list[str]:
    """What an address of the route names."""
    found = get_resolver().reverse_dict.getlist(route)
    return list(found[0][0][0][1]) if found else []


def thing_named(route: str) -> tuple[type, str] | None:
    """The kind of thing that an address names, and by what: every page below a customer's number is his."""
    if ROUTES[route].pattern.startswith("customers/<str:number>/"):
        return Party, "number"
    return NAMED.get(route)


def addresses(town: Town, route: str) -> Iterator[tuple[str, str, type | None]]:
    """(place, address, kind of thing): at every place where the address names a thing that is known here."""
    names = parameters(route)
    if not names:
        yield "", reverse(route), None
    elif (named := thing_named(route)) and len(names) == 1:
        kind, attribute = named
        for place in PLACES:
            if (kind, place) in town.things:
                value = getattr(town.things[kind, place], attribute)
                yield place, reverse(route, args=[value]), kind


def asked(client: Client, address: str) -> int:
    """GET, and POST where the page is only for that."""
    found = client.get(address).status_code
    return client.post(address).status_code if found == 405 else found


def test_no_url_shows_anybody_what_is_not_his(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    counts: Counter[str] = Counter()
    leaks = []
    for post in Post:
        client = town.browser(post)
        for route in pages():
            if route.right in (PUBLIC, SIGNED_IN) and route.name not in NAMED:
                continue
            right = "own.change" if route.right == SIGNED_IN else route.right
            for place, address, kind in addresses(town, route.name):
                refused = route.name == "token_revoke" or expected_refused(right, post, place, kind)
                if not refused or route.name in READ_BY_ALL:
                    counts["not refused"] += 1
                    continue
                status = asked(client, address)
                counts["refused"] += 1
                if status not in (403, 404):
                    leaks.append((post.value, place, address, status))
    with capsys.disabled():
        sys.stdout.write(f"\npermission matrix, URLs: {dict(counts)}, {len(leaks)} leaks\n")
    assert counts["refused"] > 500
    assert not leaks


def test_every_url_that_names_a_thing_refuses_whoever_lacks_its_right(town: Town) -> None:
    """Also those whose things are not known here: the table is asked before the page looks for anything."""
    tried = 0
    for post in Post:
        client = town.browser(post)
        for route in pages():
            names = parameters(route.name)
            if not names or route.right in (PUBLIC, SIGNED_IN) or post in RIGHTS[route.right].posts:
                continue
            try:
                address = reverse(route.name, kwargs=dict.fromkeys(names, "1"))
            except NoReverseMatch:  # an address of another form
                continue
            tried += 1
            assert asked(client, address) == 403, (post, address)
    assert tried > 100


# ── actions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_action_is_done_by_whoever_may_not(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    counts: Counter[str] = Counter()
    leaks = []
    for row in ACTIONS.values():
        for post, actor in town.actors.items():
            for place in PLACES:
                thing, kind = thing_of(town, row, place)
                if not expected_refused(row.right, post, place, kind):
                    counts["not refused"] += 1
                    continue
                counts["refused"] += 1
                if not is_refused(row, actor, thing):
                    leaks.append((row.code, post, place))
    with capsys.disabled():
        sys.stdout.write(f"\npermission matrix, actions: {dict(counts)}, {len(leaks)} leaks\n")
    assert counts["refused"] > 2000
    assert not leaks


def test_no_rule_does_what_it_was_not_named_for() -> None:
    for row in ACTIONS.values():
        assert is_refused(row, rule_actor("nobody named me"), SimpleNamespace(branch_path="0001."))


def thing_of(town: Town, row: Action, place: str) -> tuple[Any, type | None]:
    """The thing that it is done to, or one that only says where it is; None for what is made from nothing."""
    if row.object_parameter is None:
        return None, None
    kind = row.object_parameter.annotation
    found = town.things.get((kind, place))
    if found is not None:
        return found, kind
    path = town.things[Branch, place].path
    return SimpleNamespace(branch_path=path), SimpleNamespace


def is_refused(row: Action, actor: Actor, thing: Any) -> bool:
    """Before any of its inputs is looked at: all are None."""
    inputs = {parameter.name: None for parameter in row.inputs}
    try:
        args = () if row.object_parameter is None else (thing,)
        row.function(*args, by=actor, reason="x", **inputs)
    except (DeniedError, NotFoundError):
        return True
    except Exception:  # noqa: BLE001 - it went on to its inputs
        return False
    return False


def test_what_must_not_be_seen_is_there(town: Town) -> None:
    """The matrix proves nothing on an empty bank."""
    for kind in (
        Branch,
        Staff,
        Holding,
        Deputy,
        Authority,
        Token,
        Party,
        Handover,
        HandoverRow,
        Proposal,
    ):
        for place in OUTSIDE:
            assert (kind, place) in town.things
    for post, actor in town.actors.items():
        seen = Party.objects.seen_by(actor, "customer.read")
        outside = [town.things[Party, place].pk for place in OUTSIDE]
        if RIGHTS["customer.read"].posts.get(post) is not Reach.BANK:
            assert not seen.filter(pk__in=outside).exists()
