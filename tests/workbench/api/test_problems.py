"""What is no operation, or not asked that way, is a problem as every other refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.workbench.api.conftest import Program
from tests.workbench.conftest import MOMENT, Bank
from workbench.common.jobs import end_day
from workbench.common.models import IdempotencyKey, JobRun

Programs = Callable[[str], Program]
PROBLEM = "application/problem+json"


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/party/C1/fly", "/api/v2/"])
def test_an_address_that_nobody_has_is_a_problem(bank: Bank, path: str) -> None:
    for client in (Client(), bank.browser("3003")):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
        told = answer.json()
        assert (told["type"], told["status"]) == ("/problems/not-found", 404)
        assert told["instance"] == answer["X-Request-ID"]


def test_what_is_not_in_the_table_of_urls_is_a_problem(bank: Bank) -> None:
    answer = Client().get("/api/v1/")
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)


def test_another_method_is_a_problem_that_names_those_allowed(
    bank: Bank, program: Programs
) -> None:
    answer = Client(headers={"Accept-Language": "en"}).put("/api/v1/customers")
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, "GET")
    assert answer.json()["title"] == "This operation is not asked by that method."
    assert program("3003").get("/party/C1/record-facts").json()["type"] == "/problems/method"


def test_pages_stay_pages(bank: Bank) -> None:
    assert bank.browser("3003").get("/nothing/")["Content-Type"].startswith("text/html")


def test_keys_of_requests_are_cleared_after_their_time(bank: Bank) -> None:
    for key, days in (("old", 8), ("new", 6)):
        at = MOMENT - timedelta(days=days)
        IdempotencyKey.objects.create(
            actor="3003", key=key, request="x", status=200, answer=b"", at=at
        )
    end_day(MOMENT.date() - timedelta(days=1))
    assert set(IdempotencyKey.objects.values_list("key", flat=True)) == {"new"}
    assert JobRun.objects.get(name="day_end.api_keys").line == "cleared=1"
