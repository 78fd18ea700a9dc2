"""One table of spellings through all doors: the same text means the same wherever it comes in, in Python and in SQL."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kefen.running.duckdb.columns import as_text
from kefen.running.duckdb.workspace import Workspace
from kefen.running.options import Options
from kefen.running.tables import Column
from tests.spelling.doors import DOORS, on_a_list

ROWS = [
    (kind, json.loads(spelling), outcome)
    for kind, spelling, outcome in (
        line.split("\t")
        for line in Path(__file__).with_name("spellings.tsv").read_text("utf-8").splitlines()
    )
]
SPELLED = [(kind, spelling) for kind, spelling, _ in ROWS]
#: these words make a fact unknown on the command line, whatever its kind
SET = ("未知", "unknown", "null")


@pytest.mark.parametrize("door", DOORS)
def test_a_spelling_means_the_same_at_every_door(door: str, tmp_path: Path) -> None:
    found = zip(ROWS, DOORS[door](SPELLED, tmp_path), strict=True)
    differing = {row[:2]: (row[2], told) for row, told in found if row[2] != told}
    if door == "--set":
        differing = {row: told for row, told in differing.items() if row[1] not in SET}
    assert differing == {}


@pytest.mark.parametrize("kind", ["text", "code"])
def test_an_entry_of_a_reference_list_is_read_as_the_fact_it_is_compared_with(
    kind: str, tmp_path: Path
) -> None:
    for name, spelling, outcome in ROWS:
        blank_inside = name == "text" and spelling in ("A B", "Null Island", "'Aqil")
        if name == kind and "\n" not in spelling:
            refused = blank_inside or outcome.startswith(("refused", "unknown"))
            assert (spelling, on_a_list(kind, spelling, tmp_path)) == (
                spelling,
                "refused" if refused else outcome,
            )


@pytest.mark.parametrize(
    ("type_", "value", "text"),
    [
        ("DOUBLE", "3.3000000000000003", "3.3"),
        ("DOUBLE", "310000.0", "310000"),
        ("DOUBLE", "999999999999999.0", "999999999999999"),
        ("DOUBLE", "919900000000000018.0", "9.199E+17"),
        ("DOUBLE", "0.00001", "0.00001"),
        ("FLOAT", "3.3", "3.3"),
        ("VARCHAR[]", "['a', NULL]", "a;NULL"),
        ("VARCHAR[]", "[]", "none"),
        ("TIMESTAMP WITH TIME ZONE", "'2026-01-02 20:00:00+00'", "2026-01-03 04:00:00"),
    ],
)
def test_a_typed_column_of_parquet_is_written_as_a_person_would(
    type_: str, value: str, text: str, tmp_path: Path
) -> None:
    with Workspace(tmp_path / "x", Options()) as space:
        space.do(f"CREATE TABLE t AS SELECT CAST({value} AS {type_}) AS x")
        sql = as_text(Column("x", "x", type_))
        assert space.value(f"SELECT CAST({sql} AS VARCHAR) FROM t") == text
