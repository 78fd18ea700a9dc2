"""Several files of Parquet that are one table: a folder as Spark and Hive write it, or a pattern."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path

from kefen.errors import InputError
from kefen.running.files.formats import PARQUET

#: what stands in a folder while a program still writes it
_UNFINISHED = ("_temporary", "_delta_log")
#: files with such names are no rows: marks of success, checksums, what is being written
_HIDDEN = ("_", ".")


def is_several(path: Path) -> bool:
    """Whether a name stands for several files."""
    return path.is_dir() or (glob.has_magic(str(path)) and not path.exists())


def files_of(path: Path) -> tuple[Path, ...]:
    """The files that a name stands for, by their names; a file stands for itself. ``InputError`` in one line."""
    if not is_several(path):
        return (path,)
    if found := tuple(sorted(_of_folder(path) if path.is_dir() else _of_pattern(path))):
        return found
    if path.is_dir():
        raise InputError(f"{path} is a folder without a file of Parquet")
    raise InputError(f"{path} names no file")


def _of_folder(folder: Path) -> Iterator[Path]:
    for name in _UNFINISHED:
        if (folder / name).exists():
            raise InputError(f"{folder} holds `{name}`: its files are not all rows of one table")
    for path in folder.iterdir():
        if path.name.startswith(_HIDDEN):
            continue
        if path.is_dir() and any(path.rglob("*.parquet")):
            raise InputError(f"{folder} holds folders: name one of them, such as {path}")
        if path.suffix.lower() in PARQUET:
            yield path


def _of_pattern(pattern: Path) -> Iterator[Path]:
    root = Path(pattern.anchor or ".")
    for path in root.glob(str(pattern.relative_to(pattern.anchor or "."))):
        if path.name.startswith(_HIDDEN):
            continue
        if path.is_dir() or path.suffix.lower() not in PARQUET:
            raise InputError(f"{path} is no file of Parquet: several files at once must be Parquet")
        yield path


def would_read(path: Path, place: Path) -> bool:
    """Whether a file in a place would be one of those that a name stands for."""
    if not is_several(path) or place.suffix.lower() not in PARQUET:
        return False
    if path.is_dir():
        return place.absolute().parent.resolve() == path.resolve()
    return place.absolute().match(str(path.absolute()))
