"""Pages made from tables are those of today's tables."""

from __future__ import annotations

import pytest

from kefen.diagnostics import CODES
from kefen.publishing.reference import PAGES, STAGES
from tools.write_reference import REFERENCE


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_a_table_is_current(name: str) -> None:
    written = (REFERENCE / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run tools/write_reference.py"


def test_every_diagnostic_belongs_to_a_stage() -> None:
    assert {code[0] for code in CODES} <= set(STAGES)
