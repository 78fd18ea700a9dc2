"""Where packs are: shipped, in a folder here, beside a pack that uses them."""

from __future__ import annotations

import os
from pathlib import Path

from kefen.errors import InputError

#: a folder of packs that holds such a file is whole: its packs mean each other, none that is shipped
WHOLE = "bundle.json"
#: what may lie beside the versions of a pack
BESIDE = ("CHANGELOG.md", "README.md")


def policies_folder() -> Path:
    """Where the shipped packs are: in the wheel with the package, in a checkout at the root."""
    here = Path(__file__).resolve().parent.parent
    shipped = here / "policies"
    return shipped if shipped.is_dir() else here.parent.parent / "policies"


def shipped_packs() -> list[str]:
    """Names of the packs that come with Kefen."""
    folder = policies_folder()
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and version_files(path))


def library_of(folder: Path) -> Path:
    """Where the packs are that the names in a pack's text may mean besides those beside it."""
    beside = folder.resolve().parent
    return beside if (beside / WHOLE).exists() else policies_folder()


def version_files(folder: Path) -> list[Path]:
    """The Markdown files of a folder that are versions of a policy."""
    return [path for path in sorted(folder.glob("*.md")) if is_version(path.name)]


def find_pack(name: str | Path) -> Path:
    """The folder of a pack. ``InputError`` says what exists instead.

    A name is a shipped pack, or if none is called so a folder here; what is written as a path (``./x``, ``a/b``, ``.``)
    or given as a ``Path`` is that folder.
    """
    path = Path(name)
    if is_path(name):
        if path.is_dir():
            return path
    elif (policies_folder() / name).is_dir():
        return policies_folder() / name
    elif path.is_dir():
        return path
    if path.exists():
        raise InputError(f"`{name}` is a file; a pack is a folder with a policy and sources.yaml")
    if is_path(name):
        raise InputError(f"there is no folder {name}")
    raise InputError(f"no pack `{name}`: shipped packs are {', '.join(shipped_packs())}")


def is_path(name: str | Path) -> bool:
    """Whether a pack is named by where it is, not by what it is called."""
    if isinstance(name, Path):
        return True
    return name in (".", "..") or "/" in name or os.sep in name or Path(name).is_absolute()


def shadowed(name: str) -> Path | None:
    """The folder here that a shipped pack's name does not mean."""
    here = Path(name)
    if is_path(name) or not here.is_dir() or _same(here, find_pack(name)):
        return None
    return here


def pack_beside(folder: Path, name: str) -> Path:
    """The folder of a pack that the pack in ``folder`` uses: beside it, or shipped.

    A path is read from ``folder``. ``InputError`` if a name means one folder beside it and another that is shipped.
    """
    if is_path(name):
        return find_pack(folder.resolve() / name)
    beside, shipped = folder.resolve().parent / name, policies_folder() / name
    if library_of(folder) == beside.parent:
        return find_pack(beside)
    if beside.is_dir() and shipped.is_dir() and not _same(beside, shipped):
        raise InputError(
            f"`{name}` is a shipped pack and a folder here: write `../{name}` for the folder"
        )
    return beside if beside.is_dir() else find_pack(name)


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def is_version(name: str) -> bool:
    """Whether a file of a pack's folder is read as a version: Markdown that is not hidden, nor one of two known names."""
    beside = name.casefold() in (known.casefold() for known in BESIDE)
    return name.endswith(".md") and not beside and not is_hidden(name)


def is_hidden(name: str) -> bool:
    return name.startswith((".", "~"))
