"""What is wrong around the bank is told in one line before anything is touched; what ends it ends all of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from workbench.common.keyring import new_keyring
from workbench.config.opening import OpeningError, demand_readable

COMMAND = [sys.executable, "-m", "workbench"]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "workbench.config.settings",
        "KEFEN_HOME": str(tmp_path / "home"),
        "KEFEN_KEYRING": str(tmp_path / "keys" / "keyring.json"),
        "KEFEN_DATABASE_URL": "",
    }


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield door.getsockname()[1]


def _free() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _line(environ: dict[str, str], port: int) -> str:
    done = subprocess.run(
        [*COMMAND, "serve", "--port", str(port)],
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_a_taken_port_is_told_and_nothing_is_made(environ: dict[str, str], taken: int) -> None:
    assert f"port {taken} of 127.0.0.1" in _line(environ, taken)
    assert not Path(environ["KEFEN_HOME"]).exists()


def test_a_home_that_cannot_be_written_is_told(environ: dict[str, str]) -> None:
    Path(environ["KEFEN_HOME"]).write_text("a file")
    assert "cannot be written" in _line(environ, _free())


def test_a_keyring_that_others_can_read_is_told(environ: dict[str, str]) -> None:
    new_keyring().write(Path(environ["KEFEN_KEYRING"]))
    Path(environ["KEFEN_KEYRING"]).chmod(0o644)
    assert "can be read by others: chmod 600" in _line(environ, _free())


def test_a_bank_whose_keyring_is_gone_gets_no_new_one(environ: dict[str, str]) -> None:
    Path(environ["KEFEN_HOME"]).mkdir()
    (Path(environ["KEFEN_HOME"]) / "seals.jsonl").touch()
    assert "bring its keyring back" in _line(environ, _free())
    assert not Path(environ["KEFEN_KEYRING"]).exists()


def test_a_database_of_a_newer_version_is_told(db: None) -> None:
    MigrationRecorder(connection).record_applied("journal", "0099_of_tomorrow")
    with pytest.raises(OpeningError, match=r"newer version \(journal.0099_of_tomorrow\)"):
        demand_readable()


def test_sigterm_ends_every_process(environ: dict[str, str]) -> None:
    port = _free()
    parent = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)], env=environ, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/")
        children = _children(parent.pid)
        assert len(children) == 2
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(30) == 0
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    finally:
        parent.kill()


def _wait_for(address: str) -> None:
    for _ in range(240):
        try:
            with urlopen(address) as answer:
                assert answer.read() == b"ok"
                return
        except URLError:
            time.sleep(0.25)
    pytest.fail(f"{address} does not answer")


def _children(parent: int) -> list[int]:
    file = Path(f"/proc/{parent}/task/{parent}/children")
    if not file.exists():
        pytest.skip("this system does not list the children of a process")
    return [int(pid) for pid in file.read_text().split()]
