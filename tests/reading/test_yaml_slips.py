"""Slips of a YAML file are told where they are, by what was typed, not where the parser gave up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import kefen
from kefen.diagnostics import Diagnostics
from kefen.errors import PolicyError
from kefen.loading import load_versions
from kefen.reading.yaml_text import read_yaml
from kefen.source import Source
from tests.cli.packs import write_car_loan

TEXT = """\
facts:
  age:
    label: {zh: 年龄, en: Age}
    kind: integer
    range: "[0..120]"
    source: 身份证
  citizen: {label: {zh: 中国公民, en: Citizen}, kind: flag}
list:
  - one
  - two
"""
SLIPS = [
    ("    kind: integer", "    kind：integer", 4, "`：` is a wide colon"),
    ("{zh: 年龄, en: Age}", "{zh：年龄, en: Age}", 3, "`：` is a wide colon"),
    ("{zh: 年龄, en: Age}", "{zh: 年龄， en: Age}", 3, "`，` is a wide comma"),
    ("{label: {zh: 中国公民, en: Citizen}, kind", "{label: {zh: 中国公民, en: Citizen}， kind", 7, "`，` is a wide comma"),
    ("    kind: integer", "    kind integer", 4, "the key has no colon"),
    ("  citizen: {", "  citizen {", 7, "the key has no colon"),
    ("    kind: integer", "    kind:integer", 4, "the colon has no blank after it"),
    ("{zh: 年龄, en: Age}", "{zh:年龄, en: Age}", 3, "the colon has no blank after it"),
    ("    source: 身份证", "    source:\n      zh：身份证", 7, "`：` is a wide colon"),
    ("    kind: integer", "\tkind: integer", 4, "a tab indents this line"),
    ("    kind: integer", "\u3000\u3000kind: integer", 4, "a wide blank indents this line"),
    ("    kind: integer", "   kind: integer", 4, "this line is indented otherwise than its neighbours"),
    ("    kind: integer", "     kind: integer", 4, "this line is indented otherwise than its neighbours"),
    ('"[0..120]"', '"[0..120]', 5, "the quotation mark is not closed"),
    ('"[0..120]"', "“[0..120]”", 5, "the wide quotation marks are a part of the value"),
    ("kind: flag}", "kind: flag", 7, "the bracket is not closed, or a comma is missing in it"),
    ("en: Age}", "en: Age", 3, "the bracket is not closed, or a comma is missing in it"),
    ("  citizen: {label", "  citizen: ｛label", 7, "a wide bracket or quotation mark stands here"),
    ("  - two", "  -two", 10, "the dash has no blank after it"),
    ("  - two", "  － two", 10, "an entry of a list begins with a plain dash"),
    ("kind: integer", "kind: @integer", 4, "this character cannot begin a value"),
    ("kind: integer", "kind: inte\x07ger", 4, "a character that cannot be seen stands here"),
    ("list:", "---\nlist:", 8, "`---` begins a second document"),
    ("kind: integer", "kind: *integer", 4, "`*` begins the name of a value given elsewhere"),
    ("source: 身份证", "source: 身份证: 原件", 6, "a colon stands where none may"),
    ("    kind: integer", "    kind: integer\n    kind: money", 5, "`kind` is given twice"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "slip", "line", "said"), SLIPS)
def test_a_slip_is_told_at_its_line(right: str, slip: str, line: int, said: str) -> None:
    assert right in TEXT
    found = Diagnostics()
    read_yaml(Source("a.yaml", TEXT.replace(right, slip)), found)
    assert [(item.span.line, item.message) for item in found.items] == [(line, said)]


@pytest.mark.parametrize(
    "text",
    [
        "note: 注：本条另有规定，见附件",
        "a: {zh: 甲，乙, en: x}",
        "url: http://a.b",
        "a: “四类”人员",
        "facts: {a: 1, b: }",
        "a: 'x: y'",
        "is: |\n  a：b\n",
    ],
)
def test_chinese_punctuation_within_a_text_is_no_slip(text: str) -> None:
    found = Diagnostics()
    assert read_yaml(Source("a.yaml", text), found).value
    assert found.items == []


@pytest.mark.parametrize("name", ["vocabulary.yaml", "sources.yaml"])
@pytest.mark.parametrize("text", ["a：\n  b: 1\n", "just words\n", "a: [1\n", "\ta: 1\n"])
def test_what_a_file_that_cannot_be_read_leads_to_is_not_told(
    tmp_path: Path, name: str, text: str
) -> None:
    pack = write_car_loan(tmp_path)
    (pack / name).write_text(text, encoding="utf-8")
    (checked,) = load_versions(pack)
    assert checked.policy is None
    errors = [item for item in checked.diagnostics if item.severity == "error"]
    assert {item.span.source.path for item in errors} == {str(pack / name)}


def test_a_label_under_a_key_that_is_no_language_is_told(tmp_path: Path) -> None:
    pack = write_car_loan(tmp_path)
    path = pack / "vocabulary.yaml"
    text = path.read_text(encoding="utf-8").replace("{zh: 年收入, en:", "{cn: 年收入, en:")
    path.write_text(text, encoding="utf-8")
    said = [item.message for one in load_versions(pack) for item in one.diagnostics]
    assert "`cn` is not known here" in said


def test_a_policy_in_a_file_that_cannot_be_read_does_not_decide(tmp_path: Path) -> None:
    pack = write_car_loan(tmp_path)
    (pack / "vocabulary.yaml").write_text("facts：\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"vocabulary\.yaml"):
        kefen.load(pack, as_of=date(2026, 6, 1))
