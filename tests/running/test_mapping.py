"""A bank's own columns and codes, named in a small file."""

from __future__ import annotations

import duckdb
import pytest

from kefen import InputError
from kefen.running import draft_mapping


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
        ("columns: [", "broken YAML"),
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


def test_a_draft_names_the_nearest_facts_and_the_codes_still_to_be_named(classes, tmp_path):
    (tmp_path / "in.csv").write_text(
        "客户号,学历层级,婚姻状况,BLAH\nA,本科,7\nB,X1,2\n".replace(",7\n", ",7,\n").replace(
            ",2\n", ",2,\n"
        )
    )
    assert draft_mapping(tmp_path / "in.csv", classes) == (
        "# the bank's column: the fact it holds; null leaves a column out\n"
        "columns:\n"
        '  "客户号": customer_id\n'
        '  "学历层级": {fact: education, values: {"X1": null}}  # the nearest name: check it\n'
        '  "婚姻状况": {fact: marital_status, values: {"7": null}}\n'
        '  "BLAH": null  # no fact has a name like it\n'
    )


def test_a_draft_is_read_back(classes, mapped, tmp_path):
    table = "客户号,card_history\nA,4\n"
    (tmp_path / "in.csv").write_text(table)
    done = mapped(draft_mapping(tmp_path / "in.csv", classes), table)
    assert done.ids == ["A"]
