"""Two subjects who differ only in what is confidential are told the same, byte for byte, unless the reader has the right."""

from __future__ import annotations

import csv
import json
import pickle
import pickletools
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from kefen.compiling.audience import Audience
from kefen.deciding import Decider
from kefen.deciding.rechecking import of_record, recheck
from kefen.explaining import difference_lines, explain, to_dict, to_lines, what_changed
from kefen.loading import load
from tests.audience.packs import HUSHED, remove_secrets, write_quiet_loan
from tests.cli.packs import CommandLine

DAY = ("--as-of", "2026-06-01")
OTHERS: tuple[Audience, ...] = ("customer", "restricted")
SEEN: dict[str, Any] = {
    "no": "1",
    "income": {"value": 2000, "date": "2026-01-31"},
    "arrears": False,
    "spouse": {"arrears": False},
    "loans": [{"balance": 5, "overdue": False}, {"balance": 7, "overdue": True}],
}
FLAGS = (True, False, "perhaps", {"value": True, "date": "2026-05-31"}, {"value": True, "date": "2020-01-01"},
         {"value": True, "date": "2027-01-01"}, {"value": True, "date": "31st"}, ["yes"])  # fmt: skip
TWINS: list[dict[str, Any]] = [
    *({"hushed_flag": flag} for flag in FLAGS),
    *({"密旗": True, "hushed_flag@": day} for day in ("2026-05-31", "2020-01-01", "2027-01-01", "x")),
    *({"hushed_kind": kind} for kind in ("hushed_open", "密查甲", "no such")),
    *({"Hushed amount": amount} for amount in (0, "1e9", "a lot", -1)),
    *({"hushed_day": day} for day in ("2019-01-01", "2027-01-01", "2026-02-30")),
    *({"hushed_set": some} for some in (["hushed_open"], "密查甲;密查乙", "无", "other")),
    *({"hushed_months": months} for months in ("N2", "?", "9" * 30)),
    *({"hushed_number": number} for number in ("x", "11010519491231002X")),
    *({"hushed_derived": flag} for flag in (True, "perhaps")),
    {"watched": True}, {"worth": 0}, {"quiet_tier": "loud"}, {"quiet_tier": "loudest"},
    {"hushed_reports": [{"weight": 4}, {"weight": 5}]}, {"密报": []}, {"hushed_reports": "many"},
    {"spouse": {"arrears": False, "hushed_flag": True}}, {"spouse": {"arrears": False, "密旗": "?"}},
    {"配偶": {"拖欠": False, "密旗": True}, "spouse": {}}, {"spouse.hushed_flag": "no one"},
    *({"loans": [{"balance": 5, "overdue": False, **secret}, {"balance": 7, "overdue": True}]}
      for secret in ({"hushed_fraud": True}, {"密诈骗": "perhaps"}, {"hushed_loss": 9},
                     {"hushed_fraud": {"value": True, "date": "x"}}, {"hushed_fraud@": "2027-01-01"})),
]  # fmt: skip


EVERYTHING = {"hushed_flag": True, "hushed_flag@": "2027-01-01", "hushed_kind": "no such", "hushed_set": 5,
              "配偶": {"密旗": "?"}, "quiet_tier": "loud", "hushed_reports": "many", "密推": True}  # fmt: skip


def decided(kefen: CommandLine, facts: dict[str, Any], *more: str) -> tuple[int, str, str]:
    kefen.write("facts.json", json.dumps(facts))
    told = kefen("decide", "quiet-loan", "--facts", "facts.json", *DAY, *more)
    return told.code, told.out, told.err


def told_of(decider: Decider, facts: dict[str, Any]) -> list[Any]:
    """Everything that is said of one subject, in both languages, and its other forms."""
    decision = decider.decide(facts)
    richer = decision.with_facts({"income": Decimal(50), "hushed_flag": True})
    changed = difference_lines(what_changed(decision, richer))
    said = [to_lines(explain(decision, lang)) for lang in ("zh", "en")]
    data = [json.dumps(to_dict(explain(decision, lang)), default=str) for lang in ("zh", "en")]
    kept = [
        json.dumps(decision.record(), default=str),
        decision.to_json(trace=True),
        repr(decision),
    ]
    return [said, data, kept, changed, decision.facts, decision.flags]


@pytest.mark.parametrize("audience", OTHERS)
def test_a_secret_changes_nothing_that_is_told_of_one_subject(
    tmp_path: Path, audience: Audience
) -> None:
    decider = load(write_quiet_loan(tmp_path), as_of=date(2026, 6, 1), audience=audience)
    plain = told_of(decider, SEEN)
    assert not any(word in str(plain) for word in HUSHED)
    for secret in TWINS:
        assert told_of(decider, {**SEEN, **secret}) == plain, secret
    staff = load(tmp_path / "quiet-loan", as_of=date(2026, 6, 1), audience="staff")
    suspected = staff.decide({**SEEN, "hushed_flag": True, "hushed_day": "2026-01-01"})
    assert suspected.seen_by(audience) == decider.decide(SEEN) != suspected


def test_the_default_of_python_keeps_no_value_of_a_secret_and_equals_no_other_audience(
    tmp_path: Path,
) -> None:
    pack = write_quiet_loan(tmp_path)
    decider = load(pack, as_of=date(2026, 6, 1))
    secret = {**SEEN, "hushed_flag": True, "hushed_amount": 987654, "hushed_day": "2011-10-09", "hushed_reports": [{"weight": 76543}]}  # fmt: skip
    decision, staff = decider.decide(secret), load(pack, as_of=date(2026, 6, 1), audience="staff")
    assert decision.audience == "restricted"
    assert of_record(decision.record(), lambda name, day: decider) == decision
    assert recheck(decision.record(), lambda name, day: staff).same
    assert len({one.decide(SEEN) for one in (decider, decider.seen_by("customer"), staff)}) == 3
    for kept in (decision, staff.decide(secret).seen_by("restricted")):
        assert pickle.loads(pickle.dumps(kept)) == decision
        strings = [str(arg) for _, arg, _ in pickletools.genops(pickle.dumps(kept))]
        assert not [one for one in strings if one in ("987654", "76543") or "2011" in one]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("audience", OTHERS)
@pytest.mark.parametrize("more", [(), ("--json",), ("--set", "income=50")])
def test_a_secret_changes_nothing_on_the_command_line(
    kefen: CommandLine, lang: str, audience: str, more: tuple[str, ...]
) -> None:
    how = ("--audience", audience, "--lang", lang, *more)
    plain = decided(kefen, SEEN, *how)
    assert plain[0] == 0
    assert not any(word in plain[1] for word in HUSHED)
    assert decided(kefen, {**SEEN, **EVERYTHING}, *how) == plain


@pytest.mark.parametrize("audience", OTHERS)
def test_a_secret_setting_changes_nothing(kefen: CommandLine, audience: str) -> None:
    how = ("--audience", audience)
    told = [
        decided(kefen, SEEN, *how, "--set", f"密旗={word}") for word in ("是", "否", "也许", "")
    ]
    assert told == [told[0]] * 4


SETTINGS = (["密旗=是"], ["密旗=是", "密旗=否"], ["hushed_flag=1", " 密旗 =1"], ["hushed_kind=x", "密额=a lot", "配偶密旗="],
            ["hushed_reports=[{\"weight\": 1}]", "hushed_day=2027-01-01"])  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("audience", OTHERS)
@pytest.mark.parametrize("more", [(), ("--json",), ("--set", "income=50")])
def test_settings_of_secrets_are_as_if_they_were_not_there(
    kefen: CommandLine, lang: str, audience: str, more: tuple[str, ...]
) -> None:
    how = ("--audience", audience, "--lang", lang, *more)
    plain = decided(kefen, SEEN, *how)
    for sets in SETTINGS:
        secret = [word for text in sets for word in ("--set", text)]
        assert decided(kefen, SEEN, *how, *secret) == plain, sets


@pytest.mark.parametrize("audience", OTHERS)
@pytest.mark.parametrize(
    "word", ["hushed_flg", "密旗旗", "hushed flag", "Hushed amounts", "spouse.hushed_flg"]
)
def test_a_misspelt_secret_is_answered_as_where_no_secret_is(
    kefen: CommandLine, audience: str, word: str
) -> None:
    how = ("--audience", audience, "--lang", "en")
    spelled = [decided(kefen, SEEN, *how, "--set", f"{word}=1"), decided(kefen, {**SEEN, word: 1}, *how),
               decided(kefen, {**SEEN, "loans": [{word: 1}]}, *how)]  # fmt: skip
    remove_secrets(kefen.folder)
    without = [decided(kefen, SEEN, *how, "--set", f"{word}=1"), decided(kefen, {**SEEN, word: 1}, *how),
               decided(kefen, {**SEEN, "loans": [{word: 1}]}, *how)]  # fmt: skip
    assert spelled == without
    assert not any(name in told.partition("did you mean")[2] for _, _, told in spelled for name in HUSHED)  # fmt: skip
    assert [code for code, _, _ in spelled] == [1, 1, 1]


@pytest.mark.parametrize("audience", OTHERS)
def test_a_secret_given_twice_or_with_blanks_around_is_passed_over_all_the_same(
    kefen: CommandLine, audience: str
) -> None:
    how = ("--audience", audience)
    plain = decided(kefen, SEEN, *how)
    for secret in ({"密旗": True, "hushed_flag": False}, {" hushed_flag ": 1, "密旗@": "x"}, {"\ufeff密额\u3000": "?"},
                   {"loans": [{**loan, "密诈骗": 1, "hushed_fraud": 0, " hushed_loss ": "x"} for loan in SEEN["loans"]]},
                   {"spouse": {"arrears": False, "密旗": 1, " hushed_flag ": 0}}):  # fmt: skip
        assert decided(kefen, {**SEEN, **secret}, *how) == plain, secret


@pytest.mark.parametrize("audience", OTHERS)
def test_a_record_holds_no_secret_and_rechecks_as_what_it_is(
    kefen: CommandLine, audience: str
) -> None:
    how = ("--audience", audience)
    told = []
    for secret in ({}, EVERYTHING):
        kefen.write("stored.json", decided(kefen, {**SEEN, **secret}, *how, "--json")[1])
        told.append(kefen("recheck", "stored.json", *how))
    assert told[0].code == 0
    assert told[0] == told[1]


def test_staff_are_told_what_the_secret_brings(kefen: CommandLine) -> None:
    facts = {**SEEN, "hushed_flag": True, "hushed_day": "2026-01-01", "hushed_kind": "hushed_open"}
    code, told, _ = decided(kefen, facts, "--audience", "staff")
    assert (code, "第一条(七) 密禁" in told, "可见事实" in told) == (0, True, False)
    record = json.loads(decided(kefen, facts, "--audience", "staff", "--json")[1])
    assert {"hushed_flag", "hushed_day", "hushed_derived"} <= set(record["confidential"])


# --- whole tables -------------------------------------------------------------------------------------------

ROWS = [
    ("1", "2000", "否"),
    ("2", "150", "否"),
    ("3", "", "否"),
    ("4", "50", "是"),
    ("5", "x", "否"),
]
SECRETS = {
    "密旗": ["是", "否", "也许", "", "是"],
    "hushed_flag@": ["2026-05-31", "2027-01-01", "2020-01-01", "31st", ""],
    "hushed_kind": ["hushed_open", "密查甲", "?", "", "hushed_open"],
    "Hushed amount": ["1", "-1", "a lot", "", "1e9"],
    "HUSHED_AMT": ["1", "2", "3", "4", "x"],
    "hushed_day": ["2026-02-30", "2027-01-01", "2019-01-01", "2024-12", ""],
    "hushed_set": ["密查甲;密查乙", "无", "other", "", "密查乙"],
    "hushed_months": ["N2", "999", "", "?", "N"],
    "hushed_number": ["x", "11010519491231002X", "", "1", "2"],
    "hushed_derived": ["是", "也许", "否", "", "否"],
    "配偶密旗": ["是", "也许", "否", "", "是"],
    "watched": ["是", "否", "", "也许", "是"],
    "quiet_tier": ["loud", "calm", "loudest", "", "喧闹"],
    "worth": ["0", "1", "x", "", "-5"],
}
LOANS = [("1", "5", "否"), ("1", "7", "是"), ("2", "1", "否"), ("4", "1", "否")]
SECRETS_OF_LOANS = {
    "密诈骗": ["是", "也许", "否", ""],
    "hushed_fraud@": ["2026-05-31", "x", "2027-01-01", "2020-01-01"],
    "hushed_loss": ["9", "many", "", "-1"],
}


def write_table(path: Path, head: list[str], rows: list[tuple[str, ...]], more: dict[str, list[str]]) -> None:  # fmt: skip
    lines = [[*head, *more]]
    lines += [[*row, *(more[name][n] for name in more)] for n, row in enumerate(rows)]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
        return
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("客户")
        for n, line in enumerate(lines):
            sheet.write_row(n, 0, line)


def files(folder: Path) -> Iterator[tuple[str, Any]]:
    """Every file of an output folder by name; a workbook by its cells, and what is told of a run without its times."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(str(path))
            yield path.name, [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        elif path.name.endswith(".run.json"):
            told = json.loads(path.read_text(encoding="utf-8"))
            of_time = ("started", "finished", *["checksum"] * (".xlsx" in path.name))
            yield path.name, {name: told[name] for name in told if name not in of_time}
        else:
            yield path.name, path.read_bytes()


def ran(kefen: CommandLine, secret: bool, table: str, *more: str) -> tuple[Any, ...]:
    """What is printed, and every file that is written."""
    write_table(kefen.folder / table, ["no", "income", "arrears"], ROWS, SECRETS if secret else {})
    loans = SECRETS_OF_LOANS if secret else {}
    write_table(kefen.folder / "loans.csv", ["no", "balance", "overdue"], LOANS, loans)
    out = kefen.folder / "out"
    out.mkdir(exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    told = kefen("run", "quiet-loan", table, *DAY, "--list", "loans=loans.csv", *more)
    return told.code, told.out, told.err, dict(files(out))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("audience", OTHERS)
@pytest.mark.parametrize(
    "more",
    [
        ("-o", "out/o.csv", "--flags", "--explain"),
        ("-o", "out/o.csv", "--json"),
        ("-o", "out/o.parquet", "--flags"),
        ("-o", "out/o.xlsx", "--explain"),
    ],
)
def test_secrets_change_nothing_that_is_written_of_a_table(
    kefen: CommandLine, lang: str, audience: str, more: tuple[str, ...]
) -> None:
    how = (*more, "--audience", audience, "--lang", lang)
    plain = ran(kefen, False, "in.csv", *how)
    assert plain[0] == 3
    assert ran(kefen, True, "in.csv", *how) == plain
    assert not any(word in str(part) for part in plain[1:3] for word in HUSHED)
    assert not any(word.encode() in str(body).encode() for body in plain[3].values() for word in HUSHED)  # fmt: skip


def test_a_secret_column_is_passed_over_with_blanks_around_its_name_too(kefen: CommandLine) -> None:
    told = []
    for more in (
        {},
        {"密旗\u200b": ["也许"] * 5, " hushed_flag\u3000@": ["x"] * 5, "\u00a0密额": ["?"] * 5},
    ):
        write_table(kefen.folder / "in.csv", ["no", "income", "arrears"], ROWS, more)
        told.append(kefen("run", "quiet-loan", "in.csv", *DAY, "-o", "o.csv"))
        told.append(kefen("facts", "quiet-loan", *DAY, "--map", "in.csv"))
    assert told[:2] == told[2:]


def test_secrets_change_nothing_when_the_table_is_a_workbook(kefen: CommandLine) -> None:
    how = ("-o", "out/o.csv", "--audience", "restricted")
    assert ran(kefen, True, "in.xlsx", *how) == ran(kefen, False, "in.xlsx", *how)


def test_a_mapping_may_name_a_secret_whose_column_is_there_or_not(kefen: CommandLine) -> None:
    kefen.write(
        "map.yaml",
        "columns: {密旗: {fact: hushed_flag, values: {是: nonsense}}, income: income}\n"
        "constants: {hushed_kind: nonsense}\nhistories: {hushed_months: {months: [M1]}}\n",
    )
    how = ("-o", "out/o.csv", "--map", "map.yaml", "--audience", "restricted")
    assert ran(kefen, True, "in.csv", *how) == ran(kefen, False, "in.csv", *how)


def test_only_the_table_of_staff_echoes_what_was_wrong_with_a_secret(kefen: CommandLine) -> None:
    *_, written = ran(kefen, True, "in.csv", "-o", "out/o.csv", "--audience", "staff")
    assert "密旗,也许" in written["o.quarantine.csv"].decode("utf-8-sig")


# --- the vocabulary -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("audience", OTHERS)
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_the_facts_that_are_asked_for_are_those_that_may_be_seen(
    kefen: CommandLine, lang: str, audience: str, more: tuple[str, ...]
) -> None:
    told = kefen("facts", "quiet-loan", *DAY, "--audience", audience, "--lang", lang, *more)
    assert told.code == 0
    assert "income" in told.out
    assert not any(word in told.out for word in HUSHED)
    assert "hushed_flag" in kefen("facts", "quiet-loan", *DAY, "--audience", "staff").out


def test_a_sheet_to_fill_and_a_draft_ask_for_no_secret(kefen: CommandLine) -> None:
    kefen("facts", "quiet-loan", *DAY, "--template", "sheet.xlsx")
    book = CalamineWorkbook.from_path(str(kefen.folder / "sheet.xlsx"))
    cells = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert not any(word in str(cells) for word in HUSHED)
    drafts = []
    for more in ({}, {name: SECRETS[name] for name in SECRETS if "密" in name or "ushed" in name}):
        write_table(kefen.folder / "in.csv", ["no", "income", "arrears"], ROWS, more)
        drafts.append(kefen("facts", "quiet-loan", *DAY, "--map", "in.csv").out)
    assert '"arrears": arrears' in drafts[0]
    assert drafts[1] == drafts[0]
