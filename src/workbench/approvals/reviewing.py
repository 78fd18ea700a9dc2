"""What a class proposal rests on, on the page of its checker: the clause that decided, the facts, their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kefen.saying.phrases import listed
from workbench.common.acting import Actor
from workbench.common.languages import language
from workbench.common.parts import Status
from workbench.customers.models import Evidence, EvidenceState
from workbench.customers.queries.panels import evidence_status
from workbench.decisions.models import Decision
from workbench.decisions.queries import page_of
from workbench.decisions.telling import FactLine, Line, Told, before, told
from workbench.policies.vocabulary import label
from workbench.reviews.kinds import Exhibit, Grounds
from workbench.reviews.models import Proposal

FACT, PIECE = "fact:", "evidence:"  # how parts of the grounds are named


@dataclass(frozen=True)
class Ground:
    """A fact that a decisive clause read, with the paper on which it rests."""

    fact: FactLine
    state: Status | None = None
    file: str = ""


def grounds_of(proposal: Proposal, actor: Actor) -> Grounds | None:
    """None where it rests on no stored decision, or the reader may not see decisions."""
    row = _decision_of(proposal, actor)
    if row is None or not row.record:
        return None
    said = told(row, row.party, "restricted")
    facts = list(_facts(said, actor))
    words = {
        "why": _reasons(said),
        "facts": facts,
        "as_of": row.as_of,
        "url": f"{page_of(row)}?decision={row.pk}",
    }
    return Grounds("approvals/grounds.html", words, dict(_parts(proposal, facts)))


def moved_facts(proposal: Proposal, found: Decision, actor: Actor) -> tuple[str, ...]:
    """What differs between the decision that it rests on and the newest, line by line, for everybody's eyes: facts with
    both values, but those of others about whom he may know nothing. Nothing for who may not see decisions.
    """
    row = _decision_of(proposal, actor)
    if row is None or row.pk == found.pk:
        return ()
    return before(found, row, "restricted").lines


def _decision_of(proposal: Proposal, actor: Actor) -> Decision | None:
    """What it rests on, on the facts that everybody may know."""
    rows = Decision.objects.seen_by(actor, "decision.read").filter(visible_only=True)
    found: Decision | None = (
        rows.filter(pk=proposal.grounds.get("decision")).select_related("bundle", "party").first()
    )
    return found


def part_label(name: str) -> Any:
    """Of a fact or a piece of evidence that was returned."""
    kind, _sign, key = name.partition(":")
    if f"{kind}:" == FACT:
        return label(key, language())
    if f"{kind}:" == PIECE and key.isdecimal():
        rows = Evidence.objects.unscoped("the evidence that a proposal names")
        title = rows.filter(pk=key).values_list("title", flat=True).first()
        return _("Evidence: %s") % title if title else name
    return name


def pieces_of(proposal: Proposal) -> list[Evidence]:
    """The evidence that a proposal names, whoever reads it."""
    rows = Evidence.objects.unscoped("the evidence that a proposal names")
    return list(rows.filter(pk__in=proposal.grounds.get("evidence", [])).order_by("pk"))


def exhibits_of(proposal: Proposal, actor: Actor) -> list[Exhibit]:
    """The evidence that it names, as far as the reader sees it; opened by those who may."""
    seen = Evidence.objects.seen_by(actor, "customer.read")
    shown = seen.filter(pk__in=proposal.grounds.get("evidence", [])).order_by("pk")
    opens = actor.may("evidence.read", proposal.branch_path)
    return [
        Exhibit(
            one.title,
            evidence_status(one),
            one.issuer,
            reverse("evidence_file", args=[one.pk]) if opens else "",
        )
        for one in shown
    ]


def told_pieces(value: str) -> str:
    """Pieces of evidence with their states, as the fingerprint keeps them, in words."""
    states = dict(one.split(":") for one in value.split())
    rows = Evidence.objects.unscoped("the evidence that a proposal names").filter(pk__in=states)
    told = [
        f"{one.title} {EvidenceState(states[str(one.pk)]).label}" for one in rows.order_by("pk")
    ]
    return listed(told, language())


def _reasons(said: Told) -> list[Line]:
    """The decisive clause, and the others that count beside it."""
    return sorted(said.why, key=lambda line: not line.decisive)


def _facts(said: Told, actor: Actor) -> Iterator[Ground]:
    """Each fact once, those of the decisive clause first."""
    seen = {fact.name: fact for line in _reasons(said) for fact in line.facts}
    for fact in seen.values():
        paper: Evidence | None = fact.evidence
        if paper is None:
            yield Ground(fact)
            continue
        opens = actor.may("evidence.read", said.party.branch_path)
        file = reverse("evidence_file", args=[paper.pk]) if opens else ""
        yield Ground(fact, evidence_status(paper), file)


def _parts(proposal: Proposal, facts: list[Ground]) -> Iterator[tuple[str, Any]]:
    for key in proposal.grounds.get("evidence", []):
        yield f"{PIECE}{key}", part_label(f"{PIECE}{key}")
    for one in facts:
        yield f"{FACT}{one.fact.name}", one.fact.label
