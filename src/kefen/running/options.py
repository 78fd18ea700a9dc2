"""What may be chosen for a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from kefen.running.databases import ClusterTable, DatabaseTable


@dataclass(frozen=True)
class Options:
    """``mapping`` names the bank's own columns; ``lists`` gives a file for each list of the vocabulary,
    ``tables`` a table where the subjects are one of a database, ``clusters`` what Spark reads.

    ``input_format`` and ``output_format`` are those of ``-``, standard input and output, such as ``xlsx``; CSV when empty.
    ``delimiter``, ``encoding`` and ``sheet`` are found out when empty; ``skip_lines`` stand above the header of the table.
    ``list_covers_more`` when the lists hold records of subjects that are not in the table. ``flags`` adds a column for
    every criterion, ``explain`` the reasons as text, ``missing`` what each open decision waits for, ``holds`` the first day
    on which time alone makes it another, ``records`` the compact record as bytes, which needs Parquet. ``memory`` (such as
    ``2GiB``) and ``threads`` bound the engine. ``quarantine`` is where rows that were not accepted go, by default beside
    the output. ``anew`` gives up a run into a database that stopped half-way, instead of going on with it.
    ``engine`` is ``spark`` for a run there, on the ``master`` if one is named; else it goes by what is read.
    """

    mapping: Path | None = None
    lists: Mapping[str, Path] = field(default_factory=dict)
    tables: Mapping[str, DatabaseTable] = field(default_factory=dict)
    clusters: Mapping[str, ClusterTable] = field(default_factory=dict)
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    input_format: str = ""
    output_format: str = ""
    skip_lines: int = 0
    list_covers_more: bool = False
    flags: bool = False
    explain: bool = False
    missing: bool = True
    holds: bool = False
    records: bool = False
    lang: Literal["zh", "en"] = "zh"
    memory: str = ""
    threads: int = 0
    quarantine: Path | None = None
    anew: bool = False
    engine: Literal["", "spark"] = ""
    master: str = ""


#: what says where a run works and writes, not what comes out
_ELSEWHERE = (
    "output_format",
    "tables",
    "clusters",
    "memory",
    "threads",
    "quarantine",
    "anew",
    "engine",
    "master",
)


def read_with(options: Options) -> dict[str, Any]:
    """The options of a run on files as plain data, with whole paths."""
    plain = {name: value for name, value in asdict(options).items() if name not in _ELSEWHERE}
    lists = {name: str(Path(path).absolute()) for name, path in options.lists.items()}
    mapping = str(options.mapping.absolute()) if options.mapping else ""
    return plain | {"lists": lists, "mapping": mapping}


def options_of(said: Mapping[str, Any]) -> Options:
    """The options that ``read_with`` said."""
    lists = {name: Path(path) for name, path in said["lists"].items()}
    mapping = Path(said["mapping"]) if said["mapping"] else None
    return Options(**{**said, "lists": lists, "mapping": mapping})
