"""Times that can be compared on a busy machine: contenders take turns, medians are taken, ratios are made within a turn."""

from __future__ import annotations

import gc
import os
import platform
import resource
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from statistics import median

Work = Callable[[], object]


@dataclass
class Times:
    """Seconds of each turn of a contender: on the clock, and of the processor."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median on the clock."""
        return median(self.wall)

    @property
    def cpu_seconds(self) -> float:
        """The median of the processor."""
        return median(self.cpu)

    def over(self, other: Times) -> float:
        """How many times as long as another: the median over the turns."""
        return median(a / b for a, b in zip(self.wall, other.wall, strict=True))

    def cpu_over(self, other: Times) -> float:
        """The same in time of the processor, which other work on the machine disturbs less."""
        return median(a / b for a, b in zip(self.cpu, other.cpu, strict=True))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def take_turns(turns: Iterable[Mapping[str, Work]]) -> dict[str, Times]:
    """Run every contender of every turn, one after the other; the order turns round from turn to turn."""
    times: dict[str, Times] = {}
    for place, contenders in enumerate(turns):
        names = list(contenders)
        first = place % len(names)
        for name in names[first:] + names[:first]:
            gc.collect()
            cpu, wall = _cpu(), time.perf_counter()
            contenders[name]()
            mine = times.setdefault(name, Times())
            mine.wall.append(time.perf_counter() - wall)
            mine.cpu.append(_cpu() - cpu)
    return times


@dataclass(frozen=True)
class Claim:
    """A ratio with its bound: ``ratio`` is to be at most ``bound``, or at least when ``least``."""

    text: str
    ratio: float
    bound: float
    least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the ratio keeps to the bound."""
        return self.ratio >= self.bound if self.least else self.ratio <= self.bound

    def row(self) -> list[str]:
        """The cells of a table."""
        word = "at least" if self.least else "at most"
        return [
            self.text,
            f"{self.ratio:.2f}×",
            f"{word} {self.bound:g}×",
            "yes" if self.holds else "**no**",
        ]


@dataclass(frozen=True)
class Section:
    """A part of the report: what was measured, tables as rows of cells, remarks below."""

    title: str
    tables: Sequence[Sequence[Sequence[str]]]
    remarks: Sequence[str] = ()

    def markdown(self) -> str:
        """The part as Markdown."""
        parts = [f"## {self.title}", *map(table, self.tables)]
        if self.remarks:
            parts.append("\n".join(f"- {remark}" for remark in self.remarks))
        return "\n\n".join(parts) + "\n"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells, the first of them headers, as a Markdown table."""
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    rule = "| --- |" + " ---: |" * (len(rows[0]) - 1)
    return "\n".join([head, rule, *body])


def claims_table(claims: Sequence[Claim]) -> list[list[str]]:
    """The claims as rows of cells."""
    return [["bound", "measured", "asked", "holds"], *(claim.row() for claim in claims)]


def machine() -> str:
    """When and with what the figures were made, in a line."""
    names = ("duckdb", "zen-engine")
    parts = [f"{name} {version(name)}" for name in names]
    load = os.getloadavg()[0]
    cores = os.cpu_count()
    return f"{time.strftime('%Y-%m-%d')}, {cores} cores, Python {platform.python_version()}, {', '.join(parts)}; load at the start {load:.1f}"
