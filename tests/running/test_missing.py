"""What a run names as missing holds all that one decision waits for, where a policy asks whether something is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pytest

import kefen
from kefen.deciding.missing import missing
from kefen.running import Options, run
from tests.explaining.test_gaps import using
from tests.policies.packs import HERE, make_pack
from tests.running.conftest import table_of

VALUES: dict[str, tuple[Any, ...]] = {
    "age": (None, 20, 40), "income": (None, 0, 20000), "employed": (None, "yes", "no"), "citizen": (None, "yes"),
}  # fmt: skip


def subjects() -> Iterator[dict[str, Any]]:
    """Every mixture of these values, without those that are not known."""
    for n, values in enumerate(product(*VALUES.values())):
        facts = dict(zip(VALUES, values, strict=True))
        yield {"id": f"{n}", **{name: one for name, one in facts.items() if one is not None}}


ROWS = {row["id"]: row for row in subjects()}


def named(decider: kefen.Decider, folder: Path) -> dict[str, set[str]]:
    """By key what a run names as missing."""
    header = dict.fromkeys(("id", *VALUES), "")
    (folder / "in.csv").write_text(table_of([header | row for row in ROWS.values()]), "utf-8")
    run(decider, folder / "in.csv", folder / "out.parquet", Options())
    found = duckdb.sql(f"SELECT id, missing FROM '{folder / 'out.parquet'}'").fetchall()
    return {key: set(filter(None, (names or "").split("|"))) for key, names in found}


@pytest.mark.parametrize("used", [False, True])
@pytest.mark.parametrize("policy", ["points", "scorecard", "known-facts"])
def test_a_run_leaves_nothing_out_that_one_decision_waits_for(
    policy: str, used: bool, tmp_path: Path
) -> None:
    pack = make_pack(HERE / "good" / f"{policy}.md", tmp_path)
    pack = using(pack) if used else pack
    decider = kefen.load(pack, as_of=date(2026, 1, 1), audience="staff")
    found = named(decider, tmp_path)
    alone = {key: {one.name for one in missing(decider.decide(row))} for key, row in ROWS.items()}
    assert found.keys() == ROWS.keys()
    assert {key: names - found[key] for key, names in alone.items() if names - found[key]} == {}
    assert any(alone.values())


@pytest.mark.parametrize("used", [False, True])
@pytest.mark.parametrize("policy", ["points", "scorecard"])
def test_a_run_names_nothing_that_is_known(policy: str, used: bool, tmp_path: Path) -> None:
    pack = make_pack(HERE / "good" / f"{policy}.md", tmp_path)
    pack = using(pack) if used else pack
    decider = kefen.load(pack, as_of=date(2026, 1, 1), audience="staff")
    found = named(decider, tmp_path)
    assert {key: names & ROWS[key].keys() for key, names in found.items() if names & ROWS[key].keys()} == {}  # fmt: skip
    assert VALUES.keys() & set().union(*found.values())


def test_a_run_waits_for_nothing_behind_a_result_that_is_settled(tmp_path: Path) -> None:
    outer = using(make_pack(HERE / "good" / "points.md", tmp_path)) / "one.md"
    text = outer.read_text("utf-8").replace("when result = A", "when result = A and citizen")
    outer.write_text(text, "utf-8")
    decider = kefen.load(outer.parent, as_of=date(2026, 1, 1), audience="staff")
    row = {"id": "1", "age": 40, "income": 20000}
    (tmp_path / "in.csv").write_text(table_of([row]), "utf-8")
    run(decider, tmp_path / "in.csv", tmp_path / "out.parquet", Options())
    assert decider.decide(row).value("result") == 1  # A, whatever the employment
    found = duckdb.sql(f"SELECT missing FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert found == [("citizen",)]
