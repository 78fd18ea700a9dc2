"""The small pack, to be published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kefen.diagnostics import Diagnostics
from kefen.loading import load_policy
from kefen.policy import Policy
from kefen.publishing.weave import weave
from kefen.publishing.woven import Weaving
from kefen.reading.pack import read_pack
from kefen.verifying import read_cases
from tests.cli.conftest import kefen
from tests.cli.packs import write_car_loan

__all__ = ["kefen"]

DAY = date(2026, 6, 1)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The folder of the small pack."""
    return write_car_loan(tmp_path)


@pytest.fixture
def policy(pack: Path) -> Policy:
    """The small policy."""
    return load_policy(pack, as_of=DAY)


@pytest.fixture
def woven(pack: Path) -> Callable[..., str]:
    """The page of the small policy, after its text was changed."""

    def page(*changes: tuple[str, str], lang: str = "zh") -> str:
        path = pack / "2026.md"
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        draft = read_pack(pack)
        cases = read_cases(draft, Diagnostics())
        made = load_policy(pack, as_of=DAY)
        return weave(Weaving(made, draft.documents[0], cases, DAY, draft.changelog), lang)

    return page
