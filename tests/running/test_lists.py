"""Records of a subject in a second table: unknown is not empty, and a bad record spoils its subject."""

from __future__ import annotations

import csv

import duckdb
import pytest
import xlsxwriter

import kefen
from kefen import InputError
from kefen.running import Options, run
from tests.running.conftest import AS_OF, rows_of

CUSTOMERS = "customer_id,card_history,loan_history,declared_banned\n" + "".join(
    f"{name},{'N' * 24},{'/' * 24},no\n" for name in "ABC"
)


@pytest.fixture
def graded(grades, tmp_path):
    """Runs three clean customers with a file of accounts."""

    def done(accounts: str, more: bool = False):
        (tmp_path / "in.csv").write_text(CUSTOMERS)
        (tmp_path / "accounts.csv").write_text(accounts)
        lists = {"accounts": tmp_path / "accounts.csv"}
        options = Options(lang="en", lists=lists, list_covers_more=more)
        summary = run(grades, tmp_path / "in.csv", tmp_path / "out.csv", options)
        with (tmp_path / "out.quarantine.csv").open(encoding="utf-8-sig", newline="") as file:
            return summary, [row[:5] for row in csv.reader(file)][1:]

    return done


def test_a_bad_account_bans_its_owner_and_no_account_is_an_answer(graded):
    summary, _ = graded("customer_id,state\nA,bad_debt\nB,active\n")
    assert summary.counts() == {("NORMAL", "decided", ""): 2, ("BANNED", "decided", ""): 1}


def test_without_the_list_the_state_of_accounts_is_unknown(grade):
    done = grade(CUSTOMERS)
    assert {row["status"] for row in done.decisions} == {"undetermined"}
    assert {row["missing"] for row in done.decisions} == {"Credit accounts"}
    assert [(item.id, item.rows) for item in done.summary.settles] == [("accounts", 3)]


def test_a_bad_record_sets_its_subject_aside(graded):
    summary, found = graded("客户号,账户状态\nA,正常\nB,坏了\n")
    assert (summary.decided, summary.quarantined) == (2, 1)
    assert found == [
        ["3", "B", "customer_id", "B", "listed"],
        ["3", "B", "accounts.账户状态", "坏了", "not in domain"],
    ]


def test_a_record_of_nobody_is_set_aside_with_its_line(graded):
    summary, found = graded("customer_id,state\nA,active\nZ,bad_debt\n")
    assert (summary.decided, summary.quarantined, summary.set_aside) == (3, 0, 1)
    assert found == [["3", "Z", "accounts.customer_id", "Z", "no owner"]]
    assert "list accounts: 2 rows in = 1 used + 1 quarantined" in summary.text("en")


@pytest.mark.parametrize("strange", ["0A", "a", "00A", "A.0", "'A", "A.", "+A", "A。"])
def test_a_record_that_means_a_subject_by_another_spelling_of_its_key_keeps_it_undecided(
    graded, strange
):
    summary, found = graded(f"customer_id,state\n{strange},bad_debt\n")
    assert (summary.decided, summary.quarantined) == (2, 1)
    assert [row[4] for row in found] == ["listed", "near"]
    assert found[0][1] == "A"


@pytest.mark.parametrize(
    ("key", "strange"),
    [("1234", '"1,234"'), ("1234", '"1,234.00"'), ("1234", "1234."), ("A-1", "A–1"), ("A-1", "a—1"),
     ("A–1", "A-1"), ("1", "+1"), ("330102001", "0330102001.0")],
)  # fmt: skip
def test_so_does_one_with_another_comma_dash_or_point_where_the_list_covers_more(
    grades, tmp_path, key, strange
):
    (tmp_path / "in.csv").write_text(f"customer_id,card_history\n{key},N\n")
    (tmp_path / "accounts.csv").write_text(f"customer_id,state\n{strange},bad_debt\n")
    options = Options(lists={"accounts": tmp_path / "accounts.csv"}, list_covers_more=True)
    summary = run(grades, tmp_path / "in.csv", tmp_path / "o.csv", options)
    assert (summary.decided, summary.quarantined) == (0, 1)


@pytest.mark.parametrize("other", ["A-1", "A/1", "A_1", "A.1"])
def test_a_sign_inside_a_key_makes_another_key(grades, tmp_path, other):
    (tmp_path / "in.csv").write_text("customer_id,card_history\nA1,N\n")
    (tmp_path / "accounts.csv").write_text(f"customer_id,state\n{other},bad_debt\n")
    options = Options(lists={"accounts": tmp_path / "accounts.csv"}, list_covers_more=True)
    assert run(grades, tmp_path / "in.csv", tmp_path / "o.csv", options).decided == 1


def test_records_of_the_rest_of_the_book_are_counted_when_the_list_covers_more(graded):
    summary, found = graded("customer_id,state\nA,active\nZ,bad_debt\n0B,bad_debt\n", more=True)
    [(_, count)] = summary.lists
    assert (count.rows, count.used, count.quarantined, count.elsewhere) == (3, 1, 1, 1)
    assert [row[4] for row in found] == ["listed", "near"]
    assert "list accounts: 3 rows in = 1 used + 1 quarantined + 1 of others" in summary.text("en")


@pytest.mark.parametrize("line", ['A,"bad_debt', '"A","bad_debt', "A,bad_debt,", '"A","x, y",', "0a,bad_debt,,"])  # fmt: skip
def test_the_subject_of_a_line_that_is_no_row_is_not_decided(graded, line):
    summary, found = graded(f"customer_id,state\n{line}\nB,active\n")
    assert summary.counts() == {("NORMAL", "decided", ""): 2}
    assert [(row[1].upper(), row[4]) for row in found if row[2] == "customer_id"] == [("A", "listed")]  # fmt: skip
    assert [(count.rows, count.used, count.quarantined) for _, count in summary.lists] == [(2, 1, 1)]  # fmt: skip


def test_a_line_that_is_no_row_is_told_with_its_key(graded):
    _, found = graded("customer_id,state\nZ,active,more\nA,active\n")
    assert found == [["2", "Z", "accounts", "Z,active,more", "columns"]]


@pytest.mark.parametrize(
    "record",
    [
        "B",  # the key may be what is missing
        ",bad_debt",
        "#REF!,bad_debt",
        ",A,bad_debt",
        "A,activeB,bad_debt",  # two rows without the line break between them
        "A,activeZ,activeB,bad_debt",
        "A,frozen,x",
        '"A","x, y","z"',
        "A,active,x,B",
        '"A,bad_debt',
        "\u3000,bad_debt",
    ],
)
@pytest.mark.parametrize("more", [False, True])
def test_a_record_of_which_nobody_can_say_whose_it_is_leaves_the_list_unknown_for_all(
    graded, record, more
):
    summary, found = graded(f"customer_id,state\nC,bad_debt\n{record}\n", more=more)
    assert {cell.status for cell in summary.table} == {"undetermined"}
    assert "whose record stands in line 3" in summary.text("en")
    assert "2 rows in = 1 quarantined + 1 not used" in summary.text("en")
    assert [row[0] for row in found if row[2].startswith("accounts")] == ["3"]


def test_a_line_that_is_no_row_is_whose_it_is_only_where_the_key_stands_first(graded):
    summary, _ = graded("state,customer_id\nbad_debt,A,more\nactive,B\n")
    assert {cell.status for cell in summary.table} == {"undetermined"}


@pytest.mark.parametrize("name", ["accounts.xlsx", "accounts.parquet"])
def test_so_does_a_record_without_a_key_in_a_workbook_or_parquet(grades, tmp_path, name):
    (tmp_path / "in.csv").write_text(CUSTOMERS)
    path = tmp_path / name
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["customer_id", "state"])
            sheet.write_row(1, 1, ["bad_debt"])
    else:
        rows = "VALUES (NULL, 'bad_debt'), ('A', 'active')"
        duckdb.sql(f"SELECT * FROM ({rows}) t(customer_id, state)").write_parquet(str(path))
    options = Options(lang="en", lists={"accounts": path})
    summary = run(grades, tmp_path / "in.csv", tmp_path / "out.csv", options)
    assert {cell.status for cell in summary.table} == {"undetermined"}


@pytest.mark.parametrize("blank", [",", ",,,", '"",""'])
def test_a_line_of_nothing_but_delimiters_is_no_record_of_anybody(graded, blank):
    summary, found = graded(f"customer_id,state\nA,active\n{blank}\n")
    assert summary.counts() == {("NORMAL", "decided", ""): 3}
    assert [row[0] for row in found] == ["3"]


def test_a_key_that_may_mean_several_subjects_keeps_all_of_them_undecided(grades, tmp_path):
    (tmp_path / "in.csv").write_text(CUSTOMERS.replace("B,", "0A,"))
    (tmp_path / "accounts.csv").write_text("customer_id,state\n00A,bad_debt\n")
    options = Options(lang="en", lists={"accounts": tmp_path / "accounts.csv"})
    summary = run(grades, tmp_path / "in.csv", tmp_path / "out.csv", options)
    assert [row["customer_id"] for row in rows_of(summary.output)] == ["C"]


def test_a_damaged_byte_in_a_record_keeps_its_subject_undecided(grades, tmp_path):
    (tmp_path / "in.csv").write_text(CUSTOMERS)
    text = "customer_id,state,户名\nA,bad_debt,张\nB,active,李四\n".encode()
    (tmp_path / "accounts.csv").write_bytes(text.replace("张".encode(), b"\xff\xfe"))
    options = Options(lang="en", lists={"accounts": tmp_path / "accounts.csv"})
    summary = run(grades, tmp_path / "in.csv", tmp_path / "out.csv", options)
    assert [row["customer_id"] for row in rows_of(summary.output)] == ["B", "C"]


def test_rows_of_a_list_are_used_or_quarantined(graded):
    summary, _ = graded("customer_id,state\nA,active\nB,broken\nZ,active\n,\n0C,active\n")
    [(_, count)] = summary.lists
    assert (count.rows, count.used, count.quarantined) == (5, 1, 4)


def test_a_list_the_vocabulary_does_not_have_is_refused(grade, tmp_path):
    with pytest.raises(InputError, match="there is no list `account`; did you mean `accounts`"):
        grade(CUSTOMERS, lists={"account": tmp_path / "x.csv"})


def test_a_list_whose_header_stands_lower_is_refused_with_what_mends_it(graded, grades, tmp_path):
    with pytest.raises(InputError, match="line 2 looks like it: say `header: 2` in the mapping"):
        graded("账户清单,x\ncustomer_id,state\nA,bad_debt\n")
    mapping = tmp_path / "map.yaml"
    mapping.write_text("lists: {accounts: {header: 2}}\n")
    options = Options(lists={"accounts": tmp_path / "accounts.csv"}, mapping=mapping)
    summary = run(grades, tmp_path / "in.csv", tmp_path / "out.csv", options)
    assert ("BANNED", "decided", "") in summary.counts()


@pytest.fixture
def provided(tmp_path):
    """Runs two institutions with a file of loans, each of which has a number."""
    decider = kefen.load("loan-provision", as_of=AS_OF)

    def done(loans: str):
        (tmp_path / "in.csv").write_text("institution_id\nI1\nI2\n")
        (tmp_path / "loans.csv").write_text(loans)
        options = Options(lang="en", lists={"loans": tmp_path / "loans.csv"})
        summary = run(decider, tmp_path / "in.csv", tmp_path / "out.csv", options)
        return summary, [tuple(row.values())[:5] for row in rows_of(summary.quarantine)]

    return done


def test_one_id_twice_in_the_list_of_a_subject_is_told(provided):
    summary, found = provided(
        "institution_id,loan_id,balance\nI1,L1,5\nI1,L2,5\nI1,L1,7\nI2,L1,5\n"
    )
    assert (summary.decided, summary.quarantined) == (1, 1)
    assert found == [
        ("2", "I1", "institution_id", "I1", "listed"),
        ("2", "I1", "loans.loan_id", "L1", "given twice"),
        ("4", "I1", "loans.loan_id", "L1", "given twice"),
    ]


def test_equal_records_of_a_list_without_an_id_are_all_used(graded):
    summary, found = graded("customer_id,state\nA,active\nA,active\n")
    assert (summary.lists[0][1].used, found) == (2, [])
