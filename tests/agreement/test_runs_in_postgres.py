"""A table in PostgreSQL is decided there as its rows are in a file, and a run that was cut off goes on."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

import kefen
from kefen.errors import InputError
from kefen.loading import load
from kefen.running import Options, RunSummary, run
from kefen.running.databases import place_of
from kefen.running.postgres import reading
from kefen.running.postgres.part import ServerPart
from kefen.running.postgres.runs import runs_into
from tests.agreement.days import ago
from tests.agreement.engines import Postgres
from tests.agreement.test_dated_files import (
    CRITERIA,
    DAYS,
    EMPTY,
    FIELDS,
    HERE,
    alone,
    overlay,
    subject,
)
from tests.conftest import POSTGRES, started
from tests.policies.packs import HERE as PACKS
from tests.policies.packs import make_pack
from tests.running.conftest import table_of

AS_OF = date(2026, 11, 23)
Rows = Sequence[Mapping[str, Any]]


class Database:
    """A schema of its own on a real server."""

    def __init__(self, url: str, schema: str) -> None:
        self.url, self.schema = url, schema
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        self.connection.execute(f"CREATE SCHEMA {schema}")

    def at(self, relation: str) -> str:
        return f"{self.url}#{self.schema}.{relation}"

    def fill(self, table: str, rows: Rows, types: Mapping[str, str] | None = None) -> str:
        """A table of texts, but for columns of named types."""
        columns = ", ".join(f'"{name}" {(types or {}).get(name, "TEXT")}' for name in rows[0])
        self.connection.execute(f"CREATE TABLE {self.schema}.{table} ({columns})")
        into = f"COPY {self.schema}.{table} FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row([None if v == "" else str(v) for v in row.values()])
        return self.at(table)

    def rows(self, relation: str, columns: str = "*") -> list[tuple[Any, ...]]:
        found = self.connection.execute(
            f"SELECT {columns} FROM {self.schema}.{relation} ORDER BY 1"
        )
        return found.fetchall()


@pytest.fixture(params=(POSTGRES,))
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    engine = started(request.param)
    assert isinstance(engine, Postgres)
    made = Database(engine.server.get_uri(), "of_a_test")
    yield made
    made.connection.close()


@pytest.fixture(scope="module")
def grades() -> kefen.Decider:
    return kefen.load("credit-grade", as_of=AS_OF, audience="staff")


Grade = Callable[..., RunSummary]


@pytest.fixture
def grade(database: Database, grades: kefen.Decider) -> Grade:
    """Runs credit grades from the table ``book`` into ``grades``."""

    def done(source: str = "", **options: Any) -> RunSummary:
        chosen = Options(**{"lang": "en", "threads": 2, **options})
        return run(grades, source or database.at("book"), database.at("grades"), chosen)

    return done


def history(*months: str) -> str:
    return "".join(months).ljust(24, "N")


CLEAN = [{"customer_id": f"C{n:04}", "card_history": history("1" * (n % 4)), "loan_history": history("N"),
          "abnormal_account": "false", "declared_banned": "no"} for n in range(300)]  # fmt: skip


# --- agreement ------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_of", DAYS)
def test_a_table_is_decided_as_its_rows_are_alone(
    as_of: date, database: Database, tmp_path: Path
) -> None:
    pack, chance = make_pack(HERE / "dated.md", tmp_path), Random(str(as_of))
    bank = overlay(tmp_path / "bank", as_of, ago(as_of, 12))
    decider = load(pack, as_of=as_of, overlay=bank, audience="staff")
    rows = {f"K{n:03}": subject(chance, as_of) for n in range(200)}
    loans = [{"id": key, **FIELDS, **loan} for key, row in rows.items() for loan in row["loans"]]
    plain = [{"id": k, **EMPTY, **row} for k, row in rows.items()]
    days = dict.fromkeys(["born", "since", "income@", "debt@", "opened", "balance@"], "DATE")
    source = database.fill(
        "book", [{k: v for k, v in row.items() if k != "loans"} for row in plain], days
    )
    tables = {"loans": place_of(database.fill("loans", loans, days))}
    options = Options(flags=True, tables=tables, threads=2)  # type: ignore[arg-type]
    run(decider, source, database.at("decided"), options)
    names = ", ".join(
        f'"{n}"' for n in ("id", "status", "class", "possible", "decisive", *CRITERIA)
    )
    found = {row[0]: row[1:] for row in database.rows("decided", names)}
    expected = {key: alone(decider, facts) for key, facts in rows.items()}
    assert {k: (one, found.get(k)) for k, one in expected.items() if found.get(k) != one} == {}


ODD = [
    {"customer_id": "A1000001", "card_history": "NN1NN", "abnormal_account": " 是 "},
    {"customer_id": " A1000002", "card_history": "*1" * 12, "abnormal_account": "FALSE"},
    {"customer_id": "A1000003", "card_history": "无", "abnormal_account": "Y"},
    {"customer_id": "A1000004", "card_history": "Q" * 24, "abnormal_account": "0"},
    {"customer_id": "A1000005", "card_history": "#N/A", "abnormal_account": "perhaps"},
    {"customer_id": "A1000006", "card_history": history("7"), "abnormal_account": "NULL"},
    {"customer_id": "A1000006", "card_history": history("1"), "abnormal_account": "no"},
    {"customer_id": "", "card_history": history("1"), "abnormal_account": "no"},
    {"customer_id": "合计", "card_history": "", "abnormal_account": ""},
    {"customer_id": "１２３", "card_history": history("2"), "abnormal_account": "no"},
]


def test_odd_values_are_taken_and_refused_as_in_a_file(
    database: Database, grades: kefen.Decider, grade: Grade, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text(table_of(ODD))
    of_file = run(grades, tmp_path / "in.csv", tmp_path / "out.csv", Options(lang="en"))
    database.fill("book", ODD)
    of_table = grade()
    assert (of_table.rows, of_table.decided, of_table.quarantined) == (
        of_file.rows, of_file.decided, of_file.quarantined)  # fmt: skip
    assert of_table.table == of_file.table
    with of_file.quarantine.open(encoding="utf-8-sig") as file:  # type: ignore[union-attr]
        told = sorted(
            (r["customer_id"], r["column"], r["reason"], r["words"]) for r in told_of(file)
        )
    there = database.rows("grades_quarantine", 'key, "column", reason, words')
    assert sorted((k or "", c or "", r, w) for k, c, r, w in there) == told


def told_of(file: Any) -> list[dict[str, str]]:
    names = ("line", "customer_id", "column", "value", "reason", "words")
    return [dict(zip(names, row, strict=True)) for row in list(csv.reader(file))[1:]]


NUMBERS = [("NUMERIC", "NaN", "nothing"), ("NUMERIC", "Infinity", "not a number"), ("DOUBLE PRECISION", "NaN", "nothing"),
           ("DOUBLE PRECISION", "-0", ""), ("DOUBLE PRECISION", "1e3", ""), ("REAL", "0.1", ""), ("NUMERIC", "1.10", "")]  # fmt: skip


@pytest.mark.parametrize(("type_", "value", "reason"), NUMBERS)
def test_a_number_of_the_server_is_one_or_is_set_aside(
    type_: str, value: str, reason: str, database: Database, tmp_path: Path
) -> None:
    decider = load(make_pack(HERE / "dated.md", tmp_path), as_of=DAYS[0], audience="staff")
    source = database.fill("book", [{"id": "K0000001", "income": value}], {"income": type_})
    run(decider, source, database.at("decided"), Options(lang="en"))
    told = [reason] if reason else []
    assert [row[0] for row in database.rows("decided_quarantine", "reason")] == told


def test_a_column_that_is_no_value_is_refused(database: Database, tmp_path: Path) -> None:
    decider = load(make_pack(HERE / "dated.md", tmp_path), as_of=DAYS[0], audience="staff")
    source = database.fill("book", [{"id": "K0000001", "income": "1"}], {"income": "MONEY"})
    with pytest.raises(InputError, match="`income` is of type money, which is no value of a fact"):
        run(decider, source, database.at("decided"))


def test_a_query_and_a_mapping_of_codes(database: Database, grade: Grade, tmp_path: Path) -> None:
    database.fill(
        "book",
        [
            {"no": f"C{n}0000000", "abn": code, "card_history": history("1")}
            for n, code in enumerate("019")
        ],
    )
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("columns:\n  abn: {fact: abnormal_account, values: {'9': null}}\n")
    query = (
        f"{database.url}#SELECT no AS customer_id, abn, card_history FROM {database.schema}.book"
    )
    summary = grade(query, mapping=mapping)
    assert (summary.decided, summary.quarantined) == (3, 0)
    statuses = [row[0] for row in database.rows("grades", "status")]
    assert statuses.count("undetermined") + statuses.count("provisional") >= 1


def test_another_record_of_a_key_may_be_his_own(database: Database, tmp_path: Path) -> None:
    pack = make_pack(HERE / "dated.md", tmp_path)
    decider = load(pack, as_of=DAYS[0], audience="staff")
    source = database.fill("book", [{"id": "K001", "income": 1}, {"id": "K002", "income": 1}])
    loans = database.fill("loans", [{"id": "k001.0", "balance": 1}])
    tables = {"loans": place_of(loans)}
    options = Options(tables=tables, lang="en")  # type: ignore[arg-type]
    summary = run(decider, source, database.at("decided"), options)
    assert (summary.decided, summary.quarantined) == (1, 1)
    assert summary.lists[0][1].quarantined == 1


def test_what_contradicts_itself_in_a_list_names_its_column(
    database: Database, tmp_path: Path
) -> None:
    pack = make_pack(PACKS / "good" / "per-item.md", tmp_path)
    decider = load(pack, as_of=date(2026, 1, 1), audience="staff")
    source = database.fill("book", [{"id": "A"}, {"id": "B"}])
    rows = [{"id": key, "balance": "5", "days": "91", "category": "正常"} for key in "A"]
    tables = {"loans": place_of(database.fill("loans", rows))}
    options = Options(tables=tables, lang="en")  # type: ignore[arg-type]
    assert run(decider, source, database.at("decided"), options).quarantined == 1
    columns = '"column", value, reason'
    found = database.rows("decided_quarantine", columns)
    assert found == [("loans.category", "normal", "contradiction")]


def test_compact_records_are_for_files(database: Database, grade: Grade) -> None:
    database.fill("book", CLEAN[:1])
    with pytest.raises(InputError, match="`records` is not for a run inside a database"):
        grade(records=True)


# --- cut off, and going on ------------------------------------------------------------------------


def cut_after(monkeypatch: pytest.MonkeyPatch, parts: int) -> None:
    """The server goes away after some parts."""
    real, left = ServerPart.do, [parts]
    lock = threading.Lock()

    def do(work: ServerPart) -> Any:
        with lock:
            left[0] -= 1
            if left[0] < 0:
                work.session.connection.close()
        return real(work)

    monkeypatch.setattr(ServerPart, "do", do)


def test_a_run_that_was_cut_off_goes_on(
    database: Database, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_ROWS", 100)
    database.fill("book", CLEAN)
    grade(threads=1)
    whole = database.rows("grades")
    with monkeypatch.context() as patch:
        cut_after(patch, 1)
        with pytest.raises(InputError, match="the connection is closed"):
            grade(threads=1)
    assert database.rows("grades") == whole, "the target keeps what it held"
    assert database.rows("kefen_run_parts", "run, part") == [(1, 0), (1, 1), (1, 2), (2, 0)]
    asked: list[int] = []
    real = ServerPart.do
    monkeypatch.setattr(ServerPart, "do", lambda work: asked.append(work.part.place) or real(work))
    assert grade(threads=1).decided == len(CLEAN)
    assert asked == [1, 2]
    assert database.rows("grades") == whole
    left = "SELECT relname FROM pg_class WHERE relname LIKE 'grades~%'"
    assert database.connection.execute(left).fetchall() == []


@pytest.mark.parametrize("what", ["source", "policy", "options"])
def test_what_changed_since_is_not_gone_on_with(
    what: str,
    database: Database,
    grade: Grade,
    grades: kefen.Decider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database.fill("book", CLEAN)
    with monkeypatch.context() as patch:
        cut_after(patch, 1)
        with pytest.raises(InputError):
            grade()
    if what == "source":
        database.connection.execute(
            "UPDATE of_a_test.book SET card_history = loan_history WHERE customer_id = 'C0001'"
        )
    changed = {"options": {"flags": True}}.get(what, {})
    if what == "policy":
        other = kefen.load("credit-grade", as_of=date(2026, 11, 22), audience="staff")
        with pytest.raises(InputError, match="the day changed: run again with --anew"):
            run(other, database.at("book"), database.at("grades"), Options(lang="en", threads=2))
        return
    with pytest.raises(InputError, match="changed: run again with --anew"):
        grade(**changed)
    assert grade(anew=True, **changed).decided == len(CLEAN)


def test_runs_are_listed_with_what_stopped(
    database: Database, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_ROWS", 100)
    database.fill("book", CLEAN)
    target: Any = place_of(database.at("grades"))
    assert runs_into(target) == []
    grade(threads=1)
    cut_after(monkeypatch, 2)
    with pytest.raises(InputError):
        grade(threads=1)
    newest, first = runs_into(target)
    assert (first.finished is None, first.parts_done, first.decided) == (False, 3, 300)
    assert (newest.finished, newest.parts, newest.parts_done) == (None, 3, 2)


def test_two_runs_on_one_target(database: Database, grade: Grade) -> None:
    database.fill("book", CLEAN)
    key = "SELECT PG_ADVISORY_LOCK(HASHTEXTEXTENDED('kefen of_a_test.grades', 0))"
    with psycopg.connect(database.url) as other:
        other.execute(key)
        with pytest.raises(InputError, match="another run writes"):
            grade()


def test_a_table_of_somebody_else_is_not_replaced(database: Database, grade: Grade) -> None:
    database.fill("book", CLEAN)
    database.fill("grades", [{"mine": "1"}])
    with pytest.raises(InputError, match="was not written by a run"):
        grade()
    assert database.rows("grades") == [("1",)]


def test_nobody_is_told_the_password(grades: kefen.Decider) -> None:
    url = "postgresql://clerk:secret@localhost:1/bank?connect_timeout=1"
    with pytest.raises(InputError) as told:
        run(grades, f"{url}#book", f"{url}#grades")
    assert "secret" not in str(told.value)
    assert "clerk@localhost:1/bank" in str(told.value)


@pytest.mark.parametrize(("audience", "kept"), [("staff", True), ("restricted", False)])
def test_nothing_of_a_source_stays_told_of_a_run_on_visible_facts(
    database: Database, audience: kefen.Audience, kept: bool
) -> None:
    source = database.fill("book", CLEAN)
    decider = kefen.load("credit-grade", as_of=AS_OF, audience=audience)
    run(decider, source, database.at("grades"), Options())
    ((fingerprint,),) = database.rows("kefen_runs", "fingerprint")
    assert bool(fingerprint) is kept
