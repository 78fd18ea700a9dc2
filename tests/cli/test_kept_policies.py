"""Policies kept between commands: the same as read anew, or not used."""

from __future__ import annotations

import pickle
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kefen import loading
from kefen.cli import kept_policies
from kefen.cli.kept_policies import policy_on
from kefen.errors import NoVersionError

DAY = date(2026, 11, 23)
PACK = "credit-grade"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("KEFEN_CACHE", str(folder))
    return folder


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packs that were read from their texts."""
    read: list[str] = []
    whole = loading.load_policy

    def load_policy(pack: str, **asked: Any) -> Any:
        read.append(pack)
        return whole(pack, **asked)

    monkeypatch.setattr(loading, "load_policy", load_policy)
    return read


def test_the_second_command_reads_no_text_and_has_the_same_policy(
    cache: Path, unread: list[str]
) -> None:
    first, second = policy_on(PACK, DAY), policy_on(PACK, DAY)
    assert (first == second, first is second, unread) == (True, False, [PACK])
    assert first.digest == second.digest == whole_digest()


def whole_digest() -> str:
    return loading.load_policy(PACK, as_of=DAY).digest


@pytest.mark.parametrize("pack", ["psbc-customer-class", "loan-provision", "risk-assessment"])
def test_what_is_kept_of_packs_that_use_others_is_equal(cache: Path, pack: str) -> None:
    assert policy_on(pack, DAY) == policy_on(pack, DAY) == loading.load_policy(pack, as_of=DAY)


def test_another_text_or_day_is_read_anew(
    cache: Path, unread: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = tmp_path / "text.md"
    monkeypatch.setattr(kept_policies, "_texts", lambda: [text])
    text.write_text("one")
    policy_on(PACK, DAY)
    text.write_text("two")
    policy_on(PACK, DAY)
    policy_on(PACK, date(2026, 11, 24))
    assert (len(unread), len(list(cache.iterdir()))) == (3, 3)


def test_a_text_that_changes_while_it_is_read_is_not_kept(
    cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = tmp_path / "text.md"
    text.write_text("")
    monkeypatch.setattr(kept_policies, "_texts", lambda: [text])
    whole = loading.load_policy

    def load_policy(pack: str, **asked: Any) -> Any:
        text.write_text("changed")
        return whole(pack, **asked)

    monkeypatch.setattr(loading, "load_policy", load_policy)
    policy_on(PACK, DAY)
    assert list(cache.iterdir()) == []


def test_every_text_of_the_packs_and_of_what_reads_them_counts() -> None:
    counted = {path.name for path in kept_policies._texts()}
    assert {"check.py", "parser.py", "reader.py", "pack.py", "policy.py", "sources.yaml"} <= counted
    assert {path.name for path in loading.find_pack(PACK).glob("*.md")} <= counted


def test_a_damaged_file_is_read_anew(cache: Path, unread: list[str]) -> None:
    good = policy_on(PACK, DAY)
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert (policy_on(PACK, DAY), len(unread)) == (good, 2)


class _Runs:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_nothing_that_is_kept_can_run_code(cache: Path, tmp_path: Path) -> None:
    policy_on(PACK, DAY)
    (kept,) = cache.iterdir()
    hostile = pickle.dumps(_Runs(tmp_path / "ran"))
    kept.write_bytes(sha256(hostile).digest() + hostile)
    assert policy_on(PACK, DAY).name == PACK
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_nothing_is_kept_where_others_may_write(cache: Path, unread: list[str], mode: int) -> None:
    cache.mkdir()
    cache.chmod(mode)
    policy_on(PACK, DAY)
    policy_on(PACK, DAY)
    assert (list(cache.iterdir()), len(unread)) == ([], 2)


def test_nothing_is_kept_of_a_pack_that_is_not_shipped(cache: Path, tmp_path: Path) -> None:
    shipped = loading.find_pack(PACK)
    pack = tmp_path / PACK
    pack.mkdir()
    for file in shipped.glob("*.*"):
        (pack / file.name).write_bytes(file.read_bytes())
    assert policy_on(str(pack), DAY).name == PACK
    assert not cache.exists() or list(cache.iterdir()) == []


def test_only_the_newest_are_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_policies, "_MOST", 2)
    for day in range(1, 5):
        policy_on(PACK, date(2026, 11, day))
    assert len(list(cache.iterdir())) == 2


def test_other_files_in_the_folder_are_left_alone(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.mkdir(mode=0o700)
    (cache / "thesis.txt").write_text("mine")
    monkeypatch.setattr(kept_policies, "_MOST", 1)
    for day in (DAY, DAY.replace(day=24)):
        policy_on(PACK, day)
    assert (cache / "thesis.txt").read_text() == "mine"


def test_a_day_without_a_version_is_an_error_and_keeps_nothing(cache: Path) -> None:
    with pytest.raises(NoVersionError):
        policy_on(PACK, date(1999, 1, 1))
    assert list(cache.iterdir()) == []
