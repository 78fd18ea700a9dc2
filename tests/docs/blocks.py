"""Fenced blocks of a document, and what running each kind means.

A document is a story: its blocks run from top to bottom in one empty folder. The word after the fence is the
language; ``file=PATH`` writes the block there first; ``exit=N`` is the exit code a command must end with;
``text output`` is what the block before it prints. In an output, ``…`` stands for any text of its line, and alone
on a line for any number of lines. Kefen speaks the language of the document. A ``text`` block without ``output``
is for the eye.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(
    r"^(?P<ticks>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=ticks)[ ]*$", re.M | re.S
)
_MAKE = re.compile(r"make ([a-z]+)")
_EXTRAS = re.compile(r"\[([a-z,]+)\]")
_NOT_RUN = ("make ", "pip ", "python3 -m venv ", "git ", ". .venv")


class WrongBlockError(AssertionError):
    """A block does not do what its document says."""


@dataclass(frozen=True)
class Block:
    """One fenced block; ``start`` and ``end`` are the offsets of its text in the document."""

    document: Path
    line: int
    language: str
    options: dict[str, str]
    text: str
    start: int
    end: int

    def wrong(self, message: str) -> WrongBlockError:
        """The failure, with the place to open."""
        return WrongBlockError(f"{self.document.relative_to(ROOT)}:{self.line}: {message}")


@dataclass
class Story:
    """A document being run: its folder, the names its Python has bound, what was printed last."""

    folder: Path
    names: dict[str, object] = field(default_factory=dict)
    printed: str = ""


def documents() -> list[Path]:
    """Everything in prose that a reader may copy from."""
    root = [ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")]
    return [path for path in (*root, *sorted((ROOT / "docs").rglob("*.md"))) if path.exists()]


def blocks(document: Path) -> Iterator[Block]:
    """The fenced blocks of a document, top to bottom."""
    text = document.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        language, _, rest = found["info"].strip().partition(" ")
        options = dict(word.partition("=")[::2] for word in rest.split())
        line = text.count("\n", 0, found.start()) + 1
        yield Block(document, line, language, options, found["body"], *found.span("body"))


def run(block: Block, story: Story) -> None:
    """Write the block if it names a file, then do what its language asks."""
    if "file" in block.options:
        path = story.folder / block.options["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    if block.language not in RUNNERS:
        raise block.wrong(f"a block of `{block.language}` has no runner")
    RUNNERS[block.language](block, story)


def run_bash(block: Block, story: Story) -> None:
    """Commands of Kefen are run; those that install or build are held against the Makefile and the extras."""
    lines = block.text.splitlines(keepends=True)
    for line in lines:
        _check_ground(line, block)
    script = "".join(line for line in lines if not line.startswith(_NOT_RUN))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=story.folder,
        env=_environment(story.folder, block.document),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    story.printed = done.stdout + done.stderr
    expected = int(block.options.get("exit", "0"))
    if done.returncode != expected:
        raise block.wrong(f"exit code {done.returncode}, not {expected}\n{story.printed}")


def _environment(folder: Path, document: Path) -> dict[str, str]:
    door = folder / ".door" / "kefen"
    if not door.exists():
        door.parent.mkdir()
        door.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kefen "$@"\n', encoding="utf-8")
        door.chmod(0o755)
    plain = {
        "NO_COLOR": "1",
        "TERM": "dumb",
        "COLUMNS": "110",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "KEFEN_LANG": "zh" if document.name.endswith("zh-CN.md") else "en",
    }
    paths = {
        "PATH": f"{door.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    return {**os.environ, **plain, **paths}


def _check_ground(line: str, block: Block) -> None:
    if found := _MAKE.match(line):
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        if not re.search(rf"^{found[1]}:", makefile, re.M):
            raise block.wrong(f"the Makefile has no target `{found[1]}`")
    if line.startswith("pip ") and (found := _EXTRAS.search(line)):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        missing = set(found[1].split(",")) - set(project["optional-dependencies"])
        if missing:
            raise block.wrong(f"no such extra: {', '.join(sorted(missing))}")


def run_python(block: Block, story: Story) -> None:
    """Blocks of one document share their names, top to bottom."""
    code = compile(block.text, f"{block.document}:{block.line}", "exec")
    printed = io.StringIO()
    with contextlib.chdir(story.folder), contextlib.redirect_stdout(printed):
        exec(code, story.names)  # noqa: S102 - our own documents
    story.printed = printed.getvalue()


def run_text(block: Block, story: Story) -> None:
    """An output is compared; any other text is for the eye."""
    if "output" in block.options and not matches(block.text, story.printed):
        raise block.wrong(f"the block before prints\n{story.printed}")


def run_yaml(block: Block, story: Story) -> None:
    """It loads."""
    list(yaml.safe_load_all(block.text))


def run_json(block: Block, story: Story) -> None:
    """It loads."""
    json.loads(block.text)


def run_policy(block: Block, story: Story) -> None:
    """It is read as clauses without a diagnostic."""
    from tests.docs.clauses import read_clauses

    messages = read_clauses(block.text)
    if messages:
        raise block.wrong("\n".join(messages))


def run_sql(block: Block, story: Story) -> None:
    """It is SQL."""
    import sqlglot

    sqlglot.parse(block.text, read="duckdb")


def run_nothing(block: Block, story: Story) -> None:
    """For formats that a later command reads: writing the file is enough."""


RUNNERS = {
    "bash": run_bash,
    "python": run_python,
    "text": run_text,
    "yaml": run_yaml,
    "json": run_json,
    "policy": run_policy,
    "sql": run_sql,
    "markdown": run_nothing,
    "csv": run_nothing,
}


def matches(expected: str, printed: str) -> bool:
    """Whether what was printed is what the document shows, ``…`` standing for what it leaves out."""
    pattern = "".join(map(_line_pattern, _plain(expected).splitlines(keepends=True)))
    return re.fullmatch(pattern, _plain(printed)) is not None


def _line_pattern(line: str) -> str:
    if line.strip() == "…":
        return r"(?:.*\n)*"
    return ".*".join(map(re.escape, line.split("…")))


def _plain(text: str) -> str:
    lines = text.replace("\ufeff", "").strip("\n").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)
