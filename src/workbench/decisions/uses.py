"""What rests on a piece of evidence: the facts that it shows, the decisions that read them, the classes given on those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from workbench.customers.knowing import holding
from workbench.customers.models import Evidence, Fact, LinkKind, Party, PartyLink
from workbench.customers.rows import rows_of
from workbench.decisions.models import Decision, Standing
from workbench.policies.texts import shipped_policies

_WHY = "what rests on evidence that the reader may see"
_SUBJECTS = {LinkKind.SPOUSE: "spouse", LinkKind.EMPLOYER: "employer"}


@dataclass(frozen=True)
class Uses:
    """Newest first. Decisions may be of others too: of whom the party is spouse or employer."""

    facts: list[Fact]
    decisions: list[Decision]
    standings: list[Standing]


def uses_of(evidence: Evidence) -> Uses:
    """All uses, past ones too: a fact that was corrected since was read by the decisions before."""
    shown = Fact.objects.unscoped(_WHY).filter(evidence=evidence, confidential=False)
    facts = list(shown.order_by("-true_on", "name"))
    decisions = sorted(_decisions(evidence.party, facts), key=lambda one: -one.pk)
    rows = Standing.objects.unscoped(_WHY).filter(decision__in=decisions)
    return Uses(facts, decisions, list(rows.order_by("-recorded_at", "-pk")))


def _decisions(party: Party, facts: Iterable[Fact]) -> Iterator[Decision]:
    shown = {fact.pk for fact in facts}
    if not shown:
        return
    known, near = rows_of(party), _near(party)
    made = Decision.objects.unscoped(_WHY).filter(visible_only=True, subject="")
    of_all = made.filter(party__in=[party.pk, *(one.party for one in near)])
    for decision in of_all.select_related("party"):
        held = holding(known, as_of=decision.as_of, known_at=decision.known_at)
        names = {row.name for row in held.values() if row.id in shown}
        if names and any(
            _reads(decision.pack, names, below) for below in _ways(decision, party, near)
        ):
            yield decision


@dataclass(frozen=True)
class _Near:
    """Who reads the party's facts, under which name of subject, between which days."""

    party: int
    subject: str
    since: date
    until: date | None


def _near(party: Party) -> list[_Near]:
    links = PartyLink.objects.unscoped(_WHY).filter(
        Q(other=party, kind__in=list(_SUBJECTS)) | Q(party=party, kind=LinkKind.SPOUSE)
    )
    return [
        _Near(
            one.party_id if one.other_id == party.pk else one.other_id,
            _SUBJECTS[LinkKind(one.kind)],
            one.since,
            one.until,
        )
        for one in links
    ]


def _ways(decision: Decision, party: Party, near: Iterable[_Near]) -> Iterator[str]:
    """Before the name of a fact: nothing in his own decision, `spouse.` in that of his wife."""
    if decision.party_id == party.pk:
        yield ""
    for one in near:
        lasting = one.until is None or decision.as_of < one.until
        if one.party == decision.party_id and one.since <= decision.as_of and lasting:
            yield f"{one.subject}."


def _reads(pack: str, names: Iterable[str], below: str) -> bool:
    policy = shipped_policies().get(pack)
    asked = policy.vocabulary.names if policy else frozenset()
    return any(below + name in asked for name in names)
