"""What ends a run from outside: one line, nothing left behind, and what a killed run leaves is swept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kefen.running import Options
from kefen.running.duckdb.workspace import Workspace, faults_in_words
from kefen.running.lodging import lodging, note_partial
from tests.signals import hears

KILLED = """
import os, sys
from pathlib import Path
from kefen.running.lodging import lodging, note_partial
with lodging(Path(sys.argv[1])) as folder:
    partial = Path(sys.argv[1]) / f".out.csv.{folder.name[1:]}"
    partial.write_text("half")
    note_partial(folder, partial)
    os.kill(os.getpid(), 9)
"""


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_what_a_killed_run_left_is_swept_by_the_next(tmp_path):
    (tmp_path / ".kefen-of-somebody").mkdir()
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert len(names(tmp_path)) == 3
    with lodging(tmp_path):
        assert len(names(tmp_path)) == 2
    assert names(tmp_path) == [".kefen-of-somebody"]


def test_a_folder_that_was_killed_before_its_lock_or_after_is_swept_when_it_is_old(tmp_path):
    for name, mtime in ((".kefen-old", 1e9), (".kefen-new", None)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "lock.new").touch()
        (folder / "sheet.csv").write_text("half")
        if mtime:
            os.utime(folder, (mtime, mtime))
    with lodging(tmp_path):
        assert ".kefen-old" not in names(tmp_path)
    assert names(tmp_path) == [".kefen-new"]


def test_where_no_locks_are_held_an_old_folder_may_be_that_of_a_run_that_lives(
    tmp_path, monkeypatch
):
    (tmp_path / ".kefen-old").mkdir()
    os.utime(tmp_path / ".kefen-old", (1e9, 1e9))

    def refused(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("kefen.running.lodging.fcntl.flock", refused)
    with lodging(tmp_path):
        pass
    assert names(tmp_path) == [".kefen-old"]


def test_the_folder_of_a_run_that_lives_stays(tmp_path):
    with lodging(tmp_path) as living:
        partial = tmp_path / f".out.csv.{living.name[1:]}"
        partial.write_text("half")
        note_partial(living, partial)
        with lodging(tmp_path):
            assert living.is_dir()
            assert partial.exists()


def test_a_query_that_was_interrupted_is_an_interrupt(tmp_path):
    with pytest.raises(KeyboardInterrupt), faults_in_words(tmp_path / "out.csv"):
        raise RuntimeError("Query interrupted")


def test_an_interrupt_within_a_taught_function_is_an_interrupt(tmp_path):
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    out = tmp_path / "out.csv"
    with pytest.raises(KeyboardInterrupt), faults_in_words(out), Workspace(out, Options()) as space:
        space.do(f"SELECT {space.teach(interrupted, 'VARCHAR')}('x')")
    assert names(tmp_path) == []


def test_a_run_without_the_right_to_write_is_refused_in_one_line(grade, tmp_path, monkeypatch):
    def refused(*_: object, **__: object) -> str:
        raise PermissionError(13, os.strerror(13), "x")

    monkeypatch.setattr("kefen.running.lodging.tempfile.mkdtemp", refused)
    with pytest.raises(Exception, match=r"cannot write in .*: Permission denied"):
        grade("customer_id,card_history\nA,4\n")


# --- signals while the engine works -------------------------------------------------------------------

ENDLESS = """
import sys
import time
from pathlib import Path
from kefen.running import Options
from kefen.running.duckdb.workspace import Workspace, faults_in_words
out = Path(sys.argv[1])
with faults_in_words(out), Workspace(out, Options(threads=4)) as space:
    name = space.teach(lambda text: text[::-1], "VARCHAR")
    print("begun", flush=True)
    space.do(f"SELECT MAX({name}(CAST(i AS VARCHAR))) FROM RANGE(10000000000) t(i)")
"""


def ended(run: subprocess.Popen[str], number: int) -> str:
    """What a process says that ends by a signal, within some seconds."""
    run.send_signal(number)
    try:
        return run.communicate(timeout=20)[1]
    finally:
        run.kill()


def test_an_endless_query_hears_an_interrupt(tmp_path):
    """Its threads wait for the lock of the interpreter, which the engine once held while it waited for them."""
    args = [sys.executable, "-c", ENDLESS, str(tmp_path / "out.csv")]
    with subprocess.Popen(
        args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=hears
    ) as run:
        assert run.stdout.readline() == "begun\n"
        time.sleep(1)
        told = ended(run, signal.SIGINT)
    assert told.endswith("KeyboardInterrupt\n")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "lang", "line"),
    [
        (signal.SIGINT, "en", "interrupted"),
        (signal.SIGINT, "zh", "已中断"),
        (signal.SIGTERM, "en", "ended by SIGTERM"),
        (signal.SIGHUP, "zh", "已被系统终止（SIGHUP）"),
    ],
)
def test_a_signal_ends_a_run_in_one_line_and_leaves_nothing(tmp_path, number, lang, line):
    place = tmp_path / "out"
    place.mkdir()
    header = "customer_id,card_history,loan_history,declared_banned\n"
    rows = (f"C{i}, {'N' * (i % 24 + 1)} ,{'1' * (i % 20 + 1)}, 否 \n" for i in range(500_000))
    (tmp_path / "in.csv").write_text(header + "".join(rows), encoding="utf-8")
    args = [sys.executable, "-m", "kefen", "run", "credit-grade", str(tmp_path / "in.csv")]
    args += ["-o", str(place / "out.csv"), "--lang", lang, "--as-of", "2026-11-23"]
    with subprocess.Popen(
        args, stderr=subprocess.PIPE, text=True, encoding="utf-8", preexec_fn=hears
    ) as run:
        while not names(place):
            assert run.poll() is None
            time.sleep(0.05)
        time.sleep(0.8)
        told = ended(run, number)
    assert (run.returncode, told) == (128 + number, f"{line}\n")
    assert names(place) == []
