"""A line of JSON in a table means what it means as the facts of one subject, in whatever type its values are written."""

from __future__ import annotations

import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import kefen
from kefen.deciding import Decider
from kefen.errors import FactsError
from kefen.reading.json_text import json_of
from kefen.running import Options, run
from tests.agreement.days import near_limit
from tests.agreement.rows import random_row

AS_OF = date(2026, 2, 28)
PACKS = ("credit-grade", "psbc-customer-class", "loan-risk-category", "risk-tier", "value-tier")
#: values of all types that JSON has, which some facts accept and others do not
ODD: tuple[Any, ...] = (
    True, False, 0, 1, 7, -3, 20260131, Decimal("1.0"), Decimal("0.35"), Decimal("1.5E+7"), Decimal("1E+20"), Decimal("2E-9"),
    10**17, 919900000000000018, "", " 12 ", "1.0", "是", "NULL", "无", "#REF!", "2026-01", "2026/1/5", "1E+5", "12万", "4",
    [], ["4"], [1, None], ["a;b"], {}, {"value": 3}, {"value": True, "date": "2026-01-05"},
    {"value": None, "date": "2027-01-05"}, {"value": 1, "dated": "2026-01-05"}, [{"kind": "loan"}], "\ud840\udc00", "a\nb",
)  # fmt: skip


def as_json(value: Any) -> str:
    """A value as JSON, exact numbers as they are."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {as_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(as_json, value))}]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, default=str)


def random_line(decider: Decider, chance: random.Random, number: int) -> str:
    """A believable subject, a few of whose facts are odd, and some written by their labels or with their subject."""
    vocabulary = decider.policy.vocabulary
    facts = decider.reader.outside(random_row(decider.program, chance, AS_OF))
    facts |= {one.name: [] for one in decider.program.plan.inputs if one.is_list}
    for (
        one
    ) in decider.program.plan.inputs:  # a table takes one result of another policy, not several
        if (
            one.spec
            and one.spec.kind.name in ("scale", "outcome")
            and isinstance(facts.get(one.name), list)
        ):
            facts[one.name] = facts[one.name][0]
    read = [one.name for one in decider.program.plan.inputs if one.spec]
    for name in chance.choices(read, k=chance.choice([0, 0, 1, 2])):
        facts[name] = chance.choice(ODD)
    for one in decider.program.plan.inputs:
        if one.spec and one.spec.max_age and chance.random() < 0.3:
            facts[f"{one.name}@"] = near_limit(chance, AS_OF, [one.spec.max_age])
    facts[vocabulary.key.name] = f"K{number:05}"
    for name in chance.sample(sorted(facts), min(3, len(facts))):
        spec = vocabulary.facts.get(name)
        if spec is not None and vocabulary.names.get(spec.label.zh) == name:
            facts[spec.label.zh] = facts.pop(name)
        elif "." in name:
            subject, _, plain = name.partition(".")
            facts.setdefault(subject, {})[plain] = facts.pop(name)
    return as_json(facts)


def by_one(decider: Decider, line: str) -> tuple[Any, ...] | None:
    """What a single decision says, criterion by criterion; nothing when it is refused."""
    try:
        one = decider.decide(json_of(line))
    except FactsError:
        return None
    said = one.status, one.result, one.marked or None, "|".join(one.possible), one.decisive
    return *said, *map(one.state, states_of(decider))


def by_table(decider: Decider, lines: list[str], folder: Path) -> dict[str, tuple[Any, ...]]:
    """The same of all lines, by key."""
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run(decider, folder / "in.jsonl", folder / "out.parquet", Options(missing=False, flags=True))
    policy = decider.policy
    said = (
        policy.vocabulary.key.name,
        "status",
        policy.decides.name,
        "marked",
        "possible",
        "decisive",
    )
    names = ", ".join(f'"{name}"' for name in (*said, *states_of(decider)))
    found = duckdb.sql(f"SELECT {names} FROM '{folder / 'out.parquet'}'").fetchall()
    return {row[0]: row[1:] for row in found}


def states_of(decider: Decider) -> list[str]:
    """The criteria and clauses that have a condition."""
    return [one.id for one in decider.policy.clauses if one.id in decider.program.traced]


@pytest.mark.parametrize("pack", PACKS)
def test_a_line_of_a_table_is_decided_as_the_facts_of_one_subject(
    pack: str, tmp_path: Path
) -> None:
    decider, chance = kefen.load(pack, as_of=AS_OF, audience="staff"), random.Random(7)
    lines = [random_line(decider, chance, number) for number in range(400)]
    found = by_table(decider, lines, tmp_path)
    expected = {f"K{n:05}": by_one(decider, line) for n, line in enumerate(lines)}
    refused = [key for key, answer in expected.items() if answer is None]
    assert 0 < len(refused) < len(lines)
    differing = {
        lines[int(key[1:])]: (answer, found.get(key))
        for key, answer in expected.items()
        if answer != found.get(key)
    }
    assert differing == {}
