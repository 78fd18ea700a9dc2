"""One decision on the whole class policy: Kefen, zen-engine, and Python by hand, on the same 10,000 customers.

python benchmarks/one_decision.py [CUSTOMERS]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import zen
from book import AS_OF, Customers, Row, book, codes, first_customers, load_decider
from by_hand import ByHand, Lists
from measuring import Claim, Section, Times, Work, claims_table, take_turns
from zen_policy import expressions_and_table, one_expression_node

from kefen.deciding import Decider

CUSTOMERS = 10_000
BLOCK = 500
TRACE = {"trace": True}
SHAPES = {"expressions": one_expression_node, "expressions + table": expressions_and_table}
COMPLETE = ("decided", "refused")

Decide = Callable[[list[Row], list[str]], object]


def measure(customers: int = CUSTOMERS) -> Section:
    """The part of the report."""
    people = first_customers(customers)
    folder = book(customers + customers // 20)
    decider = load_decider(folder)
    lists = Lists(
        *(
            codes(folder, name)
            for name in ("sasac_list", "known_private_schools", "ministry_universities")
        )
    )
    by_hand = ByHand(AS_OF, lists)
    remarks = [compare_by_hand(people, decider, by_hand), compare_zen(people, decider)]
    plain_form, plain = fastest(zen_forms(None), people)
    traced_form, traced = fastest(zen_forms(TRACE), people)
    turns = list(blocks(people, decider, by_hand, {"zen": plain, "zen trace": traced}))
    take_turns(turns[:2])
    times = take_turns(turns)
    remarks += [
        f"zen's faster form without trace: {plain_form}; with trace: {traced_form}. Both are engines with a loader, which compile once; "
        "`create_decision` compiles at every call and is ten times slower. Membership of reference lists is handed to zen as flags.",
        "A decision is made, written and dropped, one after the other; JSON by `json.dumps` for zen, whose evaluation gives Python objects.",
    ]
    return Section(
        f"One decision ({customers:,} customers of the book, credit grades given)",
        [figures(times), claims_table(claims(times))],
        remarks,
    )


# --- the answers are the same ------------------------------------------------------------------------


def compare_by_hand(people: Customers, decider: Decider, by_hand: ByHand) -> str:
    """By hand must say the same of every customer, the incomplete ones too."""
    for row in people.flat:
        mine, theirs = decider.answer(row), by_hand.decide(row)
        assert mine == theirs, (row, mine, theirs)
    return f"Python by hand gives the same status and class for all {len(people.flat):,} customers."


def compare_zen(people: Customers, decider: Decider) -> str:
    """zen must say the same where nothing that matters is missing; where something is, what it says is counted."""
    same, others = 0, Counter[tuple[str, str]]()
    engines = [engine(shape) for shape in SHAPES.values()]
    for flat, nested in zip(people.flat, people.nested, strict=True):
        status, result = decider.answer(flat)
        grades = {int(one.evaluate("policy", nested)["result"]["class"]) for one in engines}
        assert len(grades) == 1, flat
        (grade,) = grades
        if status in COMPLETE:
            assert grade == int(result or 0), (flat, status, result, grade)
            same += 1
        else:
            others[status, "refuses" if not grade else "grants"] += 1
    counts = ", ".join(
        f"{count:,} {status} where it {does} a class"
        for (status, does), count in sorted(others.items())
    )
    return f"zen gives the same answer for all {same:,} customers decided or refused; of the others it says nothing: {counts}."


# --- the forms of zen ----------------------------------------------------------------------------------


def engine(shape: Callable[[], Mapping[str, object]]) -> zen.ZenEngine:
    """An engine that has compiled the policy."""
    return zen.ZenEngine({"loader": {"type": "static", "content": {"policy": shape()}}})


def zen_forms(options: dict[str, bool] | None) -> Iterator[tuple[str, Decide]]:
    """Ways to ask zen: two shapes of the policy; objects, JSON text, or a batch."""
    for name, shape in SHAPES.items():
        one = engine(shape)
        yield f"{name}, objects in", _each(one, options, texts=False)
        yield f"{name}, JSON text in", _each(one, options, texts=True)
        yield f"{name}, batch of objects", _batch(one, options)


def _each(one: zen.ZenEngine, options: dict[str, bool] | None, *, texts: bool) -> Decide:
    def decide(rows: list[Row], written: list[str]) -> None:
        for row in written if texts else rows:
            answer = one.evaluate("policy", row, options)
            if options:
                json.dumps(answer, ensure_ascii=False)

    return decide


def _batch(one: zen.ZenEngine, options: dict[str, bool] | None) -> Decide:
    def decide(rows: list[Row], _: list[str]) -> None:
        for answer in one.evaluate_batch(
            [{"key": "policy", "context": row} for row in rows], options
        ):
            if options:
                json.dumps(answer, ensure_ascii=False)

    return decide


def fastest(forms: Iterator[tuple[str, Decide]], people: Customers) -> tuple[str, Decide]:
    """The form that is done first with a few hundred customers. JSON texts are made beforehand, outside the race."""
    some = dict(forms)
    rows = people.nested[:BLOCK]
    written = [json.dumps(row) for row in rows]
    turn = {name: _work(decide, rows, written) for name, decide in some.items()}
    times = take_turns([turn] * 7)
    best = min(times, key=lambda name: times[name].cpu_seconds)
    return best, some[best]


def _work(decide: Decide, rows: list[Row], written: list[str]) -> Work:
    return lambda: decide(rows, written)


# --- the race ----------------------------------------------------------------------------------------------


def blocks(
    people: Customers, decider: Decider, by_hand: ByHand, zens: Mapping[str, Decide]
) -> Iterator[dict[str, Work]]:
    """A turn for every few hundred customers."""
    for start in range(0, len(people.flat), BLOCK):
        flat, nested = people.flat[start : start + BLOCK], people.nested[start : start + BLOCK]
        written = [json.dumps(row) for row in nested]
        yield {
            "kefen trace": _for_each(flat, lambda row: decider.decide(row).to_json(trace=True)),
            "kefen": _for_each(flat, decider.answer),
            "by hand": _for_each(flat, by_hand.decide),
            **{name: _work(decide, nested, written) for name, decide in zens.items()},
        }


def _for_each(rows: list[Row], decide: Callable[[Row], object]) -> Work:
    def work() -> None:
        for row in rows:
            decide(row)

    return work


def figures(times: Mapping[str, Times]) -> list[list[str]]:
    """Microseconds of a decision."""
    labels = {
        "kefen trace": "Kefen, raw facts in, JSON with the full trace out",
        "zen trace": "zen-engine, the same",
        "kefen": "Kefen, status and class only",
        "zen": "zen-engine, without trace",
        "by hand": "Python by hand, three values, nothing checked (the floor)",
    }
    rows = [["", "µs of the processor a decision"]]
    return rows + [
        [label, f"{times[name].cpu_seconds / BLOCK * 1e6:.0f}"] for name, label in labels.items()
    ]


def claims(times: Mapping[str, Times]) -> list[Claim]:
    """The bounds that are asked."""
    return [
        Claim(
            "with trace: zen over Kefen",
            times["zen trace"].cpu_over(times["kefen trace"]),
            4.5,
            least=True,
        ),
        Claim("result only: zen over Kefen", times["zen"].cpu_over(times["kefen"]), 1, least=True),
    ]


if __name__ == "__main__":
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS).markdown())
