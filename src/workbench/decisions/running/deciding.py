"""One scale over everybody in a run: by the texts of his own branch, those of the same lists together."""

from __future__ import annotations

import csv
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

import kefen
from kefen import FactsError
from workbench.accounts.models import Branch
from workbench.decisions.keeping import ended, holding, packed
from workbench.decisions.running.sheets import write_sheets
from workbench.decisions.running.subjects import Decidable
from workbench.policies.models import Bundle
from workbench.policies.queries import Texts, texts_at
from workbench.policies.scales import SCALES, Scale

#: called with the share of a scale that is decided, from 0 to 1
Tell = Callable[[float], None]
#: fewer than so many are decided one by one before the engine has made ready for its first row
FEW = 500
_ASIDE = ("line", "key", "column", "value", "reason", "explanation")
#: of a run of the library, in its order; how far one is within a stage it seldom knows
_STAGES = ("reading", "deciding", "weighing", "holding", "explaining", "writing")


class Found(NamedTuple):
    """What a scale says of one: its packed record, and the first day on which time alone makes it another answer."""

    of: Decidable
    bundle: Bundle
    status: str
    result: str
    until: date | None
    record: bytes


class Aside(NamedTuple):
    """A line that was set aside: whose, which column with what value, and why, in the bank's words."""

    of: Decidable
    column: str
    value: str
    reason: str
    explanation: str


@dataclass
class ScaleResult:
    """What a scale says of everybody whom it concerns: as many as `rows_in`, those with secrets not twice."""

    scale: Scale
    rows_in: int = 0
    rows: list[Found] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)


@dataclass(frozen=True)
class _Group:
    """Those who are decided together: the same texts, the same audience, the same lists."""

    texts: Texts
    decider: kefen.Decider
    members: Sequence[Decidable]


def scales_run() -> tuple[Scale, ...]:
    """The scales of a run, in their order: every one that is kept."""
    return SCALES


def texts_for(subjects: Iterable[Decidable], day: date) -> dict[int, Texts]:
    """What speaks on a day at each branch where somebody is. `RefusedError` where no bundle is in force."""
    keys = {one.branch for one in subjects}
    return texts_at(Branch.objects.filter(pk__in=keys), day)


def decide_scale(
    scale: Scale,
    subjects: Iterable[Decidable],
    texts: Mapping[int, Texts],
    day: date,
    tell: Tell = lambda share: None,
) -> ScaleResult:
    """One scale over those of its kind. Nothing is stored."""
    concerned = [one for one in subjects if one.kind is scale.subject]
    result, done = ScaleResult(scale, sum(1 for one in concerned if not one.secrets)), 0
    with tempfile.TemporaryDirectory(prefix="kefen-run-") as folder:
        for place, group in enumerate(_groups(scale, concerned, texts, day)):
            start, share = done / len(concerned), len(group.members) / len(concerned)
            _decide_group(group, Path(folder) / str(place), result, _within(tell, start, share))
            done += len(group.members)
    return result


def _groups(
    scale: Scale, subjects: Iterable[Decidable], texts: Mapping[int, Texts], day: date
) -> list[_Group]:
    by_text: dict[tuple[Any, ...], list[Decidable]] = defaultdict(list)
    for one in subjects:
        by_text[texts[one.branch].key, one.secrets].append(one)
    found = []
    for (_key, secrets), members in by_text.items():
        speaking = texts[members[0].branch]
        decider = speaking.decider(scale.pack, day, "staff" if secrets else "restricted")
        found += [_Group(speaking, decider, some) for some in _by_lists(decider, members)]
    return found


def _by_lists(decider: kefen.Decider, members: Iterable[Decidable]) -> Iterable[list[Decidable]]:
    """A file has columns for the lists of all its rows; who has not a list is asked without it."""
    lists = tuple(decider.reader.vocabulary.lists)
    found: dict[tuple[str, ...], list[Decidable]] = defaultdict(list)
    for one in members:
        found[tuple(name for name in lists if name in one.facts)].append(one)
    return found.values()


def _decide_group(group: _Group, base: Path, result: ScaleResult, tell: Tell) -> None:
    if len(group.members) < FEW:
        group = replace(group, members=list(_one_by_one(group, result)))
    if group.members:
        _by_engine(group, base, result, tell)


def _one_by_one(group: _Group, result: ScaleResult) -> Iterator[Decidable]:
    """Gives those whose facts are refused: the engine sets them aside, and says why as of a line of a file."""
    decider = group.decider
    for one in group.members:
        try:
            decision = decider.decide(one.facts, decider.as_of, strict=False)
        except FactsError:
            yield one
            continue
        until, said = holding(decision), decision.result or ""
        record = packed(decision, until)
        result.rows.append(
            Found(one, group.texts.bundle, decision.status, said, ended(until), record)
        )


def _by_engine(group: _Group, base: Path, result: ScaleResult, tell: Tell) -> None:
    target, aside = (base.with_suffix(end) for end in (".parquet", ".aside.csv"))
    sheets = write_sheets(group.decider, [one.cells for one in group.members], base)
    options = kefen.Options(
        lists=sheets.lists, holds=True, records=True, missing=False, quarantine=aside
    )
    kefen.run(group.decider, sheets.subjects, target, options, progress=lambda at: tell(_share(at)))
    by_key = {one.key: one for one in group.members}
    result.rows += [
        Found(by_key[key], group.texts.bundle, status, found or "", ended(until), bytes(record))
        for key, status, found, until, record in _read(group.decider, target)
    ]
    result.aside += [Aside(by_key[row["key"]], *_told(row)) for row in _lines(aside)]


def _read(decider: kefen.Decider, path: Path) -> list[tuple[Any, ...]]:
    vocabulary, scale = decider.reader.vocabulary, decider.policy.decides
    key = vocabulary.key.name if vocabulary.key else "customer_id"
    named = scale.name if scale else "status"
    sql = f'SELECT "{key}", status, "{named}", holds_until, record FROM read_parquet(?)'
    with duckdb.connect() as engine:
        return engine.execute(sql, [str(path)]).fetchall()


def _lines(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines)
        next(rows, None)  # its words are the reader's, its order is fixed
        return [dict(zip(_ASIDE, row, strict=False)) for row in rows]


def _told(line: Mapping[str, str]) -> Iterable[str]:
    return (line.get(name, "") for name in _ASIDE[2:])


def _share(at: kefen.Progress) -> float:
    return (_STAGES.index(at.stage) + (at.share or 0.0)) / len(_STAGES)


def _within(tell: Tell, start: float, share: float) -> Tell:
    return lambda done: tell(start + share * done)
