"""Texts of any usual encoding as UTF-8: GB18030 is normal in this field, UTF-16 is what some sheets export.

The encoding is judged by the whole file. A line that does not fit it is named in ``Text.bad``, and the others are read.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kefen.errors import InputError
from kefen.running.lodging import new_file

CHUNK = 1 << 22
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16", "utf-32": "UTF-32"}
_WIDE = ("utf-16", "utf-32")
_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Text:
    """A file in UTF-8: the given one, or a copy, its lines, and those that are not in the encoding of the others.

    ``doubtful`` when what is not ASCII is good UTF-8 too, though without any Chinese character.
    """

    path: Path
    encoding: str
    lines: int
    bad: frozenset[int] = frozenset()
    doubtful: bool = False
    asked: bool = False

    def refused(self, path: Path) -> InputError:
        """One line for a file of which too much is in no known encoding."""
        tried = f"is not {self.named}" if self.asked else "is neither UTF-8 nor GB18030"
        return InputError(f"{path.name} {tried}; save it as UTF-8 or GB18030")

    @property
    def named(self) -> str:
        """The encoding as people write it."""
        return _NAMES.get(self.encoding, self.encoding)


class Veil(NamedTuple):
    """Columns that are not looked at, by their places, in a text of so many columns; ``header`` is its last line.

    ``chinese`` when the header, which anybody may see, holds Chinese characters in UTF-8.
    """

    delimiter: bytes
    columns: int
    hidden: frozenset[int]
    header: int
    chinese: bool

    def seen(self, number: int, line: bytes) -> bytes | None:
        """What of a line is looked at; nothing when it cannot be parted into its columns."""
        if number <= self.header:
            return line
        cells = self.parted(line) if b'"' in line else line.split(self.delimiter)
        if len(cells) != self.columns:
            return None
        return b" ".join(cell for place, cell in enumerate(cells) if place not in self.hidden)

    def parted(self, line: bytes) -> list[bytes]:
        """The cells of a line with quotation marks; none when they are not whole in it."""
        text, delimiter = line.decode("latin-1"), self.delimiter.decode("latin-1")
        try:
            found = next(
                csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True), []
            )
        except (csv.Error, TypeError):
            return []
        return [cell.encode("latin-1") for cell in found]

    def copied(self, path: Path, folder: Path) -> Path:
        """A file that holds of each line what is looked at."""
        copy = new_file(folder, "seen.csv")
        with copy.open("wb") as out:
            for number, line in enumerate(_raw_lines(path), 1):
                out.write((self.seen(number, line) or b"") + b"\n")
        return copy


def first_lines(path: Path, encoding: str, count: int) -> list[str]:
    """The first lines of a file, each in the encoding that it seems to have by itself; none of a text in wide letters."""
    if _marked(path) in _WIDE or (encoding and _named(encoding) in _WIDE):
        return []
    names = (_named(encoding),) if encoding else ("utf-8-sig", "gb18030")
    return [_by_itself(line, names) for line in islice(_raw_lines(path), count)]


def _by_itself(line: bytes, names: Sequence[str]) -> str:
    for name in names:
        with contextlib.suppress(UnicodeDecodeError):
            return line.decode(name)
    return line.decode(names[-1], "replace")


def unpacked(path: Path, folder: Path) -> Path:
    """A ``.gz`` as the file it holds, in ``folder``; any other file as it is."""
    if path.suffix.lower() != ".gz":
        return path
    plain = new_file(folder, path.stem)
    try:
        with gzip.open(path) as file, plain.open("wb") as out:
            while chunk := file.read(CHUNK):
                out.write(chunk)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise InputError(
            f"{path.name} is not a whole gzip file: it is cut off or damaged"
        ) from None
    return plain


def as_utf8(path: Path, encoding: str, folder: Path, veil: Veil | None = None) -> Text:
    """A text file as UTF-8, copied into ``folder`` piece by piece if it is anything else.

    What is under a ``veil`` has no part in which encoding it is, nor in whether a line is in it.
    """
    if path.stat().st_size == 0:
        raise InputError(f"{path.name} is empty")
    name = _named(encoding) if encoding else _marked(path)
    whole = read = _read_utf8(path) if name in ("", "utf-8") else None
    judged = path
    if veil and name not in _WIDE and not (whole and (whole.ascii or veil.chinese)):
        judged = veil.copied(path, folder)
        read = _read_utf8(judged) if name in ("", "utf-8") else None
    if read is not None and (name or read.chinese or read.ascii or not _is_chinese(judged)):
        if whole is not None and not whole.mixed:
            return Text(path, "utf-8", whole.lines)
        name = "utf-8"
    copy = new_file(folder, "utf-8.csv")
    if name in _WIDE:
        return Text(copy, name, _copied_wide(path, copy, name))
    doubtful = read is not None and not name
    name, bad = (name, frozenset[int]()) if name or doubtful else _judged(judged)
    told = _Told(name or "gb18030", bad, bool(encoding), doubtful, veil)
    return _by_lines(path, copy, told)


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
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    return next((name for mark, name in _MARKS.items() if head.startswith(mark)), "")


# --- which encoding -------------------------------------------------------------------------------


class _Read(NamedTuple):
    """How many lines a text has, whether they end in different ways, what it is made of."""

    lines: int
    mixed: bool
    ascii: bool
    chinese: bool


def _read_utf8(path: Path) -> _Read | None:
    """A file in UTF-8 read once; nothing if it is something else."""
    decoder = _decoder("utf-8", translate=False)
    lines, last, plain, chinese = 0, b"", True, False
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                text = decoder.decode(chunk)
                lines, last = lines + chunk.count(b"\n"), chunk
                # the mark of a file that was joined to others is no letter of any encoding
                plain = plain and (text.isascii() or text.replace("\ufeff", "").isascii())
                chinese = chinese or has_chinese(text)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    ends = decoder.newlines
    lines = _count(path) if ends == "\r" else lines + (not last.endswith(b"\n"))
    return _Read(lines, isinstance(ends, tuple), plain, chinese)


def has_chinese(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return not text.isascii() and _CJK.search(text) is not None


def _count(path: Path) -> int:
    return sum(1 for _ in _raw_lines(path))


def _is_chinese(path: Path) -> bool:
    """Whether a file read as GB18030 holds Chinese characters and nothing else that is not one."""
    decoder, found = _decoder("gb18030", translate=False), False
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                found = has_chinese(decoder.decode(chunk)) or found
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return found


def _judged(path: Path) -> tuple[str, frozenset[int]]:
    """The encoding of a text that is not all UTF-8, and the lines that are plainly in the other one.

    Lines of Chinese in GB18030 are hardly ever good UTF-8, while many lines of UTF-8 pass as GB18030.
    """
    fit, unfit = set(), set()
    for number, line in enumerate(_raw_lines(path), 1):
        if line.isascii():
            continue
        try:
            if has_chinese(line.decode("utf-8")):
                fit.add(number)
        except UnicodeDecodeError:
            unfit.add(number)
    return ("utf-8", frozenset()) if len(fit) >= len(unfit) else ("gb18030", frozenset(fit))


def _raw_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file without their ends, whichever these are."""
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            chunk = rest + chunk
            if chunk.endswith(b"\r"):
                chunk += file.read(1)
            lines = chunk.splitlines()
            rest = b"" if chunk.endswith((b"\n", b"\r")) else lines.pop()
            yield from lines
    if rest:
        yield rest


# --- copies ---------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """How a file is read: the encoding, lines known not to be in it, whether a person asked for it."""

    name: str
    bad: frozenset[int]
    asked: bool
    doubtful: bool
    veil: Veil | None

    def fits(self, number: int, line: bytes) -> bool:
        """Whether what is looked at of a line is in the encoding."""
        seen = self.veil.seen(number, line) if self.veil else None
        try:
            (line if seen is None else seen).decode(self.name)
        except UnicodeDecodeError:
            return False
        return True


def _by_lines(path: Path, copy: Path, told: _Told) -> Text:
    """A copy in one go if all lines fit the encoding; else line by line, and those that do not are named."""
    try:
        return Text(copy, told.name, _copied(path, copy, told.name), told.bad, told.doubtful)
    except UnicodeDecodeError:
        pass
    bad, lines = set(told.bad), 0
    with copy.open("w", encoding="utf-8", newline="") as out:
        for lines, line in enumerate(_raw_lines(path), 1):
            out.write(line.decode(told.name, "replace") + "\n")
            if not told.fits(lines, line):
                bad.add(lines)
    text = Text(copy, told.name, lines, frozenset(bad), told.doubtful, told.asked)
    if 2 * len(bad) > lines:
        raise text.refused(path)
    return text


def _copied_wide(path: Path, copy: Path, name: str) -> int:
    try:
        return _copied(path, copy, name)
    except UnicodeDecodeError:
        raise InputError(
            f"{path.name} is not {_NAMES[name]}; save it as UTF-8 or GB18030"
        ) from None


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
