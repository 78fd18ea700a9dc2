"""一次性告知单: the smallest set of materials that settles the best class still reachable, each person's on his own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kefen.explaining import Proposal
from kefen.vocabulary import FactSpec
from workbench.common.languages import language
from workbench.decisions.telling import Told
from workbench.policies.providers import Keeping, keeping_of

SPOUSE = "spouse"
_REPORT = "信用报告"


@dataclass(frozen=True)
class Material:
    """A paper to bring, and what it shows."""

    paper: str
    shows: tuple[str, ...]


@dataclass(frozen=True)
class Needs:
    """What one person brings, for which result; `signs` when a report of the credit register is to be fetched."""

    outcome: str
    materials: tuple[Material, ...]
    signs: bool


def needs_of(told: Told, whose: str = "") -> Needs:
    """The materials of the customer (`whose` is "") or of his spouse; without any where nothing is to be brought."""
    names = [name for name in _wanted(told) if _subject(name) == whose]
    specs = [(name, _spec(told, name)) for name in names]
    papers: dict[str, list[str]] = {}
    reports = False
    for name, spec in specs:
        if spec is None or keeping_of(name) is not Keeping.TYPED or spec.changed_by == "bank":
            continue
        reports |= _REPORT in spec.source.zh
        if _REPORT not in spec.source.zh:
            source = spec.source.said(language()) or spec.label.said(language())
            papers.setdefault(source, []).append(spec.label.said(language()))
    materials = tuple(Material(paper, tuple(shows)) for paper, shows in papers.items())
    return Needs(_outcome(told), materials, reports)


def best(told: Told) -> Proposal | None:
    """Of what would settle it the proposal with the best result, then with the fewest facts."""
    scale = told.decision.policy.decides
    order = {term.id: n for n, term in enumerate(scale.terms)} if scale else {}
    ranks = {place: n for n, place in enumerate(scale.by_goodness())} if scale else {}
    found = told.explanation.lift.bring

    def rank(one: Proposal) -> tuple[int, int]:
        place = order.get(one.after.result or "", len(order))
        return ranks.get(place, len(ranks)), len(one.facts)

    return min(found, key=rank, default=None)


def _wanted(told: Told) -> Iterator[str]:
    """The given facts behind the best proposal; where there is none, all that matter."""
    proposal = best(told)
    names: Iterable[str] = (
        proposal.facts if proposal else [one.name for one in told.explanation.next_facts]
    )
    used, rests_on = told.decision.facts_used, told.decision.decider.rests_on
    seen: set[str] = set()
    for name in names:
        for given in (name, *sorted(rests_on.get(name, ()))):
            if given not in seen and given not in used:
                seen.add(given)
                yield given


def _spec(told: Told, name: str) -> FactSpec | None:
    specs = {one.name: one.spec for one in told.decision.decider.reader.inputs if not one.derived}
    return specs.get(name)


def _subject(name: str) -> str:
    return SPOUSE if name.startswith(f"{SPOUSE}.") else ""


def _outcome(told: Told) -> str:
    proposal, scale = best(told), told.decision.policy.decides
    if proposal is None or scale is None or proposal.after.result is None:
        return _("the decision can be made")
    places = {term.id: n for n, term in enumerate(scale.terms)}
    return scale.said(places[proposal.after.result], language())
