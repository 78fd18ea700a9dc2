"""Run every document and write what its commands print now into its output blocks.

    .venv/bin/python tools/refresh_docs.py [DOCUMENT…]

Look at the difference before you commit it: a changed output is a changed promise.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.docs.blocks import Story, blocks, documents, matches, run


def refresh(document: Path) -> int:
    """Rewrite the stale outputs of a document; how many there were."""
    text = document.read_text(encoding="utf-8")
    stale: list[tuple[int, int, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder))
        for block in blocks(document):
            if "output" not in block.options:
                run(block, story)
            elif not matches(block.text, story.printed):
                stale.append(
                    (block.start, block.end, story.printed.replace("\ufeff", "").strip("\n") + "\n")
                )
    for start, end, printed in reversed(stale):
        text = text[:start] + printed + text[end:]
    if stale:
        document.write_text(text, encoding="utf-8")
    return len(stale)


if __name__ == "__main__":
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or documents()
    for path in chosen:
        if count := refresh(path):
            print(f"{path}: {count} outputs rewritten")
