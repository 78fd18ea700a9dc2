"""An entry whose transaction ends after a seal was made is taken by the next seal, and nothing is found amiss."""

from __future__ import annotations

import threading
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.workbench.conftest import Bank
from workbench.common.acting import Actor
from workbench.journal.models import Entry
from workbench.journal.sealing import seal
from workbench.journal.verifying import verify
from workbench.journal.writing import Act, write

SECONDS = 20


class Late(threading.Thread):
    """Writes an entry in a transaction that ends when it is told."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(daemon=True)
        self.actor, self.written, self.told = actor, threading.Event(), threading.Event()
        self.context = copy_context()

    def run(self) -> None:
        self.context.run(self._write)

    def _write(self) -> None:
        try:
            with transaction.atomic():
                write(Act("session.opened"), by=self.actor)
                self.written.set()
                self.told.wait(SECONDS)
        finally:
            connection.close()


def test_a_late_commit_is_taken_by_the_next_seal(
    transactional_db: None, bank: Bank, tmp_path: Path, settings: Any
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time: nothing commits late")
    settings.SEALS = tmp_path / "seals.jsonl"
    late = Late(bank.actor("3003"))
    late.start()
    assert late.written.wait(SECONDS)
    write(Act("session.opened"), by=bank.actor("3004"))
    first = seal()
    late.told.set()
    late.join(SECONDS)
    second = seal()
    assert first is not None
    assert second is not None
    assert list(Entry.objects.filter(sealed__seal=second).values_list("actor", flat=True)) == [
        "3003"
    ]
    assert list(verify()) == []
