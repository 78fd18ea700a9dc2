"""A run in parts: the same bytes as in one, and it goes on where it stopped."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

import kefen
from kefen import InputError
from kefen.running import Options, RunSummary, run
from kefen.running.duckdb import workspace
from kefen.running.duckdb.job import DuckJob
from kefen.running.duckdb.manifest import held, runs_beside

ROWS = 330
Graded = Callable[..., RunSummary]


def write_book(path: Path) -> None:
    """Customers of whom some have something wrong: a value, a key given twice far away, a hire before birth, a total."""
    lines = ["customer_id,birth_date,hire_date,card_history,loan_history,declared_banned"]
    for n in range(ROWS):
        key = "C7" if n == 250 else f"C{n}"
        hired = "1970-01-01" if n % 47 == 5 else "2015-03-01"
        card = "odd" if n % 50 == 3 else str(n % 8)
        lines.append(
            f"{key},1990-01-01,{hired},{card},{'N' * (n % 24 + 1)},{'否' if n % 3 else ''}"
        )
    lines.insert(150, "a,b,c,d,e,f,g,h")
    lines.append("合计,,,,,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    write_book(path)
    return path


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a hundred rows."""
    monkeypatch.setattr(workspace, "ROW_GROUP", 100)
    monkeypatch.setattr(workspace, "_GROUPS_OF_THREAD", 0)
    monkeypatch.setattr(workspace, "_FEWEST_GROUPS", 1)


@pytest.fixture
def grade_into(book: Path, grades: kefen.Decider, tmp_path: Path) -> Graded:
    def done(name: str = "out.csv", decider: kefen.Decider = grades, **options: Any) -> RunSummary:
        return run(decider, book, tmp_path / name, Options(**{"lang": "en", **options}))

    return done


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(("last", "parts"), [(24, [100, 124]), (26, [100, 100, 26])])
def test_a_rest_of_a_quarter_is_no_part_of_its_own(
    grades: kefen.Decider, tmp_path: Path, last: int, parts: list[int]
) -> None:
    lines = ["customer_id,declared_banned", *(f"C{n},否" for n in range(200 + last))]
    source, out = tmp_path / "few.csv", tmp_path / "few.out.csv"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run(grades, source, out)
    told = json.loads((tmp_path / "few.out.csv.run.json").read_text())
    assert [part["rows"] for part in told["parts"]] == parts


def cut_in_part(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """The machine dies when a part is begun."""
    real = DuckJob.do_part

    def do_part(job: DuckJob, part: Any, at: int) -> None:
        if at == place:
            raise OSError(28, "No space left on device")
        real(job, part, at)

    monkeypatch.setattr(DuckJob, "do_part", do_part)


def written(tmp_path: Path, name: str) -> tuple[bytes, bytes]:
    out = tmp_path / name
    return out.read_bytes(), (tmp_path / "out.quarantine.csv").read_bytes()


def rows_written(tmp_path: Path, name: str) -> tuple[Any, bytes]:
    """The bytes; of Parquet the rows, for its groups are cut where parts end."""
    decisions, quarantine = written(tmp_path, name)
    if name.endswith(".parquet"):
        found = duckdb.sql(f"SELECT * FROM '{tmp_path / name}'")
        return (found.columns, found.types, found.fetchall()), quarantine
    return decisions, quarantine


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("out.csv", {"flags": True, "explain": True}),
        ("out.parquet", {}),
        ("out.jsonl", {"missing": False}),
    ],
)
def test_parts_come_to_the_same_rows_as_one_piece(
    name: str,
    more: dict[str, Any],
    grade_into: Graded,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    alone, whole = grade_into(name, **more), rows_written(tmp_path, name)
    request.getfixturevalue("small_parts")
    parted = grade_into(name, **more)
    assert rows_written(tmp_path, name) == whole
    assert parted == replace(alone, policy=parted.policy)
    (known,) = runs_beside(tmp_path / name)
    assert (known.parts, known.rows, known.decided) == (4, ROWS + 1, alone.decided)


def test_a_sheet_of_parts_has_the_rows_of_one(
    grade_into: Graded, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    grade_into("out.xlsx")
    whole = (tmp_path / "out.xlsx").stat().st_size
    request.getfixturevalue("small_parts")
    grade_into("out.xlsx")
    assert abs((tmp_path / "out.xlsx").stat().st_size - whole) < 10


def test_lists_and_clocks_of_parts_are_those_of_one_piece(
    tmp_path: Path, classes: kefen.Decider, request: pytest.FixtureRequest
) -> None:
    rows = "".join(f"C{n},1970-01-{n % 28 + 1:02},3\n" for n in range(150))
    (tmp_path / "in.csv").write_text(f"customer_id,birth_date,adjusted_credit_grade\n{rows}")
    held = "".join(f"C{n % 140},CARD,NORMAL,N\n" for n in range(250)) + "X9,CARD,NORMAL,N\n"
    (tmp_path / "held.csv").write_text(f"customer_id,kind,state,history\n{held}")
    options = Options(lists={"accounts": tmp_path / "held.csv"}, holds=True, lang="en")

    def done() -> tuple[RunSummary, tuple[bytes, bytes]]:
        summary = run(classes, tmp_path / "in.csv", tmp_path / "out.csv", options)
        return summary, written(tmp_path, "out.csv")

    alone = done()
    request.getfixturevalue("small_parts")
    assert done() == alone


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_a_run_that_was_cut_off_goes_on(
    name: str, grade_into: Graded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade_into(name)
    whole = written(tmp_path, name)
    (tmp_path / name).write_text("yesterday")
    with monkeypatch.context() as patch:
        cut_in_part(patch, 2)
        with pytest.raises(InputError, match="No space left on device"):
            grade_into(name)
    assert (tmp_path / name).read_text() == "yesterday"
    half, finished = runs_beside(tmp_path)
    assert (half.finished, half.parts_done, half.parts, half.rows) == (None, 2, 4, 200)
    assert finished.parts_done == 4
    did = []
    real = DuckJob.do_part

    def do_part(job: DuckJob, part: Any, at: int) -> None:
        did.append(at)
        real(job, part, at)

    monkeypatch.setattr(DuckJob, "do_part", do_part)
    grade_into(name)
    assert did == [2, 3]
    assert written(tmp_path, name) == whole
    assert names(tmp_path) == sorted(["in.csv", name, f"{name}.run.json", "out.quarantine.csv"])


@pytest.mark.usefixtures("small_parts")
def test_a_part_that_is_not_what_was_noted_is_done_again(
    grade_into: Graded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade_into()
    whole = written(tmp_path, "out.csv")
    with monkeypatch.context() as patch:
        cut_in_part(patch, 3)
        with pytest.raises(InputError):
            grade_into()
    folder = tmp_path / ".out.csv.parts"
    (folder / "2.parquet").write_bytes((folder / "1.parquet").read_bytes())
    (folder / "1.json").write_text('{"counts": ')
    (folder / "0.findings").unlink()
    grade_into()
    assert written(tmp_path, "out.csv") == whole


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("source", "the source changed"),
        ("day", "the day changed"),
        ("options", "the options changed"),
    ],
)
def test_what_changed_since_is_not_gone_on_with(
    what: str, said: str, grade_into: Graded, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        cut_in_part(patch, 1)
        with pytest.raises(InputError):
            grade_into()
    changed: dict[str, Any] = {"options": {"flags": True}}.get(what, {})
    if what == "source":
        book.write_bytes(book.read_bytes() + b"C-new,,,,,\n")
    if what == "day":
        other = kefen.load("credit-grade", as_of=date(2026, 11, 22), audience="staff")
        changed = {"decider": other}
    with pytest.raises(InputError, match=f"stopped half-way, and since then {said}: run again"):
        grade_into(**changed)
    grade_into(anew=True, **changed)


def test_a_second_run_on_one_target_is_refused(grade_into: Graded, tmp_path: Path) -> None:
    with (tmp_path / ".out.csv.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(InputError, match=r"another run writes out\.csv: wait until it ends"):
            grade_into()
    grade_into()
    assert not (tmp_path / ".out.csv.lock").exists()


def test_a_lock_taken_away_between_opening_and_locking_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, lock, real = tmp_path / "out.csv", tmp_path / ".out.csv.lock", fcntl.flock
    leaving = [lock]

    def once_too_late(file: Any, how: int) -> None:
        if leaving:
            leaving.pop().unlink()
        real(file, how)

    monkeypatch.setattr(fcntl, "flock", once_too_late)
    with held(output), pytest.raises(InputError, match="another run"), held(output):
        pass


@pytest.mark.usefixtures("small_parts")
def test_a_source_that_is_cut_off_meanwhile_is_told(
    grade_into: Graded, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = DuckJob.do_part

    def do_part(job: DuckJob, part: Any, at: int) -> None:
        if at == 2:
            book.write_bytes(book.read_bytes()[:5_000])
        real(job, part, at)

    monkeypatch.setattr(DuckJob, "do_part", do_part)
    with pytest.raises(InputError, match=r"in.csv changed while it was read: run again"):
        grade_into()
    (half,) = runs_beside(tmp_path / "out.csv")
    assert half.parts_done == 2


@pytest.mark.usefixtures("small_parts")
def test_a_run_that_stops_before_a_part_is_done_leaves_nothing(
    grade_into: Graded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_in_part(monkeypatch, 0)
    with pytest.raises(InputError):
        grade_into()
    assert names(tmp_path) == ["in.csv"]


def test_a_file_is_known_by_the_run_that_wrote_it(
    grade_into: Graded, grades: kefen.Decider, tmp_path: Path
) -> None:
    grade_into("out.parquet")
    told = json.loads((tmp_path / "out.parquet.run.json").read_text(encoding="utf-8"))
    assert told["digest"] == grades.policy.digest
    assert (told["as_of"], told["audience"]) == ("2026-11-23", "staff")
    (known,) = runs_beside(tmp_path)
    count = duckdb.sql(f"SELECT COUNT(*) FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert [(known.decided,)] == count
