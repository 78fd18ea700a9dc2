"""Write the pages of docs/reference that are made from tables in the code.

.venv/bin/python tools/write_reference.py
"""

from __future__ import annotations

from pathlib import Path

from kefen.publishing.reference import PAGES

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"

if __name__ == "__main__":
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
