"""The policies of a process: what is kept costs no page a search, and what is let go is gone."""

from __future__ import annotations

import gc
import weakref
from datetime import date

import pytest

from workbench.policies import store
from workbench.policies.models import Bundle
from workbench.policies.queries import decider_for

DAY = date(2026, 11, 30)


@pytest.fixture
def nothing_kept(texts: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_kept", store.OrderedDict())


@pytest.mark.usefixtures("nothing_kept")
def test_a_policy_that_is_kept_is_not_searched_for_rubbish() -> None:
    policy = decider_for("value-tier", DAY).policy
    searched = {id(one) for one in gc.get_objects()}
    assert not searched & {id(one) for one in policy.clauses}


@pytest.mark.usefixtures("nothing_kept")
def test_a_policy_that_gives_way_to_another_leaves_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "MOST_KEPT", 1)
    gone = weakref.ref(decider_for("value-tier", DAY).program)
    decider_for("credit-grade", DAY)
    assert gone() is None
