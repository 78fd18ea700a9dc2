"""A founding that is cut off leaves nothing, so that the next start founds the bank anew."""

from __future__ import annotations

import pytest

from workbench.accounts.models import Branch, Staff
from workbench.demo import opening
from workbench.demo.opening import open_demo
from workbench.journal.models import Entry
from workbench.policies.models import Bundle


def test_a_founding_that_is_cut_off_leaves_nothing(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(**_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "load_history", cut_off)
    with pytest.raises(KeyboardInterrupt):
        open_demo(say=lambda line: None, customers=10)
    assert not Branch.objects.exists()
    for model in (Staff, Bundle, Entry):
        assert not model._default_manager.exists()
