"""The map at the end of a version: each rule of the source, and the clause that states it or the reason why none does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.policy import Policy
from kefen.reading.draft import Block, Document
from kefen.source import Span

_HEADINGS = ("条文对照", "Map")
#: says of a row that what it promises does not exist yet
NOT_YET = "尚未实现"
_PROMISES = re.compile(r"工作台|报表|登记簿|屏幕|看板")
_NO_CLAUSE = "无条款"
_LOST = "原文缺失"
_PACK = re.compile(r"([a-z][a-z0-9]*(?:-[a-z0-9]+)+) 包")
_ID = r"\d+(?:\.\d+)+"
_IDS = re.compile(rf"(?<![\w.-])({_ID})(?:\s*[—–-]+\s*({_ID}))?(?![\w.-])")
_NAME = re.compile(r"(?<![\w.-])[a-z][a-z0-9_]+(?:\.[a-z0-9_]+)*(?![\w-])")
_KEYWORDS = frozenset(("define", "value", "table", "base", "otherwise", "points", "scorecard"))


@dataclass(frozen=True)
class MapRow:
    """A row: the place in the source, what it says, where it is stated, and the cell of that."""

    source: str
    content: str
    where: str
    span: Span

    @property
    def own(self) -> str:
        """What it says of this pack: of each part what stands before the name of another pack."""
        return "；".join(_PACK.split(part)[0] for part in self.where.split("；"))

    @cached_property
    def ids(self) -> list[str]:
        """The clauses it names; of a range every place between."""
        return _ids_in(self.own)

    @property
    def elsewhere(self) -> Iterator[tuple[str, str]]:
        """The clauses of other packs it names, each with its pack."""
        for part in self.where.split("；"):
            _, *named = _PACK.split(part)
            for pack, text in zip(named[::2], named[1::2], strict=True):
                yield from ((pack, id) for id in _ids_in(text))

    @property
    def names(self) -> list[str]:
        """The definitions, parameters, assumptions and facts it names."""
        return [name for name in _NAME.findall(self.own) if name not in _KEYWORDS]

    @property
    def is_stated(self) -> bool:
        """Whether something of the pack states it."""
        return bool(self.ids or self.names)

    @property
    def has_reason(self) -> bool:
        """Whether it says why no clause states it."""
        return self.where.strip(" ：:") not in ("", _NO_CLAUSE) or _LOST in self.content

    @property
    def is_pending(self) -> bool:
        """Whether it promises something that does not exist yet, and says so."""
        return NOT_YET in self.where


def read_map(document: Document) -> list[MapRow]:
    """The rows of a version's map; none if it has no map."""
    rows: list[MapRow] = []
    inside = False
    for block in document.blocks:
        if block.form == "heading":
            inside = any(word in block.text for word in _HEADINGS)
        elif inside and block.form == "table":
            rows += _rows_of(block)
    return rows


def _rows_of(block: Block) -> Iterator[MapRow]:
    start = block.span.start
    for number, line in enumerate(block.text.split("\n")):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if number > 1 and len(cells) >= 3:
            yield MapRow(
                cells[0], cells[1], cells[-1], Span(block.span.source, start, start + len(line))
            )
        start += len(line) + 1


def check_map(document: Document, policy: Policy, found: Diagnostics) -> None:
    """Warn of clauses without a row, and of rows that name nothing, give no reason, or promise what is not there."""
    rows = read_map(document)
    if not rows:
        return
    named = {id for row in rows for id in row.ids}
    for clause in policy.clauses:
        if clause.is_numbered and clause.id not in named:
            found.warn("M001", f"the map has no row for `{clause.id}`", clause.span)
    ids, names = {clause.id for clause in policy.clauses}, _names_of(policy)
    for row in rows:
        _check_names(row, ids, names, found)
        _check_reason(row, found)


def _check_names(row: MapRow, ids: set[str], names: set[str], found: Diagnostics) -> None:
    for id in row.ids:
        if id not in ids and not any(one.startswith(f"{id}.") for one in ids):
            found.warn("M002", f"the map names `{id}`, which is no clause", row.span)
    for name in row.names:
        if name not in names:
            message = f"the map names `{name}`, which nothing here is called"
            found.warn("M002", message, row.span, did_you_mean(name, names))


def _check_reason(row: MapRow, found: Diagnostics) -> None:
    if not row.is_stated and not row.has_reason:
        message = f"`{row.source}` has neither a clause nor a reason"
        found.warn("M003", message, row.span, "write `无条款：` and why")
    promise = _PROMISES.search(row.where)
    if promise and not row.is_pending:
        message = f"`{row.source}` promises `{promise.group()}`, which is no part of a pack"
        found.warn("M004", message, row.span, f"write `{NOT_YET}`, or what does it")


def _names_of(policy: Policy) -> set[str]:
    vocabulary = policy.vocabulary
    return {
        *vocabulary.facts, *vocabulary.lists, *vocabulary.reference_lists, *vocabulary.measures,
        *policy.parameters, *policy.assumptions, *(clause.target for clause in policy.clauses),
        *(clause.id.split(" ")[-1] for clause in policy.clauses),
        *(use.fact for use in policy.uses),
        *(term.id for term in (policy.decides.terms if policy.decides else ())),
    }  # fmt: skip


def _ids_in(text: str) -> list[str]:
    return [id for match in _IDS.finditer(text) for id in _between(*match.groups())]


def _between(first: str, last: str | None) -> list[str]:
    """Every place from one to another of the same article: 6.3.1, 6.3.2 and 6.3.3."""
    if last is None:
        return [first]
    stem, _, low = first.rpartition(".")
    end_stem, _, high = last.rpartition(".")
    if stem != end_stem or int(high) < int(low):
        return [first, last]
    return [f"{stem}.{number}" for number in range(int(low), int(high) + 1)]


class MapCount(NamedTuple):
    """Rows of a map: those that name a clause or its parts, those with a reason, those with neither, those *not yet*.

    ``clauses`` are those of the version with an id of their own, ``without_row`` those that no row names.
    """

    rows: int
    stated: int
    reasons: int
    neither: int
    not_yet: int
    clauses: int
    without_row: int


def count_map(document: Document, policy: Policy) -> MapCount:
    """The map of a version in numbers."""
    rows = read_map(document)
    stated = [row for row in rows if row.is_stated]
    reasons = [row for row in rows if not row.is_stated and row.has_reason]
    own = {clause.id for clause in policy.clauses if clause.is_numbered}
    return MapCount(
        len(rows),
        len(stated),
        len(reasons),
        len(rows) - len(stated) - len(reasons),
        sum(row.is_pending for row in rows),
        len(own),
        len(own - {id for row in rows for id in row.ids}),
    )
