"""Rows of a month each: a history put together from them, and a table of them told as such."""

from __future__ import annotations

import duckdb
import pytest

from kefen import InputError

MAPPING = "histories:\n  card_history: {key: NO, month: M, status: S, values: {ok: N}}\n"
PEOPLE = "customer_id\nA\nB\nC\n"


@pytest.fixture
def graded(grade, tmp_path):
    """Grades a table whose card history stands in the rows of another file."""

    def done(rows: str, mapping: str = MAPPING, people: str = PEOPLE, **options):
        (tmp_path / "rows.csv").write_text(rows)
        (tmp_path / "map.yaml").write_text(mapping)
        lists = {"card_history": tmp_path / "rows.csv"}
        return grade(people, mapping=tmp_path / "map.yaml", lists=lists, explain=True, **options)

    return done


def grades(done) -> dict[str, str]:
    return {row["customer_id"]: row["credit_grade"] or row["status"] for row in done.decisions}


def test_rows_become_a_history_newest_first_and_missing_months_are_unknown(graded):
    done = graded("NO,M,S\nA,2026-10,4\nB,2026-09,1\nB,2026-10,ok\nC,2026-10,N\n")
    assert grades(done) == {"A": "BANNED", "B": "BLEMISHED", "C": "undetermined"}
    assert done.quarantine == []


@pytest.mark.parametrize(
    "month",
    ["2026-10", "202610", "2026/10", "2026年10月", "2026-10-31", "20261031", "2026-10-01 00:00:00"],
)
def test_a_month_is_written_in_many_ways(graded, month):
    assert grades(graded(f"NO,M,S\nA,{month},4\n", people="customer_id\nA\n")) == {"A": "BANNED"}


@pytest.mark.parametrize("form", ["", ', format: "%Y.%m"'])
def test_a_month_that_a_spreadsheet_may_have_cut_is_none(form, graded):
    """It writes 2026.10 as 2026.1, so that October and January look alike."""
    mapping = MAPPING.replace("status: S", f"status: S{form}")
    assert grades(graded("NO,M,S\nA,2026.10,4\n", mapping, "customer_id\nA\n")) == {"A": "BANNED"}
    done = graded("NO,M,S\nA,2026.1,4\nA,2026.09,N\n", mapping, "customer_id\nA\n")
    assert done.decisions == []


def test_a_month_in_a_form_of_its_own_or_counted_back(graded):
    form = MAPPING.replace("status: S", 'status: S, format: "%b-%y"'.replace("%y", "%Y"))
    assert grades(graded("NO,M,S\nA,Oct-2026,4\n", form, "customer_id\nA\n")) == {"A": "BANNED"}
    back = MAPPING.replace("status: S", "status: S, newest: 2026-10")
    assert grades(graded("NO,M,S\nA,-3,4\nA,0,N\n", back, "customer_id\nA\n")) == {"A": "BANNED"}


def test_a_month_that_is_none_too_late_or_given_twice_sets_its_subject_aside(graded):
    done = graded("NO,M,S\nA,2026-13,N\nB,2026-12,N\nC,2026-10,N\nC,202610,4\n")
    assert done.decisions == []
    told = [
        (row["key"], row["column"], row["value"])
        for row in done.quarantine
        if "rows" in row["column"]
    ]
    assert told == [
        ("A", "card_history rows.M", "2026-13"),
        ("B", "card_history rows.M", "2026-12"),
        ("C", "card_history rows.M", "2026-10-01"),
        ("C", "card_history rows.M", "2026-10-01"),
    ]


def test_a_status_that_is_none_sets_its_subject_aside_and_an_empty_one_is_unknown(graded):
    done = graded("NO,M,S\nA,2026-10,X\nB,2026-10,\nB,2026-09,3\nC,2026-10,4\n")
    assert grades(done) == {"B": "SUBSTANDARD", "C": "BANNED"}
    assert [(r["key"], r["value"]) for r in done.quarantine] == [("A", "A"), ("A", "X")]


def test_a_row_without_a_month_is_not_lost(graded):
    done = graded("NO,M,S\nA,,4\nB,2026-10,4\nC,2026-10,4\n")
    assert grades(done) == {"B": "BANNED", "C": "BANNED"}


@pytest.mark.parametrize(
    "row", [",2026-10,4", "#N/A,2026-10,4", "A,2026-10", "A,2026-10,4,x", "A,2026-10,NC,2026-10,"]
)
def test_a_row_of_which_nobody_can_say_whose_it_is_leaves_the_history_unknown(graded, row):
    done = graded(f"NO,M,S\n{row}\nB,2026-10,4\n")
    assert set(grades(done).values()) == {"undetermined"}
    assert "card_history rows is complete for nobody" in done.summary.text("en")


def test_rows_whose_column_may_not_hold_what_stands_in_it_are_refused(grade, tmp_path):
    rows = "SELECT 'A' AS NO, '2026-10' AS M, '\\xFF'::BLOB AS S"
    duckdb.execute(f"COPY ({rows}) TO '{tmp_path / 'rows.parquet'}'")
    (tmp_path / "map.yaml").write_text(MAPPING)
    lists = {"card_history": tmp_path / "rows.parquet"}
    with pytest.raises(InputError, match="the column `S` holds bytes"):
        grade(PEOPLE, mapping=tmp_path / "map.yaml", lists=lists)


def test_a_row_of_nobody_is_told(graded):
    done = graded("NO,M,S\nA,2026-10,4\nZ,2026-10,4\n0B,2026-10,4\n")
    assert grades(done) == {"A": "BANNED", "C": "undetermined"}
    assert {"Z", "0B"} <= {row["key"] for row in done.quarantine}


def test_the_newest_month_is_the_same_for_everybody(graded):
    rows = "NO,M,S\n" + "".join(
        f"A,{y}-{m:02},N\n"
        for y in (2024, 2025, 2026)
        for m in range(1, 13)
        if (y, m) <= (2026, 10)
    )
    done = graded(rows + "B,2024-10,4\nC,2024-11,4\n")
    assert grades(done) == {"A": "undetermined", "B": "undetermined", "C": "BANNED"}
    assert "only 1 of 3 subjects have 2026-10" in " ".join(w.en for w in done.summary.warnings)


def test_months_after_the_newest_of_the_mapping_are_set_aside(graded):
    mapping = MAPPING.replace("status: S", "status: S, newest: 2026-09")
    done = graded("NO,M,S\nA,2026-10,N\nB,2026-09,4\nC,2026-09,N\n", mapping)
    assert grades(done) == {"B": "BANNED", "C": "undetermined"}


def test_rows_that_are_too_old_count_as_unknown(graded):
    done = graded("NO,M,S\nA,2025-10,4\nB,2025-10,4\nC,2025-10,4\n")
    assert set(grades(done).values()) == {"undetermined"}
    assert "the newest month of `card_history` is 2025-10, which is too old" in " ".join(
        w.en for w in done.summary.warnings
    )


def test_rows_may_be_a_parquet_file_with_dates_and_numbers(grade, tmp_path):
    table = "SELECT * FROM (VALUES ('A', DATE '2026-10-31', 4), ('B', DATE '2026-10-31', 1)) t(NO, M, S)"
    duckdb.connect().execute(f"COPY ({table}) TO '{tmp_path / 'rows.parquet'}'")
    (tmp_path / "map.yaml").write_text(MAPPING)
    lists = {"card_history": tmp_path / "rows.parquet"}
    done = grade("customer_id\nA\nB\n", mapping=tmp_path / "map.yaml", lists=lists)
    assert grades(done) == {"A": "BANNED", "B": "BLEMISHED"}


@pytest.mark.parametrize(
    ("mapping", "lists", "said"),
    [
        (MAPPING, [], "from rows: give their file with `--list card_history=FILE`"),
        ("columns: {}\n", ["card_history"], "`card_history` is a history: say in a mapping"),
        (
            MAPPING.replace("key: NO", "key: NUMMER"),
            ["card_history"],
            "rows.csv has no column `NUMMER`",
        ),
        (MAPPING.replace("status: S, ", ""), ["card_history"], "a history has `months`"),
        (
            MAPPING.replace("ok: N", "ok: good"),
            ["card_history"],
            "the value `good`: not in domain; one of `/`",
        ),
        (
            MAPPING.replace("card_history", "age"),
            ["card_history"],
            "`age` is a whole number, no history",
        ),
        (
            MAPPING.replace("status: S", "status: S, newest: 2026"),
            ["card_history"],
            "`2026` is not a month",
        ),
    ],
)
def test_what_is_missing_of_rows_is_said_in_one_line(grade, tmp_path, mapping, lists, said):
    (tmp_path / "map.yaml").write_text(mapping)
    (tmp_path / "rows.csv").write_text("NO,M,S\nA,2026-10,N\n")
    files = dict.fromkeys(lists, tmp_path / "rows.csv")
    with pytest.raises(InputError) as refused:
        grade("customer_id\nA\n", mapping=tmp_path / "map.yaml", lists=files)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "months",
    [
        ("202609", "202610"),
        ("2026-09-30", "2026-10-31"),
        ("-1", "0"),
        ("2026年9月", "2026年10月"),
        ("092026", "102026"),
        ("Sep-2026", "Oct-2026"),
    ],
)
def test_a_table_with_a_row_for_each_customer_and_month_is_told_as_such(grade, months):
    rows = "".join(f"{key},{month},N\n" for key in "AB" for month in months)
    done = grade("customer_id,STAT_MONTH,card_history\n" + rows + "C,202610,N\n")
    assert done.ids == ["C"]
    assert {row["reason"] for row in done.quarantine} == {"month rows"}
    assert "use a history from rows" in done.quarantine[0]["explanation"]
    assert any(
        "one row per customer and month (column `STAT_MONTH`)" in w.en
        for w in done.summary.warnings
    )


@pytest.mark.parametrize(
    "rows", ["A,202610\nA,202610\n", "A,2026-10-03\nA,2026-10-09\n", "A,5\nA,6\n", "A,\nA,202610\n"]
)
def test_keys_that_are_doubled_for_another_reason_are_told_as_before(grade, rows):
    done = grade("customer_id,M\n" + rows)
    assert {row["reason"] for row in done.quarantine} == {"double"}


def test_a_month_given_twice_by_mistake_does_not_hide_that_rows_are_of_months(grade):
    rows = "".join(f"{key},2026{month:02}\n" for key in "ABC" for month in range(1, 11))
    done = grade("customer_id,M\n" + rows + "A,202610\n")
    assert {row["reason"] for row in done.quarantine} == {"month rows"}
