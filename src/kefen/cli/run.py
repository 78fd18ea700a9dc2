"""``kefen run``: a whole table decided."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from kefen.cli.inputs import Request, WrongUsageError
from kefen.cli.json_out import write_json
from kefen.cli.screen import Screen, error_screen
from kefen.cli.words import say
from kefen.compiling.audience import basis_of
from kefen.errors import InputError
from kefen.running import Options, RunSummary, run
from kefen.running.sources import Origin

QUARANTINED = 3


@dataclass(frozen=True)
class Choices:
    """What a user chose for a run, as written on the command line."""

    mapping: str = ""
    lists: tuple[str, ...] = ()
    quarantine: str = ""
    sheet: str = ""
    encoding: str = ""
    skip_lines: int = 0
    covers_more: bool = False
    explain: bool = False
    flags: bool = False
    lang: Literal["zh", "en"] = field(default="zh")

    def options(self) -> Options:
        """The same for the engine."""
        return Options(
            mapping=Path(self.mapping) if self.mapping else None,
            lists=dict(self._list(text) for text in self.lists),
            sheet=self.sheet,
            encoding=self.encoding,
            skip_lines=self.skip_lines,
            list_covers_more=self.covers_more,
            explain=self.explain,
            flags=self.flags,
            quarantine=Path(self.quarantine) if self.quarantine else None,
            lang=self.lang,
        )

    def _list(self, text: str) -> tuple[str, Path]:
        name, equals, path = text.partition("=")
        if not (name and equals and path):
            raise WrongUsageError(say(self.lang, "not a list", text=text), "kefen run")
        if not Path(path).is_file():
            raise InputError(say(self.lang, "no file", name=path))
        return name.strip(), Path(path)


def run_table(
    request: Request, paths: tuple[str, str], choices: Choices, screen: Screen, *, as_json: bool
) -> int:
    """Decide every row of a file; 3 when some went to quarantine."""
    source, output = paths
    check_input(source, screen.lang)
    if choices.mapping:
        check_input(choices.mapping, screen.lang)
    summary = run(request.decider(), Path(source), Path(output), choices.options())
    if as_json:
        write_json(screen, summary_data(summary))
    else:
        show_summary(summary, screen)
    return QUARANTINED if summary.set_aside else 0


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
