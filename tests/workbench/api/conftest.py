"""Programs of people: clients with a token."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from tests.workbench.conftest import Bank
from workbench.accounts.models import Token
from workbench.accounts.own import digest_of
from workbench.common import clock
from workbench.common.rights import RIGHTS
from workbench.journal.recording import recording


@dataclass(frozen=True)
class Program:
    """Acts by the token of one person, with every right that he has."""

    secret: str

    def get(self, path: str, **query: Any) -> Any:
        return self._client().get(f"/api/v1{path}", query)

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        sent = json.dumps(body or {})
        return self._client(**headers).post(f"/api/v1{path}", sent, content_type="application/json")

    def read(self, path: str, **query: Any) -> Any:
        """The answer of a read that works."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def _client(self, **headers: str) -> Client:
        return Client(headers={"Authorization": f"Bearer {self.secret}", **headers})


@pytest.fixture
def program(bank: Bank) -> Callable[[str], Program]:
    """`program("3003")`."""

    def of(number: str) -> Program:
        secret = f"kefen_of_{number}"
        if not Token.objects.filter(digest=digest_of(secret)).exists():
            with recording():
                Token.objects.create(
                    staff=bank.staff(number),
                    name="tests",
                    digest=digest_of(secret),
                    rights=sorted(RIGHTS),
                    since=clock.today(),
                    until=clock.today().replace(year=2027),
                )
        return Program(secret)

    return of
