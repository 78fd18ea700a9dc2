"""What differs between two bundles: pack by pack, file by file, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import unified_diff
from pathlib import Path

from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.policies.models import Bundle
from workbench.policies.queries import Lang, bundle_for
from workbench.policies.store import store
from workbench.policies.texts import shipped_policies

OVERLAYS = "overlays"
MOST_LINES = 400


@dataclass(frozen=True)
class FileChange:
    """A file with its lines: each a sign (`+`, `-`, a blank, or `@` where lines are left out) and a text."""

    name: str
    lines: tuple[tuple[str, str], ...]
    added: int
    taken: int

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        return self.lines[:MOST_LINES]


@dataclass(frozen=True)
class PackChange:
    """A pack, or the values of a branch, with the files that differ. `sign` is + for new, - for gone, ~ for changed."""

    name: str
    title: str
    sign: str
    files: tuple[FileChange, ...]

    @property
    def added(self) -> int:
        return sum(one.added for one in self.files)

    @property
    def taken(self) -> int:
        return sum(one.taken for one in self.files)


def predecessor(bundle: Bundle) -> Bundle | None:
    """What spoke at the branch before it, or speaks there until it comes into force; None for the first."""
    day = bundle.runs_from - timedelta(days=1) if bundle.runs_from else clock.today()
    try:
        found = bundle_for(min(day, clock.today()), bundle.branch)
    except RefusedError:
        return None
    return None if found.pk == bundle.pk else found


def changes(before: Bundle, after: Bundle, lang: Lang) -> list[PackChange]:
    """The packs and values that are not the same in both, in the order of their names."""
    old, new = _texts(before), _texts(after)
    found = (_of_pack(name, old.get(name, {}), new.get(name, {}), lang) for name in {**old, **new})
    return sorted((one for one in found if one.files), key=lambda one: one.name)


def _of_pack(
    name: str, old: Mapping[str, list[str]], new: Mapping[str, list[str]], lang: Lang
) -> PackChange:
    sign = "~" if old and new else "+" if new else "-"
    policy = shipped_policies().get(name)
    title = policy.title.said(lang) if policy else name
    names = sorted({*old, *new})
    files = tuple(
        _of_file(one, old.get(one, []), new.get(one, []))
        for one in names
        if old.get(one) != new.get(one)
    )
    return PackChange(name, title, sign, files)


def _of_file(name: str, old: list[str], new: list[str]) -> FileChange:
    lines = tuple(_signed(unified_diff(old, new, lineterm="", n=2)))
    signs = [sign for sign, _text in lines]
    return FileChange(name, lines, signs.count("+"), signs.count("-"))


def _signed(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    for place, line in enumerate(lines):
        if place > 1:  # after the two names
            yield line[:1], "" if line.startswith("@") else line[1:]


def _texts(bundle: Bundle) -> dict[str, dict[str, list[str]]]:
    """By pack, and by `overlays`, the lines of each file."""
    found: dict[str, dict[str, list[str]]] = {}
    root = store().bundle(bundle.digest).folder
    for path in sorted((root / "packs").glob("*/**/*")) + sorted((root / OVERLAYS).glob("**/*")):
        if path.is_file():
            first, *rest = _below(path, root)
            found.setdefault(first, {})["/".join(rest)] = path.read_text("utf-8").splitlines()
    return found


def _below(path: Path, root: Path) -> tuple[str, ...]:
    parts = path.relative_to(root).parts
    return parts if parts[0] == OVERLAYS else parts[1:]
