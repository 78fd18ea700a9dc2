"""What a file is, by the end of its name and by how it begins."""

from __future__ import annotations

from pathlib import Path

from kefen.errors import InputError
from kefen.running.files.transcoding import unpacked

EXCEL = (".xlsx", ".xlsm")
PARQUET = (".parquet", ".pq")
JSON = (".jsonl", ".ndjson")
_TEXT = (".csv", ".txt", ".tsv", ".dat")
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: workbooks in which nobody here can tell an error, or a formula never worked out, from an empty cell; how each begins
_OLD = {".xls": _COMPOUND, ".xlsb": _ZIP, ".ods": _ZIP}
#: how a file begins, what it is, which names it may have
_BEGINNINGS: dict[bytes, tuple[str, tuple[str, ...]]] = {
    _ZIP: ("a workbook", EXCEL),
    b"PAR1": ("Parquet", PARQUET),
}


def plain_file(path: Path, folder: Path) -> Path:
    """A file that is what its name says, taken out of its packing; ``InputError`` in one line for any other."""
    if not path.exists():
        raise InputError(f"there is no file {path}")
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a file")
    suffix = suffix_of(path)
    if suffix not in (*PARQUET, *EXCEL, *_OLD, *_TEXT, *JSON):
        raise InputError(
            f"{path.name}: can read .csv, .xlsx, .parquet and .jsonl, not `{suffix or path.name}`"
        )
    plain = unpacked(path, folder)
    if plain.stat().st_size == 0:
        raise InputError(f"{path.name} is empty")
    _refuse_other_content(path, plain, suffix)
    return plain


def suffix_of(path: Path) -> str:
    """The end of a name that says what a file holds; that it is packed does not matter for a text."""
    suffix = path.suffix.lower()
    inner = Path(path.stem).suffix.lower()
    return inner if suffix == ".gz" and inner in (*_TEXT, *JSON) else suffix


def _refuse_other_content(path: Path, plain: Path, suffix: str) -> None:
    """One line for a file that is not what its name says: its reader would speak of the inside of the format."""
    with plain.open("rb") as file:
        head = file.read(4)
    content, names = _BEGINNINGS.get(head, ("", ()))
    if _OLD.get(suffix) == head:
        raise InputError(
            f"{path.name}: no error in a cell can be told from an empty one in a `{suffix}`: save it as `.xlsx`"
        )
    if head == _COMPOUND:
        raise InputError(f"{path.name} has a password or is old: save it as `.xlsx` without one")
    if content and suffix not in names:
        raise InputError(f"{path.name} holds {content}: name it `{names[0]}`")
    if not content and suffix in (*EXCEL, *_OLD):
        raise InputError(f"{path.name} holds no workbook: if it is text, name it `.csv`")
