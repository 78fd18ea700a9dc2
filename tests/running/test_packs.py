"""Several policies in one pass: the bytes of their own runs, one reading, and it goes on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

import kefen
from kefen import InputError
from kefen.book import BookPlan, write_book
from kefen.running import Options, Progress, RunSummary, run, run_packs
from kefen.running.duckdb import sources, workspace
from kefen.running.duckdb.job import DuckJob
from tests.running.conftest import AS_OF

PACKS = ("psbc-customer-class", "credit-grade", "consumer-standing", "risk-tier", "value-tier")
READ_ACCOUNTS = ("psbc-customer-class", "credit-grade", "risk-tier", "value-tier")


@pytest.fixture(scope="module")
def deciders() -> list[kefen.Decider]:
    return [kefen.load(name, as_of=AS_OF, audience="staff") for name in PACKS]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with something wrong in every tenth row, as Parquet and as text."""
    folder = tmp_path_factory.mktemp("book")
    write_book(folder / "book", BookPlan(AS_OF, 330, dirty=0.1))
    for path in (folder / "book").glob("*.parquet"):
        duckdb.sql(f"SELECT * FROM '{path}'").write_csv(str(path.with_suffix(".csv")))
    return folder / "book"


def options(book: Path, suffix: str, **more: Any) -> Options:
    return Options(lang="en", lists={"accounts": book / f"accounts{suffix}"}, **more)


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, without the minutes at which it was written."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    for name in (one for one in found if one.endswith(".run.json")):
        told = json.loads(found[name])
        found[name] = json.dumps({**told, "started": "", "finished": ""}).encode()
    return found


def alone(decider: kefen.Decider, book: Path, folder: Path, suffix: str, kind: str) -> RunSummary:
    name = decider.policy.name
    chosen = options(book, suffix) if name in READ_ACCOUNTS else Options(lang="en")
    return run(decider, book / f"customers{suffix}", folder / f"{name}.{kind}", chosen)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "ROW_GROUP", 100)
    monkeypatch.setattr(workspace, "_GROUPS_OF_THREAD", 0)
    monkeypatch.setattr(workspace, "_FEWEST_GROUPS", 1)


@pytest.mark.parametrize(("suffix", "kind"), [(".parquet", "csv"), (".csv", "parquet")])
def test_each_policy_leaves_the_bytes_of_its_own_run(
    suffix: str, kind: str, deciders: list[kefen.Decider], book: Path, tmp_path: Path
) -> None:
    (tmp_path / "alone").mkdir()
    singly = [alone(one, book, tmp_path / "alone", suffix, kind) for one in deciders]
    chosen = options(book, suffix, output_format=kind)
    together = run_packs(deciders, book / f"customers{suffix}", tmp_path / "both", chosen)
    assert files(tmp_path / "both") == files(tmp_path / "alone")
    assert [one.text("en") for one in together] == [
        one.text("en").replace("/alone/", "/both/") for one in singly
    ]
    assert all(one.rows == one.decided + one.quarantined for one in together)


def test_a_source_is_opened_once_and_a_list_held_once(
    deciders: list[kefen.Decider], book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    real = sources._open
    monkeypatch.setattr(sources, "_open", lambda *a: opened.append(a[1].name) or real(*a))
    run_packs(deciders, book / "customers.csv", tmp_path / "out", options(book, ".csv"))
    assert sorted(opened) == ["accounts.csv", "customers.csv"]


def test_a_pass_that_was_cut_off_goes_on_and_leaves_the_same_bytes(
    deciders: list[kefen.Decider],
    book: Path,
    tmp_path: Path,
    small_parts: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen, source = options(book, ".parquet"), book / "customers.parquet"
    run_packs(deciders[:2], source, tmp_path / "whole", chosen)
    real, done = DuckJob.do_part, []

    def do_part(job: DuckJob, part: Any, at: int) -> None:
        if len(done) == 5:
            raise OSError(28, "No space left on device")
        done.append((job.decider.policy.name, at))
        real(job, part, at)

    monkeypatch.setattr(DuckJob, "do_part", do_part)
    with pytest.raises(InputError, match="No space left"):
        run_packs(deciders[:2], source, tmp_path / "cut", chosen)
    first, done[:] = {*done}, []
    run_packs(deciders[:2], source, tmp_path / "cut", chosen)
    assert not first & {*done}
    assert files(tmp_path / "cut") == files(tmp_path / "whole")


def test_every_stage_is_told_with_its_policy(
    deciders: list[kefen.Decider], book: Path, tmp_path: Path
) -> None:
    told: list[Progress] = []
    source = book / "customers.parquet"
    run_packs(deciders[1:3], source, tmp_path / "out", progress=told.append)
    assert list(dict.fromkeys((one.stage, one.policy) for one in told)) == [
        (stage, name)
        for stages in (["reading"], ["deciding", "weighing"], ["writing"])
        for name in PACKS[1:3]
        for stage in stages
    ]


@pytest.mark.parametrize(
    ("names", "place", "more", "said"),
    [
        ((1, 1), "out", {}, "the policy credit-grade is named twice"),
        ((1, 2), "no/out", {}, "there is no folder"),
        ((1, 2), "out", {"quarantine": Path("q.csv")}, "have a quarantine each"),
        ((1, 2), "out", {"lists": {"acounts": Path("x.csv")}}, "did you mean `accounts`"),
    ],
)
def test_what_cannot_be_run_is_one_line_and_leaves_no_folder(
    names: tuple[int, int], place: str, more: dict[str, Any], said: str,
    deciders: list[kefen.Decider], book: Path, tmp_path: Path,
) -> None:  # fmt: skip
    chosen = [deciders[n] for n in names]
    with pytest.raises(InputError, match=said):
        run_packs(chosen, book / "customers.parquet", tmp_path / place, Options(**more))
    assert not list(tmp_path.iterdir())
