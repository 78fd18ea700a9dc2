"""Files of a pack that nothing reads, though their names or their text say that they belong to it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path, PurePath

from kefen.diagnostics import Diagnostics
from kefen.reading.folders import BESIDE, is_hidden, is_version
from kefen.source import Source, Span

_CASES = "cases"
_NAMED = re.compile(
    r"(?:[.~$#]*)(?P<stem>.+?)\.(?:(?P<yaml>ya?ml)|md|markdown|mdown|mkd)(?P<tail>\.txt)?(?P<copy>[.~# ].*)?",
    re.IGNORECASE,
)
_TABLES = (".json", ".jsonl", ".csv", ".tsv", ".xlsx", ".xls", ".ods", ".et")
_VERSION = re.compile(r"\ufeff?---\s*\n(?:.+\n)*?\s*(?:policy|in_force)\s*[:：]")
_HAS_CASES = re.compile(r"^\s*(?:-\s*)?\{?\s*[\"']?case[\"']?\s*:", re.M)
_HAS_FACTS = re.compile(r"^facts\s*:", re.M)
_LOOKED_AT = 20_000
_DEEPEST = 3


def case_files(folder: Path) -> list[Path]:
    """The files of a pack that hold cases."""
    return sorted(p for p in (folder / _CASES).glob("*.yaml") if not is_hidden(p.name))


def check_files(folder: Path, found: Diagnostics, cases_found: Diagnostics) -> None:
    """Tell of every file that is nearly a version, a vocabulary, the sources or cases.

    A hidden file or an editor's copy is warned of if its text is one of these. What does not decide is told with the
    cases: a pack decides without them.
    """
    for inside in _unread(folder):
        right = _right_name(inside, folder)
        if right:
            _tell(folder, inside, right, cases_found if right.startswith(_CASES) else found)


def _tell(folder: Path, inside: PurePath, right: str, found: Diagnostics) -> None:
    here = Span(Source(str(folder / inside), ""), 0, 0)
    message = f"the file `{inside.as_posix()}` is not read"
    if _is_copy(inside.name):
        found.warn("R009", message, here, f"name it `{right}` if it is a part of the pack")
    elif inside.suffix.casefold() in _TABLES:
        found.error("R009", message, here, f"write its cases in YAML, as `{right}`")
    elif inside.parent == PurePath(right).parent:
        found.error("R009", message, here, f"name it `{right}`")
    else:
        found.error("R009", message, here, f"move it to `{right}`, or out of the pack")


def _unread(folder: Path) -> Iterator[PurePath]:
    """The files in a folder, a few levels deep, that are not read, by their path from it."""
    for top, inner, names in os.walk(folder):
        place = PurePath(top).relative_to(folder)
        deep = len(place.parts) >= _DEEPEST
        inner[:] = [] if deep else sorted(name for name in inner if not is_hidden(name))
        yield from (place / name for name in sorted(names) if not _is_read(place / name))


def _is_read(inside: PurePath) -> bool:
    if inside.parent == PurePath(_CASES):
        return inside.suffix == ".yaml" and not is_hidden(inside.name)
    known = ("vocabulary.yaml", "sources.yaml", *BESIDE)
    return len(inside.parts) == 1 and (inside.name in known or is_version(inside.name))


def _is_copy(name: str) -> bool:
    """Whether a file is hidden, or its name goes on after the ending as `2027.md.bak` does."""
    named = _NAMED.fullmatch(name)
    return is_hidden(name) or bool(named and named["copy"])


def _right_name(inside: PurePath, folder: Path) -> str:
    """What a file should be called to be read; ``""`` if it is nothing of a pack."""
    by_name = "" if _is_copy(inside.name) else _by_name(inside)
    return by_name or _by_text(inside, folder)


def _by_name(inside: PurePath) -> str:
    named = _NAMED.fullmatch(inside.name)
    stem = named["stem"] if named else inside.stem
    if len(inside.parts) > 1:
        told = _nearest(inside.parts[0], (_CASES,)) and (
            inside.suffix.casefold() in _TABLES or (named and named["yaml"])
        )
        return f"{_CASES}/{stem}.yaml" if told else ""
    if named and not named["yaml"]:
        return _nearest(inside.name, BESIDE, 1) or f"{stem}.md"
    if named and _nearest(stem, (_CASES,)):
        return f"{_CASES}/cases.yaml"
    near = _nearest(stem, ("vocabulary", "sources"), 0.6) if named else ""
    return near and f"{near}.yaml"


def _by_text(inside: PurePath, folder: Path) -> str:
    text = _beginning(folder / inside)
    named = _NAMED.fullmatch(inside.name)
    stem = named["stem"] if named else inside.stem.lstrip(".~$")
    if _VERSION.match(text):
        return f"{stem}.md"
    if _HAS_CASES.search(text):
        return f"{_CASES}/{stem}.yaml"
    lacks = not (folder / "vocabulary.yaml").exists()
    return "vocabulary.yaml" if lacks and _HAS_FACTS.search(text) else ""


def _beginning(path: Path) -> str:
    """The first part of a file's text; nothing if it is no file or cannot be read."""
    if not path.is_file():
        return ""
    try:
        with path.open("rb") as file:
            return file.read(_LOOKED_AT).decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return ""


def _nearest(word: str, known: tuple[str, ...], cutoff: float = 0.75) -> str:
    folded = {name.casefold(): name for name in known}
    return next((folded[m] for m in get_close_matches(word.casefold(), folded, 1, cutoff)), "")
