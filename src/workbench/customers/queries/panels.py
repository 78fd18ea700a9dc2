"""What the tabs of a customer's page show of his file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import is_allowed
from workbench.common.panels import HeaderPart
from workbench.common.parts import Item, Link, Status, Tone
from workbench.customers.actions.evidence import (
    demand_first_word,
    demand_second_word,
    demand_verifier,
)
from workbench.customers.actions.restrictions import open_restriction
from workbench.customers.deeds import DEEDS
from workbench.customers.identity import masked_identity, masked_phone
from workbench.customers.listings import category_of
from workbench.customers.models import (
    Authorisation,
    Evidence,
    EvidenceState,
    Loan,
    Party,
    PartyState,
    Query,
)
from workbench.customers.rows import files_of

READ = "customer.read"
REPORT_FACTS = (
    "card_history",
    "loan_history",
    "largest_overdue",
    "first_overdue_on",
    "last_overdue_on",
    "arrears_elsewhere",
)
STATES = {
    EvidenceState.UNVERIFIED: Tone.WAIT,
    EvidenceState.VERIFIED: Tone.GOOD,
    EvidenceState.DOUBTFUL: Tone.WARN,
    EvidenceState.FALSE: Tone.BAD,
    EvidenceState.SPENT: Tone.OFF,
}
#: what is done by another than who did the step before
_GUARDS = {
    "verify": demand_verifier,
    "say-false": demand_first_word,
    "prove-false": demand_second_word,
}
_PARTY_TONES = {
    PartyState.ACTIVE: Tone.GOOD,
    PartyState.PROSPECT: Tone.WAIT,
    PartyState.RESTRICTED: Tone.BAD,
}


@dataclass(frozen=True)
class Section:
    """A table of a tab: its head, its rows, what can be done, and what to say where it is empty."""

    title: Any
    heads: tuple[Any, ...]
    rows: list[tuple[Any, ...]]
    links: list[Link] = field(default_factory=list)
    empty: Any = ""


def header_of(actor: Actor, party: Party) -> HeaderPart:
    """State, how he is known and reached (masked), who leads."""
    state = PartyState(party.state)
    lead = party.relations.filter(kind="lead", until=None).select_related("staff").first()
    items = [
        Item(_("Identity no."), masked_identity(party), note=_document(party)),
        Item(_("Telephone"), masked_phone(party)),
        Item(_("Manager"), lead.staff.name if lead else None),
        Item(_("Branch"), party.branch.name),
    ]
    banner: Any = ""
    if party.identity_until and party.identity_until < clock.today():
        banner = _("His identity document is past its day.")
    status = Status(state.label, _PARTY_TONES.get(state, Tone.OFF))
    restricted = (Status(_("Under continued identification"), Tone.WARN),)
    return HeaderPart(
        (status, *(restricted if open_restriction(party) else ())),
        tuple(items),
        tuple(deeds_of(actor, party, ("reveal", _("Show a number in full")))),
        banner,
    )


def _document(party: Party) -> Any:
    if party.identity_until is None:
        return party.get_identity_kind_display()
    return _("{kind} until {day}").format(
        kind=party.get_identity_kind_display(), day=party.identity_until
    )


def evidence_panel(actor: Actor, party: Party) -> dict[str, Any]:
    """Papers with their state, and what can be done with each."""
    held = Evidence.objects.seen_by(actor, READ).filter(party__in=files_of([party.pk]))
    held = held.select_related(
        "taken_by", "original_seen_by", "verified_by", "false_said_by", "party__branch"
    )
    counted = held.annotate(resting=Count("facts"))
    rows = [_paper(actor, one) for one in counted.order_by("-taken_at")]
    heads = (
        _("What it is"),
        _("State"),
        _("Issued by"),
        _("Issued on"),
        _("Original seen by"),
        _("Verified by"),
        _("Box"),
        _("Facts that rest on it"),
        _("Actions"),
    )
    links = deeds_of(actor, party, ("evidence", _("Take evidence")))
    nothing = _("No paper was taken yet.")
    return {"sections": [Section(_("Evidence"), heads, rows, links, nothing)]}


def allowed_panel(actor: Actor, party: Party) -> dict[str, Any]:
    """Authorisations and consents, credit queries, reports of 24 months."""
    given = Authorisation.objects.seen_by(actor, READ).filter(party=party).order_by("-signed_on")
    asked = Query.objects.seen_by(actor, READ).filter(party=party)
    asked = asked.select_related("authorisation", "asked_by", "queried_by", "report")
    covered = any(one.holds_on(clock.today()) for one in given)
    query = deeds_of(actor, party, ("query", _("Ask for a credit query"))) if covered else []
    obtain = deeds_of(actor, party, ("authorisation", _("Obtain an authorisation")))
    return {
        "sections": [
            Section(
                _("Authorisations and consents"),
                (_("Number"), _("Purpose"), _("Signed on"), _("Ends on"), _("State"), _("Actions")),
                [_authorisation(actor, one) for one in given],
                obtain,
                _("He has signed nothing yet: obtain an authorisation first."),
            ),
            Section(
                _("Credit queries and reports"),
                (_("Asked on"), _("Asked by"), _("Queried on"), _("Queried by"), _("Report"), _("Day of the report")),
                [_query(one) for one in asked.order_by("-asked_on", "-pk")],
                query,
                _("Nothing was asked of the credit register."),
            ),
        ]
    }  # fmt: skip


def loans_panel(actor: Actor, party: Party) -> dict[str, Any]:
    """Loans of the bank's own system, as of its business date."""
    held = Loan.objects.seen_by(actor, READ).filter(party__in=files_of([party.pk]))
    heads = (
        _("Loan no."),
        _("Product"),
        _("Amount (yuan)"),
        _("Balance (yuan)"),
        _("Granted on"),
        _("Ends on"),
        _("Days past due"),
        _("Category"),
        _("Fed until"),
    )
    rows = [
        (
            Link(one.number, reverse("loan", args=[one.number])), one.product, one.amount, one.balance, one.granted_on,
            one.ends_on, one.days_past_due, category_of(one.category), one.fed_until,
        )
        for one in held.order_by("settled_on", "-granted_on")
    ]  # fmt: skip
    return {"sections": [Section(_("Loans"), heads, rows, [], _("He has no loan here."))]}


def evidence_status(one: Evidence) -> Status:
    """Its state as every page shows it."""
    state = EvidenceState(one.state)
    return Status(state.label, STATES[state])


def _paper(actor: Actor, one: Any) -> tuple[Any, ...]:
    return (
        Link(one.title, reverse("evidence_file", args=[one.pk])),
        evidence_status(one),
        one.issuer or None,
        one.issued_on,
        one.original_seen_by.name if one.original_seen_by else None,
        one.verified_by.name if one.verified_by else None,
        one.box or None,
        Link(one.resting, reverse("evidence_uses", args=[one.pk])),
        list(_paper_links(actor, one)),
    )


def _paper_links(actor: Actor, one: Evidence) -> Iterator[Link]:
    steps = {
        EvidenceState.UNVERIFIED: ("verify" if one.original_seen_by else "original", "doubt"),
        EvidenceState.VERIFIED: ("doubt", "spend"),
        EvidenceState.DOUBTFUL: ("verify", "prove-false" if one.false_said_by else "say-false"),
    }
    for deed in DEEDS:
        fits = deed.of is Evidence and deed.key in steps.get(EvidenceState(one.state), ())
        if fits and actor.may(deed.right, one.branch_path) and _lets(deed.key, one, actor):
            yield Link(deed.title, reverse(deed.route, args=[one.pk]))


def _lets(key: str, one: Evidence, actor: Actor) -> bool:
    return key not in _GUARDS or is_allowed(_GUARDS[key], one, actor)


def _authorisation(actor: Actor, one: Authorisation) -> tuple[Any, ...]:
    holds = one.holds_on(clock.today())
    state = Status(_("Holds"), Tone.GOOD) if holds else Status(_("Ended"), Tone.OFF)
    links = [Link(_("Record a withdrawal"), reverse("authorisation_withdraw", args=[one.pk]))]
    may = holds and actor.may("authorisation.take", one.branch_path)
    ends = one.withdrawn_on or one.until or _("with the business")
    return (one.number, one.get_purpose_display(), one.signed_on, ends, state, links if may else [])


def _query(one: Query) -> tuple[Any, ...]:
    report = getattr(one, "report", None)
    by = one.queried_by.name if one.queried_by else (one.refused_because or None)
    return (
        one.asked_on,
        one.asked_by.name,
        one.queried_on,
        by,
        report.number if report else None,
        report.report_on if report else None,
    )


def deeds_of(actor: Actor, party: Party, *deeds: tuple[str, Any]) -> list[Link]:
    """Buttons for what the actor may do in this file."""
    rights = {deed.key: deed.right for deed in DEEDS if deed.of is Party}
    return [
        Link(title, reverse(f"party_{key}", args=[party.number]))
        for key, title in deeds
        if actor.may(rights[key], party.branch_path)
    ]
