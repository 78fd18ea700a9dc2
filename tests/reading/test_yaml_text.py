"""YAML entries keep their spelling and their places."""

from __future__ import annotations

from datetime import date

import pytest

from kefen.diagnostics import Diagnostics
from kefen.reading.yaml_text import Entry, read_yaml
from kefen.source import Source


def read(text: str) -> Entry:
    found = Diagnostics()
    entry = read_yaml(Source("a.yaml", text), found)
    assert found.items == []
    return entry


@pytest.mark.parametrize(
    "written", ["01", "010", "no", "on", "1_000", "0x1F", "1e3", "12:30:00", ".5", "2026-02-30"]
)
def test_a_code_keeps_its_spelling(written: str) -> None:
    entry = read(f"code: {written}").get("code")
    assert (entry.value, entry.text) == (written, written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2026-01-31", date(2026, 1, 31)),
    ],
)
def test_only_plain_words_and_days_are_resolved(written: str, value: object) -> None:
    assert read(f"key: {written}").get("key").value == value
    assert read(f"key: '{written}'").get("key").value == written


def test_places_are_those_of_the_file() -> None:
    entry = (
        read("一: 甲\nfacts:\n  年龄: {kind: integer, also: [一, '二']}\n").get("facts").get("年龄")
    )
    assert (entry.where.text, entry.where.line, entry.where.column) == ("年龄", 3, 3)
    assert [item.span.text for item in entry.get("also").each()] == ["一", "'二'"]
    assert entry.get("kind").text == "integer"
    assert entry.text == "{kind: integer, also: [一, '二']}"


def test_an_absent_key_is_nothing() -> None:
    entry = read("a: 1").get("b")
    assert (entry.value, entry.text, entry.each(), list(entry.items())) == (None, "", [], [])


def test_plain_values_have_no_places() -> None:
    assert read("{a: [1, true, {b: null}], c: 2026-01-01}").plain() == {
        "a": ["1", True, {"b": None}],
        "c": date(2026, 1, 1),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1", "R003 1: the bracket is not closed, or a comma is missing in it"),
        ("a: \x07", "R003 1: a character that cannot be seen stands here"),
        ("a: 1\nb: 2\na: 3", "N003 3: `a` is given twice"),
        ("a: &x {b: 1}\nc: *x", "R003 1: this value is used again by an alias (`*name`)"),
        ("a: &x [*x]", "R003 1: this value is used again by an alias (`*name`)"),
        ("? [a, b]\n: 1", "R003 1: a key is one word"),
        ("a: 1\n---\nb: 2", "R003 2: `---` begins a second document"),
    ],
)
def test_what_is_wrong_is_said(text: str, message: str) -> None:
    found = Diagnostics()
    read_yaml(Source("a.yaml", text), found)
    assert [f"{item.code} {item.span.line}: {item.message}" for item in found.items] == [message]
