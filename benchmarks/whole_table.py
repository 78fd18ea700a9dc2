"""A whole book, Parquet in and Parquet out: Kefen, a bare copy of the columns read, and a query written by hand.

python benchmarks/whole_table.py [ROWS [TURNS]]
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb
from book import AS_OF, KEPT, book, load_decider
from measuring import Claim, Section, Times, Work, claims_table, take_turns

from kefen.deciding import Decider
from kefen.running import Options, run

ROWS = 1_000_000
TURNS = 3
OUT = {
    name: KEPT / f"{name}.parquet"
    for name in ("bare", "hand", "tuned", "kefen", "flags", "missing")
}
#: with this pass on, DuckDB 2.0.1 works the steps of the query by hand out several times
TUNED = "SET disabled_optimizers = 'statistics_propagation';\n"
CHOICES = {
    "kefen": Options(missing=False),
    "flags": Options(missing=False, flags=True),
    "missing": Options(),
}
LABELS = {
    "bare": "bare DuckDB scan-and-copy of the columns read",
    "hand": "query by hand (`benchmarks/by_hand.sql`), same rows, same columns",
    "tuned": "the same query with a pass of the optimizer switched off that does not suit it",
    "kefen": "Kefen: class, status, decisive clause",
    "flags": "Kefen: the same and a column for every criterion",
    "missing": "Kefen as `kefen run` does by default: the same as the first, and what each open decision lacks",
}


def measure(rows: int = ROWS, turns: int = TURNS) -> Section:
    """The part of the report."""
    folder = book(rows)
    decider = load_decider(folder)
    works = contenders(folder, decider)
    take_turns([works])
    remarks = [compare(), classes(rows)]
    times = take_turns([works] * turns)
    own = {name: memory(name, rows) for name in CHOICES}
    remarks.append(
        f"Medians of {turns} turns after one that does not count; memory from runs in processes of their own. Each contender uses every core. By hand means: as Kefen it leaves out rows with an unknown "
        "word, a wrong check digit, a number out of bounds, a repeated key or a contradiction; it does not say why. Kefen also writes that down."
    )
    return Section(
        f"A whole table ({rows:,} customers of the fixed book, Parquet to Parquet)",
        [figures(times, own), claims_table(claims(times))],
        remarks,
    )


def memory(name: str, rows: int) -> float:
    """The most memory that a run in a process of its own takes, in MiB."""
    command = [sys.executable, __file__, "alone", name, str(rows)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def run_alone(name: str, rows: int) -> None:
    """What such a process does, and says of itself."""
    folder = book(rows)
    run(load_decider(folder), folder / "customers.parquet", OUT[name], CHOICES[name])
    print(most_memory())


def most_memory() -> float:
    """The most memory this process has had, in MiB. ``ru_maxrss`` would begin with what its parent had."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- the contenders ----------------------------------------------------------------------------------


def contenders(folder: Path, decider: Decider) -> dict[str, Work]:
    """What takes turns."""
    source = folder / "customers.parquet"
    works: dict[str, Work] = {
        "bare": lambda: copy(
            f"SELECT {columns_read(source, decider)} FROM '{source}'", OUT["bare"]
        ),
        "hand": lambda: copy("FROM decided_by_hand", OUT["hand"], by_hand(folder)),
        "tuned": lambda: copy("FROM decided_by_hand", OUT["tuned"], TUNED + by_hand(folder)),
    }
    for name, options in CHOICES.items():
        works[name] = lambda name=name, options=options: run(decider, source, OUT[name], options)  # type: ignore[misc]
    return works


def columns_read(source: Path, decider: Decider) -> str:
    """The columns of the book that the policy reads."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{source}' LIMIT 0").description
    read = {given.name for given in decider.program.plan.inputs}
    return ", ".join(f'"{column[0]}"' for column in found if column[0] in read)


def by_hand(folder: Path) -> str:
    """The committed query for this book."""
    text = (Path(__file__).parent / "by_hand.sql").read_text(encoding="utf-8")
    values = {
        "$book": f"'{folder / 'customers.parquet'}'",
        "$lists": f"'{folder / 'lists'}'",
        "$as_of": f"DATE '{AS_OF}'",
    }
    for word, value in values.items():
        text = text.replace(word, value)
    return text


def copy(query: str, target: Path, before: str = "") -> None:
    """A query to a Parquet file."""
    with duckdb.connect() as connection:
        if before:
            connection.execute(before)
        connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet)")


# --- the answers -----------------------------------------------------------------------------------------


def compare() -> str:
    """Both ways, with flags or what is missing and without, the answers must be the same rows."""
    with duckdb.connect() as connection:
        for name in ("hand", "tuned", "flags", "missing"):
            different = _different(connection, OUT["kefen"], OUT[name])
            assert different == 0, f"{different} rows of {name} differ from kefen"
        count = connection.execute(f"SELECT count(*) FROM '{OUT['kefen']}'").fetchall()[0][0]
    return f"By hand and Kefen give the same {count:,} rows, every column equal."


def _different(connection: duckdb.DuckDBPyConnection, one: Path, other: Path) -> int:
    """Rows of either file that the other has not, by the columns of the first."""
    names = ", ".join(
        f'"{column[0]}"' for column in connection.execute(f"FROM '{one}' LIMIT 0").description
    )
    sides = f"SELECT {names} FROM '{one}'", f"SELECT {names} FROM '{other}'"
    both = (
        f"(({sides[0]}) EXCEPT ALL ({sides[1]})) UNION ALL (({sides[1]}) EXCEPT ALL ({sides[0]}))"
    )
    return int(connection.execute(f"SELECT count(*) FROM ({both})").fetchall()[0][0])


def classes(rows: int) -> str:
    """How the book falls into classes."""
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT status, count(*) FROM '{OUT['kefen']}' GROUP BY ALL ORDER BY 2 DESC"
        ).fetchall()
    shares = ", ".join(f"{status} {count / rows:.1%}" for status, count in found)
    kept = sum(count for _, count in found)
    return f"Of the book: {shares}; {rows - kept:,} rows in quarantine."


# --- the report --------------------------------------------------------------------------------------------


def figures(times: Mapping[str, Times], own: Mapping[str, float]) -> list[list[str]]:
    """Seconds, processor seconds and memory."""
    rows = [["", "seconds", "processor seconds", "peak memory"]]
    for name, label in LABELS.items():
        most = f"{own[name]:,.0f} MiB" if name in own else ""
        rows.append([label, f"{times[name].seconds:.2f}", f"{times[name].cpu_seconds:.2f}", most])
    return rows


def claims(times: Mapping[str, Times]) -> list[Claim]:
    """The bounds that are asked, on the clock and by the processor."""
    asked = [
        ("class, status, decisive clause over bare copy", "kefen", "bare", 4),
        ("with all criteria over bare copy", "flags", "bare", 6),
        ("class, status, decisive clause over by hand", "kefen", "hand", 1.2),
        ("class, status, decisive clause over by hand, that pass off", "kefen", "tuned", 1.2),
        (
            "as `kefen run` does by default over the same without what is lacking",
            "missing",
            "kefen",
            1.3,
        ),
    ]
    made = []
    for text, mine, other, bound in asked:
        made.append(Claim(text, times[mine].over(times[other]), bound))
        made.append(Claim(f"{text}, processor", times[mine].cpu_over(times[other]), bound))
    return made


if __name__ == "__main__":
    if sys.argv[1:2] == ["alone"]:
        run_alone(sys.argv[2], int(sys.argv[3]))
    else:
        print(measure(*map(int, sys.argv[1:])).markdown())
