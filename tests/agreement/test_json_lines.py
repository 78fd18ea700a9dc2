"""A line of JSON in a table means what it means as the facts of one subject, in whatever type its values are written."""

from __future__ import annotations

import csv
import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kefen
from kefen.deciding import Decider
from kefen.errors import FactsError
from kefen.reading.json_text import json_of
from kefen.running import Options, run
from tests.agreement.days import near_limit
from tests.agreement.engines import random_row

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


def by_one(decider: Decider, line: str) -> tuple[str, str] | None:
    """Status and result of a single decision; nothing when it is refused."""
    try:
        decision = decider.decide(json_of(line))
    except FactsError:
        return None
    return decision.status, decision.result or ""


def by_table(decider: Decider, lines: list[str], folder: Path) -> dict[str, tuple[str, str]]:
    file = folder / "in.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    run(decider, file, folder / "out.csv", Options(missing=False, lang="en"))
    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as out:
        return {row[0]: (row[3], row[1]) for row in csv.reader(out)}


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
