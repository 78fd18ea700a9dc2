"""The reference lists of the book's world, as an overlay that a run can load."""

from __future__ import annotations

from pathlib import Path

from kefen.book.employers import register_employers
from kefen.book.plan import BookPlan

LISTS = (
    "sasac_list",
    "fortune_500",
    "china_500",
    "known_private_schools",
    "ministry_universities",
)


def write_lists(folder: Path, plan: BookPlan) -> None:
    """Writes ``overlay.yaml`` and a CSV of codes for each list."""
    folder.mkdir(exist_ok=True)
    employers = register_employers(plan.seed)
    lines = ["overlay: {bank: synthetic, cites: 合成数据，不是任何机构的名录}", "lists:"]
    for name in LISTS:
        codes = employers.listed(name)
        (folder / f"{name}.csv").write_text("\n".join(["code", *codes]) + "\n", encoding="utf-8")
        lines.append(f"  {name}: {{file: {name}.csv, dated: {plan.as_of}}}")
    (folder / "overlay.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
