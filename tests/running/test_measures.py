"""What a policy collects and works out beside its result stands in columns of the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

import kefen
from kefen.diagnostics import Diagnostics
from kefen.explaining import explain
from kefen.reading.folders import find_pack
from kefen.reading.pack import read_pack
from kefen.running import Options, run
from kefen.verifying.cases import read_cases
from tests.policies.packs import HERE, make_pack
from tests.running.conftest import rows_of, table_of

HEADER = "id,age,employed,debt,income,sound\n"
Run = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def measured(tmp_path: Path) -> Run:
    """Runs rows through the little policy of measures."""
    pack = make_pack(HERE / "good" / "measures.md", tmp_path)
    decider = kefen.load(pack, as_of=date(2024, 1, 1), audience="staff")

    def done(rows: str, out: str = "out.csv", lang: Any = "en") -> list[dict[str, Any]]:
        (tmp_path / "in.csv").write_text(HEADER + rows)
        run(decider, tmp_path / "in.csv", tmp_path / out, Options(lang=lang))
        if out.endswith(".csv"):
            return rows_of(tmp_path / out)
        found = duckdb.sql(f"FROM '{tmp_path / out}'")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    return done


def test_what_is_proven_is_allowed_and_to_be_done(measured):
    (row,) = measured("A,30,yes,5,50000,yes\n")
    assert (row["allow"], row["require"], row["do"], row["open"]) == ("Credit card", "", "Call", "")


def test_what_one_clause_proves_is_not_open_by_another(measured):
    proven, opened = measured("A,30,yes,5,,yes\nB,30,yes,0,,yes\n")
    assert (proven["do"], proven["open"]) == ("Call", "")
    assert (opened["do"], opened["open"]) == ("", "Call")


def test_what_is_open_is_required_but_not_allowed_and_listed_as_open(measured):
    (row,) = measured("A,30,,0,50000,yes\n")
    assert (row["allow"], row["require"], row["do"]) == ("", "Guarantor", "")
    assert row["open"] == "Credit card; Guarantor"


def test_the_tightest_limit_that_may_apply_is_told(measured):
    rows = measured("A,30,yes,0,50000,yes\nB,30,yes,0,50000,no\nC,30,yes,0,50000,\n")
    assert [row["amount_at_most"] for row in rows] == ["300000.00", "250000.00", "250000.00"]


def test_a_limit_whose_value_is_unknown_is_not_told(measured):
    (row,) = measured("A,30,yes,0,,no\n")
    assert row["amount_at_most"] == ""


def test_parquet_holds_ids_and_numbers(measured):
    (row,) = measured("A,30,,0,50000,yes\n", "out.parquet")
    assert (row["open"], row["amount_at_most"]) == ("credit_card|guarantor", 250000 + 50000)


@pytest.mark.parametrize("pack", ["product-entitlement", "service-standard", "class-maintenance"])
def test_a_table_collects_what_one_decision_collects(pack: str, tmp_path: Path) -> None:
    decider = kefen.load(pack, as_of=date(2026, 11, 23), audience="staff")
    cases = read_cases(read_pack(find_pack(pack)), Diagnostics())[::3]
    key = decider.policy.vocabulary.key
    facts = [
        {**case.facts, key.name: f"K{n:04}"} for n, case in enumerate(cases) if is_flat(case.facts)
    ]
    headers = dict.fromkeys(name for row in facts for name in row)
    (tmp_path / "in.csv").write_text(
        table_of([{h: as_text(row.get(h)) for h in headers} for row in facts])
    )
    run(decider, tmp_path / "in.csv", tmp_path / "out.parquet", Options(missing=False))
    found = duckdb.sql(f"FROM '{tmp_path / 'out.parquet'}'")
    rows = {row[0]: dict(zip(found.columns, row, strict=True)) for row in found.fetchall()}
    assert len(rows) > 20
    for given in facts:
        if given[key.name] in rows:
            told = explain(decider.decide(given), "en")
            assert collected(rows[given[key.name]]) == from_one(told), given


def is_flat(facts: dict[str, Any]) -> bool:
    return not any(isinstance(value, dict) or "@" in name for name, value in facts.items())


def as_text(value: Any) -> str:
    return (
        ";".join(map(str, value))
        if isinstance(value, list)
        else ""
        if value is None
        else str(value)
    )


def collected(row: dict[str, Any]) -> dict[str, Any]:
    acts = {
        act: set(filter(None, (row.get(act) or "").split("|")))
        for act in ("allow", "require", "do")
    }
    limits = {name: value for name, value in row.items() if name.endswith("_at_most")}
    return acts | {name: value for name, value in limits.items() if value is not None}


def from_one(told: Any) -> dict[str, Any]:
    applies = {"allow": ("granted",), "do": ("granted",), "require": ("granted", "open")}
    acts = {
        act: {m.name for m in told.measures if m.act == act and m.state in states}
        for act, states in applies.items()
    }
    return acts | {
        f"{m.name}_at_most": m.value for m in told.measures if m.act == "limit" and m.binding
    }


def test_a_policy_without_a_scale_is_summed_up_by_status_and_its_own_subject(tmp_path):
    text = (HERE / "good" / "measures.md").read_text()
    (tmp_path / "own.md").write_text(
        text.replace("version: one", "version: one\nsubject: {zh: 申请, en: application}")
    )
    pack = make_pack(tmp_path / "own.md", tmp_path)
    (tmp_path / "in.csv").write_text(HEADER + "A,30,yes,0,1,yes\nB,,yes,0,1,yes\n")
    decider = kefen.load(pack, as_of=date(2024, 1, 1), audience="staff")
    text = run(decider, tmp_path / "in.csv", tmp_path / "out.csv").text("zh")
    assert "（没有结果）" not in text
    assert "就能定下来的申请数" in text


def test_a_product_is_written_without_the_noughts_of_its_exactness(tmp_path: Path) -> None:
    decider = kefen.load("loan-provision", as_of=date(2026, 6, 30), audience="staff")
    held = (
        "provision_held,general_reserve_held,risk_assets,other_risk_estimate,other_impairment_held"
    )
    (tmp_path / "in.csv").write_text(f"institution_id,{held}\n1,255000,20550,1370000,0,0\n")
    (tmp_path / "loans.csv").write_text("institution_id,category,balance\n1,正常,1000000.01\n")
    options = Options(lang="en", lists={"loans": tmp_path / "loans.csv"})
    for out in ("out.csv", "out.parquet"):
        run(decider, tmp_path / "in.csv", tmp_path / out, options)
    (row,) = rows_of(tmp_path / "out.csv")
    assert (row["general_required"], row["reserve_required"]) == ("10000.0001", "20550.00")
    kept = duckdb.sql(f"SELECT typeof(general_required) FROM '{tmp_path / 'out.parquet'}'")
    assert str(kept.fetchall()[0][0]).startswith("DECIMAL")


@pytest.mark.parametrize(
    ("pack", "column", "told"),
    [
        ("housing-loan-admission", "total_limit_used", "0.55"),
        ("product-entitlement", "down_payment_ratio_at_least", "0.5"),
    ],
)
def test_a_rate_is_written_without_noughts(pack, column, told, tmp_path):
    (tmp_path / "in.csv").write_text("customer_id,application_id\nA,A\n")
    decider = kefen.load(pack, as_of=date(2026, 6, 30), audience="staff")
    for out in ("out.csv", "out.jsonl"):
        run(decider, tmp_path / "in.csv", tmp_path / out, Options(lang="en"))
    (row,) = rows_of(tmp_path / "out.csv")
    assert row[column] == told
    assert f'"{column}":{told},' in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
