"""``kefen weave --all``: the folder it writes, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefen.cli import weave_all
from tests.cli.packs import CommandLine, Told

OVERLAY = "overlay: {bank: 某行, issued: 2026-01-01, cites: 行发7号}\n"


@pytest.fixture(autouse=True)
def library(kefen: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small pack is all that is shipped."""
    monkeypatch.setattr(weave_all, "policies_folder", lambda: kefen.folder)
    monkeypatch.setattr(weave_all, "shipped_packs", lambda: ["car-loan"])


def woven(kefen: CommandLine, *args: str, day: str = "2026-06-01") -> Told:
    return kefen("weave", "--all", "-o", "site", "--as-of", day, *args)


def found(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in files}


def test_the_pages_are_counted(kefen: CommandLine) -> None:
    told = woven(kefen)
    assert (told.code, told.out) == (0, "已写出 site，2 页\n")
    assert list(found(kefen.folder / "site")) == ["car-loan/2026.html", "index.html"]


def test_what_an_earlier_run_wrote_goes_and_the_rest_stays(kefen: CommandLine) -> None:
    woven(kefen)
    kefen.change("car-loan/2026.md", 'version: "2026"', 'version: "2026-b"')
    kefen.write("site/CNAME", "policies.example")
    assert woven(kefen).code == 0
    pages = ["CNAME", "car-loan/2026-b.html", "index.html"]
    assert list(found(kefen.folder / "site")) == pages


@pytest.mark.parametrize("place", ["index.html", "car-loan/2026.md", "car-loan/2026.html"])
def test_a_file_of_somebody_else_is_not_covered(kefen: CommandLine, place: str) -> None:
    kefen.write(f"site/{place}", "mine")
    told = woven(kefen)
    assert told.code == 1
    assert "不是以前 `weave --all` 写的，不覆盖" in told.err
    assert found(kefen.folder / "site") == {place: "mine"}


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_run_that_fails_leaves_the_old_site_whole(
    kefen: CommandLine, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    woven(kefen)
    before = found(kefen.folder / "site")
    rename, moves = Path.rename, iter(range(1, 99))

    def fails_once(here: Path, there: Path) -> Path:
        if next(moves) == failing:
            raise OSError(28, "No space left on device")
        return rename(here, there)

    monkeypatch.setattr(Path, "rename", fails_once)
    told = woven(kefen, day="2026-07-01")
    assert (told.code, "写不进 `site`" in told.err) == (1, True)
    assert found(kefen.folder / "site") == before


def test_a_pack_with_an_error_leaves_no_site(kefen: CommandLine) -> None:
    kefen.change("car-loan/2026.md", "annual_income >= 60000", "anual_income >= 60000")
    told = woven(kefen)
    assert (told.code, "anual_income" in told.err) == (1, True)
    assert not (kefen.folder / "site").exists()


def test_a_version_not_in_force_is_told_as_of_its_first_day(kefen: CommandLine) -> None:
    woven(kefen, day="2025-06-01")
    page = found(kefen.folder / "site")["car-loan/2026.html"]
    assert "在 2025年6月1日不施行。所示的参数值是 2026年1月1日的。" in page


def test_an_overlay_is_laid_over_the_packs_that_know_its_words(kefen: CommandLine) -> None:
    text = OVERLAY + "parameters: {class_a_income: 130000}\n"
    kefen.write("bank/overlay.yaml", text)
    assert woven(kefen, "--with", "bank").code == 0
    assert "130,000" in found(kefen.folder / "site")["car-loan/2026.html"]
    kefen.write("bank/overlay.yaml", text.replace("class_a_income", "class_a_incme"))
    assert "没有参数 `class_a_incme`" in woven(kefen, "--with", "bank").err
