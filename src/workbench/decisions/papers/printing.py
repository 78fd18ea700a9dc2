"""A paper from its data: typst with our one layout and our one font."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from workbench.common.errors import RefusedError

_HERE = Path(str(files("workbench.decisions.papers")))
FONT = _HERE / "fonts" / "NotoSansCJKsc-Regular.otf"


@dataclass(frozen=True)
class Part:
    """A section: texts, then a table, then a list with a mark before each line."""

    title: str = ""
    texts: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[str, ...] = ()
    mark: str = "□"


@dataclass(frozen=True)
class Sheet:
    """What a paper says. `page` has {x} and {y}; `signs` are lines to sign; `receipt` is torn off."""

    title: str
    bank: str
    head: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    foot: str
    page: str
    lang: str = "zh"
    for_whom: str = ""
    signs: tuple[str, ...] = ()
    seal: str = ""
    receipt: str = ""


def printed(sheet: Sheet) -> bytes:
    """The paper as PDF. `RefusedError` names the characters that our font does not have: none is lost in silence."""
    data = asdict(sheet)
    missing = sorted({sign for text in _texts(data) for sign in text} - _characters())
    if missing:
        told = _("The font of our papers lacks: %s. Have it added before this paper is issued.")
        raise RefusedError(told % " ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing))
    return bytes(
        typst.compile(
            str(_HERE / "paper.typ"),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            font_paths=[str(FONT.parent)],
            ignore_system_fonts=True,
        )
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


@lru_cache(maxsize=1)
def _characters() -> frozenset[str]:
    """Those of the font: the ranges stand beside it, written when it was cut; and the ends of lines."""
    ranges = json.loads((FONT.parent / "characters.json").read_text(encoding="utf-8"))
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1)) | {
        "\n"
    }
