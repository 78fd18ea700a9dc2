"""``kefen new`` writes a pack that checks and tests green, and touches nothing that exists."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.cli.packs import CommandLine


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["our-cards", "./deep/我行信用卡", "true", "1e3", "2026-01-01"])
def test_a_new_pack_checks_and_tests_green(kefen: CommandLine, name: str, lang: str) -> None:
    assert kefen("new", name, "--lang", lang).code == 0
    checked = json.loads(kefen("check", name, "--json").out)["packs"][0]
    assert (checked["sound"], checked["diagnostics"]) == (True, [])
    assert kefen("test", name).code == 0


def test_its_cases_leave_nothing_untouched(kefen: CommandLine) -> None:
    kefen("new", "our-cards")
    told = kefen("test", "our-cards", "--lang", "en")
    assert "all hold" in told.out
    assert "untouched" not in told.out


def test_it_is_in_force_from_the_first_day_of_the_year(kefen: CommandLine) -> None:
    kefen("new", "our-cards")
    year = date.today().year  # noqa: DTZ011 - the command reads the same clock
    text = (kefen.folder / "our-cards" / f"{year}.md").read_text(encoding="utf-8")
    assert f'policy: our-cards\nversion: "{year}"' in text
    assert f"in_force: [{year}-01-01, null]" in text


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "`car-loan` 已经存在，没有写任何文件"),
        ("en", "`car-loan` exists already; nothing was written"),
    ],
)
def test_a_folder_that_holds_anything_is_left_as_it_is(
    kefen: CommandLine, lang: str, said: str
) -> None:
    before = sorted(kefen.folder.rglob("*"))
    told = kefen("new", "car-loan", "--lang", lang)
    assert (told.code, said in told.err) == (1, True)
    assert sorted(kefen.folder.rglob("*")) == before


@pytest.mark.parametrize(
    "name",
    [
        "credit-grade",
        "shared",
        "a b",
        "a:b",
        "..",
        "car-loan/2026.md",
        "null",
        "deep/Null",
        "con",
        "LPT1",
    ],
)
def test_a_name_that_no_pack_can_have_is_refused(kefen: CommandLine, name: str) -> None:
    before = sorted(kefen.folder.rglob("*"))
    told = kefen("new", name, "--lang", "en")
    assert (told.code, len(told.err.splitlines())) == (1, 1)
    assert sorted(kefen.folder.rglob("*")) == before
