"""Conditions on a repayment history, settled once for each code of its alphabet.

A history is a string, a code a month. What a condition says of a single month depends on the code alone, so it becomes
a set of codes: both compilers then only count characters.
"""

from __future__ import annotations

from kefen.language.operators import COMPARISONS
from kefen.language.syntax import Apply, Const, Meant, Over
from kefen.values import Domain


def codes_where(over: Over) -> str:
    """The codes for which the filter and the body of something over a history hold."""
    domain = over.source.kind.domain
    assert domain is not None
    conditions = [part for part in (over.filter, over.body) if part is not None]
    return "".join(
        term.id
        for place, term in enumerate(domain.terms)
        if all(_holds(condition, place) for condition in conditions)
    )


def kept_codes(over: Over) -> str:
    """The codes the filter keeps; all of them without a filter."""
    domain = over.source.kind.domain
    assert domain is not None
    return "".join(
        term.id
        for place, term in enumerate(domain.terms)
        if over.filter is None or _holds(over.filter, place)
    )


def telling_codes(over: Over) -> str:
    """The codes of which one month settles something over a history: that some month is so, that not every one is."""
    if over.operator != "every":
        return codes_where(over)
    held = codes_where(over)
    return "".join(code for code in kept_codes(over) if code not in held)


def all_codes(domain: Domain) -> str:
    """The alphabet of a history."""
    return "".join(term.id for term in domain.terms)


def _holds(node: Meant, place: int) -> bool:
    if isinstance(node, Const):
        return bool(node.value)
    assert isinstance(node, Apply)
    if node.operator == "not":
        return not _holds(node.args[0], place)
    if node.operator in ("and", "or"):
        join = all if node.operator == "and" else any
        return join(_holds(arg, place) for arg in node.args)
    values = [arg.value if isinstance(arg, Const) else place for arg in node.args]
    return COMPARISONS[node.operator].holds(*values)
