"""What a proposal promises holds: every value that its sentence allows is decided again, over cases of all packs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from kefen.deciding import Decision
from kefen.deciding.cells import Grid
from kefen.deciding.trace import trace
from kefen.explaining import Proposal, lift
from kefen.explaining.contrast import decided_with
from kefen.explaining.wishes import Wish
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


def proposals() -> Iterator[Any]:
    for decision in sampled():
        found = lift(decision)
        for proposal in (*found.bring, *found.change):
            yield decision, proposal


FOUND = list(proposals())


@pytest.mark.parametrize(("decision", "proposal"), FOUND)
def test_every_value_that_a_proposal_allows_leads_to_what_it_promises(
    decision: Decision, proposal: Proposal
) -> None:
    wishes = [need.wish for need in proposal.needs]
    for values in product(*(values_of(wish, decision) for wish in wishes)):
        after = decided_with(decision, dict(zip((w.fact for w in wishes), values, strict=True)))
        if after is not None:
            assert (after.status, after.result) == (proposal.after.status, proposal.after.result)


@pytest.mark.parametrize(("decision", "proposal"), FOUND)
def test_only_facts_that_somebody_can_give_are_proposed_with_values_that_are_accepted(
    decision: Decision, proposal: Proposal
) -> None:
    tree, specs = trace(decision), decision.policy.vocabulary.facts
    for wish in (need.wish for need in proposal.needs):
        assert tree.definition(wish.fact) is None
        ends = [end for end in (wish.low, wish.high) if end is not None]
        assert all(Grid(specs[wish.fact])[Grid(specs[wish.fact]).place(end)] == end for end in ends)
    assert proposal.after == decision.with_facts(proposal.witness)
