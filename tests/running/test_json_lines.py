"""Lines of JSON as a table: what one line says is decided as ``decide`` would, and what it cannot say is set aside."""

from __future__ import annotations

import gzip
import io
import json
import sys
from types import SimpleNamespace

import pytest

import kefen
from kefen import InputError
from kefen.running import Options, draft_mapping, run
from tests.running.conftest import AS_OF, rows_of

CLEAN = {"card_history": "N" * 24, "loan_history": "/" * 24, "declared_banned": False}
BAD = {"kind": "loan", "state": "bad_debt"}


def line_of(key: object, **facts: object) -> str:
    return json.dumps({"customer_id": key, **facts}, ensure_ascii=False)


@pytest.fixture
def graded(grades, tmp_path):
    """Grades lines of JSON; decisions and findings by key."""

    def done(*lines: str, name: str = "in.jsonl", **options):
        path = tmp_path / name
        content = "\n".join(lines).encode()
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        chosen = Options(lang="en", missing=False, **options)
        summary = run(grades, path, tmp_path / "out.csv", chosen)
        found = {r["customer_id"]: r["credit_grade"] for r in rows_of(tmp_path / "out.csv")}
        aside = [
            (row["line"], row["key"], row["column"], row["value"], row["reason"])
            for row in rows_of(tmp_path / "out.quarantine.csv")
        ]
        return SimpleNamespace(summary=summary, grades=found, aside=aside)

    return done


@pytest.mark.parametrize("name", ["in.jsonl", "in.ndjson", "in.JSONL", "in.jsonl.gz"])
def test_each_line_is_a_subject(graded, name):
    done = graded(line_of("A", **CLEAN, accounts=[]), "", line_of("B", card_history=4), name=name)
    assert done.grades == {"A": "NORMAL"}
    assert done.aside == [("3", "B", "", "", "no list")]


def test_lists_stand_inside_their_subject(graded):
    done = graded(
        line_of("A", **CLEAN, accounts=[BAD]),
        line_of("B", **CLEAN, 信贷账户=[]),
        line_of("C", **CLEAN, accounts=[{"账户状态": {"value": "正常", "date": "2026-11-01"}}]),
    )
    assert done.grades == {"A": "BANNED", "B": "NORMAL", "C": "NORMAL"}
    assert done.summary.lists[0][1].used == 2


def test_a_list_that_is_empty_in_every_line_is_known_to_be_empty(graded):
    assert graded(line_of("A", **CLEAN, accounts=[])).grades == {"A": "NORMAL"}


def test_a_list_that_stands_in_no_line_is_unknown(graded):
    assert graded(line_of("A", **CLEAN), line_of("B", **CLEAN, accounts=None)).grades == {
        "A": "",
        "B": "",
    }


@pytest.mark.parametrize("lacking", [{}, {"accounts": None}])
def test_a_list_that_only_some_lines_have_is_not_empty_in_the_others(graded, lacking):
    done = graded(line_of("A", **CLEAN, **lacking), line_of("B", **CLEAN, accounts=[BAD]))
    assert done.grades == {"B": "BANNED"}
    assert done.aside == [("1", "A", "", "", "no list")]
    assert done.summary.rows == 2


def test_records_of_a_line_that_is_set_aside_go_with_it(graded):
    done = graded(
        line_of("A", card_history=[4], accounts=[BAD]),
        line_of("B 1", accounts=[BAD]),
        line_of(None, accounts=[BAD]),
        line_of("B1", **CLEAN, accounts=[]),
    )
    assert done.grades == {"B1": "NORMAL"}
    assert done.aside == [
        ("1", "A", "card_history", "[…]", "not one value"),
        ("2", "", "customer_id", "B 1", "blank inside"),
        ("3", "", "customer_id", "", "no key"),
    ]


@pytest.mark.parametrize(
    ("line", "aside"),
    [
        ('{"customer_id": "B"', ("2", "", "", "", "not json")),
        ('{"customer_id": "B"} {}', ("2", "", "", "", "not json")),
        ("[]", ("2", "", "", "", "no object")),
        ('{"customer_id": "B", "x": NaN}', ("2", "", "", "", "no such number")),
        ('{"customer_id": "B", "x": ' + "1" * 5000 + "}", ("2", "", "", "", "no such number")),
        ('{"customer_id": "B", "x": 1e99999999999999999999}', ("2", "", "", "", "no such number")),
        ('{"customer_id": "B", "x": 1, "x": 1}', ("2", "", "", "", "given twice")),
        ('{"customer_id": "B", "x": {"y": 1, "y": 1}}', ("2", "", "", "", "given twice")),
        ("[" * 50_000, ("2", "", "", "", "too nested")),
        (line_of("x" * 1_000_000), ("2", "", "", "", "long")),
        ('{"customer_id": "\\ud83d"}', ("2", "", "", "", "no character")),
        ('{"customer_id": "a\\u0000"}', ("2", "", "", "", "no character")),
        (
            line_of("B", card_history="N", 信用卡24个月还款状态="4"),
            ("2", "B", "信用卡24个月还款状态", "4", "given twice"),
        ),
        (line_of("B", card_history={"valu": 4}), ("2", "B", "card_history", "{…}", "not a value")),
        (line_of("B", accounts={}), ("2", "B", "accounts", "{…}", "not a list")),
        (line_of("B", accounts="none"), ("2", "B", "accounts", "none", "not a list")),
        (line_of("B", accounts=["x"]), ("2", "B", "accounts", "x", "not a list")),
        (
            line_of("B", accounts=[{"state": "active", "账户状态": "active"}]),
            ("2", "B", "accounts.账户状态", "active", "given twice"),
        ),
    ],
)
def test_a_line_that_cannot_be_a_row_is_set_aside_alone(graded, line, aside):
    done = graded(line_of("A", **CLEAN, accounts=[]), line, line_of("C", **CLEAN, accounts=[]))
    assert done.grades == {"A": "NORMAL", "C": "NORMAL"}
    assert done.aside == [aside]


def test_a_value_that_is_not_accepted_is_named_with_its_line(graded):
    done = graded(
        line_of("A", **CLEAN, accounts=[]), line_of("B", declared_banned=2, accounts=[{"kind": 1}])
    )
    assert done.aside == [
        ("2", "B", "declared_banned", "2", "not a flag"),
        ("2", "B", "customer_id", "B", "listed"),
        ("2", "B", "accounts.kind", "1", "not in domain"),
    ]


def test_new_names_may_come_in_any_line(graded):
    done = graded(line_of("A"), line_of("B", note="a\nb"), line_of("C", **CLEAN, accounts=None))
    assert set(done.grades) == {"A", "B", "C"}


def test_a_date_beside_a_value_is_the_day_it_is_of(graded):
    dated = {"value": "N" * 24, "date": "2024-01-01"}
    done = graded(
        line_of("A", **{**CLEAN, "card_history": dated}, accounts=[]),
        line_of("B", **CLEAN, **{"card_history@": "2027-01-01"}, accounts=[]),
    )
    assert done.grades == {"A": ""}
    assert done.aside == [("2", "B", "card_history@", "2027-01-01", "future")]


@pytest.mark.parametrize("strange", [{"a": 1}, [1], "x", None])
@pytest.mark.parametrize("pack", ["housing-loan-admission", "loan-provision"])
def test_what_is_withheld_is_passed_over_before_it_is_looked_at(tmp_path, pack, strange):
    decider = kefen.load(pack, as_of=AS_OF, audience="restricted")
    withheld = decider.policy.vocabulary.withheld
    key = decider.policy.vocabulary.key.name
    line: dict[str, object] = {key: "A", **dict.fromkeys(withheld[""], strange)}
    line |= {
        name: [dict.fromkeys(words, strange)] for name, words in withheld.items() if words and name
    }
    line["spouse"] = {"criminal_case": strange} if "spouse.criminal_case" in withheld[""] else None
    (tmp_path / "in.jsonl").write_text(json.dumps(line))
    summary = run(decider, tmp_path / "in.jsonl", tmp_path / "out.csv", Options(lang="en"))
    assert summary.decided == 1
    told = " ".join(words.en for words in summary.warnings)
    assert not [word for words in withheld.values() for word in words if f"`{word}`" in told]


def test_a_file_may_hold_another_encoding_and_a_mark(graded, tmp_path):
    for name, encoding in (("g.jsonl", "gb18030"), ("u.jsonl", "utf-16"), ("m.jsonl", "utf-8-sig")):
        (tmp_path / name).write_bytes(line_of("A", 信用卡24个月还款状态="4").encode(encoding))
        run(kefen.load("credit-grade", as_of=AS_OF), tmp_path / name, tmp_path / "o.csv", Options())
        assert rows_of(tmp_path / "o.csv")[0]["个人信用记录等级代码"] == "BANNED"


def test_bytes_of_another_encoding_set_their_line_aside(graded, tmp_path, grades):
    good = line_of("甲", **CLEAN, accounts=[]).encode()
    (tmp_path / "b.jsonl").write_bytes(good + b"\n" + good.replace("甲".encode(), b"\xff") + b"\n")
    summary = run(grades, tmp_path / "b.jsonl", tmp_path / "o.csv", Options(lang="en"))
    assert (summary.decided, summary.quarantined) == (1, 1)
    assert rows_of(tmp_path / "o.quarantine.csv")[0]["reason"] == "bytes"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "in.jsonl is empty"),
        ("\n \n", "in.jsonl is empty"),
        ('[{"customer_id": "A"}]', "no line is a JSON object: write one whole object on each line"),
        ('{\n"customer_id": "A"\n}', "no line is a JSON object"),
        ('{"id": "A"}', "in.jsonl has no column `customer_id`"),
    ],
)
def test_a_file_without_subjects_is_refused_in_one_line(graded, content, said):
    with pytest.raises(InputError, match=said.replace("[", r"\[")):
        graded(content)


def test_lines_have_no_header_to_skip(graded):
    with pytest.raises(InputError, match="have no header: leave out --skip-lines"):
        graded(line_of("A"), line_of("B"), skip_lines=1)


def test_a_list_is_given_once(graded, tmp_path):
    (tmp_path / "a.jsonl").write_text(line_of("A", state="bad_debt"))
    with pytest.raises(InputError, match=r"the list `accounts` stands in in\.jsonl"):
        graded(line_of("A", accounts=[]), lists={"accounts": tmp_path / "a.jsonl"})


def test_a_list_may_be_a_file_of_lines(graded, tmp_path):
    (tmp_path / "a.jsonl").write_text(
        f'{line_of("A", state="bad_debt")}\n{{"state": "active", "客户号": "B"}}\n{line_of("C", state=[1])}'
    )
    done = graded(
        *(line_of(key, **CLEAN) for key in "ABC"), lists={"accounts": tmp_path / "a.jsonl"}
    )
    assert done.grades == {"A": "BANNED", "B": "NORMAL"}
    assert done.aside[1] == ("3", "C", "accounts.state", "[…]", "not one value")


def test_a_line_of_nobody_makes_a_list_unknown(graded, tmp_path):
    (tmp_path / "a.jsonl").write_text(f'{line_of("A", state="active")}\n{{"customer_id": "A"')
    done = graded(line_of("A", **CLEAN), lists={"accounts": tmp_path / "a.jsonl"})
    assert done.grades == {"A": ""}


def test_standard_input_may_be_lines_of_json(grades, tmp_path, monkeypatch):
    given = SimpleNamespace(buffer=io.BytesIO(line_of("A", card_history=4).encode()))
    monkeypatch.setattr(sys, "stdin", given)
    summary = run(grades, "-", tmp_path / "out.csv", Options(input_format="jsonl"))
    assert summary.counts() == {("BANNED", "decided", ""): 1}


# --- a bank's own names -----------------------------------------------------------------------------

MAPPING = """
columns:
  cust.id: customer_id
  card: {fact: card_history, values: {"9": "4"}}
  seen: {date_of: [card_history]}
  other:
lists:
  accounts: {columns: {st: {fact: state, values: {B: bad_debt}}}}
"""


def test_a_mapping_knows_names_of_objects_within_objects_and_of_items(graded, tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING)
    line = {"cust": {"id": "A"}, **CLEAN, "other": {"x": [1]}, "accounts": [{"st": "B"}]}
    del line["card_history"]
    lines = [{**line, "card": 9, "seen": "2026-11-01"}, {**line, "card": [9], "seen": None}]
    done = graded(*map(json.dumps, lines), mapping=tmp_path / "m.yaml")
    assert done.grades == {"A": "BANNED"}
    assert done.aside[0][2:] == ("card", "[…]", "not one value")


def test_a_draft_of_a_mapping_reads_lines(grades, tmp_path):
    (tmp_path / "in.jsonl").write_text(line_of("A", **CLEAN, accounts=[BAD], foo={"bar": 1}))
    draft = draft_mapping(tmp_path / "in.jsonl", grades, Options(lang="en"))
    assert "foo.bar" in draft
    assert "accounts" not in draft


def test_a_line_set_aside_is_called_by_the_key_that_a_bank_has(graded, tmp_path):
    (tmp_path / "m.yaml").write_text("columns: {NO: customer_id}\n")
    lines = ('{"NO": "A", "card_history": ["4"]}', '{"NO": "B", "card_history": "4"}')
    done = graded(*lines, mapping=tmp_path / "m.yaml")
    assert done.grades == {"B": "BANNED"}
    assert done.aside == [("1", "A", "card_history", "[…]", "not one value")]


def test_a_history_from_rows_may_be_lines(grades, tmp_path):
    (tmp_path / "in.jsonl").write_text("\n".join(map(line_of, "AB")))
    months = [{"c": "A", "m": "2026-10", "s": "4"}, {"c": "B", "m": "2026-09", "s": ["4"]}]
    (tmp_path / "h.jsonl").write_text("\n".join(map(json.dumps, months)))
    (tmp_path / "m.yaml").write_text("histories:\n  card_history: {key: c, month: m, status: s}\n")
    lists = {"card_history": tmp_path / "h.jsonl"}
    options = Options(lang="en", lists=lists, mapping=tmp_path / "m.yaml")
    summary = run(grades, tmp_path / "in.jsonl", tmp_path / "out.csv", options)
    assert summary.counts() == {("BANNED", "decided", ""): 1}
    found = rows_of(tmp_path / "out.quarantine.csv")
    assert [(row["key"], row["reason"]) for row in found] == [
        ("B", "listed"),
        ("B", "not one value"),
    ]


def test_a_record_with_two_keys_may_be_anybodys(grades, tmp_path):
    (tmp_path / "in.csv").write_text("customer_id,card_history\nA,N\nB,N\n")
    record = {"customer_id": "A", "客户号": "B", "state": "bad_debt"}
    path = tmp_path / "accounts.jsonl"
    path.write_text(f"{json.dumps(record)}\n{json.dumps({'customer_id': 'A'})}\n")
    summary = run(
        grades, tmp_path / "in.csv", tmp_path / "o.csv", Options(lists={"accounts": path})
    )
    assert {cell.status for cell in summary.table} == {"undetermined"}
