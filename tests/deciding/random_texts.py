"""Random little policies as text: ladders, bands or a base; adjustments, floors, ceilings, bans."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from kefen.deciding import Decider
from tests.agreement.random_policies import policy_of

FLAGS = tuple("abcdefg")
NUMBERS = ("n", "m")
MOST = 3
SCALE = ("A", "B", "C", "D")

VOCABULARY = f"""
scales:
  class: {{label: Class, best: first, values: [A, B, C, D]}}
  turned: {{label: Turned, best: last, values: [D, C, B, A]}}
facts:
{"".join(f"  {name}: {{kind: flag}}{chr(10)}" for name in FLAGS)}
{"".join(f"  {name}: {{kind: integer}}{chr(10)}" for name in NUMBERS)}
"""
_FRONT = """---
policy: random
version: one
in_force: [2000-01-01, null]
instrument: law
decides: {scale}
---
# 第一条 随机

```policy
{clauses}
```
"""
_ATOMS = st.one_of(
    st.sampled_from(FLAGS),
    st.builds(
        lambda name, operator, value: f"{name} {operator} {value}",
        st.sampled_from(NUMBERS),
        st.sampled_from(["<", ">=", "="]),
        st.integers(0, MOST),
    ),
)
CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
        st.builds("(if {} then {} else {})".format, inner, inner, inner),
        st.builds("at least 2 of ({}, {}, {})".format, inner, inner, inner),
    ),
    max_leaves=4,
)


@st.composite
def policies(draw: Any) -> str:
    """The text of a sound policy with every kind of conclusion that leads to a result."""
    numbers = iter(range(1, 100))

    def clause(head: str) -> str:
        return f"{head} 1.{next(numbers)}\n  when {draw(CONDITIONS)}"

    start = draw(st.sampled_from(["ladder", "bands", "base"]))
    clauses = {"ladder": _ladder, "bands": _bands, "base": _base}[start](draw, clause)
    for way in draw(st.lists(st.sampled_from(["down", "up"]), max_size=2)):
        among = draw(st.sampled_from(["", " from A", " from A, B", " from C, D"]))
        clauses.append(clause(f"adjust {way} {draw(st.integers(1, 2))}{among}"))
    for act in draw(st.lists(st.sampled_from(["at least", "at most", "exactly"]), max_size=3)):
        clauses.append(clause(f"{act} {draw(st.sampled_from(SCALE))}"))
    if draw(st.booleans()):
        clauses.append(clause("ban"))
    scale = draw(st.sampled_from(["class", "turned"]))
    return _FRONT.format(scale=scale, clauses="\n\n".join(clauses))


def decider_of(text: str, as_of: date) -> Decider:
    """A decider for a random policy."""
    return Decider.of(policy_of(text, VOCABULARY), as_of)


def _end(draw: Any) -> str:
    return f"otherwise {draw(st.sampled_from(['refuse', 'D']))}"


def _ladder(draw: Any, clause: Any) -> list[str]:
    rungs = sorted(draw(st.sets(st.sampled_from(SCALE[:3]), min_size=1)))
    return [*(clause(f"grade {value}") for value in rungs), _end(draw)]


def _bands(draw: Any, clause: Any) -> list[str]:
    rows = draw(st.lists(st.integers(-10, 20), min_size=1, max_size=5))
    factors = draw(st.sampled_from([("x",), ("x", "y")]))
    points = [
        clause(f"points {amount} for {factors[place % len(factors)]}")
        for place, amount in enumerate(rows)
    ]
    return [*points, "band A from 20", "band B from 10", "band C from 0.5", _end(draw)]


def _base(draw: Any, clause: Any) -> list[str]:
    return [f"base {draw(st.sampled_from(SCALE))}"]
