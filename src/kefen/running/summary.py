"""What a run came to: counts that add up, what decided, what is missing, what is worth collecting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kefen.compiling.answers import MARKS, STATUSES
from kefen.compiling.audience import Audience
from kefen.policy import Policy
from kefen.running.databases import Place
from kefen.running.tables import Origin
from kefen.saying.phrases import say
from kefen.saying.places import say_place
from kefen.saying.widths import pad, width
from kefen.values import Words

_SHOWN = 12


class Cell(NamedTuple):
    """How many decisions have a result (an id, or nothing), a status and a mark."""

    result: str | None
    status: str
    marked: str
    rows: int


class Count(NamedTuple):
    """A clause or a fact: its id, where a clause stands, what it is called, how many.

    ``lacks`` when a clause decides by not being met; ``used`` is the policy of a clause if it is one that is used.
    """

    id: str
    place: str
    label: Words
    rows: int
    lacks: bool = False
    used: Policy | None = None


@dataclass(frozen=True)
class ListCount:
    """Rows of a list = used + quarantined + those of subjects that are not in the table, if it covers more.

    ``idle`` are sound rows of a list that is complete for nobody; none of it is used then.
    """

    name: str
    rows: int
    used: int
    quarantined: int
    elsewhere: int
    idle: int = 0

    def gaps(self) -> dict[str, str]:
        """Its numbers as words."""
        counts = {key: f"{value:,}" for key, value in vars(self).items() if key != "name"}
        return {"name": self.name, **counts}


@dataclass(frozen=True)
class RunSummary:
    """``rows`` in = ``decided`` (every decision, whatever its status) + ``quarantined``.

    ``nothing`` are columns, and in how many rows a word in them, such as NULL, was taken as unknown.
    ``missing`` counts the open decisions that wait for a fact, ``settles`` those for which it is the only one. ``source``
    and ``lists`` say how each file was read; each list has its own count.
    """

    policy: Policy
    as_of: str
    audience: Audience
    rows: int
    decided: int
    quarantined: int
    table: tuple[Cell, ...]
    decisive: tuple[Count, ...]
    missing: tuple[Count, ...]
    settles: tuple[Count, ...]
    gaps: tuple[Count, ...]
    warnings: tuple[Words, ...]
    output: Place
    quarantine: Place
    source: Origin
    lists: tuple[tuple[Origin, ListCount], ...] = ()
    nothing: tuple[tuple[str, int], ...] = ()

    @property
    def set_aside(self) -> int:
        """Rows in quarantine, of the table and of its lists."""
        return self.quarantined + sum(count.quarantined for _, count in self.lists)

    def counts(self) -> dict[tuple[str | None, str, str], int]:
        """Decisions by result, status and mark."""
        return {(cell.result, cell.status, cell.marked): cell.rows for cell in self.table}

    def text(self, lang: str = "zh") -> str:
        """The summary as lines of plain text."""
        return "\n".join(_Teller(self, lang).lines())


@dataclass(frozen=True)
class _Teller:
    summary: RunSummary
    lang: str

    def say(self, key: str, **gaps: object) -> str:
        subject = self.summary.policy.subject.said(self.lang) or say(self.lang, "summary subject")
        return say(self.lang, f"summary {key}", **{"subject": subject, **gaps})

    def lines(self) -> Iterator[str]:
        run, policy = self.summary, self.summary.policy
        yield from (self.say("warning", text=words.said(self.lang)) for words in run.warnings)
        title = policy.title.said(self.lang)
        title = self.say(
            "title", title=title, policy=policy.name, version=policy.version, as_of=run.as_of
        )
        yield title if run.audience == "staff" else self.say("visible", title=title)
        yield self.say(
            "rows",
            rows=f"{run.rows:,}",
            decided=f"{run.decided:,}",
            quarantined=f"{run.quarantined:,}",
        )
        yield self.origin(run.source)
        for origin, count in run.lists:
            others = "list rows of others" if count.elsewhere else "list rows"
            yield self.say("list rows idle" if count.idle else others, **count.gaps())
            yield self.origin(origin)
        if run.nothing:
            found = (f"{header} {count:,}" for header, count in run.nothing)
            yield self.say("nothing", columns=self.say("comma").join(found))
        yield ""
        yield from self.table()
        yield from self.ranking("decisive", run.decisive)
        yield from self.ranking("missing", run.missing)
        if run.missing:
            yield from self.ranking("settles", run.settles)
            if not run.settles:
                yield from ("", self.say("settles"), f"  {self.say('nothing settles')}")
        yield from self.ranking("gaps", run.gaps)
        yield ""
        yield self.say("output", path=run.output)
        if run.set_aside:
            yield self.say("quarantine", path=run.quarantine)

    def origin(self, origin: Origin) -> str:
        """Where a table was read from, and how."""
        shown = {"\t": self.say("tab"), "\x01": "\\001"}
        sign = shown.get(origin.delimiter, origin.delimiter)
        details = [
            origin.sheet and self.say("sheet", sheet=origin.sheet),
            origin.encoding,
            origin.delimiter and self.say("delimiter", delimiter=sign),
            origin.header_line and self.say("header line", line=origin.header_line),
        ]
        comma = "，" if self.lang == "zh" else ", "
        told = "".join(f"{comma}{one}" for one in details if one)
        return self.say("read", file=origin.path.name, details=told)

    def place(self, item: Count) -> str:
        """Where a clause stands; a fact stands nowhere."""
        if not item.place:
            return ""
        policy, day = item.used or self.summary.policy, date.fromisoformat(self.summary.as_of)
        place = say_place(policy.by_id[item.id].cited_on(day), policy, self.lang)
        return say(self.lang, "lacking") + place if item.lacks else place

    def table(self) -> Iterator[str]:
        """Results down, statuses across."""
        counts = self.summary.counts()
        kinds = [(s, m) for s in STATUSES for m in MARKS if any(c[1:] == (s, m) for c in counts)]
        heads = ["", *(self.kind(*kind) for kind in kinds), self.say("total")]
        rows = [heads]
        for result in self.results():
            cells = [counts.get((result, *kind), 0) for kind in kinds]
            rows.append([self.result(result), *map(_number, cells), _number(sum(cells))])
        sums = [sum(n for key, n in counts.items() if key[1:] == kind) for kind in kinds]
        rows.append([self.say("total"), *map(_number, sums), _number(sum(sums))])
        yield from aligned(rows)

    def kind(self, status: str, marked: str) -> str:
        told = say(self.lang, f"status {status}")
        return " ".join((told, say(self.lang, f"marked {marked}"))) if marked else told

    def results(self) -> list[str | None]:
        """The results that occur, best first, none at the end; a policy without a scale has none to tell."""
        found = {cell.result for cell in self.summary.table}
        scale = self.summary.policy.decides
        if scale is None:
            return []
        order = [scale.terms[place].id for place in scale.by_goodness()]
        return [*(id for id in order if id in found), *([None] if None in found else [])]

    def result(self, id: str | None) -> str:
        scale = self.summary.policy.decides
        if id is None or scale is None:
            return self.say("no result")
        return scale.said(scale.places[id], self.lang)

    def ranking(self, key: str, items: Sequence[Count]) -> Iterator[str]:
        if not items:
            return
        yield from ("", self.say(key))
        rows = [
            [
                " ".join(filter(None, (self.place(item), item.label.said(self.lang)))),
                _number(item.rows),
            ]
            for item in items[:_SHOWN]
        ]
        yield from aligned(rows)
        if len(items) > _SHOWN:
            yield f"  {self.say('more', count=len(items) - _SHOWN)}"


def _number(count: int) -> str:
    return f"{count:,}" if count else "-"


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as columns: the first to the left, numbers to the right; a Chinese character is two wide."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = [pad(cell, w, right=True) for cell, w in zip(rest, widths[1:], strict=True)]
        yield "   ".join(["  " + pad(first, widths[0]), *cells]).rstrip()
