"""Columns, wrapping and colour, where Chinese characters are two wide."""

from __future__ import annotations

import io

import pytest

from kefen.cli.run import progress_bar
from kefen.cli.screen import Column, Screen, screen_for, wrap
from kefen.running import Progress
from kefen.saying.widths import width


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def screen(columns: int = 60) -> tuple[Screen, io.StringIO]:
    out = io.StringIO()
    return Screen("zh", out, colour=False, columns=columns), out


def test_columns_stand_below_each_other_whatever_the_script() -> None:
    made, out = screen()
    made.table([Column("名称"), Column("n", right=True)], [["一类", "1"], ["class", "12"]])
    lines = out.getvalue().splitlines()
    assert lines == ["名称    n", "一类    1", "class  12"]
    assert {width(line) for line in lines} == {9}


def test_a_long_text_wraps_in_its_column() -> None:
    made, out = screen(40)
    made.table(
        [Column(), Column(wraps=True)],
        [["甲", "满二十五周岁，不超过五十五周岁的中国公民，有稳定收入"]],
    )
    lines = out.getvalue().splitlines()
    assert all(width(line) <= 40 for line in lines)
    assert lines[1].startswith("    ")


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("unbreakable", 4, ["unbreakable"]),
        ("甲，乙", 3, ["甲，", "乙"]),
        ("（甲）乙", 4, ["（甲）", "乙"]),
        ("", 10, [""]),
    ],
)
def test_a_line_breaks_at_spaces_and_between_characters_but_not_before_a_comma(
    text: str, columns: int, lines: list[str]
) -> None:
    assert wrap(text, columns) == lines


def test_a_terminal_has_colour_and_a_pipe_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert screen_for("zh", Terminal()).paint("x", "red") == "\x1b[31mx\x1b[0m"
    assert screen_for("zh", io.StringIO()).paint("x", "red") == "x"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colour_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    assert screen_for("zh", Terminal()).paint("x", "red") == "x"


def test_a_terminal_shows_how_far_a_run_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with progress_bar("en") as show:
        assert show is not None
        show(Progress("reading"))
        show(Progress("weighing", 0.5))
    assert "looking for what is missing" in terminal.getvalue()


def test_what_is_no_terminal_hears_of_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with progress_bar("en") as show:
        assert show is None
