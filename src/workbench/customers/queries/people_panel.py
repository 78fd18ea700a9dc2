"""What the tab of relations shows: who serves a customer, who is related to him, which files are his."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.parts import Link
from workbench.customers.actions.restrictions import open_restriction
from workbench.customers.identity import masked_name
from workbench.customers.listings import NONE, merger_links, merger_status
from workbench.customers.models import Merger, Party, PartyLink, Relation, RelationKind
from workbench.customers.queries.panels import READ, Section, deeds_of


def people_panel(actor: Actor, party: Party) -> dict[str, Any]:
    """Who serves him, who is related to him, which files are his."""
    serving = list(party.relations.select_related("staff", "branch").order_by("-since"))
    beside = [("relation-end", _("End who assists or views"))] if _has_others(serving) else []
    links = PartyLink.objects.seen_by(actor, READ).filter(party=party)
    back = PartyLink.objects.unscoped("who is married to somebody he reaches").filter(
        other=party, kind="spouse"
    )
    near = [(one, one.other) for one in links.select_related("other", "party__branch")]
    near += [(one, one.party) for one in back.select_related("party__branch")]
    reached = _reached(actor, [other for _one, other in near])
    return {
        "sections": [
            Section(
                _("Who serves him"),
                (_("Person"), _("Relation"), _("Branch"), _("From"), _("Until"), _("Reason")),
                [_relation(one) for one in serving],
                deeds_of(
                    actor,
                    party,
                    ("relation", _("Change who serves him")),
                    *beside,
                ),
            ),
            Section(
                _("Household, employer and others"),
                (_("Related as"), _("Name"), _("Since"), _("Until"), _("Actions")),
                [_link(actor, one, other, seen=other.pk in reached) for one, other in near],
                deeds_of(actor, party, ("link", _("Add a related person or employer"))),
                _("Nobody is related to him yet."),
            ),
            _mergers(actor, party),
            Section(
                _("The file"),
                (_("Opened by number"), _("Kind"), _("State")),
                [(party.number, party.get_kind_display(), party.get_state_display())],
                deeds_of(
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
        deeds_of(actor, party, ("merge", _("Propose to merge another file into this one"))),
        _("No other file of his is known."),
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


def _reached(actor: Actor, parties: list[Party]) -> set[int]:
    """The keys of those whom the reader may open."""
    seen = Party.objects.seen_by(actor, READ).filter(pk__in=[one.pk for one in parties])
    return set(seen.values_list("pk", flat=True))


def _link(actor: Actor, link: PartyLink, other: Party, *, seen: bool) -> tuple[Any, ...]:
    name: Any = masked_name(other.name)
    if seen:
        name = Link(other.name, reverse("customer", args=[other.number]))
    may = link.until is None and actor.may("link.change", link.branch_path)
    ends = [Link(_("End this relation"), reverse("partylink_end", args=[link.pk]))]
    until: date | Any = link.until or _("today")
    return (link.get_kind_display(), name, link.since, until, ends if may else [])
