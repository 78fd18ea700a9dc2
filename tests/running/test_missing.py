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


@pytest.mark.parametrize("policy", ["points", "scorecard", "known-facts"])
def test_a_run_leaves_nothing_out_that_one_decision_waits_for(policy: str, tmp_path: Path) -> None:
    pack = make_pack(HERE / "good" / f"{policy}.md", tmp_path)
    decider = kefen.load(pack, as_of=date(2026, 1, 1), audience="staff")
    rows = {row["id"]: row for row in subjects()}
    header = dict.fromkeys(("id", *VALUES), "")
    (tmp_path / "in.csv").write_text(table_of([header | row for row in rows.values()]), "utf-8")
    run(decider, tmp_path / "in.csv", tmp_path / "out.parquet", Options())
    query = f"SELECT id, missing FROM '{tmp_path / 'out.parquet'}'"
    found = {key: set((names or "").split("|")) for key, names in duckdb.sql(query).fetchall()}
    alone = {key: {one.name for one in missing(decider.decide(row))} for key, row in rows.items()}
    assert found.keys() == rows.keys()
    assert {key: names - found[key] for key, names in alone.items() if names - found[key]} == {}
    assert any(alone.values())
