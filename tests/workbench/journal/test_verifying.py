"""Nobody who writes the database, without key and file, touches the journal unseen."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.workbench.conftest import MOMENT, Bank
from workbench.accounts.models import Branch
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.journal.models import ChainEnd, Entry, Seal
from workbench.journal.sealing import seal
from workbench.journal.sentences import SENTENCES, declare_sentence
from workbench.journal.verifying import Fault, verify
from workbench.journal.writing import Act, write

TOUCHES = 1000


@pytest.fixture(autouse=True)
def file_of_seals(tmp_path: Path, settings: Any) -> None:
    settings.SEALS = tmp_path / "seals.jsonl"


@pytest.fixture
def journal(bank: Bank) -> Iterator[None]:
    """Forty entries of four people; the first half is sealed, in two seals."""
    declare_sentence("test.written", "wrote {what}", secret=frozenset({"secret"}))
    people = [bank.actor(number) for number in ("3001", "3003", "3005", "2001")]
    for n in range(40):
        _write(people[n % 4], n)
        if n in (9, 19):
            seal()
    yield
    del SENTENCES["test.written"]


def _write(by: Actor, n: int) -> None:
    with clock.moment(MOMENT + timedelta(seconds=n)):
        write(
            Act("test.written", words={"what": str(n), "secret": f"hidden {n}"}, reason="r"), by=by
        )


def _faults() -> set[Fault]:
    return {finding.fault for finding in verify()}


def test_an_untouched_journal_has_no_fault(journal: None) -> None:
    assert list(verify()) == []


def test_sealing_twice_closes_nothing_twice(journal: None) -> None:
    assert seal() is not None
    assert seal() is None
    assert list(verify()) == []


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _bytes_of(entry: uuid.UUID) -> str:
    return entry.hex if connection.vendor == "sqlite" else str(entry)


def change(draw: random.Random, keys: list[uuid.UUID]) -> None:
    column = draw.choice(
        ["reason", "words", "actor_name", "object_key", "code", "principal", "branch_path"]
    )
    _sql(
        f"UPDATE journal_entry SET {column} = %s WHERE key = %s",
        "touched",
        _bytes_of(draw.choice(keys)),
    )


def move(draw: random.Random, keys: list[uuid.UUID]) -> None:
    later = MOMENT + timedelta(days=draw.randint(1, 9))
    _sql("UPDATE journal_entry SET at = %s WHERE key = %s", later, _bytes_of(draw.choice(keys)))


def insert(draw: random.Random, keys: list[uuid.UUID]) -> None:
    """A copy of an entry under another key, or of its signature."""
    entry = Entry.objects.get(key=draw.choice(keys))
    entry.key, entry._state.adding = uuid.uuid4(), True
    entry.save(force_insert=True)


def exchange(draw: random.Random, keys: list[uuid.UUID]) -> None:
    """The words of two entries change places, with or without their signatures."""
    one, other = (Entry.objects.get(key=key) for key in draw.sample(keys, 2))
    columns = draw.choice([("words",), ("words", "mac"), ("words", "mac", "previous"), ("secret",)])
    for column in columns:
        _sql(
            f"UPDATE journal_entry SET {column} = %s WHERE key = %s",
            getattr(other, column),
            _bytes_of(one.key),
        )
        _sql(
            f"UPDATE journal_entry SET {column} = %s WHERE key = %s",
            getattr(one, column),
            _bytes_of(other.key),
        )


def remove(draw: random.Random, keys: list[uuid.UUID]) -> None:
    """Any entry but an actor's newest unsealed one: that is found by the row that names it, or from the next seal on."""
    newest = set(Entry.objects.order_by("-at").values_list("key", flat=True)[:4])
    _sql(
        "DELETE FROM journal_entry WHERE key = %s",
        _bytes_of(draw.choice([k for k in keys if k not in newest])),
    )


def remove_sealed_whole(draw: random.Random, keys: list[uuid.UUID]) -> None:
    """A sealed entry with its place in the seal."""
    key = draw.choice(list(Entry.objects.exclude(sealed=None).values_list("key", flat=True)))
    _sql("DELETE FROM journal_sealed WHERE entry_id = %s", _bytes_of(key))
    _sql("DELETE FROM journal_entry WHERE key = %s", _bytes_of(key))


TOUCH: list[Callable[[random.Random, list[uuid.UUID]], None]] = [
    change,
    move,
    insert,
    exchange,
    remove,
    remove_sealed_whole,
]


def _seen(touch: Callable[[], None]) -> bool:
    """Whether a touch is found; it is taken back afterwards."""
    with transaction.atomic():
        touch()
        found = any(True for _ in verify())
        transaction.set_rollback(True)
    return found


def test_a_thousand_touches_of_the_tables_are_all_found(journal: None) -> None:
    draw = random.Random(7)
    keys = list(Entry.objects.values_list("key", flat=True))
    unseen = [
        touch.__name__
        for touch in (draw.choice(TOUCH) for _ in range(TOUCHES))
        if not _seen(partial(touch, draw, keys))
    ]
    assert unseen == []


def test_the_whole_newest_seal_taken_away_is_found_by_the_file(journal: None) -> None:
    number = Seal.objects.order_by("-number").values_list("number", flat=True)[0]
    _sql("DELETE FROM journal_sealed WHERE seal_id = %s", number)
    _sql("DELETE FROM journal_seal WHERE number = %s", number)
    assert Fault.FILE in _faults()


def test_the_newest_entry_taken_away_is_found_by_the_row_that_names_it(bank: Bank) -> None:
    founded = Entry.objects.get(code="bank.founded")
    assert Branch.objects.filter(journal_key=founded.key).exists()
    _sql("DELETE FROM journal_entry WHERE key = %s", _bytes_of(founded.key))
    ChainEnd.objects.filter(actor="rule:founding").delete()
    assert Fault.ORPHAN in _faults()


def test_an_actors_newest_unsealed_read_taken_away_is_found_from_the_next_seal_on(
    journal: None,
) -> None:
    newest = Entry.objects.order_by("-at")[0]
    seal()
    _sql("DELETE FROM journal_entry WHERE key = %s", _bytes_of(newest.key))
    ChainEnd.objects.filter(actor=newest.actor).update(last=newest.previous)
    assert Fault.SEAL in _faults()
