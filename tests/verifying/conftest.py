"""The small pack, to be tested by cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kefen.diagnostics import Diagnostics
from kefen.loading import load_versions
from kefen.reading.pack import read_pack
from kefen.verifying import CaseResult, CaseRunner, Coverage, cover, read_cases
from tests.cli.packs import CASES, write_car_loan

BASE = CASES.splitlines(keepends=True)
Tested = tuple[list[CaseResult], Coverage, Diagnostics]


@pytest.fixture
def tested(tmp_path: Path) -> Callable[..., Tested]:
    """Runs the first case of the small pack (大专十二万为甲类), then those written here; clauses may be added."""

    def run(more: str = "", clauses: str = "", words: str = "") -> Tested:
        pack = write_car_loan(tmp_path)
        _add(pack / "2026.md", f"\n```policy\n{clauses}\n```\n")
        _add(pack / "vocabulary.yaml", words)
        (pack / "cases" / "classes.yaml").write_text("".join(BASE[:5]) + more, encoding="utf-8")
        found = Diagnostics()
        policies = [version.policy for version in load_versions(pack) if version.policy]
        runner = CaseRunner(policies)
        results = [runner.run(case) for case in read_cases(read_pack(pack), found)]
        return results, cover(policies[0], results, runner), found

    return run


def _add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
