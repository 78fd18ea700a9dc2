"""The command line beside the little policy with secrets of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audience.packs import write_quiet_loan
from tests.cli.packs import CommandLine


@pytest.fixture
def kefen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line in a folder of its own."""
    write_quiet_loan(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("KEFEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "KEFEN_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return CommandLine(tmp_path, capsys)
