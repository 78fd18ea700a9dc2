"""Cuts the font of our papers from Noto Sans CJK SC, for maintainers: `python tools/vendor_font.py NotoSansCJK-Regular.ttc`.

The file is that of Debian's package fonts-noto-cjk (SIL Open Font License 1.1). Kept are the characters of GB 18030-2022 at
implementation level 2 and the signs that papers use; the subset, its digest and its licence lie beside the papers.
Needs fonttools, which nothing else of the project does.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).resolve().parents[1] / "src/workbench/decisions/papers/fonts"
#: CJK unified ideographs and extension A whole, the supplementary plane as far as the font has it (among it the
#: characters of the general table of standard characters), signs, and letters of Latin, Greek, Roman numerals
BLOCKS = (
    (0x0020, 0x007E), (0x00A0, 0x00FF), (0x0391, 0x03C9), (0x2010, 0x2027), (0x2030, 0x203B), (0x2103, 0x2122),
    (0x2150, 0x217F), (0x2190, 0x2199), (0x2200, 0x22FF), (0x2460, 0x249B), (0x2500, 0x254B), (0x25A0, 0x25CF),
    (0x2605, 0x2606), (0x2610, 0x2612), (0x2E80, 0x2FDF), (0x3000, 0x303F), (0x3041, 0x30FF), (0x3105, 0x312F),
    (0x3220, 0x3243), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0xFE30, 0xFE6B), (0xFF01, 0xFFE6),
    (0x20000, 0x3FFFF),
)  # fmt: skip


def main(source: str) -> None:
    """Writes the subset and its record."""
    font = next(
        one
        for one in TTCollection(source)
        if one["name"].getDebugName(6) == "NotoSansCJKsc-Regular"
    )
    wanted = [code for first, last in BLOCKS for code in range(first, last + 1)]
    options = subset.Options(
        layout_features=["vert", "kern"], hinting=False, desubroutinize=False, notdef_outline=True
    )
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    HERE.mkdir(parents=True, exist_ok=True)
    target = HERE / "NotoSansCJKsc-Regular.otf"
    font.save(target)
    record = {
        "file": target.name,
        "from": "Debian fonts-noto-cjk 1:20220127+repack1-1, NotoSansCJK-Regular.ttc, Noto Sans CJK SC Regular",
        "licence": "OFL-1.1",
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "characters": len(font.getBestCmap()),
    }
    (HERE / "font.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    (HERE / "characters.json").write_text(
        json.dumps(ranges(font), separators=(",", ":")) + "\n", encoding="utf-8"
    )
    print(target.stat().st_size, record["characters"])


def ranges(font: TTFont) -> list[list[int]]:
    """The characters of a font as first and last of each run."""
    found: list[list[int]] = []
    for code in sorted(font.getBestCmap()):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


if __name__ == "__main__":
    main(sys.argv[1])
