"""Files of a pack that nothing reads, though their names say that they belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from kefen.diagnostics import Diagnostics
from kefen.source import Source, Span

_READ = ("vocabulary.yaml", "sources.yaml", "CHANGELOG.md", "README.md")
_YAML = re.compile(r"\.ya?ml(\.txt)?", re.IGNORECASE)
_MARKDOWN = re.compile(r"\.(md|markdown|mdown|mkd)(\.txt)?", re.IGNORECASE)


def check_files(folder: Path, found: Diagnostics, cases_found: Diagnostics) -> None:
    """Tell of every file that is nearly a version, a vocabulary, the sources or cases.

    What does not decide is told with the cases: a pack decides without them.
    """
    for path, right in _strays(folder):
        _tell(path, folder, right, found)
    for path, right in _stray_cases(folder):
        _tell(path, folder, right, cases_found)


def _tell(path: Path, folder: Path, right: str, found: Diagnostics) -> None:
    name = path.relative_to(folder).as_posix()
    here = Span(Source(str(path), ""), 0, 0)
    found.error("R009", f"the file `{name}` is not read", here, f"name it `{right}`")


def _strays(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in _files(folder):
        stem, ending = _parts(path.name)
        if path.name in _READ or path.suffix == ".md":
            continue
        if _MARKDOWN.fullmatch(ending):
            yield path, f"{stem}.md"
        elif _YAML.fullmatch(ending):
            near = _nearest(stem, ("vocabulary", "sources"), 0.6)
            if near and f"{near}.yaml" != path.name:
                yield path, f"{near}.yaml"


def _stray_cases(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in _files(folder):
        stem, ending = _parts(path.name)
        if _YAML.fullmatch(ending) and _nearest(stem, ("cases",)):
            yield path, "cases/cases.yaml"
    for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
        if inner.name == "cases":
            yield from _unread_cases(inner)
        elif _nearest(inner.name, ("cases",)):
            yield from ((path, f"cases/{path.name}") for path in _files(inner))


def _unread_cases(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        stem, ending = _parts(path.name)
        if path.parent == folder and path.suffix == ".yaml":
            continue
        if _YAML.fullmatch(ending) and not path.name.startswith("."):
            yield path, f"cases/{stem}.yaml"


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith((".", "~")))


def _parts(name: str) -> tuple[str, str]:
    """``2026.md.txt`` as ``2026`` and ``.md.txt``: what hides behind an ending that a system adds."""
    match = re.fullmatch(
        r"(.+?)((?:\.(?:ya?ml|md|markdown|mdown|mkd))(?:\.txt)?)", name, re.IGNORECASE
    )
    return (match[1], match[2]) if match else (name, "")


def _nearest(word: str, known: tuple[str, ...], cutoff: float = 0.75) -> str:
    return next(iter(get_close_matches(word.casefold(), known, n=1, cutoff=cutoff)), "")
