"""The client of `examples/workbench-api`, against a server that listens."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.workbench.api.conftest import Program
from tests.workbench.conftest import Bank
from workbench.reviews.models import Proposal

EXAMPLE = Path(__file__).parents[3] / "examples" / "workbench-api" / "api_client.py"


@pytest.fixture
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("api_client", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_client_reads_and_does_a_thing_once(
    live_server: LiveServer, bank: Bank, program: Callable[[str], Program], example: ModuleType
) -> None:
    mine = example.Client(live_server.url, program("1001").secret)
    new = {"code": "O9", "name": "新门营业所", "level": "outlet", "reason": "opened"}
    new["document"] = "1号"
    first, again = (mine.do("/branch/S1/propose-opening", key="once", **new) for _ in range(2))
    assert first == again
    assert "S1" in {one["code"] for one in mine.get("/branches")}
    assert Proposal.objects.unscoped("test").filter(subject_key="O9").count() == 1
    with pytest.raises(example.ProblemError, match="403"):
        list(mine.pages("/customers"))
