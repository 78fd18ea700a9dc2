"""The page of all uses of a piece of evidence: facts, decisions, classes, applications, proposals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.approvals.models import Application
from workbench.approvals.registers.columns import class_label
from workbench.common.acting import Actor
from workbench.common.languages import language
from workbench.common.parts import Link
from workbench.customers.models import Evidence, EvidenceState, Fact
from workbench.customers.queries.panels import Section
from workbench.customers.rows import CLASS_STATES
from workbench.decisions.models import Decision, Standing
from workbench.decisions.queries import line_of
from workbench.decisions.uses import uses_of
from workbench.policies.vocabulary import label, said
from workbench.reviews.models import Proposal, ProposalState

_WHY = "what rests on evidence that the reader may see"
NONE = "—"


def uses_page(actor: Actor, evidence: Evidence) -> dict[str, Any]:
    """Of other customers only what the reader reaches; how many there are besides is said."""
    uses = uses_of(evidence)
    seen = Decision.objects.seen_by(actor, "decision.read").filter(
        pk__in=[one.pk for one in uses.decisions]
    )
    reached = set(seen.values_list("pk", flat=True))
    decisions = [one for one in uses.decisions if one.pk in reached]
    return {
        "evidence": evidence,
        "party": evidence.party,
        "state": EvidenceState(evidence.state).label,
        "hidden": len(uses.decisions) - len(decisions),
        "panel": {
            "sections": [
                _facts(uses.facts),
                _decisions(decisions),
                _standings(one for one in uses.standings if one.decision_id in reached),
                _applications(uses.standings),
                _proposals(evidence),
            ]
        },
    }


def _facts(rows: Iterable[Fact]) -> Section:
    lang = language()
    shown = [
        (
            label(one.name, lang),
            said(one.name, one.value, lang) or None,
            one.true_on,
            one.known_at,
            one.entered_by,
        )
        for one in rows
    ]
    heads = (_("Fact"), _("Value"), _("True on"), _("Known at"), _("Entered by"))
    return Section(_("Facts"), heads, shown, empty=_("No fact rests on it."))


def _decisions(rows: Iterable[Decision]) -> Section:
    shown = []
    for one in rows:
        line = line_of(one)
        address = f"{reverse('decision', args=[one.party.number, one.pack])}?decision={one.pk}"
        shown.append(
            (one.party.number, line.scale, Link(one.number, address), line.result, one.as_of)
        )
    heads = (_("Customer"), _("Scale"), _("Decision no."), _("Result"), _("As of"))
    return Section(_("Decisions"), heads, shown, empty=_("No decision has read what it shows."))


def _standings(rows: Iterable[Standing]) -> Section:
    shown = [
        (class_label(one.klass), CLASS_STATES[one.state], one.valid_from, one.valid_until or NONE)
        for one in rows
        if one.recorded_until is None
    ]
    heads = (_("Class"), _("State of the class"), _("Since"), _("Valid until"))
    return Section(_("Classes that rest on it"), heads, shown, empty=_("No class rests on it."))


def _applications(standings: Iterable[Standing]) -> Section:
    keys = [one.pk for one in standings]
    rows = Application.objects.unscoped(_WHY).filter(standing__in=keys).order_by("number")
    shown = [(one.number, one.product, one.get_stage_display(), one.accepted_on) for one in rows]
    heads = (_("Application no."), _("Product"), _("Stage"), _("Accepted on"))
    return Section(
        _("Applications"), heads, shown, empty=_("No application rests on such a class.")
    )


def _proposals(evidence: Evidence) -> Section:
    mine = Proposal.objects.unscoped(_WHY).filter(
        subject_kind="party", subject_key=str(evidence.party_id)
    )
    named = [one for one in mine.order_by("-pk") if evidence.pk in one.grounds.get("evidence", [])]
    shown = [
        (
            Link(one.title, reverse("review", args=[one.pk])),
            ProposalState(one.state).label,
            one.maker,
        )
        for one in named
    ]
    heads = (_("Proposal"), _("State"), _("Proposed by"))
    return Section(_("Proposals"), heads, shown, empty=_("No proposal names it."))
