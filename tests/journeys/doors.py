"""The other doors of a bank: its API, and its database for those who have its password."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.journeys.databases import Postgresql, Sqlite


@dataclass(frozen=True)
class Answer:
    """`body` is the JSON that came."""

    status: int
    body: Any


@dataclass(frozen=True)
class Program:
    """Acts by the token of one person, with every right that he has: `desk.api("3003").post("/party/open-party", name=…)`."""

    address: str
    secret: str

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, **body: Any) -> Answer:
        return self._ask("POST", path, json.dumps(body, default=str).encode())

    def refuses(self, path: str, **body: Any) -> Answer:
        """A post that must be refused."""
        answer = self.post(path, **body)
        assert answer.status in (403, 404, 409, 412, 422), (answer.status, answer.body)
        return answer

    def does(self, path: str, **body: Any) -> Any:
        """A post that must work; gives its body."""
        answer = self.post(path, **body)
        assert answer.status < 300, (answer.status, answer.body)
        return answer.body

    def _ask(self, method: str, path: str, sent: bytes | None) -> Answer:
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.address}/api/v1{path}", sent, headers, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return Answer(answer.status, json.loads(answer.read() or b"null"))
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, json.loads(refused.read() or b"null"))


class Database:
    """For one who may write into the tables. Statements are those of both databases; places of values are `?`."""

    def __init__(self, chosen: Sqlite | Postgresql) -> None:
        self.chosen = chosen

    def execute(self, statement: str, *values: Any) -> int:
        """Gives the number of rows that it touched."""
        with closing(self.chosen.connect()) as held:
            return int(held.execute(self._own(statement), values).rowcount)

    def rows(self, statement: str, *values: Any) -> list[Sequence[Any]]:
        with closing(self.chosen.connect()) as held:
            return list(held.execute(self._own(statement), values).fetchall())

    @contextmanager
    def refuses(self) -> Iterator[None]:
        """Inside, the database itself says no, by a constraint or a trigger."""
        import sqlite3

        import psycopg

        with pytest.raises((sqlite3.IntegrityError, psycopg.Error)):
            yield

    def _own(self, statement: str) -> str:
        return statement.replace("?", "%s") if self.chosen.name == "postgresql" else statement
