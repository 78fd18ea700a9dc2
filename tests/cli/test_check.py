"""``kefen check``: diagnostics like a good compiler's, assumptions apart."""

from __future__ import annotations

import json

from tests.cli.packs import CommandLine


def test_a_sound_pack_is_answered_in_a_few_lines(kefen: CommandLine) -> None:
    told = kefen("check", "car-loan")
    assert told.code == 0
    assert told.out.splitlines()[0] == "car-loan  2026  可以运行  6 条条款 · 1 项假设"


def test_assumptions_stand_in_a_table_at_the_end_and_not_among_errors(kefen: CommandLine) -> None:
    told = kefen("check", "car-loan")
    assert told.out.splitlines()[-2:] == [
        "  假设           取  条文    现在的读法  理由",
        "  any_education  关  第三条  须大专以上  办法的附件缺失",
    ]
    assert "P004" not in told.out


def test_the_maps_are_counted_where_asked_for(kefen: CommandLine) -> None:
    rows = "| 原文 | 内容 | 本包 |\n| --- | --- | --- |\n| 第三条 | 条件 | 3.1 |\n| 第四条 | 目的 | 无条款：说明 |\n"
    path = kefen.folder / "car-loan/2026.md"
    path.write_text(f"{path.read_text('utf-8')}\n## 条文对照\n\n{rows}", encoding="utf-8")
    told = kefen("check", "car-loan", "--map", "--lang", "en")
    assert told.out.splitlines()[-1].split() == ["total", "2", "1", "1", "0", "0", "3", "2"]
    assert "Maps of the sources" not in kefen("check", "car-loan", "--lang", "en").out
    (counted,) = json.loads(kefen("check", "car-loan", "--map", "--json").out)["packs"]
    assert list(counted["map"].values()) == [2, 1, 1, 0, 0, 3, 2]


def test_the_coverage_of_the_sources_is_data_too(kefen: CommandLine) -> None:
    covered = json.loads(kefen("check", "credit-grade", "--coverage", "--json").out)["coverage"]
    for source in covered["sources"]:
        parts = (source[key] for key in ("in_whole", "in_part", "nowhere"))
        assert source["statements"] == sum(parts) > 0
    assert (covered["unasked"], covered["diagnostics"]) == (0, [])


def test_a_misspelt_fact_shows_its_line_a_marker_the_article_and_the_nearest_name(
    kefen: CommandLine,
) -> None:
    kefen.change("car-loan/2026.md", "and annual_income >= 60000", "and anual_income >= 60000")
    told = kefen("check", "car-loan", "--lang", "en")
    assert told.code == 1
    lines = told.out.splitlines()
    assert "N001" in lines[0]
    assert "`anual_income`" in lines[0]
    assert lines[1].strip().startswith("--> car-loan/2026.md:45:16")
    assert lines[1].endswith("第三条")
    assert lines[2] == "45 |   when 3.1 and anual_income >= 60000"
    assert lines[3] == "   |                ^^^^^^^^^^^^"
    assert "did you mean `annual_income`?" in lines[4]


def test_a_marker_stands_below_chinese_words_where_they_are(kefen: CommandLine) -> None:
    kefen.change(
        "car-loan/2026.md", "and annual_income >= 60000", "and 中国公民 and 年收人 >= 60000"
    )
    lines = kefen("check", "car-loan").out.splitlines()
    assert lines[2] == "45 |   when 3.1 and 中国公民 and 年收人 >= 60000"
    assert lines[3] == "   |                             ^^^^^^"


def test_a_contradiction_shows_both_places(kefen: CommandLine) -> None:
    kefen.change("car-loan/2026.md", "criterion 3.2 ", "criterion 3.1 ")
    told = kefen("check", "car-loan")
    assert told.code == 1
    assert "另见" in told.out
    assert "criterion 3.1  年龄与公民" in told.out
    assert "criterion 3.1  甲类收入与学历" in told.out


def test_all_errors_are_shown_at_once(kefen: CommandLine) -> None:
    kefen.change("car-loan/2026.md", "and annual_income >= 60000", "and anual_income >= 60000")
    kefen.change("car-loan/2026.md", "otherwise refuse\n", "")
    told = kefen("check", "car-loan")
    assert "N001" in told.out
    assert "P002" in told.out


def test_check_as_json_keeps_places_and_both_sides(kefen: CommandLine) -> None:
    kefen.change("car-loan/2026.md", "and annual_income >= 60000", "and anual_income >= 60000")
    told = kefen("check", "car-loan", "--json")
    pack = json.loads(told.out)["packs"][0]
    assert told.code == 1
    assert not pack["sound"]
    assert pack["diagnostics"][0]["place"]["line"] == 45
    assert pack["diagnostics"][0]["place"]["text"] == "anual_income"


def test_check_as_json_lists_assumptions_of_a_sound_pack(kefen: CommandLine) -> None:
    pack = json.loads(kefen("check", "car-loan", "--json").out)["packs"][0]
    assert pack["assumptions"][0]["side"] == "off"
    assert pack["assumptions"][0]["on"]["zh"] == "学历不限"


def test_an_empty_folder_is_no_pack(kefen: CommandLine) -> None:
    (kefen.folder / "empty").mkdir()
    told = kefen("check", "empty")
    assert told.code == 1
    assert "R007" in told.out + told.err


def test_an_unknown_pack_is_answered_with_the_shipped_ones_and_the_nearest(
    kefen: CommandLine,
) -> None:
    told = kefen("check", "credit-grades")
    assert told.code == 1
    assert told.out == ""
    assert "psbc-customer-class" in told.err
    assert "是不是 `credit-grade`？" in told.err


def test_a_file_is_not_a_pack(kefen: CommandLine) -> None:
    told = kefen("check", "facts.json")
    assert told.code == 1
    assert "制度包是一个文件夹" in told.err


def test_a_slip_in_the_front_matter_is_all_that_is_told(kefen: CommandLine) -> None:
    kefen.change("car-loan/2026.md", "instrument: car-2026", "instrument：car-2026")
    lines = kefen("check", "car-loan", "--lang", "zh").out.splitlines()
    assert lines[0] == "错误 R003: `：` 是全角冒号"
    assert [line for line in lines if line.startswith("错误")] == lines[:1]
