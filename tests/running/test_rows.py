"""Which rows are decided, which are set aside, and what the quarantine file says of them."""

from __future__ import annotations

import pytest

from kefen import InputError


def test_a_bad_row_is_set_aside_and_all_others_are_decided(grade):
    done = grade("customer_id,card_history,declared_banned\nA,4,no\nB,4,maybe\nC,3,no\n")
    assert done.ids == ["A", "C"]
    assert done.quarantine == [
        {
            "line": "3", "key": "B", "column": "declared_banned", "value": "maybe", "reason": "not a flag",
            "explanation": "Declared banned by the business department “maybe”: neither yes nor no; write yes or no",
        }
    ]  # fmt: skip


def test_every_problem_of_a_row_is_told(grade):
    done = grade("customer_id,resident_id,出生日期,card_history\nA,123,1990-02-30,Q\n")
    assert done.reasons == [("2", "length"), ("2", "no such day"), ("2", "not in domain")]
    assert [row["column"] for row in done.quarantine] == ["resident_id", "出生日期", "card_history"]


def test_every_row_of_a_duplicated_subject_is_set_aside(grade):
    done = grade("customer_id,card_history\nA,4\nB,4\nA,3\n")
    assert done.ids == ["B"]
    assert done.reasons == [("2", "double"), ("4", "double")]


def test_a_key_is_given_twice_too_when_one_of_its_lines_is_no_row(grade):
    done = grade("customer_id,card_history\nA,N\nA,4,5,\x206\nB,4\n")
    assert done.ids == ["B"]
    assert done.reasons == [("2", "double"), ("3", "columns")]


def test_a_row_without_a_key_is_set_aside(grade):
    done = grade("customer_id,card_history\n,4\nB,4\n")
    assert done.reasons == [("2", "no key")]


def test_a_broken_rule_of_the_vocabulary_sets_the_row_aside(grade):
    done = grade("customer_id,出生日期,card_history\nA,2030-01-01,4\nB,1990-01-01,4\n")
    assert done.ids == ["B"]
    assert done.quarantine[0]["explanation"].startswith("born after the as-of day")


def test_a_value_that_contradicts_its_derivation_sets_the_row_aside(classes, tmp_path):
    from kefen.running import Options, run

    (tmp_path / "in.csv").write_text(
        "customer_id,birth_date,年龄\nA,1990-01-01,36\nB,1990-01-01,40\n"
    )
    summary = run(classes, tmp_path / "in.csv", tmp_path / "out.csv", Options(lang="en"))
    text = (tmp_path / "out.quarantine.csv").read_text("utf-8-sig")
    assert summary.decided == 1
    assert '3,B,年龄,40,contradiction,"Age “40”: contradicts 36' in text


def test_rows_in_are_decisions_and_quarantined(grade):
    done = grade("customer_id,card_history\nA,4\nA,4\nB,x\nC\n,4\nD,4\n")
    summary = done.summary
    assert (summary.rows, summary.decided, summary.quarantined) == (6, 1, 5)
    assert "6 rows in = 1 decisions + 5 quarantined" in summary.text("en")


def test_an_old_fact_is_unknown(grade):
    done = grade(
        "customer_id,card_history,card_history@\nA,4,2026-09-01\nB,4,2026-08-22\nC,4,\nD,4,soon\n"
    )
    assert [row["status"] for row in done.decisions] == ["decided", "undetermined", "decided"]
    assert done.reasons == [("5", "not a date")]


def test_an_absent_column_is_unknown_throughout_with_one_warning(grade):
    done = grade("customer_id,card_history\nA,N\n")
    assert [words.en for words in done.summary.warnings] == [
        "no column for loan_history, largest_overdue, first_overdue_on, last_overdue_on, overdues_repaid_on,"
        " declared_banned: unknown in every row"
    ]


def test_an_unknown_column_is_a_warning_with_the_nearest_name(grade):
    done = grade("customer_id,loan_historie,card_history,declared_banned,x\nA,N,N,no,1\n")
    said = [words.en for words in done.summary.warnings]
    assert said[0] == (
        "the column `loan_historie` is no fact and is not read; the nearest name is `loan_history`"
    )


def test_a_key_under_another_name_is_asked_for_before_any_row_is_read(grade):
    with pytest.raises(
        InputError, match="has no column `customer_id` or `客户号`; is it `客户编号`"
    ):
        grade("客户编号,card_history\nA,4\n")


def test_a_code_for_not_known_is_unknown_and_no_error(classes, tmp_path):
    from kefen.running import Options, run

    (tmp_path / "in.csv").write_text("customer_id,sex,education\nA,9,本科\nB, 9,小学博士\n")
    run(classes, tmp_path / "in.csv", tmp_path / "out.csv", Options(lang="en"))
    found = (tmp_path / "out.quarantine.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[:3] for line in found] == [["3", "B", "education"]]


def test_a_resident_number_of_two_customers_is_told_and_both_are_decided(grade):
    number = "11010519491231002X"
    done = grade(f"customer_id,resident_id,card_history\nA,{number},4\nB,{number},4\nC,,4\n")
    assert done.ids == ["A", "B", "C"]
    (told,) = (words.en for words in done.summary.warnings if "more than one key" in words.en)
    assert told.startswith("Resident identity number: 1 with more than one key (such as A, B)")


def test_the_same_customer_twice_is_no_shared_number(grade):
    number = "11010519491231002X"
    done = grade(f"customer_id,resident_id,card_history\nA,{number},4\nA,{number},4\nC,,4\n")
    assert not any("more than one key" in words.en for words in done.summary.warnings)


TOTALS = ["合计", "分行合计", "本页小计", "总计(元)", "合计：3户", "制表人：某", "填表日期:2026-11-23", "审核人", "以下空白", "Total"]  # fmt: skip


@pytest.mark.parametrize("key", TOTALS)
def test_rows_of_totals_and_notes_below_a_table_are_no_subjects(grade, key):
    done = grade(f"客户号,card_history\nA,N\n{key},N\n")
    assert done.ids == ["A"]
    assert [row["reason"] for row in done.quarantine] == ["total"]


@pytest.mark.parametrize("key", TOTALS[:7])
def test_so_they_are_by_their_first_cell_where_rows_are_counted(grade, tmp_path, key):
    (tmp_path / "map.yaml").write_text("key: row number\n")
    done = grade(f"部门,card_history\n一部,N\n{key},N\n", mapping=tmp_path / "map.yaml")
    assert done.ids == ["1"]
    assert [row["reason"] for row in done.quarantine] == ["total"]


@pytest.mark.parametrize("key", ["客1", "合1", "第1", "总12", "张三"])
def test_a_key_in_chinese_may_be_one(grade, key):
    assert grade(f"客户号,card_history\n{key},N\n").ids == [key]


@pytest.mark.parametrize("end", [",", ",,", ',""', ", "])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_line_that_ends_in_cells_without_a_column_is_no_row(grade, end, newline):
    """Its `4,` may be the beginning of a number that was never quoted."""
    done = grade(newline.join(["customer_id,card_history", "A,4", f"B,4{end}", "C,4", ""]))
    assert done.ids == ["A", "C"]
    assert [row["line"] for row in done.quarantine] == ["3"]


def test_a_line_whose_last_cells_are_empty_is_a_row(grade):
    assert grade('customer_id,card_history,x,y\nA,4,,\nB,4,"a,b",\n').ids == ["A", "B"]
