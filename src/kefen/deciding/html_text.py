"""A decision as a small table for a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from kefen.compiling.audience import basis_of

if TYPE_CHECKING:
    from kefen.deciding.decide import Decision


def to_html(decision: Decision) -> str:
    """An HTML table of what was decided, by what, and by which clause; titles in Chinese and English."""
    rows = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in _rows(decision))
    return f"<table>{rows}</table>"


def _rows(decision: Decision) -> Iterator[tuple[str, str]]:
    policy, clause = decision.policy, decision.decisive_clause
    yield "policy", f"{' '.join(filter(None, policy.title))} ({policy.name} {policy.version})"
    yield "as of", f"{decision.as_of}, for {decision.audience}: {basis_of(decision.audience)} facts"
    if decision.subject:
        yield "subject", decision.subject
    yield "status", " ".join(filter(None, (decision.status, decision.marked)))
    if decision.result:
        yield "result", _labelled(decision, decision.result)
    yield "possible", ", ".join(decision.possible)
    if clause is not None:
        place = clause.cited_on(decision.as_of).place
        yield "by", " ".join(filter(None, (place, *clause.title)))


def _labelled(decision: Decision, result: str) -> str:
    """An id of the decided scale with its labels."""
    scale = decision.policy.decides
    assert scale is not None
    label = next(term.label for term in scale.terms if term.id == result)
    return " ".join(dict.fromkeys(filter(None, (result, *label))))
