"""Decisions of a shipped pack, known in full and in part, on which what is told is tried."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kefen.deciding import Decision
from kefen.diagnostics import Diagnostics
from kefen.explaining.contrast import decided_with
from kefen.loading import load_versions
from kefen.reading.folders import find_pack
from kefen.reading.pack import read_pack
from kefen.verifying.cases import CaseRunner, read_cases

_EVERY = 41


@cache
def sampled(pack: str) -> tuple[Decision, ...]:
    """Some cases of a pack, and each of them with every third fact unknown."""
    return tuple(_of_pack(pack))


def _of_pack(pack: str) -> Iterator[Decision]:
    runner = CaseRunner([one.policy for one in load_versions(pack) if one.policy])
    for case in read_cases(read_pack(find_pack(pack)), Diagnostics())[::_EVERY]:
        decision = runner.run(case).decision
        if decision is not None:
            yield decision
            for start in range(3):
                unknown = dict.fromkeys(list(decision.facts_used)[start::3])
                fewer = decided_with(decision, unknown)
                if fewer is not None:
                    yield fewer
