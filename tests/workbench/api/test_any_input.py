"""Whatever is sent: never a failure of ours, and never the database where a rule should have spoken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.db import models, transaction
from hypothesis import HealthCheck, Phase, given, settings

from tests.workbench.api.conftest import Program
from tests.workbench.conftest import PEOPLE, Bank
from tests.workbench.decisions.conftest import opened, record
from workbench.accounts.models import Deputy, Holding
from workbench.api.finding import key_of
from workbench.api.operations import Operation, operations
from workbench.common.routing import ROUTES
from workbench.config.wsgi import application
from workbench.customers.models import Party
from workbench.policies.models import Bundle

EXAMPLES = 2
ANY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def tokens(bank: Bank, texts: Bundle, program: Callable[[str], Program]) -> dict[str, str]:
    """Right → the secret of somebody who has it: managers first, who have customers of their own."""
    party = opened(bank)
    record(bank, party, annual_income=300000, education="bachelor")
    first = ["3003", *sorted(PEOPLE, reverse=True)]
    held: dict[str, str] = {}
    for number in first:
        secret = program(number).secret
        for grant in bank.actor(number).grants:
            held.setdefault(grant.right, secret)
    return held


def test_no_input_makes_the_api_fail(tokens: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", application, headers=_bearer(tokens["branch.read"])
    )
    by_name = {one.name: one for one in operations()}
    worked = Counter[str]()
    every: Any = schema.get_all_operations()
    for operation in (found.ok() for found in every):
        name = operation.definition.raw["operationId"]
        headers = _bearer(tokens.get(ROUTES[name].right, tokens["branch.read"]))
        for key in [None, *_keys(by_name.get(name))][-2:]:
            worked[name] += ask(operation, key, headers)
    assert len(worked) > 90
    assert len(+worked) > 15, "hardly anything is reached: the test proves nothing"


def ask(operation: Any, key: str | None, headers: dict[str, str]) -> int:
    """How many of its examples did something."""
    worked = []

    @ANY
    @given(case=operation.as_strategy())
    def asked(case: Any) -> None:
        answer = _answer(case, key, headers)
        assert answer.status_code < 500, f"{case.path} {case.body!r}: {answer.text}"
        assert "/problems/conflict" not in answer.text, f"{case.path} {case.body!r}"
        worked.append(answer.status_code == 200)

    asked()
    return sum(worked)


def _answer(case: Any, key: str | None, headers: dict[str, str]) -> Any:
    """Done in a transaction that is taken back, so that one example does not spoil the next."""
    for name in ("key", "number"):
        if key is not None and name in (case.path_parameters or {}):
            case.path_parameters[name] = key
    with transaction.atomic():
        answer = case.call(headers=headers)
        transaction.set_rollback(True)
    return answer


def _keys(operation: Operation | None) -> list[str]:
    """Of a thing that is there: without one every operation ends at 404. A read takes the customer's number."""
    model: type[models.Model] | None = operation.thing if operation else Party
    if model is None:
        return []
    rows: Any = model._default_manager.all()
    rows = rows.unscoped("tests") if hasattr(rows, "unscoped") else rows
    order = "pk" if model in (Holding, Deputy) else "-pk"
    return [key_of(one) for one in rows.order_by(order)[:1]]


def _bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}
