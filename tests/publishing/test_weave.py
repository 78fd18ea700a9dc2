"""The woven page: everything a reader of the law asks for, in one file that needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.packs import CommandLine

Page = Callable[..., str]
_VOID = {"meta", "br"}


class Outline(HTMLParser):
    """Anchors, links, tags left open, and the words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [found["href"]] if found.get("href") else []
        self.open += [] if tag in _VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def words(page: str) -> str:
    return re.sub(r"\s+", " ", Outline(page).words)


def test_the_page_needs_nothing_from_elsewhere(woven: Page) -> None:
    page = woven()
    assert "<script" not in page
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "url(" not in page


def test_every_tag_is_closed_and_every_link_leads_somewhere(woven: Page) -> None:
    outline = Outline(woven())
    assert outline.open == []
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))


@pytest.mark.parametrize(
    "said",
    [
        "第三条 分类",
        "甲类：二十二至六十周岁的公民",
        "解释 2026-01-05",
        "年龄在 22 周岁至 60 周岁之间",
        "中国公民",
        "年收入不低于甲类年收入下限（120,000 元）",
        "认定为甲类，须：",
        "各类都不符合的，不予认定。",
        "禁止，当：",
        "贷款清单中有不良的",
        "学历不限",
        "须大专以上",
        "办法的附件缺失",
        "120,000 元2026年1月1日起，至 2027年7月1日",
        "150,000 元2027年7月1日起",
        "少一元为乙类",
        "有拖欠，不予车贷",
        "2026年1号",
        "虚构",
    ],
)
def test_the_page_says(woven: Page, said: str) -> None:
    assert said in words(woven())


def test_the_side_in_use_and_the_value_in_force_are_marked(woven: Page) -> None:
    page = woven()
    assert re.search(r'class="chosen"><dt>关', page)
    assert re.search(r'class="now"><td>120,000 元', page)


def test_the_index_leads_from_every_article_to_its_clauses(woven: Page) -> None:
    index = woven().split("条文与条款对照</h2>")[1]
    for place, id in (("第三条(一)", "3.1"), ("第三条(二)", "3.2"), ("第四条(一)", "4.1")):
        assert re.search(rf"{re.escape(place)}</b>.*?#c-{id}", index)


def test_the_contents_list_every_heading(woven: Page) -> None:
    page = woven()
    contents = page.split("<nav>")[1].split("</nav>")[0]
    for heading in re.findall(r"<h2 id=[^>]*>(.*?)</h2>", page):
        assert heading in contents


def test_labels_and_conditions_come_in_english(woven: Page) -> None:
    said = words(woven(lang="en"))
    assert "Class A, when:" in said
    assert "Age between 22 years and 60 years" in said
    assert "an associate degree" in said


def test_words_of_the_text_cannot_become_markup(woven: Page) -> None:
    page = woven(
        ("年龄与公民", "<b>年龄</b>&amp;"),
        ("下文说", '<img src="x">下文说'),
        ("学历不限", "</dd><script>"),
    )
    assert "<img" not in page
    assert "<script" not in page
    assert "&lt;b&gt;年龄" in page
    assert Outline(page).open == []


def test_a_negation_is_said_of_what_is_compared(woven: Page) -> None:
    page = woven(("age in [22..60] and citizen", "not (age < 22 or not citizen)"))
    said = words(page)
    assert "年龄不低于 22 周岁" in said
    assert "不是：" not in said


def test_a_choice_says_when_each_side_holds(woven: Page) -> None:
    page = woven(("age in [22..60] and citizen", "if citizen then age >= 22 else age >= 25"))
    said = words(page)
    assert "中国公民的，年龄不低于 22 周岁" in said
    assert "否则，年龄不低于 25 周岁" in said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("known 3.1", "年龄与公民有记录"),
        ("not known 3.1", "年龄与公民没有记录"),
        ("posts includes 教师", "岗位包括教师"),
        ("not (posts includes 教师)", "岗位不包括教师"),
        ("posts includes any of (教师, 医生)", "岗位包括教师、医生之一"),
    ],
)
def test_one_of_a_set_and_what_is_on_record_are_said_plainly(
    pack: Path, woven: Page, condition: str, said: str
) -> None:
    with (pack / "vocabulary.yaml").open("a", encoding="utf-8") as vocabulary:
        vocabulary.write("  posts: {label: {zh: 岗位, en: Posts}, kind: set of job}\n")
    page = words(woven(("3.1 and annual_income >= 60000", f"3.1 and ({condition})")))
    assert said in page
    assert f"{said}之一" not in page


def test_a_case_that_lacks_a_criterion_is_told_as_not_met(pack: Path, woven: Page) -> None:
    cases = pack / "cases" / "classes.yaml"
    refused = "- case: 外国人\n  expect: {status: refused, decisive: '3.1'}\n"
    met = "- case: 公民\n  expect: {result: A, decisive: '3.1'}\n"
    cases.write_text(cases.read_text(encoding="utf-8") + refused + met, encoding="utf-8")
    page = woven()
    assert "<li>未达到：少一元为乙类</li>" in page
    assert "<li>未达到：外国人</li><li>公民</li>" in page
    assert "<li>有拖欠，不予车贷</li>" in page


def test_a_value_table_keeps_its_rows_with_numbers_grouped(woven: Page) -> None:
    table = "\n\n| 年收入 | 结果 |\n| --- | --- |\n| >= 1000000 | 医生 |\n| - | 教师 |\n\n## 第四条"
    said = words(woven(("\n## 第四条", "\n```policy\ntable size  收入档次\n```" + table)))
    assert "≥ 1,000,000" in said
    assert "自上而下取第一个符合的行" in said


def test_the_command_writes_the_page(kefen: CommandLine) -> None:
    told = kefen("weave", "car-loan", "-o", "page.html", "--as-of", "2026-06-01")
    assert (told.code, told.out) == (0, "已写出 page.html\n")
    assert (kefen.folder / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_case_stands_under_the_version_that_speaks_on_its_day(kefen: CommandLine) -> None:
    old = (kefen.folder / "car-loan/2026.md").read_text(encoding="utf-8")
    old = old.replace('"2026"', '"2025"').replace("[2026-01-01, null]", "[2025-01-01, 2026-01-01]")
    kefen.write("car-loan/2025.md", old)
    kefen.write("car-loan/cases/old.yaml", "- case: 去年的\n  as_of: 2025-06-01\n  facts: {}\n"
                "  expect: {unknown: ['3.1'], misses: ['3.1']}\n")  # fmt: skip
    for day, told in (("2025-06-01", ("去年的",)), ("2026-06-01", ("少一元为乙类",))):
        kefen("weave", "car-loan", "-o", "page.html", "--as-of", day)
        page = (kefen.folder / "page.html").read_text(encoding="utf-8")
        assert tuple(title for title in ("去年的", "少一元为乙类") if title in page) == told


def test_a_place_that_cannot_be_written_is_one_clear_line(kefen: CommandLine) -> None:
    told = kefen("weave", "car-loan", "-o", "nowhere/page.html", "--as-of", "2026-06-01")
    assert told.code == 1
    assert "写不进 `nowhere/page.html`" in told.err


@pytest.mark.parametrize("pack", ["psbc-customer-class", "credit-grade"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_shipped_packs_are_woven_whole(kefen: CommandLine, pack: str, lang: str) -> None:
    told = kefen("weave", pack, "-o", "page.html", "--as-of", "2026-11-23", "--lang", lang)
    outline = Outline((kefen.folder / "page.html").read_text(encoding="utf-8"))
    assert told.code == 0
    assert outline.open == []
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
