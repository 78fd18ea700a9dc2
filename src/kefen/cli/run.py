"""``kefen run``: a whole table decided."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from kefen.cli.inputs import Request, WrongUsageError
from kefen.cli.json_out import write_json
from kefen.cli.screen import Screen, error_screen
from kefen.cli.words import say
from kefen.compiling.audience import basis_of
from kefen.errors import InputError
from kefen.running import Options, Pace, Progress, Rate, RunSummary, run, run_packs
from kefen.running.databases import ClusterTable, DatabaseTable, place_of
from kefen.running.files.several import files_of, is_several
from kefen.running.tables import Origin

QUARANTINED = 3


def lists_of(texts: Sequence[str], table: str, lang: str) -> dict[str, Path]:
    """The files of lists, as ``NAME=FILE`` on the command line."""
    named = _named(texts, table, lang)
    for place in named.values():
        if isinstance(place, Path):
            check_table(str(place), lang)
    return {name: place for name, place in named.items() if isinstance(place, Path)}


def clusters_of(texts: Sequence[str], lang: str) -> dict[str, ClusterTable]:
    """The lists that Spark reads, as ``NAME=FOLDER`` or ``NAME=spark:TABLE``."""
    return {name: ClusterTable(place) for name, place in _pairs(texts, lang)}


def tables_of(texts: Sequence[str], table: str, lang: str) -> dict[str, DatabaseTable]:
    """The lists in a database, as ``NAME=#TABLE`` beside the table of the subjects."""
    named = _named(texts, table, lang)
    return {name: place for name, place in named.items() if isinstance(place, DatabaseTable)}


def engine_of(name: str, lang: str) -> Literal["", "spark"]:
    """The engine that is named, if one is."""
    if name not in ("", "spark"):
        raise WrongUsageError(say(lang, "no engine", name=name), "kefen run")
    return "spark" if name else ""


def _named(texts: Sequence[str], table: str, lang: str) -> dict[str, Path | DatabaseTable]:
    subjects = place_of(table)
    beside = subjects if isinstance(subjects, DatabaseTable) else None
    return {name: place_of(place, beside) for name, place in _pairs(texts, lang)}


def _pairs(texts: Sequence[str], lang: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, equals, place = text.partition("=")
        if not (name and equals and place):
            raise WrongUsageError(say(lang, "not a list", text=text), "kefen run")
        yield name.strip(), place


def named_packs(pack: str, table: str, packs: str, lang: str) -> tuple[list[str], str]:
    """The packs and the table of a command: PACK and INPUT, or with ``--packs`` INPUT alone."""
    if packs:
        if table:
            raise WrongUsageError(say(lang, "pack and packs"), "kefen run")
        return [name.strip() for name in packs.split(",") if name.strip()], pack
    if not table:
        raise WrongUsageError(say(lang, "no input"), "kefen run")
    return [pack], table


def run_table(
    requests: Sequence[Request],
    paths: tuple[str, str],
    options: Options,
    screen: Screen,
    *,
    as_json: bool,
) -> int:
    """Decide every row of a file; 3 when some went to quarantine. What goes to standard output is the decisions alone."""
    (request,), (source, output) = requests, paths
    check_files(source, options, screen.lang)
    with progress_bar(screen.lang) as progress:
        summary = run(request.decider(), source, output, options, progress=progress)
    told = error_screen(screen) if output == "-" else screen
    if as_json:
        write_json(told, summary_data(summary))
    else:
        show_summary(summary, told)
    return QUARANTINED if summary.set_aside else 0


def run_packs_over(
    requests: Sequence[Request],
    paths: tuple[str, str],
    options: Options,
    screen: Screen,
    *,
    as_json: bool,
) -> int:
    """The same by several policies in one pass, into a folder; the summaries one below the other."""
    source, folder = paths
    check_files(source, options, screen.lang)
    deciders = [request.decider() for request in requests]
    with progress_bar(screen.lang) as progress:
        summaries = run_packs(deciders, source, folder, options, progress=progress)
    if as_json:
        write_json(screen, [summary_data(one) for one in summaries])
    for place, summary in enumerate(() if as_json else summaries):
        if place:
            screen.line()
        show_summary(summary, screen)
    return QUARANTINED if any(one.set_aside for one in summaries) else 0


def check_files(source: str, options: Options, lang: str) -> None:
    """One clear line unless the table and the mapping are there."""
    if source != "-" and not options.engine and isinstance(place_of(source), Path):
        check_table(source, lang)
    if options.mapping:
        check_input(str(options.mapping), lang)


@contextmanager
def progress_bar(lang: str) -> Iterator[Callable[[Progress], None] | None]:
    """What shows on standard error how far a run is; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    pace = TextColumn("{task.fields[pace]}")
    with Bar(*columns, pace, console=Console(stderr=True), transient=True) as bar:
        yield Shown(bar, lang).show


@dataclass
class Shown:
    """A line for each stage, of each policy where there are several."""

    bar: Any
    lang: str
    tasks: dict[tuple[str, str], Any] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)

    def show(self, found: Progress) -> None:
        """How far it is now."""
        at = found.policy, found.stage
        for other in self.tasks.keys() - {at}:
            self.bar.update(self.tasks[other], completed=100, pace="")
        if at not in self.tasks:
            told = f"{found.policy} {say(self.lang, f'stage {found.stage}')}".strip()
            self.tasks[at] = self.bar.add_task(told, total=100, pace="")
        if found.share is not None:
            told = pace_told(self.pace.rate(found, monotonic()), self.lang)
            self.bar.update(self.tasks[at], completed=100 * found.share, pace=told)


def pace_told(rate: Rate | None, lang: str) -> str:
    """Rows per second and the time left, as a person reads it."""
    if rate is None:
        return ""
    minutes, seconds = divmod(round(rate.seconds_left), 60)
    hours, minutes = divmod(minutes, 60)
    left = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return say(lang, "pace", rows=f"{rate.rows_per_second:,.0f}", left=left)


def check_table(name: str, lang: str) -> None:
    """One clear line unless the file is there, or the files that a folder or a pattern stands for."""
    path = Path(name)
    if is_several(path):
        files_of(path)
    else:
        check_input(name, lang)


def check_input(name: str, lang: str) -> None:
    """One clear line unless the file is there."""
    path = Path(name)
    if path.is_dir():
        raise InputError(say(lang, "a folder", name=name))
    if not path.exists():
        raise InputError(say(lang, "no file", name=name))


def show_summary(summary: RunSummary, screen: Screen) -> None:
    """The summary as lines; warnings stand apart, on standard error."""
    lines = summary.text(screen.lang).split("\n")
    count = len(summary.warnings)
    edge = error_screen(screen)
    for line in lines[:count]:
        edge.paragraph(line, "", "  ")
    for line in lines[count:]:
        heading = line and not line.startswith(" ")
        screen.line(screen.paint(line, "bold") if heading else line)


def summary_data(summary: RunSummary) -> dict[str, Any]:
    """The summary as plain data."""
    return {
        "policy": summary.policy.name,
        "version": summary.policy.version,
        "digest": summary.policy.digest,
        "reference_lists": {one.name: one.digest for one in summary.policy.lists_loaded},
        "as_of": summary.as_of,
        "audience": summary.audience,
        "basis": basis_of(summary.audience),
        "rows": summary.rows,
        "decided": summary.decided,
        "quarantined": summary.quarantined,
        "table": [cell._asdict() for cell in summary.table],
        "decisive": [{**_counted(item), "met": not item.lacks} for item in summary.decisive],
        "missing": [_counted(item) for item in summary.missing],
        "settles": [_counted(item) for item in summary.settles],
        "gaps": [_counted(item) for item in summary.gaps],
        "warnings": [words._asdict() for words in summary.warnings],
        "output": str(summary.output),
        "quarantine": str(summary.quarantine) if summary.set_aside else None,
        "source": _origin(summary.source),
        "lists": [{**_origin(origin), **asdict(count)} for origin, count in summary.lists],
    }


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "file": str(origin.path),
        "sheet": origin.sheet or None,
        "encoding": origin.encoding or None,
        "delimiter": origin.delimiter or None,
        "header_line": origin.header_line or None,
    }


def _counted(item: Any) -> dict[str, Any]:
    return {"id": item.id, "place": item.place, "label": item.label._asdict(), "rows": item.rows}
