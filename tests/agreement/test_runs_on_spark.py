"""The same files through DuckDB and through Spark: the same decisions, the same findings, the same counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

import kefen
from kefen.errors import InputError
from kefen.loading import load
from kefen.running import Options, RunSummary, run, run_packs
from kefen.running.databases import ClusterTable
from kefen.running.spark import session
from kefen.running.spark.target import Target
from tests.agreement.days import ago
from tests.agreement.engines import Spark
from tests.agreement.test_dated_files import DAYS, EMPTY, FIELDS, HERE, overlay, subject
from tests.conftest import SPARK, started
from tests.policies.packs import HERE as PACKS
from tests.policies.packs import make_pack
from tests.running.conftest import table_of

AS_OF = date(2026, 11, 23)


@pytest.fixture(autouse=True, params=(SPARK,))
def spark(request: pytest.FixtureRequest) -> Spark:
    """The one Spark of all tests, in which each run has a session of its own."""
    engine = started(request.param)
    assert isinstance(engine, Spark)
    return engine


@pytest.fixture(scope="module")
def grades() -> kefen.Decider:
    return kefen.load("credit-grade", as_of=AS_OF, audience="staff")


def parquet(folder: Path, name: str, rows: list[dict[str, Any]], columns: str = "*") -> Path:
    """Rows as texts in Parquet, but for what ``columns`` make of them."""
    (folder / f"{name}.csv").write_text(table_of(rows))
    target = folder / f"{name}.parquet"
    duckdb.sql(
        f"COPY (SELECT {columns} FROM read_csv('{folder / name}.csv', all_varchar = true)) TO '{target}'"
    )
    return target


def both(
    decider: kefen.Decider, source: Path, folder: Path, **options: Any
) -> tuple[RunSummary, RunSummary]:
    """A file decided by both engines, into ``duck.parquet`` and ``spark.parquet``."""
    chosen = {"lang": "en", "flags": True, **options}
    one = run(decider, source, folder / "duck.parquet", Options(**chosen))
    other = run(decider, source, folder / "spark.parquet", Options(**chosen, engine="spark"))
    return one, other


def decisions(folder: Path) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """What both engines wrote, in the order of the keys."""
    told = [duckdb.sql(f"SELECT * FROM '{folder}/{name}' ORDER BY 1").fetchall()
            for name in ("duck.parquet", "spark.parquet/*.parquet")]  # fmt: skip
    return told[0], told[1]


def findings(folder: Path) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """What both found wrong, without the line of a file."""
    csv = f"read_csv('{folder}/duck.quarantine.csv', all_varchar = true)"
    there = f"'{folder}/spark.quarantine.parquet/*.parquet'"
    one = duckdb.sql(f"SELECT * EXCLUDE (line) FROM {csv}").fetchall()
    other = duckdb.sql(f"SELECT * FROM {there}").fetchall()
    return one, other


def counts(summary: RunSummary) -> tuple[Any, ...]:
    listed = [one for _, one in summary.lists]
    return (
        summary.rows, summary.decided, summary.quarantined, summary.table, summary.decisive,
        summary.missing, summary.settles, summary.gaps, summary.nothing, listed,
    )  # fmt: skip


def in_order(found: list[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    return sorted(tuple("" if cell is None else str(cell) for cell in row) for row in found)


# --- agreement ------------------------------------------------------------------------------------

_TYPED = "* REPLACE (CAST(born AS DATE) AS born, CAST(income AS DECIMAL(20, 3)) AS income)"


def test_subjects_and_their_loans_are_decided_alike(tmp_path: Path) -> None:
    as_of = DAYS[0]
    pack, chance = make_pack(HERE / "dated.md", tmp_path), Random(str(as_of))
    bank = overlay(tmp_path / "bank", as_of, ago(as_of, 12))
    decider = load(pack, as_of=as_of, overlay=bank, audience="staff")
    rows = {f"K{n:03}": subject(chance, as_of) for n in range(200)}
    loans = [{"id": key, **FIELDS, **loan} for key, row in rows.items() for loan in row["loans"]]
    plain = [
        {"id": k, **EMPTY, **{n: v for n, v in row.items() if n != "loans"}}
        for k, row in rows.items()
    ]
    source = parquet(
        tmp_path, "in", [{k: v for k, v in row.items() if k != "loans"} for row in plain], _TYPED
    )
    lists = {"loans": parquet(tmp_path, "loans", loans)}
    one, other = both(decider, source, tmp_path, lists=lists, missing=False)
    assert counts(other) == counts(one)
    expected, found = decisions(tmp_path)
    assert found == expected
    assert in_order(findings(tmp_path)[1]) == in_order(findings(tmp_path)[0])


ODD = [
    {"customer_id": "A1000001", "card_history": "NN1NN", "abnormal_account": " 是 "},
    {"customer_id": " A1000002", "card_history": "*1" * 12, "abnormal_account": "FALSE"},
    {"customer_id": "A1000003", "card_history": "无", "abnormal_account": "Y"},
    {"customer_id": "A1000004", "card_history": "Q" * 24, "abnormal_account": "0"},
    {"customer_id": "A1000005", "card_history": "#N/A", "abnormal_account": "perhaps"},
    {"customer_id": "A1000006", "card_history": "7", "abnormal_account": "NULL"},
    {"customer_id": "A1000006", "card_history": "1", "abnormal_account": "no"},
    {"customer_id": "", "card_history": "1", "abnormal_account": "no"},
    {"customer_id": "合计", "card_history": "", "abnormal_account": ""},
    {"customer_id": "１２３", "card_history": "2", "abnormal_account": "no"},
]


def test_odd_values_are_taken_and_refused_alike(tmp_path: Path, grades: kefen.Decider) -> None:
    one, other = both(grades, parquet(tmp_path, "in", ODD), tmp_path)
    assert counts(other) == counts(one)
    expected, found = decisions(tmp_path)
    assert found == expected
    assert in_order(findings(tmp_path)[1]) == in_order(findings(tmp_path)[0])


NUMBERS = {
    "DOUBLE": ["12345678.5", "1e3", "'NaN'", "-0.0", "1e18", "0.1"],
    "DECIMAL(20, 4)": ["1.1", "1.001", "-7", "1234567890123456"],
}


@pytest.mark.parametrize("type_", NUMBERS)
def test_numbers_of_a_type_are_read_alike(type_: str, tmp_path: Path) -> None:
    decider = load(make_pack(HERE / "dated.md", tmp_path), as_of=DAYS[0], audience="staff")
    values = [
        {"id": f"K000000{n}", "value": value.strip("'")} for n, value in enumerate(NUMBERS[type_])
    ]
    source = parquet(tmp_path, "in", values, f"id, CAST(value AS {type_}) AS income")
    one, other = both(decider, source, tmp_path, missing=False, flags=False)
    assert counts(other) == counts(one)
    expected, found = decisions(tmp_path)
    assert found == expected
    # a number that is refused is shown as each engine writes it
    told = [
        [(key, column, reason) for key, column, _, reason, _ in in_order(side)]
        for side in findings(tmp_path)
    ]
    assert told[1] == told[0]


def test_what_contradicts_itself_in_a_list_is_told_alike(tmp_path: Path) -> None:
    pack = make_pack(PACKS / "good" / "per-item.md", tmp_path)
    decider = load(pack, as_of=date(2026, 1, 1), audience="staff")
    loans = [{"id": "A", "balance": "5", "days": "91", "category": "正常"}]
    lists = {"loans": parquet(tmp_path, "loans", loans)}
    source = parquet(tmp_path, "in", [{"id": "A"}, {"id": "B"}])
    one, other = both(decider, source, tmp_path, lists=lists, missing=False)
    assert counts(other) == counts(one)
    assert in_order(findings(tmp_path)[1]) == in_order(findings(tmp_path)[0])


# --- the target -----------------------------------------------------------------------------------

CLEAN = [{"customer_id": f"C{n:04}", "card_history": "1" * (n % 4 + 1)} for n in range(20)]


def test_no_folder_is_made_for_a_target(tmp_path: Path, grades: kefen.Decider) -> None:
    with pytest.raises(InputError, match="there is no folder"):
        run(grades, tmp_path, tmp_path / "no" / "out", Options(engine="spark"))
    assert not (tmp_path / "no").exists()


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path, grades: kefen.Decider) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(InputError, match="mine is there, and was not written by a run"):
        run(grades, parquet(tmp_path, "in", CLEAN), tmp_path / "mine", Options(engine="spark"))


def test_a_run_that_was_cut_off_is_begun_anew_when_asked(
    tmp_path: Path, grades: kefen.Decider, spark: Spark
) -> None:
    rows, names = [tuple(row.values()) for row in CLEAN], [*CLEAN[0]]
    spark.session.createDataFrame(rows, names).createOrReplaceGlobalTempView("book")
    source, target = "spark:global_temp.book", tmp_path / "grades.parquet"
    left, told = tmp_path / ".grades.parquet.run", tmp_path / "grades.parquet.run.json"
    left.mkdir()
    (left / "lock").touch()
    with pytest.raises(InputError, match="run again with --anew"):
        run(grades, source, target, Options(engine="spark"))
    assert left.exists(), "another run may be at it"
    run(grades, source, target, Options(engine="spark", missing=False, anew=True))
    first = json.loads(told.read_text())
    assert (first["parts"][0]["decided"], left.exists()) == (len(CLEAN), False)
    run(grades, source, target, Options(engine="spark", missing=False))
    assert json.loads(told.read_text())["checksum"] == first["checksum"], "replaced by the same"


@pytest.mark.parametrize("renamed", range(6))
def test_names_that_were_taken_half_are_given_back(
    renamed: int, tmp_path: Path, spark: Spark, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Target(spark.session, ClusterTable(str(tmp_path / "out")))
    for made, name in target.places.items():
        for path in map(Path, (made, name)):
            path.mkdir(parents=True)
            (path / path.name).touch()
    Path([*target.places][-1], "told").unlink()
    Path([*target.places][-1]).rmdir()
    before = sorted(path for path in tmp_path.rglob("*") if ".out.run" not in str(path))
    monkeypatch.setattr(Target, "_rename", Dying(Target._rename, renamed))
    with pytest.raises(SystemExit):
        target.publish({})
    monkeypatch.undo()
    target.leave()
    assert sorted(tmp_path.rglob("*")) == before


class Dying:
    """What does its work some times; then the driver dies."""

    def __init__(self, real: Callable[..., None], times: int) -> None:
        self.real, self.times = real, times

    def __get__(self, target: Target, _: type) -> Callable[[str, str], None]:
        def rename(one: str, other: str) -> None:
            if not self.times:
                raise SystemExit
            self.times -= 1
            self.real(target, one, other)

        return rename


def test_a_run_that_fails_leaves_the_target_as_it_was(
    tmp_path: Path, grades: kefen.Decider
) -> None:
    with pytest.raises(InputError, match=r"Spark: .*nowhere"):
        run(grades, tmp_path / "nowhere", tmp_path / "out", Options(engine="spark"))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"explain": True}, "--explain is not for a run on Spark"),
        ({"holds": True}, "--holds-until is not for a run on Spark"),
        ({"sheet": "1"}, "--sheet is not for a run on Spark"),
        ({"threads": 2}, "--threads is not for a run on Spark"),
    ],
)
def test_what_is_not_there_is_refused(
    options: dict[str, Any], said: str, tmp_path: Path, grades: kefen.Decider
) -> None:
    with pytest.raises(InputError, match=said):
        run(grades, tmp_path, tmp_path / "out", Options(engine="spark", **options))


def test_several_policies_are_run_on_files(tmp_path: Path, grades: kefen.Decider) -> None:
    with pytest.raises(InputError, match="several policies in one pass are run on files"):
        run_packs([grades], tmp_path, tmp_path / "out", Options(engine="spark"))


def test_a_table_is_no_target(tmp_path: Path, grades: kefen.Decider) -> None:
    with pytest.raises(InputError, match="decisions go into a folder of Parquet"):
        run(grades, tmp_path, "spark:risk.classes", Options(engine="spark"))


def test_a_fault_of_java_is_one_line() -> None:
    error = Exception("first\nat java.lang")
    assert session.said(error) == "first"
    assert ClusterTable("hdfs://bank/a/b.parquet").name == "b.parquet"
