"""A name is a shipped pack, a path is a folder: neither stands for the other in silence."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

import kefen
from kefen.errors import InputError, PolicyError
from kefen.reading.folders import find_pack, policies_folder
from tests.cli.packs import CommandLine, write_car_loan

AS_OF = date(2026, 6, 1)
HERE = "`credit-grade` means the shipped pack; for the folder here write `./credit-grade`"


def test_a_name_is_the_shipped_pack_though_a_folder_is_called_so(kefen: CommandLine) -> None:
    write_car_loan(kefen.folder).rename(kefen.folder / "credit-grade")
    told = kefen("check", "credit-grade", "--lang", "en")
    assert (told.code, HERE in told.err) == (0, True)
    assert "2014-found" in told.out


def test_a_name_without_such_a_folder_is_told_without_a_notice(kefen: CommandLine) -> None:
    assert kefen("check", "credit-grade", "--lang", "en").err == ""


@pytest.mark.parametrize("path", ["./credit-grade", "credit-grade/", "../{}/credit-grade"])
def test_a_path_is_the_folder(kefen: CommandLine, path: str) -> None:
    write_car_loan(kefen.folder).rename(kefen.folder / "credit-grade")
    told = kefen("check", path.format(kefen.folder.name), "--lang", "en")
    assert (told.code, told.err) == (1, "")
    assert "the policy `car-loan` lies in the folder `credit-grade`" in told.out


def test_a_name_that_no_shipped_pack_has_is_a_folder_here(kefen: CommandLine) -> None:
    told = kefen("check", "car-loan", "--lang", "en")
    assert (told.code, told.err) == (0, "")


def test_a_path_to_nothing_is_not_looked_for_among_the_shipped_packs(kefen: CommandLine) -> None:
    assert kefen("check", "./credit-grade").code == 1
    with pytest.raises(InputError, match="there is no folder"):
        find_pack("./credit-grade")


def test_in_python_a_path_is_a_folder_and_a_text_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_car_loan(tmp_path).rename(tmp_path / "credit-grade")
    assert kefen.load("credit-grade", as_of=AS_OF).policy.name == "credit-grade"
    with pytest.raises(PolicyError, match="car-loan"):
        kefen.load(Path("credit-grade"), as_of=AS_OF)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of a shipped pack that uses another, with a copy of that one beside it."""
    for name in ("psbc-customer-class", "credit-grade"):
        shutil.copytree(policies_folder() / name, tmp_path / name)
    return tmp_path / "psbc-customer-class"


def test_a_used_name_that_is_shipped_and_beside_the_pack_is_refused(copied: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        kefen.load(copied, as_of=AS_OF)
    advice = [item.help for item in caught.value.diagnostics if item.code == "N001"]
    assert (
        "`credit-grade` is a shipped pack and a folder here: write `../credit-grade` for the folder"
        in advice
    )


def test_a_used_path_is_the_folder_beside_the_pack(copied: Path) -> None:
    for path in copied.glob("*.md"):
        text = path.read_text("utf-8").replace("policy: credit-grade", "policy: ../credit-grade")
        path.write_text(text, encoding="utf-8")
    (use, *_) = kefen.load(copied, as_of=AS_OF).policy.uses
    assert use.policy.name == "credit-grade"


def test_a_vocabulary_that_is_shipped_and_beside_the_pack_is_refused(copied: Path) -> None:
    shutil.rmtree(copied.parent / "credit-grade")
    shutil.copytree(policies_folder() / "shared", copied.parent / "shared")
    with pytest.raises(PolicyError, match="`shared` is a shipped vocabulary and a folder here"):
        kefen.load(copied, as_of=AS_OF)
