"""Texts of any usual encoding as UTF-8: GB18030 is normal in this field, UTF-16 is what some sheets export."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kefen.errors import InputError

CHUNK = 1 << 22
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16", "utf-32": "UTF-32"}


@dataclass(frozen=True)
class Text:
    """A file in UTF-8: the given one, or a copy, and how many lines it has."""

    path: Path
    encoding: str
    lines: int


def as_utf8(path: Path, encoding: str, folder: Path) -> Text:
    """A text file as UTF-8, copied into ``folder`` piece by piece if it is anything else."""
    size = path.stat().st_size
    if size == 0:
        raise InputError(f"{path.name} is empty")
    name = _named(encoding) if encoding else _marked(path)
    copy = folder / f"{path.stem}.utf-8.csv"
    if name in ("", "utf-8"):
        read = _read_utf8(path)
        if read is not None and not read.mixed:
            return Text(path, "utf-8", read.lines)
        if read is not None:
            return Text(copy, "utf-8", _copied(path, copy, "utf-8"))
    if name == "utf-8":
        raise InputError(f"{path.name} is not UTF-8")
    try:
        return Text(copy, name or "gb18030", _copied(path, copy, name or "gb18030"))
    except UnicodeDecodeError:
        tried = "is neither UTF-8 nor GB18030" if not name else f"is not {_NAMES.get(name, name)}"
        raise InputError(f"{path.name} {tried}; save it as UTF-8 or GB18030") from None


def _named(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise InputError(
            f"there is no encoding `{encoding}`; usual are utf-8 and gb18030"
        ) from None
    return {"gbk": "gb18030", "gb2312": "gb18030", "utf-8-sig": "utf-8"}.get(name, name)


def _marked(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    return next((name for mark, name in _MARKS.items() if head.startswith(mark)), "")


class _Read(NamedTuple):
    """How many lines a text has, and whether they end in different ways."""

    lines: int
    mixed: bool


def _read_utf8(path: Path) -> _Read | None:
    """A file in UTF-8 read once; nothing if it is something else."""
    decoder = _decoder("utf-8", translate=False)
    lines, last = 0, b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
                lines, last = lines + chunk.count(b"\n"), chunk
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return _Read(lines + (not last.endswith(b"\n")), isinstance(decoder.newlines, tuple))


def _copied(path: Path, copy: Path, encoding: str) -> int:
    """How many lines were copied. All end alike in the copy: the engine reads no file in which they differ."""
    decoder = _decoder(encoding, translate=True)
    lines, last = 0, ""
    with path.open("rb") as file, copy.open("wb") as out:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            lines, last = lines + text.count("\n"), text or last
            out.write(text.encode("utf-8"))
        text = decoder.decode(b"", final=True)
        out.write(text.encode("utf-8"))
    return lines + text.count("\n") + (not (text or last).endswith("\n"))


def _decoder(encoding: str, *, translate: bool) -> io.IncrementalNewlineDecoder:
    return io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate)
