"""Writes a book: blocks drawn with numpy, put into words by DuckDB, joined into a whole file."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kefen.book.business import draw_business
from kefen.book.columns import ACCOUNT_COLUMNS, COLUMNS, Column, Form
from kefen.book.credit import draw_accounts, draw_credit, planted_effects
from kefen.book.dating import day_number
from kefen.book.derived import supply_derived
from kefen.book.dirt import Stain, soil
from kefen.book.draws import BLOCK_ROWS, Array, Block, Facts, Flags
from kefen.book.employers import register_employers
from kefen.book.gaps import hold_back
from kefen.book.lists import write_lists
from kefen.book.people import draw_people
from kefen.book.plan import BookManifest, BookPlan, Dirt
from kefen.book.work import draw_work
from kefen.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[int, int], None]

BLOCKS_A_PART = 4
#: signs of a pattern in the name of a file that is read
_PATTERN = re.compile(r"[*?[]")
_SUFFIXES = (".parquet", ".csv")


@dataclass(frozen=True)
class Drawn:
    """A finished block: columns as numbers, accounts, and what was done to them."""

    customers: Facts
    accounts: Facts
    held_back: Mapping[str, Flags]
    stains: Sequence[Stain]


@dataclass
class _Tally:
    """What the manifest will say, as the blocks come."""

    accounts: int = 0
    held_back: Counter[str] = field(default_factory=Counter)
    dirt: list[Dirt] = field(default_factory=list)


def draw_block(plan: BookPlan, number: int, form: Form = "typed") -> Drawn:
    """A block of the book, whole: its rows do not depend on how many of them are wanted."""
    block = Block(plan.seed, number, day_number(plan.as_of))
    people = draw_people(block)
    work = draw_work(block, people, register_employers(plan.seed))
    credit = draw_credit(block, people, work)
    facts = people.facts | work.facts | draw_business(block, people, work) | credit.facts
    held_back = hold_back(block, facts)
    supply_derived(block, facts)
    stains = soil(block, facts, plan.dirty, form)
    accounts = draw_accounts(block, credit.record)
    by_account: Facts = {
        "customer_id": facts["customer_id"][accounts.owner],
        "owner": accounts.owner,
        "kind": accounts.kind,
        "state": accounts.state,
        "history": accounts.history,
    }
    return Drawn(facts, by_account, held_back, stains)


def write_book(
    target: str | Path, plan: BookPlan, progress: Progress | None = None
) -> BookManifest:
    """Writes a book of synthetic customers.

    A folder gets ``customers.parquet``, ``accounts.parquet``, ``lists/`` (an overlay with the
    reference lists of the book's world) and ``manifest.json``. A name that ends in ``.parquet`` or
    ``.csv`` gets the customers alone, with ``NAME.manifest.json`` beside it. Files are written
    beside and renamed: an old one stays whole until the new one is.
    """
    path = Path(target)
    if path.suffix and path.suffix not in _SUFFIXES:
        raise InputError(f"a book is a folder, a .parquet or a .csv file, not `{path.name}`")
    alone = path.suffix in _SUFFIXES
    folder = path.parent if alone else path
    names = (path.name, None) if alone else ("customers.parquet", "accounts.parquet")
    with _one_clear_line(path):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".book-", dir=folder) as scratch:
            writer = _Writer(plan, Path(scratch), "text" if path.suffix == ".csv" else "typed")
            manifest = writer.write(names, progress)
            for name in filter(None, names):
                (Path(scratch) / name).replace(folder / name)
        if not alone:
            write_lists(folder / "lists", plan)
        beside = f"{path.stem}.manifest.json" if alone else "manifest.json"
        (folder / beside).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


@contextmanager
def _one_clear_line(path: Path) -> Iterator[None]:
    """A disk that is full or a folder that is none, said as ``InputError``."""
    import duckdb

    try:
        yield
    except (OSError, duckdb.IOException) as error:
        raise InputError(f"cannot write `{path}`: {str(error).splitlines()[0]}") from error


class _Writer:
    """Writes the parts of a book and joins them."""

    def __init__(self, plan: BookPlan, scratch: Path, form: Form) -> None:
        self.plan = plan
        self.scratch = scratch
        self.form: Form = form
        self.tally = _Tally()
        self.parts: dict[str, list[str]] = {"customers": [], "accounts": []}

    def write(self, names: tuple[str, str | None], progress: Progress | None) -> BookManifest:
        """Draws blocks while DuckDB writes the part before; then joins the parts in order."""
        connection = _connect()
        try:
            self._write_parts(connection, names[1] is not None, progress or (lambda *_: None))
            connection.execute("SET threads = 1")  # several threads keep row groups in memory
            for name, kind in zip(names, ("customers", "accounts"), strict=True):
                if name:
                    self._join(connection, kind, self.scratch / name)
        finally:
            connection.close()
        return BookManifest(
            plan=self.plan,
            customers_file=names[0],
            accounts_file=names[1],
            accounts=self.tally.accounts if names[1] else 0,
            columns=tuple(column.fact for column in COLUMNS),
            effects=planted_effects(),
            held_back=dict(sorted(self.tally.held_back.items())),
            dirt=tuple(sorted(self.tally.dirt, key=lambda dirt: dirt.row)),
        )

    def _write_parts(
        self, connection: DuckDBPyConnection, with_accounts: bool, progress: Progress
    ) -> None:
        pending: Future[None] | None = None
        with ThreadPoolExecutor(max_workers=1) as behind:
            for part, (customers, accounts) in enumerate(self._parts()):
                if pending:
                    pending.result()
                tables = {"customers": (COLUMNS, customers)}
                if with_accounts:
                    tables["accounts"] = (ACCOUNT_COLUMNS, accounts)
                pending = behind.submit(self._write_part, connection, part, tables)
                done = (part + 1) * BLOCKS_A_PART * BLOCK_ROWS
                progress(min(done, self.plan.customers), self.plan.customers)
            if pending:
                pending.result()

    def _parts(self) -> Iterator[tuple[Facts, Facts]]:
        """Several blocks at a time, the last one cut to the size of the book."""
        blocks = -(-self.plan.customers // BLOCK_ROWS)
        for first in range(0, blocks, BLOCKS_A_PART):
            drawn = [
                self._cut(number) for number in range(first, min(first + BLOCKS_A_PART, blocks))
            ]
            yield _stacked([one for one, _ in drawn]), _stacked([two for _, two in drawn])

    def _cut(self, number: int) -> tuple[Facts, Facts]:
        """A block's rows that belong to the book; the tally takes what it says."""
        drawn = draw_block(self.plan, number, self.form)
        size = min(BLOCK_ROWS, self.plan.customers - number * BLOCK_ROWS)
        mine = drawn.accounts["owner"] < size
        self.tally.accounts += int(mine.sum())
        for name, gone in drawn.held_back.items():
            self.tally.held_back[name] += int(gone[:size].sum())
        self.tally.dirt += _dirt_of(drawn, number, size)
        accounts = {name: column[mine] for name, column in drawn.accounts.items()}
        return {name: column[:size] for name, column in drawn.customers.items()}, accounts

    def _write_part(
        self,
        connection: DuckDBPyConnection,
        part: int,
        tables: Mapping[str, tuple[tuple[Column, ...], Facts]],
    ) -> None:
        for kind, (columns, facts) in tables.items():
            arrays = {f"c{place}": _scannable(facts[c.fact]) for place, c in enumerate(columns)}
            connection.register("part", arrays)
            chosen = ", ".join(c.sql(self.form, f"c{place}") for place, c in enumerate(columns))
            path = self.scratch / f"{kind}-{part:05}.parquet"
            connection.execute(f"COPY (SELECT {chosen} FROM part) TO {_sql(path)} (FORMAT parquet)")
            self.parts[kind].append(_PATTERN.sub(r"[\g<0>]", _sql(path)))
            connection.unregister("part")

    def _join(self, connection: DuckDBPyConnection, kind: str, path: Path) -> None:
        """The parts in their order as one file, marked as synthetic."""
        parts = f"read_parquet([{', '.join(self.parts[kind])}])"
        form = "FORMAT csv, HEADER" if self.form == "text" else f"FORMAT parquet, {self._marks()}"
        connection.execute(f"COPY (SELECT * FROM {parts}) TO {_sql(path)} ({form})")

    def _marks(self) -> str:
        plan = self.plan
        return (
            "COMPRESSION zstd, KV_METADATA {synthetic: 'no row describes a person', "
            f"seed: '{plan.seed}', as_of: '{plan.as_of}', dirty: '{plan.dirty}'}}"
        )


def _connect() -> DuckDBPyConnection:
    import duckdb

    return duckdb.connect().execute("SET enable_progress_bar = false")


def _sql(path: Path) -> str:
    return "'" + str(path.absolute()).replace("'", "''") + "'"


def _stacked(tables: list[Facts]) -> Facts:
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


def _scannable(column: Array) -> Array:
    """A column as DuckDB scans it: histories become texts, those without characters unknown."""
    if column.ndim == 1:
        return column
    width = column.shape[1]
    texts = (
        np.ascontiguousarray(column).view(f"S{width}").ravel().astype(f"U{width}").astype(object)
    )
    texts[column[:, 0] == 0] = None
    return texts


def _dirt_of(drawn: Drawn, number: int, size: int) -> list[Dirt]:
    """The faults in rows of the book; a number is repeated only where both its rows belong."""
    found = []
    for stain in drawn.stains:
        if max(stain.rows) >= size:
            continue
        for row in stain.rows:
            customer = f"SYN{drawn.customers['customer_id'][row]:09}"
            found.append(Dirt(number * BLOCK_ROWS + row + 1, customer, stain.column, stain.kind))
    return found
