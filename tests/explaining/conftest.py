"""Deciders that every test of explanations may use; compiled once."""

from datetime import date

import pytest

from kefen.deciding import Decider
from kefen.loading import load
from tests.explaining.packs import decider


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    """The small car-loan policy."""
    return decider(tmp_path_factory.mktemp("packs"))


@pytest.fixture(scope="session")
def psbc() -> Decider:
    """The shipped customer classes."""
    return load("psbc-customer-class", as_of=date(2026, 1, 1), audience="staff")
