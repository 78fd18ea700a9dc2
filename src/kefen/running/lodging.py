"""The folder a run works in: held by a lock while it lives, swept by a later run when it was killed."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kefen.errors import InputError

PREFIX = ".kefen-"
_LOCK, _PARTIALS = "lock", "partials"
#: no run needs so long from its folder to its lock
_LONG_DEAD_S = 600


@contextlib.contextmanager
def lodging(place: Path) -> Iterator[Path]:
    """A folder of its own in a place, gone in the end however it ends; what dead runs left in the place goes too."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    except OSError as error:
        raise InputError(f"cannot write in {place}: {error.strerror}") from None
    try:
        with _locked(folder):
            sweep(place, folder)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """A lock that the system lets go when the process dies. It has its name only once it is held."""
    with (folder / f"{_LOCK}.new").open("wb") as file:
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
            Path(file.name).rename(folder / _LOCK)
        yield


def new_file(folder: Path, name: str) -> Path:
    """A place in a folder where nothing lies yet."""
    return folder / f"{len(list(folder.iterdir()))}.{name}"


def note_partial(folder: Path, partial: Path) -> None:
    """Write down a file that lies elsewhere for now, so that it can be swept too."""
    with (folder / _PARTIALS).open("a", encoding="utf-8") as file:
        file.write(f"{partial.resolve()}\n")


def sweep(place: Path, own: Path) -> None:
    """Remove the folders whose runs are dead, and the unfinished files they noted.

    A folder without a lock is one that was killed before it had it, or while it was removed. It is swept when it is older
    than ``own`` by far, provided that locks are held in this place at all.
    """
    for folder in place.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if (folder / _LOCK).exists():
                with (folder / _LOCK).open("rb") as file:
                    _sweep(folder, file)
            elif (own / _LOCK).exists() and _age(folder, own) > _LONG_DEAD_S:
                shutil.rmtree(folder, ignore_errors=True)


def _age(folder: Path, own: Path) -> float:
    """By how many seconds one folder is older than another, by the clock of the place they are in."""
    return own.stat().st_mtime - folder.stat().st_mtime


def _sweep(folder: Path, lock: IO[bytes]) -> None:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    noted = folder / _PARTIALS
    partials = noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []
    for partial in map(Path, partials):
        if partial.name.endswith(folder.name.removeprefix(".")):
            partial.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
