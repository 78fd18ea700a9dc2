"""Customers: the list, one, what is known of him and what not, what was decided, which class counts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query

from workbench.accounts.models import Branch
from workbench.api import shapes, telling
from workbench.api.finding import NUMBERS, find, tag
from workbench.api.reads import READ, Reads, moment, party_read
from workbench.common import clock
from workbench.common.errors import NotFoundError
from workbench.common.routing import actor_of
from workbench.customers.models import Authorisation, CustomerRow, Evidence, Party
from workbench.customers.rows import files_of
from workbench.decisions import telling as decisions_telling
from workbench.decisions.dueness import due
from workbench.decisions.models import Standing
from workbench.decisions.queries import At, may_see_secrets, newest
from workbench.decisions.standings import Use, class_for
from workbench.decisions.telling import AUDIENCES, Telling

reads = Reads()

Limit = Annotated[int, Query(ge=1, le=200)]


@reads("/customers", READ, shapes.CustomersOut)
def customers(
    request: HttpRequest,
    after: str = "",
    limit: Limit = 50,
    customer_class: str = "",
    class_state: str = "",
) -> Any:
    """In the scope of the token, by a cursor: `after` is the `next` of the answer before."""
    rows = CustomerRow.objects.seen_by(actor_of(request), READ)
    for name, wanted in (("customer_class", customer_class), ("class_state", class_state)):
        rows = rows.filter(**{name: _plain(wanted)}) if wanted else rows
    if after:
        rows = rows.filter(pk__gt=_cursor(request, after))
    found = list(rows.select_related("party__branch", "manager").order_by("pk")[: limit + 1])
    items = [telling.customer(row.party, row) for row in found[:limit]]
    return {"items": items, "next": items[-1].number if len(found) > limit else None}


@reads("/customers/{number}", READ, shapes.CustomerOut)
def customer(request: HttpRequest, response: HttpResponse, number: str) -> Any:
    """One, with an `ETag` for the `If-Match` of what is done to him."""
    party = party_read(request, number, "customer")
    row = CustomerRow.objects.seen_by(actor_of(request), READ).filter(pk=party.pk)
    response["ETag"] = tag(party)
    return telling.customer(party, row.select_related("manager").first())


@reads("/customers/{number}/facts", READ, list[shapes.FactOut])
def facts(
    request: HttpRequest, number: str, as_of: date | None = None, known_on: date | None = None
) -> Any:
    """What holds on `as_of`, as it was known at the end of `known_on` (the same day, unless given)."""
    party = party_read(request, number, "facts")
    day, known_at = moment(as_of, known_on)
    past = as_of is not None or known_on is not None
    return telling.facts(actor_of(request), party, day, known_at if past else None)


@reads("/customers/{number}/gaps", READ, list[shapes.GapOut])
def gaps(request: HttpRequest, number: str) -> Any:
    """What policies ask for and nobody knows yet, with why."""
    return telling.gaps(actor_of(request), party_read(request, number, "gaps"))


@reads("/customers/{number}/evidence", READ, list[shapes.EvidenceOut])
def evidence(request: HttpRequest, number: str) -> Any:
    """Papers, without their contents."""
    party = party_read(request, number, "evidence")
    held = Evidence.objects.seen_by(actor_of(request), READ).filter(party__in=files_of([party.pk]))
    held = held.select_related("original_seen_by", "verified_by").order_by("-taken_at", "-pk")
    return [telling.evidence(one) for one in held]


@reads("/customers/{number}/authorisations", READ, list[shapes.AuthorisationOut])
def authorisations(request: HttpRequest, number: str) -> Any:
    """What he allowed, the newest first."""
    party = party_read(request, number, "authorisations")
    given = Authorisation.objects.seen_by(actor_of(request), READ).filter(party=party)
    return [telling.authorisation(one) for one in given.order_by("-signed_on", "-pk")]


@reads("/customers/{number}/decisions", "decision.read", list[shapes.DecisionOut])
def decisions(
    request: HttpRequest, number: str, as_of: date | None = None, known_on: date | None = None
) -> Any:
    """The newest stored decision of each scale. Nothing is decided by asking."""
    party = party_read(request, number, "decisions", "decision.read")
    at = At(*moment(as_of, known_on))
    why_due = "" if at.past and as_of else due(party)
    secrets = may_see_secrets(actor_of(request), party)
    return [telling.decision(row, why_due) for row in newest(party, at, secrets=secrets)]


@reads("/customers/{number}/decisions/{pack}", "decision.read", shapes.ExplanationOut)
def decision(
    request: HttpRequest,
    number: str,
    pack: str,
    loan: str = "",
    told: Telling = Telling.MANAGER,
) -> Any:
    """One scale, told for an account manager, the customer or an auditor, in the language of the answer."""
    party = party_read(request, number, f"decision {pack[:40]}", "decision.read")
    secrets = told != Telling.CUSTOMER and may_see_secrets(actor_of(request), party)
    rows = newest(party, At(*moment(None, None)), secrets=secrets)
    row = next((one for one in rows if (one.pack, one.subject) == (pack, loan)), None)
    if row is None:
        raise NotFoundError("Decision")
    audience = AUDIENCES[told] if row.visible_only else "staff"
    whole = decisions_telling.told(row, party, audience)
    return telling.explanation(whole, telling.decision(row, due(party)), told)


@reads("/customers/{number}/standings", "class.read", list[shapes.StandingOut])
def standings(request: HttpRequest, number: str) -> Any:
    """Rows of the register of classes as they stand now, the newest first."""
    party = party_read(request, number, "standings", "class.read")
    rows = Standing.objects.seen_by(actor_of(request), "class.read")
    held = rows.filter(party=party, recorded_until=None).select_related("city_branch")
    return [telling.standing(row) for row in held.order_by("-given_on", "-pk")]


@reads("/customers/{number}/class", "class.read", shapes.ClassOut)
def class_held(
    request: HttpRequest,
    number: str,
    use: Use = Use.LENDING,
    on: date | None = None,
    city_branch: str = "",
) -> Any:
    """The class that counts on a day for a use, in the territory of a city branch (his own, unless given)."""
    party = party_read(request, number, "class", "class.read")
    city = _branch(city_branch) if city_branch else party.branch.city_branch
    day = on or clock.today()
    held = class_for(party, day, city, use)
    return {
        "on": day,
        "use": use,
        "city_branch": city.code if city else None,
        "klass": held.klass if held else None,
        "under_watch": held.under_watch if held else False,
        "standing": telling.standing(held.standing) if held else None,
    }


def _cursor(request: HttpRequest, number: str) -> Any:
    return find(Party, number, actor_of(request), READ).pk


def _branch(code: str) -> Branch:
    found = Branch.objects.filter(**{NUMBERS[Branch]: _plain(code)}).first()
    if found is None:
        raise NotFoundError("Branch")
    return found


def _plain(text: str) -> str:
    return text if text.isprintable() else ""
