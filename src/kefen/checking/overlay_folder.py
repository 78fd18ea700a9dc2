"""An overlay as a bank writes it: a folder with ``overlay.yaml`` and its lists."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kefen.diagnostics import Diagnostics
from kefen.errors import PolicyError
from kefen.reading.keys import check_keys
from kefen.reading.pack import read_text
from kefen.reading.yaml_text import NOTHING, Entry, read_yaml
from kefen.source import NOWHERE, Source, Span
from kefen.spelling import BLANKS, NotAccepted, to_day

_KEYS = ("overlay", "parameters", "assumptions", "lists")
_ABOUT_KEYS = ("bank", "branch", "filed", "issued", "cites", "note")
_PROPERTIES: Mapping[str, Sequence[str]] = {
    "parameters": ("value", "from", "cites", "note"),
    "assumptions": (),
    "lists": ("file", "dated", "cites", "note"),
}
_ENCODINGS = ("utf-8-sig", "gb18030")
_HEADS = ("code", "代码", "编码", "编号", "号码")
_DATE_HEADS = ("from", "until", "since", "起", "止", "日期", "date")


class Listed(NamedTuple):
    """A line of a list: a code as it is written, the days from and until which it holds, where it stands."""

    text: str
    since: date | None
    until: date | None
    span: Span


@dataclass(frozen=True)
class LoadedList:
    """A reference list as a bank gives it."""

    entries: tuple[Listed, ...]
    dated: date | None
    cites: str
    span: Span


@dataclass(frozen=True)
class Overlay:
    """What a bank fills in. ``said`` is its text but for the lists, in one form however it was written.

    ``branch`` is the branch it speaks for and for all below it, head office first: ``广东分行/深圳分行``; empty for all.
    ``filed`` is the number under which its rules were filed with the head office.
    """

    parameters: Mapping[str, Entry] = field(default_factory=dict)
    assumptions: Mapping[str, Entry] = field(default_factory=dict)
    lists: Mapping[str, LoadedList] = field(default_factory=dict)
    cites: str = ""
    issued: date | None = None
    said: str = ""
    branch: tuple[str, ...] = ()
    filed: str = ""
    span: Span = NOWHERE

    @property
    def digest(self) -> str:
        """Over values and switches and what is said of them, not over lists; empty where it has neither."""
        return hashlib.sha256(self.said.encode()).hexdigest() if self.said else ""


def read_overlay(folder: Path) -> Overlay:
    """The overlay in a folder. ``PolicyError`` with every fault at once."""
    found = Diagnostics()
    path = folder / "overlay.yaml"
    source = read_text(path, str(path), found)
    written = NOTHING if found.errors else read_yaml(source, found)
    readable = not found.errors
    entry = check_keys(written, _KEYS, "a part of an overlay", found)
    about = check_keys(entry.get("overlay"), _ABOUT_KEYS, "said of an overlay", found)
    cites = about.get("cites").text
    if readable and not cites:
        advice = "add `overlay: {cites: …}`"
        found.error("C001", "the overlay cites nothing", entry.span, advice)
    lists = _named(entry, "lists", found).items()
    overlay = Overlay(
        _named(entry, "parameters", found),
        _named(entry, "assumptions", found),
        {name: _loaded_list(name, value, folder, cites, found) for name, value in lists},
        cites,
        _issued(about, found),
        _said(entry),
        _branch(about, found),
        about.get("filed").text,
        about.get("branch").span,
    )
    if found.errors:
        raise PolicyError(found.sorted())
    return overlay


def _said(entry: Entry) -> str:
    """Values and switches and what is said of them, as JSON; empty where there is neither."""
    if not any(entry.get(part).value for part in ("parameters", "assumptions")):
        return ""
    said = {key: value.plain() for key, value in entry.items() if key != "lists"}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)


def _issued(about: Entry, found: Diagnostics) -> date | None:
    issued = about.get("issued")
    if issued.value is not None and issued.day is None:
        found.error("D004", f"`{issued.text}` is not a day", issued.span, "write 2026-01-31")
    return issued.day


def _loaded_list(
    name: str, value: Entry, folder: Path, cites: str, found: Diagnostics
) -> LoadedList:
    file = folder / value.get("file").text
    listed = read_text(file, str(file), found, _ENCODINGS)
    dated = value.get("dated").day
    if dated is None:
        message = f"the list `{name}` is not `dated`"
        advice = "a list is complete as of a day: `dated: 2026-01-01`"
        found.error("D004", message, value.where, advice)
    entries = tuple(_entries(listed, found))
    if not entries and not found.errors:
        advice = "leave the list out as long as the bank keeps none"
        found.error("R003", f"the list `{name}` holds no code", Span(listed, 0, 1), advice)
    return LoadedList(entries, dated, value.get("cites").text or cites, value.where)


def read_overlays(folders: Sequence[Path]) -> list[Overlay]:
    """The overlays of several folders, the bank's own before a branch's, each branch's before those below it.

    ``PolicyError`` when two speak for one branch, or for branches of which neither is above the other: they never decide
    one customer together.
    """
    overlays = sorted(map(read_overlay, folders), key=lambda one: len(one.branch))
    found = Diagnostics()
    for above, below in pairwise(overlays):
        upper, lower = ("/".join(one.branch) for one in (above, below))
        if above.branch == below.branch:
            message = f"two overlays speak for `{lower}`"
            if not below.branch:
                message = "two overlays speak for the whole bank"
            found.error("N003", message, below.span, "join them, or take one", above.span)
        elif below.branch[: len(above.branch)] != above.branch:
            message = f"overlays of `{upper}` and `{lower}` decide no customer together"
            found.error("N003", message, below.span, "take one of them", above.span)
    if found.errors:
        raise PolicyError(found.sorted())
    return overlays


def _branch(about: Entry, found: Diagnostics) -> tuple[str, ...]:
    """The branch that an overlay speaks for; its rules are filed with the head office."""
    entry = about.get("branch")
    branch = tuple(part.strip(BLANKS) for part in entry.text.split("/")) if entry.text else ()
    if not all(branch):
        found.error("R003", f"`{entry.text}` is not a branch", entry.span, "write `省分行/市分行`")
    if branch and not about.get("filed").text:
        message = "the rules of a branch name the number under which they are filed"
        found.error("C001", message, entry.span, "add `filed: …` under `overlay`")
    return branch


def _named(entry: Entry, part: str, found: Diagnostics) -> dict[str, Entry]:
    """What a part of an overlay says of each name; a key that is not read would be lost with what it says."""
    section = entry.get(part)
    if section.value is not None and not isinstance(section.value, Mapping):
        found.error("R003", f"`{part}` lists names, each with its properties", section.span)
    return {
        name: check_keys(value, _PROPERTIES[part], f"known in `{part}`", found)
        for name, value in section.items()
    }


def _entries(source: Source, found: Diagnostics) -> Iterator[Listed]:
    """The codes of a CSV file, each perhaps with the days from and until which it is listed."""
    for number, line in enumerate(source.text.splitlines(), 1):
        cells = [*next(csv.reader([line]), []), "", "", ""]
        if not "".join(cells).strip(BLANKS) or (number == 1 and _is_header(cells)):
            continue
        start = source.start_of(min(number, source.text.count("\n") + 1))
        span = Span(source, start, start + 1)
        try:
            since, until = map(to_day, cells[1:3])
        except NotAccepted:
            message = f"`{line}` has a date that is none"
            found.error("D004", message, span, "write 2026-01-31")
            continue
        yield Listed(cells[0], since, until, span)


def _is_header(cells: list[str]) -> bool:
    """A first line is a header when it names its columns; a code is never taken for one."""
    first, second = (cell.strip(BLANKS).lower() for cell in cells[:2])
    return first.endswith(_HEADS) or (bool(second) and second.endswith(_DATE_HEADS))
