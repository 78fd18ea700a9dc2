"""The worst and the best of several results, of each of which only the possible ones are known.

A set of possible results is a mask: a bit for each value of the scale, above them one for a refusal, which is worse than
all values. A result is possibly the worst of several if one of them can be it and every one can be it or better: it is in
some mask, and in the *reach* of every mask, the values that are at least as bad as its best one. For the best the reach
holds the values that are at least as good as the worst one.

Of a scale A, B, C (bits 1, 2, 4; A the best) one loan is B (2), another A or C (5). The reach of 2 is B and C (6), that of
5 all three (7): the worst of both is in 2 | 5, in 6 and in 7, so it is B or C.
"""

from __future__ import annotations

from kefen.language.syntax import Over
from kefen.values import Domain


def reach_in_python(over: Over, mask: str) -> str:
    """The reach of a mask, by the name of a variable."""
    domain = _domain(over)
    refusal, values = domain.refusal, domain.everything
    if _refusal_is_next(over, domain):
        if over.operator == "worst":
            return f"({mask} | -{mask})"
        return f"((1 << {mask}.bit_length()) - 1)"
    if over.operator == "worst":
        return f"((1 << ({mask} & {values}).bit_length()) - 1 | {refusal})"
    return f"(-1 if {mask} & {refusal} else ({mask} | -{mask}) & {values})"


def reach_in_sql(over: Over, mask: str) -> str:
    """The same; SQL knows no length of a number in bits."""
    domain = _domain(over)
    refusal, values = domain.refusal, domain.everything
    if _refusal_is_next(over, domain):
        if over.operator == "worst":
            return f"({mask} | -{mask})"
        return _filled(mask, len(domain.terms) + 1, 0)
    if over.operator == "worst":
        return _filled(f"({mask} & {values})", len(domain.terms), refusal)
    return f"CASE WHEN ({mask} & {refusal}) <> 0 THEN -1 ELSE ({mask} | -{mask}) & {values} END"


def _filled(mask: str, length: int, more: int) -> str:
    """All bits up to the highest one, and some more."""
    highest = range(length - 1, -1, -1)
    rows = " ".join(f"WHEN {mask} >= {1 << bit} THEN {(2 << bit) - 1 | more}" for bit in highest)
    return f"CASE {rows} ELSE {more} END"


def _domain(over: Over) -> Domain:
    assert over.kind.domain is not None
    return over.kind.domain


def _refusal_is_next(over: Over, domain: Domain) -> bool:
    """Whether the bit of a refusal follows that of the worst value."""
    return domain.best != "last"
