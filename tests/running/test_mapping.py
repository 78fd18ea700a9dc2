"""A bank's own columns and codes, named in a small file."""

from __future__ import annotations

import re

import duckdb
import pytest
import xlsxwriter

from kefen import InputError
from kefen.running import Options, run
from kefen.running.duckdb.columns import DuckColumns
from kefen.running.duckdb.intake import emptied, load
from kefen.running.duckdb.sources import open_table
from kefen.running.duckdb.workspace import Workspace
from kefen.running.mapping import facts_of
from kefen.running.mapping_file import read_mapping
from kefen.running.matching import TableSpec, match
from tests.running.conftest import AS_OF, Done, rows_of


@pytest.fixture
def mapped(grade, tmp_path):
    """Runs a table under a mapping."""

    def done(mapping: str, table: str):
        path = tmp_path / "map.yaml"
        path.write_text(mapping)
        return grade(table, mapping=path)

    return done


def test_columns_and_codes_are_renamed(mapped):
    done = mapped(
        'columns:\n  NO: customer_id\n  BAN: {fact: declared_banned, values: {"Z1": yes, "Z2": no, "Z9": null}}\n',
        "NO,BAN\nA,Z1\nB,Z2\nC, Z9\nD,Z7\n",
    )
    assert [row["status"] for row in done.decisions] == ["decided", "undetermined", "undetermined"]
    assert [(row["column"], row["value"]) for row in done.quarantine] == [("BAN", "Z7")]


def test_a_history_is_put_together_from_columns_newest_first(mapped):
    done = mapped(
        'histories:\n  card_history: {months: [M1, M2, M3], values: {"0": N, "8": "7"}}\n',
        "customer_id,M1,M2,M3\nA,0,8,0\nB,3,,0\nC,0,0,x\n",
    )
    assert [row["credit_grade"] for row in done.decisions] == ["BANNED", "SUBSTANDARD"]
    assert [(row["column"], row["value"]) for row in done.quarantine] == [("M1+M2+M3", "NNx")]


def test_a_month_of_two_codes_or_of_blanks_moves_no_other(mapped):
    done = mapped(
        "histories:\n  card_history: {months: [M1, M2]}\n",
        "customer_id,M1,M2\nA,10,N\nB, ,4\n",
    )
    assert [row["credit_grade"] for row in done.decisions] == ["BANNED"]
    assert [(row["key"], row["value"]) for row in done.quarantine] == [("A", "[10]N")]


def test_months_may_be_numbers(grade, tmp_path):
    (tmp_path / "map.yaml").write_text("histories:\n  card_history: {months: [M1, M2]}\n")
    table = "SELECT 'A' AS customer_id, 4 AS M1, NULL::INTEGER AS M2"
    duckdb.connect().execute(f"COPY ({table}) TO '{tmp_path / 'in.parquet'}'")
    done = grade(tmp_path / "in.parquet", mapping=tmp_path / "map.yaml")
    assert [row["credit_grade"] for row in done.decisions] == ["BANNED"]


def test_one_column_may_date_several_facts(mapped):
    done = mapped(
        "columns:\n  DAY: {date_of: [card_history, loan_history]}\n",
        "customer_id,card_history,DAY\nA,4,2026-11-01\nB,4,2020-01-01\n",
    )
    assert [row["status"] for row in done.decisions] == ["decided", "undetermined"]


def test_a_constant_holds_for_every_row(mapped):
    done = mapped("constants: {declared_banned: true}\n", "customer_id\nA\nB\n")
    assert {row["credit_grade"] for row in done.decisions} == {"BANNED"}


def test_a_column_mapped_to_nothing_is_not_read(mapped):
    done = mapped("columns: {card_history: null, x: null}\n", "customer_id,card_history,x\nA,4,1\n")
    assert done.decisions[0]["status"] == "undetermined"
    assert len(done.summary.warnings) == 1


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (
            "columns: {NO: customer_idd}",
            "there is no fact `customer_idd`; did you mean `customer_id`?",
        ),
        ("columns: {NUM: customer_id}", "has no column `NUM`"),
        (
            "colums: {NO: customer_id}",
            "`colums` is not a part of a mapping; did you mean `columns`?",
        ),
        ("columns: {NO: {fakt: customer_id}}", "`fakt` is not a property of a column"),
        ("columns: [", "the bracket is not closed"),
        ("- columns", "a mapping begins with `columns:`"),
        ("columns: [NO]", "below `columns` each line is `NAME: VALUE`"),
        ("columns: {NO: [customer_id]}", "one value stands here, not `[customer_id]`"),
        (
            "columns: {NO: {fact: customer_id, values: [1]}}",
            "below `values` each line is `CODE: WORD`",
        ),
        ("constants: {card_history: [1]}", "one value stands here, not `[1]`"),
        (
            "columns: {NO: customer_id}\nconstants: {declared_banned: maybe}",
            "the mapping gives `declared_banned` the value `maybe`: not a flag",
        ),
        (
            "columns: {NO: {fact: customer_id, date_of: [card_history], values: {A: 2026-02-30}}}",
            "the mapping gives `card_history` the value `2026-02-30`: no such day",
        ),
        (
            "columns: {NO: customer_id}\nlists: {acounts: {}}",
            "there is no list `acounts`; did you mean `accounts`?",
        ),
    ],
)
def test_a_wrong_mapping_is_refused_in_one_line(mapped, mapping, said):
    with pytest.raises(InputError) as refused:
        mapped(mapping, "NO\nA\n")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_mapping_in_another_encoding_is_refused_in_words(grade, tmp_path):
    (tmp_path / "map.yaml").write_bytes("columns: {NO: 客户号}".encode("gb18030"))
    with pytest.raises(InputError, match=r"map.yaml is not UTF-8: save it as UTF-8"):
        grade("NO\nA\n", mapping=tmp_path / "map.yaml")


def test_everything_that_is_wrong_in_a_mapping_is_told_at_once(mapped):
    with pytest.raises(InputError) as refused:
        mapped(
            "unknwon: [X]\n"
            "columns:\n"
            "  A: {fact: declared_banned, values: {J: ja, N: no}}\n"
            "  B: card_histori\n"
            "  C: accounts\n"
            "  D: {fact: card_history, times: 12}\n"
            "constants: {abnormal_account: perhaps}\n"
            "lists: {accounts: {columns: {K: {fact: kind, values: {L: lone}}}}}\n",
            "A,B\n1,2\n",
        )
    told = [line.partition("map.yaml:")[2] for line in str(refused.value).split("\n")]
    assert told == [
        "1: `unknwon` is not a part of a mapping; did you mean `unknown`?",
        "3: the mapping gives `declared_banned` the value `ja`: not a flag; one of `true`, `false`",
        "4: the table cannot be mapped: there is no fact `card_histori`; did you mean `card_history`?",
        "5: `accounts` is a list, no column: give its file with `--list accounts=FILE`",
        "6: `times` is for numbers, and `card_history` is a history of `repayment_status`",
        "7: the mapping gives `abnormal_account` the value `perhaps`: not a flag; one of `true`, `false`",
        "8: the mapping gives `kind` the value `lone`: not in domain loan;"
        " one of `loan`, `credit_card`, `semi_credit_card`",
    ]


def test_every_column_that_is_not_there_is_told_at_once(mapped):
    with pytest.raises(InputError) as refused:
        mapped("columns: {NOS: customer_id, CRD: card_history}\n", "NO,CARD\nA,N\n")
    assert str(refused.value).split("\n") == [
        "in.csv has no column `NOS`; did you mean `NO`?",
        "in.csv has no column `CRD`; did you mean `CARD`?",
    ]


LEDGER = "columns: {编号: customer_id, 卡: card_history, 贷: loan_history, a: null, b: null, c: null, d: null}\n"


def test_columns_that_stand_in_a_lower_line_are_told_in_one_line_with_that_line(mapped):
    with pytest.raises(InputError) as refused:
        mapped(LEDGER, "台账,x\n编号,卡\nA,N\n")
    assert str(refused.value) == (
        "in.csv has no column `编号`, `卡`, `贷`, `a`, `b`, `…`; line 1 was taken as the header: `台账 | x`;"
        " line 2 looks like it: say `header: 2` in the mapping"
    )
    known = "columns: {编号: customer_id, 卡: card_history}\n"
    assert mapped(f"header: 2\n{known}", "台账,x\n编号,卡\nA,4\n").ids == ["A"]


def test_columns_that_stand_nowhere_are_told_in_one_line(mapped):
    with pytest.raises(InputError) as refused:
        mapped("columns: {NO: customer_id, 卡: card_history, 贷: loan_history}\n", "NO,x\nA,1\n")
    assert str(refused.value) == (
        "in.csv has no column `卡`, `贷`; line 1 was taken as the header: `NO | x`"
    )


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("{fact: birth_date, format: '%d/%m/%y'}", "`%y` is no part of a date here"),
        ("{fact: birth_date, format: '%b-%Y'}", "a month without a day needs a rule"),
        ("{fact: birth_date, format: '%d/%m/%Y', day: last}", "`day` is `first` or `last`"),
        ("{fact: birth_date, format: '%Y', day: last}", "a date has one year"),
        ("{fact: birth_date, day: last}", "`day` is `first` or `last`"),
        ("{fact: birth_date, days_before: 2018}", "`2018` is not a day such as 2018-12-31"),
        ("{fact: birth_date, percent: true}", "`percent` is for rates, and `birth_date` is a date"),
        ("{fact: age, times: 1%}", "`1%` is not a number to multiply by"),
        ("{fact: age, times: 0}", "`0` is not a number to multiply by"),
        ("{fact: sex, unit: y}", "`unit` is for numbers, and `sex` is a value of `sex`"),
        ("{fact: shareholding, percent: yes}", "`percent` is `true` or is left out"),
        ("{fact: shareholding, percent: true, times: 2}", "is enough"),
        ("{fact: profit_12m, date_of: [annual_income], times: 12}", "`annual_income` is a date"),
        ("[birth_date]", "one value stands here"),
    ],
)
def test_what_does_not_fit_its_fact_is_refused(held, said, classes, tmp_path):
    (tmp_path / "map.yaml").write_text(f"columns:\n  X: {held}\n")
    with pytest.raises(InputError, match=re.escape(said)):
        read_mapping(tmp_path / "map.yaml", classes.policy.vocabulary)


def test_one_fault_is_one_line(classes, tmp_path):
    (tmp_path / "map.yaml").write_text("columns:\n  X: {fact: age, times: 0}\n")
    with pytest.raises(InputError) as refused:
        read_mapping(tmp_path / "map.yaml", classes.policy.vocabulary)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "whole", ["header: 0", "header: x", "key: ID", "lists: {accounts: {key: row number}}"]
)
def test_a_table_as_a_whole_is_said_in_known_words(whole, classes, tmp_path):
    (tmp_path / "map.yaml").write_text(f"{whole}\n")
    with pytest.raises(InputError, match=r"number of a line|the key of a table without one"):
        read_mapping(tmp_path / "map.yaml", classes.policy.vocabulary)


@pytest.fixture
def classify(tmp_path, classes):
    """Runs a table under a mapping by the large policy."""

    def done(mapping: str, table: str):
        (tmp_path / "map.yaml").write_text(mapping)
        (tmp_path / "in.csv").write_text(table)
        options = Options(mapping=tmp_path / "map.yaml", lang="en", flags=True, missing=False)
        summary = run(classes, tmp_path / "in.csv", tmp_path / "out.csv", options)
        return Done(summary, rows_of(summary.output), rows_of(summary.quarantine))

    return done


RESHAPED = """columns:
  NO: customer_id
  BORN: {fact: birth_date, days_before: 2018-12-31, values: {"365243": null}}
  HIRED: {fact: hire_date, format: "%b-%Y", day: last}
  CAPITAL: {fact: registered_capital, unit: 万元, times: 10000}
  SHARE: {fact: shareholding, percent: true}
"""


def test_what_is_reshaped_goes_through_the_one_reader(classify):
    done = classify(
        RESHAPED,
        "NO,BORN,HIRED,CAPITAL,SHARE\n"
        "A,-14000,Feb-2016,100万元,30\n"
        "B,14000,Feb-2016,100万元,30\n"
        "C,-14000,2016,100万元,30\n"
        "D,-14000,Feb-2016,1000000,30\n"
        "E,-14000,Feb-2016,100万元,300\n"
        "F,365243,,,\n",
    )
    assert done.ids == ["A", "F"]
    assert [
        (row["key"], row["column"], row["value"], row["reason"]) for row in done.quarantine
    ] == [
        ("B", "BORN", "14000", "mapping"),
        ("C", "HIRED", "2016", "mapping"),
        ("D", "CAPITAL", "1000000", "mapping"),
        ("E", "SHARE", "300%", "too large"),
    ]
    assert "the rule of the mapping is `unit: 万元`" in done.quarantine[2]["explanation"]


@pytest.mark.parametrize("rule", ["until", "newest", "unit", "format"])
def test_a_text_that_looks_marked_is_told_and_not_decided(classify, rule):
    done = classify(
        "columns: {NO: customer_id, X: birth_date}\n", f"NO,X\nA,1990-01-01 [{rule}: 3]\n"
    )
    assert done.ids == []


def test_words_for_nothing_hold_for_all_columns_and_months(mapped):
    done = mapped(
        'unknown: ["-1", NONE]\n'
        "columns: {NO: customer_id, BAN: {fact: declared_banned, values: {NONE: no}}}\n"
        "histories: {loan_history: {months: [M1, M2]}}\n",
        "NO,BAN,abnormal_account,M1,M2\nA,-1,NONE,-1,4\nB,NONE,x,N,N\n",
    )
    assert [row["credit_grade"] for row in done.decisions] == ["BANNED"]
    assert [(row["column"], row["value"]) for row in done.quarantine] == [("abnormal_account", "x")]


def test_the_rows_of_a_table_without_a_key_are_counted(grade, tmp_path):
    (tmp_path / "map.yaml").write_text("key: row number\n")
    done = grade("declared_banned\ntrue\nX\nfalse\n", mapping=tmp_path / "map.yaml")
    assert done.ids == ["1", "3"]
    assert [(row["line"], row["key"]) for row in done.quarantine] == [("3", "2")]


def test_the_rows_of_a_parquet_file_are_counted_alike(grade, tmp_path):
    (tmp_path / "map.yaml").write_text("key: row number\n")
    table = "SELECT CASE WHEN i % 1000 = 7 THEN 'X' ELSE 'no' END AS declared_banned FROM range(3000) t(i)"
    duckdb.connect().execute(f"COPY ({table}) TO '{tmp_path / 'in.parquet'}'")
    done = grade(tmp_path / "in.parquet", mapping=tmp_path / "map.yaml")
    assert [row["key"] for row in done.quarantine] == ["8", "1008", "2008"]
    assert {"1", "3000"} <= set(done.ids)


def test_row_numbers_are_not_given_where_a_line_is_not_read(grade, tmp_path):
    (tmp_path / "map.yaml").write_text("key: row number\n")
    with pytest.raises(InputError, match="rows cannot be counted"):
        grade(
            "declared_banned,abnormal_account\ntrue,no,no\nfalse,no\n",
            mapping=tmp_path / "map.yaml",
        )


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ("收入(万元): annual_income", "seems to be in ten thousands of yuan"),
        ("月收入: annual_income", "seems to be by the month"),
        ("收入(万元): {fact: annual_income, times: 10000}", ""),
        ("月收入: {fact: annual_income, times: 12}", ""),
        ("近12月年收入: annual_income", ""),
    ],
)
def test_a_header_that_belies_its_mapping_is_warned_of(classify, held, told):
    header = held.partition(":")[0]
    done = classify(f"columns: {{NO: customer_id, {held}}}\n", f"NO,{header}\nA,31\n")
    warned = [words.en for words in done.summary.warnings if header in words.en]
    assert [told in text for text in warned] == ([True] if told else [])


def test_the_line_of_the_header_is_said_by_the_mapping(grade, tmp_path):
    (tmp_path / "map.yaml").write_text("header: 3\ncolumns: {NO: customer_id}\n")
    done = grade(
        "Report,,\nof October,,\nNO,declared_banned,x\nA,true,\n", mapping=tmp_path / "map.yaml"
    )
    assert grades_of(done) == {"A": "BANNED"}


def test_a_mapping_and_a_command_must_agree_on_the_header(grade, tmp_path):
    (tmp_path / "map.yaml").write_text("header: 3\n")
    with pytest.raises(InputError, match="in line 3, and --skip-lines that it stands in line 2"):
        grade("a\nb\ncustomer_id\nA\n", mapping=tmp_path / "map.yaml", skip_lines=1)


def test_the_line_of_the_header_of_a_list_is_its_own(grade, tmp_path):
    (tmp_path / "map.yaml").write_text(
        "lists: {accounts: {header: 2, columns: {NO: customer_id, S: state, K: kind}}}\n"
    )
    (tmp_path / "accounts.csv").write_text("Accounts,,\nNO,S,K\nA,呆账,贷款\n")
    lists = {"accounts": tmp_path / "accounts.csv"}
    done = grade("customer_id\nA\n", mapping=tmp_path / "map.yaml", lists=lists)
    assert grades_of(done) == {"A": "BANNED"}


def test_the_rows_of_a_sheet_are_counted_and_its_header_found(grade, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "in.xlsx") as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["October"], ["declared_banned"], [True], [], [False], ["X"]]):
            sheet.write_row(row, 0, cells)
    (tmp_path / "map.yaml").write_text("header: 2\nkey: row number\n")
    done = grade(tmp_path / "in.xlsx", mapping=tmp_path / "map.yaml")
    assert done.ids == ["1", "2"]
    assert [(row["line"], row["key"]) for row in done.quarantine] == [("6", "3")]


def grades_of(done: Done) -> dict[str, str]:
    return {row["customer_id"]: row["credit_grade"] for row in done.decisions}


SPELLINGS = [
    "1",
    " 1",
    "1\u3000",
    '"=""1"""',
    "１",
    "1.0",
    "2",
    "02",
    "+2",
    "2.00",
    "\ufeff2",
    "T",
    "x",
]


@pytest.mark.parametrize("fact", ["declared_banned", "abnormal_account"])
def test_codes_mean_the_same_however_a_cell_is_spelled(grade, tmp_path, fact):
    (tmp_path / "map.yaml").write_text(
        f'columns: {{X: {{fact: {fact}, values: {{"1": no, "2": null}}}}}}\n'
    )
    rows = "".join(f"{n},{text}\n" for n, text in enumerate(SPELLINGS))
    done = grade("customer_id,X\n" + rows, mapping=tmp_path / "map.yaml")
    banned = [row["customer_id"] for row in done.decisions if row["credit_grade"] == "BANNED"]
    assert banned == [str(SPELLINGS.index("T"))]
    assert [row["value"] for row in done.quarantine] == ["x"]


def test_what_a_mapping_calls_unknown_is_counted(tmp_path, grades):
    (tmp_path / "map.yaml").write_text(
        'unknown: ["-1"]\n'
        "columns: {B: {fact: declared_banned, values: {Z: null}}}\n"
        "histories: {loan_history: {months: [M1, M2]}}\n"
    )
    (tmp_path / "in.csv").write_text("customer_id,B,M1,M2\nA,Z,-1,-1\nB,-1.0,N,N\nC,,N,-1\n")
    vocabulary = grades.policy.vocabulary
    mapping = read_mapping(tmp_path / "map.yaml", vocabulary)
    specs = {one.name: one.spec for one in grades.program.plan.inputs if one.spec is not None}
    with Workspace(tmp_path / "out", Options()) as space:
        table = open_table(space, tmp_path / "in.csv")
        wanted = TableSpec(specs, "customer_id", AS_OF, facts_of(vocabulary))
        matched = match(table, mapping, wanted, DuckColumns(space, table))
        loaded = load(space, table, matched, wanted)
        assert dict(emptied(space, loaded)) == {"B": 2, "M1+M2": 2}
