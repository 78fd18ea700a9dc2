"""Random little policies as text: ladders, bands or a base; adjustments, floors, ceilings, bans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from kefen.checking import check
from kefen.checking.uses import Library
from kefen.deciding import Decider
from kefen.diagnostics import Diagnostics
from kefen.errors import KefenError
from kefen.policy import Policy
from kefen.reading.draft import Draft
from kefen.reading.markdown import read_document
from kefen.reading.yaml_text import read_yaml
from kefen.source import Source

FLAGS = tuple("abcdefg")
NUMBERS = ("n", "m")
MOST = 3
SCALE = ("A", "B", "C", "D")

VOCABULARY = f"""
lists:
  loans:
    label: Loans
    fields:
      a: {{kind: flag}}
      b: {{kind: flag}}
      n: {{kind: integer}}
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
    return text_of(draw(st.sampled_from(["class", "turned"])), clauses)


def text_of(scale: str, clauses: Sequence[str]) -> str:
    """The text of a policy from its clauses."""
    return _FRONT.format(scale=scale, clauses="\n\n".join(clauses))


def decider_of(text: str, as_of: date, used: str = "") -> Decider:
    """A decider for a random policy, which may use another under the name ``inner``."""
    return Decider.of(_policy(text, lambda name, day: _policy(used, _nothing)), as_of)


def _policy(text: str, library: Library) -> Policy:
    found = Diagnostics()
    document = read_document(Source("random.md", text), found)
    entries = {"": read_yaml(Source("vocabulary.yaml", VOCABULARY), found)}
    sources = read_yaml(
        Source("sources.yaml", "law: {title: 法, in_force: [1990-01-01, null]}"), found
    )
    draft = Draft("random", "", (document,), entries, sources, found=found)
    return check(draft, document, library)


def _nothing(name: str, day: date) -> Policy:
    raise KefenError(f"no policy {name} on {day}")


@st.composite
def policies_that_use(draw: Any) -> str:
    """The text of a ladder whose conditions read the result of another policy."""
    tests = st.builds(
        "{}inner {} {}{}".format,
        st.sampled_from(["", "not "]),
        st.sampled_from(["=", "!=", "<", ">="]),
        st.sampled_from(SCALE),
        st.builds(" {} {}".format, st.sampled_from(["and", "or"]), _ATOMS),
    )
    grades = "\n\n".join(f"grade {value}\n  when {draw(tests)}" for value in SCALE[:3])
    text = _FRONT.format(scale="class", clauses=f"{grades}\n\n{_end(draw)}")
    return text.replace("---\n#", "uses: [{policy: other, as: inner}]\n---\n#")


@st.composite
def policies_for_each(draw: Any) -> str:
    """The text of a ladder whose conditions read another policy's result for each item of a list."""
    compared = st.builds(
        "{} {}".format, st.sampled_from(["=", "!=", "<", ">="]), st.sampled_from(SCALE)
    )
    kept = st.sampled_from(["", "", "[a]", "[n >= 2]", "[inner != A]", "[inner = B or b]"])
    tests = st.one_of(
        st.builds(
            "{} l in loans{} satisfies l.inner {}".format,
            st.sampled_from(["some", "every"]), kept, compared,
        ),
        st.builds("count(loans[inner {}]) >= {}".format, compared, st.integers(1, 2)),
        st.builds("sum(for l in loans[inner {}] return l.n) > {}".format, compared, st.integers(1, 2)),
        st.builds(
            "{}(for l in loans{} return l.inner, {}) {}".format,
            st.sampled_from(["worst", "best"]), kept, st.sampled_from(SCALE), compared,
        ),
    )  # fmt: skip
    joined = st.builds("({}) {} {}".format, tests, st.sampled_from(["and", "or"]), _ATOMS)
    grades = "\n\n".join(
        f"grade {value}\n  when {draw(st.one_of(tests, joined))}" for value in SCALE[:3]
    )
    text = _FRONT.format(scale="class", clauses=f"{grades}\n\n{_end(draw)}")
    return text.replace(
        "---\n#", "uses: [{policy: other, as: loans.inner, for_each: loans}]\n---\n#"
    )


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
