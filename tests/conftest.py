"""How every test runs: a busy machine is no fault of what is tested. Each SQL engine starts once, when it is first asked."""

from __future__ import annotations

import os
import re
import shutil
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.agreement.engines import SERVERS, Engine, Python, Reading

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
#: no test is decided by a policy that another command has kept
os.environ["KEFEN_CACHE"] = ""

POSTGRES, SPARK = (pytest.param(name, marks=pytest.mark.engine) for name in ("postgres", "spark"))
#: one test each that founds a bank and lives in it: begun last, the other processes would wait for them
LONG = ("tests/workbench/demo/test_opening.py", "tests/workbench/demo/test_make_run.py")
QUICK = ("duckdb", POSTGRES)
ENGINES = (*QUICK, SPARK)
_STARTED: list[Reading] = []


@cache
def started(name: str) -> Reading:
    """Python, or an engine by its dialect."""
    if name == "spark":
        needed = "Spark needs Java 17 or newer, and `pip install -e '.[spark]'`"
        if shutil.which("java") is None:
            pytest.skip(needed)
        pytest.importorskip("pyspark", reason=needed)
    _STARTED.append(Python() if name == "python" else SERVERS[name]())
    return _STARTED[-1]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """All tests of a server in one process, so that it starts once; a file in one, since its tests share what they load.
    A bank that is served (`tests/journeys`) is such a server, by its database. What takes long begins first.

    ``xdist_group`` says the first as well, but pytest-xdist 3.8 writes the group where pytest 9.2 no longer reads it.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByServer(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            server = re.search(r"[\[-](postgres|spark|sqlite|postgresql)[-\]]", nodeid)
            return server[1] if server else nodeid.partition("::")[0]

        def _assign_work_unit(self, node: Any) -> None:
            for scope in filter(self.workqueue.__contains__, LONG):
                self.workqueue.move_to_end(scope, last=False)
            super()._assign_work_unit(node)

    return ByServer(config, log)


def pytest_unconfigure() -> None:
    for reading in _STARTED:
        if isinstance(reading, Engine):
            reading.stop()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Reading:
    """DuckDB, PostgreSQL, Spark."""
    return started(request.param)


@pytest.fixture(params=QUICK)
def quick_engine(request: pytest.FixtureRequest) -> Reading:
    """Those that plan a statement in milliseconds; Spark takes seconds."""
    return started(request.param)


@pytest.fixture(params=(SPARK,))
def spark(request: pytest.FixtureRequest) -> Reading:
    """Spark alone."""
    return started(request.param)


@pytest.fixture(params=("python", *ENGINES))
def reading(request: pytest.FixtureRequest) -> Reading:
    """The generated functions, and all engines."""
    return started(request.param)
