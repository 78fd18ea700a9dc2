"""A file decides each row as the row is decided alone, on the first and the last day of whatever a day can move."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from kefen.deciding import Decider
from kefen.errors import FactsError
from kefen.loading import load
from kefen.running import Options, run
from kefen.vocabulary import Age
from tests.agreement.days import ago, near_limit
from tests.policies.packs import make_pack
from tests.running.conftest import table_of

HERE = Path(__file__).parent
ROWS = 400
EMPTY = dict.fromkeys(["income", "income@", "debt", "debt@", "born", "since", "firm"], "")
FIELDS = dict.fromkeys(["balance", "balance@", "opened"], "")
LIMITS = [Age(), Age(days=30), Age(months=6), Age(months=12), Age(months=18 * 12)]
DAYS = [date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2026, 8, 31)]


def some(chance: Random, **values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if chance.random() < 0.8}


def subject(chance: Random, as_of: date) -> dict[str, Any]:
    """Facts of a subject, perhaps with their days, and a list of loans."""
    dates = [near_limit(chance, as_of, LIMITS) for _ in range(4)]
    facts = some(chance, income=chance.choice([0, 1]), debt=chance.choice([0, 1]), firm=f"F{chance.randrange(13)}",
                 born=dates[0], since=dates[1], **{"income@": dates[2], "debt@": dates[3]})  # fmt: skip
    loans = [
        some(
            chance,
            balance=1,
            opened=near_limit(chance, as_of, LIMITS),
            **{"balance@": near_limit(chance, as_of, LIMITS)},
        )
        for _ in range(chance.randint(0, 3))
    ]
    return {**facts, "loans": loans}


def overlay(folder: Path, as_of: date, dated: date) -> Path:
    """A list each of whose entries begins or ends on the day, on the one before it or after it, or never."""
    days = ["", *(as_of + timedelta(n) for n in (-1, 0, 1))]
    spans = [
        (since, until)
        for since, until in product(days, days)
        if not (since and until) or since < until
    ]
    folder.mkdir()
    (folder / "firms.csv").write_text(
        "".join(f"F{n},{since},{until}\n" for n, (since, until) in enumerate(spans))
    )
    (folder / "overlay.yaml").write_text(
        "overlay: {bank: B, issued: 2020-01-01, cites: x}\n"
        f"lists: {{named_firms: {{file: firms.csv, dated: {dated}}}}}\n"
    )  # fmt: skip
    return folder


def alone(decider: Decider, facts: dict[str, Any]) -> tuple[Any, ...] | None:
    """What a run says of a subject: nothing when it is refused."""
    try:
        one = decider.decide(facts)
    except FactsError:
        return None
    return one.status, one.result, "|".join(one.possible), one.decisive, *map(one.state, CRITERIA)


CRITERIA = [f"1.{n}" for n in range(1, 11)]


def together(
    decider: Decider, rows: dict[str, dict[str, Any]], folder: Path, kind: str
) -> dict[str, Any]:
    """The same from a file of subjects and a file of loans."""
    subjects = [{"id": key, **EMPTY, **facts, "loans": ""} for key, facts in rows.items()]
    loans = [
        {"id": key, **FIELDS, **loan} for key, facts in rows.items() for loan in facts["loans"]
    ]
    files = {"in": subjects, "loans": loans}
    for name, table in files.items():
        plain = [{k: v for k, v in row.items() if k != "loans"} for row in table]
        (folder / f"{name}.csv").write_text(table_of(plain))
        if kind == "parquet":
            duckdb.read_csv(str(folder / f"{name}.csv")).write_parquet(
                str(folder / f"{name}.parquet")
            )
    options = Options(flags=True, missing=False, lists={"loans": folder / f"loans.{kind}"})
    run(decider, folder / f"in.{kind}", folder / "out.parquet", options)
    names = ", ".join(
        f'"{name}"' for name in ("id", "status", "class", "possible", "decisive", *CRITERIA)
    )
    found = duckdb.sql(f"SELECT {names} FROM '{folder / 'out.parquet'}'").fetchall()
    return {row[0]: row[1:] for row in found}


@pytest.mark.parametrize(("as_of", "kind"), [*((day, "csv") for day in DAYS), (DAYS[0], "parquet")])
def test_a_file_is_decided_as_its_rows_are_alone(as_of: date, kind: str, tmp_path: Path) -> None:
    pack, chance = make_pack(HERE / "dated.md", tmp_path), Random(str(as_of))
    bank = overlay(tmp_path / "bank", as_of, ago(as_of, 12))
    decider = load(pack, as_of=as_of, overlay=bank, audience="staff")
    rows = {f"K{n:03}": subject(chance, as_of) for n in range(ROWS)}
    expected = {key: alone(decider, facts) for key, facts in rows.items()}
    assert 0 < list(expected.values()).count(None) < ROWS
    found = together(decider, rows, tmp_path, kind)
    assert {
        key: (one, found.get(key)) for key, one in expected.items() if found.get(key) != one
    } == {}
