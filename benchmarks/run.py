"""Every figure that is claimed, measured again on this machine.

python benchmarks/run.py [decision] [table] [start] [--rows N] [--write]

Without a part, all three. ``--write`` puts the report into docs/explanation/performance.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import one_decision
import starting
import whole_table
from book import ROOT
from measuring import Section, machine

PAGE = ROOT / "docs" / "explanation" / "performance.md"
BEGIN, END = "<!-- figures: written by benchmarks/run.py -->", "<!-- end of figures -->"


def main() -> None:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help="decision, table, start; all by default"
    )
    parser.add_argument(
        "--rows", type=int, default=whole_table.ROWS, help="rows of the whole table"
    )
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    chosen = parser.parse_args()
    parts: dict[str, Callable[[], Section]] = {
        "decision": one_decision.measure,
        "table": lambda: whole_table.measure(chosen.rows),
        "start": starting.measure,
    }
    if unknown := set(chosen.parts) - set(parts):
        parser.error(f"no part {', '.join(sorted(unknown))}")
    begin = machine()
    print(begin, flush=True)
    texts = [begin + "."]
    for name in chosen.parts or parts:
        texts.append(parts[name]().markdown())
        print("\n" + texts[-1], flush=True)
    if chosen.write:
        write("\n\n".join(text.strip() for text in texts))


def write(report: str) -> None:
    """Put the report between its two marks."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{report}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
