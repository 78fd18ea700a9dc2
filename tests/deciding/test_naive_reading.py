"""What is decided is what a naive reading decides that tries every way in which the unknown may turn out."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kefen.deciding import Decision
from tests.deciding.naive import BANDS, REFUSED, SCALE, Clause, Reading
from tests.deciding.random_texts import FLAGS, decider_of, text_of

AS_OF = date(2026, 1, 1)
ROWS = 12
_GRADES = st.sampled_from(SCALE)
_STARTING = st.sampled_from([(), ("A",), ("A", "B"), ("C", "D")])
_AFTER = st.one_of(
    st.tuples(st.just("adjust"), st.sampled_from([-2, -1, 1, 2]), _STARTING),
    st.tuples(st.sampled_from(["at least", "at most", "exactly"]), _GRADES),
    st.tuples(st.just("ban")),
)


@st.composite
def readings(draw: Any) -> Reading:
    """A ladder, bands or a base; then adjustments, floors, ceilings and bans: as many clauses as there are facts."""
    kind = draw(st.sampled_from(["grade", "points", "base"]))
    first: list[tuple[Any, ...]] = []
    if kind == "grade":
        first = [
            (kind, rung) for rung in sorted(draw(st.sets(st.sampled_from(SCALE[:3]), min_size=1)))
        ]
    if kind == "points":
        rows = draw(
            st.lists(st.tuples(st.integers(-10, 20), st.sampled_from("xy")), min_size=1, max_size=5)
        )
        first = [(kind, points, (factor,)) for points, factor in rows]
    later = draw(st.lists(_AFTER, max_size=min(4, len(FLAGS) - len(first))))
    clauses = tuple(
        Clause(fact, *made) for fact, made in zip(FLAGS, [*first, *later], strict=False)
    )
    if kind == "base":
        return Reading(clauses, base=draw(_GRADES))
    return Reading(clauses, end=draw(st.sampled_from([REFUSED, "D"])))


def head(clause: Clause) -> str:
    if clause.act == "points":
        return f"points {clause.value} for {clause.of[0]}"
    if clause.act == "adjust":
        way = f"adjust {'down' if clause.value > 0 else 'up'} {abs(clause.value)}"
        return f"{way} from {', '.join(clause.of)}" if clause.of else way
    return f"{clause.act} {clause.value or ''}"


def written(reading: Reading, scale: str) -> str:
    """The text of a reading, each clause with its fact as its number."""
    lines = [f"{head(one)} 1.{FLAGS.index(one.fact)}\n  when {one.fact}" for one in reading.clauses]
    if any(one.act == "points" for one in reading.clauses):
        lines += [f"band {grade} from {least}" for grade, least in BANDS.items()]
    end = "refuse" if reading.end == REFUSED else reading.end
    return text_of(scale, [*lines, f"otherwise {end}" if end else f"base {reading.base}"])


def random_facts(chance: Random) -> dict[str, bool]:
    share = chance.choice([0.3, 0.6, 1])
    return {name: chance.random() < 0.5 for name in FLAGS if chance.random() < share}


@settings(max_examples=120)
@given(readings(), st.sampled_from(["class", "turned"]), st.integers(0, 2**32))
def test_a_naive_reading_comes_to_the_same(reading: Reading, scale: str, seed: int) -> None:
    decider, chance = decider_of(written(reading, scale), AS_OF), Random(seed)
    for _ in range(ROWS):
        facts = random_facts(chance)
        decision = decider.decide(facts)
        assert set(decision.possible) == reading.possible(facts), facts
        assert (decision.status, decision.result, decision.marked) == reading.answer(facts), facts
        if decision.status != "undetermined" and len(reading.starts(facts)) == 1:
            assert fact_of(decision) == reading.decisive(facts), facts


def fact_of(decision: Decision) -> str | None:
    """The fact of the decisive clause, if it has one."""
    chapter, _, place = (decision.decisive or "").partition(".")
    return FLAGS[int(place)] if chapter == "1" else None
