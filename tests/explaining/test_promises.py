"""What a proposal promises holds: every value that its sentence allows is decided again, over cases of all packs."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import pytest

from kefen.deciding import Decision
from kefen.deciding.grid import Grid
from kefen.deciding.trace import trace
from kefen.explaining import Proposal, lift
from kefen.explaining.contrast import decided_with
from kefen.explaining.wishes import Wish
from kefen.reading.folders import shipped_packs
from kefen.vocabulary import FactSpec
from tests.explaining.samples import sampled


def values_of(wish: Wish, decision: Decision) -> list[Any]:
    """Values that a wish allows: all of a few, else the ends, their neighbours and all thresholds between them."""
    if wish.some is not None:
        return list(wish.some)
    inputs = {one.name: one for one in decision.decider.program.plan.inputs}
    one, cells = inputs[wish.fact], decision.decider.cells
    spec = one.spec
    assert spec is not None
    grid = Grid(spec)
    ends = [wish.low if wish.low is not None else grid[0],
            wish.high if wish.high is not None else grid[grid.size]]  # fmt: skip
    middle = grid[(grid.place(ends[0]) + grid.place(ends[1])) // 2]
    tried = {*ends, middle, *cells.of(one.name, decision.facts.values, decision.settings)}
    return [value for value in sorted(tried) if wish.allows(value)]


@cache
def proposals(pack: str) -> tuple[tuple[Decision, Proposal], ...]:
    """What is proposed for the samples of a pack."""
    found = ((decision, lift(decision)) for decision in sampled(pack))
    return tuple((one, made) for one, ways in found for made in (*ways.bring, *ways.change))


@pytest.mark.parametrize("pack", shipped_packs())
def test_every_value_that_a_proposal_allows_leads_to_what_it_promises(pack: str) -> None:
    for decision, proposal in proposals(pack):
        wishes = [need.wish for need in proposal.needs]
        names = [wish.fact for wish in wishes]
        for values in product(*(values_of(wish, decision) for wish in wishes)):
            after = decided_with(decision, dict(zip(names, values, strict=True)))
            assert after is None or answer(after) == answer(proposal.after), (proposal, values)


def answer(decision: Decision) -> tuple[str, str | None]:
    return decision.status, decision.result


@pytest.mark.parametrize("pack", shipped_packs())
def test_only_facts_that_somebody_can_give_are_proposed_with_values_that_are_accepted(
    pack: str,
) -> None:
    for decision, proposal in proposals(pack):
        tree, specs = trace(decision), decision.policy.vocabulary.facts
        for wish in (need.wish for need in proposal.needs):
            ends = [end for end in (wish.low, wish.high) if end is not None]
            assert tree.definition(wish.fact) is None
            assert all(is_on_the_grid(specs[wish.fact], end) for end in ends)
        assert proposal.after == decision.with_facts(proposal.witness)


def is_on_the_grid(spec: FactSpec, value: Any) -> bool:
    grid = Grid(spec)
    return bool(grid[grid.place(value)] == value)


def test_most_packs_have_something_to_propose() -> None:
    assert sum(bool(proposals(pack)) for pack in shipped_packs()) > len(shipped_packs()) / 2
