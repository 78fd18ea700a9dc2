"""Files joined into one: a header among the rows, the same or one in another order."""

from __future__ import annotations

import pytest
import xlsxwriter

from kefen import InputError
from kefen.running import Options, run
from tests.running.conftest import rows_of

HEADER, OTHER = "customer_id,card_history,loan_history", "loan_history,customer_id,card_history"


def test_the_same_header_once_more_is_set_aside_alone(grade):
    done = grade(f"{HEADER}\nA,N,N\n{HEADER}\nB,N,N\n")
    assert done.ids == ["A", "B"]
    assert done.reasons == [("3", "header again")]


@pytest.mark.parametrize("blank", ["", "\ufeff", '"', " "])
def test_nothing_is_decided_below_a_header_in_another_order(grade, blank):
    other = blank + OTHER if blank != '"' else '"' + OTHER.replace(",", '","') + '"'
    done = grade(f"{HEADER}\nA,N,N\n{other}\n4,N,C\n3,D,N\n")
    assert done.ids == ["A"]
    assert done.reasons == [
        ("3", "header again"), ("4", "below another header"), ("5", "below another header"),
    ]  # fmt: skip


def test_rows_are_decided_again_below_the_first_order(grade):
    done = grade(f"{HEADER}\nA,N,N\n{OTHER}\n4,N,C\n{HEADER}\nB,N,N\n")
    assert done.ids == ["A", "B"]


def test_a_header_that_follows_the_last_row_without_a_line_break_counts(grade):
    done = grade(f"{HEADER}\nA,N,N\nB,N,N{OTHER}\n4,N,C\n")
    assert done.ids == ["A"]
    assert done.reasons == [("3", "columns"), ("4", "below another header")]


def test_it_is_told_which_header_is_meant(grade):
    quarantine = grade(f"{HEADER}\nA,N,N\n{OTHER}\n4,N,C\n").quarantine
    assert "below the header in line 3" in quarantine[1]["explanation"]


def test_so_it_is_in_a_workbook(grade, tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "in.xlsx")) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((HEADER, "A,N,N", HEADER, "B,N,N", OTHER, "4,N,C")):
            sheet.write_row(place, 0, row.split(","))
    done = grade(tmp_path / "in.xlsx")
    assert done.ids == ["A", "B"]
    assert done.reasons == [("3", "header again"), ("5", "header again"), ("6", "below another header")]  # fmt: skip


@pytest.mark.parametrize(
    ("second", "grades_of"),
    [("customer_id,kind,state", ["BANNED"]), ("state,kind,customer_id", [""])],
)
def test_a_list_of_joined_files_is_whole_only_in_the_same_order(
    grades, tmp_path, second, grades_of
):
    (tmp_path / "in.csv").write_text(f"{HEADER}\nA,{'N' * 24},{'N' * 24}\n")
    last = "A,loan,bad_debt" if second.startswith("c") else "bad_debt,loan,A"
    path = tmp_path / "accounts.csv"
    path.write_text(f"customer_id,kind,state\nB,loan,normal\n{second}\n{last}\n")
    options = Options(lists={"accounts": path}, list_covers_more=True, lang="en")
    run(grades, tmp_path / "in.csv", tmp_path / "o.csv", options)
    assert [row["credit_grade"] for row in rows_of(tmp_path / "o.csv")] == grades_of


def test_rows_below_a_second_header_are_not_counted(grade, tmp_path):
    (tmp_path / "map.yaml").write_text("key: row number\n")
    with pytest.raises(InputError, match=r"cannot be counted, .* the first is line 3"):
        grade(
            "card_history,loan_history\nN,N\nloan_history,card_history\nN,4\n",
            mapping=tmp_path / "map.yaml",
        )
