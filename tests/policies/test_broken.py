"""However a policy is broken, its author gets diagnostics and never a stack trace."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from kefen.deciding import Decider
from kefen.errors import KefenError
from kefen.loading import load_versions
from tests.policies.packs import HERE, make_pack

SCRAPS = [
    "(", ")", "[", "]", "..", ",", "|", "---\n", "```\n", '"', "'", "#", ": ", "{", "}", "- ", "  ", "\n", "\t", "5%", "1.1",
    "not ", "known ", "assumed", "if ", "for x in ", "null", "unknown", "loans", "history", "age", "第一条", "\u3000", "\x00", "&a ", "*a",
]  # fmt: skip
FILES = sorted((HERE / "good").glob("*.md")) + sorted((HERE / "bad").glob("*.md"))


def broken(text: str, chance: Random) -> str:
    """The text with a few scraps put in, stretches cut out, and lines repeated."""
    for _ in range(chance.randint(1, 4)):
        place, end = chance.randrange(len(text)), chance.randrange(12)
        lines = text.splitlines(keepends=True)
        text = chance.choice(
            [
                text[:place] + chance.choice(SCRAPS) + text[place:],
                text[:place] + text[place + end :],
                text[:place] + chance.choice(SCRAPS) + text[place + end :],
                "".join(chance.sample(lines, len(lines) - 1)) if chance.random() < 0.1 else text,
                text.replace(chance.choice(lines), chance.choice(lines), 1),
            ]
        )
    return text


def diagnose(text: str, folder: Path) -> None:
    """Diagnostics, or a policy that decides even a subject of whom nothing is known."""
    path = folder / "broken.md"
    path.write_text(text, encoding="utf-8")
    try:
        for checked in load_versions(make_pack(path, folder)):
            assert all(item.shown() for item in checked.diagnostics)
            if checked.policy is not None:
                assert Decider.of(checked.policy, checked.policy.since).decide({}).possible
    except KefenError:
        pass


@pytest.mark.parametrize("seed", range(60))
def test_a_broken_policy_is_diagnosed(seed: int) -> None:
    chance = Random(seed)
    text = chance.choice(FILES).read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        diagnose(broken(text, chance), Path(folder))
