"""What an entry keeps as a code is told in the reader's words."""

from __future__ import annotations

from string import Formatter

import pytest
from django.utils.translation import override

from tests.workbench.conftest import Bank
from workbench.accounts.models import StaffState
from workbench.accounts.staffing import change_state
from workbench.journal.actions import ACTIONS
from workbench.journal.models import Entry
from workbench.journal.queries import told
from workbench.journal.sentences import SENTENCES

#: inputs that are what they say: numbers, names and words that somebody typed
PLAIN = {"number", "code", "document", "seed", "value"}
NAMES = {"branch.opening_proposed", "token.made"}


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "请假"), ("en", "On leave")])
def test_a_choice_is_told_by_its_label(bank: Bank, language: str, said: str) -> None:
    change_state(bank.staff("3004"), by=bank.actor("1001"), reason="r", state=StaffState.ON_LEAVE)
    with override(language):
        assert said in told(Entry.objects.get(code="staff.state_changed"))


def test_no_sentence_tells_a_code() -> None:
    codes = {code: _codes(code) for code in ACTIONS}
    assert {code: words for code, words in codes.items() if words} == {}


def _codes(code: str) -> set[str]:
    """The texts among the inputs of an action that its sentence tells as they are."""
    sentence = SENTENCES[code]
    used = {name for _, name, _, _ in Formatter().parse(str(sentence.text)) if name}
    words = {p.name for p in ACTIONS[code].inputs if p.annotation is str and p.name in used}
    return words - PLAIN - sentence.labels.keys() - ({"name"} if code in NAMES else set())
