"""What the tabs of a customer's page show of his file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
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
from workbench.customers.identity import masked_identity, masked_name, masked_phone
from workbench.customers.listings import NONE, category_of, merger_links, merger_status
from workbench.customers.models import (
    Authorisation,
    Evidence,
    EvidenceState,
    Loan,
    Merger,
    Party,
    PartyLink,
    PartyState,
    Query,
    Relation,
    RelationKind,
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
        tuple(_deeds(actor, party, ("reveal", _("Show a number in full")))),
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
    links = _deeds(actor, party, ("evidence", _("Take evidence")))
    nothing = _("No paper was taken yet.")
    return {"sections": [Section(_("Evidence"), heads, rows, links, nothing)]}


def allowed_panel(actor: Actor, party: Party) -> dict[str, Any]:
    """Authorisations and consents, credit queries, reports of 24 months."""
    given = Authorisation.objects.seen_by(actor, READ).filter(party=party).order_by("-signed_on")
    asked = Query.objects.seen_by(actor, READ).filter(party=party)
    asked = asked.select_related("authorisation", "asked_by", "queried_by", "report")
    covered = any(one.holds_on(clock.today()) for one in given)
    query = _deeds(actor, party, ("query", _("Ask for a credit query"))) if covered else []
    obtain = _deeds(actor, party, ("authorisation", _("Obtain an authorisation")))
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


def people_panel(actor: Actor, party: Party) -> dict[str, Any]:
    """Who serves him, who is related to him, which files are his."""
    serving = list(party.relations.select_related("staff", "branch").order_by("-since"))
    beside = [("relation-end", _("End who assists or views"))] if _has_others(serving) else []
    links = PartyLink.objects.seen_by(actor, READ).filter(party=party)
    back = PartyLink.objects.unscoped("who is married to somebody he reaches").filter(
        other=party, kind="spouse"
    )
    related = [
        _link(actor, one, one.other) for one in links.select_related("other", "party__branch")
    ]
    related += [_link(actor, one, one.party) for one in back.select_related("party")]
    return {
        "sections": [
            Section(
                _("Who serves him"),
                (_("Person"), _("Relation"), _("Branch"), _("From"), _("Until"), _("Reason")),
                [_relation(one) for one in serving],
                _deeds(
                    actor,
                    party,
                    ("relation", _("Change who serves him")),
                    *beside,
                ),
            ),
            Section(
                _("Household, employer and others"),
                (_("Related as"), _("Name"), _("Since"), _("Until"), _("Actions")),
                related,
                _deeds(actor, party, ("link", _("Add a related person or employer"))),
                _("Nobody is related to him yet."),
            ),
            _mergers(actor, party),
            Section(
                _("The file"),
                (_("Opened by number"), _("Kind"), _("State")),
                [(party.number, party.get_kind_display(), party.get_state_display())],
                _deeds(
                    actor,
                    party,
                    ("change", _("Change how he is reached")),
                    ("state", _("Change the state")),
                    ("identified", _("End continued identification"))
                    if open_restriction(party)
                    else ("identify", _("Begin continued identification")),
                ),
            ),
        ]
    }


def _has_others(serving: list[Relation]) -> bool:
    """Whether somebody assists or views today."""
    day = clock.today()
    lasting = [one for one in serving if one.until is None or one.until > day]
    return any(one.kind != RelationKind.LEAD for one in lasting)


def _mergers(actor: Actor, party: Party) -> Section:
    held = Merger.objects.seen_by(actor, READ).filter(Q(kept=party) | Q(dropped=party))
    rows = held.select_related(
        "kept__branch", "dropped", "proposed_by", "confirmed_by", "parting_by"
    )
    heads = (
        _("File that goes"),
        _("File that stays"),
        _("State"),
        _("Proposed by"),
        _("Merged by"),
        _("Merged on"),
        _("Parted on"),
        _("Actions"),
    )
    shown = [
        (
            one.dropped.number,
            one.kept.number,
            merger_status(one),
            one.proposed_by.name,
            one.confirmed_by.name if one.confirmed_by else NONE,
            one.merged_on or NONE,
            one.parted_on or NONE,
            list(merger_links(one, actor)),
        )
        for one in rows.order_by("-pk")
    ]
    return Section(
        _("Double files"),
        heads,
        shown,
        _deeds(actor, party, ("merge", _("Propose to merge another file into this one"))),
        _("No other file of his is known."),
    )


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


def _relation(one: Relation) -> tuple[Any, ...]:
    return (
        one.staff.name,
        one.get_kind_display(),
        one.branch.name,
        one.since,
        one.until or _("today"),
        one.reason or _("none"),
    )


def _link(actor: Actor, link: PartyLink, other: Party) -> tuple[Any, ...]:
    seen = Party.objects.seen_by(actor, READ).filter(pk=other.pk).exists()
    name: Any = masked_name(other.name)
    if seen:
        name = Link(other.name, reverse("customer", args=[other.number]))
    may = link.until is None and actor.may("link.change", link.branch_path)
    ends = [Link(_("End this relation"), reverse("partylink_end", args=[link.pk]))]
    until: date | Any = link.until or _("today")
    return (link.get_kind_display(), name, link.since, until, ends if may else [])


def _deeds(actor: Actor, party: Party, *deeds: tuple[str, Any]) -> list[Link]:
    """Buttons for what the actor may do in this file."""
    rights = {deed.key: deed.right for deed in DEEDS if deed.of is Party}
    return [
        Link(title, reverse(f"party_{key}", args=[party.number]))
        for key, title in deeds
        if actor.may(rights[key], party.branch_path)
    ]
