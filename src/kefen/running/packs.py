"""Several policies over one table of subjects in one pass: each with the answer and the files of its own run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kefen.deciding import Decider
from kefen.errors import InputError
from kefen.running.databases import place_of
from kefen.running.engines import Order
from kefen.running.options import Options
from kefen.running.run import Progress, Teller, stages
from kefen.running.summary import RunSummary


def run_packs(
    deciders: Sequence[Decider],
    source: Path | str,
    folder: Path | str,
    options: Options | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> list[RunSummary]:
    """Decide every row of a table by several policies, as ``run`` does by one. ``InputError`` as there.

    ``folder`` gets for each policy ``NAME.parquet`` (or what ``options.output_format`` says) and ``NAME.quarantine.csv``.
    Each of the lists of ``options`` goes to the policies that read it.
    """
    from kefen.running.duckdb.packs import pack_jobs

    chosen, teller = options or Options(), Teller(progress)
    with _made(Path(folder)):
        orders = list(_orders(deciders, source, Path(folder), chosen))
        with pack_jobs(orders, teller.hear if progress else None) as jobs:
            for one in jobs:
                with one.entered() as job:
                    teller.begin("reading", one.policy)
                    job.read()
            for one in jobs:
                with one.entered() as job:
                    _decide(job, chosen, teller, one.policy)
            return [_written(one, teller) for one in jobs]


def _decide(job: Any, options: Options, teller: Teller, policy: str) -> None:
    """All stages between reading and writing; what is left of them are the answers."""
    for stage, work in stages(job, options):
        if stage != "reading":
            teller.begin(stage, policy)
            work()
    job.gather()


def _written(one: Any, teller: Teller) -> RunSummary:
    with one.entered() as job:
        teller.begin("writing", one.policy)
        summary: RunSummary = job.write()
        return summary


def _orders(
    deciders: Sequence[Decider], source: Path | str, folder: Path, options: Options
) -> Iterator[Order[Path]]:
    """What is to be run by each policy. ``InputError`` where two have one name, or something is no file."""
    subjects = place_of(source)
    if not isinstance(subjects, Path) or options.tables or options.engine:
        raise InputError("several policies in one pass are run on files: name a file and a folder")
    if options.quarantine:
        raise InputError(
            "several policies in one pass have a quarantine each, beside its decisions"
        )
    names = [one.policy.name for one in deciders]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"the policy {name} is named twice")
    for decider in deciders:
        output = folder / f"{decider.policy.name}.{options.output_format or 'parquet'}"
        lists = {n: p for n, p in options.lists.items() if n in _read_by(n, decider, deciders)}
        yield Order(decider, subjects, output, replace(options, lists=lists))


def _read_by(name: str, decider: Decider, deciders: Sequence[Decider]) -> set[str]:
    """The lists that a policy is given: those it reads, and the first of all policies those that none does."""
    read = [{one.name for one in each.program.plan.inputs} for each in deciders]
    if decider is deciders[0] and not any(name in names for names in read):
        return {name}
    return {one.name for one in decider.program.plan.inputs}


@contextlib.contextmanager
def _made(folder: Path) -> Iterator[None]:
    """The folder of the outputs, made if need be; it is gone again if nothing came of it."""
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        raise InputError(f"there is no folder {folder.parent}") from None
    except FileExistsError:
        raise InputError(
            f"{folder} is a file: name a folder for the decisions of several policies"
        ) from None
    except OSError as error:
        raise InputError(f"cannot write in {folder.parent}: {error.strerror}") from None
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            folder.rmdir()
