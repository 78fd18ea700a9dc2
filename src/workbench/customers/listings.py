"""The main list of customers, and the registers of queries and claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workbench.common.acting import Actor
from workbench.common.errors import is_allowed
from workbench.common.languages import language
from workbench.common.listing import (
    Amounts,
    Choice,
    Column,
    Days,
    Listing,
    View,
    Words,
    declare_listing,
)
from workbench.common.listing.declaring import Rows
from workbench.common.parts import Link, Status, Tone
from workbench.customers.actions.authorisations import demand_officer
from workbench.customers.actions.mergers import demand_second
from workbench.customers.actions.relations import demand_judge
from workbench.customers.identity import blind_phone, blind_tail, masked_identity, masked_phone
from workbench.customers.models import (
    Category,
    CustomerRow,
    Dispute,
    DisputeState,
    Merger,
    MergerState,
    PartyState,
    Query,
)
from workbench.customers.rows import CLASS_STATES
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import result_label, results_of

CATEGORIES = {
    Category.NORMAL: Tone.GOOD,
    Category.SPECIAL_MENTION: Tone.WARN,
    Category.SUBSTANDARD: Tone.BAD,
    Category.DOUBTFUL: Tone.BAD,
    Category.LOSS: Tone.BAD,
}
NONE = "—"
REFUSED = "refused"  # the status of a decision that gives no class
WITHOUT = "none"  # of the query of the list: customers without a class


def result_of(pack: str, column: str) -> Callable[[CustomerRow], str]:
    """The label of a result that a row shows."""

    def labelled(row: CustomerRow) -> str:
        found = getattr(row, column)
        return result_label(pack, found, language()) if found else ""

    return labelled


def _class_found(row: CustomerRow) -> str:
    """The class that the newest decision found, or that it refuses any."""
    refused = row.found_status == REFUSED
    return str(_("No class")) if refused else result_of(CUSTOMER_CLASS, "class_found")(row)


def category_of(code: str) -> Status | str:
    """A loan's risk category as every list shows it."""
    return Status(Category(code).label, CATEGORIES[Category(code)]) if code else NONE


def _state(row: CustomerRow) -> Status | str:
    return CLASS_STATES.get(row.class_state, NONE)


def _classes() -> Iterable[tuple[str, Any]]:
    codes = results_of(CUSTOMER_CLASS)
    named = [(code, result_label(CUSTOMER_CLASS, code, language())) for code in codes]
    return [*named, (WITHOUT, _("without a class"))]


def _of_class(rows: Rows, code: str) -> Rows:
    named = Q(customer_class__in=results_of(CUSTOMER_CLASS))
    return rows.exclude(named) if code == WITHOUT else rows.filter(customer_class=code)


def _states() -> Iterable[tuple[str, Any]]:
    return [(code, status.word) for code, status in CLASS_STATES.items()]


def _sought(rows: Rows, typed: str) -> Rows:
    """By number, the beginning of the name, the last four of the document, the telephone."""
    found = Q(party__number=typed) | Q(party__name__startswith=typed)
    if len(typed) == 4:
        found |= Q(party__identity_tail=blind_tail(typed))
    return rows.filter(found | Q(party__phone_blind=blind_phone(typed)))


def _links(row: CustomerRow, actor: Actor) -> Sequence[Link]:
    page = reverse("customer", args=[row.party.number])
    facts = Link(_("Facts"), f"{page}?tab=facts")
    return (facts, Link(_("Evidence"), f"{page}?tab=evidence"))


CUSTOMERS = declare_listing(
    Listing(
        name="customers",
        title=_("Customers"),
        rows=lambda actor: CustomerRow.objects.seen_by(actor, "customer.read"),
        detail=lambda rows: rows.select_related("party", "branch", "manager"),
        columns=(
            Column(
                "party.number",
                _("Customer no."),
                sort="party__number",
                url=lambda row: reverse("customer", args=[row.party.number]),
            ),
            Column("party.name", _("Name")),
            Column(
                "customer_class",
                _("Class"),
                value=result_of(CUSTOMER_CLASS, "customer_class"),
                sort="customer_class",
                absent=NONE,
            ),
            Column("class_state", _("Class state"), value=_state),
            Column("class_until", _("Valid until"), sort="class_until", absent=NONE),
            Column("class_found", _("Class found"), value=_class_found),
            Column("risk_tier", _("Risk tier"), value=result_of("risk-tier", "risk_tier")),
            Column(
                "value_tier",
                _("Value tier"),
                value=result_of("value-tier", "value_tier"),
                shown=False,
            ),
            Column(
                "worst_category",
                _("Worst category"),
                value=lambda row: category_of(row.worst_category),
            ),
            Column("days_past_due", _("Days past due"), sort="days_past_due", absent=NONE),
            Column(
                "loan_balance", _("Balance (yuan)"), sort="loan_balance", absent=NONE, shown=False
            ),
            Column("manager.name", _("Manager"), absent=NONE),
            Column("open_gaps", _("Gaps"), sort="open_gaps"),
            Column("next_recheck_on", _("Next re-check"), sort="next_recheck_on", absent=NONE),
            Column("identity", _("Identity no."), value=lambda row: masked_identity(row.party)),
            Column("phone", _("Telephone"), value=lambda row: masked_phone(row.party), shown=False),
            Column("branch.name", _("Branch"), shown=False),
            Column(
                "state",
                _("State of the customer"),
                value=lambda row: PartyState(row.party.state).label,
                shown=False,
            ),
        ),
        filters=(
            Words("q", _("Number, name, last four, telephone"), by=_sought),
            Choice("class", _("Class"), _classes, by=_of_class),
            Choice("state", _("Class state"), _states, "class_state"),
            Choice("category", _("Worst category"), Category.choices, "worst_category"),
            Days("until", _("Valid until"), "class_until", folded=True),
            Days("recheck", _("Next re-check"), "next_recheck_on", folded=True),
            Days("document", _("Document valid until"), "party__identity_until", folded=True),
            Amounts("past_due", _("Days past due"), "days_past_due", folded=True),
            Amounts("gaps", _("Gaps"), "open_gaps", folded=True),
        ),
        order=("pk",),
        views=(
            View("watch", _("Under watch"), "state=watch"),
            View("suspended", pgettext_lazy("a class", "Suspended"), "state=suspended"),
            View("overdue", _("Past due"), "past_due_from=1"),
            View("gaps", _("With gaps"), "gaps_from=1"),
        ),
        links=_links,
        create="customer_new",
        load="import_new",
        export="customer.export",
        empty=_("No customer is found. Change the query, or open a file for a new customer."),
    )
)


def _query_state(query: Query) -> Status:
    if query.refused_because:
        return Status(_("Refused"), Tone.OFF)
    if query.queried_on is None:
        return Status(_("Waiting"), Tone.WAIT)
    return Status(_("Made"), Tone.GOOD)


def _query_links(query: Query, actor: Actor) -> Sequence[Link]:
    if not actor.may("query.make", query.branch_path) or query.refused_because:
        return ()
    if query.queried_on is None:
        made = Link(_("Query made"), reverse("query_make", args=[query.pk]))
        refuse = Link(_("Refuse the query"), reverse("query_refuse", args=[query.pk]))
        return (made, refuse) if is_allowed(demand_officer, query, actor) else (refuse,)
    if hasattr(query, "report"):
        return ()
    return (Link(_("Record the credit report"), reverse("query_report", args=[query.pk])),)


QUERIES = declare_listing(
    Listing(
        name="queries",
        title=_("Register of credit queries"),
        rows=lambda actor: Query.objects.seen_by(actor, "query.read"),
        detail=lambda rows: rows.select_related(
            "party__branch", "authorisation", "asked_by", "queried_by", "report"
        ),
        columns=(
            Column("asked_on", _("Asked on"), sort="asked_on"),
            Column("party.number", _("Customer no.")),
            Column("party.name", _("Name")),
            Column("identity", _("Identity no."), value=lambda row: masked_identity(row.party)),
            Column("purpose", _("Purpose"), value=lambda row: row.get_purpose_display()),
            Column("authorisation.number", _("Authorisation")),
            Column("signed_on", _("Signed on")),
            Column("asked_by.name", _("Asked by")),
            Column("queried_on", _("Queried on"), sort="queried_on", absent=NONE),
            Column("queried_by.name", _("Queried by"), absent=NONE),
            Column("state", _("State"), value=_query_state),
        ),
        filters=(
            Words("q", _("Customer no."), ("party__number",)),
            Days("asked", _("Asked on"), "asked_on"),
        ),
        order=("-asked_on",),
        links=_query_links,
        export="query.export",
        empty=_("No query was asked for. A manager asks for one in the file of the customer."),
    )
)

_DISPUTE_TONES = {
    DisputeState.OPEN: Tone.WAIT,
    DisputeState.GRANTED: Tone.GOOD,
    DisputeState.DISMISSED: Tone.OFF,
}


def _dispute_links(dispute: Dispute, actor: Actor) -> Sequence[Link]:
    scope = actor.scope("dispute.decide")
    if dispute.state != DisputeState.OPEN or not scope.reaches(dispute.branch_path):
        return ()
    if not is_allowed(demand_judge, dispute, actor):
        return ()
    return (
        Link(_("Grant the claim"), reverse("dispute_grant", args=[dispute.pk])),
        Link(_("Dismiss the claim"), reverse("dispute_dismiss", args=[dispute.pk])),
    )


_MERGER_TONES = {
    MergerState.PROPOSED: Tone.WAIT,
    MergerState.MERGED: Tone.GOOD,
    MergerState.PARTING: Tone.WAIT,
    MergerState.PARTED: Tone.OFF,
    MergerState.DISMISSED: Tone.OFF,
}
_SECOND = "merger.confirm"
#: what can be done with a merger in its state: deeds and their titles
_MERGER_DEEDS = {
    MergerState.PROPOSED: (
        ("confirm", _SECOND, _("Merge the files")),
        ("dismiss", _SECOND, _("Do not merge")),
    ),
    MergerState.MERGED: (("part", "merger.propose", _("Propose to part the files")),),
    MergerState.PARTING: (("part-confirm", _SECOND, _("Part the files")),),
}


def merger_status(merger: Merger) -> Status:
    """How far it is, as every list shows it."""
    return Status(merger.state.label, _MERGER_TONES[merger.state])


def merger_links(merger: Merger, actor: Actor) -> Sequence[Link]:
    """What the actor may do with it now."""
    return [
        Link(title, reverse(f"merger_{key}", args=[merger.pk]))
        for key, right, title in _MERGER_DEEDS.get(merger.state, ())
        if actor.may(right, merger.branch_path)
        and (right != _SECOND or is_allowed(demand_second, merger, actor))
    ]


MERGERS = declare_listing(
    Listing(
        name="mergers",
        title=_("Double files"),
        rows=lambda actor: Merger.objects.seen_by(actor, "customer.read"),
        detail=lambda rows: rows.select_related(
            "kept__branch", "dropped", "proposed_by", "confirmed_by", "parting_by"
        ),
        columns=(
            Column("dropped.number", _("File that goes")),
            Column(
                "kept.number",
                _("File that stays"),
                url=lambda row: reverse("customer", args=[row.kept.number]),
            ),
            Column("kept.name", _("Name")),
            Column("state", _("State"), value=merger_status),
            Column("proposed_by.name", _("Proposed by")),
            Column("confirmed_by.name", _("Merged by"), absent=NONE),
            Column("merged_on", _("Merged on"), absent=NONE),
            Column("parted_on", _("Parted on"), absent=NONE),
        ),
        order=("-pk",),
        links=merger_links,
        empty=_(
            "No double file is known. A merger is proposed on the page of the customer who stays."
        ),
    )
)

DISPUTES = declare_listing(
    Listing(
        name="disputes",
        title=_("Claims to customers"),
        rows=lambda actor: Dispute.objects.seen_by(actor, "dispute.open"),
        detail=lambda rows: rows.select_related(
            "party", "claiming", "holding", "judge", "claimant"
        ),
        columns=(
            Column("opened_on", _("Opened on"), sort="opened_on"),
            Column("party.number", _("Customer no.")),
            Column("claiming.name", _("Claiming branch")),
            Column("holding.name", _("Branch that serves him")),
            Column("judge.name", _("Branch that decides")),
            Column("claimant.name", _("Claimed by")),
            Column("grounds", _("Grounds"), wraps=True),
            Column(
                "state",
                _("State"),
                value=lambda row: Status(
                    row.get_state_display(), _DISPUTE_TONES[DisputeState(row.state)]
                ),
            ),
            Column("words", _("Reason of the decision"), wraps=True, absent=NONE),
        ),
        filters=(Choice("state", _("State"), DisputeState.choices, "state"),),
        order=("-opened_on",),
        links=_dispute_links,
        create="dispute_new",
        empty=_("Nobody claims a customer of another branch."),
    )
)
