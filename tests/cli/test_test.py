"""``kefen test``: failures with what came instead, then what no case touches."""

from __future__ import annotations

import json

from tests.cli.packs import CommandLine


def test_cases_that_hold_are_one_line_and_a_summary(kefen: CommandLine) -> None:
    told = kefen("test", "car-loan")
    assert told.code == 0
    assert told.out.splitlines()[0].startswith("car-loan  3 例，全部符合")
    assert "条款  3 条，3 条有案例满足" in told.out


def test_a_failing_case_shows_expected_and_got_and_where_it_stands(kefen: CommandLine) -> None:
    kefen.change("car-loan/cases/classes.yaml", "result: B, only", "result: A, only")
    told = kefen("test", "car-loan", "--lang", "en")
    assert told.code == 1
    assert "✗ one yuan less is class B  car-loan/cases/classes.yaml:6" in told.out
    assert "    result: expected A, got B" in told.out
    assert "3 cases, 1 fail" in told.out


def test_what_no_case_touches_is_listed(kefen: CommandLine) -> None:
    told = kefen("test", "car-loan")
    assert "age >= 22" in told.out
    assert "没有案例取 n-1, n" in told.out
    assert "没有案例在“开”时为之改变结论" in told.out


def test_a_badly_written_case_is_shown_with_its_line(kefen: CommandLine) -> None:
    kefen.change("car-loan/cases/classes.yaml", "facts: {in_arrears", "fact: {in_arrears")
    told = kefen("test", "car-loan")
    assert told.code == 1
    assert "R003" in told.out
    assert "是不是 `facts`？" in told.out


def test_without_a_sound_version_the_errors_are_shown_and_nothing_is_run(
    kefen: CommandLine,
) -> None:
    kefen.change("car-loan/2026.md", "and annual_income >= 60000", "and anual_income >= 60000")
    told = kefen("test", "car-loan")
    assert told.code == 1
    assert "N001" in told.out
    assert "没有可以运行的版本，案例没有执行" in told.out


MONTHS = "  months: {label: {zh: 月数, en: Months}, kind: integer}\n  size:"
UNREAD = """\
```policy
table size  收入档次
```

| months | 结果 |
| --- | --- |
| >= 10 | 医生 |
| - | 教师 |

## 第四条"""


def test_a_table_nobody_reads_is_warned_of_and_asks_for_no_case(kefen: CommandLine) -> None:
    kefen.change("car-loan/vocabulary.yaml", "  size:", MONTHS)
    kefen.change("car-loan/2026.md", "## 第四条", UNREAD)
    assert "N005" in kefen("check", "car-loan").out
    tested = kefen("test", "car-loan")
    assert tested.code == 0
    assert "months" not in tested.out
    assert kefen("decide", "car-loan", "--facts", "facts.json", "--as-of", "2026-06-01").code == 0


def test_a_pack_without_cases_says_so(kefen: CommandLine) -> None:
    (kefen.folder / "car-loan/cases/classes.yaml").unlink()
    told = kefen("test", "car-loan")
    assert (told.code, told.out) == (0, "car-loan  没有案例\n")


def test_the_coverage_as_json(kefen: CommandLine) -> None:
    pack = json.loads(kefen("test", "car-loan", "--json").out)["packs"][0]
    [coverage] = pack["coverage"]
    assert (pack["cases"], pack["failed"]) == (3, [])
    assert coverage["unreached"] == ["undetermined"]
    assert {"id": "3.2", "met": True, "missed_alone": True} in coverage["clauses"]


def test_cases_under_another_name_are_told_and_the_version_is_not_blamed(
    kefen: CommandLine,
) -> None:
    (kefen.folder / "car-loan" / "cases").rename(kefen.folder / "car-loan" / "case")
    told = kefen("test", "car-loan", "--lang", "en")
    assert told.code == 1
    assert "move it to `cases/classes.yaml`, or out of the pack" in told.out
    assert told.out.splitlines()[-1] == "car-loan  no cases"


def test_without_a_sound_version_no_case_is_run(kefen: CommandLine) -> None:
    kefen.change("car-loan/2026.md", "annual_income >= 60000", "anual_income >= 60000")
    told = kefen("test", "car-loan", "--lang", "en")
    assert told.out.splitlines()[-1] == "car-loan  no version is sound, so no case was run"
