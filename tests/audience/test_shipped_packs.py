"""The shipped packs that read secrets, by their own cases: what others are told does not hang on them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import kefen
from kefen.compiling.audience import Audience, seen_by
from kefen.compiling.secrets import secrets_of
from kefen.diagnostics import Diagnostics
from kefen.errors import FactsError
from kefen.explaining import explain, to_dict, to_lines
from kefen.loading import load_policy
from kefen.policy import Policy
from kefen.reading.folders import find_pack, shipped_packs
from kefen.reading.pack import read_pack
from kefen.running import Options, run
from kefen.verifying import read_cases

AS_OF = date(2026, 11, 23)
FORBIDDEN = re.compile("涉嫌|洗钱|诈骗|欺诈|作案|刑事|涉案|launder|fraud|inside crime|criminal", re.IGNORECASE)  # fmt: skip
SECRET = ["consumer-standing", "housing-loan-admission", "loan-provision", "loan-risk-category", "risk-tier", "service-standard"]  # fmt: skip
_GIVEN = (True, False, "perhaps", {"value": True, "date": "2026-11-20"}, {"value": True, "date": "2020-01-01"},
          {"value": True, "date": "2027-01-01"})  # fmt: skip


@cache
def policy_of(pack: str) -> Policy:
    return load_policy(pack, as_of=AS_OF)


def cases_of(pack: str) -> list[dict[str, Any]]:
    """The facts of some of its cases."""
    cases = read_cases(read_pack(find_pack(pack)), Diagnostics())
    return [case.facts for case in cases][:: max(1, len(cases) // 4)]


def twins(pack: str, facts: dict[str, Any], turn: int) -> Iterator[dict[str, Any]]:
    """The same subject with each secret given in two ways, other ones in each turn."""
    policy = policy_of(pack)
    for place, name in enumerate(sorted(secrets_of(policy))):
        listed, _, field = name.rpartition(".")
        for n in (0, 3):
            given = _GIVEN[(turn + place + n) % len(_GIVEN)]
            if listed in policy.vocabulary.lists:
                items = facts.get(listed, ())
                yield {**facts, listed: [{**item, field: given} for item in items]}
            else:
                yield {**facts, name: given}


def told(decider: kefen.Decider, facts: dict[str, Any]) -> Any:
    try:
        decision = decider.decide(facts)
    except FactsError as error:
        return [str(one) for one in error.problems]
    explained = [explain(decision, lang) for lang in ("zh", "en")]
    lines = [to_lines(one) for one in explained]
    data = json.dumps([to_dict(one) for one in explained], default=str, ensure_ascii=False)
    return lines, data, json.dumps(decision.record(), default=str), decision.to_json(trace=True)


def test_these_packs_have_secrets() -> None:
    assert [name for name in shipped_packs() if secrets_of(policy_of(name))] == SECRET


@pytest.mark.parametrize("audience", ["customer", "restricted"])
@pytest.mark.parametrize("pack", SECRET)
def test_nothing_that_is_told_hangs_on_a_secret(pack: str, audience: Audience) -> None:
    decider = kefen.load(pack, as_of=AS_OF, audience=audience)
    assert cases_of(pack)
    secrets = secrets_of(policy_of(pack))
    for turn, facts in enumerate(cases_of(pack)):
        plain = told(decider, {name: facts[name] for name in facts if name not in secrets})
        assert not FORBIDDEN.search(str(plain)), FORBIDDEN.search(str(plain))
        for twin in twins(pack, facts, turn):
            assert told(decider, twin) == plain


def written(pack: str, audience: Audience, folder: Path, rows: list[dict[str, Any]]) -> Any:
    """Every byte that a run writes, and its summary."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with (folder / "in.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names)
        table.writeheader()
        table.writerows(rows)
    options = Options(flags=True, explain=True, holds=True)
    summary = run(kefen.load(pack, as_of=AS_OF, audience=audience), folder / "in.csv", folder / "out.csv", options)  # fmt: skip
    files = [path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob("out*.csv"))]
    return files, summary.text("zh"), summary.text("en"), summary.counts()


@pytest.mark.parametrize("audience", ["customer", "restricted"])
@pytest.mark.parametrize("pack", SECRET)
def test_nothing_that_a_run_writes_hangs_on_a_secret(
    pack: str, audience: Audience, tmp_path: Path
) -> None:
    policy = policy_of(pack)
    key, secrets = policy.vocabulary.key, secrets_of(policy)
    assert key is not None
    plain, secret = [], []
    for n, facts in enumerate(cases_of(pack)[::2]):
        row = {name: one for name, one in facts.items() if isinstance(one, str | int | float)}
        seen = {key.name: f"C{n}", **{name: row[name] for name in row if name not in secrets}}
        plain.append(seen)
        secret.append(seen | {one: ["是", "否", "也许"][n % 3] for one in secrets if one in policy.vocabulary.facts})  # fmt: skip
    said = written(pack, audience, tmp_path, plain)
    assert written(pack, audience, tmp_path, secret) == said
    assert not FORBIDDEN.search(str(said)), FORBIDDEN.search(str(said))


@pytest.mark.parametrize("pack", sorted(set(shipped_packs()) - set(SECRET)))
def test_a_pack_without_secrets_decides_by_the_very_same_policy(pack: str) -> None:
    policy = policy_of(pack)
    assert seen_by(policy, "restricted") is policy
