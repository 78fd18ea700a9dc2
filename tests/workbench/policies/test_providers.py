"""Every fact of every pack comes from somewhere, from one place only, or is said not to be kept yet."""

from __future__ import annotations

from itertools import combinations

import pytest

from workbench.policies import providers
from workbench.policies.providers import NOT_KEPT, PROVIDED, TYPED
from workbench.policies.texts import given_facts, results, shipped_policies


def test_every_given_fact_of_every_pack_stands_in_the_table() -> None:
    assert len(shipped_policies()) >= 18
    assert TYPED.union(NOT_KEPT, *PROVIDED.values()) == set(given_facts())


def test_no_fact_comes_from_two_places() -> None:
    for one, other in combinations([TYPED, NOT_KEPT, *PROVIDED.values()], 2):
        assert not one & other


def test_results_of_other_packs_are_never_supplied() -> None:
    assert results()
    assert not results() & TYPED.union(*PROVIDED.values())


def test_every_provider_is_registered() -> None:
    assert set(providers.PROVIDERS) == set(PROVIDED)


def test_a_provider_gives_what_its_row_says_and_no_more() -> None:
    rows = [(1, {"has_loan": True, "has_loan@": "2026-11-30"})]
    assert list(providers._checked("loans", rows)) == rows
    with pytest.raises(providers.OutsideError, match="does not give class_on_file"):
        list(providers._checked("loans", [(1, {"class_on_file": "1"})]))
