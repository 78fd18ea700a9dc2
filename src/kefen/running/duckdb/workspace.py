"""Where a run works: a folder beside the output, an engine that stays within its memory and can be interrupted."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import duckdb
from duckdb.func import FunctionNullHandling

from kefen.compiling.dialects import DUCKDB
from kefen.compiling.sql import literal, quote
from kefen.errors import InputError
from kefen.running.engines import Listener
from kefen.running.lodging import lodging
from kefen.running.options import Options
from kefen.running.sql.space import Statements

BATCH = 2048
#: the engine reads rows in groups of so many, each by one thread
ROW_GROUP = 122_880
_GROUPS_OF_THREAD, _FEWEST_GROUPS = 2, 4
#: what a row of a large policy takes while its part is worked on
_BYTES_OF_ROW = 1024
_LEAST, _LEAST_OF_THREAD = 768 * 2**20, 256 * 2**20
_BETWEEN_INTERRUPTS, _BETWEEN_TELLING = 0.1, 0.2
_Found = TypeVar("_Found")
#: addresses that Python, its libraries and stacks take before any row is read; each further thread takes more
_TAKEN = 768 * 2**20
_NO_ROOM = "not enough memory or disk for this run: more memory with --memory, more disk where the output is"
_CGROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


class Workspace(Statements):
    """A temporary folder and a DuckDB connection; both are gone when the run ends, however it ends."""

    dialect = DUCKDB

    def __init__(self, beside: Path, options: Options, listener: Listener | None = None) -> None:
        if (_address_space() or _TAKEN) < _TAKEN:
            raise MemoryError  # a library of numbers would end the process by itself, and leave the folder
        self.options = options
        self._listener = listener
        self._taught, self._path = 0, "main"
        #: the schema of the tables of a run, or of a policy among several
        self.home = "main"
        self._made: list[tuple[Any, Any]] = []
        self._share: float | None = None
        self._rows = 0
        with contextlib.ExitStack() as stack:
            self.folder = stack.enter_context(lodging(beside.parent))
            self.engine = stack.enter_context(contextlib.closing(self._connect()))
            self._stack = stack.pop_all()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        settings: dict[str, Any] = {
            "temp_directory": str(self.folder / "spill"),
            "memory_limit": self.options.memory or f"{self._memory() // 2**20}MiB",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        threads = self.options.threads or (1 if _address_space() is not None else 0)
        if threads:
            settings["threads"] = threads
        try:
            engine = duckdb.connect(":memory:", config=settings)
        except duckdb.Error as error:
            raise InputError(f"memory `{self.options.memory}`: {first_line(error)}") from None
        # it says how far it is only when it has a bar, and writes that to standard output unless told not to
        engine.execute("SET enable_progress_bar_print = false")
        return engine.execute(f"SET enable_progress_bar = {self._listener is not None}")

    def _memory(self) -> int:
        """As much as parts need that do not spill, if there is so much."""
        threads = self.options.threads or os.cpu_count() or 1
        return min(memory_to_use(), max(_LEAST, threads * _LEAST_OF_THREAD))

    def do(self, sql: str, values: Sequence[Any] | None = None) -> None:
        """Run a statement."""
        self._awaited(self.engine, lambda: self.engine.execute(sql, values))

    def insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows to a table, many at a time."""
        rest = iter(rows)
        while batch := [*islice(rest, BATCH)]:
            values = [list(column) for column in zip(*batch, strict=True)]
            columns = ", ".join(f"UNNEST(${place})" for place, _ in enumerate(values, 1))
            self.do(f"INSERT INTO {quote(table)} SELECT {columns}", values)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a small answer."""
        return self._awaited(self.engine, lambda: self.engine.execute(sql).fetchall())

    def value(self, sql: str) -> Any:
        """The one value of an answer."""
        return self.rows(sql)[0][0]

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer of any size, one by one; other statements may run meanwhile."""
        with self.cursor() as cursor:
            self._awaited(cursor, lambda: cursor.execute(sql))
            while batch := self._awaited(cursor, lambda: cursor.fetchmany(BATCH)):
                yield from batch

    def tell_share(self, share: float | None, rows: int = 0) -> None:
        """How much is done of the work on so many rows, told from now on in the place of that of one statement."""
        self._share, self._rows = share, rows

    def rows_at_once(self) -> int:
        """How many rows one part may have: some for each thread, no more than the memory holds without spilling."""
        asked = "SELECT CURRENT_SETTING('threads'), CURRENT_SETTING('memory_limit')"
        threads, memory = self.rows(asked)[0]
        for_threads = max(_GROUPS_OF_THREAD * threads, _FEWEST_GROUPS)
        groups: int = min(for_threads, _bytes_of(memory) // _BYTES_OF_ROW // ROW_GROUP)
        return ROW_GROUP * max(groups, 1)

    @contextlib.contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A second way to the tables; it sees those of a part as the first does."""
        with contextlib.closing(self.engine.cursor()) as cursor:
            cursor.execute(f"SET search_path = '{self._path}'")
            yield cursor

    @contextlib.contextmanager
    def shelf(self) -> Iterator[None]:
        """Tables made meanwhile stand before those of the same name, and are gone in the end."""
        self.engine.execute("CREATE SCHEMA part")
        self._look(f"part,{self.home}")
        try:
            yield
        finally:
            self._look(self.home)
            self.engine.execute("DROP SCHEMA part CASCADE")

    @contextlib.contextmanager
    def room(self, name: str) -> Iterator[None]:
        """Tables made meanwhile are of a room of this name alone, and are there when it is entered again."""
        self.engine.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
        outside, self.home = self.home, name
        self._look(name)
        try:
            yield
        finally:
            self.home = outside
            self._look(outside)

    def once(self, key: Any, make: Callable[[], _Found]) -> _Found:
        """What is made once and given whenever it is wanted again; keys need only be equal."""
        for known, found in self._made:
            if known == key:
                return found  # type: ignore[no-any-return]
        made = make()
        self._made.append((key, made))
        return made

    def _look(self, path: str) -> None:
        self._path = path
        self.engine.execute(f"SET search_path = '{path}'")

    def columns(self, relation: str) -> list[tuple[str, str]]:
        """Names and types of the columns of a table or a table function."""
        described = self.rows(f"DESCRIBE SELECT * FROM {relation}")
        return [(str(row[0]), str(row[1])) for row in described]

    def teach(self, function: Callable[[str], Any], returns: str) -> str:
        """Make a Python function of one text known to the engine; its name there."""
        self._taught += 1
        name = f"asked_{self._taught}"
        # it looks at the function with Python, and keeps an interrupt that comes meanwhile to itself
        make = partial(
            self.engine.create_function, name, function, ["VARCHAR"], returns,
            null_handling=FunctionNullHandling.SPECIAL, side_effects=False,
        )  # fmt: skip
        self._awaited(self.engine, make)
        return name

    def _awaited(self, engine: duckdb.DuckDBPyConnection, work: Callable[[], _Found]) -> _Found:
        """What work of an engine comes to. It is done in a thread of its own, and an interrupt is heard meanwhile.

        The engine itself hears of one late, or never: when it takes a query apart while it holds the lock of the
        interpreter for which its other threads wait.
        """
        found: Future[_Found] = Future()
        thread = threading.Thread(target=_settle, args=(found, work), daemon=True)
        try:
            thread.start()
            while not wait([found], _BETWEEN_TELLING).done:
                self._tell(engine)
            return found.result()
        finally:
            # an interrupt before the query has begun is lost: it is repeated
            while thread.is_alive() and not found.done():
                engine.interrupt()
                thread.join(_BETWEEN_INTERRUPTS)

    def _tell(self, engine: duckdb.DuckDBPyConnection) -> None:
        if self._listener is not None:
            part = engine.query_progress()
            found = part / 100 if 0 <= part <= 100 else None
            self._listener(found if self._share is None else self._share, self._rows)


def _settle(found: Future[_Found], work: Callable[[], _Found]) -> None:
    try:
        found.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
        found.set_exception(error)


def memory_to_use() -> int:
    """Half of what this process may have: the engine needs room beside what it counts itself."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), *_cgroup_limits()]
    space = _address_space()
    if space is not None:
        limits.append(space - _TAKEN)
    return max(min(limits) // 2, 256 * 2**20)


def _bytes_of(text: str) -> int:
    """A size as the engine writes it, such as ``768.0 MiB``."""
    number, unit = text.split()
    return int(float(number) * 1024 ** ("bytes", "KiB", "MiB", "GiB", "TiB").index(unit))


def _address_space() -> int | None:
    """The bound on addresses (``ulimit -v``), if there is one."""
    space = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if space == resource.RLIM_INFINITY else space


def _cgroup_limits() -> Iterator[int]:
    for path in map(Path, _CGROUPS):
        text = path.read_text().strip() if path.exists() else ""
        if text.isdecimal():
            yield int(text)


def first_line(error: BaseException) -> str:
    """What an error says first, without the engine's own prefix."""
    line = str(error).strip().split("\n")[0]
    return line.partition("Error: ")[2] or line


@contextlib.contextmanager
def faults_in_words(target: Path) -> Iterator[None]:
    """What stops a run from outside, in one line; an interrupt stays an interrupt, which the engine forgets."""
    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise InputError(_NO_ROOM) from error
    except BrokenPipeError:
        raise
    except duckdb.IOException as error:
        raise InputError(f"{target}: {file_fault(error)}") from error
    except duckdb.Error as error:
        refuse_interrupt(error)
        said = first_line(error)
        # it is installed with Kefen: what the engine takes for its absence is that there is no room to load it
        raise InputError(_NO_ROOM if "'numpy' is required" in said else said) from error
    except OSError as error:
        raise InputError(f"{error.filename or target}: {error.strerror or error}") from error
    except RuntimeError as error:
        refuse_interrupt(error)
        raise


def refuse_interrupt(error: BaseException) -> None:
    """Raise the interrupt again that the engine made a fault of its own of, if it is one."""
    said = str(error)
    if (
        said == "Query interrupted"
        or "KeyboardInterrupt" in said
        or isinstance(error, duckdb.InterruptException)
    ):
        raise KeyboardInterrupt from None


def file_fault(error: BaseException) -> str:
    """Why the engine could not write: what the system said, without offsets and the names of passing files."""
    said = re.search(r"Could not write (?:to )?file .*?: ([A-Z][a-z ]+)", str(error))
    return said[1] if said else first_line(error)


def located(path: Path) -> str:
    """A file to be read as an SQL literal: this one alone, whatever signs of a pattern are in its name."""
    return literal(re.sub(r"[*?[]", r"[\g<0>]", str(path.absolute())))
