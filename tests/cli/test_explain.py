"""``kefen explain``: a subject of a run, told later by what the run read and held against what it wrote."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pytest

from kefen.bundles import BundleStore
from tests.cli.packs import CommandLine

DAY = ("--as-of", "2026-06-01")
FACTS = "customer_id,birth_date,citizen,annual_income,education,debt_share,in_arrears\n"
ROWS = (
    "007,1990-01-01,是,90000.50,大专,0.1,否\n008,1990-01-01,是,130000,本科,0.1,否\n"
    "009,1990-01-01,是,,,0.1,\n010,1990-01-01,是,1,大专,0.1,是\n011,1990-01-01,是,odd,大专,0.1,否\n"
    "012,1990-01-01,是,1,大专,0.1,否\n012,1990-01-01,是,2,大专,0.1,否\n"
)
LOANS = "customer_id,balance,bad\n007,5,否\n008,1000,是\n10,7,否\n"
SAME = "The same as the row that the run wrote"


@pytest.fixture
def ran(kefen: CommandLine) -> str:
    """A finished run."""
    return run(kefen)


def run(kefen: CommandLine, suffix: str = ".csv", output: str = "out.csv", *more: str) -> str:
    for name, text in (("in", FACTS + ROWS), ("loans", LOANS)):
        kefen.write(f"{name}.csv", text)
        if suffix == ".parquet":
            place = kefen.folder / name
            duckdb.sql(f"SELECT * FROM read_csv('{place}.csv', all_varchar=true)").write_parquet(
                f"{place}.parquet"
            )
    lists = f"loans=loans{suffix}"
    told = kefen("run", "car-loan", f"in{suffix}", "--list", lists, "-o", output, *DAY, *more)
    assert told.code == 3, told.err
    return output


def test_it_is_told_as_one_decision_is(kefen: CommandLine, ran: str) -> None:
    kefen.change("facts.json", '"loans": []', '"loans": [{"balance": 5, "bad": false}]')
    one = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--lang", "en")
    told = kefen("explain", ran, "007", "--lang", "en")
    assert (told.code, told.err) == (0, "")
    assert told.out == f"{one.out}\n{SAME}\n"


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("output", ["out.csv", "out.parquet", "out.jsonl", "out.xlsx"])
def test_every_row_that_was_written_comes_out_again(
    kefen: CommandLine, suffix: str, output: str
) -> None:
    run(kefen, suffix, output, "--flags", "--holds-until")
    for subject in ("007", "008", "009"):
        told = json.loads(kefen("explain", f"{output}.run.json", subject, "--json").out)
        assert (told["compared"], told["differing"]) == (True, [])


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize(("subject", "why"), [("011", "odd"), ("012", "几"), ("010", "010")])
def test_who_was_set_aside_is_told_why(
    kefen: CommandLine, suffix: str, subject: str, why: str
) -> None:
    told = kefen("explain", run(kefen, suffix), subject)
    findings = (kefen.folder / "out.quarantine.csv").read_text("utf-8-sig").splitlines()
    words = {line.split(",")[-1] for line in findings if line.split(",")[1].strip() == subject}
    assert told.code == 3
    assert words
    assert all(one in told.out.replace("\n    ", "") for one in words)


def test_a_row_that_was_touched_is_found_out(kefen: CommandLine, ran: str) -> None:
    kefen.change(ran, "乙类", "甲类")
    told = kefen("explain", ran, "007")
    assert told.code == 1
    assert "甲类" in told.out.split("写出的一行不同")[1]


def test_a_source_that_changed_is_said_and_one_that_is_gone(kefen: CommandLine, ran: str) -> None:
    kefen.change("in.csv", "90000.50", "130000")
    os.utime(kefen.folder / "in.csv", (4e9, 4e9))
    told = kefen("explain", ran, "007", "--audience", "staff")
    assert "现在的数据" in told.err
    assert kefen("explain", ran, "007").code == 1
    (kefen.folder / "in.csv").unlink()
    assert "已经不在" in kefen("explain", ran, "007").err


def test_a_source_that_was_only_written_again_has_not_changed(kefen: CommandLine, ran: str) -> None:
    run(kefen, ".csv", "out.csv", "--audience", "staff")
    os.utime(kefen.folder / "in.csv", (4e9, 4e9))
    assert kefen("explain", ran, "007", "--audience", "staff").err == ""


def test_who_was_not_in_the_run_is_said(kefen: CommandLine, ran: str) -> None:
    told = kefen("explain", ran, "999", "--lang", "en")
    assert (told.code, told.err) == (1, "error: in.csv has no `999`\n")
    assert kefen("explain", "nothing.csv", "007").code == 1


def test_another_text_is_refused_and_the_kept_one_found(kefen: CommandLine, ran: str) -> None:
    before = kefen("explain", ran, "007").out
    BundleStore(Path("store")).keep(["./car-loan"])
    kefen.change("car-loan/2026.md", "120000 from", "130000 from")
    assert "--bundles" in kefen("explain", ran, "007").err
    assert kefen("explain", ran, "007", "--bundles", "store").out == before


def test_a_run_for_staff_is_told_to_others_without_its_row(kefen: CommandLine) -> None:
    run(kefen, ".csv", "out.csv", "--audience", "staff")
    told = kefen("explain", "out.csv", "007", "--lang", "en")
    assert told.out.endswith("The row that the run wrote (for staff) was not compared\n")
    assert kefen("explain", "out.csv", "007", "--audience", "staff", "--lang", "en").code == 0
